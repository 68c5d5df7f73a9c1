#!/bin/sh
# Membuka kelas contoh; pilihan lain diteruskan, mis. ./jalankan.sh --port 8867
cd "$(dirname "$0")" || exit 1
[ -x .venv/bin/python ] || ./pasang.sh || exit 1
exec .venv/bin/python -m etika_widgets.cli serve --demo "$@"
