import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import { MissionSlug } from "../../../src/domain/identity/Namespace.js"
import { defaultMissions } from "../../../src/domain/mission/fittingMissions.js"
import { selectMission } from "../../../src/domain/mission/selectMission.js"

const missions = ["002-release", "018-docs", "018-docs-more", "047-body-sync", "offline-queue-01KRC4HN", "12-angry"]
  .map((slug) => ({ slug: MissionSlug.make(slug), path: `/real/kitty-specs/${slug}` }))
const select = (selector: string, numbers?: ReadonlyMap<string, number>) => {
  const found = selectMission(missions, selector, numbers)
  return Either.isRight(found) ? found.right.slug : { candidates: found.left.candidates, ambiguous: found.left.ambiguous }
}

describe("selectMission", () => {
  it.each([
    ["018-docs", "018-docs"], ["047", "047-body-sync"], ["47", "047-body-sync"], ["2", "002-release"],
    ["off", "offline-queue-01KRC4HN"], ["018-docs-", "018-docs-more"], ["12", "12-angry"], ["04", "047-body-sync"]
  ])("%s is %s", (selector, slug) => {
    expect(select(selector)).toBe(slug)
  })

  it("what fits several missions, or none, is an error that names candidates", () => {
    expect(select("18")).toEqual({ candidates: ["018-docs", "018-docs-more"], ambiguous: true })
    expect(select("0")).toMatchObject({ ambiguous: true })
    expect(select("BODY")).toEqual({ candidates: ["047-body-sync"], ambiguous: false })
    expect(select("queue-performance")).toEqual({ candidates: ["offline-queue-01KRC4HN"], ambiguous: false })
    expect(select("")).toEqual({ candidates: [], ambiguous: false })
  })

  it("meta.json's number counts for a directory that does not start with one", () => {
    expect(select("167", new Map([["offline-queue-01KRC4HN", 167]]))).toBe("offline-queue-01KRC4HN")
  })
})

describe("defaultMissions", () => {
  const from = (workingDirectory: string, branch: string | null = null) =>
    defaultMissions({ missions, root: "/project", workingDirectory, branch }).map(({ slug }) => slug)

  it("the mission of the working directory, by its real path or the project's", () => {
    expect(from("/project/kitty-specs/018-docs")).toEqual(["018-docs"])
    expect(from("/project/kitty-specs/018-docs-more/tasks/")).toEqual(["018-docs-more"])
    expect(from("/real/kitty-specs/047-body-sync/research", "kitty/mission-018-docs")).toEqual(["047-body-sync"])
  })

  it("else the mission of the branch, the longest name that fits", () => {
    expect(from("/project", "kitty/mission-018-docs")).toEqual(["018-docs"])
    expect(from("/project", "kitty/mission-018-docs-lane-a")).toEqual(["018-docs"])
    expect(from("/project", "kitty/mission-018-docs-more-lane-b")).toEqual(["018-docs-more"])
  })

  it("else all", () => {
    for (const branch of [null, "main", "kitty/mission-018", "kitty/mission-018-docsify", "kitty/other"]) {
      expect(from("/project/kitty-specs", branch)).toHaveLength(missions.length)
    }
  })
})
