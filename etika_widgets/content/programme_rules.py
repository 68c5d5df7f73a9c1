"""Rules for programmes: sums that match, nobody in two places, rest, Friday prayers, a counter that stays open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final, get_args

from etika_widgets.content.pack import MINUTES_PER_JP
from etika_widgets.content.problems import ContentError, Problem
from etika_widgets.content.programmes import (
    SELF_PACED,
    Class,
    Day,
    Programme,
    Session,
    Weekday,
    clock,
    read_programme,
    shown,
)
from etika_widgets.content.yaml_source import Loc, Source
from etika_widgets.i18n import N_

FRIDAY: Final = (clock("11.30"), clock("13.00"))
"""Prayer and rest on Fridays."""
MIDDAY: Final = (clock("11.30"), clock("13.30"))
"""Somewhere in it lies the hour to pray and eat."""
MEAL: Final = 60
FRAME: Final = (clock("07.30"), clock("16.30"))
"""A day in class."""
LONGEST_STRETCH: Final = 3 * MINUTES_PER_JP
"""Minutes without a pause: one lesson as it is written."""
SHORTEST_PAUSE: Final = 10
EVENING: Final = clock("18.00")
NOON: Final = clock("12.00")

_WEEK: Final = get_args(Weekday)


def programme_problems(path: Path, jp_of: Callable[[str], int | None]) -> Iterator[Problem]:
    """Yield what is wrong with a programme.

    Args:
        path: its file.
        jp_of: returns the JP of a pack by its slug; ``None`` if there is no such pack.
    """
    try:
        programme, source = read_programme(path)
    except ContentError as error:
        yield from error.problems
        return
    yield from _Rules(programme, source, jp_of).problems()


class _Rules:
    def __init__(self, programme: Programme, source: Source, jp_of: Callable[[str], int | None]) -> None:
        self.programme = programme
        self.source = source
        self.jp_of = jp_of

    def problems(self) -> Iterator[Problem]:
        yield from self._names()
        for day_index, day in enumerate(self.programme.days):
            for index, session in enumerate(day.sessions):
                yield from self._session(("days", day_index, "sessions", index), day, session)
            yield from self._facilitators(day_index, day)
            yield from self._counter(day_index, day)
        for one in self.programme.classes:
            yield from self._sums(one)
            for day_index, day in enumerate(self.programme.days):
                yield from self._day(day_index, day, one)
            yield from self._after_evenings(one)

    def _at(self, loc: Loc, template: str, **fields: object) -> Problem:
        return Problem(self.source.path, self.source.line(loc), template, fields, loc=loc)

    def _names(self) -> Iterator[Problem]:
        programme = self.programme
        if programme.slug != self.source.path.stem:
            template = N_("slug '{slug}' harus sama dengan nama file '{stem}'.")
            yield self._at(("slug",), template, slug=programme.slug, stem=self.source.path.stem)
        people = sum(one.people for one in programme.classes)
        if people != programme.people:
            template = N_("jumlah peserta semua kelas {sum}, padahal tertulis {people}.")
            yield self._at(("people",), template, sum=people, people=programme.people)
        ids = [one.id for one in programme.classes]
        if len(set(ids)) < len(ids):
            yield self._at(("classes",), N_("dua kelas memakai id yang sama."))
        held = {theme for day in programme.days for session in day.sessions for theme in session.themes}
        for theme in sorted(held ^ set(programme.themes)):
            template = N_("tema '{theme}' harus ada di daftar tema dan di salah satu sesi.")
            yield self._at(("themes",), template, theme=theme)

    def _session(self, loc: Loc, day: Day, session: Session) -> Iterator[Problem]:
        when = {"start": shown(session.start), "end": shown(session.end)}
        if session.end <= session.start:
            yield self._at(loc, N_("{start}–{end}: sesi berakhir sebelum mulai."), **when)
        if session.jp and session.minutes != session.jp * MINUTES_PER_JP:
            template = N_("{start}–{end} = {minutes} menit, padahal {jp} JP = {wanted} menit.")
            wanted = session.jp * MINUTES_PER_JP
            yield self._at(loc, template, **when, minutes=session.minutes, jp=session.jp, wanted=wanted)
        if session.pause and (session.jp or session.module):
            yield self._at(loc, N_("jeda tidak punya modul dan JP."))
        if not session.module and not session.title:
            yield self._at(loc, N_("sesi harus punya 'module' atau 'title'."))
        if session.module and not session.jp:
            yield self._at(loc, N_("sesi dengan modul harus punya JP."))
        if session.module and self.jp_of(session.module) is None:
            yield self._at(loc, N_("modul '{module}' tidak ada."), module=session.module)
        known = {one.id for one in self.programme.classes}
        for name in sorted(set(session.classes) - known):
            yield self._at(loc, N_("kelas '{name}' tidak ada di daftar kelas."), name=name)
        if day.weekday == "jumat" and not session.pause and _overlap(session, FRIDAY):
            yield self._at(loc, N_("Jumat 11.30–13.00 untuk ibadah, istirahat, dan makan; sesi ini memotongnya."))
        if day.mode == "luring" and not FRAME[0] <= session.start <= session.end <= FRAME[1]:
            template = N_("sesi tatap muka harus di antara {first} dan {last}.")
            yield self._at(loc, template, first=shown(FRAME[0]), last=shown(FRAME[1]))

    def _sums(self, one: Class) -> Iterator[Problem]:
        taught: dict[str, int] = {}
        total = 0
        for day in self.programme.days:
            for session in self.programme.timetable(one.id, day):
                total += session.jp
                if session.module:
                    taught[session.module] = taught.get(session.module, 0) + session.jp
        if total != self.programme.jp:
            template = N_("kelas '{name}' mendapat {sum} JP, padahal program ini {jp} JP.")
            yield self._at(("jp",), template, name=one.id, sum=total, jp=self.programme.jp)
        for module, jp in taught.items():
            needed = self.jp_of(module) or 0
            if jp < needed:
                template = N_("kelas '{name}': modul '{module}' mendapat {jp} JP; paketnya {needed} JP.")
                yield self._at(("jp",), template, name=one.id, module=module, jp=jp, needed=needed)

    def _day(self, day_index: int, day: Day, one: Class) -> Iterator[Problem]:
        sessions = self.programme.timetable(one.id, day)
        loc: Loc = ("days", day_index)
        for before, after in pairwise(sessions):
            if after.start < before.end:
                template = N_("kelas '{name}' berada di dua sesi sekaligus pada {start}.")
                yield self._at(loc, template, name=one.id, start=shown(after.start))
        longest = max((end - start for start, end in _stretches(sessions, pauses=False)), default=0)
        if longest > LONGEST_STRETCH:
            template = N_("kelas '{name}' belajar {minutes} menit tanpa jeda; paling lama {most}.")
            yield self._at(loc, template, name=one.id, minutes=longest, most=LONGEST_STRETCH)
        if sessions and sessions[0].start < MIDDAY[0] and max(session.end for session in sessions) > MIDDAY[1]:
            work = [session for session in sessions if not session.pause]
            edges = [MIDDAY[0], *(edge for session in work for edge in (session.start, session.end)), MIDDAY[1]]
            inside = sorted(edge for edge in edges if MIDDAY[0] <= edge <= MIDDAY[1])
            free = [end - start for start, end in pairwise(inside) if not any(_overlap(s, (start, end)) for s in work)]
            if max(free, default=0) < MEAL:
                template = N_("kelas '{name}' tidak punya {minutes} menit untuk ibadah dan makan siang.")
                yield self._at(loc, template, name=one.id, minutes=MEAL)

    def _after_evenings(self, one: Class) -> Iterator[Problem]:
        for index, (day, following) in enumerate(pairwise(self.programme.days)):
            ends = [session.end for session in self.programme.timetable(one.id, day)]
            starts = [session.start for session in self.programme.timetable(one.id, following)]
            next_day = (_WEEK.index(following.weekday) - _WEEK.index(day.weekday)) % len(_WEEK) == 1
            if next_day and ends and starts and max(ends) > EVENING and min(starts) < NOON:
                template = N_("kelas '{name}' belajar malam; esoknya jangan mulai sebelum {noon}.")
                yield self._at(("days", index + 1), template, name=one.id, noon=shown(NOON))

    def _facilitators(self, day_index: int, day: Day) -> Iterator[Problem]:
        if day.mode == SELF_PACED:
            return
        tables = [self.programme.timetable(one.id, day) for one in self.programme.classes]
        for moment in sorted({session.start for table in tables for session in table}):
            at_once = sum(any(s.start <= moment < s.end and not s.pause for s in table) for table in tables)
            if at_once > self.programme.facilitators:
                template = N_("pukul {moment}: {count} kelas berjalan, fasilitatornya {facilitators}.")
                fields = {"moment": shown(moment), "count": at_once, "facilitators": self.programme.facilitators}
                yield self._at(("days", day_index), template, **fields)
                return

    def _counter(self, day_index: int, day: Day) -> Iterator[Problem]:
        if self.programme.counter is None:
            return
        away = [_stretches(self.programme.timetable(one.id, day), pauses=True) for one in self.programme.classes]
        for span in self.programme.counter.open:
            starts = {start for table in away for start, _ in table if span.start <= start < span.end}
            for moment in sorted({span.start, *starts}):
                if all(any(start <= moment < end for start, end in table) for table in away):
                    template = N_("pukul {moment} semua kelas belajar: loket kosong.")
                    yield self._at(("days", day_index), template, moment=shown(moment))
                    break


def _overlap(session: Session, span: tuple[int, int]) -> bool:
    return session.start < span[1] and session.end > span[0]


def _stretches(sessions: tuple[Session, ...], *, pauses: bool) -> list[tuple[int, int]]:
    """Return when a class is in class without a break of ten minutes; ``pauses`` in the timetable count as class."""
    found: list[tuple[int, int]] = []
    for session in sessions:
        if session.pause and not pauses and session.minutes >= SHORTEST_PAUSE:
            continue
        if found and session.start - found[-1][1] < SHORTEST_PAUSE:
            found[-1] = (found[-1][0], max(found[-1][1], session.end))
        else:
            found.append((session.start, session.end))
    return found
