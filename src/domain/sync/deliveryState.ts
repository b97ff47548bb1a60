import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { dueBound, latestTimes, momentAfter } from "./RetryPolicy.js"
import { Settlement } from "./Settlement.js"

/**
 * Where a queued item is. Pending, leased and quarantined items have a row; the other three are ends.
 *
 *                 claim                      settle Delivered
 *   ┌──────────┐ ───────────────▶ ┌────────┐ ───────────────▶ delivered
 *   │ pending  │ ◀─────────────── │ leased │
 *   └──────────┘ RetryLater,      └────────┘ ─── Rejected ───┐
 *    │  ▲  │  │  Released, lease lost                        ▼
 *    │  │  │  └────────────── unusable row ─────────▶ quarantined ── drop ──▶ dropped
 *    │  │  └─ drop ──▶ dropped                         │    │
 *    │  └────────────────────── requeue ───────────────┘    │
 *    └─ supersede ──▶ superseded ◀── supersede ─────────────┘
 */
export type DeliveryState = Data.TaggedEnum<{
  Pending: {}
  Leased: { readonly owner: string; readonly token: number; readonly expiresAtMs: number }
  Quarantined: {}
  Delivered: {}
  Superseded: {}
  Dropped: {}
}>
export const DeliveryState = Data.taggedEnum<DeliveryState>()

/** All that decides about one item's delivery. Times are milliseconds since 1970, from Effect's Clock. */
export interface Delivery {
  readonly state: DeliveryState
  /** How often it was claimed: the last claim's fencing token. Only grows. */
  readonly claims: number
  /** Attempts that count: claimed, and not given back. */
  readonly attempts: number
  /** From our own backoff. */
  readonly nextAttemptAtMs: number
  /** From the server's Retry-After; null where it named none. */
  readonly notBeforeMs: number | null
  readonly lastError: { readonly reasonCode: string; readonly reason: string } | null
}

export type DeliveryInput = Data.TaggedEnum<{
  Claim: { readonly owner: string; readonly lease: Duration.Duration }
  /** How the attempt that was claimed with `token` ended. */
  Settle: { readonly token: number; readonly settlement: Settlement }
  /** The lease ran out; with `ownerGone`, its owner provably no longer runs. */
  LoseLease: { readonly ownerGone: boolean }
  /** A newer item of the same subject is queued. */
  Supersede: {}
  /** The stored row can't be decoded, or the gate refuses what it says. */
  Quarantine: { readonly reasonCode: string; readonly reason: string }
  /** A person discards it. */
  Drop: {}
  /**
   * A person wants it tried again: from quarantine it starts over, and where it waits for our own backoff it is due now.
   * A server's Retry-After stays: nobody's wish at this end makes that server ready.
   */
  Requeue: {}
}>
export const DeliveryInput = Data.taggedEnum<DeliveryInput>()

/** A delivery that was just queued: due at once, or at `notBeforeMs`, which what it replaces was told to wait for. */
export const newDelivery = (nowMs: number, notBeforeMs: number | null = null): Delivery => ({
  state: DeliveryState.Pending(),
  claims: 0,
  attempts: 0,
  nextAttemptAtMs: nowMs,
  notBeforeMs,
  lastError: null
})

/** When a pending item may be claimed. */
export const dueAtMs = (delivery: Delivery): number => Math.max(delivery.nextAttemptAtMs, delivery.notBeforeMs ?? 0)

/** Times that a moved clock left further ahead than their bound, pulled back to it (G-R7). */
export const clampTimes = (delivery: Delivery, nowMs: number): Delivery => {
  const latest = latestTimes(nowMs)
  return {
    ...delivery,
    nextAttemptAtMs: Math.min(delivery.nextAttemptAtMs, latest.nextAttemptAtMs),
    notBeforeMs: delivery.notBeforeMs === null ? null : Math.min(delivery.notBeforeMs, latest.notBeforeMs),
    state: delivery.state._tag === "Leased"
      ? { ...delivery.state, expiresAtMs: Math.min(delivery.state.expiresAtMs, latest.leaseExpiresAtMs) }
      : delivery.state
  }
}

/** Claimed, so it was due; and a clock that was moved meanwhile does not make it wait. */
const pendingAfter = (delivery: Delivery, nowMs: number, postpone: Duration.Duration): Delivery => ({
  ...delivery,
  state: DeliveryState.Pending(),
  nextAttemptAtMs: momentAfter(nowMs, postpone, dueBound.nextAttempt),
  notBeforeMs: null
})

