import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import { ProjectUuid } from "../../../src/domain/identity/ids.js"
import { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"
import { ServerConsent } from "../../../src/services/ServerConsent.js"
import { serverConsentLaws } from "../../../src/laws/serverConsent.js"
import { checkoutLayer, git } from "./checkout.js"
import { temporaryFolder, writeFiles } from "./temporary.js"

const uuid = ProjectUuid.make("0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10")
const server = ServerUrl.make("https://kitty.example")

/** A committed project, a worktree, a clone and a copy of it, with one folder for the user's state. */
const scene = Effect.map(temporaryFolder, (folder) => {
  const at = (name: string) => path.join(folder, name)
  writeFiles(at("project"), [[".kittify/config.yaml", `project:\n  uuid: ${uuid}\nsync:\n  server_url: https://evil.example\n`]])
  git(at("project"), "init", "-q")
  git(at("project"), "add", ".")
  git(at("project"), "commit", "-q", "-m", "first")
  git(at("project"), "worktree", "add", "-q", at("worktree"), "-b", "other")
  git(folder, "clone", "-q", at("project"), at("clone"))
  fs.cpSync(at("project"), at("copy"), { recursive: true })
  const consent = <A, E>(name: string, use: (service: typeof ServerConsent.Service) => Effect.Effect<A, E>) =>
    Effect.provide(Effect.flatMap(ServerConsent, use), checkoutLayer(at(name), at("home")))
  return { at, consent, file: path.join(at("home"), "state", "projects", uuid, "servers.json") }
})

serverConsentLaws("node", (effect) =>
  Effect.flatMap(temporaryFolder, (folder) => {
    writeFiles(folder, [["project/.kittify/config.yaml", ""]])
    return Effect.provide(effect, checkoutLayer(path.join(folder, "project"), path.join(folder, "home")))
  }))

describe("consent on disk", () => {
  it.scopedLive("S21 S22 U-28 a server and a uuid that a repository brings along grant nothing", () =>
    Effect.gen(function*() {
      const { consent } = yield* scene
      expect(yield* consent("project", (service) => service.get(uuid))).toEqual(Option.none())
      yield* consent("project", (service) => service.set(uuid, server))
      const seen = yield* Effect.forEach(["project", "worktree", "clone", "copy"], (name) =>
        consent(name, (service) => service.get(uuid)))
      expect(seen).toEqual([Option.some(server), Option.some(server), Option.none(), Option.none()])
    }))

  it.scopedLive("S22 clearing one clone leaves the other's consent", () =>
    Effect.gen(function*() {
      const { consent } = yield* scene
      yield* consent("project", (service) => service.set(uuid, server))
      yield* consent("clone", (service) => service.set(uuid, server))
      yield* consent("worktree", (service) => service.clear(uuid))
      expect(yield* consent("project", (service) => service.get(uuid))).toEqual(Option.none())
      expect(yield* consent("clone", (service) => service.get(uuid))).toEqual(Option.some(server))
    }))

  it.scopedLive("S23 U-30 the file is 0600, its folders 0700, also where they were open before", () =>
    Effect.gen(function*() {
      const { consent, file } = yield* scene
      fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 })
      yield* consent("project", (service) => service.set(uuid, server))
      expect(fs.statSync(file).mode & 0o777).toBe(0o600)
      expect(fs.statSync(path.dirname(file)).mode & 0o777).toBe(0o700)
      expect(fs.readdirSync(path.dirname(file))).toEqual(["servers.json"])
    }))

  it.scopedLive("S22 what can't be read, has another shape or others may write is no consent", () =>
    Effect.gen(function*() {
      const { at, consent, file } = yield* scene
      yield* consent("project", (service) => service.set(uuid, server))
      const good = fs.readFileSync(file, "utf8")
      const bad = ["", "{", "[]", good.replace("1", "2"), good.replace(server, "http://kitty.example"), good.slice(0, -4)]
      for (const text of bad) {
        fs.writeFileSync(file, text)
        expect(yield* consent("project", (service) => service.get(uuid))).toEqual(Option.none())
      }
      fs.writeFileSync(file, good)
      fs.chmodSync(file, 0o666)
      expect(yield* consent("project", (service) => service.get(uuid))).toEqual(Option.none())
      fs.chmodSync(file, 0o600)
      expect(yield* consent("project", (service) => service.get(uuid))).toEqual(Option.some(server))
      expect(git(at("project"), "status", "--porcelain")).toBe("")
    }))

  it.scopedLive("G-Q12 a write that can't be made leaves the consent that was there", () =>
    Effect.gen(function*() {
      const { consent, file } = yield* scene
      yield* consent("project", (service) => service.set(uuid, server))
      fs.renameSync(file, `${file}.real`)
      fs.symlinkSync(`${file}.real`, file)
      const error = yield* Effect.flip(consent("project", (service) => service.clear(uuid)))
      expect(error).toMatchObject({ _tag: "StateNotWritable", path: file })
      expect(fs.lstatSync(file).isSymbolicLink()).toBe(true)
      expect(yield* consent("project", (service) => service.get(uuid))).toEqual(Option.some(server))
    }))
})
