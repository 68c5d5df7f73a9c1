"""The stage of a rehearsal: a throw-away lesson with one poll, and a server of its own to play it on."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from etika_widgets.errors import EtikaError
from etika_widgets.rehearsal.wire import Address

SLUG: Final = "latihan_beban"
POLL: Final = "langkah"
OPTIONS: Final = ("tetap_urut", "dahulukan", "kerelaan", "penyelia")
START_SECONDS: Final = 120.0
STOP_SECONDS: Final = 30.0


class RehearsalError(EtikaError):
    """A rehearsal could not be held."""


def write_content(folder: Path) -> Path:
    """Write the lesson and its workbook into ``folder``; return the workbook."""
    texts = ("Tetap urut nomor", "Dahulukan warga ini", "Minta kerelaan antrean", "Minta putusan penyelia")
    poll = {
        "id": POLL,
        "type": "poll",
        "case": "Pukul 14.35, sebelas orang menunggu. Seorang warga minta didahulukan: kapalnya berangkat pukul 16.",
        "question": "Apa langkah pertama Anda?",
        "options": [{"id": name, "text": text} for name, text in zip(OPTIONS, texts, strict=True)],
        "reason": "optional",
    }
    pack = {
        "schema": 1,
        "slug": SLUG,
        "version": "1.0.0",
        "title": "Latihan beban",
        "summary": "Satu polling, untuk mengukur komputer ini.",
        "module": 1,
        "jp": 1,
        "licence": "CC0 1.0",
        "fictional": True,
        "runsheet": [{"id": "suara", "title": "Satu pertanyaan", "minutes": 45, "activity": POLL}],
        "activities": [poll],
    }
    cells = [
        ("code", f'from etika_widgets import Workbook\n\nbook = Workbook.open("{SLUG}")'),
        ("markdown", "# Latihan beban\n\nSatu pertanyaan untuk semua. Tidak ada jawaban yang disimpan lama."),
        ("code", f'book.show("{POLL}")'),
    ]
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "voila": {"template": "etika"},
        },
        "cells": [_cell(number, *cell) for number, cell in enumerate(cells)],
    }
    for name in ("datasets", "workbooks"):
        (folder / name).mkdir(parents=True)
    text = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in pack.items())
    (folder / "datasets" / f"{SLUG}.yaml").write_text(text, encoding="utf-8")
    workbook = folder / "workbooks" / f"{SLUG}.ipynb"
    workbook.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    return workbook


def _cell(number: int, kind: str, source: str) -> dict[str, Any]:
    code: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"id": f"sel-{number}", "cell_type": kind, "metadata": {}, "source": source, **code}


@dataclass(frozen=True, slots=True)
class Served:
    """A running server, with the database it writes and the log it keeps."""

    address: Address
    pid: int
    token: str = ""
    store_url: str = ""
    log: Path = Path()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def clean_environment(**further: str) -> dict[str, str]:
    """Return this process's environment without settings of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ETIKA_")} | further


@contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], log: Path, **options: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server in its own process; what it says goes to ``log``. It is ended with SIGTERM, then for good."""
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=dict(environment), stderr=file, **options)  # noqa: S603 - our own command
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def etika_server(folder: Path, content: Path | None, db: str | None) -> Iterator[Served]:
    """Run `etika serve` on a free port, with the content of a folder if one is given.

    Raises:
        RehearsalError: it did not start; says what it said.
    """
    port, out, log = free_port(), folder / "links.json", folder / "server.log"
    place = ["--db", db] if db else ["--data", str(folder / "data")]
    command = [sys.executable, "-m", "etika_widgets.cli", "serve", "--no-browser", "--json", *place]
    command += ["--host", "127.0.0.1", "--port", str(port), *(["--content", str(content)] if content else [])]
    with out.open("wb") as file, running(command, clean_environment(), log, stdout=file) as process:
        deadline = time.monotonic() + START_SECONDS
        while not out.read_text().endswith("\n"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RehearsalError("Server tidak berjalan: {reason}", reason=last_words(log))
            time.sleep(0.02)
        token = urlsplit(json.loads(out.read_text())["facilitator"]).fragment
        store_url = db or f"sqlite:///{folder / 'data' / 'etika.sqlite3'}"
        yield Served(Address("127.0.0.1", port), process.pid, token, store_url, log)


def last_words(log: Path) -> str:
    """Return the end of a log, for an error."""
    return log.read_text(encoding="utf-8", errors="replace").strip()[-600:] or "–"
