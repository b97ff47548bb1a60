import { expect, it } from "vitest"
import { fileURLToPath } from "node:url"
import { wholeStory } from "./wholeStory.js"

const sample = fileURLToPath(new URL("../../examples/sample-project", import.meta.url))

it("B-11 B-13 B-14 B-34 G-D1 G-D2 N-04 N-05 the sample project arrives whole and once, through an outage and a kill", async () => {
  expect(await wholeStory(sample, () => undefined)).toEqual([])
})
