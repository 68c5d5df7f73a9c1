"""Hears of the commits of others on PostgreSQL: by notification where that works, else by looking.

A notification is only a hint; what changed is always read from the tables. A pooler in transaction mode accepts
LISTEN and then delivers nothing, without any error. So the feed sends itself a notification every few seconds, by
the same way as writers do: while these come back it listens, while they do not it looks at the revisions of all
classes ten times a second. Losing the database, or finding it again, needs no help from outside either.
"""

from __future__ import annotations

import logging
import random
import secrets
import threading
import time
from collections.abc import Callable
from enum import Enum
from typing import Any, Final

import psycopg
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from etika_widgets.errors import EtikaError

log = logging.getLogger("etika.feed")

CHANNEL: Final = "etika_feed"
PING: Final = "ping "
PING_SECONDS: Final = 2.0
PATIENCE_SECONDS: Final = 1.0
LOOK_SECONDS: Final = 0.1
HEAR_SECONDS: Final = 0.25
START_SECONDS: Final = 5.0
LOST_BEFORE_A_NEW_LISTENER: Final = 15
LONGEST_PAUSE: Final = 5.0

# Nobody waits for a ping, so it need not be synced to the disk; commits of others are not affected.
_PING: Final = text("SELECT set_config('synchronous_commit', 'off', true), pg_notify(:channel, :payload)")
# Not max(rev) or sum(rev): deleting one class while another moves on could leave them as they were.
_LOOK: Final = text("SELECT md5(string_agg(code || ' ' || rev, ',' ORDER BY code COLLATE \"C\")) FROM classes")

Listen = Callable[[], "psycopg.Connection[Any]"]


class Mode(Enum):
    """How commits of others become known at present."""

    STARTING = "starting"
    LISTENING = "listening"
    LOOKING = "looking"
    OFFLINE = "offline"


class Feed:
    """Counts the commits of others, in a thread that starts at the first question.

    Args:
        engine: the writers' way to the database.
        listen: opens a connection that keeps its session, in autocommit; None to look only.
    """

    def __init__(self, engine: Engine, listen: Listen | None) -> None:
        self.mode = Mode.STARTING
        self._engine = engine
        self._looker = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._listen = listen
        self._listener: psycopg.Connection[Any] | None = None
        self._listen_due = 0.0
        self._failures = 0
        self._nonce = ""
        self._asked_at: float | None = None
        self._ping_due = 0.0
        self._lost = 0
        self._look_due = 0.0
        self._seen: str | None = None
        self._number = 0
        self._ready = threading.Event()
        self._stopping = threading.Event()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def version(self) -> int:
        """Return a number that grows soon after each commit. The first call waits until the feed runs."""
        if not self._ready.is_set():
            with self._guard:
                if self._thread is None and not self._stopping.is_set():
                    self._thread = threading.Thread(target=self._run, name="etika-feed", daemon=True)
                    self._thread.start()
            self._ready.wait(START_SECONDS)
        return self._number

    def close(self) -> None:
        """Stop the thread and release its connection."""
        with self._guard:
            self._stopping.set()
        self._ready.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(START_SECONDS)

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                try:
                    self._connect()
                    self._ping()
                    self._hear()
                    self._look()
                except Exception:
                    log.exception("the feed stumbled")  # whatever it was, nobody else would start it again
                    self._drop()
                    self._stopping.wait(1.0)
        finally:
            self._drop()

    def _connect(self) -> None:
        if self._listen is None or self._listener is not None or time.monotonic() < self._listen_due:
            return
        try:
            self._listener = self._listen()
            self._listener.execute(f"LISTEN {CHANNEL}")
        except psycopg.Error:
            self._drop()
        self._asked_at, self._ping_due = None, 0.0

    def _drop(self) -> None:
        """Let go of the listener; another is tried after a pause that grows."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        pause = min(LONGEST_PAUSE, 0.1 * 2**self._failures)
        self._failures = min(self._failures + 1, 10)
        self._listen_due = time.monotonic() + pause * random.uniform(0.7, 1.3)  # noqa: S311 - spreads hosts
        self._asked_at = None
        if self.mode is Mode.LISTENING and not self._stopping.is_set():
            self._switch(Mode.LOOKING)

    def _ping(self) -> None:
        """Ask ourselves whether notifications arrive."""
        if self._listener is None:
            return
        now = time.monotonic()
        if self._asked_at is not None and now > self._asked_at + PATIENCE_SECONDS:
            self._asked_at = None
            self._lost += 1
            if self.mode is not Mode.OFFLINE:
                self._switch(Mode.LOOKING)
            if self._lost % LOST_BEFORE_A_NEW_LISTENER == 0:
                self._drop()
                return
        if self._asked_at is None and now >= self._ping_due:
            self._nonce, self._ping_due = f"{PING}{secrets.token_hex(8)}", now + PING_SECONDS
            try:
                with self._engine.begin() as connection:
                    connection.execute(_PING, {"channel": CHANNEL, "payload": self._nonce})
            except (EtikaError, SQLAlchemyError):
                self._switch(Mode.OFFLINE)
            else:
                self._asked_at = time.monotonic()

    def _hear(self) -> None:
        """Take what notifications there are; wait a moment for the first."""
        seconds = HEAR_SECONDS if self.mode is Mode.LISTENING else LOOK_SECONDS
        if self._listener is None:
            self._stopping.wait(seconds)
            return
        try:
            for note in self._listener.notifies(timeout=seconds, stop_after=1):
                if note.payload == self._nonce:
                    self._asked_at, self._lost, self._failures = None, 0, 0
                    self._switch(Mode.LISTENING)
                elif not note.payload.startswith(PING):
                    self._number += 1
        except psycopg.Error:
            self._drop()

    def _look(self) -> None:
        """Compare the revisions of all classes with the last time, unless notifications arrive."""
        if self.mode is Mode.LISTENING or time.monotonic() < self._look_due:
            return
        if self.mode is Mode.STARTING and self._asked_at is not None:
            return  # the first ping has its second to come back
        try:
            with self._looker.connect() as connection:
                seen = connection.scalar(_LOOK) or ""
        except (EtikaError, SQLAlchemyError):
            self._look_due = time.monotonic() + 0.5
            self._switch(Mode.OFFLINE)
            return
        if seen != self._seen:
            self._seen = seen
            self._number += 1
        if self.mode is not Mode.LOOKING:
            self._switch(Mode.LOOKING)

    def _switch(self, mode: Mode) -> None:
        """Go over to another way; what was committed in between may have been missed, so count it."""
        if mode is self.mode:
            return
        level = logging.INFO if Mode.STARTING in (self.mode, mode) or mode is Mode.LISTENING else logging.WARNING
        log.log(level, "changes of other servers: %s (was %s)", mode.value, self.mode.value)
        self.mode = mode
        self._number += 1
        self._ready.set()
