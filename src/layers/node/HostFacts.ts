import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import { HostFacts, type PrivatePath } from "../../services/HostFacts.js"
import { Project } from "../../services/Project.js"
import { Settings } from "../../services/Settings.js"
import { projectFolder } from "./projectFolder.js"

/** As `engines` of package.json says; a test compares the two. */
export const wantedNode = ">=20.19"

const fits = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  return major > 20 || (major === 20 && minor >= 19)
}

/** The folder, or the nearest above it that is there. */
const existing = (folder: string): string => {
  for (let here = folder;; here = path.dirname(here)) {
    if (fs.existsSync(here) || path.dirname(here) === here) return here
  }
}

const attempt = <A>(look: () => A): Effect.Effect<Option.Option<A>> => Effect.option(Effect.try(look))

const modeOf = (name: string): ReadonlyArray<PrivatePath> => {
  const stat = fs.lstatSync(name, { throwIfNoEntry: false })
  return stat === undefined || stat.isSymbolicLink() ? [] : [{ path: name, mode: stat.mode & 0o777 }]
}

/** Of a project's folder. */
const privateNames = ["queue.db", "queue.db-wal", "queue.db-shm", "servers.json"]

const make = Effect.gen(function*() {
  const { home } = yield* Settings
  const { root } = yield* Project
  const running = process.versions.node
  return HostFacts.of({
    node: { running, wanted: wantedNode, fits: fits(running) },
    freeBytes: attempt(() => {
      const { bavail, bsize } = fs.statfsSync(existing(home))
      return bavail * bsize
    }),
    homeWritable: Effect.map(attempt(() => fs.accessSync(existing(home), fs.constants.W_OK)), Option.isSome),
    privatePaths: (project) => {
      const folder = Option.map(project, (uuid) => projectFolder(home, uuid))
      const names = Option.match(folder, {
        onNone: () => [],
        onSome: (it) => [it, ...privateNames.map((name) => path.join(it, name))]
      })
      return Effect.map(
        attempt(() => [path.join(home, "credentials"), ...names].flatMap(modeOf)),
        Option.getOrElse((): ReadonlyArray<PrivatePath> => [])
      )
    },
    overriddenTypes: Effect.map(
      attempt(() =>
        fs.readdirSync(path.join(root, ".kittify", "missions"), { withFileTypes: true })
          .flatMap((entry) => entry.isDirectory() ? [entry.name] : []).sort()),
      Option.getOrElse((): ReadonlyArray<string> => [])
    )
  })
})

/** Node, the file system below `$SPEC_KITTY_HOME`, and the project's folder of overrides. */
export const layer = Layer.effect(HostFacts, make)
