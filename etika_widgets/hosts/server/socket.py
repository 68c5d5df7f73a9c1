"""The room socket: one websocket per page; frames as in ``docs/architecture.md``."""

from __future__ import annotations

import asyncio
import json
import logging
import struct
import sys
from collections.abc import Awaitable
from contextlib import suppress
from functools import partial
from typing import Any, Final

from jupyter_server.base.handlers import JupyterHandler
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketHandler

from etika_widgets.errors import NoSuchClass, Refused, StoreError
from etika_widgets.hosts.server import identity
from etika_widgets.hosts.server.context import Context
from etika_widgets.hosts.server.live import Json, LiveRoom, encode
from etika_widgets.hosts.server.throttle import Pace
from etika_widgets.i18n import N_, translate
from etika_widgets.room import Outcome, Role, Viewer
from etika_widgets.room.codes import clean_code
from etika_widgets.room.intents import Intent, parse_intent
from etika_widgets.room.participation import own_trail

log = logging.getLogger("etika.socket")

LARGEST_FRAME: Final = 64 * 1024
"""Characters of a frame; a longer one is refused by name, so that the browser does not repeat it for ever."""
LARGEST_MESSAGE: Final = 1024 * 1024
"""Bytes after which the line is cut."""
LONGEST_ID: Final = 64
UNSENT_LIMIT: Final = 256 * 1024
"""Characters that may wait for a browser that does not read; then it has to catch up on a new line."""
FRAMES_AT_ONCE: Final = 200
FRAMES_PER_SECOND: Final = 50.0
"""What one line may send; whoever sends more is read more slowly, which nobody else feels."""
HELLO_COST: Final = 10.0
MOST_ASKED: Final = 8
"""Intents of one line that may wait to be stored; a browser sends no more at a time (``outbox.js``)."""

SIGNED_OUT: Final = N_("Sesi fasilitator sudah berakhir. Buka lagi tautan dari terminal.")
TOO_LONG: Final = N_("Kiriman ini terlalu panjang. Pendekkan tulisannya, lalu kirim lagi.")
NOT_STORED: Final = N_(
    "Komputer fasilitator sedang tidak dapat menyimpan. Jawaban Anda aman di perangkat ini dan dikirim lagi sendiri"
)
MALFORMED: Final = N_("Pesan dari perangkat ini tidak dapat dibaca. Muat ulang halaman.")
ROLES: Final = {"peserta": Role.PARTICIPANT, "kendali": Role.FACILITATOR, "layar": Role.PROJECTOR}


