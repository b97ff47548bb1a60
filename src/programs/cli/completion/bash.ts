import type { CompletionModel } from "./model.js"
import { shellTables } from "./tables.js"

/**
 * `compopt` is there in bash 4 and newer, and only while a line is completed: it has readline quote names of files. Where
 * it is not, names that need quoting are not offered.
 */
const offer = `_spec_kitty_offer() {
  local it quoting=0
  case "$1" in
    'words '*) _spec_kitty_matching "\${1#words }" ;;
    'begun '*) [ -z "$cur" ] || _spec_kitty_matching "\${1#begun }" ;;
    'asked '*) _spec_kitty_named "\${1#asked }" ;;
    files | folders)
      compopt -o filenames 2>/dev/null && quoting=1
      while IFS= read -r it; do
        if [ "$quoting" = 0 ]; then case "$it" in *[!A-Za-z0-9._/~-]*) continue ;; esac; fi
        [ -z "$it" ] || COMPREPLY+=("$it")
      done <<< "$(if [ "$1" = files ]; then compgen -f -- "$cur"; else compgen -d -- "$cur"; fi)" ;;
  esac
}
_spec_kitty_matching() {
  local it
  for it in $1; do
    case "$it" in "$cur"*) COMPREPLY+=("$it") ;; esac
  done
}
_spec_kitty_named() {
  local it
  _spec_kitty_ask "$1"
  while IFS=$'\\t' read -r it _; do
    [ -n "$it" ] || continue
    case "$it" in "$plain"*) if _spec_kitty_quoted "$it"; then COMPREPLY+=("$REPLY"); fi ;; esac
  done <<< "$REPLY"
  if [ "\${#COMPREPLY[@]}" = 0 ] && [ "$1" = artifacts ]; then _spec_kitty_offer files; fi
}`

/**
 * Bash puts a word on the line as it stands, so a name of the project is quoted here, in the way in which the word at the
 * cursor began. Behind a double quote nothing keeps `!` from standing for an older line: such a name is not offered.
 * Readline closes the quote, unless the word ends in that very character: then it is closed here.
 */
const quoted = `_spec_kitty_quoted() {
  local left="$1" it special=$' \\t!"#$&\\'()*,:;<=>?@[\\\\]^\\140{|}~' before='\\'
  case "$cur" in
    \\"*) case "$1" in *!*) return 1 ;; esac
      special=$'"$\\140\\\\' ;;
    \\'*) special="'" before="'\\\\'" ;;
  esac
  REPLY="$1"
  case "$1" in *[!A-Za-z0-9._/-]*) REPLY='' ;; *) return 0 ;; esac
  while [ -n "$left" ]; do
    it="\${left:0:1}" left="\${left:1}"
    case "$special" in *"$it"*) REPLY="$REPLY$before$it" ;; *) REPLY="$REPLY$it" ;; esac
  done
  case "$cur$1" in
    \\"*\\") REPLY="$REPLY\\"" ;;
    \\'*\\') REPLY="\${REPLY%\\'}" ;;
  esac
}`

/** The word as the program would get it, but for what the shell would put in place of `$` and `~`: nothing is run here. */
const plain = `_spec_kitty_plain() {
  local left="$1" it quote=''
  REPLY="$1"
  case "$1" in *[\\\\\\"\\']*) REPLY='' ;; *) return 0 ;; esac
  while [ -n "$left" ]; do
    it="\${left:0:1}" left="\${left:1}"
    case "$quote$it" in
      \\' | \\") quote="$it" ;;
      \\'\\' | \\"\\") quote='' ;;
      \\\\) REPLY="$REPLY\${left:0:1}" left="\${left:1}" ;;
      \\"\\\\)
        case "\${left:0:1}" in [\\$\\\`\\"\\\\]) it="\${left:0:1}" left="\${left:1}" ;; esac
        REPLY="$REPLY$it" ;;
      *) REPLY="$REPLY$it" ;;
    esac
  done
}`

/** Bash cuts `--flag=value` into three words at the equals sign. */
const entry = `_spec_kitty() {
  local IFS=$' \\t\\n' REPLY='' plain='' cmd='' flag='' dir='' mission='' ended=0 given=0 at=1 cur="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while [ "$at" -lt "$COMP_CWORD" ]; do
    _spec_kitty_plain "\${COMP_WORDS[at]}"
    _spec_kitty_step "$REPLY"
    at=$((at + 1))
  done
  if [ -n "$flag" ] && [ "$cur" = '=' ]; then cur=''; fi
  _spec_kitty_plain "$cur"
  plain="$REPLY"
  _spec_kitty_complete
}
complete -F _spec_kitty spec-kitty`

/** For bash 3.2 and newer. */
export const bashScript = (model: CompletionModel): string =>
  ["# bash completion for spec-kitty, made by: spec-kitty completion bash", shellTables(model), offer, quoted, plain, entry].join("\n")
