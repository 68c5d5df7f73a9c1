"""Counts and scores of a quiz. Pure; nobody is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.latest import latest
from etika_widgets.activities.quiz.spec import QuizSpec

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def score(spec: QuizSpec, answers: Mapping[str, str]) -> int:
    """Return how many items were answered with the key."""
    return sum(answers.get(item.id) == item.key for item in spec.items)


def quiz_results(spec: QuizSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{n, items: [{id, counts: {option: n}, correct}], scores}``.

    ``correct`` is the number of people who chose the key; ``scores[k]`` the number of people with ``k`` right.
    """
    sheets = [response.payload["answers"] for response in latest(responses, "answer")]
    items = []
    for item in spec.items:
        chosen = [answers.get(item.id) for answers in sheets]
        counts = {option: chosen.count(option) for option in item.option_ids}
        items.append({"id": item.id, "counts": counts, "correct": counts[item.key]})
    scores = [0] * (len(spec.items) + 1)
    for answers in sheets:
        scores[score(spec, answers)] += 1
    return {"n": len(sheets), "items": items, "scores": scores}
