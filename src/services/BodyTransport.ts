import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { BodyClaim } from "../domain/sync/Claim.js"
import type {
  Forbidden, IndexEntryNotFound, NamespaceNotFound, TargetFault, Unavailable, UploadRejected
} from "../domain/sync/transportErrors.js"
import type { ServerUrl } from "../domain/sync/ServerTarget.js"

/** Sends bodies of artifacts, one by one. Takes only what was claimed, so only what the gate let through. */
export class BodyTransport extends Context.Tag("spec-kitty/BodyTransport")<BodyTransport, {
  /**
   * One POST of one body. Succeeds only on a 2xx that echoes the same path and hash.
   * `IndexEntryNotFound`, `NamespaceNotFound` and `Unavailable` are tried again later; `UploadRejected` is final;
   * `Forbidden` is the caller's to judge; `TargetFault` halts the pass.
   */
  readonly push: (
    server: ServerUrl,
    claim: BodyClaim
  ) => Effect.Effect<
    "uploaded" | "already_exists",
    IndexEntryNotFound | NamespaceNotFound | Unavailable | UploadRejected | Forbidden | TargetFault
  >
}>() {}
