/**
 * What other Effect apps import: shapes and decisions (`domain`), promises (`services`), use cases (`programs`) and the
 * assembled system (`projectLayer`). Every shape is an `effect/Schema`; every service is a `Context.Tag` that a layer of
 * yours can replace (`projectLayerWith`).
 *
 * @example Scan and deliver a project
 * Where it says how far it is, `Progress`, is left to you: here it says nothing.
 * ```ts
 * import * as Console from "effect/Console"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import { Progress, projectLayer, sync } from "spec-kitty-effect"
 *
 * const system = projectLayer({
 *   flags: { project: "/srv/checkout", config: null, timeout: null, concurrency: null, maxBodyBytes: null },
 *   queue: "durable-ensure"
 * })
 * const silent = Layer.succeed(Progress, { step: () => Effect.void })
 *
 * export const deliver = sync({ selection: { _tag: "All" }, wait: null, requireDelivered: false, offline: false }).pipe(
 *   Effect.tap(({ data }) => Console.log(`${data.delivery}: ${data.missions.length} missions`)),
 *   Effect.catchTag("QueueUnavailable", ({ message, next }) => Console.error(`${message} ${next}`)),
 *   Effect.provide(Layer.merge(system, silent))
 * )
 * ```
 *
 * @example A layer of your own in place of ours
 * It is taken by the programs and by the rest of the system. Here: where there is no git, nobody asks it.
 * ```ts
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import { Git, projectLayerWith } from "spec-kitty-effect"
 *
 * const withoutGit = Layer.succeed(Git, {
 *   branch: Effect.succeedNone,
 *   headCommit: Effect.succeedNone,
 *   remoteUrl: Effect.succeedNone,
 *   commonDirectory: Effect.succeedNone,
 *   gitDirectory: Effect.succeedNone,
 *   defaultBranch: Effect.succeedNone,
 *   isTracked: () => Effect.succeed(false)
 * })
 *
 * export const system = projectLayerWith({
 *   flags: { project: "/srv/checkout", config: null, timeout: null, concurrency: null },
 *   queue: "durable-ensure"
 * }, withoutGit)
 * ```
 *
 * @module
 */
export * from "./domain/Diagnostic.js"
export * from "./domain/exitCode.js"
export type { Explained } from "./domain/Explained.js"
export * from "./domain/PackageIncomplete.js"
export * from "./domain/ReportNotWritable.js"
export * from "./domain/SettingsReport.js"
export { settingsDefaults } from "./domain/settingsDefaults.js"
export * from "./domain/text.js"
export * from "./domain/bugreport/BugReport.js"
export * from "./domain/check/CheckReport.js"
export * from "./domain/check/CheckRequirement.js"
export { Finding, Severity } from "./domain/check/Finding.js"
export * from "./domain/check/rules.js"

export * from "./domain/identity/ids.js"
export * from "./domain/identity/IdentityReport.js"
export * from "./domain/identity/Namespace.js"
export * from "./domain/identity/ProjectIdentity.js"
export { NamespaceIncomplete } from "./domain/identity/namespaceOf.js"
export * from "./domain/identity/projectErrors.js"
export * from "./domain/mission/Lane.js"
export * from "./domain/mission/missionErrors.js"
export * from "./domain/mission/MissionCreation.js"
export * from "./domain/mission/MissionIntent.js"
export * from "./domain/mission/MissionMeta.js"
export * from "./domain/mission/NewMission.js"
export * from "./domain/mission/newMissionErrors.js"
export { NewMissionMeta } from "./domain/mission/NewMissionMeta.js"
export type { DirectoryContent } from "./domain/mission/newMissionFiles.js"
export type { NumberedDirectory } from "./domain/mission/missionNumbers.js"
export { MissionYaml } from "./domain/mission/StateMachine.js"
export type { MissionDirectory, MissionFacts } from "./domain/mission/MissionFacts.js"
export type { MissionSelection } from "./domain/mission/MissionSelection.js"

export * from "./domain/dossier/Artifact.js"
export { forecast, Forecast, type ForecastInput, Need } from "./domain/dossier/forecast.js"
export * from "./domain/dossier/Manifest.js"
export * from "./domain/dossier/MissionDossier.js"
export * from "./domain/dossier/ScanReport.js"
export * from "./domain/dossier/ArtifactNotFound.js"
export * from "./domain/dossier/ContentUnavailable.js"
export * from "./domain/dossier/DossierViews.js"
export * from "./domain/dossier/Explanation.js"
export type { Grounds } from "./domain/dossier/Grounds.js"
export * from "./domain/dossier/listArtifacts.js"
export { SnapshotContent, SnapshotFile, SnapshotRequirement } from "./domain/dossier/SnapshotFile.js"
export * from "./domain/dossier/SnapshotInvalid.js"
export * from "./domain/dossier/SnapshotVerification.js"
export { verifySnapshot } from "./domain/dossier/verifySnapshot.js"
export * from "./domain/dossier/UploadDecision.js"

