"""A kernel's line to one class: takes intents to the desk, watches the store, tells its seats what changed."""

from __future__ import annotations

import asyncio
import atexit
import logging
import random
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any, Final, Protocol

from etika_widgets._plugins import activity_types
from etika_widgets.errors import NoSuchClass
from etika_widgets.room import Desk, Intent, Outcome, Room, Viewer
from etika_widgets.storage import open_store
from etika_widgets.storage.contract import Store

WATCH_SECONDS: Final = 0.25
BEAT_SECONDS: Final = 20.0
"""How often a kernel says whom it serves; that stands for ``PRESENT_SECONDS``."""
PRESENT_SECONDS: Final = 45.0
SILENT_SECONDS: Final = 60.0
"""A browser that said nothing for so long is gone; it pings more often than that."""
ONLINE_SECONDS: Final = 5.0

_log = logging.getLogger(__name__)


class Listener(Protocol):
    """Somebody at this line: see ``kernel_seat.Seat``."""

    viewer: Viewer
    heard: float

    def push(self, dirty: set[str] | None) -> None:
        """Send what looks different now; ``dirty`` names the activities to look at, None all."""
        ...

    def gone(self, code: str, message: str) -> None:
        """Send the browser away for good."""
        ...


class RoomLink:
    """One class as this kernel holds it, shared by all its widgets. Safe to use from several threads.

    JupyterLab may run comm handlers on another thread than cells, therefore the lock.

    Args:
        store: where the class lives.
        code: the class code.

    Raises:
        NoSuchClass: no class has this code.
    """

    def __init__(self, store: Store, code: str) -> None:
        self.store = store
        self.code = code
        self.desk = Desk(store, activity_types())
        self.room = Room(code, activity_types())
        self._version = store.version()  # before the rows: a commit in between is then seen at the first tick
        self.room.apply(store.changes(code))
        self.lock = threading.RLock()
        self.closed = False
        self._seats: list[Listener] = []
        self._host = f"kernel-{uuid.uuid4().hex}"
        self._task: asyncio.Task[None] | None = None
        self._beat_due = 0.0
        self._online_due = 0.0

    def attach(self, seat: Listener) -> None:
        """Let ``seat`` know of every change from now on, and start watching."""
        with self.lock:
            if seat not in self._seats:
                self._seats.append(seat)
        watch(self)

    def detach(self, seat: Listener) -> None:
        """Tell ``seat`` nothing any more."""
        with self.lock:
            self._seats = [other for other in self._seats if other is not seat]

    def submit(self, viewer: Viewer, intent: Intent) -> tuple[Outcome, Callable[[], None]]:
        """Decide and store one intent; return what became of it, and what tells everybody afterwards.

        Raises:
            StoreError: nothing was stored; trying again is safe.
        """
        with self.lock:
            outcomes, _ = self.desk.submit(self.code, [(viewer, intent)], online=self.room.online)
        return outcomes[0], self.catch_up

    def catch_up(self) -> None:
        """Take over what is new in the store and push it."""
        with self.lock:
            try:
                changes = self.store.changes(self.code, self.room.rev)
            except NoSuchClass as error:
                self._end(error)
                return
            if not changes.rev:
                return
            touched = self.room.apply(changes)
            self._push(None if changes.participants or changes.activities else touched)

    def tick(self) -> None:
        """Look once for what has changed elsewhere; the watcher calls this a few times a second."""
        with self.lock:
            version = self.store.version()
            if version != self._version:
                self._version = version
                self.catch_up()
            now = time.monotonic()
            if now >= self._beat_due:
                self._beat(now)
            if now >= self._online_due:
                self._online_due = now + ONLINE_SECONDS
                self._count_online()

    def greeted(self) -> None:
        """Say at once that somebody has come."""
        with self.lock:
            self._beat(time.monotonic())
            self._count_online()

    def close(self) -> None:
        """Stop watching and say that nobody is here any more."""
        if self.closed:
            return
        self.closed = True
        try:
            self.store.set_presence(self.code, self._host, [], time.time())
        except Exception:  # closing must not disturb whoever ends
            _log.debug("presence of %s not withdrawn", self.code, exc_info=True)

    def _present(self) -> set[str]:
        since = time.monotonic() - SILENT_SECONDS
        return {seat.viewer.participant for seat in self._seats if seat.viewer.participant and seat.heard > since}

    def _beat(self, now: float) -> None:
        self._beat_due = now + BEAT_SECONDS
        present = self._present()
        if present:
            self.store.set_presence(self.code, self._host, present, time.time() + PRESENT_SECONDS)

    def _count_online(self) -> None:
        online = frozenset(self._present() | self.store.presence(self.code, time.time(), besides=self._host))
        if online != self.room.online:
            self.room.online = online
            self._push(None)

    def _push(self, dirty: set[str] | None) -> None:
        for seat in list(self._seats):
            seat.push(dirty)

    def _end(self, error: NoSuchClass) -> None:
        self.closed = True
        _links.pop((self.store.url, self.code), None)
        for seat in list(self._seats):
            seat.gone("deleted", error.message.format(**error.fields))

    async def watch(self) -> None:
        """Tick until the class is gone. Never raises: an error in a kernel's task would go unseen."""
        while not self.closed:
            await asyncio.sleep(WATCH_SECONDS * random.uniform(0.7, 1.3))  # noqa: S311 - spreads load, guards nothing
            try:
                self.tick()
            except Exception:
                _log.exception("watching class %s failed; trying again", self.code)
                await asyncio.sleep(2)


_links: dict[tuple[str, str], RoomLink] = {}
_stores: dict[str, Store] = {}
_guard = threading.RLock()
_loop: asyncio.AbstractEventLoop | None = None
_tasks: set[asyncio.Task[None]] = set()


def shared_store(url: str) -> Store:
    """Return the one store of this kernel at ``url``."""
    with _guard:
        if url not in _stores:
            _stores[url] = open_store(url)
        return _stores[url]


def link_to(store: Store, code: str) -> RoomLink:
    """Return the one link of this kernel to a class.

    Raises:
        NoSuchClass: no class has this code.
    """
    with _guard:
        key = (store.url, code)
        if key not in _links or _links[key].closed:
            _links[key] = RoomLink(store, code)
        return _links[key]


def remember_loop() -> None:
    """Note the kernel's event loop; called where cells run, so that watchers live there and nowhere else."""
    global _loop
    try:
        _loop = asyncio.get_running_loop()
    except RuntimeError:
        return


def watch(link: RoomLink) -> None:
    """Start the watcher of ``link`` on the kernel's loop, once; without a loop (a script) there is none."""
    loop = _loop
    if loop is None or loop.is_closed() or link._task is not None:
        return

    def start() -> None:
        if link._task is None:
            link._task = loop.create_task(link.watch())
            _tasks.add(link._task)
            link._task.add_done_callback(_tasks.discard)

    loop.call_soon_threadsafe(start)


@atexit.register
def _close_all() -> None:
    for link in list(_links.values()):
        link.close()
    for store in list(_stores.values()):
        try:
            store.close()
        except Exception:  # the process ends; another error would only hide the first
            _log.debug("store not closed", exc_info=True)


def catalogue_frame(language: str) -> dict[str, Any]:
    """Return the interface texts a page needs in ``language``."""
    from etika_widgets.i18n import browser_catalogue

    return {"language": language, "messages": browser_catalogue(language)}
