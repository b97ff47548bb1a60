import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import { type Fault, faultsOf } from "../../../domain/receiver/Fault.js"
import { reply, type Reply } from "../../../domain/receiver/Reply.js"
import { status, validate } from "../../../domain/receiver/tracker/bindingFacts.js"
import { confirm } from "../../../domain/receiver/tracker/confirm.js"
import { trackerRefused } from "../../../domain/receiver/tracker/refusals.js"
import { resolve } from "../../../domain/receiver/tracker/resolve.js"
import { emptyTrackerBook, listed } from "../../../domain/receiver/tracker/TrackerBook.js"
import {
  ConfirmRequest,
  ResolveRequest,
  type ResourcesQuery,
  type StatusQuery,
  ValidateRequest
} from "../../../domain/wire/tracker.js"
import { ContractGate } from "../../../services/ContractGate.js"

/** The trackers behind the reference receiver. What is bound is forgotten when the process ends. */
export interface TrackerDesk {
  readonly resources: (query: ResourcesQuery) => Effect.Effect<Reply>
  readonly resolve: (request: unknown) => Effect.Effect<Reply>
  readonly confirm: (request: unknown, idempotencyKey: string) => Effect.Effect<Reply>
  readonly validate: (request: unknown) => Effect.Effect<Reply>
  readonly status: (query: StatusQuery) => Effect.Effect<Reply>
}

const invalidRequest = (message: string): Reply =>
  trackerRefused(400, { error_code: "invalid_request", category: "validation", message })

/** The request, where its project is one that the contract lets out and the rest has the endpoint's shape. */
const admitting = <A, I>(gate: ContractGate["Type"], schema: Schema.Schema<A, I>) => {
  const decode = Schema.decodeUnknownOption(schema, { onExcessProperty: "error" })
  return (request: unknown): Effect.Effect<Either.Either<A, Reply>> =>
    gate.check("tracker_bind", Predicate.isRecord(request) ? request["project_identity"] : undefined).pipe(
      Effect.as(Either.fromOption(decode(request), () => invalidRequest("The request has other fields than it should."))),
      Effect.catchTag("ContractViolations", ({ why }) =>
        Effect.succeed(Either.left(invalidRequest(`project_identity: ${why}`))))
    )
}

/** One desk per server. */
export const makeTrackerDesk = (faults: ReadonlyArray<Fault>): Effect.Effect<TrackerDesk, never, ContractGate> =>
  Effect.gen(function*() {
    const gate = yield* ContractGate
    const book = yield* Ref.make(emptyTrackerBook)
    const toExpire = yield* Ref.make(faultsOf(faults, "StaleCandidate").reduce((sum, { count }) => sum + count, 0))
    const admitResolve = admitting(gate, ResolveRequest)
    const admitConfirm = admitting(gate, ConfirmRequest)
    const admitValidate = admitting(gate, ValidateRequest)
    return {
      resources: ({ provider }) =>
        Effect.map(Ref.get(book), (now) => reply(200, { resources: listed(now, Option.fromNullable(provider)) })),
      resolve: Effect.fn("TrackerDesk.resolve")(function*(request: unknown) {
        const admitted = yield* admitResolve(request)
        if (Either.isLeft(admitted)) return admitted.left
        return reply(200, { ...resolve(yield* Ref.get(book), admitted.right) })
      }),
      confirm: Effect.fn("TrackerDesk.confirm")(function*(request: unknown, idempotencyKey: string) {
        const admitted = yield* admitConfirm(request)
        if (Either.isLeft(admitted)) return admitted.left
        const stale = yield* Ref.modify(toExpire, (left) => [left > 0, Math.max(0, left - 1)])
        const now = DateTime.formatIso(yield* DateTime.now)
        return yield* Ref.modify(book, (before) => confirm(before, admitted.right, { idempotencyKey, now, stale }))
      }),
      validate: Effect.fn("TrackerDesk.validate")(function*(request: unknown) {
        const admitted = yield* admitValidate(request)
        if (Either.isLeft(admitted)) return admitted.left
        return reply(200, { ...validate(yield* Ref.get(book), admitted.right) })
      }),
      status: (query) => Effect.map(Ref.get(book), (now) => status(now, query))
    }
  })
