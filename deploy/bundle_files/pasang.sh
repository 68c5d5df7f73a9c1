#!/bin/sh
# Memasang Etika Widgets di folder ini, tanpa jaringan dan tanpa hak administrator.
set -eu
cd "$(dirname "$0")"
for python in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
  if "$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11, 5))' 2>/dev/null; then
    "$python" -m venv --without-pip --clear .venv
    set -- wheels/pip-*.whl
    .venv/bin/python "$1/pip" install --quiet --no-compile --no-cache-dir --no-index --find-links wheels etika-widgets
    .venv/bin/python -m etika_widgets.cli --version
    echo "Terpasang. Mulai dengan: ./jalankan.sh"
    exit 0
  fi
done
echo "Perlu Python 3.11.5 atau lebih baru; lihat BACA_DULU.txt." >&2
exit 1
