#!/bin/sh
# Browser tests use the distribution's Chromium; install it where that is allowed, else say how.
set -u
works() { command -v "$1" >/dev/null 2>&1 && "$1" --version >/dev/null 2>&1; }
for name in chromium chromium-browser google-chrome; do works "$name" && exit 0; done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Memasang Chromium dari distribusi..."
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null
  works chromium && exit 0
fi
echo "Chromium tidak ada atau tidak dapat dijalankan. Debian/Ubuntu: sudo apt-get install chromium" >&2
exit 1
