import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** The tracker was not asked: the project sends nowhere, or no team of the account is known. */
export class TrackerNotAsked extends Schema.TaggedError<TrackerNotAsked>()("TrackerNotAsked", {
  /** `token_alone`: `SPEC_KITTY_TOKEN`, which names no team. `no_team`: who is signed in belongs to none. */
  reason: Schema.Literal("no_server", "denied", "signed_out", "token_alone", "no_team")
}) implements Explained {
  readonly code = "TRACKER-02"
  readonly target = null
  override get message(): string {
    return "The tracker was not asked. Nothing was sent."
  }
  get why(): string {
    switch (this.reason) {
      case "no_server":
        return "no server is chosen for this project, and trackers are reached through it"
      case "denied":
        return "SPEC_KITTY_ENABLE_SAAS_SYNC denies sending in this environment"
      case "signed_out":
        return "trackers belong to a team, and nobody is signed in to this server, which would name it"
      case "token_alone":
        return "trackers belong to a team; SPEC_KITTY_TOKEN does not say which, and no sign-in beside it does"
      case "no_team":
        return "trackers belong to a team, and the server names none for the account that is signed in"
    }
  }
  get next(): string {
    switch (this.reason) {
      case "no_server":
        return "spec-kitty sync server URL"
      case "denied":
        return "unset the variable, then run the command again"
      case "signed_out":
        return "spec-kitty auth login"
      case "token_alone":
        return "sign in to this server beside it: spec-kitty auth login"
      case "no_team":
        return "have the account added to a team on the server, then run spec-kitty auth login"
    }
  }
  /** Whether a sign-in is what is missing. */
  get needsSignIn(): boolean {
    return this.reason === "signed_out" || this.reason === "token_alone" || this.reason === "no_team"
  }
}

/** The server takes none of our tokens. Nothing was written here. */
export class TrackerSignInNeeded extends Schema.TaggedError<TrackerSignInNeeded>()("TrackerSignInNeeded", {
  /** Safe to print. */
  reason: Schema.String,
  /** What it does not take: the access token, the refresh token, or the one of `SPEC_KITTY_TOKEN`. */
  refused: Schema.Literal("access", "refresh", "environment")
}) implements Explained {
  get code(): string {
    return this.refused === "refresh" ? "AUTH-02" : "AUTH-01"
  }
  readonly target = null
  override get message(): string {
    return "The server needs a sign-in before it speaks of trackers. Nothing was changed here."
  }
  get why(): string {
    return this.reason
  }
  get next(): string {
    return this.refused === "environment"
      ? "set SPEC_KITTY_TOKEN to a valid token of this server, or unset it and run spec-kitty auth login"
      : "spec-kitty auth login"
  }
}

const unavailable = {
  offline: ["The server could not be reached.", "run the command again when it is back"],
  busy: ["The server takes no more requests for now.", "run the command again later"],
  failed: ["The server could not answer.", "run the command again later"],
  no_tracker: ["What answered has no trackers.", "check the address: spec-kitty sync server"],
  unreadable: ["The answer about the tracker can't be used.", "check the address: spec-kitty sync server"]
} as const

/** No answer that counts. Nothing was written here. */
export class TrackerUnavailable extends Schema.TaggedError<TrackerUnavailable>()("TrackerUnavailable", {
  kind: Schema.Literal("offline", "busy", "failed", "no_tracker", "unreadable"),
  /** Safe to print. */
  reason: Schema.String,
  /** Seconds that the server asks to wait; null where it does not say. */
  retryAfterSeconds: Schema.NullOr(Schema.NonNegativeInt)
}) implements Explained {
  readonly code = "TRACKER-03"
  readonly target = null
  override get message(): string {
    return `${unavailable[this.kind][0]} Nothing was changed here.`
  }
  get why(): string {
    return this.retryAfterSeconds === null ? this.reason : `${this.reason}; it asks to wait ${this.retryAfterSeconds} s`
  }
  get next(): string {
    return unavailable[this.kind][1]
  }
}

/** Refusals that say that the binding itself is not good any more. */
const stale: ReadonlySet<string> = new Set(["binding_not_found", "mapping_disabled", "project_mismatch"])

/** The server's answer is no. */
export class TrackerRefused extends Schema.TaggedError<TrackerRefused>()("TrackerRefused", {
  status: Schema.Int,
  /** Its stable word, such as `invalid_candidate_token`; null where it gives none. */
  errorCode: Schema.NullOr(Schema.String),
  /** Its words, safe to print. */
  said: Schema.String,
  userActionRequired: Schema.Boolean
}) implements Explained {
  readonly code = "TRACKER-04"
  readonly target = null
  override get message(): string {
    return `The server refused: ${this.said}`
  }
  get why(): string {
    return this.errorCode === null ? `HTTP ${this.status}` : `HTTP ${this.status}, ${this.errorCode}`
  }
  get next(): string {
    if (this.saysStale) return "bind the project again: spec-kitty tracker bind"
    return this.userActionRequired ? "do what the server says, then run the command again" : "see what there is: spec-kitty tracker resources"
  }
  /** The binding that was asked about is gone, switched off, or another project's. */
  get saysStale(): boolean {
    return this.errorCode !== null && stale.has(this.errorCode)
  }
  /** What stood for the resource does so no more: it is to be looked for again. */
  get saysExpiredCandidate(): boolean {
    return this.errorCode === "invalid_candidate_token"
  }
}
