import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Claim } from "../../../domain/sync/Claim.js"
import { clampTimes, DeliveryInput, dueAtMs, newDelivery, transition } from "../../../domain/sync/deliveryState.js"
import { planEnqueue } from "../../../domain/sync/planEnqueue.js"
import { brokenLimit, takeWithin } from "../../../domain/sync/queueBounds.js"
import { bodyEntry, eventEntry, holdsBackBodies, type QueueKind } from "../../../domain/sync/QueueEntry.js"
import type { Settlement } from "../../../domain/sync/Settlement.js"
import { ArtifactPath } from "../../../domain/dossier/Artifact.js"
import type { ClaimRequest, QueueItem } from "../../../services/DeliveryQueue.js"
import { LeaseOwner } from "../../../services/LeaseOwner.js"
import type { Receipt } from "../../../services/QueueView.js"
import { Settings } from "../../../services/Settings.js"
import { instantOf } from "../../queue/instant.js"
import type { StoredItem } from "../../queue/judgeStored.js"
import { makeReadmit } from "../../queue/readmit.js"
import { type MemoryRow, MemoryStore, sizeOf } from "./store.js"

export const makeEnqueue = Effect.gen(function*() {
  const store = yield* MemoryStore
  const { queueMaxBytes, queueMaxItems } = yield* Settings
  return Effect.fn("DeliveryQueue.enqueue")(function*(items: ReadonlyArray<QueueItem>) {
    const nowMs = yield* Clock.currentTimeMillis
    const entries = items.map((item) => item._tag === "Event" ? eventEntry(item.event) : bodyEntry(item.body))
    const rows = store.rows()
    const plan = planEnqueue(entries, rows, nowMs)
    const leaving = new Set(plan.supersede.map(({ id }) => id))
    const after = [...rows.filter(({ id }) => !leaving.has(id)), ...plan.insert]
    const broken = brokenLimit(sizeOf(rows), sizeOf(after), { maxItems: queueMaxItems, maxBytes: queueMaxBytes })
    if (Option.isSome(broken)) return yield* broken.value
    for (const { id } of plan.supersede) supersede(store, id, nowMs)
    for (const entry of plan.replacedInCall) store.countReplaced(entry.kind)
    for (const { entry, notBeforeMs } of plan.insert) store.add(entry, newDelivery(nowMs, notBeforeMs), nowMs)
    return {
      captured: plan.insert.length + plan.replacedInCall.length,
      unchanged: plan.unchanged,
      superseded: plan.supersede.length + plan.replacedInCall.length
    }
  }, store.exclusive)
})

type Store = typeof MemoryStore.Service

/** Applies an input to a stored row, and says whether it changed anything. */
const change = (store: Store, id: number, input: DeliveryInput, nowMs: number): boolean => {
  const row = store.byId(id)
  if (row === undefined) return false
  const next = transition(row.delivery, input, nowMs)
  if (Option.isSome(next)) store.put(row, next.value)
  return Option.isSome(next)
}

const supersede = (store: Store, id: number, nowMs: number): boolean => {
  change(store, id, DeliveryInput.LoseLease({ ownerGone: false }), nowMs)
  return change(store, id, DeliveryInput.Supersede(), nowMs)
}

/** A row that was given back or refused while a newer one of its subject is queued has no purpose any more. */
const supersedeStale = (store: Store, id: number, nowMs: number): void => {
  const row = store.byId(id)
  if (row === undefined || row.key === null || row.delivery.state._tag === "Leased") return
  const isNewer = (other: MemoryRow) => other.id > id && other.kind === row.kind && other.key === row.key
  if (store.rows().some(isNewer)) supersede(store, id, nowMs)
}

export const makeSettle = Effect.map(MemoryStore, (store) =>
  Effect.fn("DeliveryQueue.settle")(function*(answers: ReadonlyArray<readonly [Claim, Settlement]>) {
    const nowMs = yield* Clock.currentTimeMillis
    for (const [{ id, token }, settlement] of answers) {
      const row = store.byId(id)
      if (row === undefined || !change(store, id, DeliveryInput.Settle({ token, settlement }), nowMs)) continue
      supersedeStale(store, id, nowMs)
      const { contentHash, namespaceKey, subject } = row.entry
      if (settlement._tag !== "Delivered" || contentHash === null || namespaceKey === null) continue
      const receipts = store.receipts.get(namespaceKey) ?? new Map<string, Receipt>()
      const path = ArtifactPath.make(subject)
      receipts.set(subject, { path, contentHash, status: settlement.status, acknowledgedAt: instantOf(nowMs) })
      store.receipts.set(namespaceKey, receipts)
    }
  }, store.exclusive))

