"""JupyterLab and stock Voilà, started as people start them, on a given database."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
START_SECONDS = 90
STOP_SECONDS = 20
WORKBOOK = ROOT / "workbooks" / "keluhan_di_loket.ipynb"

VOILAS_OWN = re.compile(
    # Its goodbye to a kernel carries no XSRF token, and it refuses it itself (voila issue 1458).
    r"Failed to load resource: the server responded with a status of 403 \(Forbidden\) <\S+/voila/api/shutdown/\S+>"
    # Jupytext's extension wants a part of JupyterLab that Voilà has not.
    r'|Error: The getter for the shared module .*"shareKey":"@jupyterlab/docmanager".*/jupyterlab-jupytext/.*',
    re.DOTALL,
)
"""What stock Voilà itself complains of in a browser's console."""


def write_notebook(path: Path, *cells: str) -> Path:
    """Write a notebook with these code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path


@contextmanager
def stock_voila(folder: Path, store_url: str, notebook: Path = WORKBOOK) -> Iterator[str]:
    """Run `voila` on a notebook, nothing but the database set; yields its address."""
    port = _free_port()
    command = ["voila", str(notebook), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    with _running(command, folder, store_url, f"http://127.0.0.1:{port}/", "voila/static/voila.js") as url:
        yield url


@contextmanager
def jupyterlab(folder: Path, store_url: str) -> Iterator[str]:
    """Run JupyterLab on the notebooks in ``folder``; yields the address they are opened under."""
    port = _free_port()
    command = ["jupyterlab", "--no-browser", "--allow-root", "--ServerApp.token=", "--ServerApp.password="]
    command += [f"--port={port}", f"--ServerApp.root_dir={folder}"]
    with _running(command, folder, store_url, f"http://127.0.0.1:{port}/", "api/status") as url:
        yield f"{url}lab/tree"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], folder: Path, store_url: str, url: str, alive: str) -> Iterator[str]:
    names = ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR", "IPYTHONDIR", "JUPYTERLAB_WORKSPACES_DIR")
    foreign = ("ETIKA_", "SERVER_SOFTWARE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    environment |= {name: str(folder / "own" / name) for name in (*names, "JUPYTER_RUNTIME_DIR")}
    environment |= {"ETIKA_DB": store_url, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}
    path = folder / f"{command[0]}.log"
    with path.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=folder
        )
        try:
            _wait_for(url + alive, process, path)
            yield url
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except urllib.error.HTTPError as error:
            error.close()  # it answers: that is all we want to know
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{url} does not answer:\n{log.read_text()}")
