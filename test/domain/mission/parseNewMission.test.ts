import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import { numberInName } from "../../../src/domain/mission/missionNumbers.js"
import { parseNewMission } from "../../../src/domain/mission/parseNewMission.js"

const asked = { slug: "invoice-export", missionType: "software-dev", targetBranch: null, friendlyName: null }

const ofSlug = (slug: string) => parseNewMission({ ...asked, slug })
/** What is said of a name: why it is refused and what is offered instead; "taken" where it is not refused. */
const verdict = (slug: string) =>
  Either.match(ofSlug(slug), {
    onRight: () => "taken" as const,
    onLeft: (error) => error._tag === "MissionSlugInvalid" ? [error.detail, error.suggestion] : error._tag
  })

const charset = "a name is made of lower-case letters, digits and single hyphens between them"
const numbered = "it begins with a number, and each mission gets the next free one by itself"

describe("a new mission's words", () => {
  it.each(["a", "7up", "3d-view", "invoice-export", "a1-2-b", "x".repeat(100)])("I-22 the name %s is taken", (slug) => {
    expect(verdict(slug)).toBe("taken")
  })

  it.each([
    ["", charset, null],
    ["Invoice Export", charset, "invoice-export"],
    ["Façade_Émile", charset, "facade-emile"],
    ["a--b", charset, "a-b"],
    ["-a", charset, "a"],
    ["a-", charset, "a"],
    ["a\n", charset, "a"],
    ["../../etc", charset, "etc"],
    ["..", charset, null],
    ["a/b", charset, "a-b"],
    ["a\\b", charset, "a-b"],
    [".hidden", charset, "hidden"],
    ["ａ", charset, "a"],
    ["日本", charset, null],
    ["042-invoice-export", numbered, "invoice-export"],
    ["042", numbered, null],
    ["1-2-3", numbered, null],
    ["x".repeat(101), "it has 101 characters, and 100 is the limit", "x".repeat(100)]
  ])("I-22 %j is refused, and a name that would do is offered where one is near", (slug, detail, suggestion) => {
    expect(verdict(slug)).toEqual([detail, suggestion])
  })

  it.prop("I-22 whatever is taken or offered is one plain path segment without a number", { typed: FastCheck.string({ unit: "grapheme" }) }, ({ typed }) => {
    const said = ofSlug(typed)
    const name = Either.isRight(said) ? said.right.slug : said.left._tag === "MissionSlugInvalid" ? said.left.suggestion : null
    if (name === null) return
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(numberInName(name)).toBe(null)
    expect(verdict(name)).toBe("taken")
  })

  it("I-22 without a name for people it is the slug with spaces, and one that is given is kept as it is", () => {
    const nameOf = (friendlyName: string | null) =>
      Either.match(parseNewMission({ ...asked, friendlyName }), { onLeft: ({ message, why }) => [message, why], onRight: (it) => it.friendlyName })
    expect(nameOf(null)).toBe("invoice export")
    expect(nameOf("  Rechnungen & Fälle 🐈 ")).toBe("Rechnungen & Fälle 🐈")
    expect(nameOf(" ")).toEqual(["--friendly-name can't be \" \".", "it is blank"])
    expect(nameOf("a\nb")[1]).toBe("it is one line, without control characters")
    expect(nameOf("x".repeat(201))[1]).toBe("it is longer than 200 characters")
  })

  const isBranch = (targetBranch: string) => Either.isRight(parseNewMission({ ...asked, targetBranch }))
  it("B-16 I-22 a branch is any that git would take, 2.x and release/2.x among them", () => {
    expect(["main", "2.x", "release/2.x", "kitty/mission-1", "ünï", "a@b", "HEAD2"].filter((name) => !isBranch(name))).toEqual([])
    const refused = ["", " ", "a b", "a\tb", "a..b", "-a", "HEAD", "@", "a@{1}", "/a", "a/", "a//b", ".a", "a/.b", "a.", "a.lock", "a.lock/b", "a~1", "a^", "a:b", "a?", "a*", "a[b", "a\\b", "a\u007f"]
    expect(refused.filter(isBranch)).toEqual([])
  })
})
