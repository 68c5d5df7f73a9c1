"""How many kernel pages this machine can hold, and why."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FORKED_MB: Final = 24
STARTED_MB: Final = 60
"""Memory a page takes with its kernel, its widgets and our side of its connection; measured, rounded up."""
RESERVE: Final = 0.25
"""Share of the free memory that is left to everything else."""
FILES_PER_PAGE: Final = 24
UNKNOWN_MB: Final = 2048
"""Assumed to be free where the system cannot be asked."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """A number of pages and the reason for it, as the log gives it."""

    pages: int
    reason: str


def capacity(forked: bool, wanted: int | None = None) -> Capacity:
    """Return how many kernel pages may be open at once: ``wanted`` if given, else what memory and files allow."""
    if wanted is not None:
        return Capacity(wanted, "--kernel-pages")
    cost, how = (FORKED_MB, "forked") if forked else (STARTED_MB, "started one by one")
    free = free_memory_mb()
    by_memory = int(free * (1 - RESERVE) / cost)
    memory = f"{free:,} MB of memory free, {RESERVE:.0%} kept back, {cost} MB for each kernel ({how})"
    files = file_limit()
    if files is not None and files // FILES_PER_PAGE < by_memory:
        return Capacity(files // FILES_PER_PAGE, f"{files:,} open files allowed, {FILES_PER_PAGE} for each; {memory}")
    return Capacity(by_memory, memory)


def free_memory_mb() -> int:
    """Return the memory that can still be used, in MB: the machine's, or less in a container."""
    free = UNKNOWN_MB
    with suppress(OSError, StopIteration, ValueError):
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        free = int(next(line for line in lines if line.startswith("MemAvailable:")).split()[1]) // 1024
    with suppress(OSError, ValueError):  # no such files outside a container, "max" without a limit
        group = Path("/sys/fs/cgroup")
        limit = int((group / "memory.max").read_text(encoding="ascii"))
        used = int((group / "memory.current").read_text(encoding="ascii"))
        free = min(free, max(limit - used, 0) // (1024 * 1024))
    return free


def file_limit() -> int | None:
    """Return how many files this process may open, None where there is no such limit."""
    if sys.platform == "win32":
        return None
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else soft
