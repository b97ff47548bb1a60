import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import type { Resolution, ResolveRequest, TrackerCandidate, TrackerProjectIdentity } from "../../wire/tracker.js"
import { type CatalogueEntry, resourcesOf } from "./catalogue.js"
import { bindingKey, type Bound, candidateToken, type TrackerBook } from "./TrackerBook.js"

/** True where the resource's label has the project's name in it, however either is written. */
const resembles = (entry: CatalogueEntry, { slug }: TrackerProjectIdentity): boolean =>
  entry.displayLabel.toLowerCase().includes(slug.toLowerCase().replaceAll("-", " "))

const exact = (book: TrackerBook, entry: CatalogueEntry, bound: Option.Option<Bound>): Resolution => ({
  match_type: "exact",
  candidate_token: candidateToken(book, entry),
  binding_ref: Option.getOrNull(Option.map(bound, ({ bindingRef }) => bindingRef)),
  display_label: entry.displayLabel,
  candidates: []
})

/** Those that resemble the project come first; otherwise the order of the catalogue. */
const candidates = (
  book: TrackerBook,
  entries: ReadonlyArray<CatalogueEntry>,
  identity: TrackerProjectIdentity
): ReadonlyArray<TrackerCandidate> =>
  [...entries.filter((entry) => resembles(entry, identity)), ...entries.filter((entry) => !resembles(entry, identity))]
    .map((entry, sort_position): TrackerCandidate => ({
      candidate_token: candidateToken(book, entry),
      display_label: entry.displayLabel,
      confidence: resembles(entry, identity) ? "medium" : "low",
      match_reason: resembles(entry, identity) ? "similar name" : "same team",
      sort_position
    }))

/**
 * Which resource is the project's: the one it is bound to, else the one of its repository, else one of all the
 * provider has.
 */
export const resolve = (
  book: TrackerBook,
  { project_identity: identity, provider }: typeof ResolveRequest.Type
): Resolution => {
  const bound = HashMap.get(book.bindings, bindingKey(provider, identity.uuid))
  if (Option.isSome(bound)) return exact(book, bound.value.entry, bound)
  const entries = resourcesOf(provider)
  const own = entries.find(({ context }) => identity.repo_slug !== null && context["repository"] === identity.repo_slug)
  if (own !== undefined) return exact(book, own, Option.none())
  return {
    match_type: entries.length === 0 ? "none" : "candidates",
    candidate_token: null,
    binding_ref: null,
    display_label: null,
    candidates: candidates(book, entries, identity)
  }
}
