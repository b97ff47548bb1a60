import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { ContentHash } from "../../domain/dossier/Artifact.js"
import type { IndexedArtifact } from "../../domain/dossier/MissionDossier.js"
import { isGhost } from "../../domain/dossier/requirement.js"
import type { UploadOutcome } from "../../domain/sync/UploadOutcome.js"
import type { UploadState } from "../../domain/sync/UploadState.js"
import type { Instant } from "../../domain/text.js"
import type { IndexedMission } from "../../services/ArtifactIndexer.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { QueueView } from "../../services/QueueView.js"
import { serverInUse } from "../sync/serverInUse.js"
import {
  type BodyEvidence, bodyEvidence, noEvidence, noNamespace, noServer, type NotQueued, versionOutcome
} from "../sync/versionOutcome.js"
import { missionNamespace } from "./knownNamespace.js"

interface Received {
  readonly hash: ContentHash
  readonly at: Instant
}

type Standing = Pick<UploadState, "state" | "reason_code" | "reason"> & Partial<UploadState>

const ofOutcome = ({ next_attempt_at, outcome, reason, reason_code, retry_count }: UploadOutcome): Standing =>
  ({ state: outcome, reason_code, reason, retry_count, next_attempt_at })

/** What queue and receipts say of one mission, by path. */
interface Known {
  readonly evidence: BodyEvidence
  readonly received: ReadonlyMap<string, Received>
  /** Paths of which some version waits to be sent. */
  readonly waiting: ReadonlySet<string>
  /** Why the next sync would queue nothing; null where it would. */
  readonly notQueued: NotQueued | null
}

/** What would be sent, and nobody has heard of yet. */
const notSent = (path: string, { notQueued, received, waiting }: Known): Standing => ({
  state: "not_sent",
  reason_code: notQueued?.code ?? null,
  reason: notQueued !== null
    ? notQueued.reason
    : waiting.has(path)
    ? "an earlier version is queued; the next sync replaces it"
    : received.has(path)
    ? "the receiver has an earlier version; the next sync sends this one"
    : "never sent; the next sync sends it"
})

const standing = (artifact: IndexedArtifact, known: Known): Standing => {
  if (isGhost(artifact)) return { state: "absent", reason_code: artifact.error_reason, reason: "there is no such file" }
  const { upload } = artifact
  if (upload.decision === "skip") return { state: "skipped", reason_code: upload.reason_code, reason: upload.reason }
  const outcome = versionOutcome(artifact, known.evidence)
  return outcome === null ? notSent(artifact.relative_path, known) : ofOutcome(outcome)
}

const stateOf = (artifact: IndexedArtifact, known: Known): UploadState => {
  const { content_hash_sha256: hash, relative_path: path } = artifact
  const received = known.received.get(path)
  return {
    received_hash: received?.hash ?? null,
    received_at: received?.at ?? null,
    received_is_current: received === undefined || hash === "" ? null : received.hash === hash,
    retry_count: 0,
    next_attempt_at: null,
    ...standing(artifact, known)
  }
}

const knownOf = (evidence: BodyEvidence, notQueued: NotQueued | null): Known => ({
  evidence,
  received: new Map([...evidence.receipts.values()].map((it) => [it.path, { hash: it.contentHash, at: it.acknowledgedAt }])),
  waiting: new Set([...evidence.rows.values()].filter(({ state }) => state !== "quarantined").map(({ subject }) => subject)),
  notQueued
})

const lookUp = Effect.fn("lookUp")(function*(mission: IndexedMission) {
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  if (Option.isNone(project)) return knownOf(noEvidence, noServer)
  const namespace = missionNamespace(mission, project.value)
  if (Either.isLeft(namespace)) return knownOf(noEvidence, noNamespace)
  const evidence = yield* bodyEvidence(namespace.right, yield* (yield* QueueView).eventsOf(namespace.right))
  return knownOf(evidence, (yield* serverInUse(project.value))._tag === "None" ? noServer : null)
})

/**
 * Where each artifact's body is, by `relative_path`: the scan's upload decision, and for what is to be uploaded the same
 * evidence that a sync reports. Reads only. A mission without a whole namespace, or a project without an identity, has
 * no queue and no receipts.
 */
export const uploadStates = Effect.fn("uploadStates")(function*(mission: IndexedMission) {
  const known = yield* lookUp(mission)
  const states: ReadonlyMap<string, UploadState> = new Map(
    mission.dossier.artifacts.map((artifact) => [artifact.relative_path, stateOf(artifact, known)])
  )
  return states
})
