import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"

/** What git says of the project's checkout. Reads only; none where git or a repository is missing. */
export class Git extends Context.Tag("spec-kitty/Git")<Git, {
  /** Checked-out branch; `HEAD` when detached. */
  readonly branch: Effect.Effect<Option.Option<string>>
  /** 40 hex characters. */
  readonly headCommit: Effect.Effect<Option.Option<string>>
  /** URL of the remote `origin`, user info removed. */
  readonly remoteUrl: Effect.Effect<Option.Option<string>>
  /** Real path of the common git directory: the same for all worktrees of one clone. */
  readonly commonDirectory: Effect.Effect<Option.Option<string>>
  /** Real path of the checkout's own git directory: each worktree has one. Known also where git itself is missing. */
  readonly gitDirectory: Effect.Effect<Option.Option<string>>
  /** The branch that `origin/HEAD` names, without `origin/`; its own slashes stay: `release/2.x`. */
  readonly defaultBranch: Effect.Effect<Option.Option<string>>
  /** Whether git tracks this path, relative to the project's root. */
  readonly isTracked: (path: string) => Effect.Effect<boolean>
}>() {}
