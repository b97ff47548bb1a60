import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Ledger } from "../../../../domain/receiver/Ledger.js"
import { reply } from "../../../../domain/receiver/Reply.js"
import type { Receiver } from "../../../../services/Receiver.js"
import { ReceiverApi } from "../Api.js"
import { respond } from "../edge.js"
import type { SignInDesk } from "../signInDesk.js"
import { answered } from "./answered.js"

const encodeLedger = Schema.encodeSync(Ledger)

/** What tests ask for: everything accepted, and how often tokens were asked for. */
export const layerLedger = (receiver: Receiver["Type"], desk: SignInDesk) =>
  HttpApiBuilder.group(ReceiverApi, "ledger", (handlers) =>
    handlers
      .handleRaw("ledger", () =>
        answered(Effect.map(receiver.ledger, (ledger) => respond(reply(200, encodeLedger(ledger))))))
      .handle("signIns", () => desk.counts))
