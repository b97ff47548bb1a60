import type { MadeEdit } from "./fileEdits.js"

/** A piece of a text and what comes in its place. Offsets count UTF-16 units; `end` is exclusive. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly edits: ReadonlyArray<MadeEdit>
}

/** A text with its splices made, and their edits in the order of their places. */
export interface Spliced {
  readonly text: string
  readonly edits: ReadonlyArray<MadeEdit>
}

const byPlace = (left: Splice, right: Splice): number => left.start - right.start || left.end - right.end

/** Makes the splices; one within a piece that is taken out goes with it. */
export const spliced = (text: string, splices: ReadonlyArray<Splice>): Spliced => {
  const pieces: Array<string> = []
  const edits: Array<MadeEdit> = []
  let copied = 0
  for (const splice of [...splices].sort(byPlace)) {
    if (splice.start < copied) continue
    pieces.push(text.slice(copied, splice.start), splice.text)
    for (const edit of splice.edits) edits.push(edit)
    copied = splice.end
  }
  return { text: pieces.join("") + text.slice(copied), edits }
}
