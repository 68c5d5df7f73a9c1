"""Makes the memory of a process ready to be shared with its forks.

A fork shares each page until either side writes to it, and CPython writes to an object whenever it is used. So what
forks make should lie side by side, not in the gaps between what they share.
"""

from __future__ import annotations

import ctypes
import gc
import os
import re
import sys
import tempfile
from ctypes import c_size_t, c_void_p
from typing import Any, Final

EMPTY_BYTES: Final = 33
"""Size of ``b""``."""
PROBE: Final = 120_000
"""Too small for the C library to take it from elsewhere than its heap."""
PROBES: Final = 64
"""More than there are gaps of that size."""
LARGEST_GAP: Final = 1 << 16
SMALLEST_GAP: Final = 24
GAPS: Final = re.compile(r"^ *\d+ +(\d+) +\d+ +\d+ +(\d+) *$", re.MULTILINE)
"""In Python's report on its allocator: size of blocks, and how many of them are free among used ones."""

_filling: list[Any] = []


def settle() -> None:
    """Make what was built ready to be shared: not to be looked through for garbage, and without gaps."""
    gc.collect()
    _filling.append(fill_gaps())
    fill_heap()
    gc.freeze()


def fill_gaps() -> list[Any]:
    """Return objects that take all free places between used ones, to be kept.

    What a fork makes then lies side by side in memory of its own. Scattered over the gaps, each object would have a
    page copied for it.
    """
    kept: list[Any] = []
    for size, free in allocator_gaps():
        if size == 16:
            kept.append([object() for _ in range(free)])
        elif size == 32:
            kept.append([float(number) for number in range(free)])
        else:
            kept.append([bytes(size - EMPTY_BYTES) for _ in range(free)])
    return kept


def fill_heap() -> None:
    """Take the gaps of the C library's heap for the same reason; they are never given back."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = c_void_p, [c_size_t], [c_void_p]
    probes = [libc.malloc(PROBE) for _ in range(PROBES)]
    end = max(probe or 0 for probe in probes)  # lies behind all gaps
    for probe in probes:
        libc.free(probe)
    size = LARGEST_GAP
    while size >= SMALLEST_GAP:
        block = libc.malloc(size)
        if not block or block >= end:
            libc.free(block)
            size = size * 3 // 4


def allocator_gaps() -> list[tuple[int, int]]:
    """Return sizes of blocks and how many of them are free in pages that are in use."""
    report = getattr(sys, "_debugmallocstats", None)
    if report is None:
        return []
    with tempfile.TemporaryFile() as file:
        usual = os.dup(2)
        try:
            os.dup2(file.fileno(), 2)  # the report is written to standard error by C code
            report()
        finally:
            os.dup2(usual, 2)
            os.close(usual)
        file.seek(0)
        return [(int(size), int(free)) for size, free in GAPS.findall(file.read().decode())]
