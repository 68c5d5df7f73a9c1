"""The definition of a branching case: nodes, choices, variables, conditions. Checked as a graph when it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, model_validator

from etika_widgets.activities.branching_case.expression import LARGEST, Expression, Value, parse
from etika_widgets.activities.branching_case.graph import Explored, bare_faults, explore, walked_faults
from etika_widgets.activities.branching_case.story import Edge, Place, Story
from etika_widgets.activities.case_discussion.spec import Document
from etika_widgets.activities.definitions import Loc, check_amount, check_unique, refuse_all
from etika_widgets.errors import EtikaError, FieldError
from etika_widgets.spec import ActivitySpec, Slug, Text

MOST_NODES: Final = 60
MOST_CHOICES: Final = 6
MOST_VARIABLES: Final = 20


def _initial(given: Any) -> Any:
    if type(given) is bool or (type(given) is int and abs(given) <= LARGEST):
        return given
    raise FieldError("Nilai variabel harus bilangan bulat sampai {most}, 'true', atau 'false'.", most=LARGEST)


def _changed(given: Any) -> Any:
    return given if isinstance(given, str) else _initial(given)


class Branch(BaseModel):
    """A choice at a node: where it leads, and what it changes without anybody seeing it."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Slug
    text: Text
    short: Text | None = None
    """A few words for the tree."""
    to: Slug
    condition: Annotated[str | None, Field(alias="if")] = None
    """The choice is offered only where this holds; see :mod:`~etika_widgets.activities.branching_case.expression`."""
    changes: Annotated[
        dict[Slug, Annotated[Value | str, PlainValidator(_changed)]], Field(alias="set", default_factory=dict)
    ]
    """New values of variables: numbers, true or false, or expressions."""
    consequence: Text | None = None
    """Markdown shown above the next node: what came of it."""


class Node(BaseModel):
    """A scene with its choices, or an ending."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: Text
    text: Text
    """Markdown."""
    question: Text | None = None
    documents: tuple[Document, ...] = ()
    """Evidence released here; it stays at hand afterwards."""
    choices: tuple[Branch, ...] = ()
    end: Text | None = None
    """Makes the node an ending: its name in the debrief, without a verdict."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_unique([branch.id for branch in self.choices], "choices")
        check_unique([document.id for document in self.documents], "documents")
        if self.choices:
            check_amount(self.choices, 1, MOST_CHOICES, "choices", "pilihan")
        return self


class BranchingCaseSpec(ActivitySpec):
    """A case that goes on as it is decided: by the room's vote, by each group, or by each participant.

    Example:
        >>> spec = BranchingCaseSpec(
        ...     id="map", title="Map kuning", start="pagi",
        ...     nodes=[
        ...         {"id": "pagi", "title": "Pagi", "text": "Berkas kurang.", "choices": [
        ...             {"id": "terima", "text": "Terima", "to": "sore"}]},
        ...         {"id": "sore", "title": "Sore", "text": "Selesai.", "end": "Berkas diterima"},
        ...     ],
        ... )
        >>> spec.story.places["sore"].is_end
        True
    """

    type: Literal["branching_case"] = "branching_case"
    decide: Literal["room", "group", "each"] = "room"
    """Who decides: the whole room by vote, each group, or everybody alone at their own pace."""
    reason: Literal["none", "optional", "required"] = "optional"
    variables: Annotated[dict[Slug, Annotated[Value, PlainValidator(_initial)]], Field(default_factory=dict)]
    """What choices count and conditions ask for, with initial values; never shown."""
    start: Slug
    nodes: tuple[Node, ...]
    reveal: Text | None = None
    """Markdown that closes the case."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not 2 <= len(self.nodes) <= MOST_NODES:
            raise FieldError(
                "'nodes' berisi {count} simpul; harus 2 sampai {most}. Tambah atau kurangi simpul.",
                count=len(self.nodes),
                most=MOST_NODES,
            )
        check_unique([node.id for node in self.nodes], "nodes")
        if self.start not in self.node_ids:
            raise FieldError(
                "Simpul awal '{start}' tidak ada. Simpul yang ada: {known}.",
                start=self.start,
                known=", ".join(self.node_ids),
            )
        if len(self.variables) > MOST_VARIABLES:
            raise FieldError("'variables' berisi lebih dari {most} variabel. Kurangi.", most=MOST_VARIABLES)
        refuse_all(self, list(self._wrong_expressions()) or list(self._wrong_graph()))
        return self

    def _wrong_expressions(self) -> Iterator[tuple[Loc, EtikaError]]:
        """Yield every condition and change that cannot be read or has the wrong type, with its place."""
        choices = {node.id: [branch.id for branch in node.choices] for node in self.nodes}
        for row, node in enumerate(self.nodes):
            for column, branch in enumerate(node.choices):
                at: Loc = ("nodes", row, "choices", column)
                if branch.condition is not None:
                    try:
                        if parse(branch.condition).kind(self.variables, choices) is not bool:
                            raise FieldError("'if' harus menghasilkan benar/salah, misalnya 'waktu > 0'.")
                    except EtikaError as error:
                        yield (*at, "if"), error
                for name, value in branch.changes.items():
                    try:
                        self._check_change(name, value, choices)
                    except EtikaError as error:
                        yield (*at, "set", name), error

    def _check_change(self, name: str, value: Value | str, choices: Mapping[str, list[str]]) -> None:
        if name not in self.variables:
            raise FieldError(
                "Variabel '{name}' tidak ada. Yang ada: {known}.", name=name, known=", ".join(self.variables) or "–"
            )
        if _expression(value).kind(self.variables, choices) is not type(self.variables[name]):
            raise FieldError("Isi 'set' untuk '{name}' harus sejenis dengan nilai awalnya di 'variables'.", name=name)

    def _wrong_graph(self) -> Iterator[tuple[Loc, EtikaError]]:
        for fault in list(bare_faults(self.story)) or walked_faults(self.story, self.explored):
            row = self.node_ids.index(fault.node)
            at: Loc = ("nodes", row)
            if fault.choice is not None:
                ids = [branch.id for branch in self.nodes[row].choices]
                at = (*at, "choices", ids.index(fault.choice))
            yield at, FieldError(fault.message, **fault.fields)

    @property
    def node_ids(self) -> tuple[str, ...]:
        """Ids of the nodes, in the author's order."""
        return tuple(node.id for node in self.nodes)

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """The nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def story(self) -> Story:
        """The graph with its expressions parsed."""
        return Story(
            self.start,
            self.variables,
            {
                node.id: Place(
                    node.id,
                    node.end is not None,
                    tuple(
                        Edge(
                            branch.id,
                            branch.to,
                            parse(branch.condition) if branch.condition is not None else None,
                            {name: _expression(value) for name, value in branch.changes.items()},
                        )
                        for branch in node.choices
                    ),
                )
                for node in self.nodes
            },
        )

    @cached_property
    def explored(self) -> Explored:
        """What can be reached, and how."""
        return explore(self.story)


def _expression(value: Value | str) -> Expression:
    return parse(value) if isinstance(value, str) else Expression("value", value=value)
