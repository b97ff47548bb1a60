import * as Schema from "effect/Schema"
import { BugReport } from "../../domain/bugreport/BugReport.js"
import { CheckReport } from "../../domain/check/CheckReport.js"
import { ContractExport } from "../../domain/contract/ContractExport.js"
import { ContractCheck, ContractShow, ContractVerification } from "../../domain/contract/ContractReports.js"
import { DossierList, ShownArtifact } from "../../domain/dossier/DossierViews.js"
import { Explanation } from "../../domain/dossier/Explanation.js"
import { SnapshotExport, SnapshotVerification } from "../../domain/dossier/SnapshotVerification.js"
import { ScanReport } from "../../domain/dossier/ScanReport.js"
import { DoctorReport } from "../../domain/health/DoctorReport.js"
import { StatusReport } from "../../domain/health/StatusReport.js"
import { MissionCreation } from "../../domain/mission/MissionCreation.js"
import { IdentityReport } from "../../domain/identity/IdentityReport.js"
import { PurgeReport } from "../../domain/purge/PurgeReport.js"
import { Ledger } from "../../domain/receiver/Ledger.js"
import { QueueDiagnosis } from "../../domain/sync/QueueDiagnosis.js"
import { QueueChangeReport, QueueItemReport, QueueList } from "../../domain/sync/QueueReports.js"
import { ServerReport, SyncReport, SyncStatus } from "../../domain/sync/SyncReport.js"
import { TrackerBindReport, TrackerResourceList, TrackerStatusReport } from "../../domain/tracker/TrackerReports.js"
import { AuthStatus, LoginReport, LogoutReport, TokenReport } from "../../domain/signIn/SignInReports.js"
import { UpgradeReport } from "../../domain/upgrade/UpgradeReport.js"
import { SettingsReport } from "../../domain/SettingsReport.js"
import { CompletionReport, DemoReport, envelope, HelpText, ManReport, VersionReport } from "./envelope.js"

