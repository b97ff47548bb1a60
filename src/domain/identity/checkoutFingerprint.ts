import * as Option from "effect/Option"

/** What tells one checkout from another (docs/decisions/checkout-fingerprint.md). Numbers are decimal digits. */
export interface CheckoutFingerprint {
  /** Device that holds the checkout's git directory; a restart of the machine may number it anew. */
  readonly device: string
  readonly inode: string
  /** When that directory was made, in milliseconds since 1970; `0` where the file system does not tell. */
  readonly bornAtMs: string
  /** First 16 hex characters of the SHA-256 of the project's real path: nobody's path is stored. */
  readonly pathHash: string
}

const shape = /^v1-(?<device>\d+)-(?<inode>\d+)-(?<bornAtMs>\d+)-(?<pathHash>[0-9a-f]{16})$/

/** As it is stored: one word that YAML needs no quotes for. */
export const formatFingerprint = ({ bornAtMs, device, inode, pathHash }: CheckoutFingerprint): string =>
  `v1-${device}-${inode}-${bornAtMs}-${pathHash}`

/** None for text that is no fingerprint, or one of a later version. */
export const parseFingerprint = (text: string): Option.Option<CheckoutFingerprint> => {
  const { bornAtMs, device, inode, pathHash } = shape.exec(text)?.groups ?? {}
  return Option.all({
    bornAtMs: Option.fromNullable(bornAtMs),
    device: Option.fromNullable(device),
    inode: Option.fromNullable(inode),
    pathHash: Option.fromNullable(pathHash)
  })
}

const isKnown = (bornAtMs: string): boolean => bornAtMs !== "0"

/** An inode number is given again once its directory is gone; the birth of the directory is not. */
const isSameDirectory = (one: CheckoutFingerprint, other: CheckoutFingerprint): boolean =>
  one.inode === other.inode &&
  (one.bornAtMs === other.bornAtMs || !isKnown(one.bornAtMs) || !isKnown(other.bornAtMs))

/**
 * Whether the checkout that an id was stored for is this one. `moved`: the same directory under another path. `other`:
 * this is a copy, a clone or another worktree of it.
 */
export const compareCheckouts = (stored: CheckoutFingerprint, now: CheckoutFingerprint): "same" | "moved" | "other" => {
  if (!isSameDirectory(stored, now)) return "other"
  // The device is not asked for at the same path: its number may be new since the machine started.
  if (stored.pathHash === now.pathHash) return "same"
  return stored.device === now.device ? "moved" : "other"
}

/** A build id as one file holds it. */
export interface StoredBuild {
  readonly isThere: boolean
  readonly fingerprint: Option.Option<string>
  /** Whether an id without fingerprint may be taken for this checkout's: clones don't share the file. */
  readonly isAdoptable: boolean
}

/** Whose a stored build id is: nobody's where there is none, this checkout's, or another one's. */
export const buildOwner = (
  { fingerprint, isAdoptable, isThere }: StoredBuild,
  now: CheckoutFingerprint
): "nobody" | "this" | "another" => {
  if (!isThere) return "nobody"
  if (Option.isNone(fingerprint)) return isAdoptable ? "this" : "another"
  return Option.match(parseFingerprint(fingerprint.value), {
    // What can't be read vouches for nothing, and a new id is never wrong.
    onNone: () => "another",
    onSome: (stored) => compareCheckouts(stored, now) === "other" ? "another" : "this"
  })
}
