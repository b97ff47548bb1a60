import { describe, expect, it } from "@effect/vitest"
import { ConfigInvalid, LegacyQueueWaits, LegacyState } from "../../../src/domain/identity/projectErrors.js"

describe("refusals of legacy state", () => {
  it("I-19 G-M4 name file, field and the command that leads out", () => {
    const { message, next } = new LegacyState({ file: "kitty-specs/001-a/meta.json", field: "feature_slug" })
    expect({ message, next }).toEqual({
      message: "kitty-specs/001-a/meta.json still uses feature_slug.",
      next: "spec-kitty upgrade --dry-run"
    })
  })

  it.each([[1, 0, "1 event and 0 bodies"], [2, 1, "2 events and 1 body"]])("I-19 of a queue, what waits in it: %i, %i", (events, bodies, words) => {
    const waits = new LegacyQueueWaits({ file: "/srv/kitty/queue.db", events, bodies })
    expect(waits.message).toBe(`/srv/kitty/queue.db still holds ${words} of this project.`)
    expect(waits.next).toBe("spec-kitty upgrade --dry-run")
  })
})

describe("ConfigInvalid", () => {
  it.each([[3, "config.yaml:3 can't be used."], [null, "config.yaml can't be used."]])("U-21 names its line where it has one: %j", (line, message) => {
    expect(new ConfigInvalid({ file: "config.yaml", line, detail: "x" }).message).toBe(message)
  })
})
