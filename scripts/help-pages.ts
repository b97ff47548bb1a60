// Writes every help page, as the command line says it, into the file that is named: part of the build (scripts/build.mjs).
import * as fs from "node:fs"
import type * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { mainEffect } from "../src/compositions/main.js"
import type { HelpPage, HelpPages } from "../src/helpPage.js"
import { Environment } from "../src/layers/node/Settings.js"
import { commandHelps } from "../src/programs/cli/app.js"
import { helpTopics } from "../src/programs/cli/helpTopics.js"

/** What a line writes to stdout. */
const said = (words: ReadonlyArray<string>): Effect.Effect<string> =>
  Effect.gen(function*() {
    const lines: Array<unknown> = []
    const console = yield* Effect.console
    const capturing: Console.Console = { ...console, log: (line) => Effect.sync(() => lines.push(line)) }
    const code = yield* Effect.withConsole(mainEffect({ words, version: "", interruptCode: Effect.succeed(130) }), capturing)
    if (code !== 0 || lines.length !== 1) yield* Effect.dieMessage(`help ${words.join(" ")} wrote no page`)
    return String(lines[0])
  })

const page = (name: string): Effect.Effect<readonly [name: string, page: HelpPage]> =>
  Effect.gen(function*() {
    const words = ["help", ...name.split(" ").filter((word) => word !== "")]
    return [name, { text: yield* said(words), json: yield* said([...words, "--json"]) }]
  })

const recordOf = (names: Iterable<string>) =>
  Effect.map(Effect.forEach(names, page), (pages): Readonly<Record<string, HelpPage>> => Object.fromEntries(pages))

/** Every command, and every word that commands are grouped under; the root is the empty one. */
const commandWords = new Set(commandHelps.flatMap(({ path }) => [0, ...path.keys()].map((at) => path.slice(0, at).join(" "))
  .concat(path.join(" "))))

const pages = Effect.gen(function*() {
  const found: HelpPages = { commands: yield* recordOf(commandWords), topics: yield* recordOf(helpTopics.keys()) }
  return found
})

const [file = ""] = process.argv.slice(2)
const environment = { LANG: "C.UTF-8" }
fs.writeFileSync(file, JSON.stringify(await Effect.runPromise(Effect.provideService(pages, Environment, environment))))
