import { type AnswerMeaning, categoryOf, classifyStatus } from "../../../src/domain/sync/classifyStatus.js"
import { code, table } from "./table.js"

interface Words {
  readonly batch: string
  readonly body: string
}

const same = (text: string): Words => ({ batch: text, body: text })

const targets = {
  sign_in:
    "the token is renewed and the same request sent once more; where that does not help, the pass stops, nothing is lost, " +
    "the user is told to sign in",
  redirect: "not followed; the pass stops",
  wrong_server: "the pass stops: this is no receiver",
  protocol: "the pass stops: the versions don't fit",
  offline: "the pass stops: the network's own refusal",
  timeout: "the pass stops",
  forbidden: "the pass stops",
  not_renewed: "the pass stops"
} as const

/** What the sender does, by the meaning of a status. */
const wordsOf = (meaning: AnswerMeaning): Words => {
  switch (meaning._tag) {
    case "Accepted":
      return {
        batch:
          "each event by its own result; an answer that names no event of the batch counts for nothing, and all of it is " +
          "sent again later",
        body: "delivered, if status is stored or already_exists and path and hash are echoed; else sent again later"
      }
    case "Retry":
      return { batch: "kept and sent again later; no more events in this pass", body: "kept and sent again later" }
    case "Target":
      return same(targets[meaning.kind])
    case "Invalid":
      return {
        batch:
          "events named in details are quarantined, the others sent again at once; without usable details the batch is " +
          "halved until the culprits stand alone",
        body: "quarantined with your text"
      }
    case "Forbidden":
      return {
        batch:
          "where the text holds event_ids of the batch, these are quarantined and the others sent again; else the pass stops " +
          "(or, after something was accepted in it, the batch is halved)",
        body:
          "quarantined where the text names this path or hash, or another body of the namespace was accepted in this pass; " +
          "else the pass stops"
      }
    case "NotFound":
      return {
        batch: "the pass stops: this is no receiver",
        body: "index_entry_not_found and namespace_not_found: sent again later; any other: the pass stops"
      }
    case "TooLarge":
      return { batch: "halved; a single event that is too large is quarantined", body: "quarantined" }
    case "Refused":
      return { batch: "halved; a single event that is refused is quarantined", body: "quarantined with your text" }
  }
}

const shown: ReadonlyArray<readonly [label: string, status: number]> = [
  ["2xx but 202", 200], ["202", 202], ["3xx", 302], ["400, 422", 400], ["401", 401], ["403", 403], ["404", 404], ["405, 421", 405],
  ["407", 407], ["408, 425", 408], ["409 and any other 4xx", 409], ["412, 426", 412], ["413", 413], ["429", 429], ["5xx", 500]
]

const categoryCell = (status: number): string => status >= 400 ? code(categoryOf(status)) : ""

/** What the sender does on each status, for batches or bodies. */
export const statusTable = (kind: keyof Words): string =>
  kind === "batch"
    ? table(["status", "what the sender does", "category"], shown.map(([label, status]) =>
      [label, wordsOf(classifyStatus(status)).batch, categoryCell(status)]))
    : table(["status", "what the sender does"], shown.map(([label, status]) => [label, wordsOf(classifyStatus(status)).body]))

/** The categories that the sender reports, from the status alone. */
export const categoryTable = (): string => {
  const statuses = [400, 401, 403, 413, 429, 500, 409]
  const labels = ["400, 422", "401", "403", "413", "429", "5xx", "any other"]
  return table(["status", "category"], statuses.map((status, index) => [labels[index] ?? "", code(categoryOf(status))]))
}
