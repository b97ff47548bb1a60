import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import { isLoopbackServer, parseServerUrl, serverOrigin } from "../../../src/domain/sync/parseServerUrl.js"
import { refusedUrls } from "../../fixtures/refusedUrls.js"

const taken: ReadonlyArray<readonly [text: string, server: string]> = [
  ["https://kitty.example.org", "https://kitty.example.org"],
  ["https://kitty.example.org/", "https://kitty.example.org"],
  ["HTTPS://Kitty.Example.ORG", "https://kitty.example.org"],
  ["https://kitty.example.org:443", "https://kitty.example.org"],
  ["https://kitty.example.org:8443", "https://kitty.example.org:8443"],
  ["https://kitty.example.org/base", "https://kitty.example.org/base"],
  ["https://kitty.example.org/base/v1/", "https://kitty.example.org/base/v1"],
  ["https://xn--mller-kva.example", "https://xn--mller-kva.example"],
  ["https://192.0.2.7", "https://192.0.2.7"],
  ["https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"],
  ["https://localhost", "https://localhost"],
  ["http://127.0.0.1", "http://127.0.0.1"],
  ["http://127.0.0.1:80", "http://127.0.0.1"],
  ["http://127.0.0.1:4000/", "http://127.0.0.1:4000"],
  ["http://127.255.255.254:1", "http://127.255.255.254:1"],
  ["http://localhost:65535", "http://localhost:65535"],
  ["http://LOCALHOST:9", "http://localhost:9"],
  ["http://[::1]:4000", "http://[::1]:4000"]
]

describe("parseServerUrl", () => {
  it.each(taken)("G-N2 U-32 takes %s", (text, server) => {
    expect(parseServerUrl(text)).toStrictEqual(Either.right(server))
  })

  it.each(refusedUrls)("G-N2 U-32 refuses %j as %s", (text, reason) => {
    expect(parseServerUrl(text).pipe(Either.flip, Either.map((error) => error.reason))).toStrictEqual(Either.right(reason))
  })

  it("G-N2 refuses an endless address", () => {
    expect(Either.isLeft(parseServerUrl(`https://kitty.example.org/${"a".repeat(3000)}`))).toBe(true)
  })

  it("G-N2 reads an address as every other parser will, whatever the text", () => {
    const piece = FastCheck.constantFrom(
      "http", "https", "://", ":", "/", "@", "127.0.0.1", "localhost", "[::1]", "evil.com", ".", "0x7f", "1", "80", "\\", "?", "#", "%2e"
    )
    FastCheck.assert(FastCheck.property(FastCheck.array(piece, { maxLength: 8 }), (pieces) => {
      Either.map(parseServerUrl(pieces.join("")), (server) => {
        const url = new URL(server)
        expect(`${url.origin}${url.pathname}`.replace(/\/$/, "")).toBe(server)
        // All of 127.0.0.0/8 is this machine: "127.0.0.1" and "80" side by side are an address of it too.
        if (url.protocol === "http:") expect(url.hostname).toMatch(/^(127(\.\d{1,3}){3}|localhost|\[::1\])$/)
      })
    }), { numRuns: 5000 })
  })

  it("U-30 S24 never repeats a password or query in its refusal", () => {
    for (const text of ["https://me:hunter2@x.org", "me:hunter2@x.org", "https://x.org/?k=hunter2", "https://x.org/#hunter2"]) {
      const error = Either.getOrThrow(Either.flip(parseServerUrl(text)))
      expect([error.code, JSON.stringify(error), error.message, error.why, error.next].join()).not.toContain("hunter2")
      expect(error.code).toBe("SERVER-01")
    }
  })

  it("G-A6 binds to scheme, host and port", () => {
    const [one, other] = ["https://kitty.example.org/base", "http://127.0.0.9:4000"].map((text) => Either.getOrThrow(parseServerUrl(text)))
    expect(one === undefined ? "" : serverOrigin(one)).toBe("https://kitty.example.org")
    expect([one, other].map((server) => server !== undefined && isLoopbackServer(server))).toStrictEqual([false, true])
  })
})
