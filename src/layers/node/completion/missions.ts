import * as fs from "node:fs"
import * as path from "node:path"
import { defaultMissions, fittingMissions } from "../../../domain/mission/fittingMissions.js"
import { entriesOf } from "./names.js"
import type { Whereabouts } from "./whereabouts.js"

export interface NamedMission {
  readonly slug: string
  /** Absolute, its symlinks resolved. */
  readonly path: string
}

/** A link counts where it leads to a folder. */
const missionAt = (folder: string, entry: fs.Dirent): ReadonlyArray<NamedMission> => {
  const slug = entry.name
  if (entry.isDirectory()) return [{ slug, path: path.join(folder, slug) }]
  if (!entry.isSymbolicLink()) return []
  try {
    const real = fs.realpathSync.native(path.join(folder, slug))
    return fs.statSync(real).isDirectory() ? [{ slug, path: real }] : []
  } catch {
    return []
  }
}

/** The missions of the project, by name. Throws where it has none. */
export const missionsOf = ({ root }: Whereabouts): ReadonlyArray<NamedMission> => {
  const folder = fs.realpathSync.native(path.join(root, "kitty-specs"))
  return entriesOf(folder).flatMap((entry) => missionAt(folder, entry))
}

/** Those that a command with `--mission TYPED` looks into; of an empty one, without it. None that lies elsewhere (S26). */
export const chosenMissions = (where: Whereabouts, typed: string): ReadonlyArray<NamedMission> => {
  const missions = missionsOf(where)
  const chosen = typed === "" ? defaultMissions({ ...where, missions }) : fittingMissions(missions, typed)
  return chosen.filter((mission) => where.homes.some((home) => mission.path.startsWith(home + path.sep)))
}