export * from "./domain/bugreport/BugReport.js"
export { Check, Evidence, Observation, type Verdict } from "./domain/health/Check.js"
export * from "./domain/health/DoctorReport.js"
export * from "./domain/health/StatusReport.js"

export * from "./domain/contract/ContextUnknown.js"
export * from "./domain/contract/ContractDocument.js"
export * from "./domain/contract/ContractExport.js"
export * from "./domain/contract/ExportNotWritable.js"
export * from "./domain/contract/ContractReports.js"
export * from "./domain/contract/ContractUnusable.js"
export * from "./domain/contract/ContractViolations.js"
export type { GatedBody, GatedEvent } from "./domain/contract/Gated.js"
export * from "./domain/contract/PayloadUnreadable.js"
export * from "./domain/events/dossierParts.js"
export * from "./domain/events/eventCatalogue.js"
export * from "./domain/events/EventEnvelope.js"
export * from "./domain/events/MissionClosed.js"
export * from "./domain/events/MissionCreated.js"
export * from "./domain/events/MissionDossierArtifactIndexed.js"
export * from "./domain/events/MissionDossierArtifactMissing.js"
export * from "./domain/events/MissionDossierParityDriftDetected.js"
export * from "./domain/events/MissionDossierSnapshotComputed.js"
export * from "./domain/events/statusEvidence.js"
export * from "./domain/events/syncLane.js"
export * from "./domain/events/wireLane.js"
export * from "./domain/events/workPackageEvents.js"
export * from "./domain/events/WPStatusChanged.js"

export { KeptEntry, KeptKind, NotRemoved, PurgeReport, Undelivered } from "./domain/purge/PurgeReport.js"
export { UndeliveredKept } from "./domain/purge/UndeliveredKept.js"
export * from "./domain/sync/BodyRequest.js"
export { conservationFaults, conservationSum, type CountedRows, type QueueCounts } from "./domain/sync/conservation.js"
export type { BodyClaim, Claim, EventClaim } from "./domain/sync/Claim.js"
export { parseServerUrl, ServerUrlRefused } from "./domain/sync/parseServerUrl.js"
export { DropReason } from "./domain/sync/planQueueChange.js"
export * from "./domain/sync/QueueDiagnosis.js"
export * from "./domain/sync/queueErrors.js"
export * from "./domain/sync/queueItemErrors.js"
export * from "./domain/sync/QueueReports.js"
export { delayAfter, retrySchedule } from "./domain/sync/RetryPolicy.js"
export * from "./domain/sync/ServerTarget.js"
export * from "./domain/sync/Settlement.js"
export * from "./domain/sync/SignInNeeded.js"
export * from "./domain/signIn/SignIn.js"
export * from "./domain/signIn/signInErrors.js"
export * from "./domain/signIn/SecretInputRefused.js"
export * from "./domain/signIn/SendingDenied.js"
export * from "./domain/signIn/SignInReports.js"
export * from "./domain/ProgressLine.js"
export * from "./domain/sync/SyncReport.js"
export * from "./domain/sync/transportErrors.js"
export * from "./domain/sync/uploadErrors.js"
export type { WatchNews, WatchRound } from "./domain/sync/watch/WatchRound.js"
export * from "./domain/sync/WatchUnavailable.js"
export * from "./domain/tracker/bindErrors.js"
export { parseProvider, TrackerProviderRefused, trackerProviders } from "./domain/tracker/parseProvider.js"
export * from "./domain/tracker/trackerErrors.js"
export * from "./domain/tracker/TrackerReports.js"
export { ProviderContext, TrackerChange, TrackerSection } from "./domain/tracker/TrackerSection.js"
export * from "./domain/sync/UploadOutcome.js"
export * from "./domain/sync/UploadState.js"
export { SupportedInlineFormat } from "./domain/sync/uploadSurface.js"
export * from "./domain/sync/UploadTask.js"
export { BackupManifest, KeptFile } from "./domain/upgrade/BackupManifest.js"
export type { FileState } from "./domain/upgrade/FileState.js"
export type { MigrationScope } from "./domain/upgrade/MigrationScope.js"
export type { MissionForEvents } from "./domain/upgrade/MissionForEvents.js"
export * from "./domain/upgrade/upgradeErrors.js"
export * from "./domain/upgrade/UpgradePlan.js"
export * from "./domain/upgrade/UpgradeReport.js"
export { type Account as ReceiverAccount, parseAccount } from "./domain/receiver/Account.js"
export * from "./domain/receiver/Fault.js"
export * from "./domain/receiver/Ledger.js"
export * from "./domain/receiver/receiverErrors.js"

