import * as Schema from "effect/Schema"
import { ArtifactPath, ContentHash } from "../dossier/Artifact.js"
import { Namespace } from "../identity/Namespace.js"
import { Instant } from "../text.js"

/** One body that is to be delivered, as it waits in the queue (047 ArtifactBodyUploadTask). The content is kept apart. */
export class ArtifactBodyUploadTask
  extends Schema.Class<ArtifactBodyUploadTask>("spec-kitty/ArtifactBodyUploadTask")({
    namespace: Namespace,
    artifact_path: ArtifactPath,
    content_hash: ContentHash,
    hash_algorithm: Schema.Literal("sha256"),
    /** UTF-8 bytes of the content. */
    size_bytes: Schema.NonNegativeInt,
    /** Attempts that count; an attempt that failed through no fault of the task is given back. */
    retry_count: Schema.NonNegativeInt,
    /** The server's words at the last attempt; null before it. */
    last_error: Schema.NullOr(Schema.String),
    queued_at: Instant,
    /** Not tried before; null in quarantine. */
    next_attempt_at: Schema.NullOr(Instant)
  })
{}
