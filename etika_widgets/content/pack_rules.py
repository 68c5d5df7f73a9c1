"""Rules for a pack that loads: time adds up, objectives are reached and seen, keys and sources are complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from pydantic import BaseModel

from etika_widgets.content.loader import entries, problem_at
from etika_widgets.content.pack import MINUTES_PER_JP, Pack
from etika_widgets.content.problems import Problem
from etika_widgets.content.text_rules import is_labelled, prose_faults
from etika_widgets.content.yaml_source import Loc, Source
from etika_widgets.i18n import N_
from etika_widgets.spec import Text

VALUES: Final = (
    "berorientasi_pelayanan",
    "akuntabel",
    "kompeten",
    "harmonis",
    "loyal",
    "adaptif",
    "kolaboratif",
)
_NOT_OBSERVABLE: Final = re.compile(r"\b(memahami|mengetahui|mengerti|menyadari)\b", re.IGNORECASE)
_KEYS_NAMED: Final = 4


def pack_problems(source: Source, pack: Pack) -> Iterator[Problem]:
    """Yield what is wrong with a pack that was read from ``source``."""
    yield from _frame(source, pack)
    yield from _objectives(source, pack)
    yield from _law(source, pack)
    for index, activity in entries(source.data, "activities"):
        if activity.get("type") == "quiz":
            yield from _quiz(source, ("activities", index), activity)
    yield from _recalls(source, pack)
    yield from _english(source, pack)


def pack_prose_problems(source: Source, text: str) -> Iterator[Problem]:
    """Yield outdated law and wrong numbers of values in the text of a pack file."""
    lines = text.splitlines()
    for index, message in prose_faults(lines, _history_lines(source, lines)):
        yield Problem(source.path, index + 1, message)


def _frame(source: Source, pack: Pack) -> Iterator[Problem]:
    if pack.slug != source.path.stem:
        yield problem_at(source, ("slug",), "slug harus sama dengan nama file: '{stem}'.", {"stem": source.path.stem})
    wanted = pack.jp * MINUTES_PER_JP
    if pack.minutes != wanted:
        fields = {"minutes": pack.minutes, "wanted": wanted, "jp": pack.jp}
        template = N_("jumlah menit {minutes}; harus {wanted} ({jp} JP × 45 menit). Sesuaikan 'minutes' atau 'jp'.")
        yield problem_at(source, ("runsheet",), template, fields)
    for index, value in enumerate(pack.values):
        if re.sub(r"[\s_-]+", "_", value.strip().lower()) not in VALUES:
            template = N_("'{value}' bukan salah satu dari tujuh nilai BerAKHLAK: {known}.")
            yield problem_at(source, ("values", index), template, {"value": value, "known": ", ".join(VALUES)})
    used = {step.activity for step in pack.runsheet}
    for index, activity in enumerate(pack.activities):
        if activity.id not in used:
            template = N_("tidak dipakai satu langkah pun. Sebut di 'runsheet', atau hapus.")
            yield replace(problem_at(source, ("activities", index), template), severity="warning")


def _objectives(source: Source, pack: Pack) -> Iterator[Problem]:
    known = {activity.id for activity in pack.activities}
    for index, objective in enumerate(pack.objectives):
        loc: Loc = ("objectives", index)
        verb = _NOT_OBSERVABLE.search(objective.text.id)
        if verb:
            template = N_(
                "'{verb}' tidak dapat diamati. Pakai kata kerja yang terlihat, misalnya menjelaskan atau menilai."
            )
            yield problem_at(source, (*loc, "text"), template, {"verb": verb[0].lower()})
        if not objective.activities:
            yield problem_at(source, loc, "tujuan ini belum dilatih. Isi 'activities' dengan id aktivitas.")
        if not objective.evaluation:
            yield problem_at(source, loc, "tujuan ini belum dinilai. Isi 'evaluation' dengan id aktivitas.")
        for key, names in (("activities", objective.activities), ("evaluation", objective.evaluation)):
            for place, name in enumerate(names):
                if name not in known:
                    template = N_("aktivitas '{name}' tidak ada di paket ini.")
                    yield problem_at(source, (*loc, key, place), template, {"name": name})


def _recalls(source: Source, pack: Pack) -> Iterator[Problem]:
    """Words can return from activities of the same class only."""
    for index, activity in enumerate(pack.activities):
        for place, name in enumerate(getattr(activity, "recalls", ())):
            if name == activity.id or name not in pack.activity_ids:
                template = N_("'{name}' bukan kegiatan lain di paket ini. Sebut id kegiatan yang lebih dulu.")
                yield problem_at(source, ("activities", index, "recalls", place), template, {"name": name})


def _law(source: Source, pack: Pack) -> Iterator[Problem]:
    for index, law in enumerate(pack.law):
        if law.checked_on is None:
            template = N_("tanggal pemeriksaan belum ada. Isi 'checked_on', misalnya 2026-01-20.")
            yield problem_at(source, ("law", index), template)


def _quiz(source: Source, loc: Loc, activity: dict[str, Any]) -> Iterator[Problem]:
    for index, item in entries(activity, "items"):
        at: Loc = (*loc, "items", index)
        options = [option for _, option in entries(item, "options")]
        ids = [option.get("id") for option in options]
        if item.get("key") not in ids or item.get("key") is None:
            fields = {"known": ", ".join(str(name) for name in ids)}
            yield problem_at(source, (*at, "key"), "kunci harus satu dari pilihan ini: {known}.", fields)
        given = item.get("rationales")
        for place, option in enumerate(options):
            listed = isinstance(given, dict) and given.get(option.get("id"))
            if not (option.get("rationale") or listed):
                template = N_("alasan belum ada. Tulis 'rationale': mengapa pilihan ini tepat atau kurang tepat.")
                yield problem_at(source, (*at, "options", place), template)
        if not item.get("reference"):
            yield problem_at(source, at, "rujukan belum ada. Isi 'reference' dengan id dasar hukum atau prinsip.")


def _english(source: Source, pack: Pack) -> Iterator[Problem]:
    """Warn once for each part of the pack, so that the list stays readable."""
    groups: dict[Loc, list[Loc]] = {}
    for loc in _untranslated(pack, (), frozenset(law.id for law in pack.law)):
        groups.setdefault(loc[:2] if len(loc) > 2 else loc, []).append(loc)
    for group, locs in groups.items():
        ways = [" ".join(str(key + 1) if isinstance(key, int) else key for key in loc[len(group) :]) for loc in locs]
        named = ", ".join(way for way in ways[:_KEYS_NAMED] if way) + (", …" if len(ways) > _KEYS_NAMED else "")
        at = locs[0] if len(locs) == 1 else group
        if named and len(locs) > 1:
            template = N_("{count} teks peserta belum ada bahasa Inggrisnya (kunci 'en'): {named}.")
            problem = problem_at(source, at, template, {"count": len(locs), "named": named})
        else:
            problem = problem_at(source, at, "teks peserta belum ada bahasa Inggrisnya (kunci 'en').")
        yield replace(problem, severity="warning")


def _untranslated(value: Any, loc: Loc, names: frozenset[str]) -> Iterator[Loc]:
    """Yield every text without English; ``names`` (ids of law entries, as in a reference) need none."""
    if isinstance(value, Text):
        if not value.en and value.id not in names:
            yield loc
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _untranslated(getattr(value, name), (*loc, name), names)
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _untranslated(entry, (*loc, index), names)


def _history_lines(source: Source, lines: list[str]) -> frozenset[int]:
    """Return the lines of law entries that say they are history; ``status`` stands on another line than the title."""
    found: set[int] = set()
    rows = [source.line(("law", index)) - 1 for index, _ in entries(source.data, "law")]
    after_law = [
        source.line((key,)) - 1
        for key in (source.data if isinstance(source.data, dict) else {})
        if rows and source.line((key,)) - 1 > rows[-1]
    ]
    end = min(after_law, default=len(lines))
    for start, stop in pairwise([*rows, end]):
        if is_labelled("\n".join(lines[start:stop])):
            found.update(range(start, stop))
    return frozenset(found)
