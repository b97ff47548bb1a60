import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { errorHelp } from "../../../src/programs/cli/errorHelp.js"
import { ErrorEnvelope, HelpEnvelope } from "../../../src/programs/cli/envelopes.js"
import type { Handler } from "../../../src/programs/cli/Invocation.js"
import { errorPageText } from "../../../src/programs/cli/render/errorPage.js"
import { helpView } from "../../../src/programs/cli/render/plain.js"
import { present } from "../../../src/programs/cli/run.js"
import { PackageIncomplete } from "../../../src/domain/PackageIncomplete.js"
import { ErrorPages } from "../../../src/services/ErrorPages.js"
import { type } from "./support.js"

const page = "# QUEUE-05: gone\n\n## Cause\n\nIt was\ndelivered.\n\n    spec-kitty sync queue list\n"
const pages = Layer.succeed(ErrorPages, { codes: ["QUEUE-05", "QUEUE-06", "SYNC-01"], read: () => Effect.succeed(page) })
const broken = Layer.succeed(ErrorPages, {
  codes: ["QUEUE-05"],
  read: () => new PackageIncomplete({ part: "pages about errors", folder: "/x/docs/errors", detail: "no such file" })
})

const handlers = (layer: Layer.Layer<ErrorPages>) => {
  const handler: Handler<string> = (code, invocation) => errorHelp(code).pipe(Effect.provide(layer), present(helpView, invocation))
  return { errorHelp: handler }
}

describe("help on an error", () => {
  it.effect("U-45 prints the page of a code, in any letter case, and nothing else", () =>
    Effect.gen(function*() {
      const { exitCode, stderr, stdout } = yield* type("help queue-05", { handlers: handlers(pages) })
      expect(stdout).toEqual(["QUEUE-05: gone\n\nCause\n\nIt was delivered.\n\n    spec-kitty sync queue list"])
      expect([exitCode, stderr]).toEqual([0, []])
    }))

  it.effect("U-45 U-01 gives it as one JSON value with --json", () =>
    Effect.gen(function*() {
      const { stdout } = yield* type("help QUEUE-05 --json", { handlers: handlers(pages) })
      const { data } = yield* Schema.decodeUnknown(Schema.parseJson(HelpEnvelope))(stdout.join("\n"))
      expect(data?.topic).toBe("QUEUE-05")
      expect(data?.text).toContain("It was delivered.")
    }))

  it.effect.each([
    ["QUEUE-55", "those that begin so are QUEUE-05, QUEUE-06", "did you mean: spec-kitty help QUEUE-05"],
    ["QEUE-06", "codes begin with QUEUE, SYNC", "did you mean: spec-kitty help QUEUE-06"],
    ["NOTHING-12", "codes begin with QUEUE, SYNC", "spec-kitty help"]
  ] as const)("U-22 a code that is not there is wrong usage, with what was meant: %s", ([code, why, fix]) =>
    Effect.gen(function*() {
      const { exitCode, stdout } = yield* type(["help", code, "--json"], { handlers: handlers(pages) })
      const { diagnostics } = yield* Schema.decodeUnknown(Schema.parseJson(HelpEnvelope))(stdout.join("\n"))
      expect(diagnostics.map((it) => [it.code, it.why, it.fix])).toEqual([["USAGE-01", why, fix]])
      expect(exitCode).toBe(2)
    }))

  it.effect("U-45 says so where the pages did not come with the package", () =>
    Effect.gen(function*() {
      const { exitCode, stderr } = yield* type("help QUEUE-05", { handlers: handlers(broken) })
      expect(stderr.join("\n")).toContain("error INSTALL-01: ")
      expect(exitCode).toBe(1)
    }))

  it.effect("a word that is no code is a topic or a command as ever", () =>
    Effect.gen(function*() {
      const { stdout } = yield* type("help nothing --json")
      const { diagnostics } = yield* Schema.decodeUnknown(Schema.parseJson(ErrorEnvelope))(stdout.join("\n").replace("help@1", "error@1"))
      expect(diagnostics.map(({ message }) => message)).toEqual(["There is no help on \"nothing\"."])
    }))
})

describe("an error page on a terminal", () => {
  it("wraps lists item by item, and leaves what is indented as it stands", () => {
    const long = `${"word ".repeat(25)}end`
    const text = errorPageText(`- one\n  and more\n- ${long}\n\n    a    b\n    ${long}\n`)
    const lines = text.split("\n")
    expect(lines[0]).toBe("- one and more")
    expect(lines[1]?.startsWith("- word")).toBe(true)
    expect(lines[2]?.startsWith("  word")).toBe(true)
    expect(lines.slice(-2)).toEqual(["    a    b", `    ${long}`])
  })
})
