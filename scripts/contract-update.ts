/**
 * Writes the vendored contract from the machine-readable upstream files, and pins its hash in the code:
 *
 *   npm run contract:update -- --from DIR
 *
 * DIR holds `upstream_contract.json`, `cutover_artifact.json` and `schemas/*.schema.json`. The same files give the same
 * bytes. What upstream doesn't say is in `contract/additions.ts`.
 */
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { hashedText } from "../src/domain/contract/canonicalJson.js"
import { ContractDocument } from "../src/domain/contract/ContractDocument.js"
import { packageRoot } from "../src/layers/node/packageRoot.js"
import { documentOf } from "./contract/documentOf.js"
import { readUpstream } from "./contract/UpstreamFiles.js"

const file = "contracts/upstream-3.0.0.json"

const pin = (sha256: string): string =>
  `/** The contract this version obeys. Written by \`npm run contract:update\` together with the file. */
export const pinnedContract = {
  file: "${file}",
  version: "3.0.0",
  sha256: "${sha256}"
} as const
`

const update = Effect.fn("contract-update")(function*(directory: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const root = yield* packageRoot
  const rules = documentOf(yield* readUpstream(directory))
  const sha256 = createHash("sha256").update(hashedText(rules), "utf8").digest("hex")
  const document = { ...rules, sha256 }
  yield* Schema.decodeUnknown(ContractDocument, { onExcessProperty: "error", errors: "all" })(document)
  yield* fs.writeFileString(path.join(root, file), `${JSON.stringify(document, null, 2)}\n`)
  yield* fs.writeFileString(path.join(root, "src/domain/contract/pinnedContract.ts"), pin(sha256))
  yield* Console.log(`${file}: ${Object.keys(rules.contexts).length} contexts, sha256 ${sha256}`)
})

const command = Command.make(
  "contract-update",
  { from: Options.directory("from", { exists: "yes" }).pipe(Options.withDescription("Folder of the upstream files.")) },
  ({ from }) => update(from)
)

Command.run(command, { name: "contract-update", version: "1" })(process.argv).pipe(
  Effect.provide(NodeContext.layer),
  NodeRuntime.runMain
)
