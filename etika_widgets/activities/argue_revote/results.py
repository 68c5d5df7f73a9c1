"""Votes by round, how people moved, and what moved them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.argue_revote.dealing import Vote, deal, times_shown
from etika_widgets.activities.argue_revote.spec import ArgueRevoteSpec
from etika_widgets.activities.moderation import standing
from etika_widgets.activities.rounds import by_round, visible_n
from etika_widgets.activities.shift import shift
from etika_widgets.activity import Context, Phase
from etika_widgets.measures.suppression import suppress

if TYPE_CHECKING:
    from etika_widgets.activity import Response

HIDDEN: Final = "hidden"
"""Slot of the facilitator's list of reasons that were taken off."""
TALK: Final = "talk"
NOTHING: Final = "none"
REASON: Final = "reason"
Json = dict[str, Any]


def hidden_ids(responses: Sequence[Response]) -> tuple[str, ...]:
    """Return the ids of the reasons that the facilitator took off, in that order."""
    return tuple((standing(responses, HIDDEN) or {}).get("ids", ()))


def answers(spec: ArgueRevoteSpec, responses: Sequence[Response]) -> list[Response]:
    """Return everybody's votes of all rounds whose choice the definition still knows, without directions."""
    known = set(spec.choice_ids)
    return [one for one in responses if one.slot == "answer" and one.payload["choice"] in known]


def votes_until(votes: Sequence[Response], last: int) -> dict[str, tuple[Vote, str]]:
    """Return by person where they stand after round ``last``, and the reason they gave."""
    found: dict[str, tuple[Vote, str]] = {}
    for one in sorted(votes, key=lambda one: one.round):
        if one.round > last:
            break
        payload = one.payload
        if "id" in payload:
            side = payload["choice"] if payload["reason"] else ""
            found[one.participant] = Vote(payload["id"], payload["choice"], side), payload["reason"]
        elif one.participant in found:
            vote, reason = found[one.participant]
            found[one.participant] = vote._replace(choice=payload["choice"]), reason
    return found


def pairs_after(spec: ArgueRevoteSpec, responses: Sequence[Response], last: int) -> Mapping[str, tuple[str, ...]]:
    """Return by vote id which reasons are read once round ``last`` is over."""
    votes = tuple(vote for vote, _ in votes_until(answers(spec, responses), last).values())
    return deal(spec.id, votes, hidden_ids(responses))


def last_before(phase: Phase, number: int) -> int:
    """Return the round whose votes are argued about: while people discuss the present one, else the one before."""
    return number if phase is Phase.DISCUSSING else number - 1


def given(spec: ArgueRevoteSpec, context: Context) -> Json | None:
    """Return ``{before, reasons: [{id, text, choice, same}]}`` for the sender; ``None`` if there is nothing to weigh.

    ``same`` marks reasons for the sender's own choice. Where answers are anonymous, ``choice`` is ``None``.
    """
    last = last_before(context.phase, context.round)
    own = votes_until(answers(spec, context.own), last)
    if not own:
        return None
    [(mine, _)] = own.values()
    responses = context.responses
    said = {vote.id: (vote, text) for vote, text in votes_until(answers(spec, responses), last).values()}
    pair = [said[name] for name in pairs_after(spec, responses, last).get(mine.id, ())]
    return {
        "before": mine.choice,
        "reasons": [
            {
                "id": vote.id,
                "text": text,
                "choice": None if spec.hides_small else vote.side,
                "same": vote.side == mine.choice,
            }
            for vote, text in pair
        ],
    }


