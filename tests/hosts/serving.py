"""`etika serve` as a process of its own, with browsers and room sockets that a test can hold in its hands."""

from __future__ import annotations

import asyncio
import http.cookiejar
import json
import os
import re
import signal
import socket as sockets
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, Request, build_opener

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

START_SECONDS = 90
WAIT_SECONDS = 20
POLL = "langkah_pertama"

Json = dict[str, Any]


def free_port() -> int:
    with sockets.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def etika(*arguments: str, timeout: float = START_SECONDS) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        command(*arguments), env=environment(), capture_output=True, text=True, timeout=timeout, check=False
    )


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "etika_widgets.cli", *arguments]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("ETIKA_")}


class Server:
    """A running `etika serve`; what it prints lies in ``log`` and ``printed``."""

    def __init__(self, folder: Path, *arguments: str, data: Path | None = None, port: int | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = port or free_port()
        self.data = data or folder / "data"
        self.log = folder / "server.log"
        self.out = folder / "server.out"
        self.base = f"http://127.0.0.1:{self.port}"
        self.url = f"sqlite:///{self.data / 'etika.sqlite3'}"
        options = ["--no-browser", "--json", "--host", "127.0.0.1", "--port", str(self.port), "--data", str(self.data)]
        with self.log.open("w") as log, self.out.open("w") as out:
            self.process = subprocess.Popen(
                command("serve", *options, *arguments), env=environment(), stdout=out, stderr=log
            )
        try:
            until(lambda: self.out.read_text().endswith("\n") or self.process.poll() is not None, START_SECONDS)
            self.links: dict[str, str] = json.loads(self.out.read_text())
        except BaseException:
            self.kill()
            sys.stderr.write(self.log.read_text())
            raise
        self.token = urlsplit(self.links["facilitator"]).fragment

    def stop(self) -> float:
        """End it as Ctrl+C or a service manager does; return the seconds it took."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(WAIT_SECONDS)
        return time.monotonic() - started

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait(WAIT_SECONDS)

    def facilitator(self) -> Browser:
        """Return a browser that has exchanged the token."""
        browser = Browser(self.base)
        browser.get("/kendali")
        assert browser.post("/masuk", token=self.token).status == 200
        return browser

    def join(self, code: str, name: str | None = None) -> Browser:
        """Return a browser that has joined a class, under an offered name by default."""
        browser = Browser(self.base)
        page = browser.get(f"/gabung/{code}")
        form = page.field("formulir")
        answer = browser.post(f"/gabung/{code}", follow=False, nama=name or page.field("nama"), formulir=form)
        assert (answer.status, answer.headers["Location"]) == (303, f"/kelas/{code}"), answer.text
        return browser


@contextmanager
def running(folder: Path, *arguments: str, **options: Any):
    """Start a server and stop it at the end."""
    server = Server(folder, *arguments, **options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def until(true: Callable[[], Any], seconds: float = WAIT_SECONDS) -> None:
    """Wait for something outside this process."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def field(self, name: str) -> str:
        """Return the value of a form field in the page."""
        found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', self.text)
        assert found, f"no field {name}"
        return found[1]


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


class Browser:
    """Cookies, forms and nothing else."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        parts = (ProxyHandler({}), HTTPCookieProcessor(self.jar))
        self._follow, self._stay = build_opener(*parts), build_opener(*parts, _Stay)

    def cookie(self, name: str) -> str:
        return next((cookie.value or "" for cookie in self.jar if cookie.name == name), "")

    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, headers)

    def post(self, path: str, *, follow: bool = True, headers: dict[str, str] | None = None, **fields: str) -> Answer:
        """Send a form as its page would: with the XSRF field, unless ``_xsrf`` is given."""
        body = urlencode({"_xsrf": self.cookie("_xsrf")} | fields).encode()
        return self.ask("POST", path, body, headers or {}, follow=follow)

    def ask(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], *, follow: bool = True
    ) -> Answer:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        request = Request(self.base + path, body, names, method=method)
        try:
            with (self._follow if follow else self._stay).open(request, timeout=WAIT_SECONDS) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())
        except URLError as error:
            raise AssertionError(f"{method} {path}: {error}") from error


class Loop:
    """The event loop of all room sockets, in a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(WAIT_SECONDS)


LOOP = Loop()


class Line:
    """A room socket as a page holds it; keeps every frame with the moment it came."""

    def __init__(self, browser: Browser, code: str, role: str = "peserta", *, origin: str | None = None) -> None:
        self.frames: list[tuple[float, Json]] = []
        self.raw: list[str] = []
        self.states: dict[str, Json] = {}
        self.room: Json = {}
        self.closed: int | None = None
        self.seq = 0
        self._news = threading.Condition()
        headers = {"Origin": origin or browser.base}
        if cookies := browser.cookies():
            headers["Cookie"] = cookies
        url = f"{browser.base.replace('http', 'ws', 1)}/soket/{code}/{role}"
        self.connection: WebSocketClientConnection = LOOP.run(self._connect(HTTPRequest(url, headers=headers)))
        self.send({"t": "hello", "rev": 0, "page": ""})

    async def _connect(self, request: HTTPRequest) -> WebSocketClientConnection:
        connection = await websocket_connect(request)
        self._reading = asyncio.get_running_loop().create_task(self._read(connection))
        return connection

    async def _read(self, connection: WebSocketClientConnection) -> None:
        while (message := await connection.read_message()) is not None:
            self._take(str(message))
        connection.close()
        with self._news:
            self.closed = connection.close_code or 1006
            self._news.notify_all()

    def _take(self, message: str) -> None:
        frame = json.loads(message)
        with self._news:
            self.raw.append(message)
            self.frames.append((time.monotonic(), frame))
            if frame["t"] == "activity":
                self.states[frame["id"]] = frame["state"]
            elif frame["t"] == "ack" and frame.get("own") and frame["activity"] in self.states:
                self.states[frame["activity"]] |= frame["own"]  # as client.js does
            elif frame["t"] == "room":
                self.room = frame["room"]
            self._news.notify_all()

    def send(self, frame: Json | str) -> None:
        text = frame if isinstance(frame, str) else json.dumps(frame)
        LOOP.run(self._write(text))

    async def _write(self, text: str) -> None:
        with suppress(WebSocketClosedError):
            await self.connection.write_message(text)

    def wait(self, found: Callable[[], Any], seconds: float = WAIT_SECONDS) -> Any:
        """Return what ``found`` returns as soon as it is true; it is asked after every frame."""
        with self._news:
            assert self._news.wait_for(lambda: found() or self.closed is not None, seconds), f"last: {self.raw[-3:]}"
            return found()

    def frame(self, **fields: Any) -> Json:
        """Return the first frame with these members."""

        def first() -> Json | None:
            return next((frame for _, frame in self.frames if fields.items() <= frame.items()), None)

        found = self.wait(first)
        assert found, f"closed with {self.closed}, last: {self.raw[-3:]}"
        return found  # type: ignore[no-any-return]

    def live(self) -> Line:
        self.frame(t="live")
        return self

    def intent(self, kind: str, activity: str | None = None, **payload: Any) -> Json:
        self.seq += 1
        return {
            "t": "intent",
            "id": uuid.uuid4().hex,
            "seq": self.seq,
            "activity": activity,
            "round": None,
            "kind": kind,
            "payload": payload,
        }

    def ask(self, kind: str, activity: str | None = None, **payload: Any) -> Json:
        """Send an intent and return its acknowledgement."""
        frame = self.intent(kind, activity, **payload)
        self.send(frame)
        return self.frame(t="ack", id=frame["id"])

    def move(self, activity: str, *phases: str) -> None:
        for phase in phases:
            seen = self.states[activity]["rev"]
            ack = self.ask("move", activity, to=phase, rev=seen)
            assert ack["ok"], ack
            # The acknowledgement comes before the picture, whose revision the next move names.
            self.wait(lambda seen=seen: self.states[activity]["rev"] != seen)

    def close(self) -> None:
        """Say goodbye; harmless if the server did so first."""
        LOOP.loop.call_soon_threadsafe(self.connection.close)
        self.wait(lambda: self.closed)

    def drop(self) -> None:
        """Lose the line as a phone in a tunnel does: no goodbye."""
        LOOP.loop.call_soon_threadsafe(self.connection.protocol.stream.close)  # type: ignore[union-attr]
        self.wait(lambda: self.closed)


def measured(text: str) -> None:
    """Tell a number to whoever runs the tests with ``-s`` or sees one fail."""
    sys.stdout.write(f"{text}\n")


def choose(state: Json, index: int = 0, reason: str = "Supaya adil.") -> Json:
    """Return the payload of an answer to a poll."""
    return {"choices": [state["content"]["options"][index]["id"]], "reason": reason}
