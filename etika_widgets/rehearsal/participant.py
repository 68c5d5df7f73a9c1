"""People of a rehearsal: phones and a facilitator over the very protocol that browsers speak.

What ``frontend/host.js``, ``client.js``, ``outbox.js`` and ``socket.js`` do is done here too: the form, the page, its
modules, the socket, an outbox that repeats what was not acknowledged, endless reconnect with the same waits.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import secrets
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

from etika_widgets.rehearsal.wire import (
    Address,
    Handshake,
    HttpLine,
    Response,
    SocketLine,
    Traffic,
    WireError,
    connect,
    head_of,
)

Json = dict[str, Any]
WINDOW: Final = 8
"""Intents on their way at the same time, as in ``outbox.js``."""
TRIES: Final = 20
FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_MODULE: Final = re.compile(r'<(?:link rel="modulepreload" href|script type="module" src)="([^"]+)"')
_FIELD: Final = re.compile(r'<input[^>]*\bname="(\w+)"[^>]*\bvalue="([^"]*)"')


class Visitor:
    """A browser: cookies, one kept-alive line, a cache of what may be kept.

    Args:
        address: where the server is.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self.cookies: dict[str, str] = {}
        self.traffic = Traffic()
        self.kept: set[str] = set()
        self.tags: dict[str, str] = {}
        self.waited = 0
        self._line: HttpLine | None = None

    async def get(self, path: str) -> Response:
        """Fetch something; what may be kept is not fetched again, what has a tag is asked for by it."""
        headers = {"Accept-Encoding": "gzip, deflate"}
        if path in self.tags:
            headers["If-None-Match"] = self.tags[path]
        answer = await self._ask(head_of("GET", path, self.address, self.cookies, headers))
        if "immutable" in answer.headers.get("cache-control", ""):
            self.kept.add(path)
        if "etag" in answer.headers:
            self.tags[path] = answer.headers["etag"]
        return answer

    async def post(self, path: str, **fields: str) -> Response:
        """Send a form with the XSRF field of this browser's cookie."""
        body = urlencode({"_xsrf": self.cookies.get("_xsrf", "")} | fields).encode()
        headers = {"Accept-Encoding": "gzip, deflate", "Origin": self.address.origin, **FORM}
        head = head_of("POST", path, self.address, self.cookies, headers | {"Content-Length": str(len(body))})
        return await self._ask(head + body)

    async def _ask(self, request: bytes) -> Response:
        while True:
            if self._line is None or not self._line.usable:
                self._line = HttpLine(self.traffic)
                await connect(self.address, self._line)
            answer = await self._line.ask(request)
            self.cookies.update(answer.cookies)
            wait = answer.headers.get("retry-after", "")
            if answer.status != 503 or not wait.isdecimal():
                return answer
            self.waited += 1  # the waiting page lets people in by itself
            await asyncio.sleep(int(wait) * (0.5 + random.random() / 2))

    def let_go(self) -> None:
        """Close the line for pages, as browsers do after a while; the socket stays."""
        if self._line is not None:
            self._line.close()
            self._line = None


