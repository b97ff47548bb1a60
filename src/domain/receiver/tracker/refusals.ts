import type { TrackerRefusal } from "../../wire/tracker.js"
import { reply, type Reply } from "../Reply.js"

/** One refusal of the tracker endpoints: what the answer is about, and what may be done about it. */
interface Words {
  readonly error_code: string
  readonly category: "validation" | "routing" | "permission" | "throttling"
  readonly message: string
  readonly retryable?: boolean
  readonly user_action_required?: boolean
  readonly retry_after_seconds?: number
}

/** The seven fields, all of them there (wire contract of the tracker). */
export const trackerRefusal = (words: Words): TrackerRefusal => ({
  error_code: words.error_code,
  category: words.category,
  message: words.message,
  retryable: words.retryable ?? false,
  user_action_required: words.user_action_required ?? false,
  source: "receiver",
  retry_after_seconds: words.retry_after_seconds ?? null
})

/** The same as an answer. */
export const trackerRefused = (status: number, words: Words): Reply => reply(status, { ...trackerRefusal(words) })
