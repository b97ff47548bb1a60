import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"
import { TrackerProvider } from "../wire/tracker.js"

/** Every provider that a project can be bound to, in the order in which they are offered. */
export const trackerProviders: ReadonlyArray<TrackerProvider> = TrackerProvider.literals

/** Work on this machine alone. */
const localProviders = ["beads", "fp"]

/** There is no provider, or not one whose resources a project can be bound to. Nothing was sent. */
export class TrackerProviderRefused extends Schema.TaggedError<TrackerProviderRefused>()("TrackerProviderRefused", {
  /** As it was written; null where none was. */
  provider: Schema.NullOr(Schema.String)
}) implements Explained {
  readonly code = "TRACKER-01"
  get target(): string {
    return this.provider ?? "--provider"
  }
  override get message(): string {
    return this.provider === null ? "No tracker is named." : `A project can't be bound to ${this.provider}.`
  }
  get why(): string {
    const { provider } = this
    if (provider === null) return "neither --provider nor .kittify/config.yaml says which one, and nobody chose one"
    if (localProviders.includes(provider)) return "it is a tracker on this machine, which no server knows: there is nothing to bind"
    if (provider === "azure_devops") return "support for Azure DevOps was removed"
    return `it must be one of ${trackerProviders.join(", ")}`
  }
  readonly next = "name one: spec-kitty tracker bind --provider linear"
}

const isProvider = Schema.is(TrackerProvider)

/** A provider from a person's text. */
export const parseProvider = (text: string): Either.Either<TrackerProvider, TrackerProviderRefused> => {
  const provider = text.trim().toLowerCase()
  return isProvider(provider) ? Either.right(provider) : Either.left(new TrackerProviderRefused({ provider }))
}
