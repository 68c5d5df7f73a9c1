"""People who open pages that have a kernel each, all in the same instant: what it takes."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

from etika_widgets.rehearsal.measure import (
    PROC,
    family,
    free_memory,
    load_average,
    memory,
    milliseconds,
    per_person,
    processor_seconds,
)
from etika_widgets.rehearsal.stage import START_SECONDS

Say = Callable[[int], None]
_KERNEL: Final = re.compile(r'"kernelId":\s*"([0-9a-f-]{36})"')
_FIELD: Final = re.compile(r'name="(nama|formulir|_xsrf)"[^>]*? value="([^"]*)"')
SETTLE_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Door:
    """Where to go: the page with its kernel, and the class to join before, if there is one."""

    base: str
    page: str = "/"
    code: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """Memory of a server with all its kernels, in bytes, and processor time, in seconds."""

    pss: int | None
    rss: int | None
    machine: int | None
    processor: float


class Visitor:
    """A browser as far as a kernel page needs one: cookies, the page, the line to its kernel."""

    def __init__(self, door: Door, deadline: float) -> None:
        self.door = door
        self.deadline = deadline
        self.cookies: dict[str, str] = {}
        self.line: WebSocketClientConnection | None = None

    async def open(self) -> float:
        """Join if need be, load the page as it executes, talk to its kernel; return when it told of its widgets.

        Raises:
            HTTPError: a request was turned down.
            ValueError: the page names no kernel, or the kernel has no widgets.
            ConnectionError: the kernel hung up.
        """
        if self.door.code:
            await self._join()
        page = await self._ask(self.door.page)
        found = _KERNEL.search(page.body.decode())
        if not found:
            raise ValueError("the page names no kernel")
        session = secrets.token_hex(16)
        address = f"{self.door.base}/api/kernels/{found[1]}/channels?session_id={session}"
        headers = {"Cookie": self._cookie(), "Origin": self.door.base}
        self.line = await websocket_connect(HTTPRequest(address.replace("http", "ws", 1), headers=headers))
        await self.line.write_message(json.dumps(_question(session)))
        async with asyncio.timeout(self.deadline):
            while (message := await self.line.read_message()) is not None:
                answer = json.loads(message) if isinstance(message, str) else {}
                if answer.get("header", {}).get("msg_type") == "comm_info_reply":
                    if not answer["content"]["comms"]:
                        raise ValueError("the kernel has no widgets")
                    return time.monotonic()
        raise ConnectionError("the kernel hung up")

    def leave(self) -> None:
        """Hang up."""
        if self.line is not None:
            self.line.close()

    async def _join(self) -> None:
        path = f"/gabung/{self.door.code}"
        form = dict(_FIELD.findall((await self._ask(path)).body.decode()))
        form["_xsrf"] = self.cookies["_xsrf"]
        form["nama"] = f"Tamu {secrets.token_hex(4)}"
        with suppress(_Moved):
            await self._ask(path, method="POST", body=urlencode(form))

    async def _ask(self, path: str, **options: Any) -> HTTPResponse:
        answer = await AsyncHTTPClient().fetch(
            self.door.base + path,
            headers={"Cookie": self._cookie()},
            request_timeout=self.deadline,
            connect_timeout=self.deadline,
            follow_redirects=False,
            raise_error=False,
            **options,
        )
        for line in answer.headers.get_list("Set-Cookie"):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if answer.code in (302, 303):
            raise _Moved(answer.code)
        answer.rethrow()
        return answer

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


class _Moved(HTTPError):
    """The answer is another address."""


def _question(session: str) -> dict[str, Any]:
    header = {
        "msg_id": secrets.token_hex(16),
        "msg_type": "comm_info_request",
        "session": session,
        "username": "",
        "version": "5.3",
        "date": "2026-01-01T00:00:00Z",
    }
    content = {"target_name": "jupyter.widget"}
    return {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}


def taken(pid: int) -> Taken:
    """Look at a server, its kernels and the machine.

    ``pss`` counts shared pages once, ``rss`` in each process anew; ``machine`` is what the system can no longer give
    to others, and so includes what it needs itself for processes and sockets, and whatever else runs meanwhile.
    """
    free = free_memory()
    members = family(pid)
    return Taken(
        pss=memory(pid),
        rss=sum(_resident(one) for one in members) or None,
        machine=None if free is None else -free,
        processor=sum(processor_seconds(one) or 0.0 for one in members),
    )


def _resident(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), 0)


async def crowd(door: Door, pid: int, people: int, deadline: float, say: Say) -> dict[str, Any]:
    """Let ``people`` open the page in the same instant; return what it took.

    Raises:
        OSError, HTTPError, ValueError: not even one visitor got in before.
    """
    AsyncHTTPClient.configure(None, max_clients=people)
    visitors = [Visitor(door, deadline) for _ in range(people)]
    first = await _first(door, deadline)
    await asyncio.sleep(SETTLE_SECONDS)
    before, load, began = taken(pid), load_average(), time.monotonic()
    tasks = [asyncio.create_task(visitor.open()) for visitor in visitors]
    for number, task in enumerate(asyncio.as_completed(tasks), 1):
        with suppress(OSError, HTTPError, TimeoutError, ValueError):  # counted by what is missing in ``live``
            await task
        say(number)
    times = [task.result() - began for task in tasks if task.exception() is None]
    after_join = taken(pid)
    await asyncio.sleep(SETTLE_SECONDS)
    after = taken(pid)
    for visitor in (first, *visitors):
        visitor.leave()
    return {
        "people": people,
        "live": len(times),
        "load_average": load,
        "join_seconds": round(max(times), 3) if times else None,
        "join_p95_ms": milliseconds(times, 0.95),
        "join_ms_per_person": round(max(times) * 1000 / len(times), 1) if times else None,
        "processor_seconds": round(after_join.processor - before.processor, 2),
        "memory_mb_per_person": per_person(before.pss, after.pss, len(times)),
        "memory_rss_mb_per_person": per_person(before.rss, after.rss, len(times)),
        "memory_machine_mb_per_person": per_person(before.machine, after.machine, len(times)),
        "memory_all_mb": None if after.pss is None else round(after.pss / 1_000_000, 1),
    }


async def _first(door: Door, deadline: float) -> Visitor:
    """Return the first visitor, as soon as the server is up; they also pay for what is loaded only once."""
    started = time.monotonic()
    while True:
        visitor = Visitor(door, deadline)
        try:
            await visitor.open()
            return visitor
        except (OSError, HTTPError):
            if time.monotonic() - started > START_SECONDS:
                raise
            await asyncio.sleep(0.2)
