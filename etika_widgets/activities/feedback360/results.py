"""What came together about one person, for that person alone, and the means of the class. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.feedback360.spec import LEAST_PEERS
from etika_widgets.measures.rounding import half_up
from etika_widgets.measures.suppression import THRESHOLD

if TYPE_CHECKING:
    from etika_widgets.activities.feedback360.spec import Feedback360Spec
    from etika_widgets.activity import Response

SELF: Final = "self"
"""Slot of one's own rating: ``{scores, codes: {peer, superior}}``."""
TASK: Final = "task"
"""Slots ``task:<n>`` of a rater: ``{code, relation, scores | None}``."""
SOURCES: Final = ("self", "peers", "superior")

Scores = Mapping[str, int | None]
"""Level by behaviour; None where there was nothing to see."""


@dataclass(frozen=True, slots=True)
class Rated:
    """Somebody who asked for feedback in one round, and what came."""

    scores: Scores
    codes: Mapping[str, str]
    peers: list[Scores] = field(default_factory=list)
    superior: list[Scores] = field(default_factory=list)
    """At most one: a superior's code is taken once."""


def rated_people(responses: Iterable[Response]) -> dict[int, list[Rated]]:
    """Return who asked for feedback, by round, each with the forms that were sent for them."""
    found: dict[int, list[Rated]] = defaultdict(list)
    places: dict[tuple[int, str], list[Scores]] = {}
    forms: list[tuple[tuple[int, str], Scores]] = []
    for one in responses:
        if one.slot == SELF:
            person = Rated(one.payload["scores"], one.payload["codes"])
            found[one.round].append(person)
            places[one.round, person.codes["peer"]] = person.peers
            places[one.round, person.codes["superior"]] = person.superior
        elif one.slot.startswith(f"{TASK}:") and one.payload["scores"]:
            forms.append(((one.round, one.payload["code"]), one.payload["scores"]))
    for place, scores in forms:
        if place in places:  # else the person left the class
            places[place].append(scores)
    return dict(found)


def person_summary(spec: Feedback360Spec, person: Rated) -> dict[str, Any]:
    """Return what one person gets to read about themselves.

    Returns:
        ``{peers, missing, superior, behaviours: [{id, self, peers, superior}],
        overall: {self, peers, superior, gap}}``.
        ``peers`` in a behaviour is the mean of at least :data:`LEAST_PEERS` who could see it, else ``None``.
        ``overall`` takes behaviours for which there is a number; ``gap`` is one's own mean minus that of peers, over
        behaviours that have both. In levels, rounded to two decimals.
    """
    lines = [(one.id, *_values(person, one.id)) for one in spec.behaviours]
    both = [(own, peers) for _, own, peers, _ in lines if own is not None and peers is not None]
    return {
        "peers": len(person.peers),
        "missing": max(0, LEAST_PEERS - len(person.peers)),
        "superior": bool(person.superior),
        "behaviours": [
            {"id": name, "self": own, "peers": _two(peers), "superior": superior}
            for name, own, peers, superior in lines
        ],
        "overall": {
            "self": _two(_mean([own for _, own, _, _ in lines])),
            "peers": _two(_mean([peers for _, _, peers, _ in lines])),
            "superior": _two(_mean([superior for *_, superior in lines])),
            "gap": _two(_mean([own - peers for own, peers in both])),
        },
    }


def class_results(spec: Feedback360Spec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{rounds: [{round, people, enough, superiors, behaviours: [{id, self, peers, superior}]}]}``.

    Each number is the mean over people, one value a person, in levels with two decimals; ``None`` where it stands for
    fewer than :data:`THRESHOLD` people. ``enough`` people have three peers, ``superiors`` a superior's form.
    """
    return {
        "rounds": [
            {
                "round": number,
                **progress(people),
                "behaviours": [{"id": one.id, **_class_means(people, one.id)} for one in spec.behaviours],
            }
            for number, people in sorted(rated_people(responses).items())
        ]
    }


def progress(people: Sequence[Rated]) -> dict[str, int]:
    """Return how many forms are complete: ``{people, enough, superiors}``."""
    return {
        "people": len(people),
        "enough": sum(len(person.peers) >= LEAST_PEERS for person in people),
        "superiors": sum(bool(person.superior) for person in people),
    }


def _class_means(people: Sequence[Rated], behaviour: str) -> dict[str, float | None]:
    columns = zip(*(_values(person, behaviour) for person in people), strict=True)
    known = [[value for value in column if value is not None] for column in columns]
    return {
        source: _two(_mean(values)) if len(values) >= THRESHOLD else None
        for source, values in zip(SOURCES, known, strict=True)
    }


def _values(person: Rated, behaviour: str) -> tuple[float | None, float | None, float | None]:
    """Return one person's own level, the mean of peers and the superior's level."""
    seen = [level for scores in person.peers if (level := scores[behaviour]) is not None]
    above = person.superior[0][behaviour] if person.superior else None
    return person.scores[behaviour], _mean(seen) if len(seen) >= LEAST_PEERS else None, above


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _two(value: float | None) -> float | None:
    return None if value is None else float(half_up(value, 2))
