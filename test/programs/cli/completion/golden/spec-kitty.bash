# bash completion for spec-kitty, made by: spec-kitty completion bash
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
  local it quoting=0
  case "$1" in
    'words '*) _spec_kitty_matching "${1#words }" ;;
    'begun '*) [ -z "$cur" ] || _spec_kitty_matching "${1#begun }" ;;
    'asked '*) _spec_kitty_named "${1#asked }" ;;
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
  while IFS=$'\t' read -r it _; do
    [ -n "$it" ] || continue
    case "$it" in "$plain"*) if _spec_kitty_quoted "$it"; then COMPREPLY+=("$REPLY"); fi ;; esac
  done <<< "$REPLY"
  if [ "${#COMPREPLY[@]}" = 0 ] && [ "$1" = artifacts ]; then _spec_kitty_offer files; fi
}
_spec_kitty_quoted() {
  local left="$1" it special=$' \t!"#$&\'()*,:;<=>?@[\\]^\140{|}~' before='\'
  case "$cur" in
    \"*) case "$1" in *!*) return 1 ;; esac
      special=$'"$\140\\' ;;
    \'*) special="'" before="'\\'" ;;
  esac
  REPLY="$1"
  case "$1" in *[!A-Za-z0-9._/-]*) REPLY='' ;; *) return 0 ;; esac
  while [ -n "$left" ]; do
    it="${left:0:1}" left="${left:1}"
    case "$special" in *"$it"*) REPLY="$REPLY$before$it" ;; *) REPLY="$REPLY$it" ;; esac
  done
  case "$cur$1" in
    \"*\") REPLY="$REPLY\"" ;;
    \'*\') REPLY="${REPLY%\'}" ;;
  esac
}
_spec_kitty_plain() {
  local left="$1" it quote=''
  REPLY="$1"
  case "$1" in *[\\\"\']*) REPLY='' ;; *) return 0 ;; esac
  while [ -n "$left" ]; do
    it="${left:0:1}" left="${left:1}"
    case "$quote$it" in
      \' | \") quote="$it" ;;
      \'\' | \"\") quote='' ;;
      \\) REPLY="$REPLY${left:0:1}" left="${left:1}" ;;
      \"\\)
        case "${left:0:1}" in [\$\`\"\\]) it="${left:0:1}" left="${left:1}" ;; esac
        REPLY="$REPLY$it" ;;
      *) REPLY="$REPLY$it" ;;
    esac
  done
}
_spec_kitty() {
  local IFS=$' \t\n' REPLY='' plain='' cmd='' flag='' dir='' mission='' ended=0 given=0 at=1 cur="${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while [ "$at" -lt "$COMP_CWORD" ]; do
    _spec_kitty_plain "${COMP_WORDS[at]}"
    _spec_kitty_step "$REPLY"
    at=$((at + 1))
  done
  if [ -n "$flag" ] && [ "$cur" = '=' ]; then cur=''; fi
  _spec_kitty_plain "$cur"
  plain="$REPLY"
  _spec_kitty_complete
}
complete -F _spec_kitty spec-kitty
