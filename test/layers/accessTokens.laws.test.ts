import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as AccessTokens from "../../src/layers/http/AccessTokens.js"
import * as LeaseOwner from "../../src/layers/memory/LeaseOwner.js"
import * as Notices from "../../src/layers/memory/Notices.js"
import * as SignInServer from "../../src/layers/memory/SignInServer.js"
import * as MemoryStore from "../../src/layers/memory/SignInStore.js"
import * as NodeStore from "../../src/layers/node/SignInStore.js"
import type { SignInStore } from "../../src/services/SignInStore.js"
import { accessTokenLaws } from "../laws/accessTokens.js"
import { temporaryFolder } from "./node/temporary.js"
import { settingsLayer } from "./node/testSettings.js"

const over = <R>(store: Layer.Layer<SignInStore, never, R>) =>
  AccessTokens.layer.pipe(Layer.provideMerge(store), Layer.provideMerge(SignInServer.layer), Layer.provideMerge(Notices.layer))

accessTokenLaws("memory", (effect) => Effect.provide(effect, Layer.provide(over(MemoryStore.layer), settingsLayer())))

accessTokenLaws("node", (effect) =>
  Effect.scoped(Effect.flatMap(temporaryFolder, (home) =>
    Effect.provide(effect, over(NodeStore.layer).pipe(
      Layer.provide([LeaseOwner.layer("this-process"), settingsLayer({ home }), NodeContext.layer])
    )))))
