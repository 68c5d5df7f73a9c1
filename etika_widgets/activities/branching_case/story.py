"""A branching case as a walker meets it: where they stand, what is offered, where a choice leads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from etika_widgets.activities.branching_case.expression import Expression, Fact, Value


@dataclass(frozen=True, slots=True)
class Edge:
    """A choice: where it leads, when it is offered, which variables it changes."""

    id: str
    to: str
    condition: Expression | None = None
    changes: Mapping[str, Expression] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A node with its choices; an ending has none."""

    id: str
    is_end: bool
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """Where a walker stands.

    Attributes:
        node: the present node.
        variables: every variable's value.
        history: nodes visited, the present one included, and choices taken.
    """

    node: str
    variables: Mapping[str, Value]
    history: frozenset[Fact]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole graph.

    Example:
        >>> story = Story("a", {}, {"a": Place("a", False, (Edge("ya", "b"),)), "b": Place("b", True)})
        >>> story.take(story.begin(), story.offers(story.begin())[0]).node
        'b'
    """

    start: str
    variables: Mapping[str, Value]
    places: Mapping[str, Place]

    def begin(self) -> State:
        """Return where everybody starts."""
        return State(self.start, MappingProxyType(dict(self.variables)), frozenset({(self.start,)}))

    def offers(self, state: State) -> tuple[Edge, ...]:
        """Return the choices whose conditions hold."""
        return tuple(
            edge
            for edge in self.places[state.node].edges
            if edge.condition is None or edge.condition.evaluate(state.variables, state.history)
        )

    def take(self, state: State, edge: Edge) -> State:
        """Return where a choice leads; all changes are worked out from the values before it."""
        changed = {name: value.evaluate(state.variables, state.history) for name, value in edge.changes.items()}
        return State(
            edge.to,
            MappingProxyType({**state.variables, **changed}),
            state.history | {(state.node, edge.id), (edge.to,)},
        )

    def follow(self, choices: tuple[str, ...]) -> list[State]:
        """Return the states along these choices, the start included; stops where one is not offered."""
        states = [self.begin()]
        for name in choices:
            edge = next((edge for edge in self.offers(states[-1]) if edge.id == name), None)
            if edge is None:
                break
            states.append(self.take(states[-1], edge))
        return states
