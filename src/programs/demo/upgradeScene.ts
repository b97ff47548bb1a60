import * as Effect from "effect/Effect"
import type { Ledger } from "../../domain/receiver/Ledger.js"
import type { SyncStatus } from "../../domain/sync/SyncReport.js"
import type { UpgradePlan } from "../../domain/upgrade/UpgradePlan.js"
import { DemoStage, StageFailed } from "../../services/DemoStage.js"
import { expectThat } from "./assertions.js"
import { scene, statusJson, typed, upgradeJson } from "./show.js"

/** The mission of the legacy project. Nothing else of the demo is called so. */
const mission = "007-mooring-log"

interface Rows {
  readonly events: number
  readonly bodies: number
}

/** What the plan says of the project's rows: those that pass the gate, and those that do not. */
const rowsOf = ({ queues }: UpgradePlan) => {
  const sum = (field: "to_copy" | "to_quarantine"): Rows => ({
    events: queues.reduce((total, { events }) => total + events[field], 0),
    bodies: queues.reduce((total, { bodies }) => total + bodies[field], 0)
  })
  return { good: sum("to_copy"), bad: sum("to_quarantine") }
}

/** Legacy ids begin with the month in which the original tool made them; what our own scan made is of today. */
const broughtOver = ({ bodies, events }: typeof Ledger.Type): Rows => ({
  events: events.filter(({ event_id }) => event_id.startsWith("01KN1G7W")).length,
  bodies: bodies.filter(({ namespace, path }) => namespace.mission_slug === mission && path.startsWith("research/")).length
})

const said = (value: unknown): string => JSON.stringify(value)

/** Live commands refuse what is legacy and name the way out; they translate nothing. */
const refusal = Effect.fn("refusal")(function*(project: string) {
  const refused = yield* typed("sync", "--project", project)
  yield* expectThat("sync refuses it, with exit code 8", refused.exitCode === 8, `exit code ${refused.exitCode}`)
  yield* expectThat("it names spec-kitty upgrade", refused.stderr.includes("spec-kitty upgrade"), refused.stderr)
})

/** The plan first, then the same thing done. Returns the plan. */
const upgrade = Effect.fn("upgrade")(function*(project: string) {
  yield* typed("upgrade", "--dry-run", "--project", project)
  const { plan } = yield* upgradeJson("upgrade", "--dry-run", "--project", project)
  if (plan === null) return yield* new StageFailed({ detail: "upgrade --dry-run showed no plan" })
  yield* typed("upgrade", "--project", project)
  const again = yield* upgradeJson("upgrade", "--project", project)
  yield* expectThat("a second upgrade finds nothing to do", again.plan?.isEmpty === true, said(again.plan))
  return plan
})

/** Everything that passes the gate is at the receiver; the rest is in quarantine, and it is said why. */
const delivered = Effect.fn("delivered")(function*(project: string, plan: UpgradePlan) {
  const { good, bad } = rowsOf(plan)
  const arrived = broughtOver(yield* (yield* DemoStage).ledger)
  const holds = good.events > 0 && good.bodies > 0 && arrived.events === good.events && arrived.bodies === good.bodies
  yield* expectThat(`${good.events} old events and ${good.bodies} old bodies are there, under their new names`, holds, said(arrived))
  const { quarantined }: SyncStatus = yield* statusJson("sync", "status", "--project", project)
  const withReason = quarantined.filter(({ reason }) => reason !== null).length
  const rest = bad.events + bad.bodies
  yield* expectThat(`${rest} that was cut short is kept, and it is said why`, rest > 0 && withReason === rest, said(quarantined))
})

/** A project from before the identity cutover, with uploads still pending, comes over whole. */
export const upgradeScene = Effect.fn("upgradeScene")(function*(server: string) {
  const { legacyProject, receiver } = yield* DemoStage
  yield* scene(6, "A project from before the cutover, with a queue still full: upgrade brings all of it over")
  const project = yield* legacyProject
  yield* refusal(project)
  const plan = yield* upgrade(project)
  yield* Effect.scoped(Effect.gen(function*() {
    yield* receiver(["--port", new URL(server).port])
    yield* typed("sync", "server", server, "--project", project)
    yield* typed("sync", "--wait", "30s", "--project", project)
    yield* delivered(project, plan)
  }))
})
