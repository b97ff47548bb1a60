import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import { parseServerUrl } from "../../domain/sync/parseServerUrl.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { ServerConsent } from "../../services/ServerConsent.js"
import { Settings } from "../../services/Settings.js"

/** Where this project's items go. `Denied`: they are queued, but the environment forbids sending. */
export type ServerInUse =
  | { readonly _tag: "None" }
  | { readonly _tag: "Denied"; readonly url: ServerUrl }
  | { readonly _tag: "Ready"; readonly url: ServerUrl }

/** The consented server; the environment may replace its URL or deny sending, never grant it. */
export const serverInUse = Effect.fn("serverInUse")(function*(project: ProjectUuid) {
  const none: ServerInUse = { _tag: "None" }
  const consented = yield* (yield* ServerConsent).get(project)
  if (Option.isNone(consented)) return none
  const { serverOverride, sendingDenied } = yield* Settings
  const url = Option.isSome(serverOverride) ? yield* parseServerUrl(serverOverride.value) : consented.value
  const found: ServerInUse = { _tag: sendingDenied ? "Denied" : "Ready", url }
  return found
})

/** The same where the project may have no identity yet: then it sends nowhere. */
export const serverOfProject = Effect.fn("serverOfProject")(function*(project: Option.Option<ProjectUuid>) {
  const none: ServerInUse = { _tag: "None" }
  return Option.isNone(project) ? none : yield* serverInUse(project.value)
})
