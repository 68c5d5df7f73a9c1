"""A minute without network: Node runs the phone's real socket, client and outbox on a clock moved by hand."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from .faulty import missing


def test_a_minute_without_network_while_typing_and_while_sending():
    node = shutil.which("node")
    if node is None:
        missing("Node 18 or newer")
    tests = Path(__file__).with_name("outage.test.mjs")
    run = subprocess.run([node, "--test", str(tests)], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