class Member(Visitor):
    """A visitor with a room socket.

    Args:
        address: where the server is.
        role: ``peserta`` or ``kendali``.
    """

    def __init__(self, address: Address, role: str) -> None:
        super().__init__(address)
        self.role = role
        self.code = ""
        self.room: Json = {}
        self.states: dict[str, Json] = {}
        self.rev = self.seq = 0
        self.stored_at = 0
        """Revision of the newest intent that was stored."""
        self.pending: dict[str, Json] = {}
        self.sent_at: dict[str, float] = {}
        self.acked: dict[str, tuple[float, bool]] = {}
        self.opened: dict[int, float] = {}
        """When this page saw each round open."""
        self.seen_at: float | None = None
        """When the first activity arrived."""
        self.live_at: float | None = None
        self.reconnects = self.busy = self.doubled = 0
        self.gone: str | None = None
        self.stopped = False
        self._at: dict[str, int] = {}
        self._flying: set[str] = set()
        self._socket: SocketLine | None = None
        self._attempt = 0
        self._waiters: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []
        self._work: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()

    async def attach(self) -> None:
        """Open the room socket; from then on it comes back by itself."""
        self.stopped = False
        path = f"/soket/{self.code}/{self.role}"
        handshake = Handshake(self.address, path, dict(self.cookies))
        line = SocketLine(handshake, self.traffic, self._hello, self._take, lambda: self._lost(line))
        self._socket = line
        try:
            await connect(self.address, line)
        except OSError:
            self._lost(line)

    def send(self, frame: Json) -> bool:
        """Hand a frame over; False if there is no connection."""
        return self._socket is not None and self._socket.send(json.dumps(frame, separators=(",", ":")))

    def _hello(self) -> None:
        self._attempt = 0
        self.send({"t": "hello", "rev": self.rev, "page": ""})

    def _lost(self, which: SocketLine) -> None:
        if which is not self._socket:
            return
        self._socket = None
        self.live_at = None
        if self.stopped:
            return
        self._attempt += 1
        self.reconnects += 1
        ceiling = min(15.0, 0.5 * 2 ** min(self._attempt, 6))
        self._loop.call_later(ceiling * (0.5 + random.random() / 2), self._again)

    def _again(self) -> None:
        if not self.stopped and self._socket is None:
            self._spawn(self.attach())

    def _spawn(self, work: Any) -> None:
        task = self._loop.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    def drop(self) -> None:
        """Lose the line."""
        if self._socket is not None:
            self._socket.drop()

    def stop(self) -> None:
        """Close everything for good."""
        self.stopped = True
        self.drop()
        self.let_go()

    def _take(self, text: bytes, at: float) -> None:
        frame: Json = json.loads(text)
        kind = frame["t"]
        if kind == "activity":
            name, state = frame["id"], frame["state"]
            if self._at.get(name, 0) <= frame["rev"]:  # not an older picture overtaken by a newer one
                self.states[name], self._at[name] = state, frame["rev"]
            self.rev = max(self.rev, frame["rev"])
            if state["phase"] == "open":
                self.opened.setdefault(state["round"], at)
            if self.seen_at is None:
                self.seen_at = at
        elif kind == "ack":
            self._acknowledged(frame, at)
        elif kind == "room":
            self.room = frame["room"]
            self.rev = max(self.rev, frame["rev"])
        elif kind == "live":
            self.live_at = at
            self._flying.clear()
            self._flush()
        elif kind == "busy":
            self.busy += 1
        elif kind == "gone":
            self.gone = frame["code"]
            self.stopped = True
        self._wake()

    def _acknowledged(self, frame: Json, at: float) -> None:
        name = frame["id"]
        self.doubled += name in self.acked
        self.acked.setdefault(name, (at, bool(frame["ok"])))
        self.stored_at = max(self.stored_at, frame.get("rev", 0))
        self.pending.pop(name, None)
        self._flying.discard(name)
        self._flush()

    def seen_rev(self, activity: str) -> int:
        """Return the revision of the newest picture of an activity."""
        return self._at.get(activity, 0)

    def _flush(self) -> None:
        for name, frame in list(self.pending.items())[:WINDOW]:
            if name in self._flying:
                continue
            if not self.send(frame):
                break
            self._flying.add(name)

    def add(self, kind: str, payload: Json, activity: str | None, round_: int | None) -> str:
        """Put an intent into the outbox and return its id; it is repeated until it is acknowledged."""
        after = self.states.get(activity or "", {}).get("mine_seq") or 0
        self.seq = max(self.seq, after) + 1
        name = secrets.token_hex(16)
        self.pending[name] = {
            "t": "intent",
            "id": name,
            "seq": self.seq,
            "activity": activity,
            "round": round_,
            "kind": kind,
            "payload": payload,
        }
        self.sent_at[name] = self._loop.time()
        if self.live_at is not None:
            self._flush()
        return name

    def _wake(self) -> None:
        for entry in self._waiters[:]:
            if entry[0]():
                self._waiters.remove(entry)
                if not entry[1].done():
                    entry[1].set_result(None)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is true; it is asked after every frame."""
        if not true():
            future: asyncio.Future[None] = self._loop.create_future()
            self._waiters.append((true, future))
            await future


class Phone(Member):
    """A participant.

    Args:
        address: where the server is.
        code: the class.
    """

    def __init__(self, address: Address, code: str) -> None:
        super().__init__(address, "peserta")
        self.code = code
        self.modules: tuple[str, ...] = ()
        self.turned_down = 0
        """How often the pseudonym that the form offered was taken before it was sent."""

    async def join(self) -> None:
        """Take the door with the pseudonym it offers, then load the page until its present activity is usable."""
        for _ in range(TRIES):
            door = await self.get(f"/gabung/{self.code}")
            fields = dict(_FIELD.findall(_good(door).text))
            answer = await self.post(f"/gabung/{self.code}", nama=fields["nama"], formulir=fields["formulir"])
            if answer.status != 400:
                break
            self.turned_down += 1  # somebody was quicker with that pseudonym: come back and take another
        if answer.status != 303:
            raise WireError(f"the door answered {answer.status}")
        await self.visit(answer.headers["location"])

    async def visit(self, path: str = "") -> None:
        """Load the class page, its modules and the room; the same again is a second visit."""
        self.room, self.states, self._at, self.rev, self.seen_at = {}, {}, {}, 0, None
        page = _good(await self.get(path or f"/kelas/{self.code}"))
        if page.status == 200:
            self.modules = _modules(page.body, page.headers.get("content-encoding", ""))
        for module in self.modules:
            await self._module(module)
        await self.attach()
        await self.until(lambda: bool(self.room))
        present = self.room["present"] or {}
        types = {entry["id"]: entry["type"] for entry in self.room["order"]}
        if kind := types.get(present.get("activity")):
            await self._module(f"{self.modules[0].rpartition('/')[0]}/view-{kind}.js")
        await self.until(lambda: self.seen_at is not None and self.live_at is not None)

    async def _module(self, path: str) -> None:
        if path not in self.kept:
            _good(await self.get(path))

    def answer(self, activity: str, round_: int, choice: str, reason: str) -> str:
        """Answer a poll; returns the intent's id."""
        return self.add("answer", {"choices": [choice], "reason": reason}, activity, round_)


