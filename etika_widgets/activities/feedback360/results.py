"""What came together about one person, for that person alone, and the means of the class. Pure.

No number pools several sources, and a group below its minimum goes into none: what its members gave can then not be
worked out from any difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.feedback360.codes import PEER, SUBORDINATE, SUPERIOR
from etika_widgets.activities.feedback360.spec import LEAST_RATERS
from etika_widgets.measures.rounding import half_up
from etika_widgets.measures.suppression import THRESHOLD

if TYPE_CHECKING:
    from etika_widgets.activities.feedback360.spec import Feedback360Spec
    from etika_widgets.activity import Response

SELF: Final = "self"
"""Slot of one's own rating: ``{scores, codes: {relation: code}}``."""
TASK: Final = "task"
"""Slots ``task:<n>`` of a rater: ``{code, relation, scores | None}``."""
_OTHERS: Final = {"peers": PEER, "superior": SUPERIOR, "subordinates": SUBORDINATE}
"""Who else rates, and in which relation."""

Scores = Mapping[str, int | None]
"""Level by behaviour; None where there was nothing to see."""


@dataclass(frozen=True, slots=True)
class Rated:
    """Somebody who asked for feedback in one round, and what came."""

    scores: Scores
    codes: Mapping[str, str]
    forms: Mapping[str, list[Scores]] = field(default_factory=lambda: {source: [] for source in _OTHERS})
    """By source; of the superior at most one, whose code is taken once."""

    def complete(self, source: str) -> bool:
        """Return whether as many forms came from a source as it takes to be shown."""
        return len(self.forms[source]) >= _least(source)


def others(spec: Feedback360Spec) -> dict[str, str]:
    """Return who else rates: relations by source, in the order in which they are shown."""
    return {source: name for source, name in _OTHERS.items() if spec.subordinates or source != "subordinates"}


def sources(spec: Feedback360Spec) -> tuple[str, ...]:
    """Return all sources, oneself first."""
    return (SELF, *others(spec))


def rated_people(responses: Iterable[Response]) -> dict[int, list[Rated]]:
    """Return who asked for feedback, by round, each with the forms that were sent for them."""
    found: dict[int, list[Rated]] = defaultdict(list)
    places: dict[tuple[int, str], list[Scores]] = {}
    forms: list[tuple[tuple[int, str], Scores]] = []
    for one in responses:
        if one.slot == SELF:
            person = Rated(one.payload["scores"], one.payload["codes"])
            found[one.round].append(person)
            for source, relation in _OTHERS.items():
                if relation in person.codes:
                    places[one.round, person.codes[relation]] = person.forms[source]
        elif one.slot.startswith(f"{TASK}:") and one.payload["scores"]:
            forms.append(((one.round, one.payload["code"]), one.payload["scores"]))
    for place, scores in forms:
        if place in places:  # else the person left the class
            places[place].append(scores)
    return dict(found)


def count_forms(spec: Feedback360Spec, person: Rated) -> dict[str, int]:
    """Return how many forms came about one person, by source."""
    return {source: len(person.forms[source]) for source in others(spec)}


def person_summary(spec: Feedback360Spec, person: Rated) -> dict[str, Any]:
    """Return what one person gets to read about themselves.

    Returns:
        ``{forms: {source: n}, behaviours: [{id, self, peers, superior, …}], overall: {self, peers, superior, …},
        gap: {peers, …}}``, with ``subordinates`` where the definition asks for them.
        What a group gives in a behaviour is the mean of at least :data:`LEAST_RATERS` of it who could see it, else
        ``None``. ``overall`` takes behaviours for which there is a number; ``gap`` is by group one's own mean minus
        theirs, over behaviours that have both. In levels, rounded to two decimals.
    """
    names = sources(spec)
    lines = {one.id: {source: _value(person, source, one.id) for source in names} for one in spec.behaviours}
    return {
        "forms": count_forms(spec, person),
        "behaviours": [
            {"id": name, **{source: _two(value) for source, value in line.items()}} for name, line in lines.items()
        ],
        "overall": {source: _two(_mean(line[source] for line in lines.values())) for source in names},
        "gap": {
            group: _two(_mean(_gap(line, group) for line in lines.values())) for group in names if _is_group(group)
        },
    }


def class_results(spec: Feedback360Spec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{rounds: [{round, people, complete: {source: n}, behaviours: [{id, self, peers, superior, …}]}]}``.

    Each number is the mean over people, one value a person, in levels with two decimals; ``None`` where it stands for
    fewer than :data:`THRESHOLD` people. ``complete`` is :func:`progress`.
    """
    return {
        "rounds": [
            {
                "round": number,
                **progress(spec, people),
                "behaviours": [
                    {"id": one.id, **{source: _class_mean(people, source, one.id) for source in sources(spec)}}
                    for one in spec.behaviours
                ],
            }
            for number, people in sorted(rated_people(responses).items())
        ]
    }


def progress(spec: Feedback360Spec, people: Sequence[Rated]) -> dict[str, Any]:
    """Return ``{people, complete: {source: n}}``: how many asked, and for how many a source is complete."""
    return {
        "people": len(people),
        "complete": {source: sum(person.complete(source) for person in people) for source in others(spec)},
    }


def _is_group(source: str) -> bool:
    """Return whether a source is shown as a mean only."""
    return source not in (SELF, "superior")


def _least(source: str) -> int:
    return LEAST_RATERS if _is_group(source) else 1


def _value(person: Rated, source: str, behaviour: str) -> float | None:
    """Return one person's own level, the superior's, or the mean of a group that is large enough."""
    if source == SELF:
        return person.scores[behaviour]
    seen = [level for scores in person.forms[source] if (level := scores[behaviour]) is not None]
    return _mean(seen) if len(seen) >= _least(source) else None


def _gap(line: Mapping[str, float | None], group: str) -> float | None:
    own, theirs = line[SELF], line[group]
    return None if own is None or theirs is None else own - theirs


def _class_mean(people: Iterable[Rated], source: str, behaviour: str) -> float | None:
    known = [value for person in people if (value := _value(person, source, behaviour)) is not None]
    return _two(_mean(known)) if len(known) >= THRESHOLD else None


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _two(value: float | None) -> float | None:
    return None if value is None else float(half_up(value, 2))
