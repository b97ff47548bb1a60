import type { CompletionModel } from "./model.js"
import { shellTables } from "./tables.js"

const offer = `_spec_kitty_offer() {
  case "$1" in
    'words '*) compadd -- \${=1#words } ;;
    missions) _spec_kitty_missions; compadd -- \${=REPLY} ;;
    files) _files ;;
    folders) _files -/ ;;
  esac
}`

const entry = `_spec_kitty() {
  emulate -L zsh
  setopt null_glob
  local cmd='' flag='' dir='' ended=0 given=0 at=2 cur="\${words[CURRENT]}"
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

/** Works as a file \`_spec-kitty\` of fpath, and read by source or eval after compinit. */
export const zshScript = (model: CompletionModel): string =>
  ["#compdef spec-kitty", "# zsh completion for spec-kitty, made by: spec-kitty completion zsh", shellTables(model), offer, entry].join("\n")
