import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import * as MemoryStore from "../memory/queue/store.js"
import * as MemoryContents from "../memory/QueueContents.js"
import * as MemoryItems from "../memory/QueueItems.js"
import * as Contents from "./QueueContents.js"
import * as Items from "./QueueItems.js"
import { eitherOf } from "./QueueLook.js"

/** As `QueueLook.layer`, for single rows and what they hold, from one look at the file. Takes a contract gate. */
export const layer = (project: Option.Option<ProjectUuid>) =>
  eitherOf(project, {
    file: Layer.merge(Contents.layer, Items.layer),
    nothing: Layer.provide(Layer.merge(MemoryContents.layer, MemoryItems.layer), MemoryStore.layer)
  })