def argue_results(spec: ArgueRevoteSpec, responses: Sequence[Response]) -> Json:
    """Return what the room sees.

    ``{rounds: [{round, n, counts: {id: n}}], shift: {ids, matrix, n} | None, moved: {n, counts: {reason, talk,
    none}}, reasons: [{text, choice, votes}], suppressed}``. ``moved`` counts what people named in later rounds;
    ``reasons`` are those on the shared screen, with how many they moved. ``None`` is a number that must not be shown.
    """
    votes = answers(spec, responses)
    rounds = {
        number: {one.participant: one.payload["choice"] for one in given} for number, given in by_round(votes).items()
    }
    small = spec.hides_small
    entries = []
    for number, choices in rounds.items():
        n, counts = visible_n(len(choices), hides_small=small), _counted(spec, list(choices.values()))
        entries.append({"round": number, "n": n, "counts": counts})
    last = max(rounds)
    moved = shift(spec.choice_ids, rounds[last - 1], rounds[last], hides_small=small) if last > 1 else None
    named, movers = _movers(votes)
    shown = _shown(spec, responses)
    found: Json = {
        "rounds": entries,
        "shift": moved,
        "moved": {"n": visible_n(sum(named.values()), hides_small=small), "counts": _visible(spec, named)},
        "reasons": _reasons_shown(spec, shown, movers, named[REASON]),
    }
    hides = small and (
        (last > 1 and moved is None)
        or any(None in (entry["n"], *entry["counts"].values()) for entry in (*entries, found["moved"]))
        or any(one["votes"] is None for one in found["reasons"])
    )
    return {**found, "suppressed": hides}


def reasons_listed(spec: ArgueRevoteSpec, responses: Sequence[Response]) -> list[Json]:
    """Return all reasons for the control page; anonymous ones in an order that says nothing, without their choice."""
    _, movers = _movers(answers(spec, responses))
    readers = _readers(spec, responses)
    hidden = hidden_ids(responses)
    rows = [
        {
            "id": one.payload["id"],
            "participant": one.participant,
            "name": one.name,
            "round": one.round,
            "choice": None if spec.hides_small else one.payload["choice"],
            "text": one.payload["reason"],
            "shown": one.shown,
            "hidden": one.payload["id"] in hidden,
            "readers": readers.get(one.payload["id"], 0),
            "votes": None if spec.hides_small else movers[one.payload["id"]],
        }
        for one in answers(spec, responses)
        if one.payload.get("reason")
    ]
    return sorted(rows, key=lambda row: str(row["id"])) if spec.hides_small else rows


def _readers(spec: ArgueRevoteSpec, responses: Sequence[Response]) -> Mapping[str, int]:
    """Return how many people read each reason before they last voted again, or would read it now."""
    rounds = [one.round for one in answers(spec, responses) if "keep" in one.payload]
    return times_shown(pairs_after(spec, responses, max(rounds, default=2) - 1))


def _movers(votes: Sequence[Response]) -> tuple[Counter[str], Counter[str]]:
    """Return what people named (a reason, the talk, nothing), and how many each reason moved."""
    named: Counter[str] = Counter()
    movers: Counter[str] = Counter()
    for one in votes:
        moved = one.payload.get("moved")
        if moved in (TALK, NOTHING):
            named[moved] += 1
        elif moved:
            named[REASON] += 1
            movers[moved] += 1
    return named, movers


def _counted(spec: ArgueRevoteSpec, choices: Sequence[str]) -> dict[str, int | None]:
    counts = {name: choices.count(name) for name in spec.choice_ids}
    return suppress(counts, len(choices), additive=True) if spec.hides_small else dict(counts)


def _visible(spec: ArgueRevoteSpec, named: Counter[str]) -> dict[str, int | None]:
    counts = {name: named[name] for name in (REASON, TALK, NOTHING)}
    return suppress(counts, named.total(), additive=True) if spec.hides_small else dict(counts)


def _shown(spec: ArgueRevoteSpec, responses: Sequence[Response]) -> list[Response]:
    hidden = hidden_ids(responses)
    return [
        one
        for one in answers(spec, responses)
        if one.shown and one.payload.get("reason") and one.payload["id"] not in hidden
    ]


def _reasons_shown(spec: ArgueRevoteSpec, shown: Sequence[Response], movers: Counter[str], total: int) -> list[Json]:
    votes: dict[str, int | None] = {one.payload["id"]: movers[one.payload["id"]] for one in shown}
    if spec.hides_small:
        counts = {name: movers[name] for name in votes}
        votes = suppress({**counts, "": total - sum(counts.values())}, total, additive=True)
    return [
        {
            "text": one.payload["reason"],
            "choice": None if spec.hides_small else one.payload["choice"],
            "votes": votes[one.payload["id"]],
        }
        for one in shown
    ]
