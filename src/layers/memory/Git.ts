import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { Git } from "../../services/Git.js"

/** What a checkout looks like; whatever is absent is what git would not know. */
export interface GitFacts {
  readonly branch?: string
  readonly headCommit?: string
  readonly remoteUrl?: string
  readonly commonDirectory?: string
  readonly defaultBranch?: string
  readonly gitDirectory?: string
  readonly tracked?: ReadonlyArray<string>
}

/** A checkout made of these facts; without any, a folder outside git. */
export const layer = (facts: GitFacts = {}): Layer.Layer<Git> =>
  Layer.succeed(Git, Git.of({
    branch: Effect.succeed(Option.fromNullable(facts.branch)),
    headCommit: Effect.succeed(Option.fromNullable(facts.headCommit)),
    remoteUrl: Effect.succeed(Option.fromNullable(facts.remoteUrl)),
    commonDirectory: Effect.succeed(Option.fromNullable(facts.commonDirectory)),
    defaultBranch: Effect.succeed(Option.fromNullable(facts.defaultBranch)),
    gitDirectory: Effect.succeed(Option.fromNullable(facts.gitDirectory)),
    isTracked: (file) => Effect.succeed(facts.tracked?.includes(file) ?? false)
  }))
