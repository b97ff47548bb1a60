import { describe, expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import { type Hidden, nothingHidden } from "../../src/domain/bugreport/Hidden.js"
import { longestText, makeRedactor, redact } from "../../src/domain/redact.js"

const hidden: Hidden = {
  folders: [
    ["/people/mirabelle", "~"],
    ["/people/mirabelle/clients/acme-portal", "<project>"],
    ["/people/mirabelle/.spec-kitty", "<state>"]
  ],
  users: ["mirabelle", "root"],
  hosts: ["mb-laptop-17"],
  servers: ["kitty.acme-corp.example"],
  missions: ["047-secret-merger", "a"],
  artifacts: ["tasks/WP07-buy-globex.md", "research/globex/figures.csv", "notes", "spec.md"],
  secrets: ["tok-5d0b7e91c2a8"],
  kept: ["f".repeat(64)],
  withNames: false
}

describe("S24 U-42 a text that was redacted", () => {
  const rows: ReadonlyArray<readonly [what: string, text: string, said: string]> = [
    ["home", "in /people/mirabelle/.config/spec-kitty/config.toml", "in ~/.config/spec-kitty/config.toml"],
    ["project, which lies below home", "at /people/mirabelle/clients/acme-portal", "at <project>"],
    ["a folder below home that is named after something", "in ~/clients/globex", "in ~/<path>"],
    ["another absolute path", "/srv/globex/data is full", "<path> is full"],
    ["per-user state", "/people/mirabelle/.spec-kitty/projects/d73ed3a9-0759-4327-b131-36c52d4ad076/queue.db",
      "<state>/projects/d73ed3a9-0759-4327-b131-36c52d4ad076/queue.db"],
    ["user and machine", "mirabelle at MB-laptop-17, not root", "<user> at <host>, not root"],
    ["server", "POST https://kitty.acme-corp.example:8443/tenants/9 failed: ENOTFOUND kitty.acme-corp.example",
      "POST https://<server>:8443 failed: ENOTFOUND <server>"],
    ["a server nobody knew", "redirect to https://sso.globex.example/login?next=x", "redirect to https://<server><redacted>"],
    ["a receiver on this machine stays", "http://127.0.0.1:35015 and http://localhost:80/x", "http://127.0.0.1:35015 and http://localhost:80/x"],
    ["user info of a URL", "https://bob:pa/ss@h.example/x", "https://<redacted>@<server>"],
    ["mission and work package", "047-secret-merger/tasks/WP07-buy-globex.md: refused", "mission-1/tasks/artifact-1.md: refused"],
    ["the name alone gives the same pseudonym", "tasks/WP07-buy-globex.md, again WP07-buy-globex.md", "tasks/artifact-1.md, again artifact-1.md"],
    ["below a folder of a class", "research/globex/figures.csv", "research/artifact-1.csv"],
    ["a file that is gone", "kitty-specs/old-mission/research/old thing.md is gone", "kitty-specs/mission-1/research/old artifact-1.md is gone"],
    ["names that every project has", "kitty-specs/047-secret-merger/spec.md and .kittify/config.yaml:3", "kitty-specs/mission-1/spec.md and .kittify/config.yaml:3"],
    ["a short mission stands alone", "a banana, a: gone", "mission-1 banana, mission-1: gone"],
    ["a token, plain, in base64 and in hex", `tok-5d0b7e91c2a8 ${btoa("tok-5d0b7e91c2a8").replace(/=+$/, "")} ${Buffer.from("tok-5d0b7e91c2a8").toString("hex")}`,
      "<redacted> <redacted> <redacted>"],
    ["a JWT", "got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "got <redacted>"],
    ["an authorization header", "Authorization: Bearer abc123", "Authorization: Bearer <redacted>"],
    ["token=…", "token=abc, \"password\": \"hunter2\"", "token=<redacted>, \"password\": \"<redacted>\""],
    ["long base64", "key dGhpcyBpcyBhIHNlY3JldCBvZiBtaW5lIDEyMw== end", "key <redacted> end"],
    ["the hash of the contract stays", `sha256 ${"f".repeat(64)}, ${"e1".repeat(32)}`, `sha256 ${"f".repeat(64)}, <redacted>`],
    ["an address", "mail ana@globex.example, 10.1.2.3", "mail <user>, <host>"]
  ]
  for (const [what, text, said] of rows) {
    it(`hides ${what}`, () => expect(makeRedactor(hidden)(text)).toBe(said))
  }

  it("keeps the names of missions and files where it is told to, and nothing else", () => {
    const shown = makeRedactor({ ...hidden, withNames: true })
    expect(shown("047-secret-merger/tasks/WP07-buy-globex.md of mirabelle at /people/mirabelle/clients/acme-portal/kitty-specs/047-secret-merger/x.md"))
      .toBe("047-secret-merger/tasks/WP07-buy-globex.md of <user> at <project>/kitty-specs/047-secret-merger/x.md")
  })

  it("gives one thing one pseudonym throughout a report, and leaves numbers and the report's own words", () => {
    expect(redact({ ...hidden, missions: ["pending"] })({ kind: "pending", n: 3, why: null, all: ["pending x", { subject: "pending" }] }))
      .toEqual({ kind: "pending", n: 3, why: null, all: ["mission-1 x", { subject: "mission-1" }] })
  })
})

const long = fc.stringMatching(/^[a-z0-9]{4}-[a-z]{4}[0-9]{4}$/)
const around = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("/", "kitty-specs/", "=", "%2F", "<", "mission-1", "https://", "artifact-2.md"))

describe("S24 whatever stands around it", () => {
  it("no name and no secret survives", () => {
    const kinds: ReadonlyArray<(canary: string) => Partial<Hidden>> = [
      (it) => ({ secrets: [it] }), (it) => ({ missions: [it] }), (it) => ({ artifacts: [`research/${it}.md`, it] }),
      (it) => ({ servers: [it] }), (it) => ({ folders: [[`/people/${it}`, "~"]], users: [it] })
    ]
    fc.assert(fc.property(long, around, around, fc.nat(kinds.length - 1), (canary, before, after, kind) => {
      const parts = kinds[kind]?.(`canary${canary}`) ?? {}
      // A name of a person is looked for as a word.
      const edge = parts.users === undefined ? "" : " "
      const said = makeRedactor({ ...nothingHidden, ...parts })(`${before}${edge}canary${canary}${edge}${after}`)
      expect(said).not.toContain(canary)
    }), { numRuns: 1000 })
  })

  it("no text grows beyond its bound, redacted once or twice", () => {
    const words = fc.constantFrom(
      "/people/mirabelle", "mirabelle", "047-secret-merger", "tasks/WP07-buy-globex.md", "tok-5d0b7e91c2a8", "https://kitty.acme-corp.example/x",
      "https://u:p@h/", "Bearer x", "<redacted>", "mission-1", "artifact-1.md", "/", ".", "a", "notes", " ", "kitty-specs/", "token=", "~", "😀", "x.md", "A1".repeat(20)
    )
    fc.assert(fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 60 }), (parts) => {
      const once = makeRedactor(hidden)(parts.join(""))
      for (const said of [once, makeRedactor(hidden)(once)]) expect(Array.from(said).length).toBeLessThanOrEqual(longestText)
    }), { numRuns: 1000 })
  })

  it("a long text is cut, never within a mark", () => {
    const said = makeRedactor({ ...nothingHidden, secrets: ["canary-token"] })("canary-token ".repeat(100))
    expect(said.replaceAll("<redacted>", "").trim().replace(/[ …]/g, "")).toBe("")
  })
})
