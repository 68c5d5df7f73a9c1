"""Programmes as a page for organisers, in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from etika_widgets.content.programmes import Day, Programme, Session, shown

PEOPLE_PER_HELPER: Final = 20
"""One co-facilitator for so many people in role play."""
ATTENDANCE: Final = 0.85
"""The share of JP that an organiser's checklist of one provincial BPSDM asks for."""

_HEAD: Final = """\
# Program: jadwal siap pakai

Untuk penyelenggara. Tiap jadwal diperiksa dengan `etika check`: 1 JP = 45 menit, jumlah JP cocok, tidak ada kelas \
di dua tempat, ada jeda, Jumat 11.30–13.00 bebas, dan loket tidak kosong. Halaman ini dibuat dari \
`datasets/programmes/`; ubah jadwalnya di sana. Syarat ruang, jaringan, dan bukti: [Penyelenggara](penyelenggara.md).
"""


def programme_page(programmes: Iterable[Programme], titles: Mapping[str, str]) -> str:
    """Return the page.

    Args:
        programmes: in the order in which they are shown.
        titles: what people call each module, by slug.
    """
    return "\n".join([_HEAD, *("\n".join(_programme(one, titles)) for one in programmes)])


def _programme(one: Programme, titles: Mapping[str, str]) -> list[str]:
    helpers = sum(math.ceil(group.people / PEOPLE_PER_HELPER) for group in one.classes)
    days = [sum(session.jp for session in one.timetable(one.classes[0].id, day)) for day in one.days]
    needed = math.ceil(one.jp * ATTENDANCE)
    lines = [
        f"## {one.title}",
        "",
        f"{one.about}",
        "",
        "| | |",
        "|---|---|",
        f"| **Peserta** | {one.audience} |",
        f"| **Kelas** | {len(one.classes)} × paling banyak {max(group.people for group in one.classes)} orang |",
        f"| **Fasilitator** | {one.facilitators}, dan {helpers} ko-fasilitator: satu tiap {PEOPLE_PER_HELPER} orang |",
        f"| **Waktu** | {' + '.join(map(str, days))} = {one.jp} JP = {_hours(one.jp * 45)} |",
        f"| **Batas 85 % hadir** | {needed} dari {one.jp} JP, dibulatkan ke atas |",
    ]
    if one.counter:
        hours = ", ".join(f"{shown(span.start)}–{shown(span.end)}" for span in one.counter.open)
        lines.append(f"| **Loket buka** | {hours} |")
    lines.append("")
    for number, day in enumerate(one.days, start=1):
        lines += _day(one, number, day, titles)
    if one.themes:
        lines += ["### Tema dan isinya", "", "| Tema | Isi | JP |", "|---|---|---:|"]
        lines += [_theme(one, theme, titles) for theme in one.themes]
        lines.append("")
    if one.notes:
        lines += ["### Catatan", "", *(f"- {note}" for note in one.notes), ""]
    return lines


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} jam {rest} menit" if rest else f"{hours} jam"


def _day(one: Programme, number: int, day: Day, titles: Mapping[str, str]) -> list[str]:
    turns = any(session.classes for session in day.sessions)
    who = " Kelas |" if turns else ""
    lines = [
        f"### Hari {number}, {day.weekday}: {day.mode}",
        "",
        f"| Jam |{who} Isi | JP |",
        f"|---|{'---|' if turns else ''}---|---:|",
    ]
    for session in sorted(day.sessions, key=lambda session: session.start):
        names = ", ".join(session.classes or (group.id for group in one.classes)).upper()
        when = f"{shown(session.start)}–{shown(session.end)}"
        lines.append(f"| {when} |{f' {names} |' if turns else ''} {_said(session, titles)} | {session.jp or '–'} |")
    total = sum(session.jp for session in one.timetable(one.classes[0].id, day))
    each = "**Jumlah tiap kelas**" if turns else "**Jumlah**"
    return [*lines, f"| |{' |' if turns else ''} {each} | **{total}** |", ""]


def _said(session: Session, titles: Mapping[str, str]) -> str:
    if not session.module:
        return session.title or ""
    name = f"[{titles[session.module]}]({session.module}.md)"
    return f"{name}: {session.title}" if session.title else name


def _theme(one: Programme, theme: str, titles: Mapping[str, str]) -> str:
    held: dict[str, int] = {}
    for day in one.days:
        for session in day.sessions:
            if theme in session.themes:
                name = titles[session.module] if session.module else session.title or ""
                held[name] = held.get(name, 0) + session.jp
    return f"| {theme} | {'; '.join(held)} | {sum(held.values())} |"
