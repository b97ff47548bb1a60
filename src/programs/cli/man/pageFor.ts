import * as Effect from "effect/Effect"
import type { CommandNode } from "../CommandNode.js"
import { helpTopics } from "../helpTopics.js"
import { suggest } from "../suggest.js"
import { UsageError } from "../UsageError.js"
import { commandPage } from "./commandPage.js"
import { type ManPage, manWords, pageName } from "./ManPage.js"
import { asItStands, heading, inline, reference, section } from "./roff.js"

/** A topic of help is a table already: its lines stay as they are. */
const topicPage = (topic: string, text: string, version: string): ManPage => {
  const name = pageName([topic])
  const [title = "", ...lines] = text.split("\n")
  return {
    name,
    section: 7,
    roff: [
      heading(name, 7, version),
      ...section("NAME", [`${inline(name)} \\- ${inline(`${title.toLowerCase()}, as spec-kitty help ${topic} tells`)}`]),
      ...section("DESCRIPTION", asItStands(lines[0] === "" ? lines.slice(1) : lines)),
      ...section("SEE ALSO", [reference(pageName([]), 1)])
    ].join("\n")
  }
}

const unknown = (words: ReadonlyArray<string>): UsageError => {
  const asked = words.join(" ")
  const known = manWords.map((page) => page.words.join(" ")).filter((name) => name !== "")
  const meant = suggest(asked, known)
  return new UsageError({
    problem: `There is no manual page on "${asked}".`,
    why: `there is one for each command, and for ${[...helpTopics.keys()].join(", ")}`,
    next: meant === undefined ? "spec-kitty help" : `did you mean: spec-kitty man ${meant}`,
    target: asked
  })
}

/** The page for the words after `man`: a command's, a topic's, or without any that of the program (U-17). */
export const pageFor = Effect.fn("pageFor")(function*(root: CommandNode, words: ReadonlyArray<string>, version: string) {
  const topic = words.length === 1 ? helpTopics.get(words[0] ?? "") : undefined
  if (topic !== undefined) return topicPage(words[0] ?? "", yield* topic, version)
  let node: CommandNode | undefined = root
  for (const word of words) node = node?.children.find(({ path }) => path.at(-1) === word)
  return node === undefined ? yield* unknown(words) : commandPage(node, version)
})
