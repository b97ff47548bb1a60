import * as Effect from "effect/Effect"
import type { Handler } from "../programs/cli/Invocation.js"
import { explainView } from "../programs/cli/render/explain.js"
import { present } from "../programs/cli/run.js"
import { explainArtifact, type ExplainRequest } from "../programs/dossier/explainArtifact.js"
import { lookingAt } from "./lookingAt.js"

/** `explain`: reads the mission and, where there is one, the queue. */
export const explain: Handler<ExplainRequest> = (request, invocation) =>
  explainArtifact(request).pipe(Effect.provide(lookingAt(invocation)), present(explainView, invocation))
