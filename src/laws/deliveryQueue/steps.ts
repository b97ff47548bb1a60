import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Claim } from "../../domain/sync/Claim.js"
import { Settlement } from "../../domain/sync/Settlement.js"
import { DeliveryQueue, type QueueItem } from "../../services/DeliveryQueue.js"
import type { LamportClock } from "../../services/LamportClock.js"
import type { QueueAudit } from "../../services/QueueAudit.js"
import type { QueueContents } from "../../services/QueueContents.js"
import { QueueView } from "../../services/QueueView.js"
import type { SettingsValues } from "../../services/Settings.js"
import { expectConserved } from "../fixtures/conserved.js"
import { ulidOf } from "../fixtures/queueItems.js"
import { everything, type World } from "../fixtures/queueWorld.js"

/** What a queue layer gives. */
export type Services = DeliveryQueue | QueueAudit | QueueContents | QueueView | LamportClock

/** Registers one law, run against the queue under test. */
export type Law = <E>(
  title: string,
  effect: Effect.Effect<void, E, Services | World>,
  settings?: Partial<SettingsValues>
) => void

export const enqueue = (...items: ReadonlyArray<QueueItem>) => Effect.flatMap(DeliveryQueue, (queue) => queue.enqueue(items))
export const claimEvents = (changes: Partial<typeof everything> = {}) =>
  Effect.flatMap(DeliveryQueue, (queue) => queue.claimEvents({ ...everything, ...changes }))
export const claimBodies = (changes: Partial<typeof everything> = {}) =>
  Effect.flatMap(DeliveryQueue, (queue) => queue.claimBodies({ ...everything, ...changes }))
export const settle = (claims: ReadonlyArray<Claim>, settlement: Settlement) =>
  Effect.flatMap(DeliveryQueue, (queue) => queue.settle(claims.map((claim) => [claim, settlement] as const)))
export const counts = Effect.flatMap(QueueView, (view) => view.counts)

export const delivered = Settlement.Delivered({ status: "success" })
export const uploaded = Settlement.Delivered({ status: "uploaded" })
export const released = Settlement.Released({ reasonCode: "offline", reason: "no network", postpone: null })
export const rejected = Settlement.Rejected({ reasonCode: "refused", reason: "\"path\": not allowed" })
export const later = (delay: Duration.DurationInput, retryAfter: Duration.DurationInput | null = null) =>
  Settlement.RetryLater({
    reasonCode: "server_error",
    reason: "503",
    delay: Duration.decode(delay),
    retryAfter: retryAfter === null ? null : Duration.decode(retryAfter)
  })

export const eventIds = (claims: ReadonlyArray<Claim>) =>
  claims.map((claim) => claim._tag === "EventClaim" ? claim.event.value.event_id : claim.body.value.artifact_path)
export const ids = (...numbers: ReadonlyArray<number>) => numbers.map(ulidOf)

/** Law 7, checked after every other. */
export const conservation = expectConserved
