import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { MissionDossier } from "../../domain/dossier/MissionDossier.js"
import { dossierEvents } from "../../domain/events/dossierEvents.js"
import { envelopeOf } from "../../domain/events/envelopeOf.js"
import type { Namespace } from "../../domain/identity/Namespace.js"
import type { ProjectIdentity } from "../../domain/identity/ProjectIdentity.js"
import { Instant } from "../../domain/text.js"
import { Git } from "../../services/Git.js"
import { Identifiers } from "../../services/Identifiers.js"
import { teamOfProject } from "../sync/teamOfProject.js"

/** Gives the first of `count` consecutive Lamport values, such as `LamportClock.reserve`. */
export type LamportSource<E, R> = (count: number) => Effect.Effect<number, E, R>

export interface EnvelopeOptions<E, R> {
  readonly namespace: Namespace
  readonly identity: ProjectIdentity
  readonly lamport: LamportSource<E, R>
}

/** The dossier's events in envelopes of this checkout, with ids of their own and the Lamport values that are given. */
export const dossierEnvelopes = Effect.fn("dossierEnvelopes")(function*<E, R>(
  dossier: MissionDossier,
  { identity, lamport, namespace }: EnvelopeOptions<E, R>
) {
  const git = yield* Git
  const { ulid } = yield* Identifiers
  const at = Instant.make(DateTime.formatIso(yield* DateTime.now))
  const shared = {
    identity,
    teamSlug: yield* teamOfProject(identity.project_uuid),
    branch: Option.getOrNull(yield* git.branch),
    commit: Option.getOrNull(yield* git.headCommit),
    at
  }
  const drafts = dossierEvents({ dossier, namespace, at, checkout: { commit: shared.commit, branch: shared.branch } })
  const first = yield* lamport(drafts.length)
  return yield* Effect.forEach(drafts, (draft, index) =>
    Effect.map(ulid, (eventId) => envelopeOf(draft, { ...shared, lamport: first + index, eventId })))
})
