import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Diagnostic } from "../../domain/Diagnostic.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { Notices } from "../../services/Notices.js"
import { Environment, tlsOverride } from "../node/Settings.js"

const notice = new Diagnostic({
  severity: "warning",
  code: "SERVER-10",
  message: `${tlsOverride}=0 is set and has no effect: the server's certificate is verified as ever.`,
  why: "without that anyone on the way could read your token and your work",
  fix: "unset it; to trust an authority of your own, name its certificate's file in NODE_EXTRA_CA_CERTS",
  target: null
})

/** Says that verification can't be turned off, where somebody tries to and it would matter (G-N3). */
export const overrideNotice = Effect.gen(function*() {
  const environment = yield* Environment
  const notices = yield* Effect.serviceOption(Notices)
  return (server: ServerUrl): Effect.Effect<void> =>
    environment[tlsOverride] === "0" && server.startsWith("https:") && Option.isSome(notices)
      ? notices.value.add(notice)
      : Effect.void
})
