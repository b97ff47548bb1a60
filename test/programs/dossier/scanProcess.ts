/** A process that scans the project at its first argument and prints what it found, without moments and ids of the run. */
import * as Effect from "effect/Effect"
import { testingLayer } from "../../../src/layers/Testing.js"
import { scanMissions } from "../../../src/programs/dossier/scanMissions.js"

const [directory = "."] = process.argv.slice(2)

const ofTheRun = new Set(["indexed_at", "computed_at", "snapshot_id", "run_id", "mission_run_id"])

const scan = scanMissions({ selection: { _tag: "All" }, step: null, emit: false }).pipe(
  Effect.map(({ data }) => JSON.stringify(data.missions, (key, value: unknown) => ofTheRun.has(key) ? undefined : value)),
  Effect.provide(testingLayer(directory))
)

Effect.runPromise(scan).then(
  (text) => process.stdout.write(text),
  (error: unknown) => {
    process.stderr.write(String(error))
    process.exitCode = 1
  }
)
