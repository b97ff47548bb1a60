import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import { execFileSync } from "node:child_process"
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"
import * as CredentialsNode from "../../../src/layers/node/Credentials.js"
import * as NoticesMemory from "../../../src/layers/memory/Notices.js"
import { Credentials } from "../../../src/services/Credentials.js"
import { takeNotices } from "../../../src/services/Notices.js"
import { Settings } from "../../../src/services/Settings.js"
import { settingsOf } from "../../fixtures/httpTransports.js"

const server = ServerUrl.make("https://kitty.example.org/base")
const access = "eyJhbGciOiJIUzI1NiJ9.canary-5d2f.c2ln"
const now = Date.UTC(2026, 3, 6, 13, 15, 0)
const hour = "2026-04-06T14:15:00.123456+00:00"

const file = (over: { access?: string; expires?: string; url?: string; user?: string } = {}) =>
  `[tokens]
access = ${over.access ?? JSON.stringify(access)}
refresh = "r"
access_expires_at = ${over.expires ?? JSON.stringify(hour)}

[user]
${over.user ?? "username = \"dev@acme.example\"\nteam_slug = \"acme\""}

[server]
url = ${JSON.stringify(over.url ?? "https://kitty.example.org")}
`

const home = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "kitty-credentials-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
)

const credentialsOf = (folder: string, token?: string) =>
  CredentialsNode.layer.pipe(
    Layer.provideMerge(NoticesMemory.layer),
    Layer.provide(Layer.succeed(Settings, settingsOf({}, {
      home: folder,
      token: Option.map(Option.fromNullable(token), Redacted.make)
    })))
  )

/** The token for `target`, or why there is none; and the team. */
const ask = (folder: string, token?: string, target = server) =>
  Effect.gen(function*() {
    yield* TestClock.setTime(now)
    const credentials = yield* Credentials
    const answer = yield* Effect.either(credentials.token(target))
    return [
      Either.match(answer, { onLeft: (error) => error.cause, onRight: Redacted.value }),
      yield* credentials.teamSlug
    ]
  }).pipe(Effect.provide(credentialsOf(folder, token)))

/** The same with such a file. */
const askWith = (text: string | Uint8Array, target = server) =>
  Effect.gen(function*() {
    const folder = yield* home
    writeFileSync(join(folder, "credentials"), text, { mode: 0o600 })
    return yield* ask(folder, undefined, target)
  })

