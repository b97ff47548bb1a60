import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { man } from "../../../../src/compositions/man.js"
import type { CommandNode } from "../../../../src/programs/cli/CommandNode.js"
import type { ManRequest } from "../../../../src/programs/cli/commands/man.js"
import { ManEnvelope } from "../../../../src/programs/cli/envelopes.js"
import { globalFlagNames } from "../../../../src/programs/cli/globalFlags.js"
import { helpOf } from "../../../../src/programs/cli/help.js"
import { environmentRows, exitCodeRows, helpTopics } from "../../../../src/programs/cli/helpTopics.js"
import { manWords, pageFile, pageName } from "../../../../src/programs/cli/man/ManPage.js"
import { pageFor } from "../../../../src/programs/cli/man/pageFor.js"
import { inline, prose, verbatim } from "../../../../src/programs/cli/man/roff.js"
import * as Schema from "effect/Schema"
import { type } from "../support.js"

const tree = Effect.gen(function*() {
  const asked: Array<ManRequest> = []
  yield* type("man", { handlers: { man: (request) => Effect.sync(() => asked.push(request) * 0) } })
  const [request] = asked
  if (request === undefined) return yield* Effect.dieMessage("the handler was not called")
  return request.root
})
const everyNode = (node: CommandNode): ReadonlyArray<CommandNode> => [node, ...node.children.flatMap(everyNode)]

/** The text of a page as a reader sees it, without its markup, on one line. */
const shown = (roff: string): string => {
  const characters: Readonly<Record<string, string>> = { "\\-": "-", "\\(rs": "\\", "\\(aq": "'", "\\(ga": "`", "\\(ha": "^", "\\(ti": "~", "\\(dq": "\"", "\\&": "" }
  return roff.replace(/\\(?:-|&|f[BIR]|\((?:rs|aq|ga|ha|ti|dq)|\[u([0-9A-F]+)\])/g, (escape, point?: string) =>
    point === undefined ? characters[escape] ?? "" : String.fromCodePoint(Number.parseInt(point, 16))).replace(/\s+/g, " ")
}
const sectionOf = (roff: string, title: string): string => shown(roff.split(`\n.SH ${title}\n`)[1]?.split("\n.SH ")[0] ?? "")

describe("U-17 the manual", () => {
  it.effect("has a page for every command, group and topic", () =>
    Effect.map(tree, (root) => {
      const commands = everyNode(root).map((node) => node.path.join(" "))
      expect(manWords.filter(({ section }) => section === 1).map(({ words }) => words.join(" ")).sort()).toEqual([...commands].sort())
      expect(manWords.filter(({ section }) => section === 7).map(({ words }) => words.join(" "))).toEqual([...helpTopics.keys()])
      expect(new Set(manWords.map(({ section, words }) => pageFile({ name: pageName(words), section }))).size).toBe(manWords.length)
    }))

  it.effect("says on each page every flag and argument with its description, the summary, the details and the examples", () =>
    Effect.gen(function*() {
      for (const node of everyNode(yield* tree)) {
        const { roff } = yield* pageFor(yield* tree, node.path, "1.2.3")
        const options = sectionOf(roff, "OPTIONS")
        for (const flag of node.flags.keys()) expect(options.split(/[\s,]+/), node.path.join(" ")).toContain(flag)
        for (const { description } of node.described) expect(shown(roff)).toContain(description.replace(/\s+/g, " "))
        const help = helpOf(node)
        for (const text of [help?.summary ?? "", ...(help?.details ?? []), ...(help?.examples ?? []).flat()]) {
          expect(shown(roff)).toContain(text.replace(/\s+/g, " "))
        }
        for (const child of node.children) expect(sectionOf(roff, "COMMANDS")).toContain(`${pageName(child.path)}(1)`)
        for (const title of ["NAME", "SYNOPSIS", "DESCRIPTION", "GLOBAL OPTIONS", "EXIT STATUS", "ENVIRONMENT", "SEE ALSO"]) {
          expect(sectionOf(roff, title), `${node.path.join(" ")}: ${title}`).not.toBe("")
        }
        expect(sectionOf(roff, "NAME").trim()).toMatch(new RegExp(`^${pageName(node.path)} - .+`))
      }
    }))

  it.effect("lists global flags, exit codes and variables on the page of the program", () =>
    Effect.gen(function*() {
      const { roff } = yield* pageFor(yield* tree, [], "1.2.3")
      for (const flag of globalFlagNames) expect(sectionOf(roff, "GLOBAL OPTIONS").split(/[\s,]+/)).toContain(flag)
      for (const row of exitCodeRows) for (const cell of row) expect(sectionOf(roff, "EXIT STATUS")).toContain(cell)
      for (const row of environmentRows) for (const cell of row) expect(sectionOf(roff, "ENVIRONMENT")).toContain(cell)
    }))

  it.effect("has the lines of a topic as help tells them", () =>
    Effect.gen(function*() {
      for (const [topic, text] of helpTopics) {
        const { name, roff, section } = yield* pageFor(yield* tree, [topic], "1.2.3")
        expect([name, section]).toEqual([`spec-kitty-${topic}`, 7])
        const lines = (yield* text).split("\n").slice(1).filter((line) => line !== "")
        for (const line of lines) expect(roff.split("\n").map(shown)).toContain(shown(verbatim(line)))
      }
    }))

  it("escapes what roff would act on", () => {
    expect(prose(".SH is no request,\n  'nor this")).toBe("\\&.SH is no request, \\(aqnor this")
    expect(verbatim("")).toBe("\\&")
    expect(inline("\\fB --all `x` \"y\" ^~ …é")).toBe("\\(rsfB \\-\\-all \\(gax\\(ga \\(dqy\\(dq \\(ha\\(ti \\[u2026]\\[u00E9]")
  })

  it.effect("no line of a page is a request that was not meant, and all of it is ASCII", () =>
    Effect.gen(function*() {
      for (const { words } of manWords) {
        const { roff } = yield* pageFor(yield* tree, words, "1.2.3")
        expect(roff).toMatch(/^[\n -~]+$/)
        for (const line of roff.split("\n").filter((one) => /^[.']/.test(one))) expect(line).toMatch(/^\.(TH|SH|TP|PP|br|nf|fi)\b/)
      }
    }))
})

describe("U-17 spec-kitty man", () => {
  it.effect("prints a page, or tells it within JSON", () =>
    Effect.gen(function*() {
      const text = yield* type("man sync queue list", { handlers: { man } })
      expect([text.exitCode, text.stderr]).toEqual([0, []])
      expect(text.stdout[0]?.split("\n", 1)[0]).toBe(String.raw`.TH "SPEC\-KITTY\-SYNC\-QUEUE\-LIST" "1" "" "spec\-kitty\-effect 1.2.3" "Manual of spec\-kitty"`)
      const json = yield* type("man exit-codes --json", { handlers: { man } })
      const { data } = Schema.decodeUnknownSync(Schema.parseJson(ManEnvelope))(json.stdout[0] ?? "")
      expect([data?.page, data?.roff.startsWith(".TH ")]).toEqual(["spec-kitty-exit-codes.7", true])
    }))

  it.effect("knows no other page, and says which was probably meant", () =>
    Effect.gen(function*() {
      const { exitCode, stderr, stdout } = yield* type("man sync statsu", { handlers: { man } })
      expect([exitCode, stdout]).toEqual([2, []])
      expect(stderr.join("\n")).toContain("spec-kitty man sync status")
    }))
})
