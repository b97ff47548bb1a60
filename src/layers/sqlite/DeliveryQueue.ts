import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import type { QueueUnavailable } from "../../domain/sync/queueErrors.js"
import type { ContentHasher } from "../../services/ContentHasher.js"
import type { ContractGate } from "../../services/ContractGate.js"
import { DeliveryQueue } from "../../services/DeliveryQueue.js"
import type { Identifiers } from "../../services/Identifiers.js"
import type { LamportClock } from "../../services/LamportClock.js"
import type { LeaseOwner } from "../../services/LeaseOwner.js"
import type { QueueControl } from "../../services/QueueControl.js"
import type { QueueAudit } from "../../services/QueueAudit.js"
import type { QueueContents } from "../../services/QueueContents.js"
import type { QueueItems } from "../../services/QueueItems.js"
import { QueueOpening } from "../../services/QueueOpening.js"
import type { QueueView } from "../../services/QueueView.js"
import { Settings } from "../../services/Settings.js"
import * as Memory from "../memory/DeliveryQueue.js"
import * as Clock from "./LamportClock.js"
import { makeClaimBodies, makeClaimEvents } from "./queue/claim.js"
import { makeEnqueue } from "./queue/enqueue.js"
import { queueFile, walFile } from "./queue/files.js"
import { type OpenOptions, openQueue } from "./queue/open.js"
import { makeQueueDatabase, QueueDatabase } from "./queue/QueueDatabase.js"
import { makeSettle } from "./queue/settle.js"
import { attempt } from "./queue/sqlFailure.js"
import * as Audit from "./QueueAudit.js"
import * as Contents from "./QueueContents.js"
import * as Control from "./QueueControl.js"
import * as Items from "./QueueItems.js"
import * as View from "./QueueView.js"

const make = Effect.gen(function*() {
  return DeliveryQueue.of({
    enqueue: yield* makeEnqueue,
    claimEvents: yield* makeClaimEvents,
    claimBodies: yield* makeClaimBodies,
    settle: yield* makeSettle
  })
})

/** The open file, for tests that look below the services. */
export const databaseLayer = (project: ProjectUuid, options?: OpenOptions) =>
  Layer.scopedContext(Effect.map(openQueue(project, options), ({ identity, path, recovered, sql }) =>
    Context.make(QueueDatabase, makeQueueDatabase(sql, path, identity)).pipe(
      Context.add(QueueOpening, { path, recovered })
    )))

/** The services on an open file. */
export const services = Layer.mergeAll(
  Layer.effect(DeliveryQueue, make), Audit.layer, Contents.layer, Control.layer, Items.layer, View.layer, Clock.layer
)

type QueueLayer = Layer.Layer<
  DeliveryQueue | QueueAudit | QueueContents | QueueControl | QueueItems | QueueView | LamportClock | QueueOpening,
  QueueUnavailable,
  Settings | ContractGate | ContentHasher | Identifiers | LeaseOwner
>

/** One SQLite file per project, `$SPEC_KITTY_HOME/projects/<project_uuid>/queue.db`, on disk before anything is said. */
export const layer = (project: ProjectUuid): QueueLayer => {
  const database = databaseLayer(project)
  return Layer.merge(Layer.provide(services, database), Layer.project(database, QueueOpening, QueueOpening, (it) => it))
}

/** Whether the project has a queue: its file, or what a file that is gone left behind, which is damage to be told. */
const isThere = (file: string) =>
  attempt(file, () =>
    [file, walFile(file)].some((name) => fs.lstatSync(name, { throwIfNoEntry: false }) !== undefined))

/** For commands that look only: the project's file where there is one, else an empty queue in memory. Makes no file. */
export const layerReading = (project: ProjectUuid): QueueLayer =>
  Layer.unwrapEffect(Effect.gen(function*() {
    const { home } = yield* Settings
    return (yield* isThere(queueFile(home, project))) ? layer(project) : Memory.layer
  }))
