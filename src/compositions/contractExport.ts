import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { exportFile } from "../layers/node/exportFile.js"
import * as Handoff from "../layers/node/Handoff.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { contractExportView } from "../programs/cli/render/contractExport.js"
import { present } from "../programs/cli/run.js"
import { type ContractExportRequest, exportContract } from "../programs/contract/export.js"

/** `contract export`: needs no project; the contract is the same everywhere. */
export const contractExport: Handler<ContractExportRequest> = (request, invocation) =>
  exportContract(request, exportFile).pipe(
    Effect.provide(Layer.provide(Handoff.layer, NodeContext.layer)),
    present(contractExportView, invocation)
  )
