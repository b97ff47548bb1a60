import { layer } from "../../../src/layers/memory/DeliveryQueue.js"
import { queueControlLaws } from "../../../src/laws/queueControl.js"

queueControlLaws("memory", layer)
