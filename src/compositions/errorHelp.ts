import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ErrorPages from "../layers/node/ErrorPages.js"
import { errorHelp as program } from "../programs/cli/errorHelp.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { helpView } from "../programs/cli/render/plain.js"
import { present } from "../programs/cli/run.js"

const layer = Layer.provide(ErrorPages.layer, NodeContext.layer)

/** `help CODE` */
export const errorHelp: Handler<string> = (code, invocation) =>
  program(code).pipe(Effect.provide(layer), present(helpView, invocation))
