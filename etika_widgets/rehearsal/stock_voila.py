"""Stock Voilà and `etika serve` with the same workbook: real page loads, a kernel for each visitor."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL
from typing import Any, Final

from tornado.httpclient import HTTPError

from etika_widgets.content.library import default_library
from etika_widgets.rehearsal.kernel_visits import Door, crowd
from etika_widgets.rehearsal.stage import (
    SLUG,
    RehearsalError,
    clean_environment,
    etika_server,
    free_port,
    last_words,
    running,
    write_content,
)
from etika_widgets.room import open_class
from etika_widgets.storage import open_store

Json = dict[str, Any]
Say = Callable[[str, int, int], None]
SLIDER: Final = "import ipywidgets\nipywidgets.IntSlider(description='Berapa?')"
MEASURED: Final = (
    ("time until all are live (s)", "join_seconds"),
    ("processor time, server and kernels (s)", "processor_seconds"),
    ("memory each: PSS (MB)", "memory_mb_per_person"),
    ("memory each: what the machine lost (MB)", "memory_machine_mb_per_person"),
    ("memory each: RSS, shared pages counted again (MB)", "memory_rss_mb_per_person"),
    ("server and all kernels, PSS (MB)", "memory_all_mb"),
)


def measure(folder: Path, people: int, deadline: float, say: Say, *, slider: bool = False) -> Json:
    """Let ``people`` open the workbook at once in a Voilà of its own; return what it took.

    Raises:
        RehearsalError: Voilà did not start.
    """
    workbook, url = _lesson(folder, slider), f"sqlite:///{folder / 'etika.sqlite3'}"
    code = _open(folder, url)
    port, log = free_port(), folder / "voila.log"
    command = [sys.executable, "-m", "voila", str(workbook), "--no-browser", "--Voila.ip=127.0.0.1", f"--port={port}"]
    environment = clean_environment(ETIKA_DB=url, ETIKA_CONTENT=str(folder / "isi"), ETIKA_KELAS=code)
    say("voila", 0, people)
    with running(command, environment, log, stdout=DEVNULL, cwd=folder) as process:
        door = Door(f"http://127.0.0.1:{port}")
        return _crowd("Voilà", door, process.pid, people, deadline, log, lambda done: say("voila", done, people))


def measure_ours(folder: Path, people: int, deadline: float, say: Say) -> Json:
    """Let ``people`` join a class whose workbook needs a kernel for each; return what it took.

    Raises:
        RehearsalError: the server did not start.
    """
    _lesson(folder, slider=True)
    say("kernel", 0, people)
    with etika_server(folder, folder / "isi", None) as served:
        code = _open(folder, f"sqlite:///{folder / 'data' / 'etika.sqlite3'}")
        base = f"http://{served.address.host}:{served.address.port}"
        door = Door(base, f"/voila/render/{SLUG}.ipynb?kelas={code}", code)
        log = folder / "server.log"
        return _crowd("Server", door, served.pid, people, deadline, log, lambda done: say("kernel", done, people))


def compare(people: int, repeat: int, deadline: float, say: Say) -> Json:
    """Measure both in turn, ``repeat`` times; return the medians, the ratios and all runs.

    Raises:
        RehearsalError: a server did not start.
    """
    runs: dict[str, list[Json]] = {"ours": [], "stock": []}
    for _ in range(repeat):
        for name, one in (("ours", measure_ours), ("stock", _stock_with_slider)):
            with tempfile.TemporaryDirectory(prefix="etika-bench-", ignore_cleanup_errors=True) as folder:
                runs[name].append(one(Path(folder), people, deadline, say))
    ours, stock = (_medians(runs[name]) for name in ("ours", "stock"))
    ratios = {key: round(ours[key] / stock[key], 3) for _, key in MEASURED if ours[key] and stock[key]}
    return {"people": people, "ours": ours, "stock": stock, "ratios": ratios, "runs": runs}


def comparison(result: Json) -> str:
    """Return a comparison as Markdown."""
    ours, stock, ratios = result["ours"], result["stock"], result["ratios"]
    heading = f"| {result['people']} kernel pages at once | etika serve | stock Voilà | ratio |"
    lines = [heading, "|---|---:|---:|---:|"]
    lines += [
        f"| {label} | {_shown(ours[key])} | {_shown(stock[key])} | {_shown(ratios.get(key))} |"
        for label, key in (("live", "live"), *MEASURED, ("load average before", "load_average"))
    ]
    return "\n".join(lines)


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:,.3g}"


def _medians(runs: list[Json]) -> Json:
    made: Json = {}
    for key in runs[0]:
        values = [run[key] for run in runs if run[key] is not None]
        made[key] = (min(values) if key == "live" else statistics.median(values)) if values else None
    return made


def _stock_with_slider(folder: Path, people: int, deadline: float, say: Say) -> Json:
    return measure(folder, people, deadline, say, slider=True)


def _lesson(folder: Path, slider: bool) -> Path:
    """Write the lesson; return its workbook, with a widget in it that needs a kernel if ``slider``."""
    workbook = write_content(folder / "isi")
    if slider:
        notebook = json.loads(workbook.read_text(encoding="utf-8"))
        cell: Json = {"id": "geser", "cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
        notebook["cells"].append(cell | {"source": SLIDER})
        workbook.write_text(json.dumps(notebook), encoding="utf-8")
    return workbook


def _open(folder: Path, url: str) -> str:
    """Open a class from the lesson; return its code."""
    store = open_store(url)
    try:
        return open_class(store, default_library([folder / "isi"]).pack(SLUG)).code
    finally:
        store.close()


def _crowd(
    name: str, door: Door, pid: int, people: int, deadline: float, log: Path, say: Callable[[int], None]
) -> Json:
    try:
        return asyncio.run(crowd(door, pid, people, deadline, say))
    except (OSError, HTTPError, TimeoutError, ValueError) as error:
        message = "{name} tidak berjalan: {reason}"
        raise RehearsalError(message, name=name, reason=f"{error}; {last_words(log)}") from error
