#!/bin/sh
# One fault test records in which order the server syncs and acknowledges; strace does that. Install it where that is allowed.
set -u
works() { command -v strace >/dev/null 2>&1 && strace -f -o /dev/null true >/dev/null 2>&1; }
works && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && ! command -v strace >/dev/null 2>&1; then
  echo "Memasang strace dari distribusi..."
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace >/dev/null
  works && exit 0
fi
echo "strace tidak ada atau tidak boleh mengamati program lain. Debian/Ubuntu: sudo apt-get install strace" >&2
exit 1
