"""Who performs and who is asked to rate. Pure; the same people always give the same allotment.

Raters are asked while they have a page open. When somebody leaves, the next in line is asked and nobody else's task
changes; somebody who was asked a moment ago may still send what they have begun.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activity import FACILITATOR

if TYPE_CHECKING:
    from etika_widgets.activities.rubric.results import Rating
    from etika_widgets.activity import Mate, Response

PERFORM: Final = "perform"


@dataclass(frozen=True, slots=True)
class Performance:
    """One turn in front of the class.

    Attributes:
        number: counted from 1 over the whole activity.
        group: who performs; None for a single person.
        performers: ids of those who perform: they do not rate.
        order: ids of everybody else, in the order in which they are asked.
    """

    number: int
    group: int | None
    performers: tuple[str, ...]
    order: tuple[str, ...]

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Performance:
        """Return a performance as it was stored."""
        return cls(payload["number"], payload["group"], tuple(payload["performers"]), tuple(payload["order"]))

    def payload(self) -> dict[str, Any]:
        """Return what is stored: plain JSON."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def performances(responses: Iterable[Response]) -> list[Performance]:
    """Return the performances so far, the present one last."""
    found = {
        one.slot: one.payload
        for one in sorted(responses, key=lambda one: one.round)
        if one.participant == FACILITATOR and one.slot.startswith(f"{PERFORM}:")
    }
    return sorted((Performance.read(payload) for payload in found.values()), key=lambda one: one.number)


def line_up(
    number: int, group: int | None, performers: Collection[str], everybody: Iterable[Mate], given: Iterable[Rating]
) -> Performance:
    """Return a new performance: whoever has rated least so far is asked first, ties by a lot that can be drawn again.

    Args:
        number: of the performance.
        group: who performs; None for a single person.
        performers: their ids.
        everybody: the class in the order of joining.
        given: all ratings of earlier performances.
    """
    load = Counter(rating.rater for rating in given)

    def turn(who: str) -> tuple[int, str]:
        return load[who], hashlib.sha256(f"{number}:{who}".encode()).hexdigest()

    waiting = sorted((mate.participant for mate in everybody if mate.participant not in performers), key=turn)
    return Performance(number, group, tuple(performers), tuple(waiting))


def allot(
    performance: Performance,
    subjects: Sequence[str],
    peers: int,
    everybody: Iterable[Mate],
    given: Iterable[Rating],
) -> dict[str, list[str]]:
    """Return which subjects each participant is asked to rate; those who are not asked are left out.

    Every place in the line belongs to one subject, so that with people enough nobody rates two. A subject that runs
    out of its own people takes those at the end of the others' lines. Ratings that came already fill their seats.
    """
    people = [*everybody]
    line = [*performance.order]
    line += [one.participant for one in people if one.participant not in {*line, *performance.performers}]
    here = {one.participant for one in people if one.online}
    home = [line[place :: len(subjects)] for place in range(len(subjects))]
    came = [rating for rating in given if rating.performance == performance.number and not rating.leads]
    asked: dict[str, list[str]] = {}
    for place, subject in enumerate(subjects):
        done = {rating.rater for rating in came if rating.subject == subject}
        spare = [who for step in range(1, len(subjects)) for who in reversed(home[(place + step) % len(subjects)])]
        free = [who for who in home[place] + spare if who in here and who not in done]
        for who in [*done, *free[: max(0, peers - len(done))]]:
            asked.setdefault(who, []).append(subject)
    return asked


def next_performers(everybody: Sequence[Mate], before: Sequence[Performance]) -> tuple[int | None, list[str]]:
    """Return who performs next: the group that did least so far, or one person where nobody is in a group."""
    groups: dict[int, list[str]] = {}
    for mate in everybody:
        if mate.group is not None:
            groups.setdefault(mate.group, []).append(mate.participant)
    if groups:
        turns = Counter(one.group for one in before)
        group = min(sorted(groups), key=lambda number: turns[number])
        return group, groups[group]
    seen = Counter(who for one in before for who in one.performers)
    here = [mate.participant for mate in everybody if mate.online]
    return None, [min(here, key=lambda who: seen[who])] if here else []
