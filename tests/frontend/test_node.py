"""Runs the tests of pure front-end code with Node's own runner; no packages needed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def test_outbox_and_pure_helpers_in_node():
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is missing: outbox and pure helpers go untested. Install Node 18 or newer.")
    files = sorted(str(path) for path in Path(__file__).parent.glob("*.test.mjs"))
    assert files
    run = subprocess.run([node, "--test", *files], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
