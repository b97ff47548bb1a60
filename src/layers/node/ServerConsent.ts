import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import { StateNotWritable } from "../../domain/identity/projectErrors.js"
import { parseServerUrl } from "../../domain/sync/parseServerUrl.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { Git } from "../../services/Git.js"
import { type LeaseOwner } from "../../services/LeaseOwner.js"
import { Project } from "../../services/Project.js"
import { ServerConsent } from "../../services/ServerConsent.js"
import { Settings } from "../../services/Settings.js"
import { writeFileAtomic } from "./atomicWrite.js"
import { withFileLock } from "./fileLock.js"
import { projectFolder } from "./projectFolder.js"

/** `servers.json`: real path of the common git directory (or of the project without git) → where it may send. */
const Servers = Schema.parseJson(
  Schema.Struct({
    version: Schema.Literal(1),
    servers: Schema.Record({ key: Schema.String, value: Schema.String })
  }),
  { space: 2 }
)
type Servers = typeof Servers.Type

const fileOf = Effect.fn("ServerConsent.fileOf")(function*(project: ProjectUuid) {
  const path = yield* Path.Path
  return path.join(projectFolder((yield* Settings).home, project), "servers.json")
})

/** Absent, unreadable, of another shape or writable by others: all of it is no consent (S22). */
const read = Effect.fn("ServerConsent.read")(function*(file: string) {
  const fileSystem = yield* FileSystem.FileSystem
  const info = yield* fileSystem.stat(file)
  if (info.type !== "File" || (process.platform !== "win32" && (info.mode & 0o022) !== 0)) return Option.none<Servers>()
  return yield* Effect.option(Effect.flatMap(fileSystem.readFileString(file), Schema.decode(Servers)))
}, Effect.orElseSucceed(() => Option.none<Servers>()))

/** The clone this is. Its UUID is committed, so a copied repository has the same; its place on this disk it has not. */
const cloneKey = Effect.gen(function*() {
  const { commonDirectory } = yield* Git
  const { root } = yield* Project
  return Option.getOrElse(yield* commonDirectory, () => root)
})

const get = Effect.fn("ServerConsent.get")(function*(project: ProjectUuid) {
  const servers = yield* read(yield* fileOf(project))
  const key = yield* cloneKey
  return servers.pipe(
    Option.filter((file) => Object.hasOwn(file.servers, key)),
    Option.flatMap((file) => Option.fromNullable(file.servers[key])),
    Option.flatMap((url) => Option.getRight(parseServerUrl(url)))
  )
})

const closeFolder = (folder: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fileSystem) =>
    fileSystem.makeDirectory(folder, { recursive: true, mode: 0o700 }).pipe(
      // An older one may be open to others, and `mkdir` leaves the mode of what exists.
      Effect.andThen(fileSystem.chmod(folder, 0o700)),
      Effect.mapError((error) => new StateNotWritable({ path: folder, detail: error.message }))
    ))

const update = Effect.fn("ServerConsent.update")(function*(project: ProjectUuid, server: Option.Option<ServerUrl>) {
  const path = yield* Path.Path
  const file = yield* fileOf(project)
  const key = yield* cloneKey
  yield* closeFolder(path.dirname(file))
  yield* Effect.gen(function*() {
    const before = Option.match(yield* read(file), { onNone: () => [], onSome: ({ servers }) => Object.entries(servers) })
    const others = before.filter(([clone]) => clone !== key)
    const servers = Object.fromEntries(Option.isSome(server) ? [...others, [key, server.value]] : others)
    const text = yield* Effect.orDie(Schema.encode(Servers)({ version: 1, servers }))
    yield* writeFileAtomic(file, `${text}\n`, { mode: 0o600, durable: true })
  }).pipe(withFileLock(`${file}.lock`))
})

/** `$SPEC_KITTY_HOME/projects/<uuid>/servers.json`, 0600 in folders of 0700. */
export const layer = Layer.effect(
  ServerConsent,
  Effect.gen(function*() {
    const context = yield* Effect.context<FileSystem.FileSystem | Path.Path | Git | LeaseOwner | Project | Settings>()
    return ServerConsent.of({
      get: (project) => Effect.provide(get(project), context),
      set: (project, server) => Effect.provide(update(project, Option.some(server)), context),
      clear: (project) => Effect.provide(update(project, Option.none()), context)
    })
  })
)
