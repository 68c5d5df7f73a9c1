#!/bin/sh
# Tests of shared storage use the distribution's PostgreSQL and PgBouncer; install them where that is allowed, else say how.
set -u
works() {
  for server in /usr/lib/postgresql/*/bin/postgres "$(command -v postgres 2>/dev/null)"; do
    [ -x "$server" ] && PATH="$PATH:/usr/sbin" command -v pgbouncer >/dev/null 2>&1 && return 0
  done
  return 1
}
works && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Memasang PostgreSQL dan PgBouncer dari distribusi..."
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql pgbouncer >/dev/null
  works && exit 0
fi
echo "PostgreSQL atau PgBouncer tidak ada. Debian/Ubuntu: sudo apt-get install postgresql pgbouncer" >&2
exit 1
