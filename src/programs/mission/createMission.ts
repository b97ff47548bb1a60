import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Outcome } from "../../domain/Diagnostic.js"
import { envelopeOf } from "../../domain/events/envelopeOf.js"
import { missionCreated } from "../../domain/events/missionEvents.js"
import { MissionSlug, MissionType, TargetBranch } from "../../domain/identity/Namespace.js"
import type { ProjectIdentity } from "../../domain/identity/ProjectIdentity.js"
import { MissionCreation } from "../../domain/mission/MissionCreation.js"
import { MissionIntent } from "../../domain/mission/MissionIntent.js"
import { nextMissionNumber, numberedName } from "../../domain/mission/missionNumbers.js"
import type { NewMission, NewMissionRequest } from "../../domain/mission/NewMission.js"
import { newMissionFiles } from "../../domain/mission/newMissionFiles.js"
import { NewMissionMeta } from "../../domain/mission/NewMissionMeta.js"
import { Instant } from "../../domain/text.js"
import { ContractGate } from "../../services/ContractGate.js"
import { Git } from "../../services/Git.js"
import { Identifiers } from "../../services/Identifiers.js"
import { LamportClock } from "../../services/LamportClock.js"
import { MissionFolders } from "../../services/MissionFolders.js"
import { MissionIntents } from "../../services/MissionIntents.js"
import { takeNotices } from "../../services/Notices.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { ServerConsent } from "../../services/ServerConsent.js"
import { queueDiagnostics } from "../sync/queueDiagnostics.js"
import { teamOfProject } from "../sync/teamOfProject.js"
import { checkMission, requireNew } from "./checkMission.js"
import { giveUp, queueOwed, settleAlone } from "./settleIntents.js"

const now = Effect.map(DateTime.now, (moment) => Instant.make(DateTime.formatIso(moment)))

/** The mission under the next free number; where no branch is named, the one that new work starts from. */
const metaOf = Effect.fn("metaOf")(function*(mission: NewMission) {
  const mission_number = nextMissionNumber(yield* requireNew(mission))
  const slug = MissionSlug.make(numberedName(mission_number, mission.slug))
  const defaultBranch = Effect.map((yield* Git).defaultBranch, Option.getOrElse(() => "main"))
  return new NewMissionMeta({
    created_at: yield* now,
    friendly_name: mission.friendlyName,
    mission_number,
    mission_slug: slug,
    mission_type: MissionType.make(mission.missionType),
    slug,
    target_branch: mission.targetBranch ?? TargetBranch.make(yield* defaultBranch)
  })
})

/** Its MissionCreated event, which the gate let through. */
const gatedEvent = Effect.fn("gatedEvent")(function*(meta: NewMissionMeta, identity: ProjectIdentity) {
  const git = yield* Git
  const envelope = envelopeOf(missionCreated(meta), {
    identity,
    teamSlug: yield* teamOfProject(identity.project_uuid),
    branch: Option.getOrNull(yield* git.branch),
    commit: Option.getOrNull(yield* git.headCommit),
    lamport: yield* (yield* LamportClock).reserve(1),
    eventId: yield* (yield* Identifiers).ulid,
    at: meta.created_at
  })
  return yield* (yield* ContractGate).event(envelope)
})

/**
 * Four steps, and a death after any of them leaves a state that `settleIntents` ends: the directory whole but hidden (no
 * mission), the intent (no mission yet), the directory revealed (a mission, its event owed), the event queued.
 */
const bringAbout = Effect.fn("bringAbout")(function*(meta: NewMissionMeta, identity: ProjectIdentity) {
  const folders = yield* MissionFolders
  const intents = yield* MissionIntents
  const project = identity.project_uuid
  const event = yield* gatedEvent(meta, identity)
  const event_id = event.value.event_id
  const content = newMissionFiles(meta)
  const hidden_directory = yield* folders.build(meta.mission_slug, event_id, content)
  const intent = new MissionIntent({ version: 1, event_id, hidden_directory, event_json: event.json })
  yield* intents.keep(project, intent).pipe(
    Effect.zipRight(folders.reveal(hidden_directory)),
    Effect.onError(() => Effect.ignore(giveUp(project, intent)))
  )
  return { event_id, files: content.files.map(({ path }) => path), queued: yield* queueOwed(project, intent) }
}, Effect.uninterruptible)

const create = Effect.fn("create")(function*(mission: NewMission, identity: ProjectIdentity) {
  yield* settleAlone(identity.project_uuid)
  yield* (yield* MissionFolders).discardAll
  const meta = yield* metaOf(mission)
  const { friendly_name, mission_number, mission_slug, mission_type, target_branch } = meta
  const brought = yield* bringAbout(meta, identity)
  const path = `kitty-specs/${mission_slug}`
  return new MissionCreation({ mission_slug, mission_number, mission_type, friendly_name, target_branch, path, ...brought })
})

/** Creates a mission under the next free number and queues its MissionCreated event. Git is asked, never changed. */
export const createMission = Effect.fn("createMission")(function*(request: NewMissionRequest) {
  const mission = yield* checkMission(request)
  const identity = yield* (yield* ProjectIdentityStore).ensure
  const server = yield* (yield* ServerConsent).get(identity.project_uuid)
  const data = yield* create(mission, identity).pipe((yield* MissionIntents).alone(identity.project_uuid))
  const outcome: Outcome<MissionCreation> = {
    data,
    diagnostics: [...(yield* queueDiagnostics), ...(yield* takeNotices)],
    exitCode: 0,
    next: [
      `spec-kitty dossier scan --mission ${data.mission_slug}`,
      Option.isSome(server) ? "spec-kitty sync" : "spec-kitty sync server URL"
    ]
  }
  return outcome
})
