# Sourced by scripts/test: runs the unit tests, shows how far they are, and ends with what failed.

swift_tests() { # swift_tests COMMAND...: everything goes to a log; failures are shown at once, and again at the end
  local log line suites=0 began=$SECONDS status
  log=$(mktemp)
  PROGRESS_LAST=
  set +e
  "$@" 2>&1 | while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    case "$line" in
      "✔ Suite "*)
        suites=$((suites + 1))
        count_up "suites" "$suites" $((SECONDS - began))
        ;;
      "✘ "* | *": error: "* | *"Fatal error"* | "Test run with "* | "✔ Test run with "*)
        clear_line
        printf '%s\n' "$line"
        ;;
    esac
  done
  status=${PIPESTATUS[0]}
  set -e
  clear_line
  if [ "$status" != 0 ]; then
    printf '\nWhat failed:\n' >&2
    if ! grep -aE -A 2 'recorded an issue|: error: |Fatal error' "$log" >&2; then tail -n 40 "$log" >&2; fi
    fail "The unit tests failed." "The whole log is in $log"
  fi
  rm -f "$log"
}
