"""Rules for a pack that loads: time adds up, objectives are reached and seen, keys and sources are complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final, get_args

from etika_widgets.content.guess_rules import GUESSED, guessed
from etika_widgets.content.law_rules import law_problems
from etika_widgets.content.loader import entries, problem_at
from etika_widgets.content.pack import MINUTES_PER_JP, Competence, Pack
from etika_widgets.content.problems import Problem
from etika_widgets.content.skeleton_rules import skeleton_problems
from etika_widgets.content.table_rules import CURRENT
from etika_widgets.content.text_rules import (
    SAME_TEXT,
    SECOND_KEY,
    UNOBSERVABLE,
    claims_key,
    picture_faults,
    prose_faults,
    unobservable,
)
from etika_widgets.content.wording_rules import english_problems
from etika_widgets.content.yaml_source import Loc, Source
from etika_widgets.i18n import N_

VALUES: Final = (
    "berorientasi_pelayanan",
    "akuntabel",
    "kompeten",
    "harmonis",
    "loyal",
    "adaptif",
    "kolaboratif",
)
_KEYED: Final = {"quiz": "items", "daily": "items", "categorise": "items", "highlight": "passages"}
"""Types whose definitions hold keys, and the list in which these stand."""
_NO_REASON: Final = N_("alasan belum ada. Tulis 'rationale': mengapa pilihan ini tepat atau kurang tepat.")


def pack_problems(source: Source, pack: Pack) -> Iterator[Problem]:
    """Yield what is wrong with a pack that was read from ``source``."""
    yield from _frame(source, pack)
    yield from skeleton_problems(source, pack)
    yield from _objectives(source, pack)
    yield from law_problems(source, pack)
    for index, activity in entries(source.data, "activities"):
        yield from key_problems(source, ("activities", index), activity)
    yield from _guessed(source)
    yield from _recalls(source, pack)
    yield from english_problems(source, pack, frozenset(law.id for law in pack.law))


def pack_prose_problems(source: Source, text: str) -> Iterator[Problem]:
    """Yield outdated law, wrong numbers of values and undescribed pictures in the text of a pack or template."""
    lines = text.splitlines()
    for index, message in (*prose_faults(lines, _history_lines(source, lines)), *picture_faults(lines)):
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
        for verb in filter(None, map(unobservable, (objective.text.id, objective.text.en or ""))):
            yield problem_at(source, (*loc, "text"), UNOBSERVABLE, {"verb": verb})
        if objective.competence is None:
            template = N_("jenis kompetensi belum ada. Isi 'competence': {known}.")
            problem = problem_at(source, loc, template, {"known": ", ".join(get_args(Competence))})
            yield replace(problem, severity="warning")
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


def key_problems(source: Source, loc: Loc, activity: dict[str, Any]) -> Iterator[Problem]:
    """Yield keys that are not one, or stand without reason or reference; ``loc`` is where the activity stands."""
    kind = str(activity.get("type"))
    for index, item in entries(activity, _KEYED.get(kind, "")):
        at: Loc = (*loc, _KEYED[kind], index)
        if kind in ("quiz", "daily"):
            yield from _item(source, at, item)
        elif item.get("key") and not item.get("rationale"):
            yield problem_at(source, at, _NO_REASON)


def _item(source: Source, at: Loc, item: dict[str, Any]) -> Iterator[Problem]:
    options = [option for _, option in entries(item, "options")]
    ids = [option.get("id") for option in options]
    if item.get("key") not in ids or item.get("key") is None:
        fields = {"known": ", ".join(str(name) for name in ids)}
        yield problem_at(source, (*at, "key"), "kunci harus satu dari pilihan ini: {known}.", fields)
    given = item.get("rationales")
    seen: dict[str, Any] = {}
    for place, option in enumerate(options):
        reason = option.get("rationale") or (isinstance(given, dict) and given.get(option.get("id")))
        if not reason:
            yield problem_at(source, (*at, "options", place), _NO_REASON)
        elif option.get("id") != item.get("key") and claims_key(_indonesian(reason)):
            yield problem_at(source, (*at, "options", place), SECOND_KEY)
        text = _indonesian(option.get("text")).strip().casefold()
        if text in seen:
            yield problem_at(source, (*at, "options", place), SAME_TEXT, {"id": seen[text]})
        seen.setdefault(text, option.get("id"))
    if not item.get("reference"):
        yield problem_at(source, at, "rujukan belum ada. Isi 'reference' dengan id dasar hukum atau prinsip.")


def _guessed(source: Source) -> Iterator[Problem]:
    """All quizzes of a pack together: whoever sees through one sees through the next."""
    items = []
    for _, activity in entries(source.data, "activities"):
        for _, item in entries(activity, "items") if activity.get("type") == "quiz" else ():
            texts = {one.get("id"): _indonesian(one.get("text")) for _, one in entries(item, "options")}
            if len(texts) > 1 and item.get("key") in texts:
                items.append((texts.pop(item["key"]), list(texts.values())))
    if found := guessed(items):
        yield replace(problem_at(source, ("activities",), GUESSED, found), severity="warning")


def _indonesian(text: Any) -> str:
    return str(text.get("id", "") if isinstance(text, dict) else text)


def _history_lines(source: Source, lines: list[str]) -> frozenset[int]:
    """Return the lines of law entries whose status says that they are history."""
    found: set[int] = set()
    rows = [(source.line(("law", index)) - 1, entry) for index, entry in entries(source.data, "law")]
    after_law = [
        source.line((key,)) - 1
        for key in (source.data if isinstance(source.data, dict) else {})
        if rows and source.line((key,)) - 1 > rows[-1][0]
    ]
    starts = [*(start for start, _ in rows), min(after_law, default=len(lines))]
    for (start, stop), (_, entry) in zip(pairwise(starts), rows, strict=True):
        if str(entry.get("status")) not in CURRENT:
            found.update(range(start, stop))
    return frozenset(found)
