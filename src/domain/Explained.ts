import type { Place } from "./Place.js"

/**
 * What every error of ours can tell a person: what happened (`message`), why, what to do next, under a stable code.
 * The command line prints it (`programs/cli/render`), `--json` carries it as a diagnostic.
 */
export interface Explained extends Place {
  /** Stable, upper case: `AUTH-02`. Listed in `docs/errors.md`. */
  readonly code: string
  /** One sentence: what happened. Never a secret, never a stack trace. */
  readonly message: string
  /** One sentence: the cause, with file, field or line where there is one. */
  readonly why: string
  /** A command or an action that works from this state; null where nothing is to be done. */
  readonly next: string | null
  /** The file, mission or artifact it is about; null where it is about none. */
  readonly target: string | null
}
