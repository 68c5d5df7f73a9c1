"""A line to the server that can be cut, held in either direction and made slow, as Wi-Fi and mobile networks are."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
Lane = asyncio.Queue[tuple[float, bytes]]
"""What is on its way, with the moment it arrives."""

SECONDS = 20
PACKET = 1460
"""Bytes that take their turn on a slow line."""


class Proxy:
    """A TCP proxy on the address that phones use.

    ``hold("out")`` keeps what phones send from arriving, ``hold("back")`` what the server answers; ``cut`` drops every
    connection with what was held and lets nobody in until ``mend``. ``slow`` gives all connections together so many
    bits per second in each direction, half of the round trip's time each way, and a round trip to open a connection;
    what TCP does besides (it starts slowly, and repeats what was lost) is left out.
    """

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.target = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._free: dict[str, asyncio.Event] = {}
        self._held = {"out": 0, "back": 0}
        self._taken_until = {"out": 0.0, "back": 0.0}
        self._bytes_per_second = float("inf")
        self._round_trip = 0.0
        self.carried = {"out": 0, "back": 0}
        """Bytes so far in each direction."""
        self._open = True
        self.port: int = self._do(self._start())

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def hold(self, direction: str) -> None:
        self._do(self._set(direction, free=False))

    def held(self, direction: str) -> int:
        """Bytes that wait since ``hold``."""
        return self._held[direction]

    def slow(self, bits_per_second: float, round_trip: float) -> None:
        """Let this be a slow line from now on, for connections that stand already too; seconds."""
        self._bytes_per_second, self._round_trip = bits_per_second / 8, round_trip

    def cut(self) -> None:
        self._do(self._cut())

    def mend(self) -> None:
        self._do(self._mend())

    def close(self) -> None:
        self.cut()
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    async def _start(self) -> int:
        for direction in self._held:
            self._free[direction] = asyncio.Event()
            self._free[direction].set()
        self._server = await asyncio.start_server(self._accept, self.host, 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def _set(self, direction: str, *, free: bool) -> None:
        self._held[direction] = 0
        event = self._free[direction]
        event.set() if free else event.clear()

    async def _cut(self) -> None:
        self._open = False
        for writer in self._writers:
            writer.transport.abort()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _mend(self) -> None:
        for direction in self._free:
            await self._set(direction, free=True)
        self._open = True

    async def _stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._open:
            writer.transport.abort()
            return
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self._writers.add(writer)
        onward = None
        try:
            await asyncio.sleep(self._round_trip)
            far, onward = await asyncio.open_connection(self.host, self.target)
            self._writers.add(onward)
            await asyncio.gather(self._pump("out", reader, onward), self._pump("back", far, writer))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            for one in (writer, onward):
                if one:
                    self._writers.discard(one)
                    one.transport.abort()

    async def _pump(self, direction: str, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        lane: Lane = asyncio.Queue()
        arriving = asyncio.create_task(self._deliver(direction, lane, sink))
        try:
            await self._take(direction, source, lane)
            await arriving
        finally:
            arriving.cancel()

    async def _take(self, direction: str, source: asyncio.StreamReader, lane: Lane) -> None:
        """Put what is sent on its way: it waits for its turn on the line, then travels."""
        while data := await source.read(PACKET):
            self.carried[direction] += len(data)
            began = max(self._loop.time(), self._taken_until[direction])
            self._taken_until[direction] = began + len(data) / self._bytes_per_second
            lane.put_nowait((self._taken_until[direction] + self._round_trip / 2, data))
        lane.put_nowait((self._loop.time() + self._round_trip / 2, b""))

    async def _deliver(self, direction: str, lane: Lane, sink: asyncio.StreamWriter) -> None:
        """Hand over what is on its way, each piece when it arrives, until the empty piece at the end."""
        while True:
            due, data = await lane.get()
            await asyncio.sleep(due - self._loop.time())
            if not data:
                break
            if not self._free[direction].is_set():
                self._held[direction] += len(data)
                await self._free[direction].wait()
            sink.write(data)
            await sink.drain()
        with contextlib.suppress(OSError, RuntimeError):
            sink.write_eof()
