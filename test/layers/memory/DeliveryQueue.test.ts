import { layer } from "../../../src/layers/memory/DeliveryQueue.js"
import { deliveryQueueLaws } from "../../laws/deliveryQueue.js"

deliveryQueueLaws("memory", layer)
