"""The process that kernels are forked from: it has imported what they need, and does nothing else.

A fork takes over memory but no thread. Therefore nothing here opens a zmq context, a database or an event loop, and
the server refuses a zygote that has more than one thread. One that dies takes its kernels along.

Usage: ``python -m etika_widgets.hosts.kernels.zygote FD``, FD being a ``SOCK_SEQPACKET`` socket. It is told orders
``{args, env, cwd}`` and answers each with ``{pid}`` and a file that becomes readable when that kernel ends.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any, Final

PRELOAD: Final = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "tornado.queues",
    "ipywidgets",
    "anywidget",
    "etika_widgets.workbook",
    "etika_widgets.storage",
    "etika_widgets.hosts.kernel",
    "etika_widgets.hosts.kernel_seats",
)
LARGEST_ORDER: Final = 1 << 20
DIE_WITH_PARENT: Final = 1
"""``PR_SET_PDEATHSIG`` of ``prctl``."""
QUIET: Final = ("--IPKernelApp.capture_fd_output=False", "--HistoryManager.enabled=False")
"""No file of past inputs that all kernels would lock, no thread that watches for output of C libraries."""


def main() -> None:
    """Import everything, say so, and fork until the server hangs up."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    gc.disable()  # a collection would leave holes in pages that kernels share
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody debugs in a participant's page
    for module in PRELOAD:
        importlib.import_module(module)
    from etika_widgets._plugins import activity_types

    activity_types()
    prctl = ctypes.CDLL(None).prctl
    gc.collect()
    gc.freeze()
    threads = len(list(Path("/proc/self/task").iterdir()))
    channel.send(json.dumps({"threads": threads}).encode())
    serve(channel, prctl)


def serve(channel: socket.socket, prctl: Any) -> None:
    """Fork a kernel per order, and see kernels out that have ended."""
    poller = select.poll()
    poller.register(channel, select.POLLIN)
    kernels: dict[int, int] = {}
    while True:
        for ready, _ in poller.poll():
            if ready in kernels:
                poller.unregister(ready)
                os.waitpid(kernels.pop(ready), 0)
                os.close(ready)
                continue
            order = channel.recv(LARGEST_ORDER)
            if not order:
                return
            parent, pid = os.getpid(), os.fork()
            if pid == 0:
                channel.close()
                for other in kernels:
                    os.close(other)
                become_kernel(json.loads(order), prctl, parent)
            exit_file = os.pidfd_open(pid)  # nobody but this loop reaps it, so the number is still its own
            kernels[exit_file] = pid
            poller.register(exit_file, select.POLLIN)
            socket.send_fds(channel, [json.dumps({"pid": pid}).encode()], [exit_file])


def become_kernel(order: dict[str, Any], prctl: Any, parent: int) -> None:
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
        run_kernel(order["args"])
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()  # seats are given up there
        sys.stderr.flush()
        os._exit(code)


def run_kernel(arguments: list[str]) -> None:
    """Do what ``python -m ipykernel_launcher`` does."""
    import ipywidgets
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel_launcher", *arguments]
    app = IPKernelApp.instance(parent_handle=0)  # no thread that looks for the parent: the system tells
    app.initialize([*arguments, *QUIET])  # type: ignore[no-untyped-call]
    ipywidgets.register_comm_target()  # done on import otherwise, but then there was no kernel yet
    app.start()  # type: ignore[no-untyped-call]


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
