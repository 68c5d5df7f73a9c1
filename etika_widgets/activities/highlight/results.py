"""How many people marked each passage, and how far markers agree, round by round. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.highlight.spec import HighlightSpec
from etika_widgets.activities.rounds import by_round, visible_n
from etika_widgets.errors import MeasureError
from etika_widgets.measures.agreement import fleiss_kappa, fleiss_shares
from etika_widgets.measures.suppression import suppress

if TYPE_CHECKING:
    from etika_widgets.activity import Response

LEAST_MARKERS: Final = 3
"""Fewer people give no agreement of a room."""


def highlight_results(spec: HighlightSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{rounds: [{round, n, passages: [{id, n, labels: {id: people}}], agreement}], suppressed}``.

    ``agreement`` is ``{share, kappa, why}``: in how many of 100 pairs of people the two agree about a passage, the
    mean over all passages, and Fleiss' κ of *marked* and *not marked*. Where there is none, ``why`` is ``few``
    (fewer than three markers), ``same`` (everybody did the same throughout, so that κ is undefined) or ``hidden``.
    Anonymous answers: ``None`` is a hidden number, and agreement is hidden together with any count.
    """
    rounds: list[dict[str, Any]] = []
    for number, answers in by_round(responses).items():
        marks = [answer.payload["marks"] for answer in answers]
        marked = {name: sum(name in one for one in marks) for name in spec.passage_ids}
        shown: dict[str, int | None] = dict(marked)
        if spec.hides_small:
            shown = suppress(marked, len(marks), additive=False)
        passages = [
            {
                "id": name,
                "n": n,
                "labels": _labels(spec, [one[name] for one in marks if name in one], shown=n is not None),
            }
            for name, n in shown.items()
        ]
        agreement = _agreement(list(marked.values()), len(marks))
        if None in shown.values():
            agreement = {"share": None, "kappa": None, "why": "hidden"}
        n = visible_n(len(marks), hides_small=spec.hides_small)
        rounds.append({"round": number, "n": n, "passages": passages, "agreement": agreement})
    hidden = any(None in (one["n"], *one["labels"].values()) for entry in rounds for one in entry["passages"])
    return {"rounds": rounds, "suppressed": hidden}


def _labels(spec: HighlightSpec, given: Sequence[str | None], *, shown: bool) -> dict[str, int | None]:
    """Return people by label; marks without a label are counted as well, so that they cannot be worked out."""
    counts = {label: given.count(label) for label in spec.label_ids}
    if not spec.hides_small:
        return dict(counts)
    if not shown:
        return dict.fromkeys(counts)
    hidden = suppress({**counts, "": given.count(None)}, len(given), additive=True)
    return {label: hidden[label] for label in counts}


def _agreement(marked: Sequence[int], n: int) -> dict[str, Any]:
    if n < LEAST_MARKERS:
        return {"share": None, "kappa": None, "why": "few"}
    table = [[count, n - count] for count in marked]
    share = round(100 * fleiss_shares(table).observed)
    try:
        return {"share": share, "kappa": round(fleiss_kappa(table), 2), "why": None}
    except MeasureError:
        return {"share": share, "kappa": None, "why": "same"}