describe("Credentials", () => {
  it.scoped("B-24 takes the stored token and team, SPEC_KITTY_TOKEN above it, and says when there is neither", () =>
    Effect.gen(function*() {
      const folder = yield* home
      expect(yield* ask(folder)).toStrictEqual(["no_token", "local"])
      writeFileSync(join(folder, "credentials"), file(), { mode: 0o600 })
      expect(yield* ask(folder)).toStrictEqual([access, "acme"])
      expect(yield* ask(folder, "from-the-environment")).toStrictEqual(["from-the-environment", "acme"])
    }))

  it.scoped("G-A6 S20 gives the stored token to the origin it was made for alone", () =>
    Effect.gen(function*() {
      const others = [
        "http://127.0.0.1:4000", "https://kitty.example.org:8443", "https://example.org", "https://evil.kitty.example.org"
      ]
      for (const other of others) expect(yield* askWith(file(), ServerUrl.make(other))).toStrictEqual(["other_server", "acme"])
      for (const url of ["", "kitty.example.org", "http://kitty.example.org", "https://me@kitty.example.org"]) {
        expect(yield* askWith(file({ url }))).toStrictEqual(["other_server", "acme"])
      }
      expect(yield* askWith(file({ url: "https://KITTY.example.org:443/" }))).toStrictEqual([access, "acme"])
    }))

  it.scoped("G-A5 believes an expiry for a minute more, in text or in TOML's own form", () =>
    Effect.gen(function*() {
      const table: ReadonlyArray<readonly [string, string]> = [
        ["\"2026-04-06T13:14:30Z\"", access], ["\"2026-04-06T13:13:30Z\"", "expired"], ["\"2026-04-06T13:15:00\"", access],
        ["2026-04-06T13:15:00Z", access], ["2026-04-06T13:15:00", access], ["2026-04-06T13:13:00+00:00", "expired"],
        ["\"soon\"", "expired"], ["\"\"", "expired"], ["2026-04-06", "expired"]
      ]
      for (const [expires, expected] of table) {
        expect([expires, (yield* askWith(file({ expires })))[0]]).toStrictEqual([expires, expected])
      }
    }))

  it.scoped("G-A5 G-Q13 no garbage in the file is a crash, cut off at whatever byte", () =>
    Effect.gen(function*() {
      const whole = Buffer.from(file({ user: "team_slug = \"größe\"" }))
      for (let length = 0; length < whole.length; length += 7) {
        const [answer] = yield* askWith(whole.subarray(0, length))
        expect(["no_token", "unreadable", "expired", "other_server"]).toContain(answer)
      }
      const odd = ["tokens = 1", "[tokens]\naccess = 7", "[tokens]\naccess = [\"a\"]", "[[tokens]]", "\uFEFF[tokens]", "[user]\nteam_slug = 3"]
      for (const text of odd) expect((yield* askWith(text))[0]).toMatch(/unreadable|no_token/)
      const garbage = FastCheck.sample(FastCheck.oneof(FastCheck.uint8Array(), FastCheck.string({ unit: "binary" })), 50)
      for (const content of garbage) expect(["unreadable", "no_token"]).toContain((yield* askWith(content))[0])
    }))

  it.scoped("G-A5 refuses a token that no header can carry, and never says it", () =>
    Effect.gen(function*() {
      for (const token of ["", "a\r\nx-evil: 1", "naïve", "with space", "x".repeat(10_485_760)]) {
        expect((yield* ask("/nonexistent", token))[0]).toBe("malformed")
      }
      expect((yield* askWith(file({ access: "\"a\\nb\"" })))[0]).toBe("malformed")
      expect(yield* ask("/nonexistent", "alg.none.")).toStrictEqual(["alg.none.", "local"])
    }))

  it.scoped("S23 refuses what is no regular file, without waiting on it", () =>
    Effect.gen(function*() {
      const folder = yield* home
      const path = join(folder, "credentials")
      execFileSync("mkfifo", [path])
      expect((yield* ask(folder))[0]).toBe("unreadable")
      rmSync(path)
      writeFileSync(join(folder, "elsewhere"), file(), { mode: 0o600 })
      symlinkSync(join(folder, "elsewhere"), path)
      expect((yield* ask(folder))[0]).toBe("unreadable")
      expect((yield* ask(join(folder, "elsewhere")))[0]).toBe("unreadable")
    }))

  it.scoped("S23 U-30 notes once that others can read the file, without a word of what is in it", () =>
    Effect.gen(function*() {
      const folder = yield* home
      const path = join(folder, "credentials")
      const notices = Effect.gen(function*() {
        const credentials = yield* Credentials
        yield* TestClock.setTime(now)
        expect(Redacted.value(yield* credentials.token(server))).toBe(access)
        expect(yield* credentials.teamSlug).toBe("acme")
        return yield* takeNotices
      }).pipe(Effect.provide(credentialsOf(folder)))
      writeFileSync(path, file())
      for (const mode of [0o644, 0o640, 0o604]) {
        chmodSync(path, mode)
        const noticed = yield* notices
        expect(noticed).toMatchObject([{ severity: "warning", code: "FILE-02", fix: `run chmod 600 ${path}`, target: path }])
        expect(JSON.stringify(noticed)).not.toContain("canary-5d2f")
      }
      chmodSync(path, 0o600)
      expect(yield* notices).toEqual([])
    }))

  it.scoped("S24 U-30 a broken file's text is in no error", () =>
    Effect.gen(function*() {
      const folder = yield* home
      writeFileSync(join(folder, "credentials"), `[tokens]\naccess = "canary-5d2f\n`, { mode: 0o600 })
      const error = yield* Credentials.pipe(
        Effect.flatMap((credentials) => Effect.flip(credentials.token(server))),
        Effect.provide(credentialsOf(folder))
      )
      expect([JSON.stringify(error), String(error), error.message, error.why, error.stack].join()).not.toContain("canary")
      expect(error.why).toBe("the credentials file can't be read or is not in its format")
    }))
})
