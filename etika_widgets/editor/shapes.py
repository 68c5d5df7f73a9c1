"""What a form asks for: read off the pydantic models of packs and activity types. Pure."""

from __future__ import annotations

import datetime
import enum
import types
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from etika_widgets.spec import Text


class Kind(enum.Enum):
    """How a value is asked for."""

    TEXT = "text"
    """Indonesian and English."""
    WORD = "word"
    CHOICE = "choice"
    FLAG = "flag"
    NUMBER = "number"
    DATE = "date"
    LIST = "list"
    GROUP = "group"
    OTHER = "other"
    """As YAML."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of one value.

    Attributes:
        kind: how it is asked for.
        choices: what a choice offers.
        item: the form of each item of a list.
        model: the model of a group.
    """

    kind: Kind
    choices: tuple[Any, ...] = ()
    item: Shape | None = None
    model: type[BaseModel] | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a group."""

    key: str
    shape: Shape
    required: bool


def fields_of(model: type[BaseModel]) -> list[Field]:
    """Return the keys of a model, in its order."""
    return [
        Field(info.alias or name, shape_of(info.annotation), info.is_required())
        for name, info in model.model_fields.items()
    ]


def shape_of(annotation: Any) -> Shape:
    """Return how a value of this type is asked for.

    Example:
        >>> shape_of(tuple[int, ...]).item.kind
        <Kind.NUMBER: 'number'>
        >>> shape_of(Literal["none", "optional"] | None).choices
        ('none', 'optional')
    """
    if get_origin(annotation) is Annotated:
        return shape_of(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        shapes = {shape_of(part) for part in get_args(annotation) if part is not types.NoneType}
        if len(shapes) == 1:
            return shapes.pop()
        return Shape(Kind.WORD if {shape.kind for shape in shapes} <= {Kind.WORD, Kind.NUMBER} else Kind.OTHER)
    if get_origin(annotation) is Literal:
        return Shape(Kind.CHOICE, choices=get_args(annotation))
    if get_origin(annotation) in (tuple, list, frozenset, set):
        return Shape(Kind.LIST, item=shape_of(get_args(annotation)[0]))
    if isinstance(annotation, type):
        if issubclass(annotation, Text):
            return Shape(Kind.TEXT)
        if issubclass(annotation, BaseModel):
            return Shape(Kind.GROUP, model=annotation)
        for base, kind in (
            (bool, Kind.FLAG),
            (int, Kind.NUMBER),
            (float, Kind.NUMBER),
            (str, Kind.WORD),
            (datetime.date, Kind.DATE),
        ):
            if issubclass(annotation, base):
                return Shape(kind)
    return Shape(Kind.OTHER)
