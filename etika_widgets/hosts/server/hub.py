"""All rooms this server holds open: who is connected, what waits to be stored, what has to be sent.

One worker thread writes (a batch at a time, one commit each); the event loop only reads rooms and talks to
browsers. A push happens after the commit it shows.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from etika_widgets.errors import NoSuchClass, Refused, StoreError
from etika_widgets.hosts.server.live import Json, Line, LiveRoom, encode
from etika_widgets.hosts.server.metrics import Metrics
from etika_widgets.i18n import N_, translate
from etika_widgets.room import Desk, Intent, Outcome, Role, Viewer
from etika_widgets.room.clock import now
from etika_widgets.room.pace import is_over
from etika_widgets.storage.contract import Store

log = logging.getLogger("etika.hub")

WATCH_SECONDS: Final = 0.1
PRESENCE_SECONDS: Final = 5.0
LEASE_SECONDS: Final = 15.0
LARGEST_BATCH: Final = 500
FLUSH_SECONDS: Final = 2.5
"""How long a stopping server tries to store what waits; phones keep and repeat what was not acknowledged."""

DELETED: Final = N_("Kelas ini sudah dihapus beserta seluruh datanya.")
BYE: Final = N_("Server berhenti sebentar; jawaban Anda aman")
STOPPING: Final = N_("Server sedang berhenti. Perangkat akan mencoba lagi.")
FAILED: Final = N_("Ada kesalahan di komputer fasilitator; ini tidak tersimpan. Beri tahu fasilitator.")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """An intent that waits to be stored; ``arrived`` in monotonic seconds."""

    viewer: Viewer
    intent: Intent
    outcome: asyncio.Future[Outcome]
    arrived: float


class Hub:
    """The rooms of one server.

    Args:
        desk: decides and stores.
        run: names this server among others on the same store.
    """

    def __init__(self, desk: Desk, run: str) -> None:
        self.desk = desk
        self.store: Store = desk.store
        self.run = run
        self.metrics = Metrics()
        self.rooms: dict[str, LiveRoom] = {}
        self._waiting: dict[str, list[Entry]] = {}
        self._writing: set[str] = set()
        self._writer = ThreadPoolExecutor(1, "etika-write")
        self._reader = ThreadPoolExecutor(2, "etika-read")
        self._tasks: set[asyncio.Task[None]] = set()
        self._version = -1
        self._stopping = False
        self.stuck = False
        """Whether the store did not let go when the server stopped."""

    def start(self) -> None:
        """Start watching the store and keeping presence alive; needs a running event loop."""
        self.spawn(self.every(WATCH_SECONDS, self._watch))
        self.spawn(self.every(PRESENCE_SECONDS, self._keep_presence))

    async def stop(self) -> None:
        """Tell every browser, store what waits, release threads."""
        self.say_goodbye()
        deadline = time.monotonic() + FLUSH_SECONDS
        while (self._waiting or self._writing) and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        self.stuck = bool(self._waiting or self._writing)
        await asyncio.sleep(0)  # senders hear that they were stored before the line goes down
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for live in self.rooms.values():
            live.flush()
            live.close_all()
            if not self.stuck:
                await self._leave_presence(live.code)
        self._writer.shutdown(wait=False)
        self._reader.shutdown(wait=False)

    async def room(self, code: str) -> LiveRoom:
        """Return a class's live room, reading it from the store at first need.

        Raises:
            NoSuchClass: there is no such class.
        """
        live = self.rooms.get(code)
        if live is None:
            changes = await self.read(self.store.changes, code)
            others = await self.read(lambda: self.store.presence(code, time.time(), besides=self.run))
            live = self.rooms.setdefault(code, LiveRoom(code, self.desk.types))
            if live.room.rev == 0:
                live.take(changes)
                live.elsewhere = others
                await self._catch_up(live)  # what was stored between reading it and watching it
        return live

    async def knows(self, live: LiveRoom, participant: str) -> bool:
        """Tell whether somebody is in a class; they may have joined through another server a moment ago."""
        if live.room.people.get(participant) is None:
            await self._catch_up(live)
        return live.room.people.get(participant) is not None

    async def submit(self, code: str, viewer: Viewer, intent: Intent) -> Outcome:
        """Queue an intent and return its outcome once it is stored or turned down.

        Raises:
            NoSuchClass: there is no such class.
            StoreError: it could not be stored; the sender should repeat it.
        """
        outcome = await self.queue(code, viewer, intent)
        if isinstance(outcome.error, StoreError):
            raise outcome.error
        return outcome

    def queue(self, code: str, viewer: Viewer, intent: Intent) -> asyncio.Future[Outcome]:
        """Queue an intent; the future never fails: a store that cannot be written is an outcome, too."""
        entry = Entry(viewer, intent, asyncio.get_running_loop().create_future(), time.monotonic())
        if self._stopping:
            self._settle([entry], [Outcome(error=StoreError(STOPPING))])
            return entry.outcome
        self._waiting.setdefault(code, []).append(entry)
        if code not in self._writing:
            self._writing.add(code)
            self.spawn(self._write(code))
        return entry.outcome

    async def _write(self, code: str) -> None:
        """Write one batch after the other until nothing waits; arrivals meanwhile share the next commit."""
        try:
            while batch := self._waiting.pop(code, None):
                rest = batch[LARGEST_BATCH:]
                if rest:
                    self._waiting[code] = rest
                await self._write_batch(code, batch[:LARGEST_BATCH])
        finally:
            self._writing.discard(code)

    async def _write_batch(self, code: str, batch: list[Entry]) -> None:
        live = self.rooms.get(code)
        online = live.room.online if live else frozenset()
        asked = [(entry.viewer, entry.intent) for entry in batch]
        self.metrics.batch.observe(len(batch))
        loop = asyncio.get_running_loop()
        try:
            outcomes, made = await loop.run_in_executor(
                self._writer, lambda: self.desk.submit(code, asked, online=online)
            )
        except StoreError as error:
            # Who came meanwhile would only wait once more for the same: they hear it now and ask again later.
            batch = batch + self._waiting.pop(code, [])
            self._settle(batch, [Outcome(error=error)] * len(batch))
            return
        except Exception:
            if len(batch) > 1:  # one of them is to blame: the others must not suffer for it
                for entry in batch:
                    await self._write_batch(code, [entry])
                return
            log.exception("an intent of kind %s failed", batch[0].intent.kind)
            self._settle(batch, [Outcome(error=Refused("failed", FAILED))])
            return
        if live and made.rev:
            if made.events[0].rev == live.room.rev + 1:
                live.take(made)
            elif made.rev > live.room.rev:
                await self._catch_up(live)
        self._settle(batch, outcomes)
        if live and made.rev:
            # The senders' acknowledgements go out first: they were woken above, this comes behind them.
            loop.call_soon(live.flush_soon)

    def _settle(self, batch: Sequence[Entry], outcomes: Sequence[Outcome]) -> None:
        """Tell every sender of a batch what became of it."""
        moment = time.monotonic()
        for entry, outcome in zip(batch, outcomes, strict=True):
            self.metrics.settled(outcome, moment - entry.arrived)
            if not entry.outcome.done():  # who asked may have gone
                entry.outcome.set_result(outcome)

    async def _watch(self) -> None:
        asked = time.monotonic()
        version = await self.read(self.store.version)
        if version != self._version:
            for live in list(self.rooms.values()):
                await self._catch_up(live)
            self._version = version  # only now: a store that was busy meanwhile is looked at again
        self.metrics.current(asked)

    async def _catch_up(self, live: LiveRoom) -> None:
        try:
            changes = await self.read(self.store.changes, live.code, live.room.rev)
        except NoSuchClass:
            self.rooms.pop(live.code, None)
            self.desk.forget(live.code)
            live.gone("deleted", DELETED)
            return
        if changes.rev > live.room.rev:
            live.take(changes)
            live.flush_soon()

    async def _keep_presence(self) -> None:
        for live in list(self.rooms.values()):
            await self.publish_presence(live)
            if is_over(live.room, now()):
                await self.submit(live.code, Viewer(Role.FACILITATOR), Intent(id=secrets.token_hex(16), kind="end"))

    async def publish_presence(self, live: LiveRoom) -> None:
        """Tell other hosts who is connected here, and learn who is connected there."""
        until = time.time() + LEASE_SECONDS
        await self.read(self.store.set_presence, live.code, self.run, live.connected(), until)
        live.elsewhere = await self.read(lambda: self.store.presence(live.code, time.time(), besides=self.run))
        live.presence_changed()

    async def delete(self, code: str) -> None:
        """Delete a class for good and send everybody in it away."""
        await asyncio.get_running_loop().run_in_executor(self._writer, self.store.delete_class, code)
        live = self.rooms.pop(code, None)
        self.desk.forget(code)
        if live:
            live.gone("deleted", DELETED)

    def enter(self, live: LiveRoom, line: Line) -> None:
        """Add a connection to a room."""
        live.enter(line)

    def leave(self, live: LiveRoom, line: Line) -> None:
        """Remove a connection from a room."""
        live.leave(line)

    def tell_consoles(self, frame: Json) -> None:
        """Send a frame to every control page and projector."""
        for live in self.rooms.values():
            for line in list(live.consoles):
                line.push(encode(frame))

    async def _leave_presence(self, code: str) -> None:
        try:
            await asyncio.wait_for(self.read(self.store.set_presence, code, self.run, (), 0.0), 1.0)
        except TimeoutError:
            self.stuck = True  # the lease runs out by itself
        except StoreError:
            pass

    def say_goodbye(self) -> None:
        """Take nothing new from now on, and tell every browser why."""
        if self._stopping:
            return
        self._stopping = True
        for live in self.rooms.values():
            for line in list(live.lines):
                line.push(encode({"t": "bye", "message": translate(BYE, line.viewer.language)}))

    def queue_length(self) -> int:
        """Return how many intents wait to be stored."""
        return sum(len(batch) for batch in self._waiting.values())

    def people_online(self) -> int:
        """Return how many participants have a live line to this server."""
        return sum(len(live.connected()) for live in self.rooms.values())

    async def read(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run something that reads the store, or takes its time, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, function, *arguments)

    async def every(self, seconds: float, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do something again and again; a store that cannot be reached is waited for."""
        while True:
            try:
                await work()
            except StoreError as error:
                log.warning("store not available: %s", error)
            except Exception:
                log.exception("background work failed")
            await asyncio.sleep(seconds)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background until the hub stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)  # the loop itself keeps only weak references
        task.add_done_callback(self._tasks.discard)
