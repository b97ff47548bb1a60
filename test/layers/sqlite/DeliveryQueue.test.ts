import { layer } from "../../../src/layers/sqlite/DeliveryQueue.js"
import { project } from "../../fixtures/queueItems.js"
import { deliveryQueueLaws } from "../../laws/deliveryQueue.js"

deliveryQueueLaws("sqlite", layer(project))
