import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** A folder can't be watched, or not any longer: no native watcher, a limit of the system, the folder is gone. */
export class WatchUnavailable extends Schema.TaggedError<WatchUnavailable>()("WatchUnavailable", {
  directory: Schema.String,
  detail: Schema.String
}) implements Explained {
  readonly code = "WATCH-01"
  get target(): string {
    return this.directory
  }
  override get message(): string {
    return "Changes can't be watched as they happen: the missions are scanned from time to time instead."
  }
  get why(): string {
    return this.detail
  }
  readonly next = "shorten --rescan if a minute is too long; on Linux, raise fs.inotify.max_user_watches where it is the limit"
}
