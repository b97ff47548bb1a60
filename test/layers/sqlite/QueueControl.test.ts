import { layer } from "../../../src/layers/sqlite/DeliveryQueue.js"
import { project } from "../../fixtures/queueItems.js"
import { queueControlLaws } from "../../laws/queueControl.js"

queueControlLaws("sqlite", layer(project))
