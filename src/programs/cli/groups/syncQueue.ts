import * as Command from "@effect/cli/Command"
import type { RetryWhich } from "../../../services/QueueControl.js"
import type { DropItemsOptions } from "../../sync/queue/changeQueue.js"
import type { ListQueueOptions } from "../../sync/queue/listQueue.js"
import type { ShowItemOptions } from "../../sync/queue/showItem.js"
import { commandNode } from "../CommandNode.js"
import { syncQueueDropCommand, syncQueueDropHelp } from "../commands/syncQueueDrop.js"
import { syncQueueListCommand, syncQueueListHelp } from "../commands/syncQueueList.js"
import { syncQueueRetryCommand, syncQueueRetryHelp } from "../commands/syncQueueRetry.js"
import { syncQueueShowCommand, syncQueueShowHelp } from "../commands/syncQueueShow.js"
import type { Handler, Invocation } from "../Invocation.js"

export interface SyncQueueHandlers {
  readonly syncQueueList: Handler<ListQueueOptions>
  readonly syncQueueShow: Handler<ShowItemOptions>
  readonly syncQueueRetry: Handler<RetryWhich>
  readonly syncQueueDrop: Handler<DropItemsOptions>
}

/** `sync queue …` */
export const syncQueueGroup = (handlers: SyncQueueHandlers, invocation: Invocation) => {
  const list = syncQueueListCommand(handlers.syncQueueList, invocation)
  const show = syncQueueShowCommand(handlers.syncQueueShow, invocation)
  const retry = syncQueueRetryCommand(handlers.syncQueueRetry, invocation)
  const drop = syncQueueDropCommand(handlers.syncQueueDrop, invocation)
  const command = Command.make("queue").pipe(Command.withSubcommands([list, show, retry, drop]))
  return { command, node: commandNode(command, [list, show, retry, drop].map((child) => commandNode(child))) }
}

export const syncQueueHelps = [syncQueueListHelp, syncQueueShowHelp, syncQueueRetryHelp, syncQueueDropHelp]
