import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { ArtifactPath, type ArtifactRef } from "../../domain/dossier/Artifact.js"
import { ghosts, notProducedYet } from "../../domain/dossier/ghosts.js"
import type { Manifest } from "../../domain/dossier/Manifest.js"
import { missingArtifacts } from "../../domain/dossier/missingArtifacts.js"
import { MissionDossier, type SkippedEntry } from "../../domain/dossier/MissionDossier.js"
import { makeSnapshot } from "../../domain/dossier/snapshot.js"
import { stepFactsOf } from "../../domain/dossier/stepFacts.js"
import { MissionType } from "../../domain/identity/Namespace.js"
import { madeHere } from "../../domain/madeHere.js"
import type { MissionFacts } from "../../domain/mission/MissionFacts.js"
import { resolveStep } from "../../domain/mission/missionStep.js"
import { uploadDecision } from "../../domain/sync/uploadDecision.js"
import { mayHaveBody } from "../../domain/sync/uploadSurface.js"
import { Instant } from "../../domain/text.js"
import { ArtifactIndexer } from "../../services/ArtifactIndexer.js"
import { ArtifactTree, type TreeScan } from "../../services/ArtifactTree.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import { Identifiers } from "../../services/Identifiers.js"
import { ManifestRegistry, type MissionTypeDefinition } from "../../services/ManifestRegistry.js"
import { MissionStore } from "../../services/MissionStore.js"
import { Settings } from "../../services/Settings.js"
import { type IndexedFile, indexFile } from "./indexer/indexFile.js"
import { uniqueKeys } from "./indexer/uniqueKeys.js"

const isPath = Schema.is(ArtifactPath)
const isMissionType = Schema.is(MissionType)

const noDefinition: MissionTypeDefinition = { manifest: null, stateMachine: null }

/** `meta.json`'s type, else null: such a mission is indexed, and its completeness is unknown. */
const missionTypeOf = ({ meta }: MissionFacts): MissionType | null =>
  isMissionType(meta?.mission_type) ? meta.mission_type : null

const runIdOf = ({ directory, meta }: MissionFacts): string => {
  const id = meta?.mission_id?.trim() ?? ""
  return id === "" ? directory.slug : id
}

const bodiesOf = (files: ReadonlyArray<IndexedFile>): ReadonlyMap<ArtifactPath, string> =>
  new Map(files.flatMap(({ artifact: { relative_path: path }, body }) =>
    body !== null && isPath(path) ? [[path, body] as const] : []
  ))

/** What one scan found, before it is judged at a step. */
interface Findings {
  readonly facts: MissionFacts
  readonly missionType: MissionType | null
  readonly definition: MissionTypeDefinition
  readonly tree: TreeScan
  /** With one key each. */
  readonly files: ReadonlyArray<IndexedFile>
  /** What the tree left out, and files whose key was taken. */
  readonly skipped: ReadonlyArray<SkippedEntry>
  readonly indexedAt: Instant
}

const stepOf = ({ definition: { manifest, stateMachine }, facts, files, missionType }: Findings, asked: string | null) =>
  resolveStep({
    machine: stateMachine,
    missionType: missionType ?? "typeless",
    asked,
    facts: stepFactsOf(files.map(({ artifact }) => artifact), facts, manifest)
  })

/** What is there, and what should be and is not. */
const judgedAt = (findings: Findings, step: string | null) => {
  const { definition: { manifest }, files, indexedAt } = findings
  const found = files.map(({ artifact }) => artifact)
  const absent = ghosts({ artifacts: found, manifest, step, indexedAt })
  return { absent, judged: { artifacts: [...found, ...absent], manifest, step } }
}

/** An absent artifact has no body: the same decision as for any other, on a file that can't be read. */
const withDecision = (limitBytes: number) => (artifact: ArtifactRef) =>
  Effect.map(
    uploadDecision({
      path: ArtifactPath.make(artifact.relative_path),
      state: { _tag: "Unreadable", detail: "there is no such file" },
      limitBytes
    }),
    (upload) => ({ ...artifact, upload })
  )

const make = Effect.gen(function*() {
  const missions = yield* MissionStore
  const registry = yield* ManifestRegistry
  const artifactTree = yield* ArtifactTree
  const { hash: sha256 } = yield* ContentHasher
  const identifiers = yield* Identifiers
  const { maxBodyBytes: limitBytes } = yield* Settings

  const indexFiles = (tree: TreeScan, manifest: Manifest | null, indexedAt: Instant) =>
    Effect.forEach(tree.files, (file) => indexFile(file, { manifest, indexedAt, sha256, limitBytes }))

  const makeDossier = Effect.fnUntraced(function*(findings: Findings, step: string | null) {
    const { definition: { manifest }, facts, files, indexedAt, missionType, skipped, tree } = findings
    const { absent, judged } = judgedAt(findings, step)
    const details = new Map(files.map(({ artifact, detail }) => [artifact, detail]))
    const snapshot = makeSnapshot({
      ...judged,
      missionSlug: facts.directory.slug,
      snapshotId: yield* identifiers.uuid,
      computedAt: indexedAt,
      sha256
    })
    return new MissionDossier({
      mission_slug: facts.directory.slug,
      mission_type: missionType,
      mission_run_id: runIdOf(facts),
      manifest_version: manifest?.manifest_version ?? null,
      step,
      artifacts: [...files.map(({ indexed }) => indexed), ...(yield* Effect.forEach(absent, withDecision(limitBytes)))],
      missing: missingArtifacts(judged, (artifact) => details.get(artifact) ?? null),
      upcoming: notProducedYet({ ...judged, indexedAt }),
      skipped,
      anomalies: [...facts.problems, ...tree.anomalies, ...files.flatMap(({ anomalies }) => anomalies)],
      snapshot
    }, madeHere)
  })

  const scan: ArtifactIndexer["Type"]["scan"] = Effect.fn("ArtifactIndexer.scan")(function*(mission, options) {
    const facts = yield* missions.read(mission)
    const missionType = missionTypeOf(facts)
    const definition = missionType === null ? noDefinition : yield* registry.definition(missionType)
    const indexedAt = Instant.make(DateTime.formatIso(yield* DateTime.now))
    const tree = yield* artifactTree.scan(mission.path, { keepText: mayHaveBody, beginningsOnly: !options.keepBodies })
    const { skipped, unique: files } = uniqueKeys(yield* indexFiles(tree, definition.manifest, indexedAt))
    const findings: Findings = {
      facts, missionType, definition, tree, files, skipped: [...tree.skipped, ...skipped], indexedAt
    }
    const step = yield* stepOf(findings, options.step)
    const dossier = yield* makeDossier(findings, step)
    return {
      facts,
      dossier,
      bodies: options.keepBodies ? bodiesOf(files) : new Map<ArtifactPath, string>(),
      manifest: definition.manifest,
      grounds: new Map(files.map(({ artifact, grounds }) => [artifact.relative_path, grounds]))
    }
  })

  return ArtifactIndexer.of({ scan })
})

/** Dossiers from the mission's files, its facts and its type's manifest. */
export const layer = Layer.effect(ArtifactIndexer, make)
