import * as Command from "@effect/platform/Command"
import * as CommandExecutor from "@effect/platform/CommandExecutor"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Record from "effect/Record"
import * as Stream from "effect/Stream"
import { withoutUserInfo } from "../../domain/identity/repoSlug.js"
import { Git } from "../../services/Git.js"
import { Project } from "../../services/Project.js"
import { findGitDirectory } from "./findGitDirectory.js"
import { Environment } from "./Settings.js"

/** A repository on a stuck disk must not hold a command up; without git's answer the fields it would give are absent. */
const patience = "5 seconds"

/**
 * Git's own variables are dropped: set by a hook or a wrapper, `GIT_DIR` would answer for another repository. Optional
 * locks are off, so that reading leaves even the index file alone (U-34).
 */
const quietEnvironment = (environment: typeof Environment.Service): Record<string, string | undefined> => ({
  ...Record.filter(environment, (_, name) => !name.toUpperCase().startsWith("GIT_")),
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C"
})

/** A repository can name a program as its fsmonitor; no program of its choosing is run for a question. */
const harmless = ["-c", "core.fsmonitor=false", "--no-pager"]

/** Asked for in full: a short name can stand for another ref. */
const originBranches = "refs/remotes/origin/"
const originHead = `${originBranches}HEAD`

const make = Effect.gen(function*() {
  const { root } = yield* Project
  const environment = quietEnvironment(yield* Environment)
  const fileSystem = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const files = Context.make(FileSystem.FileSystem, fileSystem).pipe(Context.add(Path.Path, path))
  const executor = yield* CommandExecutor.CommandExecutor

  /** Git's answer without its last line end; none where it fails, is absent or takes too long. */
  const ask = (...args: ReadonlyArray<string>): Effect.Effect<Option.Option<string>> => {
    const command = Command.make("git", ...harmless, ...args).pipe(
      Command.workingDirectory(root),
      Command.env(environment, { extendEnv: false })
    )
    return Effect.scoped(Effect.gen(function*() {
      const process = yield* executor.start(command)
      const text = yield* Stream.mkString(Stream.decodeText(process.stdout))
      return (yield* process.exitCode) === 0 ? Option.some(text.replace(/\r?\n$/, "")) : Option.none()
    })).pipe(
      Effect.map(Option.filter((answer) => answer !== "")),
      Effect.disconnect,
      Effect.timeout(patience),
      Effect.orElseSucceed(() => Option.none<string>())
    )
  }

  return Git.of({
    // The first is right before the first commit too; the second answers HEAD when detached.
    branch: Effect.flatMap(
      ask("symbolic-ref", "--quiet", "--short", "HEAD"),
      (branch) => Option.isSome(branch) ? Effect.succeed(branch) : ask("rev-parse", "--abbrev-ref", "HEAD")
    ),
    headCommit: ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}"),
    remoteUrl: Effect.map(ask("remote", "get-url", "origin"), Option.map(withoutUserInfo)),
    commonDirectory: ask("rev-parse", "--git-common-dir").pipe(
      Effect.flatten,
      Effect.flatMap((folder) => fileSystem.realPath(path.resolve(root, folder))),
      Effect.option
    ),
    defaultBranch: ask("symbolic-ref", "--quiet", originHead).pipe(
      Effect.map(Option.filterMap((ref) =>
        ref.startsWith(originBranches) ? Option.some(ref.slice(originBranches.length)) : Option.none()))
    ),
    gitDirectory: Effect.provide(findGitDirectory(root), files),
    isTracked: (file) => Effect.map(ask("ls-files", "--error-unmatch", "--", `:(literal)${file}`), Option.isSome)
  })
})

/** The `git` binary, asked in the project's root. Each question is one short process. */
export const layer = Layer.effect(Git, make)
