import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { Explained } from "../domain/Explained.js"
import type { Ledger } from "../domain/receiver/Ledger.js"

/** The demo's props failed: a process that would not start, a folder that can't be made. */
export class StageFailed extends Schema.TaggedError<StageFailed>()("StageFailed", {
  detail: Schema.String
}) implements Explained {
  readonly code = "DEMO-01"
  readonly target = null
  override get message(): string {
    return "The demo could not go on."
  }
  get why(): string {
    return this.detail
  }
  readonly next = "check that the temporary folder is writable, then run spec-kitty demo again"
}

export interface RunResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Where the demo plays: a copy of the sample project, the real command in child processes, a receiver on loopback. */
export class DemoStage extends Context.Tag("spec-kitty/DemoStage")<DemoStage, {
  /** The temporary folder that holds the copy, the per-user state and the receiver's file. */
  readonly directory: string
  /** Runs `spec-kitty ARGS` in the copy and waits for its end. */
  readonly run: (args: ReadonlyArray<string>) => Effect.Effect<RunResult, StageFailed>
  /** Runs `spec-kitty ARGS` in the copy and kills it (SIGKILL) as soon as `condition` holds. False where it ended before. */
  readonly runUntil: (
    args: ReadonlyArray<string>,
    condition: Effect.Effect<boolean>
  ) => Effect.Effect<boolean, StageFailed>
  /** Starts `spec-kitty receiver serve` on the stage's file; it stops with the scope. Returns its URL. */
  readonly receiver: (args: ReadonlyArray<string>) => Effect.Effect<string, StageFailed, Scope.Scope>
  /**
   * Puts a project from before the identity cutover beside the copy, and the original tool's queue into the per-user
   * state. Returns its folder, relative to the copy.
   */
  readonly legacyProject: Effect.Effect<string, StageFailed>
  /** What the receiver's file holds now. */
  readonly ledger: Effect.Effect<typeof Ledger.Type, StageFailed>
  /** One line for the audience, on stdout. */
  readonly say: (line: string) => Effect.Effect<void>
}>() {}
