import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { type Account, parseAccount } from "../../domain/receiver/Account.js"
import { type Fault, parseFault } from "../../domain/receiver/Fault.js"
import type { AccountInvalid, FaultInvalid } from "../../domain/receiver/receiverErrors.js"
import { ReceiverAddress } from "../../services/ReceiverAddress.js"

/** The faults behind a list of `--fault` values; the first that is none of ours is the error. */
export const parseFaults = (values: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<Fault>, FaultInvalid> =>
  Effect.forEach(values, parseFault)

/** The accounts behind a list of `--account` values; the first that is none is the error. */
export const parseAccounts = (
  values: ReadonlyArray<Redacted.Redacted<string>>
): Effect.Effect<ReadonlyArray<Account>, AccountInvalid> => Effect.forEach(values, parseAccount)

/**
 * Says where the receiver listens, as the first line on stdout and as JSON whatever the output format, then serves until
 * interrupted. The address exists only once the socket listens, so whoever reads the line can connect.
 */
export const serve = Effect.fn("serve")(function*() {
  const { url } = yield* ReceiverAddress
  yield* Console.log(JSON.stringify({ url }))
  return yield* Effect.never
})
