"""What was played and what observers wrote. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.role_play.seating import Play, plays
from etika_widgets.activities.role_play.spec import RolePlaySpec

if TYPE_CHECKING:
    from etika_widgets.activity import Response

READY: Final = "ready"
NOTE: Final = "note"


def stored(responses: Iterable[Response], slot: str) -> list[Response]:
    """Return the responses in ``slot:<round>``, by round of the play, then the oldest first."""
    found = [one for one in responses if one.slot.startswith(f"{slot}:")]
    return sorted(found, key=lambda one: one.payload["round"])


def play_results(spec: RolePlaySpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
    """Return ``{n, rounds: [{round, name, roles: {id: n}}], shown: [{round, notes: [{prompt, text}]}]}``.

    Somebody played a role once they opened its card. ``shown`` are the notes put on the shared screen.
    """
    opened = stored(responses, READY)
    counts = {
        number: {role.id: 0 for role in spec.roles} for number in sorted({one.payload["round"] for one in opened})
    }
    for one in opened:
        counts[one.payload["round"]][one.payload["role"]] += 1
    return {
        "n": len({one.participant for one in opened}),
        "rounds": [
            {"round": number, "name": spec.rounds[number - 1].name.get(language), "roles": roles}
            for number, roles in counts.items()
        ],
        "shown": [
            {"round": one.payload["round"], "notes": worded(spec, one, language)}
            for one in stored(responses, NOTE)
            if one.shown
        ],
    }


def leader_results(spec: RolePlaySpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
    """Return what the control page adds: who sits where in the present round, and all notes.

    ``groups: [{group, seats: [{participant, role, opened}]}]`` (``opened`` tells whether that card was looked at) and
    ``notes: [{participant, name, round, play, notes, shown}]``; ``round`` is the activity's, ``play`` the play's.
    """
    return {
        "groups": _groups(plays(responses)[-1:], stored(responses, READY)),
        "notes": [
            {
                "participant": one.participant,
                "name": one.name,
                "round": one.round,
                "play": one.payload["round"],
                "notes": worded(spec, one, language),
                "shown": one.shown,
            }
            for one in stored(responses, NOTE)
        ],
    }


def _groups(present: Sequence[Play], opened: Sequence[Response]) -> list[dict[str, Any]]:
    if not present:
        return []
    play = present[-1]
    looked = {(one.participant, one.payload["role"]) for one in opened if one.payload["round"] == play.number}
    return [
        {
            "group": group,
            "seats": [{"participant": who, "role": role, "opened": (who, role) in looked} for who, role in ring],
        }
        for group, ring in play.seats.items()
    ]


def worded(spec: RolePlaySpec, response: Response, language: str) -> list[dict[str, str]]:
    """Return a note as prompts with what was written, empty ones left out."""
    notes = response.payload["notes"]
    return [
        {"prompt": prompt.text.get(language), "text": notes[prompt.id]}
        for prompt in spec.prompts
        if notes.get(prompt.id)
    ]
