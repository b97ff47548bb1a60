import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import { QueueUnavailable } from "../../../domain/sync/queueErrors.js"
import { attempt } from "./sqlFailure.js"

/** Which file a path leads to: device and inode, whatever its name becomes. */
export interface FileIdentity {
  readonly dev: bigint
  readonly ino: bigint
}

const gone = (path: string) =>
  new QueueUnavailable({ reason: "io", path, detail: "the file was moved aside by another process" })

/** The file at this path now. By name: see `probe` on descriptors. */
export const identityOf = (path: string): Effect.Effect<FileIdentity, QueueUnavailable> =>
  Effect.flatMap(attempt(path, () => fs.lstatSync(path, { bigint: true, throwIfNoEntry: false })), (stat) =>
    stat === undefined ? gone(path) : Effect.succeed({ dev: stat.dev, ino: stat.ino }))

/**
 * Fails where the path leads to another file than the one that was opened: whoever met damage has moved that one aside
 * and saved what was in it, and nobody reads what is written to it since (G-Q6).
 */
export const refuseMoved = (path: string, opened: FileIdentity): Effect.Effect<void, QueueUnavailable> =>
  Effect.flatMap(identityOf(path), ({ dev, ino }) =>
    dev === opened.dev && ino === opened.ino ? Effect.void : gone(path))
