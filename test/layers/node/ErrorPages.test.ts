import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as path from "node:path"
import * as ErrorPagesNode from "../../../src/layers/node/ErrorPages.js"
import { ErrorPages } from "../../../src/services/ErrorPages.js"

const folder = path.join(import.meta.dirname, "..", "..", "..", "docs", "errors")

describe("error pages of the package", () => {
  it.effect("U-45 every file of docs/errors is a page, by its code", () =>
    Effect.gen(function*() {
      const { codes, read } = yield* ErrorPages
      expect(codes).toEqual(fs.readdirSync(folder).map((name) => path.basename(name, ".md")).sort())
      expect(codes.length).toBeGreaterThan(50)
      expect(yield* read("QUEUE-05")).toBe(fs.readFileSync(path.join(folder, "QUEUE-05.md"), "utf8"))
    }).pipe(Effect.provide(Layer.provide(ErrorPagesNode.layer, NodeContext.layer))))
})
