import * as fs from "node:fs"
import * as path from "node:path"
import { spellings } from "../fixtures/secrets.js"

/*
 * Looks for the secrets of tests in everything that the tap sees: one that stands anywhere but in the file of the stored
 * sign-in, and in what is sent to a server, fails the test file (S24).
 */

const found: Array<string> = []

/** What was found, which is then forgotten. Without the text around it: that is in no report either. */
export const takeLeaks = (): ReadonlyArray<string> => found.splice(0)

/** Whether a secret of a test stands in a text. */
export const holdsSecret = (text: string): boolean => spellings.some((secret) => text.includes(secret))

/** True, and noted, where a secret of a test stands in a text or in bytes. */
export const lookFor = (channel: string, text: string | Buffer): boolean => {
  const spelling = spellings.find((secret) => text.includes(secret))
  if (spelling === undefined) return false
  found.push(`${channel}: ${spelling}`)
  return true
}

/** The name of the file that is written: of a path, or of an open file. */
const nameOf = (target: unknown): string => {
  if (typeof target === "string") return path.basename(target)
  // An open file whose name can't be had is one that something may have leaked into.
  try {
    return typeof target === "number" ? path.basename(fs.readlinkSync(`/proc/self/fd/${target}`)) : ""
  } catch {
    return ""
  }
}

/** The file of the stored sign-in, and the copy that becomes it in one step. */
const mayHoldTokens = (name: string): boolean => /^(credentials|\.credentials\.[0-9a-f-]{36}\.tmp)$/.test(name)

/** Looks at what our code writes into a file. */
export const lookAtFile = (target: unknown, text: string): void => {
  if (!mayHoldTokens(nameOf(target))) lookFor(`file ${nameOf(target)}`, text)
}
