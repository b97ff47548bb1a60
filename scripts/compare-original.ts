/**
 * Compares our dossiers of real missions with what the original tool answered for them:
 *
 *   npx tsx scripts/compare-original.ts --missions PROJECT/kitty-specs --answers FILE
 *
 * Content hashes, presence, parity hash and upload decisions must agree. One difference is meant: the receiver refuses
 * a blank body, so a file of white space is skipped as `empty_body` where the original queued it. Keys and classes
 * differ on purpose and are not compared.
 */
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { settingsDefaults } from "../src/domain/settingsDefaults.js"
import * as ArtifactIndexer from "../src/layers/node/ArtifactIndexer.js"
import * as ArtifactTree from "../src/layers/node/ArtifactTree.js"
import * as ContentHasher from "../src/layers/node/ContentHasher.js"
import * as Git from "../src/layers/node/Git.js"
import * as Identifiers from "../src/layers/node/Identifiers.js"
import * as ManifestRegistry from "../src/layers/node/ManifestRegistry.js"
import * as MissionStore from "../src/layers/node/MissionStore.js"
import * as Project from "../src/layers/node/Project.js"
import { ArtifactIndexer as Indexer, type IndexedMission } from "../src/services/ArtifactIndexer.js"
import { MissionStore as Missions } from "../src/services/MissionStore.js"
import { Settings } from "../src/services/Settings.js"

const Answers = Schema.parseJson(Schema.Struct({
  missions: Schema.Array(Schema.Struct({
    mission: Schema.String,
    parity_hash_sha256: Schema.String,
    artifacts: Schema.Array(Schema.Struct({
      relative_path: Schema.String,
      content_hash_sha256: Schema.String,
      is_present: Schema.Boolean
    }))
  })),
  body_outcomes: Schema.Array(Schema.Struct({
    mission: Schema.String,
    outcomes: Schema.Array(Schema.Struct({ artifact_path: Schema.String, status: Schema.String, reason: Schema.String }))
  }))
}))
type Answers = typeof Answers.Type

const describe = (entry: { readonly content_hash_sha256: string; readonly is_present: boolean }): string =>
  `${entry.is_present ? "present" : "absent"} ${entry.content_hash_sha256.slice(0, 12)}`

/** Paths whose value differs, or that one side alone has. */
const differences = (what: string, theirs: ReadonlyMap<string, string>, ours: ReadonlyMap<string, string>) =>
  [...new Set([...theirs.keys(), ...ours.keys()])].sort()
    .filter((path) => theirs.get(path) !== ours.get(path))
    .map((path) => `${what} of ${path}: theirs ${theirs.get(path) ?? "none"}, ours ${ours.get(path) ?? "none"}`)

const compare = (mission: Answers["missions"][number], outcomes: Answers["body_outcomes"], ours: IndexedMission) => {
  const { snapshot } = ours.dossier
  // The original was run without a step, so it lists nothing that is required and absent.
  const artifacts = ours.dossier.artifacts.filter(({ error_reason }) => error_reason !== "not_found")
  const uploads = artifacts.filter(({ upload }) => upload.reason_code !== "empty_body")
  const compared = new Set(uploads.map((artifact) => artifact.relative_path))
  const bodies = outcomes.filter((entry) => entry.mission === mission.mission).flatMap((entry) => entry.outcomes)
    .filter(({ artifact_path: path }) => compared.has(path) || !artifacts.some((artifact) => artifact.relative_path === path))
  return [
    ...differences(
      "content",
      new Map(mission.artifacts.map((artifact) => [artifact.relative_path, describe(artifact)])),
      new Map(artifacts.map((artifact) => [artifact.relative_path, describe(artifact)]))
    ),
    ...mission.parity_hash_sha256 === snapshot.parity_hash_sha256 ? [] : ["the parity hash differs"],
    ...differences(
      "upload",
      new Map(bodies.map(({ artifact_path: path, reason, status }) => [path, status === "skipped" ? reason.split(":")[0] ?? "" : "upload"])),
      new Map(uploads.map(({ relative_path: path, upload }) => [path, upload.reason_code ?? "upload"]))
    )
  ]
}

const compareAll = Effect.fn("compare-original")(function*(answers: Answers) {
  const missions = yield* Missions
  const indexer = yield* Indexer
  const found = yield* missions.list
  let wrong = 0
  for (const answer of answers.missions) {
    const directory = found.find(({ slug }) => slug === answer.mission)
    const ours = directory === undefined
      ? Option.none()
      : Option.some(yield* indexer.scan(directory, { step: null, keepBodies: true }))
    const faults = Option.match(ours, {
      onNone: () => ["there is no such mission"],
      onSome: (mission) => compare(answer, answers.body_outcomes, mission)
    })
    const bodies = Option.match(ours, { onNone: () => 0, onSome: (mission) => mission.bodies.size })
    wrong += faults.length
    yield* Console.log(`${faults.length === 0 ? "same" : "DIFFERENT"}  ${answer.mission}: ${answer.artifacts.length} artifacts, ${bodies} bodies`)
    yield* Effect.forEach(faults, (fault) => Console.log(`  ${fault}`))
  }
  if (wrong > 0) return yield* Effect.fail(`${wrong} differences`)
})

const settings = Layer.succeed(Settings, {
  ...settingsDefaults, home: "", serverOverride: Option.none(), serverNamedByRepository: Option.none(), sendingDenied: false,
  token: Option.none(), testAck: false
})

const indexer = (missions: string) => {
  const project = Project.layer(missions)
  const store = Layer.provide(MissionStore.layer, Layer.provideMerge(Git.layer, project))
  const tree = Layer.provide(ArtifactTree.layer, [ContentHasher.layer, settings])
  return ArtifactIndexer.layer.pipe(
    Layer.provideMerge(store),
    Layer.provide([tree, ContentHasher.layer, Identifiers.layer, settings, Layer.provide(ManifestRegistry.layer, project)])
  )
}

const command = Command.make(
  "compare-original",
  { missions: Options.directory("missions", { exists: "yes" }), answers: Options.file("answers", { exists: "yes" }) },
  ({ answers, missions }) =>
    FileSystem.FileSystem.pipe(
      Effect.flatMap((fs) => fs.readFileString(answers)),
      Effect.flatMap(Schema.decode(Answers)),
      Effect.flatMap(compareAll),
      Effect.provide(indexer(missions))
    )
)

Command.run(command, { name: "compare-original", version: "1" })(process.argv).pipe(
  Effect.provide(NodeContext.layer),
  NodeRuntime.runMain
)
