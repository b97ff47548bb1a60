import * as Effect from "effect/Effect"
import { type Finding, finding } from "../../domain/check/Finding.js"
import type { Tally } from "../../domain/check/verdicts.js"
import type { MissionDossier } from "../../domain/dossier/MissionDossier.js"
import type { Namespace } from "../../domain/identity/Namespace.js"
import type { UploadState } from "../../domain/sync/UploadState.js"
import type { IndexedMission } from "../../services/ArtifactIndexer.js"
import { type QueuedItem, QueueView } from "../../services/QueueView.js"
import { uploadStates } from "../dossier/uploadStates.js"

/** Quarantined rows that are looked at for events of the mission. */
const quarantineLooksAt = 1000

const said = (words: { readonly code: string | null; readonly reason: string | null }): string =>
  [words.code, words.reason].filter((part) => part !== null).join(": ") || "not sent yet"

const undelivered = ({ mission_slug }: MissionDossier, file: string, message: string): Finding =>
  finding({
    rule_id: "not-delivered",
    requirement: "delivered",
    severity: "error",
    message,
    path: `kitty-specs/${mission_slug}/${file}`,
    mission_slug,
    fix: "spec-kitty sync --wait 30s"
  })

const refused = (dossier: MissionDossier, file: string, message: string): Finding =>
  finding({ ...undelivered(dossier, file, message), rule_id: "delivery-refused", fix: "spec-kitty sync status" })

/** Delivered is what the receiver acknowledged in the version that is on disk: anything else is a finding. */
const bodyFindings = (dossier: MissionDossier, path: string, { reason, reason_code: code, state }: UploadState): ReadonlyArray<Finding> => {
  switch (state) {
    case "uploaded":
    case "already_exists":
      return []
    case "failed":
      return [refused(dossier, path, `The server refused ${path} for good: ${said({ code, reason })}.`)]
    case "queued":
      return [undelivered(dossier, path, `${path} waits in the queue: ${said({ code, reason })}.`)]
    case "not_sent":
    case "skipped":
    case "absent":
      return [undelivered(dossier, path, `${path} is not delivered: ${reason}.`)]
  }
}

const eventFindings = (dossier: MissionDossier, waiting: ReadonlyArray<QueuedItem>, quarantined: ReadonlyArray<QueuedItem>) => {
  const [first] = waiting
  const reasonOf = ({ reason, reasonCode }: QueuedItem) => said({ code: reasonCode, reason })
  return [
    ...quarantined.map((row) => refused(dossier, "meta.json", `The server refused the event ${row.subject} for good: ${reasonOf(row)}.`)),
    ...first === undefined
      ? []
      : [undelivered(dossier, "meta.json", `${waiting.length} events of the mission wait in the queue since ${first.queuedAt}: ${reasonOf(first)}.`)]
  ]
}

/** What the queue and the receipts say of a mission's bodies and events; asks no server. */
export const checkDelivery = Effect.fn("checkDelivery")(function*(mission: IndexedMission, namespace: Namespace) {
  const { dossier } = mission
  const view = yield* QueueView
  const states = yield* uploadStates(mission)
  const waiting = yield* view.eventsOf(namespace)
  const quarantined = (yield* view.quarantined(quarantineLooksAt)).filter(({ kind, missionSlug }) =>
    kind === "event" && missionSlug === dossier.mission_slug)
  const bodies = dossier.artifacts.flatMap(({ relative_path: path, upload }) => {
    const state = states.get(path)
    return upload.decision === "upload" && state !== undefined
      ? [{ receivedAt: state.received_at, findings: bodyFindings(dossier, path, state) }]
      : []
  })
  const delivered = bodies.filter(({ findings }) => findings.length === 0)
  const tally: Tally = {
    checked: bodies.length,
    satisfied: delivered.length,
    lastReceiptAt: delivered.flatMap(({ receivedAt }) => receivedAt ?? []).sort().at(-1) ?? null
  }
  return { tally, findings: [...bodies.flatMap(({ findings }) => findings), ...eventFindings(dossier, waiting, quarantined)] }
})