const settled = (delivery: Delivery, settlement: Settlement, nowMs: number): Delivery =>
  Settlement.$match(settlement, {
    Delivered: () => ({ ...delivery, state: DeliveryState.Delivered(), lastError: null }),
    RetryLater: ({ delay, reason, reasonCode, retryAfter }) => ({
      ...delivery,
      state: DeliveryState.Pending(),
      nextAttemptAtMs: momentAfter(nowMs, delay, dueBound.nextAttempt),
      notBeforeMs: retryAfter === null ? null : momentAfter(nowMs, retryAfter, dueBound.notBefore),
      lastError: { reasonCode, reason }
    }),
    Released: ({ postpone, reason, reasonCode }) => ({
      ...pendingAfter(delivery, nowMs, postpone ?? Duration.zero),
      attempts: Math.max(delivery.attempts - 1, 0),
      lastError: { reasonCode, reason }
    }),
    Rejected: ({ reason, reasonCode }) => ({
      ...delivery,
      state: DeliveryState.Quarantined(),
      lastError: { reasonCode, reason }
    })
  })

const fromPending = (delivery: Delivery, input: DeliveryInput, nowMs: number): Option.Option<Delivery> => {
  switch (input._tag) {
    case "Claim": {
      if (dueAtMs(delivery) > nowMs) return Option.none()
      const [token, expiresAtMs] = [delivery.claims + 1, momentAfter(nowMs, input.lease, dueBound.lease)]
      const state = DeliveryState.Leased({ owner: input.owner, token, expiresAtMs })
      return Option.some({ ...delivery, state, claims: token, attempts: delivery.attempts + 1 })
    }
    case "Supersede":
      return Option.some({ ...delivery, state: DeliveryState.Superseded() })
    case "Quarantine": {
      const { reason, reasonCode } = input
      return Option.some({ ...delivery, state: DeliveryState.Quarantined(), lastError: { reasonCode, reason } })
    }
    case "Drop":
      return Option.some({ ...delivery, state: DeliveryState.Dropped() })
    case "Requeue":
      return delivery.nextAttemptAtMs > nowMs ? Option.some({ ...delivery, nextAttemptAtMs: nowMs }) : Option.none()
    case "Settle":
    case "LoseLease":
      return Option.none()
  }
}

const fromLeased = (
  delivery: Delivery,
  lease: Data.TaggedEnum.Value<DeliveryState, "Leased">,
  input: DeliveryInput,
  nowMs: number
): Option.Option<Delivery> => {
  switch (input._tag) {
    case "Settle":
      return input.token === lease.token ? Option.some(settled(delivery, input.settlement, nowMs)) : Option.none()
    case "LoseLease":
      return input.ownerGone || lease.expiresAtMs <= nowMs
        ? Option.some(pendingAfter(delivery, nowMs, Duration.zero))
        : Option.none()
    case "Claim":
    case "Supersede":
    case "Quarantine":
    case "Drop":
    case "Requeue":
      return Option.none()
  }
}

const fromQuarantined = (delivery: Delivery, input: DeliveryInput, nowMs: number): Option.Option<Delivery> => {
  switch (input._tag) {
    case "Drop":
      return Option.some({ ...delivery, state: DeliveryState.Dropped() })
    case "Requeue":
      return Option.some({ ...newDelivery(nowMs), claims: delivery.claims, lastError: delivery.lastError })
    case "Supersede":
      return Option.some({ ...delivery, state: DeliveryState.Superseded() })
    case "Claim":
    case "Settle":
    case "LoseLease":
    case "Quarantine":
      return Option.none()
  }
}

/**
 * What an input makes of a delivery; none where it changes nothing. Every queue asks this function and stores what it
 * says: there is no second place that decides.
 */
export const transition = (delivery: Delivery, input: DeliveryInput, nowMs: number): Option.Option<Delivery> => {
  switch (delivery.state._tag) {
    case "Pending":
      return fromPending(delivery, input, nowMs)
    case "Leased":
      return fromLeased(delivery, delivery.state, input, nowMs)
    case "Quarantined":
      return fromQuarantined(delivery, input, nowMs)
    case "Delivered":
    case "Superseded":
    case "Dropped":
      return Option.none()
  }
}
