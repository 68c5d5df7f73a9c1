"""The section that compares the first quiz of a class with its last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from etika_widgets.activities.latest import latest
from etika_widgets.activity import Phase
from etika_widgets.i18n import N_
from etika_widgets.reports.figures import bars
from etika_widgets.reports.sections import Material
from etika_widgets.wording import Words

Json = dict[str, Any]
Sheets = Mapping[str, Mapping[str, str]]
"""What each participant answered, by item."""

LEAST_PAIRS: Final = 5
"""With fewer people who took both, a mean would tell what single people scored."""

BANDS: Final = {"tinggi": N_("tinggi"), "sedang": N_("sedang"), "rendah": N_("rendah")}


def class_gain(quizzes: Sequence[Material], words: Words, *, ended: bool) -> Json | None:
    """Return the comparison of the first and the last quiz; ``None`` if the class has no two quizzes.

    Where a gain cannot be given, ``reason`` says why and no number is there.
    """
    _ = words
    if len(quizzes) < 2:
        return None
    first, last = quizzes[0], quizzes[-1]
    names = [material.activity.spec.title.get(_.language) for material in (first, last)]
    entry: Json = {"names": names}
    items = [material.content()["items"] for material in (first, last)]
    if not ended and any(material.activity.phase is not Phase.REVEALED for material in (first, last)):
        reason = _("Hasil kedua kuis belum dibuka di kelas. Buat laporan lagi sesudah kelas diakhiri.")
        return entry | {"reason": reason}
    if len(items[0]) != len(items[1]):
        reason = _(
            "Jumlah soal kedua kuis berbeda ({first} dan {last}), jadi nilainya tidak dapat dibandingkan begitu saja.",
            first=len(items[0]),
            last=len(items[1]),
        )
        return entry | {"reason": reason}
    highest = len(items[0])
    sheets = [_sheets(material) for material in (first, last)]
    before, after = _pairs(_scores(first, sheets[0]), _scores(last, sheets[1]))
    if len(before) < LEAST_PAIRS:
        reason = _(
            "Kurang dari {least} orang mengerjakan kedua kuis. Rata-rata dari orang sesedikit itu akan membuka "
            "nilai orang per orang.",
            least=LEAST_PAIRS,
        )
        return entry | {"reason": reason}
    if all(score == highest for score in before):
        reason = _(
            "Semua orang sudah benar semua pada kuis pertama; tidak ada ruang naik, jadi gain tidak terdefinisi."
        )
        return entry | {"reason": reason}
    return entry | _numbers(_, before, after, highest) | {"rows": _rows(_, (first, last), sheets, len(before))}


def _pairs(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[list[int], list[int]]:
    """Return the scores of those who took both quizzes, in the same order."""
    both = [who for who in before if who in after]
    return [before[who] for who in both], [after[who] for who in both]


def _numbers(_: Words, before: Sequence[int], after: Sequence[int], highest: int) -> Json:
    from etika_widgets.measures import gain  # brings numpy, which a class without two quizzes can do without

    n, full = len(before), before.count(highest)
    of_means = gain.class_gain(before, after, highest)
    return {
        "n": _.number(n),
        "highest": _.number(highest),
        "before": _.decimal(Fraction(sum(before), n), 2),
        "after": _.decimal(Fraction(sum(after), n), 2),
        "gain": _.decimal(of_means, 2),
        "band": _(N_("turun") if of_means < 0 else BANDS[gain.band(of_means)]),
        "mean_of_gains": _.decimal(gain.mean_gain(before, after, highest, skip_full=True), 2),
        "undefined": _.number(full) if full else None,
    }


def _sheets(material: Material) -> Sheets:
    return {response.participant: response.payload["answers"] for response in latest(material.responses, "answer")}


def _keys(material: Material) -> dict[str, str]:
    return {item["id"]: item["key"] for item in material.reveal()["items"]}


def _scores(material: Material, sheets: Sheets) -> dict[str, int]:
    keys = _keys(material)
    return {who: sum(answers.get(item) == key for item, key in keys.items()) for who, answers in sheets.items()}


def _rows(_: Words, quizzes: Sequence[Material], sheets: Sequence[Sheets], n: int) -> list[Json]:
    """Return how many of those who took both had the first item right, then the second one, and so on."""
    both = set(sheets[0]) & set(sheets[1])
    keys = [list(_keys(material).items()) for material in quizzes]
    rows = []
    for number, pair in enumerate(zip(*keys, strict=True), start=1):
        right = [
            sum(sheet[who].get(item) == key for who in both) for sheet, (item, key) in zip(sheets, pair, strict=True)
        ]
        spoken = _("Benar sebelum: {before} dari {n}; sesudah: {after} dari {n}", before=right[0], after=right[1], n=n)
        rows.append(
            {
                "label": _("Soal {number}", number=number),
                "key": False,
                "note": "",
                "cells": [{"count": _.number(count), "percent": _.percent(count, n)} for count in right],
                "bars": bars([Fraction(count, n) for count in right], spoken),
            }
        )
    return rows
