import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import type { ProjectUuid } from "../../../domain/identity/ids.js"
import type { NotRemoved } from "../../../domain/purge/PurgeReport.js"
import { projectFolder } from "../projectFolder.js"
import { pathHash } from "../identity/thisCheckout.js"

/** Where the state of one project and one checkout lies. */
export interface Places {
  readonly home: string
  readonly root: string
  /** None where the project has no identity. */
  readonly project: Option.Option<string>
  readonly checkout: string
  /** What a purge moves aside goes here, each into a folder of its own. */
  readonly purged: string
  /** Name of such a folder, but for what makes it unlike any other. */
  readonly asideName: string
  /** Whether a folder of `purged` was made for this project, or from this checkout. */
  readonly isOurs: (name: string) => boolean
}

export const placesOf = (home: string, root: string, project: Option.Option<ProjectUuid>): Places => {
  const checkout = pathHash(root)
  const uuid = Option.getOrElse(project, () => "none")
  return {
    home,
    root,
    project: Option.map(project, (it) => projectFolder(home, it)),
    checkout: path.join(home, "checkouts", checkout),
    purged: path.join(home, "purged"),
    asideName: `${uuid}.${checkout}`,
    isOurs: (name) => {
      const [ofProject, ofCheckout] = name.split(".")
      return ofCheckout === checkout || (Option.isSome(project) && ofProject === uuid)
    }
  }
}

/** What a purge that was killed left, oldest first. Throws what the file system does. */
export const leftovers = ({ isOurs, purged }: Places): ReadonlyArray<string> =>
  fs.existsSync(purged)
    ? fs.readdirSync(purged).filter(isOurs).sort().map((name) => path.join(purged, name))
    : []

/** What is there and stays. */
export const notRemovedAt = ({ home, root }: Places): ReadonlyArray<NotRemoved> => {
  const there = (reason: NotRemoved["reason"], ...paths: ReadonlyArray<string>) =>
    paths.filter((it) => fs.existsSync(it)).map((it): NotRemoved => ({ path: it, reason }))
  return [
    ...there("in_repository", path.join(root, ".kittify")),
    ...there("shared", path.join(home, "config.toml"), path.join(home, "credentials")),
    ...there("original_tool", path.join(home, "clock.json"), path.join(home, "queue.db"), path.join(home, "queues"))
  ]
}
