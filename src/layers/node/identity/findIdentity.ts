import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { buildOwner, type CheckoutFingerprint, formatFingerprint } from "../../../domain/identity/checkoutFingerprint.js"
import type { BuildId, NodeId, ProjectUuid } from "../../../domain/identity/ids.js"
import { Git } from "../../../services/Git.js"
import { keptElsewhere, type Places, readPlaces } from "./places.js"
import type { StoredIdentity } from "./storedIdentity.js"
import { thisCheckout } from "./thisCheckout.js"

/** What the files say of this checkout's identity. */
export interface FoundIdentity extends Places {
  /** File of the repository that build and node belong in. */
  readonly place: StoredIdentity
  /** This checkout's, as it is to be stored. */
  readonly fingerprint: string
  /** Below `$SPEC_KITTY_HOME`, where that is this checkout's. */
  readonly outside: Option.Option<StoredIdentity>
  readonly uuid: Option.Option<ProjectUuid>
  readonly slug: Option.Option<string>
  /** The file whose build id is this checkout's. */
  readonly source: Option.Option<StoredIdentity>
  readonly buildId: Option.Option<BuildId>
  readonly nodeId: Option.Option<NodeId>
  /** The file that holds the build id of another checkout: this one is its copy, and makes an id of its own. */
  readonly foreign: Option.Option<StoredIdentity>
}

const ownerOf = (now: CheckoutFingerprint, stored: StoredIdentity, isAdoptable: boolean) =>
  buildOwner({ isThere: Option.isSome(stored.buildId), fingerprint: stored.fingerprint, isAdoptable }, now)

/** Where git tracks config.yaml its clones share it, so build and node stand beside it. */
const placeOf = Effect.fn("placeOf")(function*({ config, local }: Places) {
  if (Option.isSome(local.buildId)) return local
  return (yield* (yield* Git).isTracked(".kittify/config.yaml")) ? local : config
})

/** What the user's folder holds for this checkout, also where it was at another path then. */
const outsideOf = Effect.fn("outsideOf")(function*(now: CheckoutFingerprint, { kept }: Places) {
  const isOurs = (stored: StoredIdentity) => ownerOf(now, stored, false) === "this"
  if (isOurs(kept)) return Option.some(kept)
  return Option.fromNullable((yield* keptElsewhere).find(isOurs))
})

/** The places read for this checkout. What git says is asked for only where it decides. */
export const findIn = Effect.fn("findIdentity")(function*(places: Places) {
  const { config, local } = places
  const now = yield* thisCheckout
  const place = yield* placeOf(places)
  const owners = [local, config].map((stored) => ({ stored, owner: ownerOf(now, stored, stored === place) }))
  const inside = Option.fromNullable(owners.find(({ owner }) => owner === "this")?.stored)
  const isWhole = Option.isSome(inside) && Option.isSome(config.uuid)
  const outside = isWhole ? Option.none() : yield* outsideOf(now, places)
  const source = Option.orElse(inside, () => outside)
  const ofNobody = Option.isNone(place.buildId) ? place.nodeId : Option.none()
  const found: FoundIdentity = {
    ...places,
    place,
    fingerprint: formatFingerprint(now),
    outside,
    uuid: Option.orElse(config.uuid, () => Option.flatMap(outside, ({ uuid }) => uuid)),
    slug: Option.orElse(config.slug, () => Option.flatMap(outside, ({ slug }) => slug)),
    source,
    buildId: Option.flatMap(source, ({ buildId }) => buildId),
    nodeId: Option.match(source, { onNone: () => ofNobody, onSome: ({ nodeId }) => nodeId }),
    foreign: Option.isSome(source)
      ? Option.none()
      : Option.fromNullable(owners.find(({ owner, stored }) => owner === "another" && stored === place)?.stored)
  }
  return found
})

/** What is stored now. */
export const findIdentity = Effect.flatMap(Effect.suspend(readPlaces), findIn)
