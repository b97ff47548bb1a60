import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type { ContractViolations } from "../../domain/contract/ContractViolations.js"
import { bodyFaults } from "../../domain/receiver/bodyRules.js"
import { BatchAnswer, type InvalidEvent } from "../../domain/receiver/BatchAnswer.js"
import { maxBatchEvents } from "../../domain/receiver/limits.js"
import { type FieldError, PushAnswer } from "../../domain/receiver/PushAnswer.js"
import { readEvent, type ReceivedEvent } from "../../domain/receiver/ReceivedEvent.js"
import { BodyRequest } from "../../domain/sync/BodyRequest.js"
import type { ContentHasher } from "../../services/ContentHasher.js"
import type { ContractGate } from "../../services/ContractGate.js"

const idOf = (event: unknown): string =>
  Predicate.isRecord(event) && typeof event["event_id"] === "string" ? event["event_id"] : "unknown"

const sentence = ({ violations }: ContractViolations): string =>
  violations.map(({ pointer, rule }) => `${pointer === "" ? "the event" : pointer} ${rule}`).join("; ")

const admitEvent = (gate: ContractGate["Type"], event: unknown): Effect.Effect<Either.Either<ReceivedEvent, InvalidEvent>> =>
  gate.eventText(JSON.stringify(event ?? null)).pipe(
    Effect.map(({ value }) => readEvent(value)),
    Effect.mapError((violations) => ({ event_id: idOf(event), error: sentence(violations) })),
    Effect.either
  )

/** The events of a batch if all of them pass; else the answer that names every one that does not. */
export const admitBatch = (
  gate: ContractGate["Type"],
  events: ReadonlyArray<unknown>
): Effect.Effect<Either.Either<ReadonlyArray<ReceivedEvent>, BatchAnswer>> =>
  Effect.gen(function*() {
    if (events.length === 0) return Either.left(BatchAnswer.NoEvents())
    if (events.length > maxBatchEvents) return Either.left(BatchAnswer.TooManyEvents({ count: events.length }))
    const checked = yield* Effect.forEach(events, (event) => admitEvent(gate, event))
    const details = checked.flatMap((event) => (Either.isLeft(event) ? [event.left] : []))
    return details.length > 0
      ? Either.left(BatchAnswer.Invalid({ details }))
      : Either.right(checked.flatMap((event) => (Either.isRight(event) ? [event.right] : [])))
  })

const fieldOf = (pointer: string): string => pointer.split("/")[1] ?? "request"

/** The contract's violations, but for fields that our own rules already named. */
const contractFaults = (
  { violations }: ContractViolations,
  named: ReadonlyArray<FieldError>
): ReadonlyArray<FieldError> =>
  violations
    .map(({ pointer, rule }) => ({ field: fieldOf(pointer), message: rule }))
    .filter(({ field }) => !named.some((fault) => fault.field === field))

const decodeBody = Schema.decodeUnknownOption(BodyRequest, { onExcessProperty: "error" })

const invalid = (errors: ReadonlyArray<FieldError>) => Either.left(PushAnswer.Invalid({ errors }))

/** The body if it has exactly the nine fields, all of them sound, and its hash is the hash of its content. */
export const admitBody = (
  gate: ContractGate["Type"],
  hasher: ContentHasher["Type"],
  request: unknown
): Effect.Effect<Either.Either<BodyRequest, PushAnswer>> =>
  Effect.gen(function*() {
    const own = bodyFaults(request)
    const contract = yield* gate.check("body_sync", request).pipe(
      Effect.as<ReadonlyArray<FieldError>>([]),
      Effect.catchTag("ContractViolations", (violations) => Effect.succeed(contractFaults(violations, own)))
    )
    const errors = [...own, ...contract]
    if (errors.length > 0) return invalid(errors)
    const body = decodeBody(request)
    if (Option.isNone(body)) return invalid([{ field: "request", message: "must have exactly nine fields" }])
    return hasher.hash(body.value.content_body) === body.value.content_hash
      ? Either.right(body.value)
      : invalid([{ field: "content_hash", message: "does not match content_body" }])
  })
