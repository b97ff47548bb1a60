import * as Context from "effect/Context"

/** The project a command works on: the nearest ancestor with `.kittify` or `kitty-specs`; a worktree is its own. */
export class Project extends Context.Tag("spec-kitty/Project")<Project, {
  /** Absolute path of the project's root. */
  readonly root: string
  /** Absolute path the command was started from (decides "the mission of the current directory"). */
  readonly workingDirectory: string
}>() {}
