import * as Command from "@effect/platform/Command"
import * as CommandExecutor from "@effect/platform/CommandExecutor"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Console from "effect/Console"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { Ledger } from "../../domain/receiver/Ledger.js"
import { DemoStage, StageFailed } from "../../services/DemoStage.js"
import { databaseFromScript } from "../sqlite/databaseFromScript.js"
import { packageRoot } from "./packageRoot.js"

const failed = (cause: unknown) => new StageFailed({ detail: String(cause) })
const text = <E, R>(stream: Stream.Stream<Uint8Array, E, R>) => Stream.mkString(Stream.decodeText(stream))
const FirstLine = Schema.parseJson(Schema.Struct({ url: Schema.String }))
const LedgerEnvelope = Schema.parseJson(Schema.Struct({ data: Ledger }))

/** The audience's own settings stay out of the play. */
const environment = (directory: string) => ({
  SPEC_KITTY_HOME: `${directory}/home`,
  SPEC_KITTY_TOKEN: "demo-token",
  SPEC_KITTY_SAAS_URL: undefined,
  SPEC_KITTY_ENABLE_SAAS_SYNC: undefined,
  XDG_CONFIG_HOME: `${directory}/config`,
  GIT_CEILING_DIRECTORIES: directory,
  NO_COLOR: "1"
})

const makeDirectory = Effect.fn("makeDirectory")(function*(keep: boolean) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const directory = yield* (keep ? fs.makeTempDirectory : fs.makeTempDirectoryScoped)({ prefix: "spec-kitty-demo-" })
  const sample = path.join(yield* packageRoot, "examples", "sample-project")
  yield* fs.copy(sample, path.join(directory, "tidebook"))
  return directory
})

/** The files and the queue that the original tool left, as examples/legacy-project has them. */
const putLegacyProject = Effect.fn("putLegacyProject")(function*(directory: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const sample = path.join(yield* packageRoot, "examples", "legacy-project")
  yield* fs.copy(path.join(sample, "project"), path.join(directory, "harbourlog"))
  yield* fs.makeDirectory(path.join(directory, "home"), { recursive: true })
  yield* databaseFromScript(path.join(directory, "home", "queue.db"), yield* fs.readFileString(path.join(sample, "queue.sql")))
  return "../harbourlog"
})

/** The stage; `command` is how this very program was started, so that the demo shows no other one. */
export const layer = (options: { readonly keep: boolean; readonly command: ReadonlyArray<string> }) =>
  Layer.scoped(
    DemoStage,
    Effect.gen(function*() {
      const context = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
      const executor = yield* CommandExecutor.CommandExecutor
      const directory = yield* Effect.mapError(makeDirectory(options.keep), failed)
      const database = `${directory}/receiver.db`
      const [program = "spec-kitty", ...first] = options.command
      const command = (args: ReadonlyArray<string>) =>
        Command.make(program, ...first, ...args).pipe(
          Command.workingDirectory(`${directory}/tidebook`),
          Command.env(environment(directory))
        )

      const run = Effect.fn("DemoStage.run")(function*(args: ReadonlyArray<string>) {
        const child = yield* executor.start(command(args))
        const [stdout, stderr, exitCode] = yield* Effect.all(
          [text(child.stdout), text(child.stderr), child.exitCode],
          { concurrency: "unbounded" }
        )
        return { stdout, stderr, exitCode }
      }, Effect.scoped, Effect.mapError(failed))

      const runUntil = Effect.fn("DemoStage.runUntil")(
        function*(args: ReadonlyArray<string>, condition: Effect.Effect<boolean>) {
          const child = yield* executor.start(command(args))
          yield* Effect.forkScoped(Stream.runDrain(child.stdout))
          yield* Effect.forkScoped(Stream.runDrain(child.stderr))
          const ended = Effect.as(Effect.exit(child.exitCode), false)
          const reached = Effect.as(
            Effect.repeat(condition, {
              until: (holds) => holds,
              schedule: Schedule.spaced(Duration.millis(20))
            }),
            true
          )
          const killed = yield* Effect.raceFirst(reached, ended)
          if (killed) yield* child.kill("SIGKILL")
          return killed
        },
        Effect.scoped,
        Effect.mapError(failed)
      )

      const receiver = Effect.fn("DemoStage.receiver")(function*(args: ReadonlyArray<string>) {
        const child = yield* executor.start(command(["receiver", "serve", "--db", database, ...args]))
        const line = yield* child.stdout.pipe(Stream.decodeText(), Stream.splitLines, Stream.runHead, Effect.flatten)
        yield* Effect.addFinalizer(() => Effect.ignore(child.kill("SIGTERM")))
        return (yield* Schema.decode(FirstLine)(line)).url
      }, Effect.mapError(failed))

      const ledger = run(["receiver", "ledger", "--db", database, "--json"]).pipe(
        Effect.flatMap(({ stdout }) => Schema.decode(LedgerEnvelope)(stdout)),
        Effect.map(({ data }) => data),
        Effect.mapError(failed)
      )

      const legacyProject = putLegacyProject(directory).pipe(Effect.mapError(failed), Effect.provide(context))

      return DemoStage.of({ directory, run, runUntil, receiver, ledger, legacyProject, say: Console.log })
    })
  )
