import * as Effect from "effect/Effect"
import { Diagnostic } from "../../domain/Diagnostic.js"
import type { Explained } from "../../domain/Explained.js"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import type { MissionIntent } from "../../domain/mission/MissionIntent.js"
import { ContractGate } from "../../services/ContractGate.js"
import { DeliveryQueue } from "../../services/DeliveryQueue.js"
import { MissionFolders } from "../../services/MissionFolders.js"
import { MissionIntents } from "../../services/MissionIntents.js"
import { Notices } from "../../services/Notices.js"

const tell = (error: Explained) => Effect.flatMap(Notices, ({ add }) => add(Diagnostic.of(error, "warning")))

const forget = Effect.fn("forgetIntent")(function*(project: ProjectUuid, { event_id }: MissionIntent) {
  yield* Effect.catchTag((yield* MissionIntents).forget(project, event_id), "StateNotWritable", tell)
})

/**
 * Queues the event of a mission whose directory is there, and forgets that it is owed; returns whether it is queued. An
 * event with that id changes nothing in the queue, so a death in between is made good by doing it again. Where the queue
 * can't take it now it stays owed, and that is told.
 */
export const queueOwed = Effect.fn("queueOwed")(function*(project: ProjectUuid, intent: MissionIntent) {
  const queue = yield* DeliveryQueue
  return yield* (yield* ContractGate).eventText(intent.event_json).pipe(
    Effect.flatMap((event) => queue.enqueue([{ _tag: "Event", event }])),
    Effect.zipRight(forget(project, intent)),
    Effect.as(true),
    Effect.catchTags({
      ContractViolations: (error) => Effect.as(tell(error), false),
      QueueFull: (error) => Effect.as(tell(error), false),
      QueueUnavailable: (error) => Effect.as(tell(error), false)
    })
  )
})

/**
 * A mission that never became visible is none: nothing is owed for it. Forgotten first: an intent without its hidden
 * directory says that the mission is there.
 */
export const giveUp = Effect.fn("giveUp")(function*(project: ProjectUuid, intent: MissionIntent) {
  yield* (yield* MissionIntents).forget(project, intent.event_id)
  yield* (yield* MissionFolders).discard(intent.hidden_directory)
})

const settleOne = Effect.fn("settleOne")(function*(project: ProjectUuid, intent: MissionIntent) {
  if (yield* (yield* MissionFolders).isHidden(intent.hidden_directory)) return yield* giveUp(project, intent)
  yield* queueOwed(project, intent)
})

/** Ends what killed processes began, for whoever has the project to itself (`MissionIntents.alone`). */
export const settleAlone = Effect.fn("settleAlone")(function*(project: ProjectUuid) {
  for (const intent of yield* (yield* MissionIntents).kept(project)) {
    yield* Effect.catchTags(settleOne(project, intent), { MissionUnreadable: tell, StateNotWritable: tell })
  }
})

/**
 * Queues the events of missions whose creation was killed before it got to that. Costs a look into one folder where
 * there is none. What can't be settled now is told, and stays owed.
 */
export const settleIntents = Effect.fn("settleIntents")(function*(project: ProjectUuid) {
  const intents = yield* MissionIntents
  if ((yield* intents.kept(project)).length === 0) return
  yield* settleAlone(project).pipe(
    Effect.uninterruptible,
    intents.alone(project),
    Effect.catchTag("StateNotWritable", tell)
  )
})
