import * as Array from "effect/Array"
import * as Data from "effect/Data"
import * as Order from "effect/Order"
import type { Resolution, TrackerCandidate } from "../wire/tracker.js"

/** What the server found for the project. */
export type Match = Data.TaggedEnum<{
  /** It is bound already; `label` is null where the server does not say. */
  Bound: { readonly bindingRef: string; readonly label: string | null }
  /** The server is sure which one it is. */
  Exact: { readonly candidateToken: string; readonly label: string }
  /** One of these, sorted; the first is number 1. */
  Candidates: { readonly candidates: Array.NonEmptyReadonlyArray<TrackerCandidate> }
  None: {}
  /** It says "exact" and names nothing. */
  Unusable: {}
}>
export const Match = Data.taggedEnum<Match>()

const byPosition = Order.mapInput(Order.number, ({ sort_position }: TrackerCandidate) => sort_position)

/** A binding wins over a token: there is nothing left to confirm. */
export const matchOf = ({ binding_ref, candidate_token, candidates = [], display_label, match_type }: Resolution): Match => {
  switch (match_type) {
    case "exact":
      if (typeof binding_ref === "string") return Match.Bound({ bindingRef: binding_ref, label: display_label ?? null })
      return typeof candidate_token === "string"
        ? Match.Exact({ candidateToken: candidate_token, label: display_label ?? "the resource that the server found" })
        : Match.Unusable()
    case "candidates": {
      const sorted = Array.sort(candidates, byPosition)
      return Array.isNonEmptyReadonlyArray(sorted) ? Match.Candidates({ candidates: sorted }) : Match.None()
    }
    case "none":
      return Match.None()
  }
}

/** The words by which a person chose, in order: the same list again is the same choice again. */
export const labelsOf = (match: Match): ReadonlyArray<string> => {
  switch (match._tag) {
    case "Exact":
      return [match.label]
    case "Candidates":
      return match.candidates.map(({ display_label }) => display_label)
    case "Bound":
    case "None":
    case "Unusable":
      return []
  }
}
