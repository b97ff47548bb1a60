import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { TrackerChoiceNeeded } from "../../domain/tracker/bindErrors.js"
import { labelsOf, type Match } from "../../domain/tracker/matchOf.js"
import { Chooser } from "../../services/Chooser.js"

/** What stands for one resource until it is bound, and its place in the list that it was chosen from, from 0. */
export interface Chosen {
  readonly index: number
  readonly candidateToken: string
  readonly label: string
}

type Offer = Extract<Match, { readonly _tag: "Exact" | "Candidates" }>

/** The resource at that place; none where the list is shorter. */
export const chosenAt = (offer: Match, index: number): Option.Option<Chosen> => {
  switch (offer._tag) {
    case "Exact":
      return index === 0 ? Option.some({ index, candidateToken: offer.candidateToken, label: offer.label }) : Option.none()
    case "Candidates":
      return Option.map(Option.fromNullable(offer.candidates[index]), ({ candidate_token, display_label }) => ({
        index,
        candidateToken: candidate_token,
        label: display_label
      }))
    case "Bound":
    case "None":
    case "Unusable":
      return Option.none()
  }
}

const ask = (offer: Offer) =>
  offer._tag === "Exact"
    ? Effect.succeedSome(0)
    : Effect.flatMap(Chooser, ({ choose }) =>
      choose(
        "Which resource is this project's?",
        offer.candidates.map(({ confidence, display_label, match_reason }) => `${display_label}  (${confidence}: ${match_reason})`)
      ))

/** The one that the server is sure of, the one of that number (from 1), or the one that a person chooses. */
export const chooseCandidate = Effect.fn("chooseCandidate")(function*(provider: string, offer: Offer, number: number | null) {
  const index = number === null ? yield* ask(offer) : Option.some(number - 1)
  const chosen = Option.flatMap(index, (at) => chosenAt(offer, at))
  const candidates = offer._tag === "Candidates" ? offer.candidates : []
  return yield* Effect.mapError(chosen, () =>
    new TrackerChoiceNeeded({ provider, candidates, given: number, count: labelsOf(offer).length }))
})
