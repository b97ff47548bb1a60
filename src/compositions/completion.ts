import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Outcome } from "../domain/Diagnostic.js"
import * as ContractGate from "../layers/node/ContractGate.js"
import type { CompletionRequest } from "../programs/cli/commands/completion.js"
import { completionScript } from "../programs/cli/completion/script.js"
import type { Handler } from "../programs/cli/Invocation.js"
import type { CompletionReport } from "../programs/cli/envelope.js"
import { completionView } from "../programs/cli/render/completion.js"
import { present } from "../programs/cli/run.js"
import { VendoredContract } from "../services/VendoredContract.js"

/** `completion`: needs no project; the contract's contexts are values of flags. */
export const completion: Handler<CompletionRequest> = ({ root, shell }, invocation) =>
  Effect.map(VendoredContract, ({ document }): Outcome<CompletionReport> => ({
    data: { shell, script: completionScript(shell, root, Object.keys(document.contexts).sort()) },
    diagnostics: [],
    exitCode: 0,
    next: []
  })).pipe(
    Effect.provide(Layer.provide(ContractGate.documentLayer, NodeContext.layer)),
    present(completionView, invocation)
  )
