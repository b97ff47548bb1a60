import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { ExportNotWritable } from "../../domain/contract/ExportNotWritable.js"
import { StateNotWritable } from "../../domain/identity/projectErrors.js"
import { attemptStep } from "./attemptStep.js"
import { writeFileAtomic } from "./atomicWrite.js"

/** Nothing at the place is as good as a folder: it is made. */
const requireFolder = (look: (place: string) => fs.Stats | undefined) => (place: string) =>
  Effect.filterOrFail(
    attemptStep(place, "look at the folder", () => look(place)),
    (stat) => stat === undefined || stat.isDirectory(),
    () => new StateNotWritable({ path: place, detail: "it is not a folder, and is left as it is", occupied: true })
  )

const throughLinks = requireFolder((place) => fs.statSync(place, { throwIfNoEntry: false }))
const neverThroughLinks = requireFolder((place) => fs.lstatSync(place, { throwIfNoEntry: false }))

/** The folders on the way to a place, the outermost first. */
const above = (place: string): ReadonlyArray<string> => {
  const parent = path.dirname(place)
  return parent === place ? [] : [...above(parent), parent]
}

/**
 * Writes one file below a folder. The folder may be a link, since that is what was named; what lies below it may not: a
 * link there leads to where nobody asked to write (G-Q12).
 */
export const exportFile = (folder: string, name: string, text: string): Effect.Effect<void, ExportNotWritable> => {
  const root = path.resolve(folder)
  const target = path.join(root, name)
  const named = [...above(root), root]
  return Effect.forEach(named, throughLinks, { discard: true }).pipe(
    Effect.andThen(Effect.forEach(above(target).slice(named.length), neverThroughLinks, { discard: true })),
    Effect.andThen(writeFileAtomic(target, text, { mode: 0o644, durable: false })),
    Effect.mapError(({ detail, occupied, path: at }) => new ExportNotWritable({ path: at, detail, occupied }))
  )
}
