import { layer } from "../../../src/layers/memory/DeliveryQueue.js"
import { deliveryQueueLaws } from "../../../src/laws/deliveryQueue.js"

deliveryQueueLaws("memory", layer)
