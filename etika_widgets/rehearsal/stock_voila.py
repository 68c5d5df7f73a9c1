"""Stock Voilà with the same poll, for comparison: real page loads, a kernel for each visitor."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL
from typing import Any, Final

from tornado.httpclient import AsyncHTTPClient, HTTPError
from tornado.websocket import websocket_connect

from etika_widgets.content.library import default_library
from etika_widgets.rehearsal.measure import load_average, memory, milliseconds, per_person
from etika_widgets.rehearsal.stage import (
    SLUG,
    START_SECONDS,
    RehearsalError,
    clean_environment,
    free_port,
    last_words,
    running,
    write_content,
)
from etika_widgets.room import open_class
from etika_widgets.storage import open_store

Say = Callable[[str, int, int], None]
_KERNEL: Final = re.compile(r'"kernelId":\s*"([0-9a-f-]{36})"')


def measure(folder: Path, people: int, deadline: float, say: Say) -> dict[str, Any]:
    """Let ``people`` open the workbook at once in a Voilà of its own; return what it took.

    Raises:
        RehearsalError: Voilà did not start.
    """
    workbook = write_content(folder / "isi")
    url = f"sqlite:///{folder / 'etika.sqlite3'}"
    store = open_store(url)
    code = open_class(store, default_library([folder / "isi"]).pack(SLUG)).code
    store.close()
    port, log = free_port(), folder / "voila.log"
    command = [sys.executable, "-m", "voila", str(workbook), "--no-browser", "--Voila.ip=127.0.0.1", f"--port={port}"]
    environment = clean_environment(ETIKA_DB=url, ETIKA_CONTENT=str(folder / "isi"), ETIKA_KELAS=code)
    say("voila", 0, people)
    with running(command, environment, log, stdout=DEVNULL, cwd=folder) as process:
        try:
            return asyncio.run(_visits(f"http://127.0.0.1:{port}", process.pid, people, deadline, say))
        except (OSError, HTTPError, TimeoutError) as error:
            raise RehearsalError("Voilà tidak berjalan: {reason}", reason=last_words(log)) from error


async def _visits(base: str, pid: int, people: int, deadline: float, say: Say) -> dict[str, Any]:
    AsyncHTTPClient.configure(None, max_clients=people)
    started = time.monotonic()
    while True:
        try:
            await _visit(base, deadline)  # the first one also pays for what Voilà loads only once
            break
        except (OSError, HTTPError):
            if time.monotonic() - started > START_SECONDS:
                raise
            await asyncio.sleep(0.2)
    before, load, began = memory(pid), load_average(), time.monotonic()
    tasks = [asyncio.create_task(_visit(base, deadline)) for _ in range(people)]
    for number, task in enumerate(asyncio.as_completed(tasks), 1):
        with suppress(OSError, HTTPError, TimeoutError, ValueError):  # counted by what is missing in ``live``
            await task
        say("voila", number, people)
    times = [task.result()[0] - began for task in tasks if task.exception() is None]
    result = {
        "people": people,
        "live": len(times),
        "load_average": load,
        "join_seconds": round(max(times), 3) if times else None,
        "join_p95_ms": milliseconds(times, 0.95),
        "join_ms_per_person": round(max(times) * 1000 / len(times), 1) if times else None,
        "memory_mb_per_person": per_person(before, memory(pid), len(times)),
    }
    for task in tasks:
        if task.exception() is None:
            task.result()[1].close()
    return result


async def _visit(base: str, deadline: float) -> tuple[float, Any]:
    """Load the page as it executes, then talk to its kernel; return when the kernel told of its widgets."""
    page = await AsyncHTTPClient().fetch(base + "/", request_timeout=deadline)
    found = _KERNEL.search(page.body.decode())
    if not found:
        raise ValueError("the page names no kernel")
    session = secrets.token_hex(16)
    address = f"{base.replace('http', 'ws', 1)}/api/kernels/{found[1]}/channels?session_id={session}"
    line = await websocket_connect(address)
    header = {
        "msg_id": secrets.token_hex(16),
        "msg_type": "comm_info_request",
        "session": session,
        "username": "",
        "version": "5.3",
        "date": "2026-01-01T00:00:00Z",
    }
    asked = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}}
    await line.write_message(json.dumps(asked | {"content": {"target_name": "jupyter.widget"}}))
    async with asyncio.timeout(deadline):
        while (message := await line.read_message()) is not None:
            answer = json.loads(message) if isinstance(message, str) else {}
            if answer.get("header", {}).get("msg_type") == "comm_info_reply":
                if not answer["content"]["comms"]:
                    raise ValueError("the kernel has no widgets")
                return time.monotonic(), line
    raise ConnectionError("the kernel hung up")
