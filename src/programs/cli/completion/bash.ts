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
    missions) _spec_kitty_missions; _spec_kitty_matching "$REPLY" ;;
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
}`

/** Bash cuts `--flag=value` into three words at the equals sign. */
const entry = `_spec_kitty() {
  local IFS=$' \\t\\n' cmd='' flag='' dir='' ended=0 given=0 at=1 cur="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while [ "$at" -lt "$COMP_CWORD" ]; do
    _spec_kitty_step "\${COMP_WORDS[at]}"
    at=$((at + 1))
  done
  if [ -n "$flag" ] && [ "$cur" = '=' ]; then cur=''; fi
  _spec_kitty_complete
}
complete -F _spec_kitty spec-kitty`

/** For bash 3.2 and newer. */
export const bashScript = (model: CompletionModel): string =>
  ["# bash completion for spec-kitty, made by: spec-kitty completion bash", shellTables(model), offer, entry].join("\n")
