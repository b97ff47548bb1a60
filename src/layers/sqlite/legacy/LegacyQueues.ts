import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import type { ProjectUuid } from "../../../domain/identity/ids.js"
import { type ContentHasher } from "../../../services/ContentHasher.js"
import { type ContractGate } from "../../../services/ContractGate.js"
import { type Identifiers } from "../../../services/Identifiers.js"
import { type LeaseOwner } from "../../../services/LeaseOwner.js"
import { LegacyQueues } from "../../../services/LegacyQueues.js"
import { Settings } from "../../../services/Settings.js"
import { queueFile, walFile } from "../queue/files.js"
import { openQueue } from "../queue/open.js"
import { makeQueueDatabase, QueueDatabase } from "../queue/QueueDatabase.js"
import { migrateRows } from "./migrateRows.js"
import { planRows } from "./planRows.js"
import { takeBackRows } from "./takeBackRows.js"

type Ground = Settings | ContractGate | ContentHasher | Identifiers | LeaseOwner

/** Runs `use` on the project's queue, opened for it and closed again; made where there is none. */
const onQueue = <A, E, R>(project: ProjectUuid, use: Effect.Effect<A, E, R | QueueDatabase>) =>
  Effect.scoped(Effect.flatMap(openQueue(project), ({ identity, path, sql }) =>
    Effect.provideService(use, QueueDatabase, makeQueueDatabase(sql, path, identity))))

const hasQueue = (project: ProjectUuid) =>
  Effect.map(Settings, ({ home }) => {
    const file = queueFile(home, project)
    return [file, walFile(file)].some((name) => fs.existsSync(name))
  })

/** The original tool's queues below `$SPEC_KITTY_HOME`, and the project's own queue beside them. */
export const layer: Layer.Layer<LegacyQueues, never, Ground> = Layer.effect(
  LegacyQueues,
  Effect.map(Effect.context<Ground>(), (context) => {
    const grounded = <A, E>(effect: Effect.Effect<A, E, Ground>) => Effect.provide(effect, context)
    return LegacyQueues.of({
      plan: (scope) => grounded(planRows(scope)),
      migrate: (scope) => grounded(onQueue(scope.project, migrateRows(scope))),
      takeBack: (project) =>
        grounded(Effect.if(hasQueue(project), {
          onTrue: () => onQueue(project, takeBackRows),
          onFalse: () => Effect.succeed(0)
        }))
    })
  })
)
