"""Forked kernels: real ones, from a real zygote."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.connect import write_connection_file
from traitlets.config import Config

from etika_widgets.hosts.kernels.forks import BOOK_MARK, LIGHT_MARK, PAGE_MARK, NotForked, Nursery, why_not_here
from etika_widgets.hosts.kernels.provisioner import Kernels

from .serving import measured
from .workbooks import write_content, write_workbook

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(why_not_here() is not None, reason=f"kernels cannot be forked here: {why_not_here()}"),
]

SECONDS = 60
MANY = 100
WIDGETS = "import ipywidgets\nfrom etika_widgets import Workbook\nmade = [ipywidgets.IntSlider() for _ in range(10)]"
Work = Callable[[Kernels], Coroutine[Any, Any, Any]]


@pytest.fixture
def run() -> Iterator[Callable[[Work], Any]]:
    """Return ``run(work)``, which gives ``work`` a kernel manager and ends all kernels afterwards."""

    async def whole(work: Work, folder: str) -> Any:
        config = Config()
        config.KernelManager.transport = "ipc"
        config.KernelRestarter.restart_limit = 0
        kernels = Kernels(config=config, connection_dir=folder)
        kernels.root_dir = folder
        try:
            return await asyncio.wait_for(work(kernels), SECONDS)
        finally:
            await kernels.stop()
            kernels.context.destroy(linger=0)

    with tempfile.TemporaryDirectory(dir="/tmp") as folder:  # ipc sockets take no long names, pytest's are too long
        yield lambda work: asyncio.run(whole(work, folder))


async def start(kernels: Kernels, mark: str = "1", **more: str) -> str:
    return await kernels.start_kernel(kernel_name="python3", env={**os.environ, PAGE_MARK: mark, **more})


async def execute(kernels: Kernels, kernel: str, code: str) -> str:
    """Run ``code`` in a kernel and return what it printed."""
    printed: list[str] = []

    def take(message: dict[str, Any]) -> None:
        printed.append(message["content"].get("text", ""))

    client = kernels.get_kernel(kernel).client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=SECONDS)
        reply = await client.execute_interactive(code, output_hook=take, timeout=SECONDS)
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(printed)
    finally:
        client.stop_channels()


def pid(kernels: Kernels, kernel: str) -> int:
    return kernels.get_kernel(kernel).provisioner.pid


def own_memory(process: int) -> int:
    """Return the kB that go when a process ends."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])


async def gone(*processes: int) -> None:
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{process}").exists() for process in processes):
        assert time.monotonic() < deadline, "processes are left"
        await asyncio.sleep(0.05)


def test_a_forked_kernel_is_a_whole_kernel_with_an_environment_and_chances_of_its_own(run):
    async def work(kernels: Kernels) -> None:
        first, second = await start(kernels, WARNA="merah"), await start(kernels, WARNA="biru")
        assert parent(pid(kernels, first)) == parent(pid(kernels, second)) == kernels.nursery.zygote_pid
        code = (
            f"{WIDGETS}\nimport os, random\n"
            "kernel = get_ipython().kernel\n"
            "print(os.environ['WARNA'], 'jupyter.widget' in kernel.comm_manager.targets, random.random())"
        )
        one, other = [(await execute(kernels, kernel, code)).split() for kernel in (first, second)]
        assert (one[:2], other[:2]) == (["merah", "True"], ["biru", "True"])
        assert one[2] != other[2]

    run(work)


def test_forked_kernels_take_less_memory_than_started_ones(run):
    async def work(kernels: Kernels) -> tuple[float, float]:
        used = []
        for mark in ("1", "0"):
            started = [await start(kernels, mark) for _ in range(4)]
            for kernel in started:
                await execute(kernels, kernel, WIDGETS)
            used.append(sum(own_memory(pid(kernels, kernel)) for kernel in started) / 4096)
        return used[0], used[1]

    forked, spawned = run(work)
    measured(f"memory per kernel: forked {forked:.0f} MB, started {spawned:.0f} MB")
    assert forked < 0.4 * spawned


def test_many_kernels_are_shut_down_together(run):
    async def work(kernels: Kernels) -> float:
        names = await asyncio.gather(*(start(kernels) for _ in range(MANY)))
        processes = [pid(kernels, kernel) for kernel in names]
        started = time.monotonic()
        await kernels.stop()
        await gone(*processes)
        return time.monotonic() - started

    taken = run(work)
    measured(f"{MANY} kernels shut down in {taken:.2f} s")
    assert taken < 5


def test_kernels_die_with_their_zygote_and_the_next_one_comes_from_another(run):
    async def work(kernels: Kernels) -> None:
        kernel = await start(kernels)
        process, zygote = pid(kernels, kernel), kernels.nursery.zygote_pid
        assert zygote
        os.kill(zygote, signal.SIGKILL)
        await gone(process)
        deadline = time.monotonic() + 20
        while kernel in kernels:  # noticed by the server, and forgotten instead of started again
            assert time.monotonic() < deadline
            await asyncio.sleep(0.05)
        another = await start(kernels)
        assert parent(pid(kernels, another)) == kernels.nursery.zygote_pid != zygote
        assert await execute(kernels, another, "print(6 * 7)") == "42\n"

    run(work)


