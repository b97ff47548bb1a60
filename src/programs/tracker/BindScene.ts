import type { Gated } from "../../domain/contract/compileContract.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import type { TrackerSection } from "../../domain/tracker/TrackerSection.js"
import type { TrackerProjectIdentity, TrackerProvider } from "../../domain/wire/tracker.js"

/** `tracker bind`, as it was typed. */
export interface BindRequest {
  readonly provider: string | null
  /** From 1. */
  readonly candidate: number | null
  readonly dryRun: boolean
}

/** All that is settled before the server is asked. */
export interface BindScene {
  readonly request: BindRequest
  readonly server: ServerUrl
  readonly provider: TrackerProvider
  readonly identity: Gated<unknown>
  readonly shown: TrackerProjectIdentity
  readonly before: TrackerSection
}
