import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import { QueueOpening } from "../../services/QueueOpening.js"
import { Settings } from "../../services/Settings.js"
import * as MemoryAudit from "../memory/QueueAudit.js"
import * as MemoryStore from "../memory/queue/store.js"
import * as MemoryView from "../memory/QueueView.js"
import { queueFile } from "./queue/files.js"
import { openToLook } from "./queue/look.js"
import { QueueDatabase } from "./queue/QueueDatabase.js"
import * as Audit from "./QueueAudit.js"
import * as View from "./QueueView.js"

/** The open file where there is one, else nothing in memory. */
export const eitherOf = <A, E1, R1, E2, R2>(
  project: Option.Option<ProjectUuid>,
  layers: {
    readonly file: Layer.Layer<A, E1, R1 | QueueDatabase>
    readonly nothing: Layer.Layer<A, E2, R2>
  }
) =>
  Layer.unwrapScoped(Effect.map(
    Option.isNone(project) ? Effect.succeedNone : openToLook(project.value),
    Option.match({
      onNone: (): Layer.Layer<A, E1 | E2, Exclude<R1, QueueDatabase> | R2> => layers.nothing,
      onSome: (database) => Layer.provide(layers.file, Layer.succeed(QueueDatabase, database))
    })
  ))

const opening = (project: Option.Option<ProjectUuid>) =>
  Layer.effect(QueueOpening, Effect.map(Settings, ({ home }) => ({
    path: Option.match(project, { onNone: () => ":memory:", onSome: (uuid) => queueFile(home, uuid) }),
    recovered: Option.none()
  })))

/**
 * A queue for those who only look: counters, rows and receipts. Makes no file, repairs nothing, and works where nothing
 * can be written (G-Q5); a project without identity or queue has an empty one.
 */
export const layer = (project: Option.Option<ProjectUuid>) =>
  Layer.merge(
    eitherOf(project, {
      file: Layer.merge(View.layer, Audit.layer),
      nothing: Layer.provide(Layer.merge(MemoryView.layer, MemoryAudit.layer), MemoryStore.layer)
    }),
    opening(project)
  )
