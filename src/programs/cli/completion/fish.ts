import { type Completed, type CompletionModel, flagsWithValue, type Offered, type OfferedFlag, type Value } from "./model.js"

/** Within single quotes fish knows two escapes alone. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`

const helpers = (model: CompletionModel): ReadonlyArray<string> => [
  "function __spec_kitty_command",
  "    set -l words (commandline -opc)",
  "    set -e words[1]",
  "    set -l found ''",
  "    set -l skip 0",
  "    for word in $words",
  "        if test $skip = 1",
  "            set skip 0",
  "            continue",
  "        end",
  "        switch $word",
  "            case '--'",
  "                break",
  `            case ${flagsWithValue(model).join(" ")}`,
  "                set skip 1",
  "            case '-*'",
  "            case '*'",
  "                set -l longer (string trim -- \"$found $word\")",
  `                if contains -- "$longer" ${model.commands.filter(({ path }) => path !== "").map(({ path }) => quoted(path)).join(" ")}`,
  "                    set found $longer",
  "                end",
  "        end",
  "    end",
  "    echo \"$found\"",
  "end",
  "function __spec_kitty_at",
  "    set -l found (__spec_kitty_command)",
  "    test \"$found\" = \"$argv[1]\"",
  "end",
  ...asking
]

/**
 * `commandline -o` takes quotes off. Each line of the answer is a candidate, which fish quotes by itself when it puts it on
 * the line; a tab stands before the description.
 */
const asking: ReadonlyArray<string> = [
  "function __spec_kitty_values",
  "    set -l dir ''",
  "    set -l mission ''",
  "    set -l flag ''",
  "    for word in (commandline -opc)",
  "        switch $flag",
  "            case --project -C",
  "                set dir $word",
  "            case --mission",
  "                set mission $word",
  "        end",
  "        switch $word",
  "            case --",
  "                break",
  "            case '--project=*'",
  "                set dir (string replace -r '^[^=]*=' '' -- $word)",
  "            case '--mission=*'",
  "                set mission (string replace -r '^[^=]*=' '' -- $word)",
  "        end",
  "        set flag $word",
  "    end",
  "    set -l typed (string replace -r '^--[a-z-]*=' '' -- (commandline -ct))",
  "    set -l plain (string unescape -- $typed)",
  "    or set plain $typed",
  "    command spec-kitty completion values $argv[1] \"--project=$dir\" \"--mission=$mission\" -- \"$plain\" 2>/dev/null </dev/null",
  "end"
]

const offers = (value: Value): string => {
  switch (value._tag) {
    case "Words":
    case "Begun":
      return `-f -a ${quoted(value.words.join(" "))}`
    case "Files":
      return "-F"
    case "Folders":
      return "-f -a '(__fish_complete_directories (commandline -ct))'"
    case "Asked":
      return `${value.kind === "artifacts" ? "-F" : "-f"} -a '(__spec_kitty_values ${value.kind})'`
    case "Text":
      return "-f"
  }
}

const line = (condition: string, rest: string, description: string): string =>
  `complete -c spec-kitty${condition}${rest}${description === "" ? "" : ` -d ${quoted(description)}`}`

const at = (path: string, more = ""): string => ` -n ${quoted(`__spec_kitty_at ${quoted(path)}${more}`)}`

/** \`-vv\` is a letter given twice. */
const nameOf = (word: string): string =>
  word.startsWith("--") ? ` -l ${word.slice(2)}` : word.length === 2 ? ` -s ${word.slice(1)}` : ` -o ${word.slice(1)}`

const flagLine = (condition: string, { description, value, word }: OfferedFlag): string =>
  line(condition, nameOf(word) + (value === null ? "" : ` -r ${offers(value)}`), description)

const childLine = (path: string, { description, word }: Offered): string => line(at(path), ` -a ${quoted(word)}`, description)

const argumentLines = (path: string, [argument]: ReadonlyArray<Value>): ReadonlyArray<string> => {
  if (argument === undefined || argument._tag === "Text") return []
  return [line(at(path, argument._tag === "Begun" ? "; and string length -q -- (commandline -ct)" : ""), ` ${offers(argument)}`, "")]
}

const commandLines = ({ arguments: all, children, flags, formats, path }: Completed): ReadonlyArray<string> => [
  ...children.map((child) => childLine(path, child)),
  ...flags.map((flag) => flagLine(at(path), flag)),
  line(at(path), ` -l format -x -a ${quoted(formats.join(" "))}`, ""),
  ...argumentLines(path, all)
]

/** For fish 3.0 and newer. */
export const fishScript = (model: CompletionModel): string => [
  "# fish completion for spec-kitty, made by: spec-kitty completion fish",
  ...helpers(model),
  "complete -c spec-kitty -f",
  ...model.globalFlags.filter(({ word }) => word !== "--format").map((flag) => flagLine("", flag)),
  ...model.commands.flatMap(commandLines)
].join("\n")
