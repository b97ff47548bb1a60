import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { reply } from "../../../src/domain/receiver/Reply.js"
import * as ReceiverMemory from "../../../src/layers/memory/Receiver.js"
import { Receiver } from "../../../src/services/Receiver.js"
import { ReceiverSteering } from "../../../src/services/ReceiverSteering.js"
import { aBody, missionCreated } from "../../../src/laws/fixtures/receiver.js"
import { receiverNeeds } from "../../fixtures/receiverNeeds.js"
import { receiverLaws } from "../../../src/laws/receiver.js"

const receiver = (options = {}) => Layer.provide(ReceiverMemory.layer(options), receiverNeeds)

receiverLaws("memory", (indexDelay) => receiver({ indexDelay }))

it.effect("N-07 failNext answers the next calls as told and stores nothing; received has every call", () =>
  Effect.gen(function*() {
    const { ingest, ledger, push } = yield* Receiver
    const { failNext, received } = yield* ReceiverSteering
    const forbidden = reply(403, { error: "project_not_admitted" })
    yield* failNext(2, forbidden)
    expect(yield* ingest([missionCreated(1)])).toEqual({ _tag: "Refused", reply: forbidden })
    expect(yield* push(aBody("a.md", "tea"))).toEqual({ _tag: "Refused", reply: forbidden })
    expect((yield* ledger).events).toEqual([])
    expect((yield* ingest([missionCreated(1)]))._tag).toBe("Processed")
    expect((yield* received).map(({ _tag }) => _tag)).toEqual(["Batch", "Push", "Batch"])
  }).pipe(Effect.provide(receiver())))
