import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { UploadOutcome } from "../../../src/domain/sync/UploadOutcome.js"
import { ArtifactBodyUploadTask } from "../../../src/domain/sync/UploadTask.js"
import { aNamespace, sha256 } from "../../../src/laws/fixtures/queueItems.js"

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

  it("B-37 B-17 an outcome is one of five, each with a reason for people", () => {
    const whole = {
      artifact_path: "spec.md",
      outcome: "queued",
      reason_code: "index_entry_not_found",
      reason: "not indexed yet",
      content_hash: sha256("one"),
      retry_count: 1,
      next_attempt_at: "2026-11-20T20:14:05.120Z",
      acknowledged_at: null
    }
    for (const name of ["uploaded", "already_exists", "queued", "skipped", "failed"]) {
      expect(Either.isRight(outcome({ ...whole, outcome: name }))).toBe(true)
    }
    expect(Either.isLeft(outcome({ ...whole, outcome: "sent" }))).toBe(true)
    expect(Either.isLeft(outcome({ ...whole, reason: "" }))).toBe(true)
    expect(Either.isLeft(outcome({ ...whole, reason: null }))).toBe(true)
  })
})
