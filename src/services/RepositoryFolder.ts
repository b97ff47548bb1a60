import * as Context from "effect/Context"

/** Where the project lies in its repository: reports that others read name files from the repository's root. */
export class RepositoryFolder extends Context.Tag("spec-kitty/RepositoryFolder")<RepositoryFolder, {
  /** Folder of the project below the repository's root, with `/` and a `/` at its end; empty at the root and without git. */
  readonly prefix: string
}>() {}
