"""``etika rehearse WORKBOOK``: a whole class with made-up people before the real one, with a report and pictures."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.measures.rounding import half_up
from etika_widgets.rehearsal.bench import progress_bar
from etika_widgets.rehearsal.bots import Habit

if TYPE_CHECKING:
    from etika_widgets.rehearsal.rehearsal import Outcome

HABITS: Final = {
    Habit.STEADY: "biasa",
    Habit.LATE: "terlambat",
    Habit.SILENT: "diam",
    Habit.WAVERING: "berubah pikiran",
    Habit.DROPPING: "sering terputus",
    Habit.TROLL: "mengirim hal yang kacau",
}


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``etika``."""
    parser = commands.add_parser("rehearse", help="gladi: satu kelas penuh dengan peserta buatan")
    parser.add_argument("workbook", metavar="BUKU", help="nama buku kerja, mis. keluhan_di_loket")
    parser.add_argument("--people", type=int, default=40, metavar="N", help="banyaknya peserta buatan (40)")
    parser.add_argument(
        "--speed", type=float, default=20.0, metavar="X", help="sekian kali lebih cepat dari orang (20)"
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="undian; angka yang sama, gladi yang sama (1)"
    )
    parser.add_argument(
        "--content", action="append", default=[], type=Path, metavar="DIR", help="folder paket tambahan"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="tempat laporan dan gambar (gladi-BUKU)")
    parser.add_argument("--no-pictures", action="store_true", help="tanpa gambar layar")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Hold the rehearsal, write the report, return 1 if something happened that must not."""
    from etika_widgets.content.library import default_library
    from etika_widgets.rehearsal.pictures import Album, AlbumError
    from etika_widgets.rehearsal.rehearsal import rehearse

    library = default_library(options.content)
    library.pack(options.workbook)
    out: Path = options.out or Path(f"gladi-{options.workbook}")
    out.mkdir(parents=True, exist_ok=True)
    album: Callable[..., Album] | None = None
    note = "Tanpa gambar layar, seperti diminta."
    if not options.no_pictures:
        try:
            album = partial(Album, folder=out, browser=Album.find_browser())
            note = ""
        except AlbumError as error:
            note = f"Tanpa gambar layar: {error}"
    if note:
        print(note)
    outcome = rehearse(
        options.workbook,
        library,
        options.content[0] if options.content else None,
        people=options.people,
        speed=options.speed,
        seed=options.seed,
        say=progress_bar,
        look=album,
    )
    report = out / "laporan.md"
    report.write_text(written(outcome, note, sorted(path.name for path in out.glob("*.png"))), encoding="utf-8")
    (out / "laporan.json").write_text(json.dumps(told(outcome), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for line in outcome.broken:
        print(f"GAGAL: {line}")
    print(f"{outcome.stored} kiriman diterima dan tersimpan sekali. Laporan: {report}")
    return 1 if outcome.broken else 0


def told(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as plain JSON."""
    return {
        "workbook": outcome.workbook,
        "people": dict(outcome.people),
        "stored": outcome.stored,
        "seconds": round(outcome.seconds, 1),
        "steps": list(outcome.steps),
        "broken": list(outcome.broken),
    }


def written(outcome: Outcome, note: str, pictures: list[str]) -> str:
    """Return the report as Markdown, in Indonesian, for the facilitator."""
    people = ", ".join(f"{count} {HABITS[Habit(habit)]}" for habit, count in sorted(outcome.people.items()))
    lines = [
        f"# Gladi: {outcome.workbook}",
        "",
        f"Peserta buatan: {people}. Waktu gladi: {half_up(outcome.seconds, 0)} detik.",
        f"{outcome.stored} kiriman diterima; semuanya ada di basis data tepat sekali."
        if not outcome.broken
        else "Gladi ini GAGAL. Perbaiki yang di bawah ini sebelum kelas sungguhan.",
        "",
        *(f"* {line}" for line in outcome.broken),
        *([""] if outcome.broken else []),
        "| Langkah | Menit rencana | Aktivitas | Putaran | Jawaban | Ditolak | Detik gladi |",
        "|---|---:|---|---:|---:|---:|---:|",
        *(
            f"| {step['title']} | {step['minutes']} | {step['activity'] or '–'} | {step['round'] or '–'} "
            f"| {step['answers']} | {step['refused']} | {half_up(step['seconds'], 1)} |"
            for step in outcome.steps
        ),
        "",
        "Yang ditolak: kiriman kacau dari satu peserta, dan kiriman yang terlambat.",
        *(["", note] if note else []),
        *(line for name in pictures for line in ("", f"![{name.removesuffix('.png')}]({name})")),
    ]
    return "\n".join(lines) + "\n"
