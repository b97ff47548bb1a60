import * as Layer from "effect/Layer"
import { trackerLaws } from "../../../src/laws/tracker.js"
import * as Tracker from "../../../src/layers/memory/Tracker.js"
import { ReceiverAddress } from "../../../src/services/ReceiverAddress.js"
import { ShippedGate } from "../../fixtures/contract/gateUnderTest.js"

const address = Layer.succeed(ReceiverAddress, { url: "https://receiver.example" })

trackerLaws("memory", Layer.mergeAll(Tracker.layer, address, ShippedGate))
