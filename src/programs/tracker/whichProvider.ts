import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { parseProvider, TrackerProviderRefused, trackerProviders } from "../../domain/tracker/parseProvider.js"
import type { TrackerSection } from "../../domain/tracker/TrackerSection.js"
import { Chooser } from "../../services/Chooser.js"

/** The provider that was given, else the one of config.yaml, else the one that a person chooses. */
export const whichProvider = Effect.fn("whichProvider")(function*(given: string | null, section: TrackerSection) {
  const said = given ?? section.provider
  if (said !== null) return yield* parseProvider(said)
  const chosen = yield* (yield* Chooser).choose("Which tracker?", trackerProviders)
  const provider = Option.flatMapNullable(chosen, (index) => trackerProviders[index])
  return yield* Effect.mapError(provider, () => new TrackerProviderRefused({ provider: null }))
})
