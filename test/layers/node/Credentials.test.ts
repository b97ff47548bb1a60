import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import { chmodSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"
import * as CredentialsNode from "../../../src/layers/node/Credentials.js"
import * as LeaseOwnerMemory from "../../../src/layers/memory/LeaseOwner.js"
import * as NoticesMemory from "../../../src/layers/memory/Notices.js"
import * as SignInStoreNode from "../../../src/layers/node/SignInStore.js"
import { Credentials } from "../../../src/services/Credentials.js"
import { takeNotices } from "../../../src/services/Notices.js"
import { temporaryFolder } from "./temporary.js"
import { settingsLayer } from "./testSettings.js"

const server = ServerUrl.make("https://kitty.example.org/base")
const access = "eyJhbGciOiJIUzI1NiJ9.canary-5d2f.c2ln"
const now = Date.UTC(2026, 3, 6, 13, 15, 0)
const hour = Date.UTC(2026, 3, 6, 14, 15, 0)

const file = (over: { access?: string; expires?: string; url?: string; user?: string; refresh?: string } = {}) =>
  `[tokens]
access = ${over.access ?? JSON.stringify(access)}
${over.refresh ?? ""}
access_expires_at = ${over.expires ?? JSON.stringify("2026-04-06T14:15:00+00:00")}

[user]
${over.user ?? "username = \"dev@acme.example\"\nteam_slug = \"acme\""}

[server]
url = ${JSON.stringify(over.url ?? "https://kitty.example.org")}
`

const credentialsOf = (home: string, token?: string) =>
  CredentialsNode.layer.pipe(
    Layer.provide(SignInStoreNode.layer),
    Layer.provideMerge(NoticesMemory.layer),
    Layer.provide([
      LeaseOwnerMemory.layer("this-process"),
      settingsLayer({ home, token: Option.map(Option.fromNullable(token), Redacted.make) })
    ])
  )

/** What is told of the token for `target`: when it ends, that it is to be renewed, or why there is none; and the team. */
const ask = (home: string, token?: string, target = server) =>
  Effect.gen(function*() {
    yield* TestClock.setTime(now)
    const credentials = yield* Credentials
    const facts = yield* Effect.either(credentials.describe(target))
    return [
      Either.match(facts, {
        onLeft: (error) => error.cause,
        onRight: ({ expiresAtMs, renewalDue, source }) => renewalDue ? "renewal" : source === "stored" ? expiresAtMs : source
      }),
      yield* credentials.teamSlug(target)
    ]
  }).pipe(Effect.provide(credentialsOf(home, token)))

/** The same with such a file. */
const askWith = (text: string | Uint8Array, target = server) =>
  Effect.gen(function*() {
    const home = yield* temporaryFolder
    writeFileSync(join(home, "credentials"), text, { mode: 0o600 })
    return yield* ask(home, undefined, target)
  })

describe("Credentials", () => {
  it.scoped("B-24 tells of the stored token and team, of SPEC_KITTY_TOKEN above it, and when there is neither", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      expect(yield* ask(home)).toStrictEqual(["no_token", "local"])
      writeFileSync(join(home, "credentials"), file(), { mode: 0o600 })
      expect(yield* ask(home)).toStrictEqual([hour, "acme"])
      expect(yield* ask(home, "from-the-environment")).toStrictEqual(["environment", "acme"])
    }))

  it.scoped("G-A6 S20 the stored token and team are for the origin it was made for alone", () =>
    Effect.gen(function*() {
      const others = [
        "http://127.0.0.1:4000", "https://kitty.example.org:8443", "https://example.org", "https://evil.kitty.example.org"
      ]
      for (const other of others) expect(yield* askWith(file(), ServerUrl.make(other))).toStrictEqual(["other_server", "local"])
      for (const url of ["", "kitty.example.org", "http://kitty.example.org", "https://me@kitty.example.org"]) {
        expect(yield* askWith(file({ url }))).toStrictEqual(["other_server", "local"])
      }
      const home = yield* temporaryFolder
      writeFileSync(join(home, "credentials"), file(), { mode: 0o600 })
      expect(yield* ask(home, "from-the-environment", ServerUrl.make("https://example.org"))).toStrictEqual(["environment", "local"])
      const nowhere = Effect.flatMap(Credentials, ({ teamSlug }) => teamSlug(null))
      expect(yield* Effect.provide(nowhere, credentialsOf(home))).toBe("local")
      expect(yield* askWith(file({ url: "https://KITTY.example.org:443/" }))).toStrictEqual([hour, "acme"])
    }))

  it.scoped("G-A5 U-25 believes an expiry for a minute more, in text or in TOML's own form, and says what comes then", () =>
    Effect.gen(function*() {
      const good: ReadonlyArray<readonly [string, boolean]> = [
        ["\"2026-04-06T13:14:30Z\"", true], ["\"2026-04-06T13:13:30Z\"", false], ["\"2026-04-06T13:15:00\"", true],
        ["2026-04-06T13:15:00Z", true], ["2026-04-06T13:15:00", true], ["2026-04-06T13:13:00+00:00", false],
        ["\"soon\"", false], ["\"\"", false], ["2026-04-06", false]
      ]
      for (const [expires, unexpired] of good) {
        const [without] = yield* askWith(file({ expires }))
        const [renewable] = yield* askWith(file({ expires, refresh: "refresh = \"r\"" }))
        expect([expires, without, renewable]).toStrictEqual([
          expires, unexpired ? expect.any(Number) : "expired", unexpired ? expect.any(Number) : "renewal"
        ])
      }
    }))

  it.scoped("G-A5 G-Q13 no garbage in the file is a crash, cut off at whatever byte", () =>
    Effect.gen(function*() {
      const whole = Buffer.from(file({ user: "team_slug = \"größe\"" }))
      for (let length = 0; length < whole.length; length += 7) {
        const [answer] = yield* askWith(whole.subarray(0, length))
        expect(["no_token", "unreadable", "expired", "other_server"]).toContain(answer)
      }
      const odd = ["tokens = 1", "tokens = 2026-04-06", "[tokens]\naccess = 7", "[tokens]\naccess = [\"a\"]", "[[tokens]]",
        "\uFEFF[tokens]", "[user]\nteam_slug = 3", "[tokens.__proto__]\naccess = \"a\""]
      for (const text of odd) expect((yield* askWith(text))[0]).toMatch(/unreadable|no_token/)
      const garbage = FastCheck.sample(FastCheck.oneof(FastCheck.uint8Array(), FastCheck.string({ unit: "binary" })), 50)
      for (const content of garbage) expect(["unreadable", "no_token"]).toContain((yield* askWith(content))[0])
    }))

  it.scoped("G-A5 a token that no header can carry is none, and whose it is is said", () =>
    Effect.gen(function*() {
      for (const token of ["", "a\r\nx-evil: 1", "naïve", "with space", "x".repeat(10_485_760)]) {
        expect((yield* ask("/nonexistent", token))[0]).toBe("environment_malformed")
      }
      expect((yield* askWith(file({ access: "\"a\\nb\"" })))[0]).toBe("malformed")
      expect((yield* askWith(file({ access: "\"a\\nb\"", refresh: "refresh = \"r\"" })))[0]).toBe("renewal")
      expect(yield* ask("/nonexistent", "alg.none.")).toStrictEqual(["environment", "local"])
    }))

  it.scoped("S23 U-30 notes once that others can read the file, without a word of what is in it", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const path = join(home, "credentials")
      const notices = Effect.gen(function*() {
        const credentials = yield* Credentials
        yield* TestClock.setTime(now)
        yield* credentials.describe(server)
        expect(yield* credentials.teamSlug(server)).toBe("acme")
        return yield* takeNotices
      }).pipe(Effect.provide(credentialsOf(home)))
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
      const home = yield* temporaryFolder
      writeFileSync(join(home, "credentials"), `[tokens]\naccess = "canary-5d2f\n`, { mode: 0o600 })
      const error = yield* Credentials.pipe(
        Effect.flatMap((credentials) => Effect.flip(credentials.describe(server))),
        Effect.provide(credentialsOf(home))
      )
      expect([JSON.stringify(error), String(error), error.message, error.why, error.stack].join()).not.toContain("canary")
      expect(error.why).toBe("the credentials file can't be read or is not in its format")
    }))
})
