import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as fs from "node:fs"
import * as path from "node:path"
import { Diagnostic } from "../../domain/Diagnostic.js"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import { ConfigInvalid, StateNotWritable } from "../../domain/identity/projectErrors.js"
import { MissionIntent } from "../../domain/mission/MissionIntent.js"
import { LeaseOwner } from "../../services/LeaseOwner.js"
import { MissionIntents } from "../../services/MissionIntents.js"
import { Notices } from "../../services/Notices.js"
import { Settings } from "../../services/Settings.js"
import { writeFileAtomic } from "./atomicWrite.js"
import { withFileLock } from "./fileLock.js"
import { readStateFile } from "./missions/readStateFile.js"
import { projectFolder } from "./projectFolder.js"
import { describeCause } from "./systemError.js"

const maxIntentBytes = 1024 * 1024
const intentFile = /^[0-7][0-9A-HJKMNP-TV-Z]{25}\.json$/

const IntentText = Schema.parseJson(MissionIntent)
const decodeIntent = Schema.decodeEither(IntentText)
const encodeIntent = Schema.encodeSync(IntentText)

/** Names of the files, in the order of the moments they were made: a ULID begins with its own. */
const namesIn = (folder: string): Effect.Effect<ReadonlyArray<string>> =>
  Effect.orElseSucceed(Effect.try(() => fs.readdirSync(folder).filter((name) => intentFile.test(name)).sort()), () => [])

const unusable = (file: string, detail: string) =>
  Diagnostic.of(new ConfigInvalid({ file, line: null, detail }), "warning")

const make = Effect.gen(function*() {
  const { home } = yield* Settings
  const notices = yield* Notices
  const owner = yield* LeaseOwner
  const folderOf = (project: ProjectUuid) => path.join(projectFolder(home, project), "creating")
  const fileOf = (project: ProjectUuid, eventId: string) => path.join(folderOf(project), `${eventId}.json`)

  const read = Effect.fn("MissionIntents.read")(function*(file: string) {
    const content = yield* readStateFile(file, maxIntentBytes)
    // Settled by another process since the folder was listed.
    if (content._tag === "Absent") return []
    const found = content._tag === "Text"
      ? Either.mapLeft(decodeIntent(content.text), () => "it is not of the shape that is written there")
      : Either.left(content.detail)
    if (Either.isRight(found)) return [found.right]
    yield* notices.add(unusable(file, found.left))
    return []
  })

  return MissionIntents.of({
    alone: (project) => <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      Effect.flatMap(Effect.context<R>(), (context) =>
        Effect.mapInputContext(effect, (_: Context.Context<never>) => context).pipe(
          withFileLock(`${folderOf(project)}.lock`),
          Effect.provideService(LeaseOwner, owner)
        )),
    keep: (project, intent) =>
      Effect.suspend(() =>
        writeFileAtomic(fileOf(project, intent.event_id), `${encodeIntent(intent)}\n`, { mode: 0o600, durable: true })),
    kept: (project) =>
      Effect.flatMap(namesIn(folderOf(project)), (names) =>
        Effect.map(
          Effect.forEach(names, (name) => read(path.join(folderOf(project), name))),
          (found) => found.flat()
        )),
    forget: (project, eventId) =>
      Effect.try({
        try: () => fs.rmSync(fileOf(project, eventId), { force: true }),
        catch: (cause) => new StateNotWritable({ path: fileOf(project, eventId), detail: describeCause(cause) })
      })
  })
})

/** `$SPEC_KITTY_HOME/projects/<uuid>/creating/<event id>.json`, and a lock beside the folder. */
export const layer = Layer.effect(MissionIntents, make)
