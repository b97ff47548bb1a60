import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Outcome } from "../domain/Diagnostic.js"
import * as ContractGate from "../layers/node/ContractGate.js"
import * as ErrorPages from "../layers/node/ErrorPages.js"
import type { CompletionRequest } from "../programs/cli/commands/completion.js"
import { completionScript } from "../programs/cli/completion/script.js"
import type { Handler } from "../programs/cli/Invocation.js"
import type { CompletionReport } from "../programs/cli/envelope.js"
import { completionView } from "../programs/cli/render/completion.js"
import { present } from "../programs/cli/run.js"
import { ErrorPages as Pages } from "../services/ErrorPages.js"
import { VendoredContract } from "../services/VendoredContract.js"

/** `completion`: needs no project; contexts of the contract and codes of errors are values of the command line. */
export const completion: Handler<CompletionRequest> = ({ root, shell }, invocation) =>
  Effect.map(Effect.all([VendoredContract, Pages]), ([{ document }, { codes }]): Outcome<CompletionReport> => ({
    data: { shell, script: completionScript(shell, root, { contexts: Object.keys(document.contexts).sort(), errorCodes: codes }) },
    diagnostics: [],
    exitCode: 0,
    next: []
  })).pipe(
    Effect.provide(Layer.provide(Layer.merge(ContractGate.documentLayer, ErrorPages.layer), NodeContext.layer)),
    present(completionView, invocation)
  )
