"""Votes by round, and how those voted who looked at something. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.evidence.spec import EvidenceSpec
from etika_widgets.activities.moderation import standing
from etika_widgets.activities.rounds import by_round, visible_n
from etika_widgets.measures.suppression import THRESHOLD, suppress

if TYPE_CHECKING:
    from etika_widgets.activity import Response

RELEASED: Final = "released"
SLICE: Final = "slice"
COLUMN: Final = "column"
DOCUMENT: Final = "document"
Json = dict[str, Any]


def released_ids(spec: EvidenceSpec, directions: Sequence[Response]) -> list[str]:
    """Return the ids of the documents that are out, in the order of the definition."""
    out = (standing(directions, RELEASED) or {}).get("ids", [])
    return [document.id for document in spec.documents if document.released or document.id in out]


def answers(spec: EvidenceSpec, responses: Sequence[Response]) -> list[Response]:
    """Return everybody's answers of all rounds whose choice the definition still knows."""
    known = set(spec.choice_ids)
    return [one for one in responses if one.slot == "answer" and one.payload["choice"] in known]


def cut_ids(spec: EvidenceSpec) -> list[str]:
    """Return by what answers can be sliced: ``column:<id>``, ``document:<id>``."""
    columns = [f"{COLUMN}:{name}" for name in spec.column_ids]
    return columns + [f"{DOCUMENT}:{document.id}" for document in spec.documents]


def looked_at(one: Response, cut: str) -> bool:
    """Return whether somebody filtered or sorted a column, or opened a document."""
    kind, _, name = cut.partition(":")
    seen: Mapping[str, Sequence[str]] = one.payload["seen"]
    return name in seen["columns" if kind == COLUMN else "documents"]


def evidence_results(spec: EvidenceSpec, responses: Sequence[Response]) -> Json:
    """Return what the room sees: ``{rounds: [{round, n, counts}], slice, shown: [{text}], suppressed}``.

    ``slice`` is what the facilitator chose, of the latest round: ``{by, groups: [{seen, n, counts}]}`` or ``None``.
    ``groups`` is empty where one of both has fewer than five people.
    """
    votes = answers(spec, responses)
    rounds = by_round(votes)
    entries = [
        {"round": number, "n": visible_n(len(given), hides_small=spec.hides_small), "counts": _counts(spec, given)}
        for number, given in rounds.items()
    ]
    by = (standing(responses, SLICE) or {}).get("by")
    cut = {"by": by, "groups": slice_groups(spec, rounds[max(rounds)], by)} if by in cut_ids(spec) else None
    cells = [entry["counts"] for entry in entries] + [group["counts"] for group in (cut["groups"] if cut else [])]
    return {
        "rounds": entries,
        "slice": cut,
        "shown": [{"text": one.payload["reason"]} for one in votes if one.shown and one.payload["reason"]],
        "suppressed": any(None in counts.values() for counts in cells) or any(e["n"] is None for e in entries),
    }


def slice_groups(spec: EvidenceSpec, votes: Sequence[Response], cut: str) -> list[Json]:
    """Return the votes of those who looked at something and of the others; nothing where a group is small.

    A group of fewer than five hides both, since the other one and the total would give it away. Where small counts are
    hidden, an option hidden in one group or in the total is hidden in both.
    """
    parts = {seen: [one for one in votes if looked_at(one, cut) is seen] for seen in (True, False)}
    parts = {seen: part for seen, part in parts.items() if part}
    if any(len(part) < THRESHOLD for part in parts.values()):
        return []
    counts = {seen: _counts(spec, part) for seen, part in parts.items()}
    hidden = {i for found in (*counts.values(), _counts(spec, votes)) for i, n in found.items() if n is None}
    return [
        {"seen": seen, "n": len(parts[seen]), "counts": {i: None if i in hidden else n for i, n in found.items()}}
        for seen, found in counts.items()
    ]


def cuts(spec: EvidenceSpec, responses: Sequence[Response]) -> list[Json]:
    """Return how many looked at each column and document in the latest round: ``[{by, n}]``."""
    rounds = by_round(answers(spec, responses))
    votes = rounds[max(rounds)]
    numbers = {by: sum(looked_at(one, by) for one in votes) for by in cut_ids(spec)}
    if not spec.hides_small:
        return [{"by": by, "n": n} for by, n in numbers.items()]
    return [{"by": by, "n": n} for by, n in suppress(numbers, len(votes), additive=False).items()]


def _counts(spec: EvidenceSpec, votes: Sequence[Response]) -> dict[str, int | None]:
    counts = dict.fromkeys(spec.choice_ids, 0)
    for one in votes:
        counts[one.payload["choice"]] += 1
    return suppress(counts, len(votes), additive=True) if spec.hides_small else dict(counts)
