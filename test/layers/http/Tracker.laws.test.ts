import * as Layer from "effect/Layer"
import { trackerLaws } from "../../../src/laws/tracker.js"
import * as ReceiverServer from "../../../src/layers/http/ReceiverServer.js"
import * as ReceiverMemory from "../../../src/layers/memory/Receiver.js"
import { ShippedGate } from "../../fixtures/contract/gateUnderTest.js"
import { httpTracker } from "../../fixtures/httpTracker.js"
import { receiverNeeds } from "../../fixtures/receiverNeeds.js"

/** The reference receiver, which is its own server and knows nothing of this client. */
const receiver = ReceiverServer.layer({ port: 0, tokens: [], faults: [] }).pipe(
  Layer.provide(ReceiverMemory.layer()),
  Layer.provide(receiverNeeds)
)

trackerLaws("http", Layer.mergeAll(httpTracker(), receiver, ShippedGate))
