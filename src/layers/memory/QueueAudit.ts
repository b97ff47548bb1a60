import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { CountedRows } from "../../domain/sync/conservation.js"
import { namespaceFields } from "../../domain/sync/rebuildItem.js"
import { LeaseOwner } from "../../services/LeaseOwner.js"
import { QueueAudit } from "../../services/QueueAudit.js"
import { instantOf } from "../queue/instant.js"
import { latestPerMission } from "../queue/latestPerMission.js"
import { MemoryStore } from "./queue/store.js"

export const layer = Layer.effect(
  QueueAudit,
  Effect.gen(function*() {
    const store = yield* MemoryStore
    const { isGone } = yield* LeaseOwner
    const countOf = (kind: "event" | "body"): CountedRows => {
      const states = store.rows().flatMap((row) => row.kind === kind ? [row.delivery.state._tag] : [])
      const of = (wanted: string) => states.filter((state) => state === wanted).length
      return { pending: of("Pending"), leased: of("Leased"), quarantined: of("Quarantined") }
    }
    const held = () => {
      const owners = new Map<string, { rows: number; endsAtMs: number }>()
      for (const { delivery: { state } } of store.rows()) {
        if (state._tag !== "Leased") continue
        const { endsAtMs, rows } = owners.get(state.owner) ?? { rows: 0, endsAtMs: 0 }
        owners.set(state.owner, { rows: rows + 1, endsAtMs: Math.max(endsAtMs, state.expiresAtMs) })
      }
      return [...owners].sort(([one], [other]) => one < other ? -1 : 1)
    }
    return QueueAudit.of({
      file: Effect.succeedNone,
      countRows: store.exclusive(Effect.sync(() => ({ events: countOf("event"), bodies: countOf("body") }))),
      leases: store.exclusive(Effect.sync(held)).pipe(
        Effect.flatMap(Effect.forEach(([owner, { endsAtMs, rows }]) =>
          Effect.map(isGone(owner), (ownerGone) => ({ owner, rows, expiresAt: instantOf(endsAtMs), ownerGone }))))
      ),
      lastReceipts: Effect.sync(() =>
        latestPerMission([...store.receipts].flatMap(([key, receipts]) =>
          Option.toArray(namespaceFields(key)).flatMap(({ mission_slug }) =>
            [...receipts.values()].map(({ acknowledgedAt }) =>
              ({ missionSlug: mission_slug, receipts: 1, acknowledgedAt }))))))
    })
  })
)
