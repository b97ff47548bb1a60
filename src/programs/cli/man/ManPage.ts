import { commandHelps } from "../app.js"
import { helpTopics } from "../helpTopics.js"

/** One page of the manual. */
export interface ManPage {
  /** Without the section: `spec-kitty-sync-status`. */
  readonly name: string
  /** 1: a command; 7: a topic of help. */
  readonly section: 1 | 7
  /** What `man` reads, without the last line break. */
  readonly roff: string
}

/** `spec-kitty-sync-status` for the words `sync status`. */
export const pageName = (words: ReadonlyArray<string>): string => ["spec-kitty", ...words].join("-")

/** `spec-kitty-sync-status.1`, as it is called below `man1`. */
export const pageFile = ({ name, section }: Pick<ManPage, "name" | "section">): string => `${name}.${section}`

/** The words of every command and of every word that commands are grouped under, the root's first, which are none. */
const commandWords: ReadonlyArray<ReadonlyArray<string>> = [
  ...new Map(commandHelps.flatMap(({ path }) => [...path.keys(), path.length].map((at) => path.slice(0, at)))
    .map((words) => [words.join(" "), words])).values()
]

/** The words of every page: `spec-kitty man WORDS` prints it. */
export const manWords: ReadonlyArray<{ readonly words: ReadonlyArray<string>; readonly section: 1 | 7 }> = [
  ...commandWords.map((words) => ({ words, section: 1 as const })),
  ...[...helpTopics.keys()].map((topic) => ({ words: [topic], section: 7 as const }))
]
