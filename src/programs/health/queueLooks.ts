import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { notOk, ok } from "../../domain/health/Check.js"
import { conservationFaults, conservationSum, type CountedRows } from "../../domain/sync/conservation.js"
import { QueueAudit } from "../../services/QueueAudit.js"
import { QueueContents } from "../../services/QueueContents.js"
import { QueueOpening } from "../../services/QueueOpening.js"
import { QueueView } from "../../services/QueueView.js"
import { count, size, span } from "../cli/render/words.js"
import { stalledAfter } from "../sync/status.js"
import type { Look } from "./Look.js"
import { some } from "./some.js"

/** A damaged file is moved aside by the commands that write, which say so; one that is no regular file is refused. */
const repair = "run spec-kitty sync --all: it moves the file aside, queues again what can still be read of it, and says so"

export const fileLook: Look<QueueAudit | QueueOpening> = {
  id: "queue.file",
  title: "Queue file",
  observe: Effect.gen(function*() {
    const { path } = yield* QueueOpening
    const file = yield* (yield* QueueAudit).file
    if (Option.isNone(file)) {
      const inMemory = path === ":memory:"
      return ok(inMemory ? "a project without identity has no queue" : `no queue file at ${path}: nothing was ever queued`)
    }
    const { applicationId, faults, journalMode, schemaVersion, sizeBytes, sqliteVersion } = file.value
    const evidence = `${size(sizeBytes)}, SQLite ${sqliteVersion}, application id 0x${applicationId.toString(16)}, ` +
      `schema version ${schemaVersion}, journal ${journalMode}, integrity_check ${faults.length === 0 ? "ok" : "fails"}`
    return faults.length === 0
      ? ok(evidence, path)
      : notOk("error", { evidence, why: `SQLite finds the file damaged: ${some(faults)}`, fix: repair, target: path })
  }).pipe(Effect.catchIf(
    (error) => error.reason === "not_a_database",
    ({ code, message, path, why }) =>
      Effect.succeed(notOk("error", { code, why: `${message} ${why}`, fix: repair, target: path }))
  ))
}

const counted = ({ leased, pending, quarantined }: CountedRows): string =>
  `${pending} pending, ${leased} leased, ${quarantined} quarantined`

export const conservationLook: Look<QueueView | QueueAudit> = {
  id: "queue.conservation",
  title: "Nothing lost, nothing made up",
  observe: Effect.gen(function*() {
    const counters = yield* (yield* QueueView).counts
    const rows = yield* (yield* QueueAudit).countRows
    const evidence = `events: ${conservationSum(counters.events)}; bodies: ${conservationSum(counters.bodies)}; ` +
      `rows counted: events ${counted(rows.events)}, bodies ${counted(rows.bodies)}`
    const faults = [
      ...conservationFaults(counters.events, rows.events).map((fault) => `events: ${fault}`),
      ...conservationFaults(counters.bodies, rows.bodies).map((fault) => `bodies: ${fault}`)
    ]
    return faults.length === 0 ? ok(evidence) : notOk("error", {
      evidence,
      why: faults.join("; "),
      fix: "spec-kitty sync --all queues every artifact again; then report this, with what spec-kitty doctor --json says"
    })
  })
}

export const contentsLook: Look<QueueContents> = {
  id: "queue.contents",
  title: "Queued contents",
  observe: Effect.gen(function*() {
    const { bytes: read, rows, unusable, unusableCount } = yield* (yield* QueueContents).check
    const evidence = `${count(rows, "waiting row")} and ${size(read)} hashed again and put through the contract gate, ` +
      `${unusableCount} unusable`
    const [first] = unusable
    return first === undefined ? ok(evidence) : notOk("error", {
      evidence,
      why: `${some(unusable.map(({ missionSlug, subject }) => `${missionSlug ?? "no mission"}/${subject}`))} ` +
        `can't be sent: ${first.reasonCode}: ${first.reason}`,
      fix: "spec-kitty sync diagnose says of each which field breaks which rule. spec-kitty sync puts what can't be sent " +
        "into quarantine, and queues the files again as they are now",
      target: first.subject
    })
  })
}

export const quarantineLook: Look<QueueView> = {
  id: "queue.quarantine",
  title: "Quarantine",
  observe: Effect.gen(function*() {
    const view = yield* QueueView
    const { bodies, events } = yield* view.counts
    const evidence = `${events.quarantined} events and ${bodies.quarantined} bodies in quarantine`
    const refused = yield* view.quarantined(3)
    const [first] = refused
    if (first === undefined && events.quarantined + bodies.quarantined === 0) return ok(evidence)
    return notOk("warning", {
      evidence,
      why: first === undefined
        ? "the counters name rows in quarantine that are not there"
        : `refused for good: ${some(refused.map(({ subject }) => subject))} ` +
          `(${first.reasonCode ?? "no code"}: ${first.reason ?? "no reason"})`,
      fix: "spec-kitty sync diagnose says what to do about each; the next spec-kitty sync submits the files again",
      target: first?.subject ?? null
    })
  })
}

/** What waits, for how long, and when it goes on. Waiting is well; waiting for more than a day is not (`stalled`). */
export const waitingLook: Look<QueueView> = {
  id: "queue.waiting",
  title: "Queue",
  observe: Effect.gen(function*() {
    const view = yield* QueueView
    const { bodies, events } = yield* view.counts
    const oldest = yield* view.oldestQueuedAt
    const due = yield* view.nextDueAt
    const waiting = events.pending + events.leased + bodies.pending + bodies.leased
    const waits = `${count(events.pending + events.leased, "event")} and ` +
      `${count(bodies.pending + bodies.leased, "body", "bodies")} wait, ` +
      `${events.delivered + bodies.delivered} delivered, ${events.quarantined + bodies.quarantined} quarantined`
    const at = Option.flatMap(oldest, DateTime.make)
    if (waiting === 0 || Option.isNone(oldest) || Option.isNone(at)) return ok(waits)
    const next = Option.match(due, { onNone: () => "", onSome: (moment) => `, next due ${moment}` })
    const evidence = `${waits}; oldest of ${oldest.value}${next}`
    const age = Duration.millis(DateTime.toEpochMillis(yield* DateTime.now) - DateTime.toEpochMillis(at.value))
    if (Duration.lessThanOrEqualTo(age, stalledAfter)) return ok(evidence)
    const said = Option.match(yield* view.lastError, { onNone: () => "nothing was tried", onSome: ({ reason }) => reason })
    return notOk("warning", {
      evidence,
      why: `stalled: something has waited for ${span(Duration.toMillis(age))} (${said})`,
      fix: "spec-kitty sync --wait 30s"
    })
  })
}

export const leasesLook: Look<QueueAudit> = {
  id: "queue.leases",
  title: "Leases",
  observe: Effect.gen(function*() {
    const leases = yield* (yield* QueueAudit).leases
    const held = leases.reduce((sum, { rows }) => sum + rows, 0)
    const dead = leases.filter(({ ownerGone }) => ownerGone)
    const evidence = `${count(held, "row")} held by ${count(leases.length, "process", "processes")}, ` +
      `${dead.length} of them gone`
    const [first] = dead
    return first === undefined ? ok(evidence) : notOk("warning", {
      evidence,
      why: `a process that no longer runs holds ${count(first.rows, "row")} until ${first.expiresAt}`,
      fix: "run spec-kitty sync: it takes them back at once"
    })
  })
}
