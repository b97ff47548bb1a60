import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import type { Reply } from "../../domain/receiver/Reply.js"
import { status, validate } from "../../domain/receiver/tracker/bindingFacts.js"
import { confirm } from "../../domain/receiver/tracker/confirm.js"
import { resolve } from "../../domain/receiver/tracker/resolve.js"
import { emptyTrackerBook, listed } from "../../domain/receiver/tracker/TrackerBook.js"
import { TrackerRefused } from "../../domain/tracker/trackerErrors.js"
import {
  Binding, type Resolution, TrackerProjectIdentity, TrackerRefusal, TrackerStatus, type Validation
} from "../../domain/wire/tracker.js"
import { type AboutProject, Tracker, type TrackerError } from "../../services/Tracker.js"
import { makeSteering, type Steering } from "./steering.js"

/** One request as it arrived: which, and everything that it would have sent. */
export interface TrackerCall {
  readonly method: keyof Tracker["Type"]
  readonly provider: string
  /** The gated text; null where the request says nothing of the project. */
  readonly identity: string | null
  readonly words: Readonly<Record<string, string>>
}

/** The strings of the fake. */
export class TrackerSteering extends Context.Tag("spec-kitty/memory/TrackerSteering")<
  TrackerSteering,
  Steering<TrackerCall, TrackerError> & {
    /** The next resolutions are these, in this order, instead of what the server knows. */
    readonly resolveNext: (...resolutions: ReadonlyArray<Resolution>) => Effect.Effect<void>
    /** The next validations likewise. */
    readonly validateNext: (...validations: ReadonlyArray<Validation>) => Effect.Effect<void>
    /** The next call of this method fails with that, also where other calls come before it. */
    readonly failNextOf: (method: TrackerCall["method"], failure: TrackerError) => Effect.Effect<void>
  }
>() {}

const decodeIdentity = Schema.decodeUnknown(TrackerProjectIdentity)
const decodeRefusal = Schema.decodeUnknownOption(TrackerRefusal)

/** What the pure server answers, as a client reads it; a shape that does not fit is a bug of the fake. */
const read = <A, I>({ body, status: code }: Reply, schema: Schema.Schema<A, I>): Effect.Effect<A, TrackerRefused> => {
  if (code < 400) return Effect.orDie(Schema.decodeUnknown(schema)(body))
  const refusal = Option.getOrNull(decodeRefusal(body))
  return Effect.fail(new TrackerRefused({
    status: code,
    errorCode: refusal?.error_code ?? null,
    said: refusal?.message ?? `HTTP ${code}`,
    userActionRequired: refusal?.user_action_required ?? false
  }))
}

/** Answers that were laid out beforehand, each given once. */
const makeLaidOut = <A>() =>
  Effect.map(Ref.make<ReadonlyArray<A>>([]), (answers) => ({
    add: (...more: ReadonlyArray<A>) => Ref.update(answers, (before) => [...before, ...more]),
    orElse: (otherwise: Effect.Effect<A>) =>
      Effect.flatMap(Ref.modify(answers, ([first, ...rest]) => [first, rest] as const), (first) =>
        first === undefined ? otherwise : Effect.succeed(first))
  }))

/** The trackers of the reference receiver without a network between, unless steered otherwise. */
export const layer = Layer.effectContext(Effect.gen(function*() {
  const { arrive: arriveAny, steering } = yield* makeSteering<TrackerCall, TrackerError>()
  const failures = yield* Ref.make<ReadonlyMap<TrackerCall["method"], TrackerError>>(new Map())
  const arrive = (call: TrackerCall) =>
    Effect.gen(function*() {
      yield* arriveAny(call)
      const failure = (yield* Ref.get(failures)).get(call.method)
      if (failure === undefined) return
      yield* Ref.update(failures, (before) => new Map([...before].filter(([method]) => method !== call.method)))
      return yield* failure
    })
  const book = yield* Ref.make(emptyTrackerBook)
  const resolutions = yield* makeLaidOut<Resolution>()
  const validations = yield* makeLaidOut<Validation>()

  const about = (method: TrackerCall["method"], { identity, provider }: AboutProject, words: TrackerCall["words"] = {}) =>
    Effect.zipRight(arrive({ method, provider, identity: identity.json, words }), Effect.orDie(decodeIdentity(identity.value)))

  const tracker = Tracker.of({
    resources: (_server, provider) =>
      Effect.zipRight(
        arrive({ method: "resources", provider, identity: null, words: {} }),
        Effect.map(Ref.get(book), (now) => listed(now, Option.some(provider)))
      ),
    resolve: (_server, project) =>
      Effect.flatMap(about("resolve", project), (project_identity) =>
        resolutions.orElse(Effect.map(Ref.get(book), (now) => resolve(now, { provider: project.provider, project_identity })))),
    confirm: (_server, request) =>
      Effect.gen(function*() {
        const { candidateToken: candidate_token, idempotencyKey, provider } = request
        const project_identity = yield* about("confirm", request, { candidate_token, idempotencyKey })
        const now = DateTime.formatIso(yield* DateTime.now)
        const answer = yield* Ref.modify(book, (before) =>
          confirm(before, { provider, candidate_token, project_identity }, { idempotencyKey, now, stale: false }))
        return yield* read(answer, Binding)
      }),
    validate: (_server, request) =>
      Effect.flatMap(about("validate", request, { binding_ref: request.bindingRef }), (project_identity) =>
        validations.orElse(Effect.map(Ref.get(book), (now) =>
          validate(now, { provider: request.provider, binding_ref: request.bindingRef, project_identity })))),
    status: (_server, { bindingRef, provider }) =>
      Effect.zipRight(
        arrive({ method: "status", provider, identity: null, words: { binding_ref: bindingRef } }),
        Effect.flatMap(Ref.get(book), (now) => read(status(now, { provider, binding_ref: bindingRef }), TrackerStatus))
      )
  })
  return Context.make(Tracker, tracker).pipe(
    Context.add(TrackerSteering, {
      ...steering,
      failNextOf: (method, failure) => Ref.update(failures, (before) => new Map([...before, [method, failure]])),
      resolveNext: resolutions.add,
      validateNext: validations.add
    })
  )
}))
