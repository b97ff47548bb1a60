import type { CompletionModel } from "./model.js"
import { shellTables } from "./tables.js"

/** `compadd` quotes what it puts on the line by itself. */
const offer = `_spec_kitty_offer() {
  case "$1" in
    'words '*) compadd -- \${=1#words } ;;
    'begun '*) [ -z "$PREFIX" ] || compadd -- \${=1#begun } ;;
    'asked '*) _spec_kitty_named "\${1#asked }" || [ "$1" != 'asked artifacts' ] || _files ;;
    files) _files ;;
    folders) _files -/ ;;
  esac
}
_spec_kitty_named() {
  local it name plain="\${(Q)PREFIX}"
  local -a names shown
  _spec_kitty_ask "$1"
  for it in "\${(@f)REPLY}"; do
    name="\${it%%$'\\t'*}"
    [ -n "$name" ] || continue
    names+=("$name")
    if [ "$name" = "$it" ]; then shown+=("$it"); else shown+=("$name  -- \${it#*$'\\t'}"); fi
  done
  compadd -l -d shown -a -- names
}`

/** Options are those that the completion system sets for its functions: `_files` needs them as they are. */
const entry = `_spec_kitty() {
  local REPLY='' cmd='' flag='' dir='' mission='' ended=0 given=0 at=2 cur="\${words[CURRENT]}"
  while [ "$at" -lt "$CURRENT" ]; do
    _spec_kitty_step "\${(Q)words[at]}"
    at=$((at + 1))
  done
  if [ -z "$flag" ] && [ "$ended" = 0 ]; then
    case "$cur" in --*=*)
      flag="\${cur%%=*}"
      compset -P '*=' ;;
    esac
  fi
  _spec_kitty_complete
}
if [ "\${funcstack[1]}" = _spec-kitty ]; then _spec_kitty "$@"; else compdef _spec_kitty spec-kitty; fi`

/** Works as a file `_spec-kitty` of fpath, and read by source or eval after compinit. */
export const zshScript = (model: CompletionModel): string =>
  ["#compdef spec-kitty", "# zsh completion for spec-kitty, made by: spec-kitty completion zsh", shellTables(model), offer, entry].join("\n")
