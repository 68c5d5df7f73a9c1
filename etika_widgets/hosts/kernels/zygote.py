"""The process that kernels are forked from: it holds a kernel that lacks only its sockets, and does nothing else.

A fork takes over memory but no thread. Therefore every zmq context, store and event loop that is tried out here is
closed before the first fork, and the server refuses a zygote that has more than one thread. One that dies takes its
kernels along.

Usage: ``python -m etika_widgets.hosts.kernels.zygote FD``, FD being a ``SOCK_SEQPACKET`` socket. It is told orders
(the workbook's name, a zero byte, ``{file, env, cwd}``) and answers each with a process number and a file that becomes
readable when that kernel ends.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import json
import os
import random
import re
import select
import signal
import socket
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.hosts.kernels.settling import settle

if TYPE_CHECKING:
    from etika_widgets.content.pack import Pack
    from etika_widgets.hosts.kernels.prepared import PageKernelApp

PRELOAD: Final = (
    "IPython.core.completerlib",
    "IPython.core.logger",
    "tornado.platform.asyncio",
    "tornado.queues",
    "anywidget",
    "etika_widgets.workbook",
    "etika_widgets.storage.sqlite",
    "etika_widgets.hosts.kernel",
    "etika_widgets.hosts.kernel_seats",
)
HEAVY: Final = ("numpy", "pandas", "matplotlib.pyplot")
"""Imported for all kernels if a workbook names them: they are large, and known to start no threads as we set them up.
Others are left to the kernels: whatever they open or start would not survive a fork."""
REHEARSALS: Final = 3
LARGEST_ORDER: Final = 1 << 20
DIE_WITH_PARENT: Final = 1
"""``PR_SET_PDEATHSIG`` of ``prctl``."""


def main() -> None:
    """Build a kernel, say so, and fork until the server hangs up."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    if sys.path[0] == str(Path.cwd()):
        del sys.path[0]  # put there by ``python -m``; each kernel has a folder of its own
    gc.disable()  # a collection would leave holes in pages that kernels share
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody debugs in a participant's page
    for module in PRELOAD:
        importlib.import_module(module)
    from etika_widgets._plugins import activity_types
    from etika_widgets.frontend import assets

    activity_types()
    assets.module_name()
    from etika_widgets.hosts.kernels.prepared import PageKernelApp

    kernel = PageKernelApp.instance(parent_handle=0)  # no thread that looks for the parent: the system tells
    kernel.prepare()
    prctl = ctypes.CDLL(None).prctl
    settle()
    threads = len(list(Path("/proc/self/task").iterdir()))
    channel.send(json.dumps({"threads": threads}).encode())
    serve(channel, kernel, prctl)


def learn(book: str) -> None:
    """Read a workbook's pack and import what is large in it, before its first kernel is forked.

    A kernel that finds the pack changed reads it anew.
    """
    from etika_widgets.content.library import default_library
    from etika_widgets.errors import EtikaError

    library = default_library()
    with suppress(EtikaError, OSError):  # the kernel meets the same and tells its page
        rehearse(library.pack(book))
    with suppress(EtikaError, OSError):
        text = library.workbook(book).read_text(encoding="utf-8")
        for module in HEAVY:
            if re.search(rf"\b(import|from) {module.partition('.')[0]}\b", text):
                with suppress(ImportError):
                    importlib.import_module(module)
    settle()


def rehearse(pack: Pack) -> None:
    """Let somebody join a class of this pack and see it, in a store that is thrown away."""
    from etika_widgets.hosts.kernel_link import RoomLink
    from etika_widgets.hosts.kernel_seat import Seat
    from etika_widgets.room import open_class
    from etika_widgets.storage import open_store
    from etika_widgets.storage.location import sqlite_url

    head = {"t": "intent", "seq": 1, "activity": None, "round": None, "kind": "join"}
    with tempfile.TemporaryDirectory(prefix="etika-") as folder:
        store = open_store(sqlite_url(Path(folder) / "latihan.sqlite3"))
        try:
            link = RoomLink(store, open_class(store, pack).code)
            for number in range(REHEARSALS):
                seat = Seat(book=pack.slug, title="", link_to=lambda _: link, code=link.code)
                seat.receive(head | {"id": f"{number:032x}", "payload": {"name": f"Tamu {number}"}}, Nobody())
                seat.receive({"t": "hello", "rev": 0, "page": ""}, Nobody())
            link.close()
        finally:
            store.close()


class Nobody:
    """A browser that is not there."""

    def send(self, content: dict[str, Any]) -> None:
        """Forget it."""


def serve(channel: socket.socket, kernel: PageKernelApp, prctl: Any) -> None:
    """Fork a kernel per order, and see kernels out that have ended.

    It does little else: each page that is written to here is one that the kernels before do not share any more.
    """
    poller = select.poll()
    poller.register(channel, select.POLLIN)
    kernels: dict[int, int] = {}
    known = {b""}
    parent = os.getpid()
    while True:
        for ready, _ in poller.poll():
            if ready in kernels:
                poller.unregister(ready)
                os.waitpid(kernels.pop(ready), 0)
                os.close(ready)
                continue
            message = channel.recv(LARGEST_ORDER)
            if not message:
                return
            book, _, order = message.partition(b"\0")
            if book not in known:
                known.add(book)
                learn(book.decode())
            pid = os.fork()
            if pid == 0:
                channel.close()
                for other in kernels:
                    os.close(other)
                become_kernel(kernel, json.loads(order), prctl, parent)
            exit_file = os.pidfd_open(pid)  # nobody but this loop reaps it, so the number is still its own
            kernels[exit_file] = pid
            poller.register(exit_file, select.POLLIN)
            channel.sendmsg(
                [b"%d" % pid], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, exit_file.to_bytes(4, sys.byteorder))]
            )


def become_kernel(kernel: PageKernelApp, order: dict[str, Any], prctl: Any, parent: int) -> None:
    """Run an IPython kernel in this freshly forked process; does not return."""
    code = 1
    try:
        os.setsid()  # a group of its own, so that signals reach what the kernel starts as well
        prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)
        os.environ.clear()
        os.environ.update(order["env"])
        os.chdir(order["cwd"])
        reseed()
        gc.enable()
        kernel.bring_to_life(order["file"])
        kernel.start()  # type: ignore[no-untyped-call]
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()  # seats are given up there
        sys.stderr.flush()
        os._exit(code)


def reseed() -> None:
    """Give this process random numbers of its own."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


if __name__ == "__main__":
    try:
        main()
    except ConnectionError:  # the server was killed
        sys.exit(0)
