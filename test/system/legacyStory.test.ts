import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { plainLegacyProject } from "../fixtures/legacy/legacyProject.js"
import { writeLegacyProject } from "../fixtures/legacy/writeLegacyProject.js"
import { legacyStory } from "./legacyStory.js"

const source = fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-legacy-"))
afterEach(() => fs.rmSync(source, { recursive: true, force: true }))

describe("a project from before the cutover, the program", () => {
  it("I-18 I-19 I-23 I-24 I-25 I-26 G-M1 G-M3 U-15 is refused, planned, upgraded and delivered whole; a rollback and six kills lose nothing", async () => {
    writeLegacyProject(source, plainLegacyProject(5))
    expect(await legacyStory(source, 600, () => undefined)).toEqual([])
  })
})
