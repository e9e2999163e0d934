# Sourced by the scripts: builds with a line that says how far it is.

build_swift() { # build_swift LABEL ARGUMENTS...: swift build, with progress; the whole output on failure
  local label=$1 began=$SECONDS log line
  shift
  log=$(mktemp)
  say "$label (the first time takes minutes: everything is compiled; later only what changed)"
  PROGRESS_LAST=
  set +e
  swift build "$@" 2>&1 | while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    case "$line" in
      \[*/*\]*)
        line=${line#\[}
        line=${line%%\]*}
        progress "$label" "${line%%/*}" "${line##*/}" $((SECONDS - began))
        ;;
    esac
  done
  local status=${PIPESTATUS[0]}
  set -e
  clear_line
  if [ "$status" != 0 ]; then
    grep -E 'error:|warning:' "$log" | grep -v unhandled | sort -u | head -n 40 >&2
    fail "The build failed." "The whole log is in $log"
  fi
  rm -f "$log"
  say "$label: done in $(clock $((SECONDS - began)))"
}
