import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as path from "node:path"
import * as requests from "../layers/http/requests.js"
import * as ServerProbe from "../layers/http/ServerProbe.js"
import * as Look from "../layers/LookMain.js"
import * as Notices from "../layers/memory/Notices.js"
import * as Credentials from "../layers/node/Credentials.js"
import * as CryptoRandom from "../layers/node/CryptoRandom.js"
import * as Identifiers from "../layers/node/Identifiers.js"
import * as LeaseOwner from "../layers/node/LeaseOwner.js"
import * as Project from "../layers/node/Project.js"
import * as Settings from "../layers/node/Settings.js"
import * as SignInPrompt from "../layers/node/SignInPrompt.js"
import * as SignInStore from "../layers/node/SignInStore.js"
import * as TerminalFactsNode from "../layers/node/TerminalFacts.js"
import { login, type LoginRequest } from "../programs/auth/login.js"
import { logout } from "../programs/auth/logout.js"
import { authStatus as statusProgram, checkedAuthStatus } from "../programs/auth/status.js"
import { accessToken } from "../programs/auth/token.js"
import type { AuthStatusRequest } from "../programs/cli/commands/authStatus.js"
import type { Handler, Invocation, LeftBehind } from "../programs/cli/Invocation.js"
import { authLoginView, authLogoutView, authStatusView, authTokenView } from "../programs/cli/render/auth.js"
import { present } from "../programs/cli/run.js"
import { silenceOf } from "../programs/cli/silence.js"
import { serverOfProject, type ServerInUse } from "../programs/sync/serverInUse.js"
import { LockPatience } from "../services/LockPatience.js"
import * as ProjectService from "../services/Project.js"
import { ProjectIdentityStore } from "../services/ProjectIdentityStore.js"
import { TerminalFacts } from "../services/TerminalFacts.js"
import { projectFlags } from "./options.js"

const nowhere: ServerInUse = { _tag: "None" }

/** Where the project at hand sends. Outside of a project nowhere; a folder that was named has to be in one. */
const ofProject = (invocation: Invocation) => {
  const flags = projectFlags(invocation)
  return Effect.flatMap(ProjectIdentityStore, (store) => Effect.flatMap(store.projectUuid, serverOfProject)).pipe(
    Effect.provide(Look.identity.pipe(Layer.provideMerge(Look.settings(flags)), Layer.provideMerge(Look.ground(flags)))),
    Effect.catchTag("NotAProject", (error) => flags.project === null ? Effect.succeed(nowhere) : Effect.fail(error))
  )
}

/** Of the project at hand, and of the user alone where there is none. */
const settings = ({ flags: { config, project } }: Invocation) =>
  Layer.unwrapEffect(
    Effect.map(ProjectService.Project, (found) => ({ projectRoot: found.root })).pipe(
      Effect.provide(Project.layer(path.resolve(project ?? "."))),
      Effect.catchTag("NotAProject", (error) => project === null ? Effect.succeed({}) : Effect.fail(error)),
      Effect.map((found) => Settings.layer({ ...found, ...(config === null ? {} : { configFile: config }) }))
    )
  )

const patience = ({ flags: { timeout } }: Invocation) =>
  timeout === null ? Layer.empty : Layer.succeed(LockPatience, timeout)

/** The stored sign-in, and the settings. It needs no project. */
const ground = (invocation: Invocation) =>
  Credentials.layer.pipe(
    Layer.provideMerge(SignInStore.layer),
    Layer.provideMerge(LeaseOwner.layer),
    Layer.provideMerge(Layer.mergeAll(Identifiers.layer, Notices.layer, settings(invocation))),
    Layer.provideMerge(NodeContext.layer),
    Layer.provideMerge(patience(invocation)),
    Layer.provideMerge(CryptoRandom.layer)
  )

const network = (invocation: Invocation) => Layer.provideMerge(requests.layer, ground(invocation))

const prompt = (invocation: Invocation) =>
  Layer.unwrapEffect(Effect.map(TerminalFacts, (facts) => {
    const silence: Option.Option<string> = silenceOf(invocation, facts)
    return SignInPrompt.layer(silence)
  })).pipe(Layer.provide(TerminalFactsNode.layer))

const interrupted: LeftBehind = {
  message: "Interrupted. Whoever was signed in before still is, unless the server had answered by then.",
  fix: "spec-kitty auth status"
}

/** `auth login`: in a project, or outside of one with --server. */
export const authLogin: Handler<LoginRequest> = (request, invocation) =>
  login(request, ofProject(invocation)).pipe(
    Effect.onInterrupt(() => Ref.set(invocation.leftBehind, interrupted)),
    Effect.provide(Layer.merge(network(invocation), prompt(invocation))),
    present(authLoginView, invocation)
  )

/** `auth logout`: asks no server. */
export const authLogout: Handler<null> = (_, invocation) =>
  logout.pipe(Effect.provide(ground(invocation)), present(authLogoutView, invocation))

/** `auth status`: asks the server where it was told to. */
export const authStatus: Handler<AuthStatusRequest> = ({ check }, invocation) =>
  (check
    ? checkedAuthStatus(ofProject(invocation)).pipe(
      Effect.provide(Layer.provideMerge(ServerProbe.layer, network(invocation)))
    )
    : Effect.provide(statusProgram(ofProject(invocation)), ground(invocation))).pipe(present(authStatusView, invocation))

/** `auth token`: the token of the next request, renewed where that is due. */
export const authToken: Handler<null> = (_, invocation) =>
  accessToken(ofProject(invocation)).pipe(Effect.provide(network(invocation)), present(authTokenView, invocation))
