import { describe, expect, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import type { Outcome } from "../../../../src/domain/Diagnostic.js"
import { QueueChangeReport, QueueItemReport, QueueList } from "../../../../src/domain/sync/QueueReports.js"
import { QueueChangeEnvelope, QueueItemEnvelope, QueueListEnvelope } from "../../../../src/programs/cli/envelopes.js"
import { queueChangeView } from "../../../../src/programs/cli/render/queueChange.js"
import { queueItemView } from "../../../../src/programs/cli/render/queueItem.js"
import { queueListView } from "../../../../src/programs/cli/render/queueList.js"
import { makeStyle } from "../../../../src/programs/cli/render/Style.js"
import { nowMs } from "./reports.js"

const style = makeStyle({ color: false, ascii: false, nowMs })
const outcome = <A>(data: A, next: ReadonlyArray<string> = []): Outcome<A> => ({ data, diagnostics: [], exitCode: 0, next })
const answer = <A>(data: A) => ({ ...outcome(data), exitCode: 0 })

const hash = "9f3c1e0b".repeat(8)
const named = { id: 7, kind: "body", mission_slug: "047-tea", subject: "spec.md", event_id: null, content_hash: hash }
const item = {
  ...named, state: "quarantined", retry_count: 1, queued_at: "2026-11-20T20:13:59.000Z", next_attempt_at: null,
  reason_code: "invalid", reason: "too odd"
}
const waiting = { ...item, id: 12, kind: "event", subject: "HistoryAdded", event_id: "01KNH2ZK7Q4T9V6W8X00000001", content_hash: null,
  state: "pending", next_attempt_at: "2026-11-20T20:14:05.000Z", reason_code: null, reason: null }
const record = { ...named, id: 3, state: "dropped", reason: "not ours", dropped_at: "2026-11-20T20:13:03.000Z" }

const list = (more: object) => Schema.decodeUnknownSync(QueueList)({
  project_uuid: null, items: [], total: 0, more: 0, dropped: [], dropped_total: 0, ...more
})
const detail = (more: object = {}, content: unknown = null) => Schema.decodeUnknownSync(QueueItemReport)({
  project_uuid: null, content,
  item: {
    ...item, size_bytes: 901, claims: 2, lease: null, not_before: null, waits_for_event: null, receipt: null,
    namespace: { project_uuid: "p", mission_slug: "047-tea", target_branch: "main", mission_type: "research", manifest_version: "1" },
    ...more
  }
})
const changed = (more: object) => Schema.decodeUnknownSync(QueueChangeReport)({
  project_uuid: null, action: "retry", reason: null, changes: [], ...more
})
const change = { ...named, size_bytes: 901, change: "requeued", due_at: "2026-11-20T20:14:03.000Z" }

describe("sync queue list", () => {
  it("U-35 one line per item, how many more there are, and what was dropped", () => {
    const data = list({ items: [item, { ...waiting, state: "leased" }, waiting], total: 120, more: 117, dropped: [record], dropped_total: 4 })
    expect(queueListView.text(outcome(data, ["spec-kitty sync"]), style)).toBe(
      `3 of 120 queued items, 1 of 4 dropped items
  ✘ 7   quarantined  body   047-tea/spec.md       not tried by itself            invalid: too odd
  … 12  leased       event  047-tea/HistoryAdded  being sent, lease ends in 2 s
  … 12  pending      event  047-tea/HistoryAdded  due in 2 s
    and 117 more: --after 12 goes on, --limit N shows more at once
  – 3  dropped  body  047-tea/spec.md  60 s ago  not ours
    and 3 dropped before: --limit N shows more
Next: spec-kitty sync`
    )
    expect(queueListView.text(outcome(list({})), style)).toBe("Nothing that matches is queued.")
  })
  it("U-35 a server's long words are cut in the list, and whole in the item", () => {
    const reason = `${"very odd ".repeat(30)}END`
    expect(queueListView.text(outcome(list({ items: [{ ...item, reason }], total: 1 })), style)).toMatch(/very odd.*\.\.\.$/)
    expect(queueItemView.text(outcome(detail({ reason })), style)).toContain(`invalid: ${reason}\n`)
  })
})

describe("sync queue show", () => {
  it("U-35 everything that is known, then what would be sent", () => {
    const data = detail({
      receipt: { content_hash: hash, status: "uploaded", acknowledged_at: "2026-11-20T20:12:03.000Z" }
    }, { json: "{\"content_body\":\"a\u202eb\"}", refused: null, raw: null })
    expect(queueItemView.text(outcome(data), style)).toBe(
      `Body 7  047-tea/spec.md  ·  quarantined
  queued    2026-11-20T20:13:59.000Z, 4 s ago
  size      901 B as JSON
  sha256    ${hash}
  attempts  1 that count, taken for delivery 2 times
  due       never by itself: it was refused for good
  last said invalid: too odd
  namespace branch main  ·  research v1  ·  project p
  receipt   the receiver has 9f3c1e0b of this path (uploaded, 2026-11-20T20:12:03.000Z, 2 min ago)

What would be sent:
{"content_body":"a\\u202eb"}`
    )
  })
  it("U-35 who sends it, what it waits for, whether the server asked for the wait, and why nothing would be sent", () => {
    const says = (more: object, content: unknown = null) => queueItemView.text(outcome(detail({ ...more }, content)), style)
    const due = "2026-11-20T20:20:03.000Z"
    expect(says({ state: "leased", next_attempt_at: due, lease: { owner: "{\"host\":\"tea\",\"pid\":4711}", expires_at: due } }))
      .toContain("sent by   process 4711 on tea, whose lease ends in 6 min")
    expect(says({ state: "pending", next_attempt_at: due, not_before: due })).toContain("in 6 min, which the server asked for (Retry-After)")
    expect(says({ state: "pending", next_attempt_at: due, waits_for_event: 4 })).toMatch(/due {7}in 6 min\n {2}waits for event 4/)
    expect(says({}, { json: null, refused: { reason_code: "contract", reason: "/x is not allowed" }, raw: null }))
      .toContain("Nothing would be sent: contract: /x is not allowed")
    expect(says({}, { json: null, refused: { reason_code: "unreadable_row", reason: "no JSON" }, raw: "{\u001b]0;x" }))
      .toMatch(/no JSON\n\nWhat was found in the original tool's queue:\n\{\\u001b\]0;x$/)
    const dropped = Schema.decodeUnknownSync(QueueItemReport)({ project_uuid: null, item: record, content: null })
    expect(queueItemView.text(outcome(dropped), style)).toMatch(/dropped\n {2}dropped {3}.*, 60 s ago\n {2}reason {4}not ours\n/)
  })
})

describe("sync queue retry, sync queue drop", () => {
  it("U-35 a retry says from where, and when it is due", () => {
    const data = changed({ changes: [
      change,
      { ...change, id: 8, change: "hastened", due_at: "2026-11-20T21:14:03.000Z" },
      { ...change, id: 9, change: "unchanged" }
    ] })
    expect(queueChangeView.text(outcome(data, ["spec-kitty sync"]), style)).toBe(
      `  … 7  body  047-tea/spec.md  out of quarantine, due now
  … 8  body  047-tea/spec.md  due in 60 min: the server asked for that (Retry-After)
  … 9  body  047-tea/spec.md  nothing to change: due now
2 of 3 items changed. Nothing was sent yet.
Next: spec-kitty sync`
    )
    expect(queueChangeView.text(outcome(changed({})), style)).toMatch(/^Nothing of what was asked for is in quarantine/)
  })
  it("U-35 a drop says exactly what is lost, and what is not", () => {
    const data = changed({ action: "drop", reason: "not ours\u001b[2J", changes: [{ ...change, change: "dropped", due_at: null }] })
    expect(queueChangeView.text(outcome(data), style)).toBe(
      `  – 7  body  047-tea/spec.md  901 B of JSON that would have been sent are gone
Dropped 1 item. It can't be brought back. Your files are as they were: a body whose file is still in its mission is captured again by the next spec-kitty sync.
Reason, kept on record: not ours\\u{1b}[2J`
    )
  })
})

describe("as JSON", () => {
  it("U-01 U-35 each answer is its published shape", () => {
    const lists = list({ items: [item], total: 1, dropped: [record], dropped_total: 1 })
    expect(Schema.decodeUnknownSync(Schema.parseJson(QueueListEnvelope))(queueListView.json(answer(lists))).data).toEqual(lists)
    const shown = detail({}, { json: "{}", refused: null, raw: null })
    expect(Schema.decodeUnknownSync(Schema.parseJson(QueueItemEnvelope))(queueItemView.json(answer(shown))).data).toEqual(shown)
    const changes = changed({ changes: [change] })
    expect(Schema.decodeUnknownSync(Schema.parseJson(QueueChangeEnvelope))(queueChangeView.json(answer(changes))).data).toEqual(changes)
  })
})

describe("S28 text of others", () => {
  for (const attack of ["\u001b]52;c;aGk=\u0007", "\u001b[2J", "\u202egpj.exe", "\n", "\ud800"]) {
    it(`can't act on the terminal: ${JSON.stringify(attack)}`, () => {
      const hostile = { mission_slug: attack, subject: `${attack}.md`, reason: attack }
      const texts = [
        queueListView.text(outcome(list({ items: [{ ...item, ...hostile, reason_code: attack }], total: 1, dropped: [{ ...record, ...hostile }], dropped_total: 1 })), style),
        queueItemView.text(outcome(detail({ ...hostile, lease: { owner: attack, expires_at: item.queued_at } }, { json: JSON.stringify(attack), refused: null, raw: null })), style),
        queueChangeView.text(outcome(changed({ action: "drop", reason: attack, changes: [{ ...change, mission_slug: attack, subject: attack }] })), style)
      ]
      for (const text of texts) expect(text).not.toMatch(/[^\n\P{C}]|[\p{Zl}\p{Zp}]/u)
      expect(texts.map((text) => text.split("\n").length)).toEqual([3, 11, 3])
    })
  }
})
