import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import { StateNotWritable } from "../../domain/identity/projectErrors.js"
import { describeCause } from "./systemError.js"

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDWR } = fs.constants
const newline = 0x0a

/** False after a crash in the middle of a line: the next one must not be glued to it. */
const endsCleanly = (descriptor: number, sizeBytes: number): boolean => {
  const last = Buffer.alloc(1)
  return sizeBytes === 0 || (fs.readSync(descriptor, last, 0, 1, sizeBytes - 1) === 1 && last[0] === newline)
}

const appendTo = (descriptor: number, lines: ReadonlyArray<string>): void => {
  const stat = fs.fstatSync(descriptor)
  if (!stat.isFile()) throw new Error("it is not a regular file")
  const start = endsCleanly(descriptor, stat.size) ? "" : "\n"
  fs.writeFileSync(descriptor, `${start}${lines.map((line) => `${line}\n`).join("")}`)
}

/** Adds lines at the end of a text file, which is made where absent. Never through a symlink, never into a FIFO. */
export const appendLines = (target: string, lines: ReadonlyArray<string>): Effect.Effect<void, StateNotWritable> => {
  const failed = (cause: unknown) => new StateNotWritable({ path: target, detail: describeCause(cause) })
  return Effect.acquireUseRelease(
    Effect.try({
      try: () => fs.openSync(target, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o644),
      catch: failed
    }),
    (descriptor) => Effect.try({ try: () => appendTo(descriptor, lines), catch: failed }),
    (descriptor) => Effect.ignore(Effect.try(() => fs.closeSync(descriptor)))
  )
}
