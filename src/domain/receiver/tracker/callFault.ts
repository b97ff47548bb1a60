import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { routes } from "../../wire/routes.js"
import { ResourcesQuery, StatusQuery, type TrackerRefusal } from "../../wire/tracker.js"
import { trackerRefusal } from "./refusals.js"

/** What of a request to the tracker is there before its body is read. */
export interface TrackerCall {
  /** Without its query. */
  readonly path: string
  /** Empty where the header is absent; likewise the key. */
  readonly team: string
  readonly idempotencyKey: string
  readonly query: Readonly<Record<string, string>>
}

/** The stable words of `callFault`. */
export const callFaultCodes = ["team_required", "idempotency_key_required", "invalid_query"] as const
type CallFaultCode = (typeof callFaultCodes)[number]

/** A refusal with one of those words. */
export type CallFault = TrackerRefusal & { readonly error_code: CallFaultCode }

const refusal = (error_code: CallFaultCode, message: string): Option.Option<CallFault> =>
  Option.some({ ...trackerRefusal({ error_code, category: "validation", message }), error_code })

const isResourcesQuery = Schema.is(ResourcesQuery)
const isStatusQuery = Schema.is(StatusQuery)

const queryIsSound = ({ path, query }: TrackerCall): boolean =>
  path === routes.trackerResources
    ? isResourcesQuery(query)
    : path !== routes.trackerStatus || isStatusQuery(query)

/** What makes a request to the tracker one that can't be answered, whoever asks. */
export const callFault = (call: TrackerCall): Option.Option<CallFault> => {
  if (call.team.trim() === "") return refusal("team_required", "The header X-Team-Slug must name a team.")
  if (call.path === routes.trackerConfirm && call.idempotencyKey.trim() === "") {
    return refusal("idempotency_key_required", "The header Idempotency-Key must be there.")
  }
  return queryIsSound(call)
    ? Option.none()
    : refusal("invalid_query", "The query must name a known provider and, where there is one, a binding or project.")
}
