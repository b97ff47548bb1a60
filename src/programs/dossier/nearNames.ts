import type { MissionDossier } from "../../domain/dossier/MissionDossier.js"
import { suggest } from "../cli/suggest.js"

const shown = 5

/**
 * Paths and keys that a person may have meant, at most five: a name that is nearly the typed one, files of that name in
 * a folder, then what begins with it.
 */
export const nearNames = (typed: string, dossiers: ReadonlyArray<MissionDossier>): ReadonlyArray<string> => {
  const known = dossiers.flatMap(({ artifacts, upcoming }) => [...artifacts, ...upcoming])
  const paths = [...new Set(known.map(({ relative_path }) => relative_path))]
  const keys = [...new Set(known.map(({ artifact_key }): string => artifact_key))]
  const name = typed.split("/").filter((segment) => segment !== "" && segment !== ".").at(-1) ?? typed
  const nearly = [suggest(typed, paths), suggest(typed, keys), suggest(name, paths.filter((path) => !path.includes("/")))]
  const sameName = paths.filter((path) => path.endsWith(`/${name}`))
  const beginning = paths.filter((path) => path.startsWith(`${name}/`))
  return [...new Set([...nearly.flatMap((near) => near ?? []), ...sameName, ...beginning])].slice(0, shown)
}