/** `spec-kitty dossier scan --json` */
export const ScanEnvelope = envelope("dossier-scan@1", ScanReport)
/** `spec-kitty explain --json` */
export const ExplainEnvelope = envelope("explain@1", Explanation)
/** `spec-kitty dossier list --json` */
export const DossierListEnvelope = envelope("dossier-list@1", DossierList)
/** `spec-kitty dossier show --json` */
export const DossierShowEnvelope = envelope("dossier-show@1", ShownArtifact)
/** `spec-kitty dossier snapshot export --json`; the exported file itself is `snapshot@1` (`SnapshotFile`) */
export const SnapshotExportEnvelope = envelope("snapshot-export@1", SnapshotExport)
/** `spec-kitty dossier snapshot verify --json` */
export const SnapshotVerifyEnvelope = envelope("snapshot-verify@1", SnapshotVerification)
/** `spec-kitty agent mission create --json` */
export const MissionCreateEnvelope = envelope("mission-create@1", MissionCreation)
/** `spec-kitty sync --json` */
export const SyncEnvelope = envelope("sync@1", SyncReport)
/** `spec-kitty sync status --json` */
export const SyncStatusEnvelope = envelope("sync-status@1", SyncStatus)
/** `spec-kitty sync server --json` */
export const SyncServerEnvelope = envelope("sync-server@1", ServerReport)
/** `spec-kitty auth login --json` */
export const AuthLoginEnvelope = envelope("auth-login@1", LoginReport)
/** `spec-kitty auth logout --json` */
export const AuthLogoutEnvelope = envelope("auth-logout@1", LogoutReport)
/** `spec-kitty auth status --json` */
export const AuthStatusEnvelope = envelope("auth-status@1", AuthStatus)
/** `spec-kitty auth token --json`; the token itself is not in it */
export const AuthTokenEnvelope = envelope("auth-token@1", TokenReport)
/** `spec-kitty status --json` */
export const StatusEnvelope = envelope("status@1", StatusReport)
/** `spec-kitty doctor --json` */
export const DoctorEnvelope = envelope("doctor@1", DoctorReport)
/** `spec-kitty sync diagnose --json` */
export const SyncDiagnoseEnvelope = envelope("sync-diagnose@1", QueueDiagnosis)
/** `spec-kitty sync queue list --json` */
export const QueueListEnvelope = envelope("sync-queue-list@1", QueueList)
/** `spec-kitty sync queue show --json` */
export const QueueItemEnvelope = envelope("sync-queue-item@1", QueueItemReport)
/** `spec-kitty sync queue retry --json`, `spec-kitty sync queue drop --json` */
export const QueueChangeEnvelope = envelope("sync-queue-change@1", QueueChangeReport)
/** `spec-kitty contract show --json` */
export const ContractShowEnvelope = envelope("contract-show@1", ContractShow)
/** `spec-kitty contract check --json` */
export const ContractCheckEnvelope = envelope("contract-check@1", ContractCheck)
/** `spec-kitty contract verify --json` */
export const ContractVerifyEnvelope = envelope("contract-verify@1", ContractVerification)
/** `spec-kitty contract export --json` */
export const ContractExportEnvelope = envelope("contract-export@1", ContractExport)
/** `spec-kitty config list --json` */
export const ConfigListEnvelope = envelope("config-list@1", SettingsReport)
/** `spec-kitty identity --json` */
export const IdentityEnvelope = envelope("identity@1", IdentityReport)
/** `spec-kitty purge --json` */
export const PurgeEnvelope = envelope("purge@1", PurgeReport)
/** `spec-kitty tracker resources --json` */
export const TrackerResourcesEnvelope = envelope("tracker-resources@1", TrackerResourceList)
/** `spec-kitty tracker bind --json` */
export const TrackerBindEnvelope = envelope("tracker-bind@1", TrackerBindReport)
/** `spec-kitty tracker status --json` */
export const TrackerStatusEnvelope = envelope("tracker-status@1", TrackerStatusReport)
/** `spec-kitty receiver ledger --json` */
export const LedgerEnvelope = envelope("receiver-ledger@1", Ledger)
/** `spec-kitty check --json` */
export const CheckEnvelope = envelope("check@1", CheckReport)
/** `spec-kitty bugreport --json` */
export const BugReportEnvelope = envelope("bugreport@1", BugReport)
/** `spec-kitty upgrade --json` */
export const UpgradeEnvelope = envelope("upgrade@1", UpgradeReport)
/** `spec-kitty completion --json` */
export const CompletionEnvelope = envelope("completion@1", CompletionReport)
/** `spec-kitty man --json` */
export const ManEnvelope = envelope("man@1", ManReport)
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
  "explain@1": ExplainEnvelope,
  "dossier-list@1": DossierListEnvelope,
  "dossier-show@1": DossierShowEnvelope,
  "snapshot-export@1": SnapshotExportEnvelope,
  "snapshot-verify@1": SnapshotVerifyEnvelope,
  "mission-create@1": MissionCreateEnvelope,
  "sync@1": SyncEnvelope,
  "sync-status@1": SyncStatusEnvelope,
  "sync-server@1": SyncServerEnvelope,
  "auth-login@1": AuthLoginEnvelope,
  "auth-logout@1": AuthLogoutEnvelope,
  "auth-status@1": AuthStatusEnvelope,
  "auth-token@1": AuthTokenEnvelope,
  "config-list@1": ConfigListEnvelope,
  "contract-show@1": ContractShowEnvelope,
  "contract-check@1": ContractCheckEnvelope,
  "contract-verify@1": ContractVerifyEnvelope,
  "contract-export@1": ContractExportEnvelope,
  "status@1": StatusEnvelope,
  "doctor@1": DoctorEnvelope,
  "sync-diagnose@1": SyncDiagnoseEnvelope,
  "sync-queue-list@1": QueueListEnvelope,
  "sync-queue-item@1": QueueItemEnvelope,
  "sync-queue-change@1": QueueChangeEnvelope,
  "identity@1": IdentityEnvelope,
  "purge@1": PurgeEnvelope,
  "tracker-resources@1": TrackerResourcesEnvelope,
  "tracker-bind@1": TrackerBindEnvelope,
  "tracker-status@1": TrackerStatusEnvelope,
  "receiver-ledger@1": LedgerEnvelope,
  "check@1": CheckEnvelope,
  "bugreport@1": BugReportEnvelope,
  "upgrade@1": UpgradeEnvelope,
  "completion@1": CompletionEnvelope,
  "man@1": ManEnvelope,
  "demo@1": DemoEnvelope,
  "help@1": HelpEnvelope,
  "version@1": VersionEnvelope,
  "error@1": ErrorEnvelope
} as const
