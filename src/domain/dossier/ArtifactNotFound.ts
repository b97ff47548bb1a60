import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

const problems = {
  unknown: "no file, missing artifact or key of that name is in",
  several: "it is in several missions",
  outside: "only files below kitty-specs/<mission>/ are artifacts",
  other_mission: "it belongs to another mission",
  left_out: "it is left out of the dossier"
} as const

/** What was named is no artifact that the command can tell of, or several are of that name. Nothing was done. */
export class ArtifactNotFound extends Schema.TaggedError<ArtifactNotFound>()("ArtifactNotFound", {
  /** The path or key as it was typed. */
  subject: Schema.String,
  reason: Schema.Literal("unknown", "several", "outside", "other_mission", "left_out"),
  /** Missions that were looked in, or that hold it. */
  missions: Schema.Array(Schema.String),
  /** Paths or keys that a person may have meant, at most five. */
  candidates: Schema.Array(Schema.String),
  /** Why it is left out; null for any other reason. */
  detail: Schema.NullOr(Schema.String)
}) implements Explained {
  readonly code = "ARTIFACT-01"
  get target(): string {
    return this.subject
  }
  override get message(): string {
    switch (this.reason) {
      case "several":
        return `"${this.subject}" fits an artifact of several missions.`
      case "other_mission":
        return `"${this.subject}" belongs to another mission.`
      default:
        return `"${this.subject}" is no artifact.`
    }
  }
  get why(): string {
    const [mission = "any mission", ...others] = this.missions
    switch (this.reason) {
      case "unknown": {
        const where = others.length === 0 ? mission : `any of ${this.missions.length} missions`
        const near = this.candidates.length === 0 ? "" : `; closest are: ${this.candidates.join(", ")}`
        return `${problems.unknown} ${where}${near}`
      }
      case "several":
        return `${problems.several}: ${shortened(this.missions)}`
      case "other_mission":
        return `${problems.other_mission}: ${mission}`
      case "left_out":
        return `${problems.left_out}: ${this.detail ?? "no reason is known"}`
      case "outside":
        return problems.outside
    }
  }
  get next(): string {
    switch (this.reason) {
      case "several":
      case "other_mission":
        return `name its mission with --mission ${this.missions[0] ?? "SLUG"}`
      case "left_out":
        return `spec-kitty explain ${this.subject}`
      default:
        return "spec-kitty dossier list"
    }
  }
}

const listed = 5

const shortened = (slugs: ReadonlyArray<string>): string =>
  slugs.length <= listed ? slugs.join(", ") : `${slugs.slice(0, listed).join(", ")} and ${slugs.length - listed} more`
