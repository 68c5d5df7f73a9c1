"""Checks the graph of a branching case: targets, dead ends, unreachable nodes, loops, conditions. Pure.

First the bare graph is looked at. If it is sound, every state that a walker can come to is tried, up to a limit: this
finds a node where all conditions fail, a choice that is never offered and a loop that conditions make endless, each
with the choices that lead there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from etika_widgets.activities.branching_case.expression import Fact, Value
from etika_widgets.activities.branching_case.story import State, Story
from etika_widgets.i18n import N_

MOST_STATES: Final = 2000
"""How many states are tried; a counter in a loop could make them endless."""

T = TypeVar("T")
Route = tuple[str, ...]
"""Choices from the start."""
Key = tuple[str, tuple[Value, ...], frozenset[Fact]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that would stop a class: at which node and choice, gettext id, fields."""

    node: str
    choice: str | None
    message: str
    fields: Mapping[str, Any]


@dataclass(slots=True)
class Explored:
    """What trying every state has found; routes are the shortest ones.

    Attributes:
        complete: whether all states were tried.
        offered: by node and choice, how to come to the node so that the choice is offered.
        stuck: nodes, no endings, where nothing is offered.
        trapped: nodes from where no ending can be reached any more; known only if ``complete``.
    """

    complete: bool = True
    offered: dict[tuple[str, str], Route] = field(default_factory=dict)
    stuck: dict[str, Route] = field(default_factory=dict)
    trapped: dict[str, Route] = field(default_factory=dict)


def explore(story: Story, limit: int = MOST_STATES) -> Explored:
    """Try what every walker could do; all targets must exist."""
    expressions = [
        expression
        for place in story.places.values()
        for edge in place.edges
        for expression in (*([edge.condition] if edge.condition else []), *edge.changes.values())
    ]
    asked = frozenset[Fact]().union(*(expression.facts() for expression in expressions))

    def key(state: State) -> Key:
        return state.node, tuple(state.variables.values()), state.history & asked

    found = Explored()
    begin = story.begin()
    routes: dict[Key, Route] = {key(begin): ()}
    came_from: dict[Key, list[Key]] = {}
    waiting = deque([begin])
    while waiting:
        state = waiting.popleft()
        own = key(state)
        offers = story.offers(state)
        if not offers and not story.places[state.node].is_end:
            found.stuck.setdefault(state.node, routes[own])
        for edge in offers:
            found.offered.setdefault((state.node, edge.id), routes[own])
            after = story.take(state, edge)
            came_from.setdefault(key(after), []).append(own)
            if key(after) in routes:
                continue
            if len(routes) == limit:
                found.complete = False
                continue
            routes[key(after)] = (*routes[own], edge.id)
            waiting.append(after)
    if found.complete:
        finishing = _reach({own for own in routes if story.places[own[0]].is_end}, came_from)
        for own, route in routes.items():
            if own not in finishing:
                found.trapped.setdefault(own[0], route)
    return found


def bare_faults(story: Story) -> Iterator[Fault]:
    """Yield what is wrong with the graph whatever the conditions say."""
    known = ", ".join(story.places)
    for place in story.places.values():
        for edge in place.edges:
            if edge.to not in story.places:
                message = N_("Simpul '{node}', pilihan '{choice}': tujuan '{to}' tidak ada. Simpul yang ada: {known}.")
                yield Fault(
                    place.id, edge.id, message, {"node": place.id, "choice": edge.id, "to": edge.to, "known": known}
                )
        if place.is_end and place.edges:
            message = N_("Simpul '{node}' adalah akhir, tetapi punya pilihan. Hapus 'end' atau 'choices'.")
            yield Fault(place.id, None, message, {"node": place.id})
        if not place.is_end and not place.edges:
            message = N_(
                "Simpul '{node}' buntu: tidak ada pilihan. Beri 'choices', atau 'end' bila kasus berakhir di sini."
            )
            yield Fault(place.id, None, message, {"node": place.id})
    leads = {name: [edge.to for edge in place.edges] for name, place in story.places.items()}
    reached = _reach({story.start}, leads)
    back: dict[str, list[str]] = {}
    for name, targets in leads.items():
        for target in targets:
            back.setdefault(target, []).append(name)
    finishing = _reach({place.id for place in story.places.values() if place.is_end}, back)
    for name, place in story.places.items():
        if name not in reached:
            message = N_(
                "Simpul '{node}' tidak pernah tercapai dari '{start}'. Arahkan satu pilihan ke sini, atau hapus."
            )
            yield Fault(name, None, message, {"node": name, "start": story.start})
        elif name not in finishing and place.edges and all(edge.to in story.places for edge in place.edges):
            message = N_(
                "Dari simpul '{node}' tidak ada jalan ke akhir: kasus berputar terus. Beri satu pilihan keluar."
            )
            yield Fault(name, None, message, {"node": name})


def walked_faults(story: Story, found: Explored) -> Iterator[Fault]:
    """Yield what conditions make of a sound graph: where a walker would stand still or go round for ever."""
    for name, route in found.stuck.items():
        message = N_(
            "Simpul '{node}' buntu lewat jalan ini: {route}. Tidak ada syarat yang "
            "terpenuhi; beri satu pilihan tanpa 'if'."
        )
        yield Fault(name, None, message, {"node": name, "route": _said(route)})
    for place in story.places.values():
        if not found.complete and place.edges and all(edge.condition for edge in place.edges) and not found.stuck:
            message = N_(
                "Semua pilihan di simpul '{node}' bersyarat, dan jalannya terlalu banyak untuk "
                "diperiksa. Beri satu pilihan tanpa 'if'."
            )
            yield Fault(place.id, None, message, {"node": place.id})
        for edge in place.edges:
            if found.complete and (place.id, edge.id) not in found.offered:
                message = N_(
                    "Simpul '{node}', pilihan '{choice}': syaratnya tidak pernah terpenuhi. "
                    "Perbaiki 'if', atau hapus pilihan ini."
                )
                yield Fault(place.id, edge.id, message, {"node": place.id, "choice": edge.id})
    if not found.stuck:
        for name, route in found.trapped.items():
            message = N_(
                "Dari simpul '{node}' lewat jalan ini kasus tidak pernah berakhir: {route}. "
                "Beri satu pilihan keluar tanpa 'if'."
            )
            yield Fault(name, None, message, {"node": name, "route": _said(route)})


def _said(route: Route) -> str:
    return " → ".join(route) or "–"


def _reach(starts: Collection[T], leads: Mapping[T, Collection[T]]) -> set[T]:
    """Return ``starts`` and everything that can be reached from there."""
    found = set(starts)
    waiting = list(starts)
    while waiting:
        for other in leads.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
