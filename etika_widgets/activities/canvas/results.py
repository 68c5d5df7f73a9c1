"""Which sheets stand, what is filled in, how writers see their own sheet. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.canvas.spec import LEVELS, CanvasSpec

if TYPE_CHECKING:
    from etika_widgets.activity import Response

Json = dict[str, Any]


def sheets(spec: CanvasSpec, responses: Sequence[Response]) -> list[Response]:
    """Return the sheets that stand, one per writer or group: the last round's, or every round's with follow-ups.

    Sorted by group or by first answer, then by round. A group's sheet is the last one that a member stored:
    responses come oldest first, and the pen may have passed from hand to hand.
    """
    latest: dict[tuple[object, int], Response] = {}
    for response in responses:
        if response.slot != "answer" or (spec.by == "group" and response.group is None):
            continue
        owner = response.group if spec.by == "group" else response.participant
        latest[owner, response.round] = response
    order = {owner: place for place, owner in enumerate(dict.fromkeys(owner for owner, _ in latest))}
    if not spec.follow_up:
        last = {owner: max(round_ for other, round_ in latest if other == owner) for owner, _ in latest}
        latest = {key: one for key, one in latest.items() if key[1] == last[key[0]]}
    if spec.by == "group":
        return sorted(latest.values(), key=lambda one: (one.group or 0, one.round))
    return sorted(latest.values(), key=lambda one: (order[one.participant], one.round))


def canvas_results(spec: CanvasSpec, responses: Sequence[Response]) -> Json:
    """Return ``{n, filled: {field: sheets}, sheets: [{round, group, at, fields}]}``.

    ``n`` and ``filled`` count sheets of the first form, not follow-ups; ``sheets`` holds only those that the
    facilitator put on the shared screen; ``group`` is None where people write alone.
    """
    standing = sheets(spec, responses)
    first = [one for one in standing if spec.days_of(one.round) is None]
    return {
        "n": len(first),
        "filled": {
            field.id: sum(one.payload["fields"].get(field.id) not in (None, "", []) for one in first)
            for field in spec.fields_in(1)
        },
        "sheets": [_shown(spec, one) for one in standing if one.shown],
    }


def facilitator_sheets(spec: CanvasSpec, responses: Sequence[Response]) -> Json:
    """Return every sheet with the pseudonym of its writer, and how writers see their own: ``rubric``.

    ``rubric`` is ``{criterion: [people by level]}`` over the latest round in which somebody looked.
    """
    return {
        "sheets": [
            _shown(spec, one) | {"participant": one.participant, "name": one.name, "shown": one.shown}
            for one in sheets(spec, responses)
        ],
        "rubric": levels(spec, responses),
    }


def levels(spec: CanvasSpec, responses: Sequence[Response]) -> dict[str, list[int]]:
    """Return how many gave themselves each level, by criterion."""
    latest = {
        (response.group if spec.by == "group" else response.participant): response.payload["levels"]
        for response in responses
        if response.slot == "rubric"
    }
    return {
        criterion.id: [
            sum(given.get(criterion.id) == level for given in latest.values()) for level in range(1, LEVELS + 1)
        ]
        for criterion in spec.rubric
    }


def rounds_of(responses: Sequence[Response]) -> Json:
    """Return what one person or group stored, ``{round: {fields, at, levels}}``; the last one who wrote counts."""
    rounds: Json = {}
    for response in responses:
        entry = rounds.setdefault(str(response.round), {"fields": None, "at": None, "levels": None})
        if response.slot == "answer":
            entry |= {"fields": response.payload["fields"], "at": response.at}
        elif response.slot == "rubric":
            entry["levels"] = response.payload["levels"]
    return rounds


def _shown(spec: CanvasSpec, one: Response) -> Json:
    group = one.group if spec.by == "group" else None
    return {"round": one.round, "group": group, "at": one.at, "fields": one.payload["fields"]}
