import * as Effect from "effect/Effect"
import type { SyncReport } from "../../domain/sync/SyncReport.js"
import type { Ledger } from "../../domain/receiver/Ledger.js"
import { DemoStage } from "../../services/DemoStage.js"
import { expectThat } from "./assertions.js"
import { scene, syncJson, typed } from "./show.js"

interface Row {
  readonly mission: string
  readonly path: string
  readonly ours: string
  readonly theirs: string
  readonly posted: number
}

/** Every body of ours beside what the receiver holds for it. */
const sideBySide = (report: SyncReport, ledger: typeof Ledger.Type): ReadonlyArray<Row> =>
  report.missions.flatMap(({ bodies, namespace }) =>
    bodies.filter(({ outcome }) => outcome !== "skipped").map((body) => {
      const there = ledger.bodies.filter((it) =>
        it.namespace.mission_slug === namespace.mission_slug && it.path === body.artifact_path)
      return {
        mission: namespace.mission_slug,
        path: body.artifact_path,
        ours: body.content_hash ?? "",
        theirs: there.map(({ hash }) => hash).join(" and "),
        posted: there.reduce((sum, it) => sum + it.posted, 0)
      }
    })
  )

const printTable = Effect.fn("printTable")(function*(rows: ReadonlyArray<Row>) {
  const { say } = yield* DemoStage
  const width = Math.max(...rows.map(({ path }) => path.length))
  yield* say("")
  yield* say(`  ${"artifact".padEnd(width)}  ours      receiver  posted`)
  let mission = ""
  for (const row of rows) {
    if (row.mission !== mission) yield* say(`  ${row.mission}`)
    mission = row.mission
    yield* say(`  ${row.path.padEnd(width)}  ${row.ours.slice(0, 8)}  ${row.theirs.slice(0, 8)}  ${row.posted}×`)
  }
  yield* say("  (a sync always submits; what the receiver has, it answers already_exists, and keeps it once)")
})

/** The receiver is back, not at its best; one command delivers everything, once. */
export const recoveryScene = Effect.fn("recoveryScene")(function*(server: string, bodies: number) {
  const { ledger, receiver } = yield* DemoStage
  yield* scene(4, "The receiver is back: 404 not indexed twice per path, one 429, and everything arrives once")
  yield* Effect.scoped(Effect.gen(function*() {
    yield* receiver(["--port", new URL(server).port, "--fault", "404-index:2", "--fault", "429:1"])
    yield* typed("sync", "--wait", "30s")
    const report = yield* syncJson("sync", "--wait", "30s")
    const rows = sideBySide(report, yield* ledger)
    yield* printTable(rows)
    const equal = rows.filter(({ ours, theirs }) => ours === theirs).length
    yield* expectThat(`all ${bodies} bodies are there, each once, hashes equal`, equal === bodies, `${equal} are`)
    const again = report.missions.flatMap((it) => it.bodies).filter(({ outcome }) => outcome === "already_exists").length
    yield* expectThat("a second sync confirms each as already there", again === bodies, `${again} were`)
  }))
})
