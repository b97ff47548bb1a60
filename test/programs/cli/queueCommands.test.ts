import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type } from "./support.js"

/** Runs a line whose queue commands only remember what they were asked for. */
const asked = (line: string | ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const requests: Array<unknown> = []
    const remember = (name: string) => (request: unknown) =>
      Effect.sync(() => {
        requests.push([name, request])
        return 0
      })
    const captured = yield* type(line, {
      handlers: {
        syncQueueList: remember("list"),
        syncQueueShow: remember("show"),
        syncQueueRetry: remember("retry"),
        syncQueueDrop: remember("drop")
      }
    })
    return { ...captured, requests }
  })

const aList = { kind: null, states: ["pending", "leased", "quarantined"], mission: null, limit: 50, afterId: null }

describe("U-35 what a line about the queue means", () => {
  const lines: ReadonlyArray<readonly [line: string | ReadonlyArray<string>, name: string, request: unknown]> = [
    ["sync queue list", "list", aList],
    ["sync queue list --kind body --state dropped --state pending --state dropped", "list", {
      ...aList, kind: "body", states: ["dropped", "pending"]
    }],
    ["--limit 7 sync queue --mission show list --after=12", "list", { ...aList, limit: 7, mission: "show", afterId: 12 }],
    ["sync queue show 7", "show", { id: 7, content: false }],
    ["sync queue show 1 --content", "show", { id: 1, content: true }],
    ["sync queue show --content 1", "show", { id: 1, content: true }],
    ["sync queue retry 1 9 1", "retry", { _tag: "Items", ids: [1, 9, 1] }],
    ["sync queue retry --quarantined", "retry", { _tag: "Quarantined", kind: null }],
    ["sync queue retry --kind event --quarantined", "retry", { _tag: "Quarantined", kind: "event" }],
    [["sync", "queue", "drop", "7", "8", "--reason", "not ours"], "drop", { ids: [7, 8], reason: "not ours" }],
    [["sync", "queue", "drop", "--reason=--odd", "7"], "drop", { ids: [7], reason: "--odd" }]
  ]
  for (const [line, name, request] of lines) {
    it.effect(`spec-kitty ${typeof line === "string" ? line : line.join(" ")}`, () =>
      Effect.map(asked(line), ({ exitCode, requests, stderr }) => {
        expect({ exitCode, requests, stderr }).toEqual({ exitCode: 0, requests: [[name, request]], stderr: [] })
      }))
  }
})

describe("U-35 U-20 what is refused with exit 2, before anything is looked at", () => {
  const lines: ReadonlyArray<readonly [line: string, says: RegExp]> = [
    ["sync queue", /needs a command/],
    ["sync queue lst", /has no command "lst"/],
    ["sync queue list --state gone", /pending, leased, quarantined, dropped/],
    ["sync queue list --kind file", /event, body/],
    ["sync queue list --limit 0", /--limit must be a whole number/],
    ["sync queue list 7", /takes no argument "7"/],
    ["sync queue show", /Which item is to be shown/],
    ["sync queue show 7 8", /one argument too many: "8"/],
    ["sync queue show 0", /"0" is no id/],
    ["sync queue retry", /What is to be tried again/],
    ["sync queue retry spec.md", /"spec.md" is no id/],
    ["sync queue retry 1 --quarantined", /can't be given together/],
    ["sync queue retry --quarantined 1", /can't be given together/],
    ["sync queue retry 7 --kind body", /--kind needs --quarantined/],
    ["sync queue drop 7", /--reason is needed/],
    ["sync queue drop 7 --reason=", /--reason is needed/],
    ["sync queue drop 7.5 --reason x", /"7.5" is no id/],
    ["sync queue drop --reason x", /What is to be dropped/]
  ]
  for (const [line, says] of lines) {
    it.effect(`spec-kitty ${line}`, () =>
      Effect.map(asked(line), ({ exitCode, requests, stderr, stdout }) => {
        expect({ exitCode, requests, stdout }).toEqual({ exitCode: 2, requests: [], stdout: [] })
        expect(stderr.join("\n")).toMatch(says)
      }))
  }
})
