import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import type { Outcome } from "../domain/Diagnostic.js"
import * as ContractGate from "../layers/node/ContractGate.js"
import * as DemoStageNode from "../layers/node/DemoStage.js"
import type { DemoRequest } from "../programs/cli/commands/demo.js"
import type { DemoReport } from "../programs/cli/envelope.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { demoView } from "../programs/cli/render/plain.js"
import { present } from "../programs/cli/run.js"
import { demo as demoProgram } from "../programs/demo/demo.js"
import { DemoStage } from "../services/DemoStage.js"

/** How this very program was started, so that the demo runs no other one. */
const command = (): ReadonlyArray<string> => [process.execPath, ...process.execArgv, ...process.argv.slice(1, 2)]

const play = Effect.fn("demo.play")(function*({ keep }: DemoRequest) {
  yield* demoProgram()
  const { directory } = yield* DemoStage
  const outcome: Outcome<DemoReport> = {
    data: { kept: keep ? directory : null },
    diagnostics: [],
    exitCode: 0,
    next: []
  }
  return outcome
})

/** `demo`: tells its story while it runs, unless the answer is to be one JSON value. */
export const demo: Handler<DemoRequest> = (request, invocation) => {
  const silent = invocation.output.format !== "text" || invocation.output.quiet
  return play(request).pipe(
    Effect.updateService(DemoStage, (stage) => silent ? { ...stage, say: () => Effect.void } : stage),
    Effect.provide(ContractGate.layer),
    Effect.provide(DemoStageNode.layer({ keep: request.keep, command: command() })),
    Effect.provide(NodeContext.layer),
    present(demoView, invocation)
  )
}
