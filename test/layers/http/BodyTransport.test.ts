import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { BodyTransport } from "../../../src/services/BodyTransport.js"
import { hostileServer, type Reply } from "../../faults/hostileServer.js"
import { aBody } from "../../../src/laws/fixtures/claims.js"
import { canary, pushOne, transports } from "../../fixtures/httpTransports.js"

const json = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) })

/** How one body ends when the server replies so; and that one request was made. */
const answered = (reply: Reply, path?: string) =>
  Effect.gen(function*() {
    const server = yield* hostileServer(() => reply)
    const outcome = yield* Effect.either(pushOne(server.url, path))
    expect(server.requests).toHaveLength(1)
    return outcome._tag === "Left" ? outcome.left : outcome.right
  }).pipe(Effect.provide(transports()))

describe("BodyTransport over HTTP", () => {
  it.scopedLive("B-02 B-03 B-24 posts the nine gated fields as they are, with the bearer token", () =>
    Effect.gen(function*() {
      const server = yield* hostileServer(({ body }) => {
        const { artifact_path, content_hash } = JSON.parse(body.toString("utf8"))
        return json({ status: "stored", artifact_path, content_hash }, 201)
      })
      const claim = yield* aBody()
      expect(yield* (yield* BodyTransport).push(server.url, claim)).toBe("uploaded")
      const [request] = server.requests
      expect(request).toMatchObject({ method: "POST", url: "/api/dossier/push-content/" })
      expect(request?.headers).toMatchObject({ authorization: `Bearer ${canary}`, "content-type": "application/json" })
      expect(request?.headers["content-encoding"]).toBeUndefined()
      expect(request?.body.toString("utf8")).toBe(claim.body.json)
      expect(Object.keys(JSON.parse(request?.body.toString("utf8") ?? "{}"))).toStrictEqual([
        "project_uuid", "mission_slug", "target_branch", "mission_type", "manifest_version", "artifact_path",
        "content_hash", "hash_algorithm", "content_body"
      ])
    }).pipe(Effect.provide(transports())))

  it.scopedLive("G-D6 counts a 2xx only when it echoes this path and hash with a known status", () =>
    Effect.gen(function*() {
      const { artifact_path, content_hash } = (yield* aBody()).body.value
      const echo = { status: "stored", artifact_path, content_hash }
      expect(yield* answered(json({ ...echo, status: "already_exists" }))).toBe("already_exists")
      expect(yield* answered(json({ ...echo, status: "stored", extra: 1 }, 201))).toBe("uploaded")
      const strangers = [
        {}, [], null, 1, "stored", { ...echo, status: "ok" }, { ...echo, status: undefined },
        { ...echo, artifact_path: "other.md" }, { ...echo, content_hash: "0".repeat(64) }, { status: "stored" },
        { ...echo, artifact_path: [artifact_path] }, { data: echo }, [echo]
      ]
      for (const body of strangers) {
        expect(yield* answered(json(body))).toMatchObject({ _tag: "Unavailable", reasonCode: "uncorrelated_response" })
      }
      expect(yield* answered(json(echo, 202))).toMatchObject({ _tag: "Unavailable", reasonCode: "accepted_pending" })
    }))

  it.scopedLive("B-12 E-02 tells a path that is not indexed yet from a route that is not there", () =>
    Effect.gen(function*() {
      expect(yield* answered(json({ error: "index_entry_not_found", detail: "spec.md is not indexed yet" }, 404)))
        .toMatchObject({ _tag: "IndexEntryNotFound", reason: "HTTP 404: index_entry_not_found | spec.md is not indexed yet" })
      expect(yield* answered(json({ error: "namespace_not_found" }, 404))).toMatchObject({ _tag: "NamespaceNotFound" })
      for (const body of ["", "Not Found", "{\"detail\":\"Not found.\"}", "{\"error\":\"gone\"}", "<html>404</html>"]) {
        expect(yield* answered({ status: 404, body })).toMatchObject({ _tag: "TargetFault", kind: "wrong_server" })
      }
    }))

  it.scopedLive("G-N4 H-07 turns every other status into the fault it is", () =>
    Effect.gen(function*() {
      const rejected = (reasonCode: string) => ({ _tag: "UploadRejected", reasonCode })
      const fault = (kind: string) => ({ _tag: "TargetFault", kind })
      const later = (reasonCode: string) => ({ _tag: "Unavailable", reasonCode })
      const table: ReadonlyArray<readonly [number, object]> = [
        [204, later("uncorrelated_response")], [304, fault("redirect")], [400, rejected("invalid")],
        [401, fault("sign_in")], [402, rejected("refused")], [405, fault("wrong_server")], [407, fault("offline")],
        [408, later("request_timeout")], [409, rejected("refused")], [410, rejected("refused")], [412, fault("protocol")],
        [413, rejected("too_large")], [415, rejected("refused")], [422, rejected("invalid")], [425, later("too_early")],
        [426, fault("protocol")], [429, later("rate_limited")], [451, rejected("refused")], [500, later("server_error")],
        [599, later("server_error")], [999, later("unexpected_status")]
      ]
      for (const [status, expected] of table) {
        const body = status === 204 || status === 304 ? "" : "{\"detail\":\"x\"}"
        expect([status, yield* answered({ status, body })]).toMatchObject([status, expected])
      }
    }))

  it.scopedLive("B-12 quotes field errors whole", () =>
    Effect.gen(function*() {
      expect(yield* answered(json({ content_body: ["This field may not be blank."], artifact_path: ["Too long."] }, 400)))
        .toMatchObject({ reason: "HTTP 400: content_body: This field may not be blank. | artifact_path: Too long." })
    }))

  it.scopedLive("G-D9 knows whether a 403 is about this item", () =>
    Effect.gen(function*() {
      const { content_hash } = (yield* aBody()).body.value
      const named = (body: unknown, path?: string) => Effect.map(answered(json(body, 403), path), (error) =>
        typeof error === "object" && error._tag === "Forbidden" && error.namesItem)
      expect(yield* named({ error: "forbidden", detail: "spec.md may not be written" })).toBe(true)
      expect(yield* named({ artifact_path: "spec.md", error: "forbidden" })).toBe(true)
      expect(yield* named({ detail: `content ${content_hash} is blocked` })).toBe(true)
      expect(yield* named({ detail: "docs/spec.md and spec.mdx and my-spec.md" })).toBe(false)
      expect(yield* named({ detail: "docs/spec.md, then \"spec.md\"" })).toBe(true)
      expect(yield* named({ error: "Insufficient permissions" })).toBe(false)
      expect(yield* named({ detail: "résumé/é.md" }, "é.md")).toBe(false)
    }))
})
