import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { SyncRequest } from "../../../src/programs/cli/commands/sync.js"
import { type } from "./support.js"

/** Runs a line whose `sync` only remembers what it was asked for. */
const asked = (line: string) =>
  Effect.gen(function*() {
    const requests: Array<SyncRequest> = []
    const sync = (request: SyncRequest) => Effect.sync(() => requests.push(request)).pipe(Effect.as(0))
    const captured = yield* type(line, { handlers: { sync } })
    return { ...captured, rescanEvery: requests.map((it) => it.rescanEvery === null ? null : Duration.toMillis(it.rescanEvery)) }
  })

describe("flags of sync --watch", () => {
  for (
    const [line, expected] of [
      ["sync", null],
      ["sync --watch", 60_000],
      ["sync now --watch --rescan 5s --all", 5_000],
      ["sync --watch --format ndjson --offline", 60_000]
    ] as const
  ) {
    it.effect(`U-37 \`${line}\` ${expected === null ? "ends by itself" : `scans everything every ${expected} ms`}`, () =>
      Effect.gen(function*() {
        const { exitCode, rescanEvery } = yield* asked(line)
        expect([exitCode, rescanEvery]).toEqual([0, [expected]])
      }))
  }

  for (
    const [line, words] of [
      ["sync --watch --json", /--format ndjson/],
      ["sync --watch --dry-run", /--watch and --dry-run can't be given together/],
      ["sync --watch --wait 30s", /--watch and --wait can't/],
      ["sync --watch --report out.json", /--watch and --report can't/],
      ["sync --watch --require-delivered", /--watch and --require-delivered can't/],
      ["sync --watch --strict", /--watch and --strict can't/],
      ["sync --watch --no-strict", /--watch and --no-strict can't/],
      ["sync --watch --strict-skips", /--watch and --strict-skips can't/],
      ["sync --watch --allow-failure", /--watch and --allow-failure can't/],
      ["sync --rescan 30s", /--rescan is for --watch alone/],
      ["sync --watch --rescan 10ms", /at least 1s/],
      ["sync --watch --rescan often", /--rescan must be a duration/]
    ] as const
  ) {
    it.effect(`U-37 U-04 \`${line}\` is exit 2 and says why`, () =>
      Effect.gen(function*() {
        const { exitCode, rescanEvery, stderr, stdout } = yield* asked(line)
        expect([exitCode, rescanEvery]).toEqual([2, []])
        expect([...stdout, ...stderr].join("\n")).toMatch(words)
      }))
  }
})
