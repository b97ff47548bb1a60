import { layer } from "../../../src/layers/memory/DeliveryQueue.js"
import { queueControlLaws } from "../../laws/queueControl.js"

queueControlLaws("memory", layer)
