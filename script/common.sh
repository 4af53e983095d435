# Shared by the scripts beside this file; sourced, not run.

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}

# Runs a command as root, or fails where that is not possible without asking for a password.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo -n env DEBIAN_FRONTEND="${DEBIAN_FRONTEND-}" RUNLEVEL="${RUNLEVEL-}" "$@"
  else
    return 1
  fi
}

# install_packages PACKAGE…: from Debian; no service of theirs is started. Fails where it may not.
install_packages() {
  command -v apt-get >/dev/null || return 1
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  as_root true || return 1
  say "Installing from Debian: $*"
  as_root apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 && return 0
  as_root apt-get update -q >/dev/null 2>&1 || return 1
  as_root apt-get install -y -q --no-install-recommends "$@" >/dev/null
}
