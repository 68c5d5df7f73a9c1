"""Medians, spread, agreement and the widest disagreements. Pure; nobody is named.

A performance counts only once three peers have rated it: with fewer one could work out who gave what.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.rubric.spec import LEAST_RATERS, LEVELS, RubricSpec
from etika_widgets.errors import MeasureError

if TYPE_CHECKING:
    from etika_widgets.activity import Response
    from etika_widgets.measures.calibration import Calibration

RATE: Final = "rate"
SCORE: Final = "score"
"""Slots of peers' ratings and of the facilitator's."""
WIDEST: Final = 5
"""How many disagreements are listed."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rating:
    """What one rater gave; ``leads`` if it is the facilitator's."""

    performance: int
    subject: str
    rater: str
    scores: Mapping[str, int]
    leads: bool


@dataclass(frozen=True, slots=True)
class Case:
    """All ratings of one subject of one performance; ``group`` is None where a single person performed."""

    performance: int
    subject: str
    group: int | None
    ratings: tuple[Rating, ...]

    @property
    def peers(self) -> list[Rating]:
        """Ratings by peers."""
        return [rating for rating in self.ratings if not rating.leads]

    @property
    def lead(self) -> Rating | None:
        """The facilitator's rating."""
        return next((rating for rating in self.ratings if rating.leads), None)

    @property
    def shown(self) -> bool:
        """Whether peers enough have rated."""
        return len(self.peers) >= LEAST_RATERS

    def levels(self, criterion: str) -> list[int]:
        """Return the levels given for a criterion."""
        return [rating.scores[criterion] for rating in self.ratings]


def ratings(responses: Iterable[Response]) -> list[Rating]:
    """Return all ratings, the oldest first."""
    standing = {
        (one.participant, one.slot): one
        for one in sorted(responses, key=lambda one: one.round)
        if one.slot.startswith((f"{RATE}:", f"{SCORE}:"))
    }
    return [
        Rating(
            one.payload["performance"],
            one.payload["subject"],
            one.participant,
            one.payload["scores"],
            one.slot.startswith(f"{SCORE}:"),
        )
        for one in standing.values()
    ]


def cases(spec: RubricSpec, given: Iterable[Rating], groups: Mapping[int, int | None]) -> list[Case]:
    """Return what was rated, by performance.

    Args:
        spec: the rubric.
        given: all ratings.
        groups: the group of every performance, None for a single person.
    """
    found: dict[tuple[int, str], list[Rating]] = {}
    for rating in given:
        found.setdefault((rating.performance, rating.subject), []).append(rating)
    return [
        Case(number, subject, groups.get(number), tuple(found[number, subject]))
        for number in sorted({number for number, _ in found})
        for subject in spec.subjects
        if (number, subject) in found
    ]


def rubric_results(spec: RubricSpec, every: Sequence[Case], language: str) -> Json:
    """Return what the room sees.

    ``{n, performances, hidden, criteria: [{id, n, counts, median, low, high, gap}], subjects: [{group, subject,
    medians: {criterion: median}}], agreement, widest}``: ``hidden`` is how many performances have too few raters;
    ``gap`` is the facilitator's mean minus the peers', where both rated; ``agreement`` and ``widest`` as
    :func:`agree` and :func:`disagreements` return them. Subjects and disagreements are groups, roles and samples only.
    Of samples only those count who rated all of them, three at least, so that ICC(2,1) can be computed.
    """
    told = [case for case in every if case.shown]
    if spec.of == "samples":
        told = _by_all(told)
    groups = [case for case in told if case.group is not None or spec.of == "samples"]
    return {
        "n": len({rating.rater for case in every for rating in case.peers}),
        "performances": len({_performance(spec, case) for case in every}),
        "hidden": len({_performance(spec, case) for case in every if not case.shown}),
        "criteria": [{"id": name, **_spread(told, name), "gap": _gap(told, name)} for name in _names(spec)],
        "subjects": _subjects(spec, groups),
        "agreement": None if spec.of == "self" else agree(spec, told, every, language),
        "widest": disagreements(spec, groups),
    }


def disagreements(spec: RubricSpec, told: Iterable[Case]) -> list[Json]:
    """Return ``[{performance, group, subject, criterion, counts, low, high}]``, the widest first, at most five.

    Only levels two or more apart: neighbours are no disagreement worth a debrief.
    """
    found: list[tuple[int, float, int, Json]] = []
    for case in told:
        for name in _names(spec):
            levels = case.levels(name)
            width = max(levels) - min(levels)
            if width >= 2:
                row: Json = {"performance": case.performance, "group": case.group, "subject": case.subject}
                row |= {"criterion": name, "counts": _counts(levels), "low": min(levels), "high": max(levels)}
                found.append((-width, -statistics.pstdev(levels), len(found), row))
    return [row for *_, row in sorted(found, key=lambda one: one[:3])[:WIDEST]]


