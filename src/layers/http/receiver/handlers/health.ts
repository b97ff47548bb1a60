import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as Effect from "effect/Effect"
import { ReceiverApi } from "../Api.js"

/** Who gets here has a good token, and that is all there is to say. */
export const layerHealth = HttpApiBuilder.group(ReceiverApi, "health", (handlers) =>
  handlers.handle("health", () => Effect.succeed({ status: "ok" } as const)))
