import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import type { BodyRequest } from "../../domain/sync/BodyRequest.js"
import type { BodyClaim } from "../../domain/sync/Claim.js"
import type {
  Forbidden, IndexEntryNotFound, NamespaceNotFound, TargetFault, Unavailable, UploadRejected
} from "../../domain/sync/transportErrors.js"
import { BodyTransport } from "../../services/BodyTransport.js"
import { makeSteering, type Steering } from "./steering.js"

type Failure = IndexEntryNotFound | NamespaceNotFound | Unavailable | UploadRejected | Forbidden | TargetFault

/** The strings of the fake. */
export class BodyTransportSteering extends Context.Tag("spec-kitty/memory/BodyTransportSteering")<
  BodyTransportSteering,
  Steering<BodyClaim, Failure>
>() {}

const keyOf = ({ artifact_path, content_hash, namespace }: BodyRequest): string =>
  JSON.stringify([namespace.key, artifact_path, content_hash])

/** A server that stores every body once per namespace, path and hash, unless steered otherwise. */
export const layer = Layer.effectContext(Effect.gen(function*() {
  const { arrive, steering } = yield* makeSteering<BodyClaim, Failure>()
  const stored = yield* Ref.make<ReadonlySet<string>>(new Set())

  const push: BodyTransport["Type"]["push"] = (_server, claim) =>
    Effect.gen(function*() {
      yield* arrive(claim)
      const key = keyOf(claim.body.value)
      const before = yield* Ref.getAndUpdate(stored, (known) => new Set([...known, key]))
      return before.has(key) ? "already_exists" as const : "uploaded" as const
    })

  return Context.make(BodyTransport, { push }).pipe(Context.add(BodyTransportSteering, steering))
}))
