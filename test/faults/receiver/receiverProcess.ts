import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as ReceiverMain from "../../../src/layers/ReceiverMain.js"
import { serve } from "../../../src/programs/receiver/serve.js"

/** A receiver in a process of its own, on the file named by its first argument, to be killed. */
const [db = ""] = process.argv.slice(2)
NodeRuntime.runMain(
  Effect.provide(serve(), ReceiverMain.layer({ port: 0, db: Option.some(db), tokens: [], faults: [] }))
)
