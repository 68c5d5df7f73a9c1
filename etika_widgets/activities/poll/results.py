"""Counts of a poll, round by round. Pure.

Everybody counts once per round; the latest round is the class's vote. Answers are not carried over: a round's
``n`` is the number of people who answered in that very round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.hands import split
from etika_widgets.activities.poll.spec import PollSpec
from etika_widgets.activities.shift import shift
from etika_widgets.activity import TALLY
from etika_widgets.measures.suppression import THRESHOLD, suppress

if TYPE_CHECKING:
    from etika_widgets.activity import Response

Votes = Mapping[str, Sequence[str]]
"""What each participant chose in one round."""


def votes_by_round(spec: PollSpec, responses: Sequence[Response]) -> dict[int, dict[str, list[str]]]:
    """Return ``{round: {participant: [option ids]}}`` from round 1 to the last one with an answer or hands."""
    known = set(spec.choice_ids)
    rounds: dict[int, dict[str, list[str]]] = {1: {}}
    for response in responses:
        votes = rounds.setdefault(response.round, {})
        if response.slot != TALLY:
            votes[response.participant] = [choice for choice in response.payload["choices"] if choice in known]
    return {number: rounds.get(number, {}) for number in range(1, max(rounds) + 1)}


def count(spec: PollSpec, votes: Votes) -> dict[str, int]:
    """Return how many chose each option, ``unsure`` included."""
    counts = dict.fromkeys(spec.choice_ids, 0)
    for choices in votes.values():
        for choice in choices:
            counts[choice] += 1
    return counts


def visible_counts(spec: PollSpec, votes: Votes) -> dict[str, int | None]:
    """Return the counts as the room may see them: a sensitive poll hides small ones."""
    counts = count(spec, votes)
    if not spec.sensitive:
        return dict(counts)
    return suppress(counts, len(votes), additive=spec.most_choices == 1)


def _single(votes: Votes) -> dict[str, str]:
    return {person: choices[0] for person, choices in votes.items() if choices}


def poll_results(spec: PollSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
    """Return what the room sees.

    ``{rounds: [{round, name, n, counts: {id: n | None}}], shift, suppressed, shown: [{text}]}``. In a sensitive
    poll ``None`` is a hidden number; ``n`` is hidden too as long as fewer than five people answered. A round in
    which the facilitator counted hands has ``hands: {n, counts: {id: n}}`` as well; ``n`` and ``counts`` include
    them. Nobody knows whose hands they were, so the shift leaves them out.
    """
    answers, raised = split(responses)
    rounds = votes_by_round(spec, responses)
    last = max(rounds)
    entries = []
    suppressed = False
    for number, votes in rounds.items():
        counts = visible_counts(spec, votes)
        n = None if spec.sensitive and len(votes) < THRESHOLD else len(votes)
        suppressed = suppressed or n is None or None in counts.values()
        entry = {"round": number, "name": spec.round_name(number, language), "n": n, "counts": counts}
        entries.append(_with_hands(entry, raised[number]) if number in raised else entry)
    moved = None
    if last > 1 and not spec.multiple:
        before, after = _single(rounds[last - 1]), _single(rounds[last])
        moved = shift(spec.choice_ids, before, after, hides_small=spec.sensitive)
    if spec.sensitive and last > 1 and moved is None and not spec.multiple:
        suppressed = True
    shown = [] if spec.sensitive else [{"text": text} for response in answers if (text := _shown_reason(response))]
    return {"rounds": entries, "shift": moved, "suppressed": suppressed, "shown": shown}


def _with_hands(entry: Mapping[str, Any], hands: Mapping[str, int]) -> dict[str, Any]:
    """Return a round's entry with the hands added up and set apart; such a poll is never a sensitive one."""
    people = sum(hands.values())
    return {
        **entry,
        "n": entry["n"] + people,
        "counts": {name: count + hands[name] for name, count in entry["counts"].items()},
        "hands": {"n": people, "counts": dict(hands)},
    }


def reasons(spec: PollSpec, responses: Sequence[Response]) -> list[dict[str, Any]]:
    """Return the reasons with pseudonyms for the control page; none at all in a sensitive poll."""
    if spec.sensitive:
        return []
    return [
        {
            "participant": response.participant,
            "name": response.name,
            "round": response.round,
            "choices": list(response.payload["choices"]),
            "text": response.payload["reason"],
            "shown": response.shown,
        }
        for response in split(responses)[0]
        if response.payload["reason"]
    ]


def _shown_reason(response: Response) -> str:
    return str(response.payload["reason"]) if response.shown else ""
