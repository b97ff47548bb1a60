import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ReceiverAddress } from "spec-kitty-effect"
import { bodyTransportLaws, deliveryQueueLaws, eventTransportLaws, MemoryDeliveryQueue } from "spec-kitty-effect/testing"
import * as CountingQueue from "../src/CountingQueue.js"
import * as FolderServer from "../src/FolderServer.js"
import { temporaryFolder } from "./temporary.js"

/** Everything that the system relies on, shown for layers of ours. */
const folderServer = Layer.merge(
  Layer.unwrapScoped(Effect.map(temporaryFolder, FolderServer.layer)),
  Layer.succeed(ReceiverAddress, { url: "https://folder.invalid" })
)
eventTransportLaws("folder", folderServer)
bodyTransportLaws("folder", folderServer)

deliveryQueueLaws("counting", Layer.provideMerge(CountingQueue.layer, MemoryDeliveryQueue.layer))
