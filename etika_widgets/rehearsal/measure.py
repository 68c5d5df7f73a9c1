"""What a machine can tell about processes, and what a rehearsal makes of its numbers."""

from __future__ import annotations

import math
import os
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]
PROC: Final = Path("/proc")
MB: Final = 1_000_000

COLUMNS: Final = (
    ("people", "people", "{:,.0f}"),
    ("live", "live", "{:,.0f}"),
    ("join_seconds", "join, all live (s)", "{:.2f}"),
    ("memory_mb_per_person", "memory (MB each)", "{:.3f}"),
    ("answer_p95_ms", "answer to ack, p95 (ms)", "{:,.0f}"),
    ("push_p95_ms", "move to phone, p95 (ms)", "{:,.0f}"),
    ("acked", "acked", "{:,.0f}"),
    ("stored", "stored", "{:,.0f}"),
    ("first_page_bytes", "first page (bytes)", "{:,.0f}"),
    ("first_page_requests", "requests", "{:.0f}"),
    ("second_page_bytes", "second page (bytes)", "{:,.0f}"),
    ("load_average", "load average before", "{:.1f}"),
)
"""Key in the JSON, heading in the table, format."""

WORST_IS_LEAST: Final = frozenset({"live", "acked", "stored", "counted"})
WORST_IS_MOST: Final = frozenset({"lost", "doubled", "refused"})


def percentile(values: Iterable[float], share: float) -> float | None:
    """Return the value below which ``share`` of the values lie (nearest rank), None if there are none.

    Example:
        >>> percentile([5, 1, 2, 3, 4], 0.95)
        5
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None


def milliseconds(values: Iterable[float], share: float) -> float | None:
    """Return a percentile of seconds in milliseconds."""
    value = percentile(values, share)
    return None if value is None else round(value * 1000, 2)


def processor_seconds(pid: int | str = "self") -> float | None:
    """Return the processor time a process has used; None where there is no /proc."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    for one in found:
        for children in (PROC / str(one) / "task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue  # it has ended
    return found


def memory(pid: int) -> int | None:
    """Return the bytes a process and its children hold; shared pages count once. None without /proc."""
    parts = [held for one in family(pid) if (held := _memory_of(one)) is not None]
    return sum(parts) if parts else None


def _memory_of(pid: int) -> int | None:
    for name, field in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            for line in (PROC / str(pid) / name).read_text().splitlines():
                if line.startswith(field):
                    return int(line.split()[1]) * 1024
        except OSError:
            continue
    return None


def free_memory() -> int | None:
    """Return the bytes that new processes could use."""
    try:
        lines = (PROC / "meminfo").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)


def per_person(before: int | None, after: int | None, people: int) -> float | None:
    """Return how many megabytes each of ``people`` has cost."""
    if before is None or after is None or not people:
        return None
    return round((after - before) / people / MB, 4)


def load_average() -> float | None:
    """Return how many processes wanted a processor during the last minute."""
    try:
        return round(os.getloadavg()[0], 2)
    except (AttributeError, OSError):
        return None


def machine() -> Json:
    """Return what the numbers were measured on."""
    import platform

    total = None
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        total = round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1)
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": total,
        "system": platform.system(),
        "python": platform.python_version(),
    }


def summary(runs: Sequence[Json]) -> Json:
    """Return the medians of several runs of the same size; of counts, the worst."""
    if len(runs) == 1:
        return dict(runs[0])
    made: Json = {}
    for key, first in runs[0].items():
        values = [run[key] for run in runs if run[key] is not None]
        if not values or isinstance(first, (bool, dict, list, str)):
            made[key] = all(values) if isinstance(first, bool) else first
        elif key in WORST_IS_LEAST:
            made[key] = min(values)
        elif key in WORST_IS_MOST:
            made[key] = max(values)
        else:
            made[key] = statistics.median(values)
    return made


def table(sizes: Sequence[Json]) -> str:
    """Return the results as a Markdown table."""
    rows = [
        "| " + " | ".join(heading for _, heading, _ in COLUMNS) + " |",
        "|" + "---:|" * len(COLUMNS),
        *(
            "| " + " | ".join("–" if size[key] is None else form.format(size[key]) for key, _, form in COLUMNS) + " |"
            for size in sizes
        ),
    ]
    return "\n".join(rows)


def compared(ours: Json, stock: Json) -> str:
    """Return the comparison with stock Voilà as Markdown."""
    lines = [
        "| per participant | etika serve | stock Voilà | ratio |",
        "|---|---:|---:|---:|",
        *(
            _compared(label, ours.get(key), stock.get(key), unit)
            for label, key, unit in (
                ("time until live", "join_ms_per_person", "ms"),
                ("memory", "memory_mb_per_person", "MB"),
            )
        ),
        "",
        f"etika serve: {ours['people']} people at once; stock Voilà: {stock['people']} ({stock['live']} live). "
        "Voilà's visitors load the page and its kernel, not its 5 MB of scripts.",
    ]
    return "\n".join(lines)


def _compared(label: str, ours: float | None, stock: float | None, unit: str) -> str:
    if not ours or not stock or ours < 0:
        return f"| {label} | – | – | – |"
    return f"| {label} | {ours:,.3g} {unit} | {stock:,.3g} {unit} | {stock / ours:,.0f} × |"
