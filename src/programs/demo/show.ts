import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { SyncReport, SyncStatus } from "../../domain/sync/SyncReport.js"
import { ScanReport } from "../../domain/dossier/ScanReport.js"
import { UpgradeReport } from "../../domain/upgrade/UpgradeReport.js"
import { DemoStage, type RunResult, StageFailed } from "../../services/DemoStage.js"

/** A headline of the story. */
export const scene = Effect.fn("scene")(function*(number: number, title: string) {
  const { say } = yield* DemoStage
  yield* say("")
  yield* say(`━━ ${number}. ${title}`)
})

/** Runs a command in front of the audience: the line typed, then what it printed. */
export const typed = Effect.fn("typed")(function*(...args: ReadonlyArray<string>) {
  const { run, say } = yield* DemoStage
  yield* say("")
  yield* say(`$ spec-kitty ${args.join(" ")}`)
  const result = yield* run(args)
  for (const line of `${result.stdout}${result.stderr}`.trimEnd().split("\n")) yield* say(line)
  return result
})

const decodeData = <A, I>(data: Schema.Schema<A, I>) => {
  const decode = Schema.decodeUnknown(Schema.parseJson(Schema.Struct({ exit_code: Schema.Int, data })))
  return (result: RunResult) =>
    Effect.mapError(
      Effect.map(decode(result.stdout), (envelope) => envelope.data),
      () => new StageFailed({ detail: `a command did not print its JSON (exit ${result.exitCode}): ${result.stderr}` })
    )
}

const scanData = decodeData(ScanReport)
const syncData = decodeData(SyncReport)
const statusData = decodeData(SyncStatus)
const upgradeData = decodeData(UpgradeReport)

/** The same command behind the curtain, for its JSON. */
export const scanJson = Effect.fn("scanJson")(function*(...args: ReadonlyArray<string>) {
  return yield* scanData(yield* (yield* DemoStage).run([...args, "--json"]))
})
export const syncJson = Effect.fn("syncJson")(function*(...args: ReadonlyArray<string>) {
  return yield* syncData(yield* (yield* DemoStage).run([...args, "--json"]))
})
export const statusJson = Effect.fn("statusJson")(function*(...args: ReadonlyArray<string>) {
  return yield* statusData(yield* (yield* DemoStage).run([...args, "--json"]))
})
export const upgradeJson = Effect.fn("upgradeJson")(function*(...args: ReadonlyArray<string>) {
  return yield* upgradeData(yield* (yield* DemoStage).run([...args, "--json"]))
})
