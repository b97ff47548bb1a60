import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Explained } from "../../domain/Explained.js"
import { SendingDenied } from "../../domain/signIn/SendingDenied.js"
import { parseServerUrl } from "../../domain/sync/parseServerUrl.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { SignInNeeded } from "../../domain/sync/SignInNeeded.js"
import { Settings } from "../../services/Settings.js"
import { SignInStore } from "../../services/SignInStore.js"
import { UsageError } from "../cli/UsageError.js"
import type { ServerInUse } from "../sync/serverInUse.js"

/** Where the project at hand sends; `None` also where there is no project. */
export type OfProject<R = never> = Effect.Effect<ServerInUse, Explained, R>

const noServer = new UsageError({
  problem: "There is no server to sign in to.",
  why: "--server was not given, and no project here has chosen a server",
  next: "name one with --server URL, or choose it for the project: spec-kitty sync server URL",
  target: "--server"
})

/** The server to sign in to: the one that was named, else the project's. Refused where the environment denies sending. */
export const serverToSignIn = Effect.fn("serverToSignIn")(function*<R>(named: string | null, ofProject: OfProject<R>) {
  const found = named === null ? yield* ofProject : null
  if (found?._tag === "None") return yield* noServer
  const server = found === null ? yield* parseServerUrl(named ?? "") : found.url
  return (yield* Settings).sendingDenied ? yield* new SendingDenied({ server }) : server
})

/** The server that a question about tokens is about: the project's, else that of the stored sign-in, where it can be read. */
export const serverAskedAbout = Effect.fn("serverAskedAbout")(function*<R>(ofProject: OfProject<R>) {
  const found = yield* ofProject
  if (found._tag !== "None") return Option.some(found.url)
  const stored = yield* Effect.option((yield* SignInStore).read)
  return Option.flatMap(stored, ({ server }): Option.Option<ServerUrl> => Option.fromNullable(server))
})

/** Why there is no token where no server is known: nobody is signed in, or the file that would say so can't be used. */
export const noTokenAnywhere = Effect.match(Effect.flatMap(SignInStore, ({ read }) => read), {
  onFailure: (error) => error.signInNeeded(null),
  onSuccess: () => new SignInNeeded({ server: null, cause: "no_token" })
})