export * from "./serviceTags.js"

export { login, type LoginRequest } from "./programs/auth/login.js"
export { logout } from "./programs/auth/logout.js"
export { type OfProject } from "./programs/auth/signInServer.js"
export { authStatus, checkedAuthStatus } from "./programs/auth/status.js"
export { accessToken, type TokenAnswer } from "./programs/auth/token.js"
export type { GivenAccount } from "./programs/auth/whoSignsIn.js"
export { bugReport, type BugReportOptions, type ReportParts } from "./programs/bugreport/bugReport.js"
export * from "./programs/bugreport/parts.js"
export { check } from "./programs/check/check.js"
export type { CheckOptions } from "./programs/check/CheckOptions.js"
export { listSettings } from "./programs/config/list.js"
export { checkPayload, type ContractCheckRequest } from "./programs/contract/check.js"
export { type ContractExportRequest, exportContract } from "./programs/contract/export.js"
export { showContract } from "./programs/contract/show.js"
export { verifyContract } from "./programs/contract/verify.js"
export { showIdentity } from "./programs/identity/showIdentity.js"
export { explainArtifact, type ExplainRequest } from "./programs/dossier/explainArtifact.js"
export { exportSnapshot, type ExportRequest } from "./programs/dossier/exportSnapshot.js"
export { listMissions, type ListRequest } from "./programs/dossier/listMissions.js"
export { artifactBytes, showArtifact, type ShowRequest } from "./programs/dossier/showArtifact.js"
export { verifyAlone, verifyInProject, type VerifyRequest } from "./programs/dossier/verifySnapshotFile.js"
export { scanMissions, type ScanMissionsOptions } from "./programs/dossier/scanMissions.js"
export { checkedSyncStatus } from "./programs/health/checkedSyncStatus.js"
export { doctor } from "./programs/health/doctor.js"
export type { Look } from "./programs/health/Look.js"
export * from "./programs/health/hostLooks.js"
export * from "./programs/health/missionLooks.js"
export * from "./programs/health/projectLooks.js"
export * from "./programs/health/queueLooks.js"
export * from "./programs/health/serverLooks.js"
export { unmigratedLook } from "./programs/health/unmigratedLook.js"
export { queueSays, queueStatusLooks, status } from "./programs/health/status.js"
export { checkMission } from "./programs/mission/checkMission.js"
export { createMission } from "./programs/mission/createMission.js"
export { settleIntents } from "./programs/mission/settleIntents.js"
export { purge, type PurgeOptions } from "./programs/purge/purge.js"
export { ledger } from "./programs/receiver/ledger.js"
export { deliver } from "./programs/sync/deliver.js"
export { diagnoseQueue, type DiagnoseOptions } from "./programs/sync/queue/diagnose.js"
export { dropItems, type DropItemsOptions, retryItems } from "./programs/sync/queue/changeQueue.js"
export { listQueue, type ListQueueOptions } from "./programs/sync/queue/listQueue.js"
export { showItem, type ShowItemOptions } from "./programs/sync/queue/showItem.js"
export { serverInUse, type ServerInUse, serverOfProject } from "./programs/sync/serverInUse.js"
export { clearServer, setServer, showServer } from "./programs/sync/server.js"
export { queueStatus, syncStatus } from "./programs/sync/status.js"
export { planSync } from "./programs/sync/planSync.js"
export { sync } from "./programs/sync/sync.js"
export type { SyncOptions } from "./programs/sync/SyncOptions.js"
export { rollback, type RollbackOptions } from "./programs/upgrade/rollback.js"
export { upgrade, type UpgradeOptions } from "./programs/upgrade/upgrade.js"
export { watch } from "./programs/sync/watch.js"
export type { WatchOptions } from "./programs/sync/watch/WatchState.js"
export { bindTracker } from "./programs/tracker/bind.js"
export type { BindRequest } from "./programs/tracker/BindScene.js"
export { listResources } from "./programs/tracker/resources.js"
export { trackerStatus } from "./programs/tracker/status.js"
export { envelopes } from "./programs/cli/envelopes.js"
export { ndjsonLines } from "./programs/cli/ndjson.js"

export {
  localLayer, localLayerWith, projectLayer, projectLayerWith, type ProjectLayerOptions, type QueueMode
} from "./layers/Main.js"
export { layer as settingsLayer } from "./layers/memory/Settings.js"
export { Environment } from "./layers/node/Settings.js"
export * from "./domain/wire/batch.js"
export * from "./domain/wire/push.js"
export * from "./domain/wire/refusals.js"
export * from "./domain/wire/routes.js"
export * from "./domain/wire/signIn.js"
export * from "./domain/wire/tracker.js"
