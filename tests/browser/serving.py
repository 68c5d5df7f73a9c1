"""`etika serve` as a facilitator starts it: a process of its own, plain http, every address of the machine."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import urlsplit

START_SECONDS = 90
STOP_SECONDS = 30


@dataclass(frozen=True)
class Served:
    """A running server.

    Attributes:
        host: this machine's address on the local network.
        token: what the facilitator's link carries behind its ``#``.
        store_url: the database that it writes.
    """

    host: str
    port: int
    token: str
    store_url: str
    folder: Path

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def stored_bytes(self) -> bytes:
        """Everything the server has written to disk: the database with its log, and whatever else lies there."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file())


def free_port(host: str = "127.0.0.1") -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serve(host: str, folder: Path, *options: str, store_url: str | None = None) -> Iterator[Served]:
    """Start the demo class of `etika serve` and stop it at the end."""
    port = free_port()
    data = folder / "data"
    command = [sys.executable, "-m", "etika_widgets.cli", "serve", "--demo", "--no-browser", "--json"]
    command += ["--host", "0.0.0.0", "--port", str(port), "--data", str(data), *options]
    command += ["--db", store_url] if store_url else []
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ETIKA_")}
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            links = json.loads(_first_line(process))
            with urllib.request.urlopen(f"http://{host}:{port}/sehat", timeout=START_SECONDS) as answer:
                assert json.load(answer)["status"] == "ok"
            token = urlsplit(links["facilitator"]).fragment
            yield Served(host, port, token, store_url or f"sqlite:///{data / 'etika.sqlite3'}", data)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)
            if process.stdout:
                process.stdout.close()
            said = (folder / "server.log").read_text()
            if "Traceback" in said:
                sys.stderr.write(said)


def _first_line(process: subprocess.Popen[str]) -> str:
    lines: Queue[str] = Queue()
    threading.Thread(target=lambda: lines.put(process.stdout.readline()), daemon=True).start()  # type: ignore[union-attr]
    try:
        return lines.get(timeout=START_SECONDS)
    except Empty:
        raise AssertionError("etika serve did not say where it is") from None
