import * as Array from "effect/Array"
import type { FileEdit } from "../upgrade/UpgradePlan.js"

/** One edit at one place of a file. */
export type MadeEdit = Omit<FileEdit, "count">

const kindOf = ({ edit, from, to }: MadeEdit): string => JSON.stringify([edit, from, to])

/** The first thing to know, and at how many places there is more of the kind. */
const noteOf = (edits: ReadonlyArray<MadeEdit>): string | null => {
  const notes = edits.flatMap(({ note }) => note === null ? [] : [note])
  const [first] = notes
  if (first === undefined) return null
  const others = notes.filter((note) => note !== first).length
  return others === 0 ? first : `${first}; and otherwise at ${others} more`
}

/** Edits counted by their kind, in the order in which the kinds come first. */
export const countEdits = (edits: ReadonlyArray<MadeEdit>): ReadonlyArray<FileEdit> =>
  Object.values(Array.groupBy(edits, kindOf)).map((same) => {
    const [{ edit, from, to }] = same
    return { edit, from, to, count: same.length, note: noteOf(same) }
  })
