import { afterAll, expect } from "vitest"
import { takeFound } from "./tap.js"

afterAll(() => {
  expect(takeFound(), "names from before the identity cutover in what was emitted (I-03)").toEqual([])
})
