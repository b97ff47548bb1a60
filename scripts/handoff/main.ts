/**
 * Writes `contracts/handoff`, or with `--check` compares it with what is committed:
 *
 *   npm run handoff [-- --check]
 */
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Path from "@effect/platform/Path"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { packageRoot } from "../../src/layers/node/packageRoot.js"
import { handoffFiles } from "./handoffFiles.js"
import { differences, write } from "./folder.js"

const folder = "contracts/handoff"

const run = Effect.fn("handoff")(function*({ check }: { readonly check: boolean }) {
  const path = yield* Path.Path
  const root = path.join(yield* packageRoot, folder)
  const files = yield* handoffFiles(path.join(import.meta.dirname, "templates"))
  if (!check) {
    yield* write(root, files)
    return yield* Console.log(`${folder}: ${files.size} files`)
  }
  const differing = yield* differences(root, files)
  if (differing.length === 0) return yield* Console.log(`${folder}: ${files.size} files, as generated`)
  return yield* Effect.fail(`Not as generated: ${differing.map((name) => `${folder}/${name}`).join(", ")}. Run npm run handoff.`)
})

const command = Command.make(
  "handoff",
  { check: Options.boolean("check").pipe(Options.withDescription("Write nothing; fail where a file is not as generated.")) },
  run
)

Command.run(command, { name: "handoff", version: "1" })(process.argv).pipe(
  Effect.provide(NodeContext.layer),
  NodeRuntime.runMain
)
