import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Environment } from "../../../src/layers/node/Settings.js"
import * as Settings from "../../../src/layers/node/Settings.js"
import * as SettingsOrigins from "../../../src/layers/node/SettingsOrigins.js"
import { listSettings } from "../../../src/programs/config/list.js"
import * as Services from "../../../src/services/Settings.js"
import { temporaryProject, writeFiles } from "../../fixtures/project.js"

type Variables = Readonly<Record<string, string>>

const project = (config: string, user = "") =>
  Effect.gen(function*() {
    const root = yield* temporaryProject({ ".kittify/config.yaml": config })
    yield* writeFiles(`${root}-home`, user === "" ? {} : { "config.toml": user }).pipe(Effect.provide(NodeContext.layer))
    return root
  })

const provided = (root: string, variables: Variables) =>
  Layer.mergeAll(NodeContext.layer, Layer.succeed(Environment, { SPEC_KITTY_HOME: `${root}-home`, ...variables }))

const listed = (root: string, variables: Variables = {}, flags = {}) =>
  listSettings.pipe(
    Effect.provide(SettingsOrigins.layer({ projectRoot: root, flags })),
    Effect.provide(provided(root, variables))
  )

const entryOf = (name: string) => <E, R>(outcome: Effect.Effect<Effect.Effect.Success<ReturnType<typeof listed>>, E, R>) =>
  Effect.map(outcome, ({ data }) => data.settings.find((entry) => entry.name === name))

describe("config list", () => {
  it.scoped("U-19 tells the winner with its line, and what it overrode, nearest first", () =>
    Effect.gen(function*() {
      const root = yield* project("# ours\nsync:\n  max_body_bytes: 1000\n", "[sync]\nmax_body_bytes = 2000\n")
      const entry = yield* listed(root, { SPEC_KITTY_MAX_BODY_BYTES: "3000" }, { maxBodyBytes: 4000 }).pipe(entryOf("sync.max_body_bytes"))
      expect(entry?.value).toBe(4000)
      expect(entry?.origin).toMatchObject({ kind: "flag", name: "--max-body-bytes" })
      expect(entry?.overrides.map(({ origin, value }) => [value, origin.kind, origin.line])).toEqual([
        [3000, "variable", null], [1000, "file", 3], [2000, "file", null], [524_288, "built_in", null]
      ])
    }))

  it.scoped("U-19 what it tells is what Settings resolve", () =>
    Effect.gen(function*() {
      const root = yield* project("sync:\n  concurrency: 3\n  total_timeout_ms: 1234\n", "[sync]\nqueue_max = 7\n")
      const settings = yield* Services.Settings.pipe(
        Effect.provide(Settings.layer({ projectRoot: root })), Effect.provide(provided(root, {}))
      )
      const value = (name: string) => Effect.map(entryOf(name)(listed(root)), (entry) => entry?.value)
      expect(yield* value("sync.concurrency")).toBe(settings.concurrency)
      expect(yield* value("sync.queue_max")).toBe(settings.queueMaxItems)
      expect(yield* value("sync.total_timeout_ms")).toBe(1234)
      expect(yield* value("SPEC_KITTY_HOME")).toBe(settings.home)
    }))

  it.scoped("U-19 U-21 a value that can't be used is a finding with its file and line, and the rest is told", () =>
    Effect.gen(function*() {
      const root = yield* project("sync:\n  concurrency: many\n  queue_max: 5\n")
      const { data, diagnostics, exitCode } = yield* listed(root)
      expect(exitCode).toBe(3)
      expect(diagnostics.map(({ code, line, target }) => [code, line, target])).toEqual([["CONFIG-01", 2, `${root}/.kittify/config.yaml`]])
      expect(data.settings.find(({ name }) => name === "sync.queue_max")?.value).toBe(5)
    }))

  it.scoped("U-30 S24 secrets are told as set, and never as they are", () =>
    Effect.gen(function*() {
      const root = yield* project("sync:\n  server_url: https://canary-name:canary-pass@evil.example/x?canary-query\n")
      const outcome = yield* listed(root, {
        SPEC_KITTY_TOKEN: "canary-token",
        HTTPS_PROXY: "http://canary-user:canary-word@proxy.example:3128",
        SPEC_KITTY_SAAS_URL: "https://canary-other@saas.example"
      })
      expect(JSON.stringify(outcome)).not.toContain("canary")
      expect(JSON.stringify(outcome)).toContain("proxy.example:3128")
      expect(outcome.data.settings.find(({ name }) => name === "SPEC_KITTY_TOKEN")?.value).toBe("set, not shown")
    }))

  it.scoped("U-19 of the user's files the first that exists is read, and it is said which", () =>
    Effect.gen(function*() {
      const root = yield* project("", "[sync]\nconcurrency = 2\n")
      const { data } = yield* listed(root)
      expect(data.files).toEqual([
        { file: `${root}/.kittify/config.yaml`, present: true, used: true },
        { file: `${root}-home/config.toml`, present: true, used: true }
      ])
    }))
})
