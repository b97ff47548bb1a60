import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import type { StatusQuery, TrackerStatus, ValidateRequest, Validation } from "../../wire/tracker.js"
import { reply, type Reply } from "../Reply.js"
import { resourcesOf } from "./catalogue.js"
import { trackerRefused } from "./refusals.js"
import { type Bound, boundAs, type TrackerBook } from "./TrackerBook.js"

const invalid = (binding_ref: string, reason: string, guidance: string): Validation => ({
  valid: false,
  binding_ref,
  reason,
  guidance,
  display_label: null,
  provider: null,
  provider_context: null
})

/** Whether a binding is there, and this project's. */
export const validate = (
  book: TrackerBook,
  { binding_ref, project_identity: { uuid }, provider }: typeof ValidateRequest.Type
): Validation => {
  const bound = Option.getOrNull(boundAs(book, provider, binding_ref))
  if (bound === null) return invalid(binding_ref, "binding_not_found", "Bind the project again.")
  if (bound.projectUuid !== uuid) {
    return invalid(binding_ref, "project_mismatch", "The binding is another project's. Bind this project.")
  }
  return {
    valid: true,
    binding_ref,
    reason: null,
    guidance: null,
    display_label: bound.entry.displayLabel,
    provider,
    provider_context: bound.entry.context
  }
}

const notFound = trackerRefused(404, {
  error_code: "binding_not_found",
  category: "routing",
  message: "There is no such binding. Bind the project again.",
  user_action_required: true
})

const statusOf = (provider: TrackerStatus["provider"], bound: Bound | null): Reply =>
  reply(200, {
    provider,
    connected: resourcesOf(provider).length > 0,
    binding_ref: bound?.bindingRef ?? null,
    display_label: bound?.entry.displayLabel ?? null,
    last_synced_at: null
  } satisfies TrackerStatus)

/** How a tracker is doing: a binding's, which wins, else a project's, else as such. */
export const status = (book: TrackerBook, { binding_ref, project_slug, provider }: StatusQuery): Reply => {
  if (binding_ref === undefined && project_slug === undefined) return statusOf(provider, null)
  const found = binding_ref === undefined
    ? HashMap.findFirst(book.bindings, (bound) => bound.entry.provider === provider && bound.projectSlug === project_slug)
      .pipe(Option.map(([, bound]) => bound))
    : boundAs(book, provider, binding_ref)
  return Option.match(found, { onNone: () => notFound, onSome: (bound) => statusOf(provider, bound) })
}
