# Sourced by the scripts: glewlwyd, an OpenID provider to test connections with.

ensure_glewlwyd() { # Unpacks it under .build. Installed, it would be a service on all addresses with a known password.
  local folder=.build/glewlwyd
  if [ -x "$folder/usr/bin/glewlwyd" ] && ! ldd "$folder/usr/bin/glewlwyd" | grep -q 'not found'; then return 0; fi
  apt-cache show glewlwyd >/dev/null 2>&1 || refresh_lists
  # shellcheck disable=SC2046
  ensure_packages $(apt-cache depends glewlwyd | sed -n 's/^ *Depends: \(lib[^ ]*\)$/\1/p')
  say "unpacking glewlwyd (Debian)"
  rm -rf "$folder"
  mkdir -p "$folder"
  if ! (cd "$folder" && apt-get download -qq glewlwyd && dpkg -x glewlwyd_*.deb . && rm glewlwyd_*.deb) >/dev/null 2>&1; then
    rm -rf "$folder"
    fail "The Debian package glewlwyd could not be downloaded." "Look whether apt-get download glewlwyd works."
  fi
}
