import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ContractGate from "../layers/node/ContractGate.js"
import * as PayloadSource from "../layers/node/PayloadSource.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { contractCheckView, contractShowView, contractVerifyView } from "../programs/cli/render/contract.js"
import { present } from "../programs/cli/run.js"
import { checkPayload, type ContractCheckRequest } from "../programs/contract/check.js"
import { showContract } from "../programs/contract/show.js"
import { verifyContract } from "../programs/contract/verify.js"

/** Needs no project: a contract is the same everywhere. */
const layer = Layer.mergeAll(ContractGate.documentLayer, ContractGate.layer, PayloadSource.layer).pipe(
  Layer.provide(NodeContext.layer)
)

/** `contract show` */
export const contractShow: Handler<string | null> = (context, invocation) =>
  showContract(context).pipe(Effect.provide(layer), present(contractShowView, invocation))

/** `contract check` */
export const contractCheck: Handler<ContractCheckRequest> = (request, invocation) =>
  checkPayload(request).pipe(Effect.provide(layer), present(contractCheckView, invocation))

/** `contract verify` */
export const contractVerify: Handler<null> = (_, invocation) =>
  verifyContract.pipe(Effect.provide(layer), present(contractVerifyView, invocation))
