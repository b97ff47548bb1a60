import { layer } from "../../../src/layers/sqlite/DeliveryQueue.js"
import { project } from "../../../src/laws/fixtures/queueItems.js"
import { deliveryQueueLaws } from "../../../src/laws/deliveryQueue.js"

deliveryQueueLaws("sqlite", layer(project))
