import * as Array from "effect/Array"
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as Record from "effect/Record"
import type * as Schema from "effect/Schema"
import { EventEnvelope } from "../events/EventEnvelope.js"
import { BodyRequest } from "../sync/BodyRequest.js"
import { compileContext, violationsBy } from "./compileContext.js"
import type { Judge } from "./compileShape.js"
import type { ContractDocument } from "./ContractDocument.js"
import { ContractViolation, ContractViolations } from "./ContractViolations.js"
import { forbiddenNames, type RetiredNames, retiredNames } from "./forbiddenNames.js"
import { judgeEventIn, judgeIn } from "./judges.js"
import {
  type JsonText, membersWritten, parseJson, requireSingleKeys, writeJson, writeJsonAround
} from "./jsonText.js"
import { violationsOf } from "./violationsOf.js"
import { unsure, vouchContext, vouchEvent } from "./vouch.js"

/**
 * A value that keeps the contract, with the very text that will be sent. The class is not exported and has a private
 * member, so nothing outside this module can make one or pass something off as one.
 */
class GatedValue<out A> {
  readonly #gated = true
  readonly context: string
  readonly value: A
  /** The JSON text that was checked, and that alone may leave. */
  readonly json: string
  constructor(context: string, value: A, json: string) {
    this.context = context
    this.value = value
    this.json = json
    Object.freeze(this)
  }
  static is(value: unknown): value is GatedValue<unknown> {
    return Predicate.isObject(value) && #gated in value
  }
}
export type Gated<A> = GatedValue<A>

/** Whether the gate made this value: true for no look-alike. */
export const isGated = (value: unknown): value is Gated<unknown> => GatedValue.is(value)

/** The answer of the gate to one payload. */
export type Verdict<A> = Either.Either<Gated<A>, ContractViolations>

/** The contract at work: each context one Effect Schema, built once. */
export interface CompiledContract {
  /** Names of all contexts, sorted. */
  readonly contexts: ReadonlyArray<string>
  readonly schemas: { readonly [context: string]: Judge }
  readonly event: (envelope: EventEnvelope) => Verdict<EventEnvelope>
  readonly eventText: (json: string) => Verdict<EventEnvelope>
  readonly body: (request: BodyRequest) => Verdict<BodyRequest>
  readonly check: (context: string, value: unknown) => Verdict<unknown>
}

const refusal = (context: string, violations: ReadonlyArray<ContractViolation>): ContractViolations =>
  new ContractViolations({
    context,
    violations: Array.isNonEmptyReadonlyArray(violations) ? violations : [shapeless]
  })

const shapeless = new ContractViolation({ pointer: "", rule: "does not have the shape the contract asks for" })

/** Mints the value that `decode` reads from a text without violations; every other case is the refusal. */
const admit = <A>(
  context: string,
  text: JsonText,
  violations: ReadonlyArray<ContractViolation>,
  decode: (value: unknown) => Either.Either<A, ParseResult.ParseIssue>
): Verdict<A> => {
  if (Array.isNonEmptyReadonlyArray(violations)) return Either.left(new ContractViolations({ context, violations }))
  return Either.mapBoth(decode(text.parsed), {
    onLeft: (issue) => refusal(context, violationsOf(issue)),
    onRight: (value) => new GatedValue(context, value, text.json)
  })
}

const strictly = <A, I>(schema: Schema.Schema<A, I>) =>
  ParseResult.decodeUnknownEither(schema, { errors: "all", onExcessProperty: "error" })

type BodyFields = Schema.Struct.Constructor<typeof BodyRequest.fields>

/**
 * The quick looks by which a payload that keeps the contract passes without its Schemas. What the contract asks of an
 * envelope and of a body is at least what `EventEnvelope` and `BodyRequest` ask, which change no value they read: a test
 * holds the three together.
 */
const quickLook = ({ contexts, max_depth }: ContractDocument, names: RetiredNames) => {
  const limits = { names, maxDepth: max_depth }
  const event = vouchEvent(contexts, limits)
  const body = contexts["body_sync"] === undefined ? () => unsure : vouchContext(contexts["body_sync"], limits)
  return {
    /** With `members`, also that the text behind the value named each key once. */
    isEvent: (value: unknown, members: number | null = null): value is EventEnvelope => {
      const seen = event(value, 0)
      return seen !== unsure && (members === null || seen === members)
    },
    isBody: (value: unknown): value is BodyFields => body(value, 0) !== unsure
  }
}

/** Turns the document into the gate's rules (I-15). Pure: do it once and keep the result. */
export const compileContract = (document: ContractDocument): CompiledContract => {
  const names = retiredNames(document.forbidden)
  const namesIn = forbiddenNames(names, document.max_depth)
  const schemas = Record.map(document.contexts, (context) => compileContext(context, namesIn))
  const judges = Record.map(schemas, violationsBy)
  const judge = judgeIn(judges)
  const judgeEvent = judgeEventIn(judges)

  const decodeEvent = strictly(EventEnvelope)
  const decodeBody = strictly(BodyRequest)
  const unreadable = (context: string) => (violations: readonly [ContractViolation]) =>
    new ContractViolations({ context, violations })

  const quick = quickLook(document, names)
  const judgedEvent = (text: JsonText): Verdict<EventEnvelope> => {
    const { context, violations } = judgeEvent(text.parsed)
    return admit(context, text, violations, decodeEvent)
  }
  const vouched = (event: EventEnvelope, json: string): Verdict<EventEnvelope> =>
    Either.right(new GatedValue(`payload/${event.event_type}`, event, json))
  return {
    contexts: Object.keys(schemas).sort(),
    schemas,
    event: (envelope) =>
      writeJson(envelope).pipe(
        Either.mapLeft(unreadable("envelope")),
        Either.flatMap((text) => quick.isEvent(text.parsed) ? vouched(text.parsed, text.json) : judgedEvent(text))
      ),
    eventText: (json) =>
      parseJson(json).pipe(
        Either.mapLeft(unreadable("envelope")),
        Either.flatMap((text) =>
          quick.isEvent(text.parsed, membersWritten(json))
            ? vouched(text.parsed, json)
            : requireSingleKeys(text).pipe(Either.mapLeft(unreadable("envelope")), Either.flatMap(judgedEvent))
        )
      ),
    body: (request) =>
      writeJsonAround(request, "content_body").pipe(
        Either.mapLeft(unreadable("body_sync")),
        Either.flatMap((text) =>
          quick.isBody(text.parsed)
            ? Either.right(new GatedValue("body_sync", new BodyRequest(text.parsed, { disableValidation: true }), text.json))
            : admit("body_sync", text, judge("body_sync", text.parsed), decodeBody)
        )
      ),
    check: (context, value) =>
      writeJson(value).pipe(
        Either.mapLeft(unreadable(context)),
        Either.flatMap((text) => admit(context, text, judge(context, text.parsed), Either.right))
      )
  }
}