/** Frees what nobody holds any more, and pulls back times that a moved clock left too far ahead. */
export const recover = Effect.fn(function*(store: Store, nowMs: number) {
  const { isGone } = yield* LeaseOwner
  for (const row of store.rows()) {
    store.put(row, clampTimes(row.delivery, nowMs))
    if (row.delivery.state._tag !== "Leased") continue
    const ownerGone = yield* isGone(row.delivery.state.owner)
    if (change(store, row.id, DeliveryInput.LoseLease({ ownerGone }), nowMs)) supersedeStale(store, row.id, nowMs)
  }
})

/** Bodies behind an older one of their path that waits or is under way. */
const outOfTurn = (rows: ReadonlyArray<MemoryRow>): ReadonlySet<number> => {
  const first = new Set<string>()
  return new Set(rows.flatMap(({ delivery, id, key, kind }) => {
    if (kind !== "body" || key === null) return []
    if (first.has(key)) return [id]
    if (delivery.state._tag !== "Quarantined") first.add(key)
    return []
  }))
}

const dueRows = (store: Store, kind: QueueKind, nowMs: number): ReadonlyArray<MemoryRow> => {
  const rows = store.rows()
  const heldBack = new Set(
    rows.filter(({ delivery, entry }) => holdsBackBodies(entry) && delivery.state._tag !== "Quarantined")
      .map(({ key }) => key)
  )
  const behind = outOfTurn(rows)
  return rows
    .filter((row) => row.kind === kind && row.delivery.state._tag === "Pending" && dueAtMs(row.delivery) <= nowMs)
    .filter((row) => kind === "event" || !(heldBack.has(row.key) || behind.has(row.id)))
    .sort((one, other) => (one.entry.lamport ?? 0) - (other.entry.lamport ?? 0) || one.id - other.id)
}

/** Claims due rows of one kind; `admit` brings each through the gate again, or says how it goes to quarantine. */
const claiming = <G, C>(
  kind: QueueKind,
  admit: (item: StoredItem) => Effect.Effect<G, DeliveryInput>,
  toClaim: (base: { id: number; token: number; owner: string; attempt: number }, gated: G) => C
) =>
  Effect.gen(function*() {
    const store = yield* MemoryStore
    const leaseOwner = yield* LeaseOwner
    return Effect.fn("DeliveryQueue.claim")(function*({ lease, limit, maxBytes, owner }: ClaimRequest) {
      const nowMs = yield* Clock.currentTimeMillis
      yield* Effect.provideService(recover(store, nowMs), LeaseOwner, leaseOwner)
      for (;;) {
        const due = dueRows(store, kind, nowMs).map((row) => ({ row, wireBytes: row.entry.wireBytes }))
        const claims: Array<C> = []
        for (const { row } of takeWithin(due, limit, maxBytes)) {
          const gated = yield* Effect.either(admit(row.entry))
          const input = gated._tag === "Left" ? gated.left : DeliveryInput.Claim({ owner, lease })
          if (!change(store, row.id, input, nowMs) || gated._tag === "Left") continue
          const { attempts, claims: token } = store.byId(row.id)?.delivery ?? row.delivery
          claims.push(toClaim({ id: row.id, token, owner, attempt: attempts }, gated.right))
        }
        if (claims.length > 0 || due.length === 0 || limit < 1) return claims
      }
    }, store.exclusive)
  })

export const makeClaimEvents = Effect.flatMap(makeReadmit, (readmit) =>
  claiming("event", readmit.event, (base, event) => ({ _tag: "EventClaim" as const, ...base, event })))

export const makeClaimBodies = Effect.flatMap(makeReadmit, (readmit) =>
  claiming("body", readmit.body, (base, body) => ({ _tag: "BodyClaim" as const, ...base, body })))
