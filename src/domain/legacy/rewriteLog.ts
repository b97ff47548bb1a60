import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type { MadeEdit } from "./fileEdits.js"
import { rewriteJson } from "./rewriteJson.js"

/** A JSONL text with the names of contract 3.0.0, and what was seen on the way. */
export interface RewrittenLog {
  readonly text: string
  readonly edits: ReadonlyArray<MadeEdit>
  /** 1-based numbers of the lines that are no JSON: they stay as they are. */
  readonly badLines: ReadonlyArray<number>
  /** Ids of lines whose `execution_mode` is `direct_repo`. */
  readonly directRepoEvents: ReadonlySet<string>
}

const parse = Option.liftThrowable((json: string): unknown => JSON.parse(json))

const directRepoId = (value: unknown): string | null =>
  Predicate.isRecord(value) && value["execution_mode"] === "direct_repo" && typeof value["event_id"] === "string"
    ? value["event_id"]
    : null

/** A log, its BOM taken off. Lines keep their order and their ends, and one without legacy names every character. */
export const rewriteLog = (log: string): RewrittenLog => {
  const edits: Array<MadeEdit> = []
  const badLines: Array<number> = []
  const directRepoEvents = new Set<string>()
  const lines = log.split("\n").map((line, index) => {
    if (line.trim() === "") return line
    const value = parse(line)
    if (Option.isNone(value)) {
      badLines.push(index + 1)
      return line
    }
    const id = directRepoId(value.value)
    if (id !== null) directRepoEvents.add(id)
    const rewritten = rewriteJson(line)
    for (const edit of rewritten.edits) edits.push(edit)
    return rewritten.text
  })
  return { text: edits.length === 0 ? log : lines.join("\n"), edits, badLines, directRepoEvents }
}
