import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { StateNotWritable } from "../../../domain/identity/projectErrors.js"
import { attemptStep } from "../attemptStep.js"
import { targetOfTemporary } from "../atomicWrite.js"
import { isOwn } from "../readPrivateFile.js"

const sticky = 0o1000

/** Makes the folder, or closes it to others where it is ours: `mkdir` leaves the mode of what exists. */
export const closeFolder = (folder: string): Effect.Effect<void, StateNotWritable> =>
  attemptStep(folder, "make the folder", () => {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { mode, uid } = fs.statSync(folder)
    // A folder that is meant for everyone, such as /tmp, stays as it is.
    if (isOwn(uid) && (mode & 0o077) !== 0 && (mode & sticky) === 0) fs.chmodSync(folder, 0o700)
  })

/** A rename would replace a link or another user's file, and a removal would remove it. */
export const refuseForeign = (file: string): Effect.Effect<void, StateNotWritable> =>
  Effect.flatMap(
    attemptStep(file, "look at the file", () => fs.lstatSync(file, { throwIfNoEntry: false })),
    (stat) => {
      if (stat === undefined) return Effect.void
      const occupied = (detail: string) => new StateNotWritable({ path: file, detail, occupied: true })
      if (!stat.isFile()) return occupied("it is not a regular file, and is left as it is")
      return isOwn(stat.uid) ? Effect.void : occupied("it belongs to another user, and is left as it is")
    }
  )

/** Removes what a process that was killed left half-written of this file: it may hold a token. Under the file's lock. */
export const sweepHalfWritten = (file: string): Effect.Effect<void, StateNotWritable> =>
  attemptStep(file, "remove what was left half-written", () => {
    const folder = path.dirname(file)
    for (const name of fs.readdirSync(folder)) {
      if (targetOfTemporary(name) === path.basename(file)) fs.rmSync(path.join(folder, name), { force: true })
    }
  })
