import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as crypto from "node:crypto"
import * as fs from "node:fs"
import type { CheckoutFingerprint } from "../../../domain/identity/checkoutFingerprint.js"
import { ConfigInvalid } from "../../../domain/identity/projectErrors.js"
import { Git } from "../../../services/Git.js"
import { Project } from "../../../services/Project.js"
import { describeCause } from "../systemError.js"

/** First 16 hex characters of the SHA-256 of the project's real path. */
export const pathHash = (root: string): string => crypto.createHash("sha256").update(root).digest("hex").slice(0, 16)

/**
 * The directory that no other checkout can share: the git directory, or the project's own folder where it is not the
 * top of a checkout, since several projects of one repository have the same git directory.
 */
const ownDirectory = Effect.gen(function*() {
  const { root } = yield* Project
  const fileSystem = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const isTop = yield* Effect.orElseSucceed(fileSystem.exists(path.join(root, ".git")), () => false)
  const gitDirectory = isTop ? yield* (yield* Git).gitDirectory : Option.none<string>()
  return Option.getOrElse(gitDirectory, () => root)
})

/**
 * Without statx, which a container may forbid, Node gives the time of the last change as the birth of everything: also in
 * `/proc`, whose files have no birth.
 */
const tellsBirths = Effect.try(() => fs.statSync("/proc/self", { bigint: true })).pipe(
  Effect.match({
    onSuccess: ({ birthtimeNs, ctimeNs }) => birthtimeNs !== ctimeNs,
    onFailure: () => process.platform !== "linux"
  })
)

const birthOf = ({ birthtimeNs }: fs.BigIntStats) =>
  Effect.map(tellsBirths, (tells) => tells && birthtimeNs > 0n ? String(birthtimeNs / 1_000_000n) : "0")

/** The fingerprint of the checkout as it is now. */
export const thisCheckout = Effect.gen(function*() {
  const { root } = yield* Project
  const directory = yield* ownDirectory
  const stat = yield* Effect.try({
    try: () => fs.statSync(directory, { bigint: true }),
    catch: (cause) => new ConfigInvalid({ file: directory, line: null, detail: `it can't be looked at: ${describeCause(cause)}` })
  })
  const fingerprint: CheckoutFingerprint = {
    device: String(stat.dev),
    inode: String(stat.ino),
    bornAtMs: yield* birthOf(stat),
    pathHash: pathHash(root)
  }
  return fingerprint
})
