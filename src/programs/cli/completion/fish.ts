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
  "function __spec_kitty_missions",
  "    set -l at $PWD",
  "    while test -n \"$at\"; and not test -d \"$at/kitty-specs\"",
  "        set at (string replace -r '/[^/]*$' '' -- $at)",
  "    end",
  "    test -n \"$at\"; or return 0",
  "    for folder in $at/kitty-specs/*/",
  "        string replace -r '.*/' '' -- (string trim -r -c / -- $folder) | string match -r '^[A-Za-z0-9][A-Za-z0-9._-]*$'",
  "    end",
  "end"
]

const offers = (value: Value): string => {
  switch (value._tag) {
    case "Words":
      return `-x -a ${quoted(value.words.join(" "))}`
    case "Files":
      return "-r -F"
    case "Folders":
      return "-x -a '(__fish_complete_directories (commandline -ct))'"
    case "Missions":
      return "-x -a '(__spec_kitty_missions)'"
    case "Text":
      return "-x"
  }
}

const line = (condition: string, rest: string, description: string): string =>
  `complete -c spec-kitty${condition}${rest}${description === "" ? "" : ` -d ${quoted(description)}`}`

const at = (path: string): string => ` -n ${quoted(`__spec_kitty_at ${quoted(path)}`)}`

/** \`-vv\` is a letter given twice. */
const nameOf = (word: string): string =>
  word.startsWith("--") ? ` -l ${word.slice(2)}` : word.length === 2 ? ` -s ${word.slice(1)}` : ` -o ${word.slice(1)}`

const flagLine = (condition: string, { description, value, word }: OfferedFlag): string =>
  line(condition, nameOf(word) + (value === null ? "" : ` ${offers(value)}`), description)

const childLine = (path: string, { description, word }: Offered): string => line(at(path), ` -a ${quoted(word)}`, description)

const commandLines = (command: Completed): ReadonlyArray<string> => {
  const { arguments: all, children, flags, formats, path } = command
  const [argument] = all
  return [
    ...children.map((child) => childLine(path, child)),
    ...flags.map((flag) => flagLine(at(path), flag)),
    line(at(path), ` -l format -x -a ${quoted(formats.join(" "))}`, ""),
    ...(argument === undefined || argument._tag === "Text" ? [] : [line(at(path), argument._tag === "Files" ? " -F" : ` ${offers(argument).replace("-x ", "")}`, "")])
  ]
}

/** For fish 3.0 and newer. */
export const fishScript = (model: CompletionModel): string => [
  "# fish completion for spec-kitty, made by: spec-kitty completion fish",
  ...helpers(model),
  "complete -c spec-kitty -f",
  ...model.globalFlags.filter(({ word }) => word !== "--format").map((flag) => flagLine("", flag)),
  ...model.commands.flatMap(commandLines)
].join("\n")
