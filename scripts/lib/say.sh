# Sourced by the scripts: how they speak. A terminal gets one live line; a log gets plain lines.

WEIR_STARTED=${WEIR_STARTED:-$SECONDS}

is_terminal() { [ -t 1 ] && [ -z "${CI:-}" ]; }

say() { # say TEXT: a step begins or ends
  clear_line
  printf '%s %s\n' "$(clock $((SECONDS - WEIR_STARTED)))" "$*"
}

fail() { # fail TEXT [WHAT TO DO]: says what happened, and stops
  clear_line >&2
  printf 'weir: %s\n' "$1" >&2
  [ $# -lt 2 ] || printf '      %s\n' "$2" >&2
  exit 1
}

clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

clear_line() { if is_terminal; then printf '\r\033[K'; fi; }

progress() { # progress LABEL DONE TOTAL SECONDS: one live line, or a plain line every 15 seconds
  local label=$1 done=$2 total=$3 seconds=$4 rate left
  if is_terminal; then
    [ "$seconds" != "${PROGRESS_LAST:-}" ] || return 0
  else
    [ $((seconds - ${PROGRESS_LAST:--15})) -ge 15 ] || return 0
  fi
  PROGRESS_LAST=$seconds
  rate=$((seconds > 0 ? done * 10 / seconds : 0))
  left=$((done > 0 && seconds > 0 ? (total - done) * seconds / done : 0))
  if is_terminal; then
    printf '\r\033[K%s %s: %d of %d, %d.%d a second, %s left' "$(clock $((SECONDS - WEIR_STARTED)))" "$label" \
      "$done" "$total" $((rate / 10)) $((rate % 10)) "$(clock $left)"
  else
    say "$label: $done of $total, $((rate / 10)).$((rate % 10)) a second, $(clock $left) left"
  fi
}

count_up() { # count_up WHAT DONE SECONDS: progress where the total isn't known beforehand
  local what=$1 done=$2 seconds=$3
  if is_terminal; then
    printf '\r\033[K%s %s %s done' "$(clock $((SECONDS - WEIR_STARTED)))" "$done" "$what"
  elif [ $((seconds - ${PROGRESS_LAST:--15})) -ge 15 ]; then
    PROGRESS_LAST=$seconds
    say "$done $what done"
  fi
}
