import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as path from "node:path"
import { ProjectUuid, Ulid } from "../../../src/domain/identity/ids.js"
import { MissionIntent } from "../../../src/domain/mission/MissionIntent.js"
import * as LeaseOwner from "../../../src/layers/memory/LeaseOwner.js"
import * as Notices from "../../../src/layers/memory/Notices.js"
import { layer } from "../../../src/layers/node/MissionIntents.js"
import { MissionIntents } from "../../../src/services/MissionIntents.js"
import { type Notices as NoticesService, takeNotices } from "../../../src/services/Notices.js"
import { temporaryFolder } from "./temporary.js"
import { settingsLayer } from "./testSettings.js"

const project = ProjectUuid.make("0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10")
const other = ProjectUuid.make("1f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10")
const [first, second] = [Ulid.make("01KNH2ZK7Q4T9V6W8X0Y1Z2A3B"), Ulid.make("01KNH2ZK7Q4T9V6W8X0Y1Z2A3C")]
const intentOf = (event_id: Ulid) =>
  new MissionIntent({ version: 1, event_id, hidden_directory: `/p/kitty-specs/.001-ä.${event_id}.new`, event_json: '{"a": "ü"}' })

const inHome = <A, E>(use: (home: string) => Effect.Effect<A, E, MissionIntents | NoticesService>) =>
  Effect.flatMap(temporaryFolder, (home) =>
    Effect.provide(use(home), layer.pipe(
      Layer.provideMerge(Notices.layer),
      Layer.provide([settingsLayer({ home }), LeaseOwner.layer("me", new Set(["dead"]))])
    )))
const folderIn = (home: string) => path.join(home, "projects", project, "creating")

describe("what is owed", () => {
  it.scopedLive("I-22 is kept per project, oldest first, byte for byte, and forgotten", () =>
    inHome((home) =>
      Effect.gen(function*() {
        const intents = yield* MissionIntents
        expect(yield* intents.kept(project)).toEqual([])
        yield* intents.keep(project, intentOf(second))
        yield* intents.keep(project, intentOf(first))
        expect((yield* intents.kept(project)).map((it) => ({ ...it }))).toEqual([{ ...intentOf(first) }, { ...intentOf(second) }])
        expect(yield* intents.kept(other)).toEqual([])
        expect(fs.statSync(path.join(folderIn(home), `${first}.json`)).mode & 0o777).toBe(0o600)
        yield* intents.forget(project, first)
        yield* intents.forget(project, first)
        expect((yield* intents.kept(project)).map(({ event_id }) => event_id)).toEqual([second])
      })))

  it.scopedLive("I-22 what can't be read is told with its file, stays, and is in nobody's way", () =>
    inHome((home) =>
      Effect.gen(function*() {
        const intents = yield* MissionIntents
        yield* intents.keep(project, intentOf(second))
        const file = path.join(folderIn(home), `${first}.json`)
        fs.writeFileSync(file, "{")
        fs.writeFileSync(path.join(folderIn(home), ".x.tmp"), "half")
        expect((yield* intents.kept(project)).map(({ event_id }) => event_id)).toEqual([second])
        expect((yield* takeNotices).map(({ code, severity, target }) => [code, severity, target])).toEqual([["CONFIG-01", "warning", file]])
        expect(fs.existsSync(file)).toBe(true)
      })))

  it.scopedLive("I-22 one at a time; the lock of a dead process is taken over, that of another project is another one", () =>
    inHome((home) =>
      Effect.gen(function*() {
        const intents = yield* MissionIntents
        fs.mkdirSync(path.dirname(folderIn(home)), { recursive: true })
        fs.writeFileSync(`${folderIn(home)}.lock`, "dead")
        let inside = 0
        let most = 0
        const work = Effect.gen(function*() {
          most = Math.max(most, ++inside)
          expect(yield* intents.alone(other)(Effect.succeed("in"))).toBe("in")
          yield* Effect.yieldNow()
          inside--
        })
        yield* Effect.all(Array.from({ length: 10 }, () => intents.alone(project)(work)), { concurrency: "unbounded" })
        expect(most).toBe(1)
        expect(fs.existsSync(`${folderIn(home)}.lock`)).toBe(false)
      })))
})
