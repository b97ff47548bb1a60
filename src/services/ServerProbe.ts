import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ServerUrl } from "../domain/sync/ServerTarget.js"
import type { TargetFault, Unavailable } from "../domain/sync/transportErrors.js"

/** What shows that a receiver answered and took the token. */
export interface ProbeAnswer {
  readonly status: number
  /** Its words, safe to print. */
  readonly said: string
}

/**
 * Asks a server whether it is a receiver that takes our token, without sending it anything.
 *
 * The probe is a batch without events, a constant of this program: no file, no event and no identity is in it, so there
 * is nothing that the contract gate could judge, and nothing of the project leaves the machine. Only the token does, to
 * the server that it was made for.
 */
export class ServerProbe extends Context.Tag("spec-kitty/ServerProbe")<ServerProbe, {
  /**
   * Succeeds only on the one answer that tells a receiver from anything else: HTTP 400 with a JSON `error` that says
   * that no events were provided, which comes after the token was taken. Any other answer, a 2xx included, is a
   * `TargetFault` or, where it may pass, `Unavailable`.
   */
  readonly ask: (server: ServerUrl) => Effect.Effect<ProbeAnswer, Unavailable | TargetFault>
}>() {}
