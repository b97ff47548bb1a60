// Run by ProjectIdentityStore.test.ts as a process of its own: prints the identity it gets.
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Effect from "effect/Effect"
import { ProjectIdentityStore } from "../../../src/services/ProjectIdentityStore.js"
import { checkoutLayer } from "./checkout.js"

const [root = "", home = ""] = process.argv.slice(2)

ProjectIdentityStore.pipe(
  Effect.flatMap(({ ensure }) => ensure),
  Effect.tap((identity) => Effect.sync(() => process.stdout.write(JSON.stringify(identity)))),
  Effect.provide(checkoutLayer(root, home)),
  NodeRuntime.runMain
)
