"""Who practised when, and what was hard: counts only. Pure; nobody is named."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.daily.schedule import Session, sessions
from etika_widgets.measures.suppression import THRESHOLD

if TYPE_CHECKING:
    from etika_widgets.activities.daily.spec import DailyItem, DailySpec
    from etika_widgets.activity import Response

HARDEST: Final = 5
"""How many of the hardest questions are listed."""


def by_person(responses: Sequence[Response]) -> dict[str, list[Session]]:
    """Return everybody's days."""
    own: dict[str, list[Response]] = defaultdict(list)
    for response in responses:
        own[response.participant].append(response)
    return {person: sessions(theirs) for person, theirs in own.items()}


def daily_results(spec: DailySpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{n, days: [{day, n}], hardest: [{id, n, right}], again: {n, first, last} | None}``.

    ``n`` counts people who answered at least once. ``hardest`` goes by everybody's *first* answer to a question, the
    smallest share of right ones first; a question that fewer than five people answered is left out. ``again`` counts
    questions that a person answered more than once, and how many of them were right at the first and at the last time.
    """
    people = by_person(responses)
    days = Counter(one.day for theirs in people.values() for one in theirs if one.answers)
    return {
        "n": sum(any(one.answers for one in theirs) for theirs in people.values()),
        "days": [{"day": day.isoformat(), "n": days[day]} for day in sorted(days)],
        "hardest": hardest(spec, list(people.values())),
        "again": _again(spec, list(people.values())),
    }


def first_answers(people: Sequence[Sequence[Session]]) -> dict[str, Counter[str]]:
    """Return how often each option was somebody's first answer, by item."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for theirs in people:
        known: dict[str, str] = {}
        for session in theirs:
            known = {**session.answers, **known}
        for item, option in known.items():
            found[item][option] += 1
    return found


def hardest(spec: DailySpec, people: Sequence[Sequence[Session]]) -> list[dict[str, Any]]:
    """Return the questions with the smallest share of right first answers, ``[{id, n, right}]``.

    Where answers are anonymous, both right and wrong ones must be five or more: all the same would tell everybody's.
    """
    first = first_answers(people)
    rows = [(item.id, first[item.id].total(), first[item.id][item.key]) for item in spec.items]
    listed = [
        (name, n, right)
        for name, n, right in rows
        if n >= THRESHOLD and right < n
        if not spec.hides_small or THRESHOLD <= right <= n - THRESHOLD
    ]
    listed.sort(key=lambda row: (row[2] / row[1], -row[1]))
    return [{"id": name, "n": n, "right": right} for name, n, right in listed[:HARDEST]]


def most_taken(item: DailyItem, chosen: Counter[str]) -> str | None:
    """Return the wrong option that most people took first; ``None`` if fewer than five did."""
    wrong = [(chosen[option], option) for option in item.option_ids if option != item.key]
    n, option = max(wrong, key=lambda one: one[0])
    return option if n >= THRESHOLD else None


def _again(spec: DailySpec, people: Sequence[Sequence[Session]]) -> dict[str, int] | None:
    keys = {item.id: item.key for item in spec.items}
    n = first = last = taking_part = 0
    for theirs in people:
        given: dict[str, list[bool]] = defaultdict(list)
        for session in theirs:
            for item, option in session.answers.items():
                given[item].append(option == keys[item])
        repeated = [one for one in given.values() if len(one) > 1]
        n += len(repeated)
        first += sum(one[0] for one in repeated)
        last += sum(one[-1] for one in repeated)
        taking_part += bool(repeated)
    return {"n": n, "first": first, "last": last} if taking_part >= THRESHOLD else None
