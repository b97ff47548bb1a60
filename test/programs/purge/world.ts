import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as crypto from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { missionCreate } from "../../../src/compositions/missionCreate.js"
import { purge } from "../../../src/compositions/purge.js"
import { sync } from "../../../src/compositions/sync.js"
import { syncServer } from "../../../src/compositions/syncServer.js"
import { Environment } from "../../../src/layers/node/Settings.js"
import { PurgeEnvelope } from "../../../src/programs/cli/envelopes.js"
import { smallMission, temporaryProject } from "../../fixtures/project.js"
import { type } from "../cli/support.js"

/** Two projects of one user, each with a queue, and a third folder that is none of ours. */
export interface World {
  readonly root: string
  readonly other: string
  readonly home: string
}

/** Runs a line as it was typed in `root`. */
export const run = ({ home }: World, root: string, line: string) =>
  type([...line.split(" "), "--project", root], { handlers: { missionCreate, purge, sync, syncServer } }).pipe(
    Effect.provideService(Environment, {
      PATH: "/usr/local/bin:/usr/bin:/bin",
      HOME: home,
      SPEC_KITTY_HOME: home,
      SPEC_KITTY_TOKEN: "token-of-a-test",
      GIT_CEILING_DIRECTORIES: path.dirname(root)
    })
  )

const decode = Schema.decodeUnknownSync(Schema.parseJson(PurgeEnvelope))

/** `purge ARGS --json`, by its published schema. */
export const purgeJson = (world: World, args = "") =>
  Effect.map(run(world, world.root, `purge${args} --json`), ({ stdout }) => decode(stdout[0]))

/** The project's own folder below the home. */
export const folderOf = ({ home, root }: World): string => {
  const config = fs.readFileSync(path.join(root, ".kittify", "config.yaml"), "utf8")
  return path.join(home, "projects", /uuid: "?([0-9a-f-]{36})/.exec(config)?.[1] ?? "")
}

/** SHA-256 of every file below a folder, by path; but for the shared memory that SQLite leaves to whoever reads next. */
export const digests = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, withFileTypes: true }) : [])
      .filter((entry) => entry.isFile() && !entry.name.endsWith("-shm"))
      .map((entry) => path.join(entry.parentPath, entry.name)).sort()
      .map((file) => [path.relative(folder, file), crypto.createHash("sha256").update(fs.readFileSync(file)).digest("hex")])
  )

/** What of the home is not this project's. */
export const ofOthers = (world: World): Readonly<Record<string, string>> => {
  const own = path.relative(world.home, folderOf(world))
  return Object.fromEntries(Object.entries(digests(world.home)).filter(([file]) => !file.startsWith(own)))
}

/** Both projects have queued and delivered nothing; the home also holds what the original tool left. */
export const world = Effect.gen(function*() {
  const root = yield* temporaryProject(smallMission("001-alpha"))
  const other = yield* temporaryProject(smallMission("001-beta"))
  const made: World = { root, other, home: `${root}-home` }
  for (const project of [root, other]) {
    yield* run(made, project, "sync server http://127.0.0.1:9")
    yield* run(made, project, "sync --offline")
  }
  fs.mkdirSync(path.join(made.home, "queues"))
  for (const name of ["queue.db", "queues/team.db", "clock.json", "credentials", "config.toml"]) {
    fs.writeFileSync(path.join(made.home, name), name === "config.toml" ? "" : `${name} of somebody\n`)
  }
  return made
})
