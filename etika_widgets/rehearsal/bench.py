"""``etika bench``: rehearse a class with as many phones as wanted and say what this machine can hold."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from subprocess import PIPE
from typing import Any, Final

from etika_widgets._limits import raise_file_limit
from etika_widgets.rehearsal import figure
from etika_widgets.rehearsal.generator import Options
from etika_widgets.rehearsal.measure import compared, free_memory, machine, summary, table
from etika_widgets.rehearsal.stage import (
    POLL,
    RehearsalError,
    Served,
    clean_environment,
    etika_server,
    last_words,
    running,
    write_content,
)
from etika_widgets.storage import open_store

Json = dict[str, Any]
Say = Callable[[str, int, int], None]
BAR: Final = 30
EVERY_TENTH: Final = 10
VOILA_PEOPLE: Final = 16
KERNEL_PAGES: Final = 40
VOILA_BYTES: Final = 400_000_000
"""Free memory to leave for each kernel; they need 105 to 127 MB."""


def bench(
    people: int | Sequence[int],
    rounds: int = 1,
    *,
    compare_voila: bool = False,
    json_path: Path | None = None,
    png_path: Path | None = None,
    reconnect_every: int = 0,
    repeat: int = 1,
    idle_seconds: float = 0.0,
    db: str | None = None,
    deadline: float = 120.0,
    say: Say | None = None,
) -> Json:
    """Rehearse a class of each size on a server of its own; return the medians of the largest, with all ``sizes``.

    Args:
        people: how many phones; several sizes make a picture.
        rounds: how often all of them answer.
        compare_voila: whether stock Voilà is measured too, with the same workbook.
        json_path: where to write the results.
        png_path: where to draw the picture; beside ``json_path`` by default if there are several sizes.
        reconnect_every: every so manieth phone loses its line in each round.
        repeat: how often each size is rehearsed.
        idle_seconds: how long to watch a class in which nobody does anything.
        db: address of a database to use instead of a throw-away file; the class is deleted from it afterwards.
        deadline: seconds that each part may take.
        say: told how far it is.

    Raises:
        RehearsalError: the server or the generator could not be started or gave up.
    """
    raise_file_limit()
    sizes = [people] if isinstance(people, int) else list(people)
    wanted = {
        "rounds": rounds,
        "reconnect_every": reconnect_every,
        "idle_seconds": idle_seconds,
        "deadline": deadline,
    }
    results: list[Json] = []
    for size in sizes:
        runs = [_rehearse(size, wanted, db, say or _silent) for _ in range(repeat)]
        results.append(summary(runs) | ({"runs": runs} if repeat > 1 else {}))
    report: Json = dict(max(results, key=lambda one: int(one["people"])))
    report |= {"machine": machine(), "database": (db or "sqlite").partition(":")[0], "sizes": results}
    if compare_voila:
        report["voila"] = _stock_voila(deadline, say or _silent)
    if json_path:
        json_path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        png_path = png_path or (json_path.with_suffix(".png") if len(sizes) > 1 else None)
    if png_path:
        figure.draw(results, png_path)
    return report


def _rehearse(people: int, wanted: Json, db: str | None, say: Say) -> Json:
    with tempfile.TemporaryDirectory(prefix="etika-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        write_content(folder / "isi")
        say("server", 0, 1)
        with etika_server(folder, folder / "isi", db) as served:
            result = _generate(served, people, wanted, folder, say)
            result |= _stored(db or f"sqlite:///{folder / 'data' / 'etika.sqlite3'}", result, delete=db is not None)
        return result


def _generate(served: Served, people: int, wanted: Json, folder: Path, say: Say) -> Json:
    """Run the load generator in its own process and return what it measured."""
    options = Options(
        host=served.address.host,
        port=served.address.port,
        pid=served.pid,
        token=served.token,
        people=people,
        **wanted,
    )
    command = [sys.executable, "-m", "etika_widgets.rehearsal.generator", json.dumps(asdict(options))]
    log = folder / "generator.log"
    with running(command, clean_environment(), log, stdout=PIPE) as process:
        # It has deadlines of its own; this one is for the case that it hangs nevertheless.
        watch = threading.Timer(options.deadline * (options.rounds * 3 + 6) + options.idle_seconds, process.kill)
        watch.start()
        try:
            for text in process.stdout or ():
                line = json.loads(text)
                if "step" in line:
                    say(line["step"], line["done"], line["of"])
                elif "result" in line:
                    result: Json = line["result"]
                    return result
                else:
                    raise RehearsalError("Latihan beban berhenti: {reason}", reason=line["error"])
        finally:
            watch.cancel()
    raise RehearsalError("Latihan beban berhenti: {reason}", reason=last_words(log))


def _stored(url: str, result: Json, *, delete: bool) -> Json:
    """Count what the database holds and compare it with what was sent and acknowledged."""
    sent: dict[str, str] = result.pop("chosen")
    code: str = result.pop("code")
    store = open_store(url)
    try:
        rows = [row for row in store.changes(code).responses if row.activity == POLL]
        kept = {f"{row.participant} {row.round}": row.payload for row in rows}
        events = [(event.participant, event.round) for event in store.events(code) if event.kind == "answer"]
        if delete:
            store.delete_class(code)
    finally:
        store.close()
    right = sum((kept.get(key) or {}).get("choices") == [choice] for key, choice in sent.items())
    doubled = len(rows) - len(kept) + len(events) - len(set(events))
    exact = len(rows) == right == result["acked"] == result["people"] * result["rounds"] and not doubled
    return {"stored": len(rows), "doubled": doubled, "exactly_once": exact}


def _stock_voila(deadline: float, say: Say) -> Json:
    from etika_widgets.rehearsal.stock_voila import measure

    free = free_memory()
    people = VOILA_PEOPLE if free is None else max(1, min(VOILA_PEOPLE, free // VOILA_BYTES))
    with tempfile.TemporaryDirectory(prefix="etika-bench-", ignore_cleanup_errors=True) as name:
        return measure(Path(name), people, deadline, say)


def _silent(step: str, done: int, of: int) -> None:
    del step, done, of


def progress_bar(step: str, done: int, of: int) -> None:
    """Show on the terminal how far it is; into a file goes only what is finished."""
    full = done * BAR // max(of, 1)
    words = {
        "server": "server",
        "join": "bergabung",
        "rounds": "putaran",
        "voila": "Voilà biasa",
        "kernel": "berkernel",
    }
    line = f"{words.get(step, step):<12} [{'#' * full}{'.' * (BAR - full)}] {done}/{of}"
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line}\x1b[K" + ("\n" if done >= of else ""))
    elif done >= of:
        sys.stderr.write(line + "\n")
    sys.stderr.flush()


def people_list(text: str) -> list[int]:
    """Return the sizes in ``10,50,200``.

    Raises:
        argparse.ArgumentTypeError: it holds something else.
    """
    parts = text.split(",")
    if not all(part.strip().isdecimal() and 1 <= int(part) <= 20_000 for part in parts):
        raise argparse.ArgumentTypeError(f"'{text}' bukan jumlah orang; contoh: 200 atau 10,50,200.")
    return [int(part) for part in parts]


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"'{text}' bukan bilangan 1 sampai 1000.")
    return int(text)


def add_parser(commands: Any) -> None:
    """Add ``bench`` to the command line's sub-commands."""
    parser = commands.add_parser("bench", help="latihan beban: berapa orang yang bisa dilayani komputer ini")
    parser.add_argument("--people", type=people_list, default=[200], metavar="N[,N…]", help="jumlah peserta (200)")
    parser.add_argument("--rounds", type=_count, default=1, metavar="R", help="putaran jawaban (1)")
    parser.add_argument("--repeat", type=_count, default=1, metavar="K", help="ulangi dan ambil median (1)")
    parser.add_argument(
        "--reconnect",
        type=_count,
        nargs="?",
        const=EVERY_TENTH,
        default=0,
        metavar="N",
        help="tiap peserta ke-N (10) terputus pada setiap putaran",
    )
    parser.add_argument("--idle", type=_count, default=0, metavar="DETIK", help="ukur juga kelas yang diam")
    parser.add_argument("--compare-voila", action="store_true", help="bandingkan dengan Voilà biasa")
    parser.add_argument(
        "--kernel-pages",
        type=_count,
        nargs="?",
        const=KERNEL_PAGES,
        default=0,
        metavar="N",
        help=f"sebagai gantinya: N ({KERNEL_PAGES}) halaman berkernel sekaligus, dibandingkan dengan Voilà biasa",
    )
    parser.add_argument("--db", metavar="URL", help="basis data lain, mis. postgresql://…")
    parser.add_argument("--json", type=Path, metavar="FILE", help="tulis hasil sebagai JSON")
    parser.add_argument("--png", type=Path, metavar="FILE", help="gambar biaya terhadap jumlah peserta")
    parser.add_argument("--deadline", type=_count, default=120, metavar="DETIK", help="batas tiap bagian (120)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command: 0 if everybody became live and every answer is stored exactly once, else 1."""
    if options.kernel_pages:
        return _kernel_pages(options)
    report = bench(
        options.people,
        options.rounds,
        compare_voila=options.compare_voila,
        json_path=options.json,
        png_path=options.png,
        reconnect_every=options.reconnect,
        repeat=options.repeat,
        idle_seconds=float(options.idle),
        db=options.db,
        deadline=float(options.deadline),
        say=progress_bar,
    )
    lines = [table(report["sizes"])]
    if "voila" in report:
        lines += ["", compared(report, report["voila"])]
    lines += ["", *(f"{size['people']}: {size['errors']}" for size in report["sizes"] if size["errors"])]
    sys.stdout.write("\n".join(lines).rstrip() + "\n")
    return 0 if all(size["exactly_once"] and size["live"] == size["people"] for size in report["sizes"]) else 1


def _kernel_pages(options: argparse.Namespace) -> int:
    """Compare pages with a kernel each: 0 if all of them became live here."""
    from etika_widgets.rehearsal.stock_voila import compare, comparison

    raise_file_limit()
    report = compare(options.kernel_pages, options.repeat, float(options.deadline), progress_bar)
    if options.json:
        options.json.write_text(json.dumps(report | {"machine": machine()}, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(comparison(report) + "\n")
    return 0 if report["ours"]["live"] == report["people"] else 1
