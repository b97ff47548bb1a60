import * as Effect from "effect/Effect"
import * as path from "node:path"
import { ReportNotWritable } from "../../domain/ReportNotWritable.js"
import { writeFileAtomic } from "./atomicWrite.js"

/**
 * Keeps an envelope in `file`, as one line: old or new, never half. Only in a regular file or a new one: a device, a
 * FIFO, a link or a folder is refused and stays what it is (G-Q12).
 */
export const writeReport = (file: string) => (envelope: string): Effect.Effect<void, ReportNotWritable> =>
  writeFileAtomic(path.resolve(file), `${envelope}\n`, { mode: 0o644, durable: true }).pipe(
    Effect.mapError(({ detail, path: target }) => new ReportNotWritable({ path: target, detail }))
  )
