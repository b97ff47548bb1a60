import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as ReceiverMain from "../layers/ReceiverMain.js"
import type { LedgerRequest, ServeRequest } from "../programs/cli/commands/receiver.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { ledgerView } from "../programs/cli/render/ledger.js"
import { errorView } from "../programs/cli/render/plain.js"
import { present, presentServing } from "../programs/cli/run.js"
import { ledger } from "../programs/receiver/ledger.js"
import { parseAccounts, parseFaults, serve } from "../programs/receiver/serve.js"

/** `receiver serve`: until it is interrupted. */
export const receiverServe: Handler<ServeRequest> = (request, invocation) =>
  Effect.gen(function*() {
    const faults = yield* parseFaults(request.faults)
    const accounts = yield* parseAccounts(request.accounts)
    return yield* Effect.provide(serve(), ReceiverMain.layer({
      port: request.port,
      tokens: request.tokens.map((token) => Redacted.make(token)),
      accounts,
      faults,
      db: Option.fromNullable(request.db)
    }))
  }).pipe(presentServing(errorView, invocation))

/** `receiver ledger`: what a receiver's file holds. */
export const receiverLedger: Handler<LedgerRequest> = (request, invocation) =>
  ledger().pipe(Effect.provide(ReceiverMain.layerLedger(request.db)), present(ledgerView, invocation))