def agree(spec: RubricSpec, told: Sequence[Case], every: Sequence[Case], language: str) -> Json:
    """Return how far raters agree: ``{n, exact, adjacent, icc, kind, enough, why}``.

    ``exact`` and ``adjacent`` are the shares of pairs of raters who gave the same level, or levels one apart at most.
    ``icc`` is an intraclass correlation over all criteria of all performances: ``2,1`` where the same people rated
    everything, else ``1,1`` over as many ratings as every performance has. ``enough`` compares it with
    :data:`etika_widgets.measures.agreement.GATE`. What is undefined is ``None``, with the reason in ``why``.
    """
    from etika_widgets.measures import agreement  # numpy: not for servers that never show a rubric

    if not told:
        most = max((len(case.peers) for case in every), default=0)
        refusal = MeasureError(
            "Kesepakatan baru dihitung bila sedikitnya {least} rekan menilai penampilan yang sama; "
            "sekarang paling banyak {most}.",
            least=LEAST_RATERS,
            most=most,
        )
        unknown = dict.fromkeys(("exact", "adjacent", "icc", "kind", "enough"))
        return {"n": 0, **unknown, "why": refusal.text(language)}
    apart = [
        abs(one - other) for case in told for name in _names(spec) for one, other in combinations(case.levels(name), 2)
    ]
    same = len({frozenset(rating.rater for rating in case.ratings) for case in told}) == 1
    raters = min(len(case.ratings) for case in told)
    rows = [[rating.scores[name] for rating in _columns(case)[:raters]] for case in told for name in _names(spec)]
    kind = "2,1" if same else "1,1"
    value, why = None, None
    try:
        value = float(agreement.icc(rows, kind))
    except MeasureError as undefined:
        why = undefined.text(language)
    return {
        "n": sum(len(case.ratings) for case in told),
        "exact": sum(width == 0 for width in apart) / len(apart),
        "adjacent": sum(width <= 1 for width in apart) / len(apart),
        "icc": None if value is None else round(value, 2),
        "kind": kind,
        "enough": None if value is None else value >= agreement.GATE,
        "why": why,
    }


def medians(spec: RubricSpec, told: Sequence[Case]) -> dict[str, float | None]:
    """Return the median level of every criterion over these ratings."""
    return {name: _spread(told, name)["median"] for name in _names(spec)}


def calibrated(spec: RubricSpec, given: Iterable[Rating]) -> Calibration:
    """Return how close everybody comes to the reference of the samples.

    Raises:
        MeasureError: the rubric has no samples.
    """
    from etika_widgets.measures.calibration import calibrate  # numpy: as above

    levels: dict[str, dict[tuple[str, str], int]] = {}
    for rating in given:
        own = levels.setdefault(rating.rater, {})
        own.update({(rating.subject, name): level for name, level in rating.scores.items()})
    return calibrate(levels, spec.reference, LEVELS)


def gate_counts(spec: RubricSpec, given: Iterable[Rating]) -> Json | None:
    """Return ``{n, complete, passed, kappas}`` without names, the lowest κ first; None under three complete raters."""
    found = calibrated(spec, given)
    if found.complete < LEAST_RATERS:
        return None
    return {
        "n": len(found.raters),
        "complete": found.complete,
        "passed": sum(bool(one.passed) for one in found.raters),
        "kappas": sorted(round(one.kappa, 2) for one in found.raters if one.kappa is not None),
    }


def _by_all(told: Sequence[Case]) -> list[Case]:
    """Return the cases with the ratings of those who rated every one, or as they are if those are too few."""
    whole = set.intersection(*({one.rater for one in case.ratings} for case in told)) if told else set()
    if len(whole) < LEAST_RATERS:
        return [*told]
    return [replace(case, ratings=tuple(one for one in case.ratings if one.rater in whole)) for case in told]


def _performance(spec: RubricSpec, case: Case) -> int | str:
    return case.subject if spec.of == "samples" else case.performance


def _columns(case: Case) -> list[Rating]:
    """Return ratings so that the same rater always stands in the same column."""
    return sorted(case.ratings, key=lambda rating: rating.rater)


def _names(spec: RubricSpec) -> list[str]:
    return [criterion.id for criterion in spec.criteria]


def _counts(levels: Sequence[int]) -> dict[str, int]:
    found = Counter(levels)
    return {str(level): found[level] for level in LEVELS}


def _spread(told: Iterable[Case], criterion: str) -> Json:
    levels = [level for case in told for level in case.levels(criterion)]
    return {
        "n": len(levels),
        "counts": _counts(levels),
        "median": statistics.median(levels) if levels else None,
        "low": min(levels, default=None),
        "high": max(levels, default=None),
    }


def _gap(told: Iterable[Case], criterion: str) -> float | None:
    both = [
        (case.lead.scores[criterion], statistics.fmean(rating.scores[criterion] for rating in case.peers))
        for case in told
        if case.lead
    ]
    return round(statistics.fmean(lead - peers for lead, peers in both), 1) if both else None


def _subjects(spec: RubricSpec, told: Sequence[Case]) -> list[Json]:
    """Return medians of every group, or of every role over all groups."""
    rated: dict[tuple[int | None, str], list[Case]] = {}
    for case in sorted(told, key=lambda case: case.group or 0):
        rated.setdefault((None if spec.of == "roles" else case.group, case.subject), []).append(case)
    found = [
        {"group": group, "subject": subject, "medians": medians(spec, own)} for (group, subject), own in rated.items()
    ]
    return sorted(found, key=lambda one: spec.subjects.index(one["subject"]))
