import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as path from "node:path"
import * as NodeSettings from "../../../src/layers/node/Settings.js"
import { Settings } from "../../../src/services/Settings.js"
import { temporaryFolder, writeFiles } from "./temporary.js"

type Variables = Readonly<Record<string, string>>

const resolve = (variables: Variables, options: NodeSettings.SettingsOptions = {}) =>
  Effect.provide(
    Settings,
    NodeSettings.layer(options).pipe(
      Layer.provide([NodeContext.layer, Layer.succeed(NodeSettings.Environment, variables)])
    )
  )

describe("settings", () => {
  it.scoped("U-18 without anything said the documented defaults hold, in ~/.spec-kitty", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const settings = yield* resolve({ HOME: home })
      expect(settings).toMatchObject({
        home: path.join(home, ".spec-kitty"),
        maxBodyBytes: 524_288,
        maxFileBytes: 268_435_456,
        queueMaxItems: 100_000,
        queueMaxBytes: 1_073_741_824,
        concurrency: 8,
        sendingDenied: false,
        testAck: false
      })
      expect(Option.isNone(settings.token) && Option.isNone(settings.serverOverride)).toBe(true)
      expect(Duration.toMillis(settings.http.totalTimeout)).toBe(30_000)
    }))

  it.scoped("U-18 SPEC_KITTY_HOME moves all state, config.toml with it", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const home = path.join(folder, "moved")
      writeFiles(folder, [
        ["moved/config.toml", "[sync]\nconcurrency = 3\n"],
        ["xdg/spec-kitty/config.toml", "[sync]\nconcurrency = 4\n"],
        [".spec-kitty/config.toml", "[sync]\nconcurrency = 5\n"]
      ])
      const settings = yield* resolve({ HOME: folder, XDG_CONFIG_HOME: path.join(folder, "xdg"), SPEC_KITTY_HOME: home })
      expect(settings).toMatchObject({ home, concurrency: 3 })
    }))

  it.scoped("U-18 config.toml is looked for in the XDG folder, then where the original tool has it", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const xdg = path.join(folder, "xdg")
      writeFiles(folder, [[".spec-kitty/config.toml", "[sync]\nmax_queue_size = 5\n"]])
      expect((yield* resolve({ HOME: folder, XDG_CONFIG_HOME: xdg })).queueMaxItems).toBe(5)
      writeFiles(folder, [["xdg/spec-kitty/config.toml", "[sync]\nqueue_max = 6\n"]])
      expect((yield* resolve({ HOME: folder, XDG_CONFIG_HOME: xdg })).queueMaxItems).toBe(6)
      expect((yield* resolve({ HOME: folder, XDG_CONFIG_HOME: "relative" })).queueMaxItems).toBe(5)
    }))

  it.scoped("B-10 B-20 flag, environment, named file, project, user: the first that says something wins", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      writeFiles(folder, [
        [".config/spec-kitty/config.toml", "[sync]\nmax_body_bytes = 1\nqueue_max = 11\n[dossier]\nmax_file_bytes = 21\n"],
        ["project/.kittify/config.yaml", "sync: {max_body_bytes: 2, queue_max: 12}\n"],
        ["named.yaml", "sync:\n  max_body_bytes: 3\n"]
      ])
      const options = { projectRoot: path.join(folder, "project") }
      const named = { ...options, configFile: path.join(folder, "named.yaml") }
      const variables = { HOME: folder, SPEC_KITTY_MAX_BODY_BYTES: "4" }
      const values = yield* Effect.all([
        resolve({ HOME: folder }),
        resolve({ HOME: folder }, options),
        resolve({ HOME: folder }, named),
        resolve(variables, named),
        resolve(variables, { ...named, flags: { maxBodyBytes: 5 } })
      ])
      expect(values.map((settings) => settings.maxBodyBytes)).toEqual([1, 2, 3, 4, 5])
      expect(values.map((settings) => settings.queueMaxItems)).toEqual([11, 12, 12, 12, 12])
      expect(values.map((settings) => settings.maxFileBytes)).toEqual([21, 21, 21, 21, 21])
    }))

  it.scoped.each([
    [{ SPEC_KITTY_QUEUE_MAX: "many" }, "SPEC_KITTY_QUEUE_MAX", null],
    [{ SPEC_KITTY_QUEUE_MAX: "-1" }, "SPEC_KITTY_QUEUE_MAX", null],
    [{ SPEC_KITTY_MAX_BODY_BYTES: "0x10" }, "SPEC_KITTY_MAX_BODY_BYTES", null],
    [{ SPEC_KITTY_MAX_BODY_BYTES: "0" }, "SPEC_KITTY_MAX_BODY_BYTES", null]
  ] as const)("U-21 %o is refused by its name", ([variables, file, line]) =>
    Effect.map(Effect.flip(resolve(variables)), (error) => {
      expect(error).toMatchObject({ _tag: "ConfigInvalid", file, line, detail: expect.stringContaining("whole number from 1") })
    }))

  it.scoped.each([
    ["named.yaml", "a: 1\nsync:\n  concurrency: lots\n", 3],
    ["named.yaml", "a: [\n", 2],
    ["named.toml", "[sync]\nconcurrency = \"lots\"\n", null],
    ["named.toml", "[sync\n", 1]
  ] as const)("U-21 a bad %s (%j) is refused by file and line", ([name, text, line]) =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      writeFiles(folder, [[name, text]])
      const configFile = path.join(folder, name)
      expect(yield* Effect.flip(resolve({}, { configFile }))).toMatchObject({ _tag: "ConfigInvalid", file: configFile, line })
    }))

  it.effect("U-21 a file named by --config must exist", () =>
    Effect.map(Effect.flip(resolve({}, { configFile: "/nonexistent/x.yaml" })), (error) => {
      expect(error).toMatchObject({ _tag: "ConfigInvalid", file: "/nonexistent/x.yaml" })
    }))

  it.scoped("U-28 S21 the environment can deny; 1 does not grant, and a repository's server is shown and never a target", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const file = path.join(folder, ".kittify", "config.yaml")
      writeFiles(folder, [[".kittify/config.yaml", "sync:\n  server_url: https://evil.example\n  enabled: true\n  token: stolen\n"]])
      const options = { projectRoot: folder }
      expect((yield* resolve({ SPEC_KITTY_ENABLE_SAAS_SYNC: "0" }, options)).sendingDenied).toBe(true)
      const granted = yield* resolve({ SPEC_KITTY_ENABLE_SAAS_SYNC: "1" }, options)
      expect(granted.sendingDenied).toBe(false)
      expect([granted.serverOverride, granted.token]).toEqual([Option.none(), Option.none()])
      const { serverNamedByRepository, ...rest } = granted
      expect(serverNamedByRepository).toEqual(Option.some({ url: "https://evil.example", file, line: 2 }))
      expect(JSON.stringify(rest)).not.toContain("evil.example")
    }))

  it.scoped("S21 only the project's own file names a server for the repository, and only as a text", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      writeFiles(folder, [
        [".config/spec-kitty/config.toml", "[sync]\nserver_url = \"https://user.example\"\n"],
        ["named.yaml", "sync: {server_url: https://named.example}\n"]
      ])
      for (const value of ["7", "''", "[https://a.example]", "null"]) {
        writeFiles(folder, [[".kittify/config.yaml", `sync: {server_url: ${value}}\n`]])
        const settings = yield* resolve({ HOME: folder }, { projectRoot: folder, configFile: path.join(folder, "named.yaml") })
        expect(settings.serverNamedByRepository).toEqual(Option.none())
      }
    }))

  it.effect("U-28 the switch does not fail open: every word for no denies, and one it does not know is refused", () =>
    Effect.gen(function*() {
      for (const word of ["0", "false", "No", " off "]) {
        expect((yield* resolve({ SPEC_KITTY_ENABLE_SAAS_SYNC: word })).sendingDenied).toBe(true)
      }
      for (const word of ["1", "true", "", "YES"]) {
        expect((yield* resolve({ SPEC_KITTY_ENABLE_SAAS_SYNC: word })).sendingDenied).toBe(false)
      }
      const refused = yield* Effect.flip(resolve({ SPEC_KITTY_ENABLE_SAAS_SYNC: "never" }))
      expect(refused._tag).toBe("ConfigInvalid")
    }))

  it.effect("U-31 HTTPS_PROXY and NO_PROXY are taken in either case; without them there is no proxy", () =>
    Effect.gen(function*() {
      const { http } = yield* resolve({ https_proxy: "http://user:secret@proxy.example:3128", NO_PROXY: "kitty.example" })
      expect(http.proxy?.bypass).toBe("kitty.example")
      expect(JSON.stringify(http)).not.toContain("secret")
      expect((yield* resolve({})).http.proxy).toBeUndefined()
    }))

  it.effect("U-30 the token is redacted wherever it is printed", () =>
    Effect.map(resolve({ SPEC_KITTY_TOKEN: " canary-7f3a \n", SPEC_KITTY_SAAS_URL: "https://kitty.example" }), (settings) => {
      expect(`${JSON.stringify(settings)} ${Option.match(settings.token, { onNone: () => "", onSome: String })}`).not.toContain("canary")
      expect(Option.map(settings.token, Redacted.value)).toEqual(Option.some("canary-7f3a"))
      expect(settings.serverOverride).toEqual(Option.some("https://kitty.example"))
    }))

  it.effect("U-18 an empty variable counts as absent", () =>
    Effect.map(resolve({ HOME: "/h", SPEC_KITTY_HOME: "", SPEC_KITTY_TOKEN: " ", SPEC_KITTY_QUEUE_MAX: "" }), (settings) => {
      expect(settings).toMatchObject({ home: "/h/.spec-kitty", queueMaxItems: 100_000, token: Option.none() })
    }))
})
