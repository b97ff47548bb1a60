import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Clock from "effect/Clock"
import { signInOf } from "../../../src/domain/signIn/SignIn.js"
import * as AccessTokens from "../../../src/layers/http/AccessTokens.js"
import * as BodyTransport from "../../../src/layers/http/BodyTransport.js"
import * as EventTransport from "../../../src/layers/http/EventTransport.js"
import { HttpPolicy } from "../../../src/layers/http/HttpPolicy.js"
import * as SignInServer from "../../../src/layers/http/SignInServer.js"
import { localLayer } from "../../../src/layers/Main.js"
import * as DeliveryQueue from "../../../src/layers/memory/DeliveryQueue.js"
import * as Progress from "../../../src/layers/memory/Progress.js"
import { Environment } from "../../../src/layers/node/Settings.js"
import { flagsFor } from "../../../src/layers/Testing.js"
import { expectConserved } from "../../../src/laws/fixtures/conserved.js"
import { setServer } from "../../../src/programs/sync/server.js"
import { SignInServer as SignInServerService } from "../../../src/services/SignInServer.js"
import { SignInStore } from "../../../src/services/SignInStore.js"
import { password } from "../../fixtures/expiringServer.js"
import { type Files, temporaryProject } from "../../fixtures/project.js"
import { server } from "./world.js"

/** Signs in as `auth login` does, and stores it. */
export const logIn = Effect.gen(function*() {
  const issued = yield* (yield* SignInServerService).signIn(server, { username: "ana", password: Redacted.make(password) })
  yield* (yield* SignInStore).save(signInOf(server, "ana", issued, yield* Clock.currentTimeMillis))
})

/**
 * Runs `use` in a project whose user has signed in once, on the file of credentials, the transports and the client of
 * the system: only the wire is a fake.
 */
export const signedIn = <A, E, R>(
  files: Files,
  policy: HttpPolicy["Type"],
  use: (root: string) => Effect.Effect<A, E, R>,
  given: { readonly concurrency?: number; readonly environment?: Record<string, string> } = {}
) =>
  Effect.flatMap(temporaryProject(files), (root) => {
    const flags = { ...flagsFor(root), concurrency: given.concurrency ?? null }
    const system = Layer.mergeAll(DeliveryQueue.layer, EventTransport.layer, BodyTransport.layer, Progress.layer).pipe(
      Layer.provideMerge(AccessTokens.layer),
      Layer.provideMerge(SignInServer.layer),
      Layer.provideMerge(Layer.succeed(HttpPolicy, policy)),
      Layer.provideMerge(localLayer(flags)),
      Layer.provide(Layer.succeed(Environment, {
        PATH: "/usr/local/bin:/usr/bin:/bin",
        HOME: root,
        SPEC_KITTY_HOME: `${root}-home`,
        GIT_CEILING_DIRECTORIES: root,
        ...given.environment
      }))
    )
    return setServer(server).pipe(
      Effect.zipRight(logIn),
      Effect.zipRight(use(root)),
      Effect.zipLeft(expectConserved),
      Effect.provide(system)
    )
  })

/** One mission with so many bodies. */
export const bodies = (count: number): Files => ({
  "kitty-specs/001-many/meta.json": JSON.stringify({
    created_at: "2026-10-05T08:30:00+00:00",
    friendly_name: "many",
    mission_number: 1,
    mission_slug: "001-many",
    mission_type: "software-dev",
    slug: "001-many",
    target_branch: "main"
  }),
  ...Object.fromEntries(Array.from({ length: count }, (_, n) => [`kitty-specs/001-many/research/note-${n}.md`, `# Note ${n}\n`]))
})
