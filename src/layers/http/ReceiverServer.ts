import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServer from "@effect/platform/HttpServer"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type { Account } from "../../domain/receiver/Account.js"
import type { Fault } from "../../domain/receiver/Fault.js"
import type { ReceiverNotListening } from "../../domain/receiver/receiverErrors.js"
import type { ContractGate } from "../../services/ContractGate.js"
import type { Receiver } from "../../services/Receiver.js"
import { ReceiverAddress } from "../../services/ReceiverAddress.js"
import { ReceiverApi } from "./receiver/Api.js"
import { layerTokens } from "./receiver/Auth.js"
import { edge } from "./receiver/edge.js"
import { makeFaultPlayer } from "./receiver/faultPlayer.js"
import { layerHandlers } from "./receiver/handlers.js"
import { layerListening, type Patience } from "./receiver/listen.js"
import { makeSignInDesk } from "./receiver/signInDesk.js"
import { layerTrackerCaller } from "./receiver/TrackerCaller.js"
import { makeTrackerDesk } from "./receiver/trackerDesk.js"

export interface ReceiverServerOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** Bearer tokens that are good; none given: any non-empty one. */
  readonly tokens: ReadonlyArray<Redacted.Redacted<string>>
  /** Who may sign in; none given: everybody. With any, only who signed in or has one of `tokens` gets in. */
  readonly accounts?: ReadonlyArray<Account>
  readonly faults: ReadonlyArray<Fault>
  /** Default: 5 s for the headers, 30 s for a request. */
  readonly patience?: Patience
}

const portOf = ({ address }: HttpServer.HttpServer): number => (address._tag === "TcpAddress" ? address.port : 0)

const serving = ({ accounts = [], faults: given, tokens }: ReceiverServerOptions) =>
  Layer.unwrapEffect(Effect.gen(function*() {
    const port = portOf(yield* HttpServer.HttpServer)
    const faults = yield* makeFaultPlayer(given)
    const signIn = yield* makeSignInDesk(accounts, given)
    const tracker = yield* makeTrackerDesk(given)
    return HttpApiBuilder.serve().pipe(
      Layer.provide(HttpApiBuilder.middleware(edge(port, faults))),
      Layer.provide(HttpApiBuilder.api(ReceiverApi)),
      Layer.provide(layerHandlers({ faults, signIn, tracker })),
      Layer.provide(layerTokens({ tokens, accountsOnly: accounts.length > 0 }, signIn)),
      Layer.provide(layerTrackerCaller),
      Layer.provide(NodeHttpServer.layerContext)
    )
  }))

const address = Layer.effect(
  ReceiverAddress,
  Effect.map(HttpServer.HttpServer, (server) => ({ url: `http://127.0.0.1:${portOf(server)}` }))
)

/** The receiver over HTTP on loopback, as long as the layer lives. Its address is there once it listens. */
export const layer = (
  options: ReceiverServerOptions
): Layer.Layer<ReceiverAddress, ReceiverNotListening, Receiver | ContractGate> =>
  Layer.merge(serving(options), address).pipe(Layer.provide(layerListening(options.port, options.patience)))
