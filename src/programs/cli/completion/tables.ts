import { type Completed, type CompletionModel, flagsWithValue, type Value } from "./model.js"

/** A value in the words that `_spec_kitty_offer` of each shell understands. */
const code = (value: Value): string => {
  switch (value._tag) {
    case "Words":
      return `words ${value.words.join(" ")}`
    case "Begun":
      return `begun ${value.words.join(" ")}`
    case "Files":
      return "files"
    case "Folders":
      return "folders"
    case "Asked":
      return `asked ${value.kind}`
    case "Text":
      return "text"
  }
}

const choose = (on: string, branches: ReadonlyArray<readonly [pattern: string, line: string]>): ReadonlyArray<string> => [
  `  case ${on} in`,
  ...branches.map(([pattern, line]) => `    ${pattern}) ${line} ;;`),
  "  esac"
]

const table = (name: string, on: string, branches: ReadonlyArray<readonly [pattern: string, line: string]>) => [
  `${name}() {`,
  "  REPLY=",
  ...choose(on, branches),
  "}"
]

const reply = (text: string): string => `REPLY='${text}'`

const flagValues = ({ commands, globalFlags }: CompletionModel) => [
  ...commands.flatMap(({ flags, formats, path }) => [
    ...flags.flatMap(({ value, word }) => value === null ? [] : [[`'${path}:${word}'`, reply(code(value))] as const]),
    [`'${path}:--format'`, reply(`words ${formats.join(" ")}`)] as const
  ]),
  ...globalFlags.flatMap(({ value, word }) => value === null || word === "--format" ? [] : [[`*':${word}'`, reply(code(value))] as const])
]

/** The last argument of a command may stand there again. */
const argumentBranches = ({ arguments: all, path }: Completed) =>
  all.map((value, at) => [`'${path}:'${at === all.length - 1 ? "*" : at}`, reply(code(value))] as const)

const ownWords = ({ children, flags }: Completed, which: "children" | "flags"): string =>
  (which === "children" ? children : flags).map(({ word }) => word).join(" ")

/** Where the line stands after one more word; the variables are those of the caller. */
const step = `_spec_kitty_step() {
  if [ -n "$flag" ]; then
    case "$1" in =) return 0 ;; esac
    case "$flag" in --project | -C) dir="$1" ;; --mission) mission="$1" ;; esac
    flag=''
    return 0
  fi
  if [ "$ended" = 1 ]; then given=$((given + 1)); return 0; fi
  case "$1" in
    --) ended=1 ;;
    --project=*) dir="\${1#*=}" ;;
    --mission=*) mission="\${1#*=}" ;;
    -*=*) ;;
    -?*) if _spec_kitty_takes_value "$1"; then flag="$1"; fi ;;
    *) if [ "$given" = 0 ] && _spec_kitty_knows "\${cmd:+$cmd }$1"; then cmd="\${cmd:+$cmd }$1"; else given=$((given + 1)); fi ;;
  esac
}`

/** Asks the program itself, and takes its answer for a list of names alone: what they hold is the shell's to quote. */
const ask = `_spec_kitty_ask() {
  REPLY=$(command spec-kitty completion values "$1" "--project=$dir" "--mission=$mission" -- "$plain" 2>/dev/null </dev/null) || REPLY=''
}`

/** What the one function of the shell's own then does: decides what the word at the cursor may be, and offers it. */
const complete = `_spec_kitty_complete() {
  local REPLY=''
  if [ -n "$flag" ]; then
    _spec_kitty_value "$cmd:$flag"
    _spec_kitty_offer "$REPLY"
    return 0
  fi
  if [ "$ended" = 0 ]; then
    case "$cur" in -*)
      _spec_kitty_flags "$cmd"
      _spec_kitty_offer "words $REPLY $_spec_kitty_global"
      return 0 ;;
    esac
    if [ "$given" = 0 ]; then
      _spec_kitty_children "$cmd"
      [ -z "$REPLY" ] || _spec_kitty_offer "words $REPLY"
    fi
  fi
  _spec_kitty_argument "$cmd:$given"
  [ -z "$REPLY" ] || _spec_kitty_offer "$REPLY"
}`

/**
 * The functions that bash and zsh share. They read variables of their caller: `cmd`, `flag`, `dir`, `mission`, `ended` and
 * `given` say where the line stands, `cur` is the word at the cursor and `plain` the same without quotes.
 */
export const shellTables = (model: CompletionModel): string => {
  const { commands, globalFlags } = model
  const named = commands.filter(({ path }) => path !== "")
  return [
    `_spec_kitty_global='${globalFlags.map(({ word }) => word).join(" ")}'`,
    ...table("_spec_kitty_children", '"$1"', commands.filter(({ children }) => children.length > 0)
      .map((one) => [`'${one.path}'`, reply(ownWords(one, "children"))])),
    ...table("_spec_kitty_flags", '"$1"', commands.filter(({ flags }) => flags.length > 0)
      .map((one) => [`'${one.path}'`, reply(ownWords(one, "flags"))])),
    ...table("_spec_kitty_value", '"$1"', flagValues(model)),
    ...table("_spec_kitty_argument", '"$1"', commands.flatMap(argumentBranches)),
    "_spec_kitty_takes_value() {",
    ...choose('"$1"', [[flagsWithValue(model).join(" | "), "return 0"]]),
    "  return 1",
    "}",
    "_spec_kitty_knows() {",
    ...choose('"$1"', [[named.map(({ path }) => `'${path}'`).join(" | "), "return 0"]]),
    "  return 1",
    "}",
    step,
    ask,
    complete
  ].join("\n")
}
