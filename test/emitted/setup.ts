import { afterAll, expect } from "vitest"
import { takeLeaks } from "./leaks.js"
import { takeFound } from "./tap.js"

afterAll(() => {
  expect(takeFound(), "names from before the identity cutover in what was emitted (I-03)").toEqual([])
  expect(takeLeaks(), "secrets of tests in what was emitted (S24)").toEqual([])
})
