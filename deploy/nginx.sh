#!/bin/sh
# Tests of the proxy use the distribution's nginx; install it where that is allowed, else say how. Never starts its service.
set -u
works() { PATH="$PATH:/usr/sbin" command -v nginx >/dev/null 2>&1; }
works && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Memasang nginx dari distribusi..."
  # The package starts its service on port 80; this exit code of policy-rc.d forbids that, and only for this call.
  guard=/usr/sbin/policy-rc.d
  [ -e "$guard" ] || { printf '#!/bin/sh\nexit 101\n' >"$guard" && chmod 755 "$guard" && made=1; }
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx >/dev/null
  [ "${made:-}" = 1 ] && rm -f "$guard"
  works && exit 0
fi
echo "nginx tidak ada. Debian/Ubuntu: sudo apt-get install nginx" >&2
exit 1
