import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { StateNotWritable } from "../../../domain/identity/projectErrors.js"
import { targetOfTemporary } from "../atomicWrite.js"
import { describeCause } from "../systemError.js"

const namesIn = (folder: string): ReadonlyArray<string> => {
  try {
    return fs.readdirSync(folder)
  } catch {
    // Gone, or not ours to read: then there is nothing of ours in it.
    return []
  }
}

/** Removes what a killed run left beside these files, which it was about to replace. */
export const sweepTemporaries = (targets: ReadonlySet<string>): Effect.Effect<void, StateNotWritable> =>
  Effect.forEach(new Set([...targets].map((target) => path.dirname(target))), (folder) =>
    Effect.try({
      try: () => {
        for (const name of namesIn(folder)) {
          const target = targetOfTemporary(name)
          if (target !== undefined && targets.has(path.join(folder, target))) fs.rmSync(path.join(folder, name), { force: true })
        }
      },
      catch: (cause) => new StateNotWritable({ path: folder, detail: describeCause(cause) })
    }), { discard: true })