class Facilitator(Member):
    """The facilitator: opens a class through the control page's form and leads it.

    Args:
        address: where the server is.
        token: from the link that the server prints.
    """

    def __init__(self, address: Address, token: str) -> None:
        super().__init__(address, "kendali")
        self.token = token

    async def open_class(self, workbook: str) -> str:
        """Sign in, open a class and its cockpit; return the code."""
        _good(await self.get("/kendali"))
        _good(await self.post("/masuk", token=self.token))
        answer = await self.post("/kendali", buku=workbook, bahasa="id")
        if answer.status != 303:
            raise WireError(f"no class: {answer.status}")
        self.code = answer.headers["location"].rpartition("/")[2]
        _good(await self.get(answer.headers["location"]))
        await self.attach()
        await self.until(lambda: self.live_at is not None)
        return self.code

    async def move(self, activity: str, to: str) -> float:
        """Take an activity to another phase; return when the move was sent."""
        state = self.states[activity]
        name = self.add("move", {"to": to, "rev": state["rev"]}, activity, None)
        await self.until(lambda: name in self.acked and self.states[activity]["phase"] == to)
        return self.sent_at[name]


def _good(answer: Response) -> Response:
    if answer.status not in (200, 304):
        raise WireError(f"the server answered {answer.status}")
    return answer


@lru_cache(maxsize=8)
def _modules(body: bytes, encoding: str) -> tuple[str, ...]:
    """Return the addresses of a page's modules; everybody's page is the same, so it is read once."""
    text = Response(200, {"content-encoding": encoding}, (), body).text
    return tuple(dict.fromkeys(_MODULE.findall(text)))
