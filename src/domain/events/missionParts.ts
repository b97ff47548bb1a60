import * as Schema from "effect/Schema"
import { filled, wholeNumber } from "./wireText.js"

/** Directory name of the mission, in any payload. */
export const missionSlug = filled("Directory name of the mission below kitty-specs/.", "071-invoice-export")

/** Workflow of the mission, in any payload. */
export const missionType = filled("Workflow of the mission.", "software-dev")

/** Number of the mission, where upstream asks for one. */
export const missionNumber = wholeNumber(1, "Number of the mission; a whole number of at least 1.", 71)

const workPackage = /^WP[0-9]{2}$/

/** A work package of a mission: `WP` and two digits. */
export const workPackageId = (description: string, example: string) =>
  Schema.String.pipe(
    Schema.pattern(workPackage, { jsonSchema: { pattern: workPackage.source, minLength: 4, maxLength: 4 } })
  ).annotations({ description, examples: [example] })

/** The three fields by which a payload without an upstream schema names its mission (064 FR-002). */
const missionScope = {
  mission_slug: missionSlug,
  mission_number: Schema.NullOr(
    wholeNumber(Number.MIN_SAFE_INTEGER, "Number of the mission; null for a mission without one.", 71)
  ),
  mission_type: missionType
}

/**
 * A payload that upstream has no schema for: the three names of its mission and fields of its own. Any other field is
 * taken and kept, but for the retired names.
 */
export const missionScoped = <Fields extends Schema.Struct.Fields>(identifier: string, description: string, fields: Fields) =>
  Schema.Struct({ ...missionScope, ...fields }, Schema.Record({ key: Schema.String, value: Schema.Unknown })).annotations({
    identifier,
    description: `${description} Other fields are taken as well.`
  })
