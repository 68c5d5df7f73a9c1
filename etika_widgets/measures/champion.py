"""Who may be proposed as an *Ethics Champion*: evidence from several sources and days, never from a score alone."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any, Final

import pandas as pd

from etika_widgets.errors import MeasureError

LEAST: Final = 2
"""Fewest sources and fewest days; both may be raised, never lowered."""
COLUMNS: Final = ("person", "source", "day", "met")


def eligible(
    evidence: Any,
    least_sources: int = LEAST,
    least_days: int = LEAST,
    scores: Collection[str] = ("tes",),
    language: str = "id",
) -> pd.DataFrame:
    """Return one row per person: whether the evidence meets the rule for an *Ethics Champion*, and if not, why.

    The rule: evidence that was met comes from at least ``least_sources`` sources, on at least ``least_days`` days. All
    ``scores`` together are one source, so that no score carries anybody alone, however high or often. To meet the
    rule is a reason to propose somebody, who may decline; it is no ranking and no award.

    Columns:
        meets: whether the rule is met; sources: sources with evidence that was met, scores together as one; days:
        days with such evidence; against: rows that were not met, for people to weigh: the rule does not count them;
        why: what is lacking, in ``language``, else empty.

    Args:
        evidence: a table with one row per observation and the columns ``person`` (a code, not a name), ``source``
            (``rekan``, ``atasan``, ``tes``, …; capitals do not matter), ``day`` (a date or ``"2026-01-31"``) and
            ``met`` (true or false).
        least_sources: sources needed, 2 or more.
        least_days: days needed, 2 or more.
        scores: names of sources that are scores of tests.
        language: ``id`` or ``en``.

    Raises:
        ValueError: a minimum below 2, or ``scores`` is one text instead of a collection of them.
        MeasureError: a column is missing, or a row lacks a value or holds one that cannot be read.

    Source:
        A proposal of this tool for trainers and organisers; not an official award or procedure.

    Example:
        >>> evidence = [("p01", "rekan", "2026-02-02", True), ("p01", "atasan", "2026-05-04", True),
        ...             ("p02", "tes", "2026-02-02", True), ("p02", "tes", "2026-05-04", True)]
        >>> found = eligible(pd.DataFrame(evidence, columns=COLUMNS))
        >>> found["meets"].to_dict(), found.loc["p02", "why"]
        ({'p01': True, 'p02': False}, 'Baru ada nilai tes. Perlu bukti dari sumber lain juga.')
    """
    if min(least_sources, least_days) < LEAST:
        raise ValueError(f"at least {LEAST} sources and days are needed, got {least_sources} and {least_days}")
    if isinstance(scores, str):  # its letters would be taken for names, and a score would carry somebody alone
        raise ValueError(f"scores must be a collection of names, such as ({scores!r},)")
    tested = {name.strip().casefold() for name in scores}
    found: dict[str, dict[str, Any]] = {}
    for number, (person, source, day, met) in enumerate(_rows(evidence), start=1):
        own = found.setdefault(_word(person, "person", number), {"sources": set(), "days": set(), "against": 0})
        name, when = _word(source, "source", number).casefold(), _day(day, number)
        if not _truth(met, number):
            own["against"] += 1
            continue
        own["sources"].add(None if name in tested else name)
        own["days"].add(when)
    rows = []
    for own in found.values():
        why = _lacking(own["sources"], own["days"], least_sources, least_days)
        counted = len(own["sources"]), len(own["days"]), own["against"]
        rows.append((why is None, *counted, why.text(language) if why else ""))
    index = pd.Index(found, name="person", dtype="object")
    return pd.DataFrame(rows, index=index, columns=["meets", "sources", "days", "against", "why"])


def _lacking(sources: set[str | None], days: set[Any], least_sources: int, least_days: int) -> MeasureError | None:
    """Return what is lacking; the source None stands for scores."""
    if not sources:
        return MeasureError("Belum ada bukti yang terpenuhi.")
    if sources == {None}:
        return MeasureError("Baru ada nilai tes. Perlu bukti dari sumber lain juga.")
    if len(sources) >= least_sources and len(days) >= least_days:
        return None
    return MeasureError(
        "Sumber: {sources} (perlu {least_sources}). Waktu: {days} (perlu {least_days}).",
        sources=len(sources),
        days=len(days),
        least_sources=least_sources,
        least_days=least_days,
    )


def _rows(evidence: Any) -> Any:
    frame = pd.DataFrame(evidence)
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing and len(frame):
        raise MeasureError(
            "Kolom ini tidak ada: {names}. Yang diperlukan: {known}.",
            names=", ".join(missing),
            known=", ".join(COLUMNS),
        )
    return zip(*(frame.get(name, ()) for name in COLUMNS), strict=True)


def _word(value: Any, column: str, row: int) -> str:
    if pd.isna(value) or not str(value).strip():
        raise _unread(value, column, row)
    return str(value).strip()


def _day(value: Any, row: int) -> datetime.date:
    if isinstance(value, datetime.date) and not pd.isna(value):
        return value.date() if isinstance(value, datetime.datetime) else value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _unread(value, "day", row) from None


def _truth(value: Any, row: int) -> bool:
    if pd.isna(value) or value not in (True, False):
        raise _unread(value, "met", row)
    return bool(value)


def _unread(value: Any, column: str, row: int) -> MeasureError:
    return MeasureError(
        "Baris {row}, kolom '{column}': '{value}' tidak dapat dipakai. Lengkapi atau keluarkan baris itu.",
        row=row,
        column=column,
        value=value,
    )
