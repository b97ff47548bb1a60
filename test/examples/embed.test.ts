import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { vi } from "vitest"
import { app } from "../../examples/embed/src/app.js"
import { bodiesOfSmallMission, smallMission, temporaryProject } from "../fixtures/project.js"

const root = path.dirname(path.dirname(import.meta.dirname))
const json = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), "utf8"))
const below = (folder: string): ReadonlyArray<string> =>
  fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort()

/** Runs it and gives what it printed, with the names of the variables that it read. */
const watched = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const real = process.env
      const read = new Set<string>()
      process.env = new Proxy(real, {
        get: (target, name) => {
          read.add(String(name))
          return Reflect.get(target, name)
        }
      })
      return { real, read, log: vi.spyOn(console, "log").mockReturnValue() }
    }),
    ({ log, read }) => Effect.map(effect, (answer) => ({ answer, printed: log.mock.calls.map(([line]) => String(line)), read: [...read] })),
    ({ log, real }) => Effect.sync(() => {
      process.env = real
      log.mockRestore()
    })
  )

describe("examples/embed", () => {
  it.scopedLive("E-07 U-44 another Effect app runs scan and sync with a server, a queue, settings and progress of its own", () =>
    Effect.gen(function*() {
      const project = yield* temporaryProject(smallMission("001-alpha"))
      const folders = { project, home: `${project}-home`, inbox: path.join(project, "inbox") }
      const { printed, read } = yield* watched(app(folders))
      expect(printed).toEqual([
        "progress: scanning 001-alpha",
        "scan: 001-alpha: 6 artifacts",
        "progress: scanning 001-alpha",
        "queue: 10 taken in, 0 already there",
        "progress: sent 7 events",
        "progress: sent 3 bodies",
        "sync: delivered, 3 of 3 bodies, exit code 0"
      ])
      expect(below(path.join(folders.inbox, "bodies", "001-alpha")).map((file) => file.replace(/\.[0-9a-f]{8}$/, "")))
        .toEqual(bodiesOfSmallMission)
      expect(read.filter((name) => /^(SPEC_KITTY|XDG_|HOME$|USERPROFILE$|GIT_|CI$)|proxy/i.test(name))).toEqual([])
    }))

  it("E-07 it imports what the package exports, of the versions that the package is tested with", () => {
    const { dependencies, devDependencies, exports, version } = json("package.json")
    const { paths } = json("tsconfig.json").compilerOptions
    const example = json("examples/embed/package.json")
    const entries = Object.keys(exports).filter((name) => name !== "./package.json")
    expect(entries.map((name) => path.posix.join("spec-kitty-effect", name))).toEqual(Object.keys(paths))
    for (const name of entries) {
      const [file] = paths[path.posix.join("spec-kitty-effect", name)]
      expect(exports[name].types).toBe(file.replace("./src/", "./dist/lib/").replace(/\.ts$/, ".d.ts"))
      expect(exports[name].default).toBe(file.replace("./src/", "./dist/lib/").replace(/\.ts$/, ".js"))
    }
    expect(example.dependencies).toEqual({ effect: dependencies.effect, "spec-kitty-effect": `file:spec-kitty-effect-${version}.tgz` })
    for (const [name, wanted] of Object.entries(example.devDependencies)) expect(wanted, name).toBe(devDependencies[name])
  })
})
