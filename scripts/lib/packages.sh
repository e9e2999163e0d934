# Sourced by the scripts: what Debian has to give.

# To build and run.
RUN_PACKAGES="libvips-dev libjq-dev libpq-dev libsqlite3-dev libssl-dev zlib1g-dev libexpat1-dev libssh2-1-dev ffmpeg poppler-utils libimage-exiftool-perl ca-certificates curl"
# To make the sample media.
DEMO_PACKAGES="libvips-tools ghostscript fonts-dejavu-core"
# To test: real peers and a browser.
TEST_PACKAGES="postgresql python3-venv chromium chromium-driver jq openssh-server"

ensure_packages() { # ensure_packages NAME...: installs what is missing, and only that
  local missing="" package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  local sudo=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "Debian packages are missing:$missing." "Run as root: apt-get install$missing"
    sudo=sudo
  fi
  say "installing Debian packages:$missing"
  local log
  log=$(mktemp)
  if ! { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    fail "The Debian packages could not be installed." "Install them by hand: apt-get install$missing"
  fi
  rm -f "$log"
}

refresh_lists() { # what Debian has, for those who ask before they install
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq >/dev/null 2>&1 || true
}

ensure_swift() {
  command -v swift >/dev/null || fail "There is no Swift compiler." "Install Swift 6.3 from swift.org and put it on the PATH."
  local version
  version=$(swift --version 2>/dev/null | grep -oE 'Swift version [0-9]+\.[0-9]+' | head -n 1)
  case "$version" in
    *" 6."[3-9]* | *" "[7-9].*) ;;
    *) fail "Weir needs Swift 6.3; this is ${version:-something else}." "Install Swift 6.3 from swift.org." ;;
  esac
}
