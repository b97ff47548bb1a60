import * as Schema from "effect/Schema"
import { Check } from "../health/Check.js"
import { SettingsReport } from "../SettingsReport.js"
import { SyncStatus } from "../sync/SyncReport.js"

/** The program and what it runs on. */
export const ProgramFacts = Schema.Struct({
  version: Schema.String,
  node: Schema.String,
  platform: Schema.String,
  release: Schema.String,
  arch: Schema.String,
  /** `package`: below a node_modules; `npx`: in npm's cache; `checkout`: linked, or run from its sources. */
  installed: Schema.Literal("package", "npx", "checkout"),
  /** Null where git did not answer. */
  git: Schema.NullOr(Schema.String)
})
export type ProgramFacts = typeof ProgramFacts.Type

export const QueueFileFacts = Schema.Struct({
  path: Schema.String,
  size_bytes: Schema.NonNegativeInt,
  sqlite_version: Schema.String,
  application_id: Schema.Int,
  schema_version: Schema.Int,
  journal_mode: Schema.String,
  faults: Schema.Array(Schema.String)
})
export type QueueFileFacts = typeof QueueFileFacts.Type

export const ContractFacts = Schema.Struct({
  contract_version: Schema.String,
  sha256: Schema.String,
  contexts: Schema.NonNegativeInt
})
export type ContractFacts = typeof ContractFacts.Type

export const ReportPart = Schema.Literal("settings", "checks", "sync", "queue_file", "contract")
export type ReportPart = typeof ReportPart.Type

/** A part that could not be had, and why; the others are told all the same. */
export const PartUnavailable = Schema.Struct({
  part: ReportPart,
  code: Schema.String,
  message: Schema.String,
  why: Schema.String
})
export type PartUnavailable = typeof PartUnavailable.Type

/** `data` of `bugreport --json` (`bugreport@1`). A part is null where it could not be had, or where there is nothing. */
export class BugReport extends Schema.Class<BugReport>("spec-kitty/BugReport")({
  program: ProgramFacts,
  settings: Schema.NullOr(SettingsReport),
  checks: Schema.NullOr(Schema.Array(Check)),
  sync: Schema.NullOr(SyncStatus),
  /** Null as well where there is no queue file. */
  queue_file: Schema.NullOr(QueueFileFacts),
  contract: Schema.NullOr(ContractFacts),
  unavailable: Schema.Array(PartUnavailable),
  /** Whether missions and artifacts are told by their names. Everything else is always hidden. */
  names: Schema.Literal("hidden", "shown")
}) {}
