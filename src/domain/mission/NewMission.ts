import * as Schema from "effect/Schema"
import { TargetBranch } from "../identity/Namespace.js"
import { NonBlank } from "../text.js"

/** Characters of a mission's name: branches, worktrees and lock files are named after it, and add to it. */
export const maxSlugLength = 100

/** What a mission is called behind its number. */
export const NewMissionSlug = Schema.String.pipe(
  Schema.pattern(/^(?!\d+(-|$))[a-z0-9]+(-[a-z0-9]+)*$/, {
    identifier: "NewMissionSlug",
    description: "lower-case letters, digits and single hyphens, without a number in front"
  }),
  Schema.maxLength(maxSlugLength),
  Schema.brand("NewMissionSlug")
)
export type NewMissionSlug = typeof NewMissionSlug.Type

/** A mission that is asked for, as it was typed. */
export interface NewMissionRequest {
  readonly slug: string
  readonly missionType: string
  /** Null: the branch that `origin/HEAD` names, else `main`. */
  readonly targetBranch: string | null
  /** Null: the slug with spaces. */
  readonly friendlyName: string | null
}

/** A mission that can be created, as far as its own words go. */
export class NewMission extends Schema.Class<NewMission>("spec-kitty/NewMission")({
  slug: NewMissionSlug,
  /** Whether there is such a type is for the registry to say. */
  missionType: Schema.String,
  targetBranch: Schema.NullOr(TargetBranch),
  friendlyName: NonBlank
}) {}
