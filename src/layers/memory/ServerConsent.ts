import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { ServerConsent } from "../../services/ServerConsent.js"

/** Consent of one clone, held in memory; none is given before someone does. */
export const layer: Layer.Layer<ServerConsent> = Layer.effect(
  ServerConsent,
  Effect.map(Ref.make(HashMap.empty<ProjectUuid, ServerUrl>()), (state) =>
    ServerConsent.of({
      get: (project) => Effect.map(Ref.get(state), HashMap.get(project)),
      set: (project, server) => Ref.update(state, HashMap.set(project, server)),
      clear: (project) => Ref.update(state, HashMap.remove(project))
    }))
)
