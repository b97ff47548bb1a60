import * as Effect from "effect/Effect"
import * as Main from "../layers/Main.js"
import type { Handler, Invocation } from "../programs/cli/Invocation.js"
import { queueChangeView } from "../programs/cli/render/queueChange.js"
import { queueItemView } from "../programs/cli/render/queueItem.js"
import { queueListView } from "../programs/cli/render/queueList.js"
import { present } from "../programs/cli/run.js"
import { dropItems, type DropItemsOptions, retryItems } from "../programs/sync/queue/changeQueue.js"
import { listQueue, type ListQueueOptions } from "../programs/sync/queue/listQueue.js"
import { showItem, type ShowItemOptions } from "../programs/sync/queue/showItem.js"
import type { RetryWhich } from "../services/QueueControl.js"
import { projectFlags } from "./options.js"

/** The project's queue where there is one: a person's word on items makes none. */
const existingQueue = (invocation: Invocation) =>
  Main.projectLayer({ flags: projectFlags(invocation), queue: "durable-if-there" })

/** `sync queue list` */
export const syncQueueList: Handler<ListQueueOptions> = (options, invocation) =>
  listQueue(options).pipe(Effect.provide(existingQueue(invocation)), present(queueListView, invocation))

/** `sync queue show` */
export const syncQueueShow: Handler<ShowItemOptions> = (options, invocation) =>
  showItem(options).pipe(Effect.provide(existingQueue(invocation)), present(queueItemView, invocation))

/** `sync queue retry` */
export const syncQueueRetry: Handler<RetryWhich> = (which, invocation) =>
  retryItems(which).pipe(Effect.provide(existingQueue(invocation)), present(queueChangeView, invocation))

/** `sync queue drop` */
export const syncQueueDrop: Handler<DropItemsOptions> = (options, invocation) =>
  dropItems(options).pipe(Effect.provide(existingQueue(invocation)), present(queueChangeView, invocation))
