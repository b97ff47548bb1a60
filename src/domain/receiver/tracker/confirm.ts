import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import { canonicalJson } from "../../contract/canonicalJson.js"
import type { Binding, ConfirmRequest } from "../../wire/tracker.js"
import { reply, type Reply } from "../Reply.js"
import type { CatalogueEntry } from "./catalogue.js"
import { trackerRefused } from "./refusals.js"
import { bindingKey, type Bound, entryOf, type TrackerBook } from "./TrackerBook.js"

/** What a confirmation comes with, beside its body. */
export interface ConfirmCall {
  readonly idempotencyKey: string
  /** RFC 3339. */
  readonly now: string
  /** Candidates expire now, this one too: a fault. */
  readonly stale: boolean
}

type Request = typeof ConfirmRequest.Type

const keyReused = trackerRefused(409, {
  error_code: "idempotency_key_reused",
  category: "validation",
  message: "This Idempotency-Key was used for another request."
})

const invalidToken = trackerRefused(404, {
  error_code: "invalid_candidate_token",
  category: "validation",
  message: "The candidate is unknown, or it has expired. Resolve the project again."
})

const answerOf = ({ bindingRef, boundAt, entry }: Bound): Binding => ({
  binding_ref: bindingRef,
  display_label: entry.displayLabel,
  provider: entry.provider,
  provider_context: entry.context,
  bound_at: boundAt
})

/** The project's binding to this resource: the one it has, unless that is to another resource. */
const bind = (
  book: TrackerBook,
  { project_identity: { slug, uuid }, provider }: Request,
  entry: CatalogueEntry,
  now: string
): Bound =>
  HashMap.get(book.bindings, bindingKey(provider, uuid)).pipe(
    Option.filter((bound) => bound.entry.id === entry.id),
    Option.getOrElse(() => ({
      entry,
      projectUuid: uuid,
      projectSlug: slug,
      bindingRef: `bnd_${book.made + 1}`,
      boundAt: now
    }))
  )

/**
 * Binds a project. An idempotency key is asked first: used for the same request, it is the same answer, also after the
 * candidate has expired; used for another one, it is 409. A refusal leaves the key unused.
 */
export const confirm = (book: TrackerBook, request: Request, call: ConfirmCall): readonly [Reply, TrackerBook] => {
  const canonical = canonicalJson(request)
  const before = Option.getOrNull(HashMap.get(book.confirmed, call.idempotencyKey))
  if (before !== null) return [before.request === canonical ? reply(200, { ...before.answer }) : keyReused, book]
  if (call.stale) return [invalidToken, { ...book, round: book.round + 1 }]
  const entry = Option.getOrNull(entryOf(book, request.provider, request.candidate_token))
  if (entry === null) return [invalidToken, book]
  const bound = bind(book, request, entry, call.now)
  const answer = answerOf(bound)
  return [reply(200, { ...answer }), {
    ...book,
    bindings: HashMap.set(book.bindings, bindingKey(request.provider, bound.projectUuid), bound),
    confirmed: HashMap.set(book.confirmed, call.idempotencyKey, { request: canonical, answer }),
    made: book.made + 1
  }]
}
