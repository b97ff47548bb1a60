import type { SqlClient } from "@effect/sql/SqlClient"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { DeliveryInput, transition } from "../../../domain/sync/deliveryState.js"
import type { QueuedRow } from "../../../domain/sync/planEnqueue.js"
import { takeWithin } from "../../../domain/sync/queueBounds.js"
import type { ClaimRequest } from "../../../services/DeliveryQueue.js"
import { LeaseOwner } from "../../../services/LeaseOwner.js"
import type { StoredItem } from "../../queue/judgeStored.js"
import { makeReadmit } from "../../queue/readmit.js"
import { QueueDatabase } from "./QueueDatabase.js"
import { clampAll, freeLostLeases } from "./recover.js"
import { deliveryColumns, readRows } from "./rows.js"
import { type Change, storeChanges } from "./store.js"
import { storedColumns, storedFrom } from "./stored.js"
import { shrink } from "./vacuum.js"

/** Due rows of one kind in their order, without their texts: ids and sizes come from the index alone. */
export const candidates = {
  event: `SELECT d.id, d.wire_bytes AS wireBytes FROM delivery d
    WHERE d.kind = 'event' AND d.state = 'pending' AND d.due_at <= ? ORDER BY d.lamport, d.id LIMIT ?`,
  body: `SELECT d.id, d.wire_bytes AS wireBytes FROM delivery d
    WHERE d.kind = 'body' AND d.state = 'pending' AND d.held = 0 AND d.due_at <= ? ORDER BY d.id LIMIT ?`
} as const

const rowsById = `SELECT ${deliveryColumns} FROM delivery d WHERE d.id IN (SELECT value FROM json_each(?))`
const itemsById = `SELECT d.id, ${storedColumns} ${storedFrom} WHERE d.id IN (SELECT value FROM json_each(?))`

interface Candidate {
  readonly row: QueuedRow
  readonly item: StoredItem
}

const load = Effect.fnUntraced(function*(sql: SqlClient, ids: ReadonlyArray<number>) {
  const wanted = JSON.stringify(ids)
  const rows = new Map((yield* readRows(sql, rowsById, [wanted])).map((row) => [row.id, row]))
  const items = yield* sql.unsafe<StoredItem & { readonly id: number }>(itemsById, [wanted])
  const byId = new Map(items.map((item) => [item.id, item]))
  return ids.flatMap((id): ReadonlyArray<Candidate> => {
    const [row, item] = [rows.get(id), byId.get(id)]
    return row === undefined || item === undefined ? [] : [{ row, item }]
  })
})

interface Claimable<G, C> {
  readonly kind: "event" | "body"
  /** Through the gate again, or how the row goes to quarantine. */
  readonly admit: (item: StoredItem) => Effect.Effect<G, DeliveryInput>
  readonly toClaim: (
    base: { readonly id: number; readonly token: number; readonly owner: string; readonly attempt: number },
    gated: G
  ) => C
}

const claimSome = Effect.fnUntraced(function*<G, C>(
  { admit, kind, toClaim }: Claimable<G, C>,
  { lease, limit, maxBytes, owner }: ClaimRequest,
  nowMs: number
) {
  const { sql } = yield* QueueDatabase
  const due = yield* sql.unsafe<{ readonly id: number; readonly wireBytes: number }>(candidates[kind], [nowMs, limit])
  const changes: Array<Change> = []
  const claims: Array<C> = []
  for (const { item, row } of yield* load(sql, takeWithin(due, limit, maxBytes).map(({ id }) => id))) {
    const gated = yield* Effect.either(admit(item))
    const input = gated._tag === "Left" ? gated.left : DeliveryInput.Claim({ owner, lease })
    const after = transition(row.delivery, input, nowMs)
    if (Option.isNone(after)) continue
    changes.push({ row, after: after.value })
    if (gated._tag === "Left") continue
    const { attempts, claims: token } = after.value
    claims.push(toClaim({ id: row.id, token, owner, attempt: attempts }, gated.right))
  }
  yield* storeChanges(sql, changes)
  return { claims, emptied: changes.length === 0 }
})

const claiming = <G, C>(claimable: Claimable<G, C>) =>
  Effect.gen(function*() {
    const database = yield* QueueDatabase
    const owners = yield* LeaseOwner
    const take = Effect.fnUntraced(
      function*(request: ClaimRequest, nowMs: number) {
        yield* clampAll(nowMs)
        yield* freeLostLeases(nowMs)
        // A batch of nothing but unusable rows is no end: what lies behind them is due as well.
        for (;;) {
          const { claims, emptied } = yield* claimSome(claimable, request, nowMs)
          if (claims.length > 0 || emptied) return claims
        }
      },
      Effect.provideService(QueueDatabase, database),
      Effect.provideService(LeaseOwner, owners)
    )
    return Effect.fn("DeliveryQueue.claim")(function*(request: ClaimRequest) {
      const claims = yield* database.write(take(request, yield* Clock.currentTimeMillis))
      // Nothing is left to send: now the file can shrink without moving what would be delivered next.
      if (claimable.kind === "body" && claims.length === 0) {
        yield* Effect.repeat(database.write(shrink(database.sql)), { while: (goesOn) => goesOn })
      }
      return claims
    })
  })

export const makeClaimEvents = Effect.flatMap(makeReadmit, ({ event }) =>
  claiming({ kind: "event", admit: event, toClaim: (base, gated) => ({ _tag: "EventClaim" as const, ...base, event: gated }) }))

export const makeClaimBodies = Effect.flatMap(makeReadmit, ({ body }) =>
  claiming({ kind: "body", admit: body, toClaim: (base, gated) => ({ _tag: "BodyClaim" as const, ...base, body: gated }) }))
