import { wrapped } from "./marks.js"

/** Names that every project has: they tell nothing of this one. */
const standardNames: ReadonlySet<string> = new Set([
  "spec.md", "plan.md", "tasks.md", "research.md", "quickstart.md", "data-model.md", "meta.json", "lanes.json", "README.md",
  "status.json", "status.events.jsonl", "mission-events.jsonl", "mission.yaml", "expected-artifacts.yaml", "config.yaml", "local.yaml",
  "config.toml", "package.json", "queue.db", "queue.db-wal", "queue.db-shm", "servers.json", "clock.json", "upstream-3.0.0.json"
])
const classFolders: ReadonlySet<string> = new Set(["research", "contracts", "checklists", "tasks", "docs"])
const ourFolders: ReadonlySet<string> = new Set([
  ...classFolders, "", ".", "..", ".kittify", "missions", "kitty-specs", ".spec-kitty", "spec-kitty", ".config", "projects", "dossiers",
  "software-dev", "documentation", "dist", "bin", "lib", "credentials", "<path>"
])
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const extensionIn = (path: string): string => /[^/](?<extension>\.[A-Za-z0-9]{1,5})$/.exec(path)?.groups?.["extension"] ?? ""
const nameIn = (path: string): string => path.slice(path.lastIndexOf("/") + 1)

/** A path that is the same in every project, such as `.kittify/config.yaml`. */
export const isStandardPath = (path: string): boolean =>
  standardNames.has(nameIn(path)) && path.split("/").slice(0, -1).every((folder) => ourFolders.has(folder) || uuid.test(folder))

const pseudonym = /^\ue000?(?:mission-\d+|artifact-\d+(?:\.[A-Za-z0-9]{1,5})?)\ue001?$/

/** A path with a part that is neither the same in every project nor a pseudonym. */
export const isTelling = (path: string): boolean =>
  path.split("/").some((part) => !ourFolders.has(part) && !standardNames.has(part) && !uuid.test(part) && !pseudonym.test(part))

/** Gives names that tell nothing, the same one for the same thing, in the order in which things come up. */
export const makePseudonyms = (artifacts: ReadonlyArray<string>) => {
  const missions = new Map<string, number>()
  const paths = new Map<string, number>()
  const byName = new Map(artifacts.map((path) => [nameIn(path), path]))
  const numberIn = (known: Map<string, number>, name: string): number => {
    const number = known.get(name) ?? known.size + 1
    known.set(name, number)
    return number
  }
  return {
    mission: (slug: string): string => wrapped(`mission-${numberIn(missions, slug)}`),
    /** The extension and the folder of its class stay. */
    artifact: (path: string): string => {
      const whole = path.includes("/") ? path : byName.get(path) ?? path
      const [folder = ""] = path.split("/")
      const kept = path.includes("/") && classFolders.has(folder) ? `${folder}/` : ""
      return kept + wrapped(`artifact-${numberIn(paths, whole)}${extensionIn(path)}`)
    }
  }
}
