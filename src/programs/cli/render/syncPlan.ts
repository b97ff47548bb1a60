import type { SyncPlan, SyncReport } from "../../../domain/sync/SyncReport.js"
import type { UploadOutcome } from "../../../domain/sync/UploadOutcome.js"
import type { Style } from "./Style.js"
import { count, size } from "./words.js"

const onceThereIsAServer = "once a server is set"

const payloads = (events: number, bodies: number): string =>
  `${count(events, "event")} and ${count(bodies, "body", "bodies")}`

const target = (server: string | null, { foreign }: Style): string => server === null ? "" : ` to ${foreign(server)}`

const obstacle = ({ blocked }: SyncPlan): string => {
  switch (blocked) {
    case null:
      return ""
    case "no_server":
      return ` ${onceThereIsAServer} for this project`
    case "denied":
      return " once SPEC_KITTY_ENABLE_SAAS_SYNC allows it; until then it would be queued"
    case "offline":
      return " later; with --offline it would be queued"
    case "no_token":
      return " once there is a valid token; until then it would be queued"
  }
}

const refusals = ({ refused }: SyncPlan): ReadonlyArray<string> =>
  refused === 0 ? [] : [`The contract gate would refuse ${count(refused, "payload")}; the rest would go on.`]

const queued = ({ in_queue: { bodies, events } }: SyncPlan): ReadonlyArray<string> =>
  events + bodies === 0
    ? []
    : [`The queue holds ${payloads(events, bodies)} already: what this does not replace would go too.`]

export const plannedEventCount = (events: number, { blocked }: SyncPlan): string =>
  blocked === "no_server" ? onceThereIsAServer : `${events} to send`

export const plannedBodyCounts = (bodies: ReadonlyArray<UploadOutcome>, { blocked }: SyncPlan): string => {
  const wait = bodies.filter(({ reason_code }) => reason_code === (blocked === "no_server" ? "no_server" : "planned")).length
  return `${wait} to send${blocked === "no_server" ? ` ${onceThereIsAServer}` : ""}   ${bodies.length - wait} skipped`
}

/** What a run would do, and that it was none. */
export const planClosing = (plan: SyncPlan, { server }: SyncReport, style: Style): string => {
  const bytes = plan.event_bytes + plan.body_bytes
  return [
    plan.events + plan.bodies === 0
      ? "Would send nothing."
      : `Would send ${payloads(plan.events, plan.bodies)}${target(server, style)}${obstacle(plan)}: ` +
        `${size(bytes)} of JSON in ${count(plan.requests, "request")}.`,
    ...refusals(plan),
    ...queued(plan),
    "This was a dry run: nothing was queued and nothing was sent."
  ].join("\n")
}
