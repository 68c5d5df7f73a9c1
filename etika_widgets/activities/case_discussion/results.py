"""Positions and what groups wrote. Pure.

A group's synthesis is the last one that a member stored: responses come oldest first, and the pen may have passed
from hand to hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.case_discussion.spec import CaseDiscussionSpec
from etika_widgets.activities.latest import latest

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def syntheses(responses: Sequence[Response]) -> list[Response]:
    """Return each group's present synthesis, by group number."""
    by_group: dict[int, Response] = {}
    for response in responses:
        if response.slot == "synthesis" and response.group is not None:
            by_group[response.group] = response
    return [by_group[group] for group in sorted(by_group)]


def case_results(spec: CaseDiscussionSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{n, counts: {position: n}, groups: [{group, fields}], shown: [{text}]}``.

    ``groups`` and ``shown`` (reasons) hold only what the facilitator put on the shared screen.
    """
    positions = latest(responses, "position")
    counts = dict.fromkeys(spec.position_ids, 0)
    for response in positions:
        if response.payload["choice"] in counts:
            counts[response.payload["choice"]] += 1
    return {
        "n": len(positions),
        "counts": counts,
        "groups": [
            {"group": response.group, "fields": response.payload["fields"]}
            for response in syntheses(responses)
            if response.shown
        ],
        "shown": [
            {"text": response.payload["reason"]}
            for response in positions
            if response.shown and response.payload["reason"]
        ],
    }


def facilitator_lists(responses: Sequence[Response]) -> dict[str, Any]:
    """Return the reasons and every group's synthesis with pseudonyms, for the control page."""
    return {
        "reasons": [
            {
                "participant": response.participant,
                "name": response.name,
                "round": response.round,
                "choices": [response.payload["choice"]],
                "text": response.payload["reason"],
                "shown": response.shown,
            }
            for response in latest(responses, "position")
            if response.payload["reason"]
        ],
        "groups": [
            {
                "group": response.group,
                "participant": response.participant,
                "round": response.round,
                "fields": response.payload["fields"],
                "shown": response.shown,
            }
            for response in syntheses(responses)
        ],
    }
