import * as Effect from "effect/Effect"
import { expectThat } from "./assertions.js"
import { scanJson, scene, typed } from "./show.js"

/** Scan: three missions of three types, the odd files named. Returns how many bodies are to be delivered. */
export const scanScene = Effect.fn("scanScene")(function*() {
  yield* scene(1, "Scan, offline: what is there, what is missing, what would be uploaded")
  yield* typed("dossier", "scan", "--all", "--no-emit")
  const { missions } = yield* scanJson("dossier", "scan", "--all", "--no-emit")
  const artifacts = missions.flatMap((mission) => mission.artifacts)
  const reasonOf = (end: string): string =>
    artifacts.find(({ relative_path }) => relative_path.endsWith(end))?.upload.reason_code ?? "uploaded"
  yield* expectThat("three missions are scanned", missions.length === 3, `${missions.length} were`)
  for (const [file, reason] of [
    ["chart.png", "unsupported_format"], ["interviews.md", "invalid_format"], ["measurements.csv", "oversized"]
  ] as const) {
    yield* expectThat(`${file} stays here, and it is said why: ${reason}`, reasonOf(file) === reason, reasonOf(file))
  }
  return artifacts.filter(({ upload }) => upload.decision === "upload").length
})
