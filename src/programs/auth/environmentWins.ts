import { Diagnostic } from "../../domain/Diagnostic.js"

/** `SPEC_KITTY_TOKEN` is set beside a stored sign-in. */
export const environmentWins = new Diagnostic({
  severity: "info",
  code: "AUTH-09",
  message: "SPEC_KITTY_TOKEN is set: requests take that token, whoever is signed in.",
  why: "the variable wins over the stored sign-in, and is never renewed",
  fix: "unset SPEC_KITTY_TOKEN to use the stored sign-in",
  target: "SPEC_KITTY_TOKEN"
})
