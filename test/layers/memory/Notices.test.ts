import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Diagnostic } from "../../../src/domain/Diagnostic.js"
import * as NoticesMemory from "../../../src/layers/memory/Notices.js"
import { Notices, takeNotices } from "../../../src/services/Notices.js"

const notice = (target: string) =>
  new Diagnostic({ severity: "warning", code: "FILE-02", message: "m", why: null, fix: null, target })

describe("notices", () => {
  it.effect("S23 are given once each, in order, and then gone", () =>
    Effect.gen(function*() {
      const { add } = yield* Notices
      for (const target of ["a", "b", "a"]) yield* add(notice(target))
      expect((yield* takeNotices).map(({ target }) => target)).toEqual(["a", "b"])
      expect(yield* takeNotices).toEqual([])
      yield* add(notice("a"))
      expect(yield* takeNotices).toHaveLength(1)
    }).pipe(Effect.provide(NoticesMemory.layer)))
})
