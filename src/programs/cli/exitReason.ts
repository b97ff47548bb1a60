import { ContractViolations } from "../../domain/contract/ContractViolations.js"
import { ContextUnknown } from "../../domain/contract/ContextUnknown.js"
import { ArtifactNotFound } from "../../domain/dossier/ArtifactNotFound.js"
import type { ExitReason } from "../../domain/exitCode.js"
import type { Explained } from "../../domain/Explained.js"
import { LegacyQueueWaits, LegacyState, NotAProject, StateNotWritable } from "../../domain/identity/projectErrors.js"
import { MissionNotFound, StepUnknown } from "../../domain/mission/missionErrors.js"
import { MissionFieldInvalid, MissionSlugInvalid, MissionTypeUnknown } from "../../domain/mission/newMissionErrors.js"
import { AccountInvalid, FaultInvalid } from "../../domain/receiver/receiverErrors.js"
import { QueueUnavailable } from "../../domain/sync/queueErrors.js"
import { QueueItemLeased, QueueItemUnknown } from "../../domain/sync/queueItemErrors.js"
import { ServerUrlRefused } from "../../domain/sync/parseServerUrl.js"
import { SignInNeeded } from "../../domain/sync/SignInNeeded.js"
import { SecretInputRefused } from "../../domain/signIn/SecretInputRefused.js"
import { LoginRefused, RenewalRefused } from "../../domain/signIn/signInErrors.js"
import { TrackerNoChoice } from "../../domain/tracker/bindErrors.js"
import { TrackerProviderRefused } from "../../domain/tracker/parseProvider.js"
import { TrackerNotAsked, TrackerSignInNeeded } from "../../domain/tracker/trackerErrors.js"
import { UsageError } from "./UsageError.js"

/** A value that was typed can't be. */
const isUsage = (error: Explained): boolean =>
  error instanceof UsageError || error instanceof StepUnknown || error instanceof ServerUrlRefused ||
  error instanceof FaultInvalid || error instanceof AccountInvalid || error instanceof ContextUnknown ||
  error instanceof MissionSlugInvalid || error instanceof MissionTypeUnknown || error instanceof MissionFieldInvalid ||
  error instanceof SecretInputRefused || error instanceof TrackerProviderRefused ||
  error instanceof TrackerNoChoice

/** What a typed error that ends a command earns (`exitCode`). */
export const exitReason = (error: Explained): ExitReason => {
  if (isUsage(error)) return "usage"
  if (error instanceof NotAProject || error instanceof MissionNotFound || error instanceof ArtifactNotFound) return "notFound"
  if (error instanceof QueueItemUnknown) return "notFound"
  if (error instanceof QueueItemLeased) return "busy"
  if (error instanceof QueueUnavailable && error.reason === "busy") return "busy"
  if (error instanceof StateNotWritable && error.busy) return "busy"
  if (error instanceof LegacyState || error instanceof LegacyQueueWaits) return "legacyState"
  if (error instanceof SignInNeeded || error instanceof RenewalRefused || error instanceof LoginRefused) return "signInNeeded"
  if (error instanceof TrackerSignInNeeded || (error instanceof TrackerNotAsked && error.needsSignIn)) return "signInNeeded"
  if (error instanceof ContractViolations) return "gateRefused"
  return "failed"
}
