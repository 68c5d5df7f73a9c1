"""Real servers in trouble, and clients that behave badly: what the fault tests share."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from etika_widgets.storage import open_store
from etika_widgets.storage.rows import EventRow, ResponseRow

from ..hosts import serving
from ..hosts.serving import POLL, Browser, Json, Line, Server, choose

AT_ONCE = 2.0
"""Seconds within which somebody ordinary is served, whatever others do (the machine of the tests is a busy one)."""


def missing(reason: object) -> None:
    """Skip loudly; where everything must be there, fail."""
    if os.environ.get("ETIKA_TEST_ALL"):
        pytest.fail(f"A real component is missing: {reason}")
    pytest.skip(f"TIDAK DIUJI (not tested): {reason}")


@contextmanager
def troubled(
    folder: Path,
    *arguments: str,
    before: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
    **options: Any,
) -> Iterator[Server]:
    """Run a demo class on a server with options, started by another program, or with variables of its own."""
    command, environment = serving.command, serving.environment
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "command", lambda *arguments: [*before, *command(*arguments)])
        patch.setattr(serving, "environment", lambda: environment() | dict(variables or {}))
        started = Server(folder, "--demo", *arguments, **options)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.stop()


class Lesson:
    """A class with its first poll open, the control page, and as many phones as wanted."""

    def __init__(self, server: Server, code: str, phones: int = 1) -> None:
        self.server = server
        self.code = code
        self.control = Line(server.facilitator(), code, "kendali").live()
        self.control.move(POLL, "reading", "open")
        self.browsers = [server.join(code) for _ in range(phones)]
        self.phones = [Line(browser, code).live() for browser in self.browsers]

    def answer(self, phone: int, word: str, index: int = 0) -> Json:
        """Return the intent of an answer that can be told from all others by its reason."""
        line = self.phones[phone]
        return line.intent("answer", POLL, **choose(line.states[POLL], index, word))

    def served_at_once(self, word: str, phone: int = 0) -> Json:
        """Send an answer, see it acknowledged in time, and return it."""
        frame = self.answer(phone, word)
        started = time.monotonic()
        self.phones[phone].send(frame)
        assert self.phones[phone].frame(t="ack", id=frame["id"])["ok"]
        assert time.monotonic() - started < AT_ONCE
        return frame

    def repeat(self, phone: int, frame: Json) -> Json:
        """Send an answer, again and again as an outbox does, until it is acknowledged."""
        line = self.phones[phone]
        for _ in range(20):
            known = len(line.frames)
            line.send(frame)

            def told(known: int = known) -> Json | None:
                return next((one for _, one in line.frames[known:] if one.get("id") == frame["id"]), None)

            answer = line.wait(told)
            assert answer, f"closed with {line.closed}"
            if answer["t"] == "ack":
                return answer  # type: ignore[no-any-return]
        raise AssertionError("never acknowledged")

    def close(self) -> None:
        for line in [*self.phones, self.control]:
            line.close()

    def stored(self) -> list[ResponseRow]:
        store = open_store(self.server.url)
        try:
            return list(store.changes(self.code).responses)
        finally:
            store.close()

    def events(self) -> list[EventRow]:
        """Return the answers in the class's log, in its order."""
        store = open_store(self.server.url)
        try:
            return [event for event in store.events(self.code) if event.kind == "answer"]
        finally:
            store.close()

    def nothing_lost_nothing_twice(self, sent: Sequence[Sequence[Json]]) -> None:
        """Compare what each phone sent (all of it acknowledged by now) with what is stored and shown."""
        rows = {row.participant: row for row in self.stored()}
        assert len(rows) == len(self.stored()) == sum(bool(frames) for frames in sent)
        for line, frames in zip(self.phones, sent, strict=True):
            if frames:
                newest = max(frames, key=lambda frame: frame["seq"])
                assert rows[line.room["me"]["id"]].payload["reason"] == newest["payload"]["reason"]
        events = self.events()
        identifiers = {frame["id"] for frames in sent for frame in frames}
        assert len({event.rev for event in events}) == len(events) <= len(identifiers)
        self.control.wait(lambda: self.control.states[POLL]["answered"] == len(rows))


class Raw:
    """A websocket without manners: sends bytes as fast as it can and reads only when told."""

    def __init__(self, browser: Browser, code: str, role: str = "peserta", *, receive: int | None = None) -> None:
        host, port = browser.base.removeprefix("http://").split(":")
        self.socket = socket.socket()
        if receive:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        self.socket.connect((host, int(port)))
        self.socket.settimeout(serving.WAIT_SECONDS)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET /soket/{code}/{role} HTTP/1.1",
            f"Host: {host}:{port}",
            f"Origin: {browser.base}",
            f"Cookie: {browser.cookies()}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}",
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.socket.recv(1)
        assert head.startswith(b"HTTP/1.1 101"), head

    def send(self, *frames: Json | str) -> None:
        self.socket.sendall(b"".join(map(framed, frames)))

    def rest(self) -> bytes:
        """Read to the end of the line and return it all."""
        found = b""
        try:
            while chunk := self.socket.recv(1 << 20):
                found += chunk
        except ConnectionError:
            pass
        return found

    def close(self) -> None:
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)  # ends a call that waits in another thread
        self.socket.close()


def framed(frame: Json | str) -> bytes:
    """Return a text frame as a browser sends it, under a mask of zeros."""
    body = (frame if isinstance(frame, str) else json.dumps(frame)).encode()
    size = len(body)
    if size < 126:
        head = struct.pack("!BB", 0x81, 0x80 | size)
    elif size < 1 << 16:
        head = struct.pack("!BBH", 0x81, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x81, 0x80 | 127, size)
    return head + bytes(4) + body


def memory(server: Server) -> float:
    """Return the server's own memory in MB."""
    status = Path(f"/proc/{server.process.pid}/status")
    if not status.exists():
        missing("this system has no /proc to read a process's memory from")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
    assert found
    return int(found[1]) / 1024
