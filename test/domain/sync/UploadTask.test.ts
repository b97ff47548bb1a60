import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { ArtifactBodyUploadTask, UploadOutcome } from "../../../src/domain/sync/UploadTask.js"
import { aNamespace, sha256 } from "../../fixtures/queueItems.js"

const task = {
  namespace: { ...aNamespace() },
  artifact_path: "spec.md",
  content_hash: sha256("one"),
  hash_algorithm: "sha256",
  size_bytes: 3,
  retry_count: 0,
  last_error: null,
  queued_at: "2026-11-20T20:14:05.120Z",
  next_attempt_at: null
}
const outcome = Schema.decodeUnknownEither(UploadOutcome)

describe("upload task", () => {
  it("B-37 carries namespace, retry count, last error and queue time; no field is optional", () => {
    const decode = Schema.decodeUnknownEither(ArtifactBodyUploadTask)
    expect(Schema.encodeSync(ArtifactBodyUploadTask)(Either.getOrThrow(decode(task)))).toEqual(task)
    for (const field of Object.keys(task)) {
      const rest = Object.fromEntries(Object.entries(task).filter(([name]) => name !== field))
      expect([field, Either.isLeft(decode(rest))]).toEqual([field, true])
    }
  })

  it("B-37 B-17 an outcome is one of five; skipped and failed give a code as well as a reason", () => {
    for (const name of ["uploaded", "already_exists", "queued"]) {
      expect(Either.isRight(outcome({ outcome: name, reason: "why" }))).toBe(true)
    }
    expect(Either.isRight(outcome({ outcome: "skipped", reason_code: "empty_body", reason: "why" }))).toBe(true)
    expect(Either.isRight(outcome({ outcome: "failed", reason_code: "409", reason: "why" }))).toBe(true)
    expect(Either.isLeft(outcome({ outcome: "skipped", reason_code: "whatever", reason: "why" }))).toBe(true)
    expect(Either.isLeft(outcome({ outcome: "failed", reason: "why" }))).toBe(true)
    expect(Either.isLeft(outcome({ outcome: "sent", reason: "why" }))).toBe(true)
  })
})