class RoomSocket(WebSocketHandler, JupyterHandler):  # type: ignore[misc]
    """A browser's line to a class. What it may see and do follows from its cookies alone."""

    live: LiveRoom | None = None
    viewer: Viewer
    resume: str | None = None
    trusted = False

    def initialize(self, context: Context) -> None:
        """Take over what the server holds."""
        self.context = context
        self._pace = Pace(FRAMES_AT_ONCE, FRAMES_PER_SECOND)
        self._asked = self._pushed = self._unsent = 0
        self._may_wait = UNSENT_LIMIT

    async def get(self, code: str, role: str) -> None:
        """Upgrade to a websocket; anybody may connect, what they get depends on who they are."""
        self.context.tokens.renew(self)  # now: once the line stands, no cookie can be set
        await WebSocketHandler.get(self, clean_code(code), role)

    async def open(self, code: str, role: str) -> None:
        """Find out who this is and let them in, or send them away with a reason."""
        self.set_nodelay(True)
        language = self.context.language(self)
        self.viewer = Viewer(ROLES[role], None, language)
        try:
            live = await self.context.hub.room(code)
            member = identity.membership(self, code) if self.viewer.role is Role.PARTICIPANT else None
            known = member is not None and await self.context.hub.knows(live, member.participant)
        except NoSuchClass as error:
            self._send_away("deleted", error.text(language))
            return
        except StoreError:
            self.hang_up()  # the browser tries again by itself
            return
        language = self.context.language(self, live.room.row.language)
        self.trusted = self.viewer.role is not Role.PARTICIPANT and self.context.tokens.holds(self)
        if self.viewer.role is Role.FACILITATOR and not self.trusted:
            self._send_away("signed_out", translate(SIGNED_OUT, language))
            return
        participant = None
        if self.viewer.role is Role.PARTICIPANT:
            if member is None or not known:
                self._send_away("not_joined", translate("Anda belum bergabung di kelas ini.", language))
                return
            participant, self.resume = member.participant, member.resume
        if self.ws_connection is None:
            return  # it went down while we were reading: nobody would ever notice that it left
        self.viewer = Viewer(self.viewer.role, participant, language)
        self.live = live
        self.context.hub.enter(live, self)

    def on_message(self, message: str | bytes) -> Awaitable[Any] | None:
        """Handle one frame; whatever arrives, the line survives. Returns what to wait for before the next is read.

        Not a coroutine, which would cost a task for each frame.
        """
        delay = self._pace.wait()
        return self._later(delay, message) if delay else self._handle(message)

    async def _later(self, delay: float, message: str | bytes) -> None:
        await asyncio.sleep(delay)
        if (rest := self._handle(message)) is not None:
            await rest

    def _handle(self, message: str | bytes) -> Awaitable[Any] | None:
        if self.live is None or isinstance(message, bytes):
            return None
        try:
            frame = _DECODER.decode(message)
        except (ValueError, RecursionError):
            return None
        if not isinstance(frame, dict):
            return None
        kind = frame.get("t")
        if kind == "hello":
            self._greet(self.live, frame.get("rev"))
        elif kind == "ping":
            self.push('{"t":"pong"}')
        elif kind == "trail":
            self._show_trail(self.live)
        elif len(message) > LARGEST_FRAME:
            self._refuse(frame, Refused("too_long", TOO_LONG))
        elif kind == "intent":
            return self._intent(self.live, frame)
        else:
            self._refuse(frame, Refused("malformed", MALFORMED))
        return None

    def _greet(self, live: LiveRoom, rev: Any) -> None:
        self._pace.wait(HELLO_COST)
        before = self._pushed
        if self._unsent <= self._may_wait:
            self._may_wait = sys.maxsize  # the picture of a large class is large; a slow line may take its time
        live.greet(self, rev if type(rev) is int else 0)
        self._may_wait = max(UNSENT_LIMIT, 4 * (self._pushed - before))

    def _show_trail(self, live: LiveRoom) -> None:
        if trail := own_trail(live.room, self.viewer.participant, self.viewer.language):
            self.push(encode({"t": "trail", **trail}))

    def _intent(self, live: LiveRoom, frame: Json) -> Awaitable[Any] | None:
        try:
            intent = parse_intent(frame)
        except Refused as error:
            self._refuse(frame, error)
            return None
        stored = self.context.hub.queue(live.code, self.viewer, intent)
        stored.add_done_callback(partial(self._stored, intent))
        self._asked += 1
        return stored if self._asked >= MOST_ASKED else None

    def _stored(self, intent: Intent, stored: asyncio.Future[Outcome]) -> None:
        self._asked -= 1
        if self.live is None or stored.cancelled():
            return  # the line went down meanwhile; the browser comes back and repeats
        try:
            self._acknowledge(self.live, intent, stored.result())
        except Exception:
            log.exception("an intent of kind %s was not acknowledged", intent.kind)
            self.hang_up()

    def _acknowledge(self, live: LiveRoom, intent: Intent, outcome: Outcome) -> None:
        """Tell the browser what became of an intent."""
        language = self.viewer.language
        if isinstance(outcome.error, NoSuchClass):
            self._send_away("deleted", outcome.error.text(language))
        elif isinstance(outcome.error, StoreError):
            # Not an acknowledgement: the browser keeps the answer and repeats it.
            leads = self.viewer.role is Role.FACILITATOR
            message = outcome.error.text(language) if leads else translate(NOT_STORED, language)
            self.push(encode({"t": "busy", "id": intent.id, "message": message}))
        else:
            ack = outcome.frame(intent.id, language)
            if outcome.ok and intent.activity and self.viewer.participant:
                ack |= {"activity": intent.activity, "own": live.own_answer(self, intent.activity)}
            self.push(encode(ack))

    def _refuse(self, frame: Json, error: Refused) -> None:
        """Turn down a frame, if it says what to call it."""
        identifier = frame.get("id")
        if isinstance(identifier, str) and identifier.isascii() and len(identifier) <= LONGEST_ID:
            self.push(encode(Outcome(error=error).frame(identifier, self.viewer.language)))

    def push(self, text: str) -> None:
        """Send one frame; a closed line is noticed by ``on_close``, one that is never read from is closed."""
        if self._unsent > self._may_wait:
            self.close(1013, "behind")
            return
        line = self.ws_connection
        if line is None or line.stream is None or line.is_closing():
            return
        with suppress(StreamClosedError):
            # Not ``write_message``, which makes a task of every message; we never agree to compression.
            written = line.stream.write(_text_frame(text.encode(errors="replace")))
            self._pushed += len(text)
            if not written.done():
                self._unsent += len(text)
                written.add_done_callback(partial(self._written, len(text)))

    def _written(self, size: int, future: asyncio.Future[None]) -> None:
        self._unsent -= size
        future.exception()

    def hang_up(self) -> None:
        """Close the line; the browser comes back by itself."""
        self.close(1012, "restart")

    def _send_away(self, code: str, message: str) -> None:
        self.push(encode({"t": "gone", "code": code, "message": message}))
        self.close(1000, code)

    def on_close(self) -> None:
        """Leave the room."""
        if self.live is not None:
            self.context.hub.leave(self.live, self)
            self.live = None

    def check_xsrf_cookie(self) -> None:
        """A websocket carries no form; its origin is checked instead (``check_origin``)."""


def _text_frame(payload: bytes) -> bytes:
    """Return a server's text message (RFC 6455, 5.2: final, not masked)."""
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", 0x81, size) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", 0x81, 126, size) + payload
    return struct.pack("!BBQ", 0x81, 127, size) + payload


def _no_such_number(name: str) -> None:
    """Refuse NaN and Infinity, which are not JSON."""
    raise ValueError(name)


_DECODER: Final = json.JSONDecoder(parse_constant=_no_such_number)
