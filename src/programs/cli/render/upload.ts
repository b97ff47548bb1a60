import type { UploadState } from "../../../domain/sync/UploadState.js"
import type { Mark, Style } from "./Style.js"
import { count, until } from "./words.js"

/** How the place of a body is shown: a mark and a word. */
export const uploadMarks: Record<UploadState["state"], Mark> = {
  uploaded: "done",
  already_exists: "there",
  queued: "queued",
  failed: "failed",
  skipped: "skipped",
  not_sent: "queued",
  absent: "failed"
}
export const uploadWords: Record<UploadState["state"], string> = {
  uploaded: "uploaded",
  already_exists: "already there",
  queued: "queued",
  failed: "failed",
  skipped: "skipped",
  not_sent: "not sent",
  absent: "absent"
}

/** `2026-11-20 20:14:03`, UTC; the text itself where it is no instant. */
export const moment = (instant: string): string => instant.replace(/^(.{10})T(.{8}).*$/, "$1 $2")

const received = ({ received_at, received_hash, received_is_current }: UploadState): ReadonlyArray<string> => {
  if (received_at === null) return []
  const agrees = received_is_current === true
    ? "receiver hash equal"
    : `receiver hash ${(received_hash ?? "").slice(0, 8)} is of an earlier version`
  return [moment(received_at), agrees]
}

/** What became of a body, in facts: when, what the server said, when it is tried next. */
export const uploadFactsText = (upload: UploadState, style: Style): string => {
  // Of what is delivered the word says it all, and the receipt says when.
  const isDelivered = upload.state === "uploaded" || upload.state === "already_exists"
  const said = style.foreign(upload.reason_code === null ? upload.reason : `${upload.reason_code}: ${upload.reason}`)
  const next = upload.state === "queued" && upload.next_attempt_at !== null
    ? [`next try ${until(upload.next_attempt_at, style.nowMs)}`]
    : []
  const tried = upload.retry_count > 0 ? [`tried ${count(upload.retry_count, "time")}`] : []
  return [...(isDelivered ? [] : [said]), ...tried, ...next, ...received(upload)].join(", ")
}
