import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Git } from "../../services/Git.js"
import * as GitNode from "./Git.js"

/** Git asked once per question, for commands that look and end: each question costs a process. */
export const layer = Layer.effect(
  Git,
  Effect.gen(function*() {
    const git = yield* Git
    return Git.of({
      branch: yield* Effect.cached(git.branch),
      headCommit: yield* Effect.cached(git.headCommit),
      remoteUrl: yield* Effect.cached(git.remoteUrl),
      commonDirectory: yield* Effect.cached(git.commonDirectory),
      defaultBranch: yield* Effect.cached(git.defaultBranch),
      gitDirectory: yield* Effect.cached(git.gitDirectory),
      isTracked: yield* Effect.cachedFunction(git.isTracked)
    })
  })
).pipe(Layer.provide(GitNode.layer))
