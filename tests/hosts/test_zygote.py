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
from traitlets.config import Config

from etika_widgets.hosts.kernels.forks import NotForked, Nursery, why_not_here
from etika_widgets.hosts.kernels.provisioner import PAGE_MARK, Kernels

from .serving import measured

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(why_not_here() is not None, reason=f"kernels cannot be forked here: {why_not_here()}"),
]

SECONDS = 60
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


def proportional_memory(process: int) -> int:
    """Return the kB of a process, shared pages counted in parts."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1])


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
            used.append(sum(proportional_memory(pid(kernels, kernel)) for kernel in started) / 4096)
        return used[0], used[1]

    forked, spawned = run(work)
    measured(f"memory per kernel: forked {forked:.0f} MB, started {spawned:.0f} MB")
    assert forked < 0.6 * spawned


def test_many_kernels_are_shut_down_together(run):
    async def work(kernels: Kernels) -> float:
        processes = [pid(kernels, await start(kernels)) for _ in range(40)]
        started = time.monotonic()
        await kernels.stop()
        await gone(*processes)
        return time.monotonic() - started

    taken = run(work)
    measured(f"40 kernels shut down in {taken:.2f} s")
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


def test_a_fork_is_held_like_a_process():
    async def work() -> None:
        nursery = Nursery()
        try:
            fork = await nursery.fork(["--no-such-file=\0"], os.environ, "/")
            assert fork.wait(SECONDS) == fork.poll() == -1
            fork = await nursery.fork(["-f", "/tmp/etika-never.json"], os.environ, "/")
            with pytest.raises(subprocess.TimeoutExpired):
                fork.wait(0)
            fork.kill()
            assert fork.wait(SECONDS) == -1
            fork.terminate()  # harmless
        finally:
            nursery.stop()

    asyncio.run(work())
    Path("/tmp/etika-never.json").unlink(missing_ok=True)


@pytest.mark.parametrize("changed", [{"PYTHONHASHSEED": "7"}, {"LD_PRELOAD": "/lib/x.so"}])
def test_what_a_fork_cannot_take_over_makes_a_process(changed):
    async def work() -> None:
        nursery = Nursery()
        try:
            with pytest.raises(NotForked, match=next(iter(changed))):
                await nursery.fork([], {**os.environ, **changed}, "/")
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
