import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { CommandHelp } from "../CommandHelp.js"
import { handled } from "../handled.js"
import type { Handler, Invocation } from "../Invocation.js"
import { UsageError } from "../UsageError.js"

export type UpgradeRequest =
  | { readonly _tag: "Upgrade"; readonly dryRun: boolean; readonly backupDir: string | null }
  | { readonly _tag: "Rollback"; readonly backupDir: string | null }

export const upgradeHelp: CommandHelp = {
  path: ["upgrade"],
  summary: "Bring a project of the original tool over: its files, its identity and what waits in its queues",
  details: [
    "Files of the project get the names of contract 3.0.0, and the identity that is missing; every other byte of them stays. Rows of this project in the original tool's queues are copied into its own queue; those files are opened read-only and never changed, and rows of other projects stay where they are.",
    "The originals of all files that change are kept in .kittify/backup/ first. Interrupted or killed at any moment, each file is old or new, and the next spec-kitty upgrade goes on. At the end everything is read back.",
    "What can't be read is named and left alone, and the rest goes on: exit 3. What can't be sent as it is goes to quarantine with its raw text: spec-kitty sync queue list --state quarantined.",
    "--rollback puts every byte back, and takes back the rows that were not sent since. A file that was changed since the upgrade stays as it is and is named: exit 3."
  ],
  examples: [
    ["spec-kitty upgrade --dry-run", "what would change; nothing is written"],
    ["spec-kitty upgrade --dry-run -v", "the same, file by file"],
    ["spec-kitty upgrade", "do it"],
    ["spec-kitty upgrade --rollback", "put everything back"],
    ["spec-kitty upgrade --backup-dir ../originals", "keep the originals elsewhere"]
  ]
}

const options = {
  dryRun: Options.boolean("dry-run").pipe(
    Options.withDescription("Tell what would be done, in the same words and the same JSON; write nothing.")
  ),
  rollback: Options.boolean("rollback").pipe(
    Options.withDescription("Put back what the newest upgrade changed.")
  ),
  backupDir: Options.text("backup-dir").pipe(
    Options.withPseudoName("DIR"),
    Options.withDescription("Keep the originals in this folder, or look for them there. Default: .kittify/backup."),
    Options.optional
  )
}

const usage = (problem: string, why: string, target: string): UsageError =>
  new UsageError({ problem, why, next: "spec-kitty help upgrade", target })

export const upgradeCommand = (handler: Handler<UpgradeRequest>, invocation: Invocation) =>
  Command.make("upgrade", options, (given) => {
    const run = handled(handler, invocation)
    const backupDir = Option.getOrNull(given.backupDir)
    if (backupDir?.trim() === "") {
      return Effect.fail(usage("--backup-dir can't be blank.", "it names the folder that the originals are kept in", "--backup-dir"))
    }
    if (!given.rollback) return run({ _tag: "Upgrade", dryRun: given.dryRun, backupDir })
    return given.dryRun
      ? Effect.fail(usage("--rollback and --dry-run can't be given together.", "a rollback has no plan to show: it puts back what the backup holds", "--dry-run"))
      : run({ _tag: "Rollback", backupDir })
  })
