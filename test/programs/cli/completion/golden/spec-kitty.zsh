#compdef spec-kitty
# zsh completion for spec-kitty, made by: spec-kitty completion zsh
_spec_kitty_global='--json --format --color --quiet -q --verbose -v -vv --log-level --log-format --no-input --project -C --timeout --ascii --config --help -h --version'
_spec_kitty_children() {
  REPLY=
  case "$1" in
    '') REPLY='sync help' ;;
    'help') REPLY='sync help exit-codes environment json formats uploads' ;;
  esac
}
_spec_kitty_flags() {
  REPLY=
  case "$1" in
    'sync') REPLY='--mission --state --all' ;;
  esac
}
_spec_kitty_value() {
  REPLY=
  case "$1" in
    ':--format') REPLY='words text json ndjson github sarif junit markdown openapi asyncapi jsonschema fixtures' ;;
    'sync:--mission') REPLY='asked missions' ;;
    'sync:--state') REPLY='words sent held' ;;
    'sync:--format') REPLY='words text json ndjson' ;;
    'help:--format') REPLY='words text json ndjson' ;;
    *':--color') REPLY='words auto always never' ;;
    *':--log-level') REPLY='words trace debug info warning error none' ;;
    *':--log-format') REPLY='words text json' ;;
    *':--project') REPLY='folders' ;;
    *':-C') REPLY='folders' ;;
    *':--timeout') REPLY='text' ;;
    *':--config') REPLY='files' ;;
  esac
}
_spec_kitty_argument() {
  REPLY=
  case "$1" in
    'sync:'*) REPLY='asked artifacts' ;;
    'help:'*) REPLY='begun SYNC-01' ;;
  esac
}
_spec_kitty_takes_value() {
  case "$1" in
    --format | --color | --log-level | --log-format | --project | -C | --timeout | --config | --mission | --state) return 0 ;;
  esac
  return 1
}
_spec_kitty_knows() {
  case "$1" in
    'sync' | 'help') return 0 ;;
  esac
  return 1
}
_spec_kitty_step() {
  if [ -n "$flag" ]; then
    case "$1" in =) return 0 ;; esac
    case "$flag" in --project | -C) dir="$1" ;; --mission) mission="$1" ;; esac
    flag=''
    return 0
  fi
  if [ "$ended" = 1 ]; then given=$((given + 1)); return 0; fi
  case "$1" in
    --) ended=1 ;;
    --project=*) dir="${1#*=}" ;;
    --mission=*) mission="${1#*=}" ;;
    -*=*) ;;
    -?*) if _spec_kitty_takes_value "$1"; then flag="$1"; fi ;;
    *) if [ "$given" = 0 ] && _spec_kitty_knows "${cmd:+$cmd }$1"; then cmd="${cmd:+$cmd }$1"; else given=$((given + 1)); fi ;;
  esac
}
_spec_kitty_ask() {
  REPLY=$(command spec-kitty completion values "$1" "--project=$dir" "--mission=$mission" -- "$plain" 2>/dev/null </dev/null) || REPLY=''
}
_spec_kitty_complete() {
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
}
_spec_kitty_offer() {
  case "$1" in
    'words '*) compadd -- ${=1#words } ;;
    'begun '*) [ -z "$PREFIX" ] || compadd -- ${=1#begun } ;;
    'asked '*) _spec_kitty_named "${1#asked }" || [ "$1" != 'asked artifacts' ] || _files ;;
    files) _files ;;
    folders) _files -/ ;;
  esac
}
_spec_kitty_named() {
  local it name plain="${(Q)PREFIX}"
  local -a names shown
  _spec_kitty_ask "$1"
  for it in "${(@f)REPLY}"; do
    name="${it%%$'\t'*}"
    [ -n "$name" ] || continue
    names+=("$name")
    if [ "$name" = "$it" ]; then shown+=("$it"); else shown+=("$name  -- ${it#*$'\t'}"); fi
  done
  compadd -l -d shown -a -- names
}
_spec_kitty() {
  local REPLY='' cmd='' flag='' dir='' mission='' ended=0 given=0 at=2 cur="${words[CURRENT]}"
  while [ "$at" -lt "$CURRENT" ]; do
    _spec_kitty_step "${(Q)words[at]}"
    at=$((at + 1))
  done
  if [ -z "$flag" ] && [ "$ended" = 0 ]; then
    case "$cur" in --*=*)
      flag="${cur%%=*}"
      compset -P '*=' ;;
    esac
  fi
  _spec_kitty_complete
}
if [ "${funcstack[1]}" = _spec-kitty ]; then _spec_kitty "$@"; else compdef _spec_kitty spec-kitty; fi
