import type { Diagnostic, Outcome } from "../../Diagnostic.js"
import type { SyncReport } from "../SyncReport.js"

/** One thing that happened while a project is watched. Nothing that is as it was makes one. */
export type WatchNews =
  /** The first scan is over. `server` is null where none is chosen. */
  | { readonly _tag: "Began"; readonly missions: number; readonly server: string | null }
  | {
    readonly _tag: "Delivered"
    readonly mission: string
    /** Bodies that the server did not have. */
    readonly uploaded: number
    /** Bodies that it had, confirmed. */
    readonly alreadyThere: number
    readonly events: number
  }
  /** A change was queued and is not delivered yet. */
  | { readonly _tag: "Queued"; readonly mission: string; readonly bodies: number; readonly events: number }
  | { readonly _tag: "Appeared"; readonly mission: string }
  /** Its folder is no longer there; what was queued of it is kept. */
  | { readonly _tag: "Gone"; readonly mission: string }
  /** A fault was met that was not there before; `kept` counts what waits in the queue, where it is about delivery. */
  | {
    readonly _tag: "Fault"
    readonly diagnostic: Diagnostic
    readonly kept: { readonly events: number; readonly bodies: number } | null
  }
  | { readonly _tag: "Recovered"; readonly what: "server" | "queue" | "watcher" | "missions" }

/** One round of a watch, with something to tell: what was scanned, queued and delivered in it. */
export interface WatchRound {
  /** Milliseconds since 1970. */
  readonly atMs: number
  readonly news: ReadonlyArray<WatchNews>
  /** As of a `sync` of the missions that this round was about; its diagnostics are those that are new. */
  readonly outcome: Outcome<SyncReport>
}
