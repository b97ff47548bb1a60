import * as Effect from "effect/Effect"
import type { Outcome } from "../../domain/Diagnostic.js"
import type { Ledger } from "../../domain/receiver/Ledger.js"
import { Receiver } from "../../services/Receiver.js"

/** Everything a receiver accepted, in the order of first acceptance. */
export const ledger = Effect.fn("ledger")(function*() {
  const { ledger } = yield* Receiver
  const outcome: Outcome<Ledger> = { data: yield* ledger, diagnostics: [], exitCode: 0, next: [] }
  return outcome
})
