"""The server's side of the zygote: starts it when it is first needed, orders kernels, holds them like processes."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

log = logging.getLogger("etika.kernels")

PAGE_MARK: Final = "ETIKA_PARTICIPANT_PAGE"
"""Set to 1 in the environment of a page's kernel."""
LIGHT_MARK: Final = "ETIKA_LIGHT_RENDER"
"""Set to 1 in the environment of a kernel that renders a light page."""
BOOK_MARK: Final = "ETIKA_PAGE_BOOK"
"""Names the workbook in the environment of both."""
READY_SECONDS: Final = 60.0
ORDER_SECONDS: Final = 20.0
FIXED: Final = ("PYTHON", "LD_", "VIRTUAL_ENV")
"""Variables that act when a process starts: a fork cannot take over other values."""
TIGHT: Final = {"MALLOC_ARENA_MAX": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""One heap, no pools of threads: they would cost memory per kernel, and threads do not survive a fork."""


class NotForked(Exception):
    """This kernel has to be started the usual way; the text says why."""


class Fork:
    """A forked kernel, looking like ``subprocess.Popen`` although it is the zygote's child.

    Args:
        pid: its number.
        exit_file: a pidfd; it becomes readable when the process ends, whatever our event loop does meanwhile.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, exit_file: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._exit_file = exit_file

    def poll(self) -> int | None:
        """Return None while it lives, else -1: its exit code is told to the zygote only."""
        if self.returncode is None and _readable(self._exit_file, 0):
            self._ended()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended.

        Raises:
            subprocess.TimeoutExpired: it has not.
        """
        if self.returncode is None:
            if not _readable(self._exit_file, timeout):
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            self._ended()
        return -1

    def send_signal(self, number: int) -> None:
        """Send a signal; harmless if it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._exit_file, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _ended(self) -> None:
        self.returncode = -1
        os.close(self._exit_file)

    def __del__(self) -> None:
        if self.returncode is None:
            with suppress(OSError):
                os.close(self._exit_file)


class Zygote:
    """One zygote process; ``ready`` waits until it has imported everything."""

    def __init__(self) -> None:
        self.environment = {**os.environ, **TIGHT}
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own Python, our own module
                [sys.executable, "-m", f"{__package__}.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # ipykernel prints there how to connect to it
                start_new_session=True,  # Ctrl+C is for the server
                env=self.environment,
            )

    def ready(self) -> None:
        """Wait until it can fork.

        Raises:
            OSError: it died, or took too long.
            NotForked: forking it would not be safe.
        """
        self._channel.settimeout(READY_SECONDS)
        answer = self._channel.recv(1000)
        if not answer:
            raise ConnectionError("the zygote ended while it was starting")
        threads = json.loads(answer)["threads"]
        if threads != 1:
            raise NotForked(f"the zygote has {threads} threads")
        self._channel.settimeout(ORDER_SECONDS)

    def fork(self, order: bytes) -> Fork:
        """Return a new kernel.

        Raises:
            OSError: the zygote is gone, or the order too long.
        """
        self._channel.send(order)
        answer, files, _, _ = socket.recv_fds(self._channel, 1000, 1)
        if not files:
            raise ConnectionError("the zygote has ended")
        return Fork(int(answer), files[0])

    def stop(self) -> None:
        """End it; its kernels end with it."""
        self.process.kill()
        self.process.wait()  # first, since a thread that waits for an answer would not notice that we hung up
        self._channel.close()


class Nursery:
    """Forks kernels, from a new zygote if the last one was killed; says once why it does not."""

    def __init__(self) -> None:
        self.reason = why_not_here()
        self._zygote: Zygote | None = None
        self._turn = asyncio.Lock()

    @property
    def zygote_pid(self) -> int | None:
        """The process kernels are forked from, None before the first."""
        return self._zygote.process.pid if self._zygote else None

    async def warm(self) -> None:
        """Start the zygote before anybody waits for it."""
        async with self._turn:
            with suppress(NotForked):
                await self._ready()

    async def fork(self, connection_file: str, environment: Mapping[str, str], folder: str) -> Fork:
        """Return a new kernel.

        Raises:
            NotForked: it has to be started the usual way.
        """
        settings = {"file": connection_file, "env": dict(environment), "cwd": folder}
        order = environment.get(BOOK_MARK, "").encode() + b"\0" + json.dumps(settings).encode()
        async with self._turn:
            for _ in range(2):
                zygote = await self._ready()
                if changed := _fixed(environment) ^ _fixed(zygote.environment):
                    raise NotForked(f"its environment differs in {', '.join(sorted({name for name, _ in changed}))}")
                try:
                    return await asyncio.to_thread(zygote.fork, order)
                except OSError as error:
                    if zygote.process.poll() is None and not isinstance(error, ConnectionError):
                        raise NotForked(str(error)) from error
                    self.stop()
            raise NotForked("the zygote was killed twice")

    async def _ready(self) -> Zygote:
        if self.reason:
            raise NotForked(self.reason)
        if self._zygote and self._zygote.process.poll() is not None:
            log.warning("the zygote is gone, and all its kernels with it; starting another")
            self.stop()
        if self._zygote is None:
            made = self._zygote = Zygote()
            try:
                await asyncio.to_thread(made.ready)
            except (OSError, NotForked) as error:
                self.stop()
                self.reason = str(error)
                log.warning("kernels are started one by one, which takes longer and more memory: %s", error)
                raise NotForked(self.reason) from error
        return self._zygote

    def stop(self) -> None:
        """End the zygote, and with it all kernels that are left."""
        if self._zygote:
            self._zygote.stop()
            self._zygote = None


def why_not_here() -> str | None:
    """Return why kernels cannot be forked on this machine, None if they can."""
    if os.environ.get("ETIKA_FORK") == "0":
        return "ETIKA_FORK=0"
    if not sys.platform.startswith("linux"):
        return f"forking is not safe on {sys.platform}"
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError) as error:
        return f"this system has no pidfd ({error})"
    return None


def _fixed(environment: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return the variables a fork cannot take over other values of."""
    return {(name, value) for name, value in environment.items() if name.startswith(FIXED)}


def _readable(file: int, timeout: float | None) -> bool:
    """Tell whether ``file`` can be read; ``select`` would fail above 1023."""
    poller = select.poll()
    poller.register(file, select.POLLIN)
    return bool(poller.poll(None if timeout is None else timeout * 1000))
