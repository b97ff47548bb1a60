import * as Schema from "effect/Schema"
import { Diagnostic } from "../../domain/Diagnostic.js"
import { ScanReport } from "../../domain/dossier/ScanReport.js"
import { Ledger } from "../../domain/receiver/Ledger.js"
import { ServerReport, SyncReport, SyncStatus } from "../../domain/sync/SyncReport.js"

/**
 * The one JSON value of a command: `schema` names the shape of `data` and its version, `ok` is `exit_code == 0`. On a
 * failure `data` is null and at least one diagnostic is an error. `next` holds commands that help from here.
 */
export const envelope = <Name extends string, A, I>(name: Name, data: Schema.Schema<A, I>) =>
  Schema.Struct({
    schema: Schema.Literal(name),
    ok: Schema.Boolean,
    exit_code: Schema.NonNegativeInt,
    data: Schema.NullOr(data),
    diagnostics: Schema.Array(Diagnostic),
    next: Schema.Array(Schema.String)
  })

/** `data` of `help --json`: the text a person would have read. */
export const HelpText = Schema.Struct({ topic: Schema.String, text: Schema.String })
export type HelpText = typeof HelpText.Type

/** `data` of `version --json`. */
export const VersionReport = Schema.Struct({ version: Schema.String })
export type VersionReport = typeof VersionReport.Type

/** `data` of `demo --json`. */
export const DemoReport = Schema.Struct({
  /** The folder that `--keep` left; null where it was removed. */
  kept: Schema.NullOr(Schema.String)
})
export type DemoReport = typeof DemoReport.Type

/** `spec-kitty dossier scan --json` */
export const ScanEnvelope = envelope("dossier-scan@1", ScanReport)
/** `spec-kitty sync --json` */
export const SyncEnvelope = envelope("sync@1", SyncReport)
/** `spec-kitty sync status --json` */
export const SyncStatusEnvelope = envelope("sync-status@1", SyncStatus)
/** `spec-kitty sync server --json` */
export const SyncServerEnvelope = envelope("sync-server@1", ServerReport)
/** `spec-kitty receiver ledger --json` */
export const LedgerEnvelope = envelope("receiver-ledger@1", Ledger)
/** `spec-kitty demo --json` */
export const DemoEnvelope = envelope("demo@1", DemoReport)
/** `spec-kitty help --json`, and every `--help --json` */
export const HelpEnvelope = envelope("help@1", HelpText)
/** `spec-kitty version --json` */
export const VersionEnvelope = envelope("version@1", VersionReport)
/** A command line that named no command which could have answered in its own shape. */
export const ErrorEnvelope = envelope("error@1", Schema.Null)

/** Every schema by name, for `help json` and for those who read our output. */
export const envelopes = {
  "dossier-scan@1": ScanEnvelope,
  "sync@1": SyncEnvelope,
  "sync-status@1": SyncStatusEnvelope,
  "sync-server@1": SyncServerEnvelope,
  "receiver-ledger@1": LedgerEnvelope,
  "demo@1": DemoEnvelope,
  "help@1": HelpEnvelope,
  "version@1": VersionEnvelope,
  "error@1": ErrorEnvelope
} as const
