import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import type { BindableResource, Binding, TrackerProvider } from "../../wire/tracker.js"
import { catalogue, type CatalogueEntry } from "./catalogue.js"

/** A project and the resource that it is bound to. */
export interface Bound {
  readonly entry: CatalogueEntry
  readonly projectUuid: string
  readonly projectSlug: string
  readonly bindingRef: string
  /** RFC 3339. */
  readonly boundAt: string
}

/** A confirmation that was answered: the same key is the same answer. */
export interface Confirmed {
  /** The request, as canonical JSON. */
  readonly request: string
  readonly answer: Binding
}

/** All that the trackers behind the receiver remember. */
export interface TrackerBook {
  /** By `bindingKey`: a project has one binding per provider. */
  readonly bindings: HashMap.HashMap<string, Bound>
  /** By idempotency key. */
  readonly confirmed: HashMap.HashMap<string, Confirmed>
  /** Goes up whenever candidates expire; a candidate token of another round is not good any more. */
  readonly round: number
  /** Bindings made so far. */
  readonly made: number
}

export const emptyTrackerBook: TrackerBook = { bindings: HashMap.empty(), confirmed: HashMap.empty(), round: 1, made: 0 }

export const bindingKey = (provider: TrackerProvider, projectUuid: string): string => `${provider} ${projectUuid}`

/** The token that stands for a resource until candidates expire. */
export const candidateToken = ({ round }: TrackerBook, { id }: CatalogueEntry): string => `ct_${id}_${round}`

/** The resource that a candidate token stands for now. */
export const entryOf = (book: TrackerBook, provider: TrackerProvider, token: string): Option.Option<CatalogueEntry> =>
  Option.fromNullable(catalogue.find((entry) => entry.provider === provider && candidateToken(book, entry) === token))

/** The binding of that name, whosever it is. */
export const boundAs = ({ bindings }: TrackerBook, provider: TrackerProvider, bindingRef: string): Option.Option<Bound> =>
  HashMap.findFirst(bindings, (bound) => bound.entry.provider === provider && bound.bindingRef === bindingRef)
    .pipe(Option.map(([, bound]) => bound))

/** Resources as a list shows them; of several projects bound to one, the latest is named. */
export const listed = (book: TrackerBook, provider: Option.Option<TrackerProvider>): ReadonlyArray<BindableResource> =>
  catalogue
    .filter((entry) => Option.isNone(provider) || provider.value === entry.provider)
    .map((entry) => {
      const latest = [...HashMap.values(book.bindings)]
        .filter((bound) => bound.entry.id === entry.id)
        .reduce<Bound | null>((found, bound) => found === null || found.boundAt <= bound.boundAt ? bound : found, null)
      return {
        candidate_token: candidateToken(book, entry),
        display_label: entry.displayLabel,
        provider: entry.provider,
        provider_context: entry.context,
        binding_ref: latest?.bindingRef ?? null,
        bound_project_slug: latest?.projectSlug ?? null,
        bound_at: latest?.boundAt ?? null
      }
    })
