import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import * as MemoryContents from "../memory/QueueContents.js"
import * as MemoryStore from "../memory/queue/store.js"
import * as Contents from "./QueueContents.js"
import { eitherOf } from "./QueueLook.js"

/** As `QueueLook.layer`, for the contents of the rows, which take a contract gate. */
export const layer = (project: Option.Option<ProjectUuid>) =>
  eitherOf(project, { file: Contents.layer, nothing: Layer.provide(MemoryContents.layer, MemoryStore.layer) })
