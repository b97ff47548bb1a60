import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Record from "effect/Record"
import type * as Schema from "effect/Schema"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { TrackerNotAsked, TrackerUnavailable } from "../../domain/tracker/trackerErrors.js"
import type { ProviderContext } from "../../domain/tracker/TrackerSection.js"
import { routes } from "../../domain/wire/routes.js"
import {
  Binding, Resolution, trackerHeaders, TrackerResources, TrackerStatus, Validation
} from "../../domain/wire/tracker.js"
import { Credentials } from "../../services/Credentials.js"
import { type AboutProject, Tracker } from "../../services/Tracker.js"
import { type Exchanged, makeExchange } from "./exchange.js"
import type { OutgoingRequest } from "./HttpPolicy.js"
import { answersSomethingElse, notAnswered, readAnswer } from "./trackerAnswer.js"

const unnamedWait = Duration.seconds(5)
const longestWait = Duration.seconds(60)

/** Once more, when the server says so within a minute; where it asks for longer, a person is told how long. */
const onceMoreIfBusy = <A, E, R>(request: Effect.Effect<A, E | TrackerUnavailable, R>) =>
  Effect.catchIf(
    request,
    (error): error is TrackerUnavailable => error instanceof TrackerUnavailable && error.kind === "busy",
    (error) => {
      const wait = error.retryAfterSeconds === null ? unnamedWait : Duration.seconds(error.retryAfterSeconds)
      return Duration.greaterThan(wait, longestWait) ? Effect.fail(error) : Effect.delay(request, wait)
    }
  )

/** Text for people, made safe; `null` and absent stay as they are. */
const safeWords = <A extends string | null | undefined>({ safe }: Exchanged, text: A) =>
  typeof text === "string" ? safe(text) : text

const safeContext = ({ safe }: Exchanged, context: ProviderContext | null | undefined): ProviderContext =>
  Record.mapEntries(context ?? {}, (value, key) => [safe(key), value === null ? null : safe(value)])

/** The identity goes out as the very text that the gate has checked (I-14). */
const bodyOf = ({ identity, provider }: AboutProject, words: Readonly<Record<string, string>> = {}): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify({ provider, ...words }).slice(0, -1)},"project_identity":${identity.json}}`)

const queryOf = (words: Readonly<Record<string, string>>): string => `?${new URLSearchParams(words).toString()}`

type Request = Pick<OutgoingRequest, "server" | "path" | "body"> & { readonly idempotencyKey?: string }

const makeAsk = Effect.gen(function*() {
  const credentials = yield* Credentials
  const exchange = yield* makeExchange

  /** A slug that a header can't carry is none; `local` is what an account without a team is called. */
  const team = Effect.fnUntraced(function*(server: ServerUrl) {
    const slug = yield* credentials.teamSlug(server)
    if (slug !== "local" && /^[\x21-\x7e]+$/.test(slug)) return slug
    const reason = yield* Effect.match(credentials.describe(server), {
      onFailure: ({ ofEnvironment }) => ofEnvironment ? "token_alone" as const : "signed_out" as const,
      onSuccess: ({ source }) => source === "environment" ? "token_alone" as const : "no_team" as const
    })
    return yield* new TrackerNotAsked({ reason })
  })

  return <A, I>(request: Request, schema: Schema.Schema<A, I>) =>
    Effect.gen(function*() {
      const { body, idempotencyKey, path, server } = request
      const headers = {
        [trackerHeaders.team]: yield* team(server),
        ...(idempotencyKey === undefined ? {} : { [trackerHeaders.idempotencyKey]: idempotencyKey })
      }
      const exchanged = yield* onceMoreIfBusy(exchange({ server, path, body, headers }).pipe(
        Effect.mapError(notAnswered)
      ))
      return { exchanged, answer: yield* readAnswer(exchanged, schema) }
    })
})

const make = Effect.gen(function*() {
  const ask = yield* makeAsk

  const resources: Tracker["Type"]["resources"] = Effect.fn("Tracker.resources")(function*(server, provider) {
    const path = `${routes.trackerResources}${queryOf({ provider })}`
    const { answer, exchanged } = yield* ask({ server, path, body: null }, TrackerResources)
    return answer.resources.map((resource) => ({
      ...resource,
      display_label: exchanged.safe(resource.display_label),
      provider_context: safeContext(exchanged, resource.provider_context)
    }))
  })

  const resolve: Tracker["Type"]["resolve"] = Effect.fn("Tracker.resolve")(function*(server, project) {
    const { answer, exchanged } = yield* ask({ server, path: routes.trackerResolve, body: bodyOf(project) }, Resolution)
    return {
      ...answer,
      display_label: safeWords(exchanged, answer.display_label ?? null),
      candidates: (answer.candidates ?? []).map((candidate) => ({
        ...candidate,
        display_label: exchanged.safe(candidate.display_label),
        match_reason: exchanged.safe(candidate.match_reason)
      }))
    }
  })

  const confirm: Tracker["Type"]["confirm"] = Effect.fn("Tracker.confirm")(function*(server, request) {
    const body = bodyOf(request, { candidate_token: request.candidateToken })
    const { idempotencyKey } = request
    const { answer, exchanged } = yield* ask({ server, path: routes.trackerConfirm, body, idempotencyKey }, Binding)
    if (answer.provider !== request.provider) return yield* answersSomethingElse(exchanged, request.provider)
    return {
      ...answer,
      display_label: exchanged.safe(answer.display_label),
      provider_context: safeContext(exchanged, answer.provider_context)
    }
  })

  const validate: Tracker["Type"]["validate"] = Effect.fn("Tracker.validate")(function*(server, request) {
    const body = bodyOf(request, { binding_ref: request.bindingRef })
    const { answer, exchanged } = yield* ask({ server, path: routes.trackerValidate, body }, Validation)
    if (answer.binding_ref !== request.bindingRef) return yield* answersSomethingElse(exchanged, "the binding")
    return {
      ...answer,
      reason: safeWords(exchanged, answer.reason ?? null),
      guidance: safeWords(exchanged, answer.guidance ?? null),
      display_label: safeWords(exchanged, answer.display_label ?? null),
      provider_context: safeContext(exchanged, answer.provider_context)
    }
  })

  const status: Tracker["Type"]["status"] = Effect.fn("Tracker.status")(function*(server, { bindingRef, provider }) {
    const path = `${routes.trackerStatus}${queryOf({ provider, binding_ref: bindingRef })}`
    const { answer, exchanged } = yield* ask({ server, path, body: null }, TrackerStatus)
    return { ...answer, last_synced_at: safeWords(exchanged, answer.last_synced_at ?? null) }
  })
  return Tracker.of({ resources, resolve, confirm, validate, status })
})

/** `{server}/api/v1/tracker/…`, signed, with the team of the account; what a refusal means: `trackerAnswer`. */
export const layer = Layer.effect(Tracker, make)
