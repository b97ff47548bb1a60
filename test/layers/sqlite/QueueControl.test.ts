import { layer } from "../../../src/layers/sqlite/DeliveryQueue.js"
import { project } from "../../../src/laws/fixtures/queueItems.js"
import { queueControlLaws } from "../../../src/laws/queueControl.js"

queueControlLaws("sqlite", layer(project))
