// Writes every page of the manual, as the command line prints it, below the folder that is named: part of the build
// (scripts/build.mjs). With --list it writes the names of the pages into package.json instead: npm links into a manual
// what is listed there, and nothing else.
import * as fs from "node:fs"
import * as path from "node:path"
import type * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { mainEffect } from "../src/compositions/main.js"
import { Environment } from "../src/layers/node/Settings.js"
import { manWords, pageFile, pageName } from "../src/programs/cli/man/ManPage.js"

const manifest: { version: string; man: ReadonlyArray<string> } = JSON.parse(fs.readFileSync("package.json", "utf8"))

/** `man1/spec-kitty-sync.1` */
const placeOf = ({ section, words }: (typeof manWords)[number]): string =>
  `man${section}/${pageFile({ name: pageName(words), section })}`

/** What `spec-kitty man WORDS` writes to stdout. */
const printed = (words: ReadonlyArray<string>): Effect.Effect<string> =>
  Effect.gen(function*() {
    const lines: Array<unknown> = []
    const console = yield* Effect.console
    const capturing: Console.Console = { ...console, log: (line) => Effect.sync(() => lines.push(line)) }
    const line = { words: ["man", ...words], version: manifest.version, interruptCode: Effect.succeed(130) }
    const code = yield* Effect.withConsole(mainEffect(line), capturing)
    if (code !== 0 || lines.length !== 1) yield* Effect.dieMessage(`man ${words.join(" ")} printed no page`)
    return `${String(lines[0])}\n`
  })

const writePages = (folder: string) =>
  Effect.forEach(manWords, (page) =>
    Effect.map(printed(page.words), (roff) => {
      const file = path.join(folder, placeOf(page))
      fs.mkdirSync(path.dirname(file), { recursive: true })
      fs.writeFileSync(file, roff)
    }), { discard: true })

const [target = ""] = process.argv.slice(2)
if (target === "--list") {
  const listed = { ...manifest, man: manWords.map((page) => `dist/man/${placeOf(page)}`).sort() }
  fs.writeFileSync("package.json", `${JSON.stringify(listed, null, 2)}\n`)
} else {
  await Effect.runPromise(Effect.provideService(writePages(target), Environment, { LANG: "C.UTF-8" }))
}