def test_a_kernel_that_renders_a_light_page_is_forked_too(run):
    async def work(kernels: Kernels) -> None:
        kernel = await start(kernels, "0", **{LIGHT_MARK: "1"})
        assert parent(pid(kernels, kernel)) == kernels.nursery.zygote_pid

    run(work)


def test_nothing_of_the_rehearsal_before_the_fork_is_left_in_a_kernel(run):
    """Whatever a started kernel tells of itself, a forked one tells too."""

    async def work(kernels: Kernels) -> None:
        code = (
            "import sys, ipywidgets\n"
            "from ipywidgets.widgets import widget\n"
            "shell = get_ipython()\n"
            "print(*sorted(shell.user_ns), shell.execution_count, len(widget._instances), Out, *sys.path,\n"
            "      *sorted(shell.magics_manager.magics['line']),\n"
            "      *sorted(shell.kernel.comm_manager.targets), sep='\\n')"
        )
        forked, started = await start(kernels), await start(kernels, "0")
        told = [(await execute(kernels, kernel, code)).splitlines() for kernel in (forked, started)]
        assert told[0] == told[1]
        code = "session = get_ipython().kernel.session\nprint(session.session, session.bsession)"
        assert len({await execute(kernels, kernel, code) for kernel in (forked, await start(kernels))}) == 2

    run(work)


def test_a_cell_that_runs_is_interrupted(run):
    async def work(kernels: Kernels) -> None:
        kernel = await start(kernels)
        client = kernels.get_kernel(kernel).client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=SECONDS)
            asked = client.execute("print('jalan', flush=True)\nwhile True: pass")
            while (await client.get_iopub_msg(timeout=SECONDS))["msg_type"] != "stream":
                pass  # before the cell itself says that it runs, an interrupt meets the kernel between two cells
            await kernels.interrupt_kernel(kernel)
            reply = await client.get_shell_msg(timeout=SECONDS)
            while reply["parent_header"]["msg_id"] != asked:
                reply = await client.get_shell_msg(timeout=SECONDS)
            assert reply["content"]["ename"] == "KeyboardInterrupt"
        finally:
            client.stop_channels()

    run(work)


def test_what_is_large_in_a_workbook_is_imported_once_for_all(run, tmp_path, monkeypatch):
    write_workbook(write_content(tmp_path), "geser", "import pandas as pd\npd.DataFrame()")
    monkeypatch.setenv("ETIKA_CONTENT", str(tmp_path))

    async def work(kernels: Kernels) -> None:
        code = "import sys\nprint('pandas' in sys.modules)"
        for book, imported in (("ubah", "False\n"), ("geser", "True\n")):
            assert await execute(kernels, await start(kernels, **{BOOK_MARK: book}), code) == imported

    run(work)


def test_a_fork_is_held_like_a_process():
    async def work(folder: str) -> None:
        nursery = Nursery()
        try:
            file, _ = write_connection_file(f"{folder}/kernel.json", ip=f"{folder}/kernel", transport="ipc")
            fork = await nursery.fork("/no/such/file", os.environ, "/")
            assert fork.wait(SECONDS) == fork.poll() == -1
            fork = await nursery.fork(file, os.environ, "/")
            with pytest.raises(subprocess.TimeoutExpired):
                fork.wait(0)
            fork.kill()
            assert fork.wait(SECONDS) == -1
            fork.terminate()  # harmless
        finally:
            nursery.stop()

    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        asyncio.run(work(folder))


@pytest.mark.parametrize("changed", [{"PYTHONHASHSEED": "7"}, {"LD_PRELOAD": "/lib/x.so"}])
def test_what_a_fork_cannot_take_over_makes_a_process(changed):
    async def work() -> None:
        nursery = Nursery()
        try:
            with pytest.raises(NotForked, match=next(iter(changed))):
                await nursery.fork("", {**os.environ, **changed}, "/")
        finally:
            nursery.stop()

    asyncio.run(work())


def test_a_kernel_that_cannot_be_forked_is_started(run, monkeypatch):
    monkeypatch.setenv("ETIKA_FORK", "0")

    async def work(kernels: Kernels) -> None:
        kernel = await start(kernels)
        assert kernels.nursery.zygote_pid is None
        assert parent(pid(kernels, kernel)) == os.getpid()
        assert await execute(kernels, kernel, "print(6 * 7)") == "42\n"

    run(work)


def test_elsewhere_nothing_is_forked(monkeypatch):
    assert why_not_here() is None
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "darwin" in (why_not_here() or "")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delattr(os, "pidfd_open")
    assert "pidfd" in (why_not_here() or "")
