import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { TargetBranch } from "../identity/Namespace.js"
import { maxSlugLength, NewMission, type NewMissionRequest, NewMissionSlug } from "./NewMission.js"
import { MissionFieldInvalid, MissionSlugInvalid } from "./newMissionErrors.js"

const maxNameLength = 200

const isSlug = Schema.is(NewMissionSlug)

/** The nearest name that would do; null where nothing is left of it. */
const suggestionFor = (typed: string): string | null => {
  const near = typed.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-")
    .replace(/^-?(?:\d+-)*|-+$/g, "").slice(0, maxSlugLength).replace(/-+$/, "")
  return isSlug(near) ? near : null
}

/** Why a text is no name for a mission, in the order in which a person would correct it. */
const slugFault = (typed: string): string => {
  if (/^\d+(-|$)/.test(typed)) return "it begins with a number, and each mission gets the next free one by itself"
  if (typed.length > maxSlugLength) return `it has ${typed.length} characters, and ${maxSlugLength} is the limit`
  return "a name is made of lower-case letters, digits and single hyphens between them"
}

const parseSlug = (typed: string): Either.Either<NewMissionSlug, MissionSlugInvalid> =>
  isSlug(typed)
    ? Either.right(typed)
    : Either.left(new MissionSlugInvalid({ slug: typed, detail: slugFault(typed), suggestion: suggestionFor(typed) }))

/** What git refuses in the name of a branch (`git check-ref-format`), and `HEAD`, which is none. */
const branchFaults: ReadonlyArray<readonly [pattern: RegExp, detail: string]> = [
  [/^$/, "it is empty"],
  // eslint-disable-next-line no-control-regex -- control characters are what it refuses
  [/[\u0000-\u0020\u007f~^:?*[\\]/, "a branch's name has no spaces, control characters or any of ~ ^ : ? * [ \\"],
  [/^-|^HEAD$|^@$|\.\.|@\{/, "it would mean something else to git"],
  [/^\/|\/$|\/\/|(^|\/)\.|\.$|\.lock(\/|$)/, "no part of a branch's name is empty, begins or ends with a dot, or ends with .lock"]
]

const parseBranch = (typed: string): Either.Either<TargetBranch, MissionFieldInvalid> => {
  const fault = branchFaults.find(([pattern]) => pattern.test(typed))
  return fault === undefined
    ? Either.right(TargetBranch.make(typed))
    : Either.left(new MissionFieldInvalid({ flag: "--target-branch", value: typed, detail: fault[1] }))
}

const parseName = (typed: string): Either.Either<string, MissionFieldInvalid> => {
  const name = typed.trim()
  const invalid = (detail: string) => Either.left(new MissionFieldInvalid({ flag: "--friendly-name", value: typed, detail }))
  if (name === "") return invalid("it is blank")
  // eslint-disable-next-line no-control-regex -- control characters are what it refuses
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(name)) return invalid("it is one line, without control characters")
  return name.length > maxNameLength ? invalid(`it is longer than ${maxNameLength} characters`) : Either.right(name)
}

/** Whether a mission can be created from these words alone; whether its type is known is not among the questions. */
export const parseNewMission = (
  request: NewMissionRequest
): Either.Either<NewMission, MissionSlugInvalid | MissionFieldInvalid> =>
  Either.gen(function*() {
    const slug = yield* parseSlug(request.slug)
    const targetBranch = request.targetBranch === null ? null : yield* parseBranch(request.targetBranch)
    const friendlyName = yield* parseName(request.friendlyName ?? slug.replaceAll("-", " "))
    return new NewMission({ slug, missionType: request.missionType, targetBranch, friendlyName })
  })
