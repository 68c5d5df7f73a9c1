"""Runs `etika` on a clock that can be set back while it runs: by the seconds in the file that FAULT_CLOCK names."""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

real = time.time


def shifted() -> float:
    return real() + float(Path(os.environ["FAULT_CLOCK"]).read_text())


def now() -> str:
    return datetime.fromtimestamp(shifted(), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


time.time = shifted

from etika_widgets import cli  # noqa: E402
from etika_widgets.room import clock  # noqa: E402

known = clock.now
for module in list(sys.modules.values()):  # those that have imported it already; later ones take it from clock
    if getattr(module, "now", None) is known:
        module.now = now  # type: ignore[attr-defined]

sys.exit(cli.main())
