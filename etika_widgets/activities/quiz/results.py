"""Counts and scores of a quiz. Pure; nobody is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.latest import latest
from etika_widgets.activities.quiz.spec import LEVELS, QuizSpec
from etika_widgets.measures.suppression import THRESHOLD, suppress

if TYPE_CHECKING:
    from etika_widgets.activity import Response

CELLS: Final = ("sure_right", "sure_wrong", "unsure_right", "unsure_wrong")


def score(spec: QuizSpec, answers: Mapping[str, str]) -> int:
    """Return how many items were answered with the key."""
    return sum(answers.get(item.id) == item.key for item in spec.items)


def quiz_results(spec: QuizSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{n, items: [{id, counts: {option: n}, correct}], scores}``, and ``confidence`` where it is asked for.

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
    results = {"n": len(sheets), "items": items, "scores": scores}
    return {**results, "confidence": confidence(spec, responses)} if spec.confidence else results


def confidence(spec: QuizSpec, responses: Sequence[Response]) -> dict[str, Any] | None:
    """Return how sureness and rightness went together, ``{items: [{id, matrix}], all: matrix}``.

    A matrix is ``{sure_right, sure_wrong, unsure_right, unsure_wrong}`` and counts people, over all items answers;
    sure is the highest of the three levels. ``None`` as long as fewer than five people answered. In an anonymous
    quiz small numbers are ``None``, and the sum over all items is left out.
    """
    answers = [response.payload for response in latest(responses, "answer") if "confidence" in response.payload]
    if len(answers) < THRESHOLD:
        return None
    matrices = []
    for item in spec.items:
        cells = dict.fromkeys(CELLS, 0)
        for payload in answers:
            sure = "sure" if payload["confidence"].get(item.id) == LEVELS else "unsure"
            cells[f"{sure}_{'right' if payload['answers'].get(item.id) == item.key else 'wrong'}"] += 1
        matrices.append(cells)
    total = {cell: sum(matrix[cell] for matrix in matrices) for cell in CELLS}
    shown = [suppress(matrix, len(answers), additive=True) if spec.hides_small else matrix for matrix in matrices]
    return {
        "items": [{"id": item.id, "matrix": matrix} for item, matrix in zip(spec.items, shown, strict=True)],
        "all": None if spec.hides_small else total,
    }
