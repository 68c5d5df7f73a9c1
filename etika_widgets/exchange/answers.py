"""Answers as one long tidy table: which may leave a class, and how each value is named.

A payload is a tree. Every leaf becomes one row, named by its path (``answer.choices.1``). A text leaves only if it
is an id of the activity's own definition; every other text was typed by a person and stays unless asked for. So a
trainer's own type is exported as safely as a built-in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from etika_widgets.activity import TALLY, Phase
from etika_widgets.room.room import Activity, AnyType, Room
from etika_widgets.storage.rows import ResponseRow

if TYPE_CHECKING:
    from etika_widgets.storage.contract import Store

Leaf = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One value that somebody sent; ``typed`` if a person wrote it."""

    row: ResponseRow
    type: str
    field: str
    value: Leaf
    typed: bool


def read_room(store: Store, code: str, types: Mapping[str, AnyType]) -> tuple[Room, list[ResponseRow]]:
    """Return a class and the answers in it that may leave: those of exported activities, by people still in it.

    Hands that the facilitator counted are among them: slot ``TALLY``.
    """
    changes = store.changes(code)
    room = Room(code, types)
    room.apply(changes)
    leaving = {activity.row.activity for activity in exported(room)}
    rows = [
        row
        for row in changes.responses
        if row.activity in leaving
        and row.payload is not None
        and (row.slot == TALLY or room.people.get(row.participant))
    ]
    return room, rows


def exported(room: Room) -> list[Activity]:
    """Return the activities whose answers may leave: neither private nor sensitive ones."""
    return [activity for activity in room.in_order() if activity.exported]


def answers(room: Room, rows: Iterable[ResponseRow]) -> Iterator[Answer]:
    """Return every value in ``rows``."""
    known = {
        activity.row.activity: {
            name
            for part in (activity.type.content, activity.type.reveal)  # a branching case tells its nodes in the reveal
            for _, name, _ in _ids(part(activity.spec, "id"))
        }
        for activity in exported(room)
    }
    for row in rows:
        ids, kind = known[row.activity], room.activities[row.activity].row.type
        for field, value in _leaves(row.slot, row.payload):
            typed = isinstance(value, str) and value not in ids
            yield Answer(row, kind, field, value, typed)


def named(activity: Activity, language: str = "id") -> dict[str, str]:
    """Return what may be chosen or filled in, by path: ``{"p1": "Loket …", "p1.a": "Tolak"}``.

    What opens with the reveal is there only after it.
    """
    parts = (activity.type.content, *((activity.type.reveal,) if activity.phase is Phase.REVEALED else ()))
    return {path: words for part in parts for path, _, words in _ids(part(activity.spec, language))}


def keys(activity: Activity) -> dict[str, str]:
    """Return what is right, by path, of types that say so in ``reveal``: a key per item, or an order."""
    reveal = activity.type.reveal(activity.spec, "id")
    found = {item["id"]: item["key"] for item in reveal.get("items", ()) if "key" in item}
    return found | {str(place): name for place, name in enumerate(reveal.get("order", ()), start=1)}


def _ids(content: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield path, id and words of everything in ``content`` that has an id and is worded."""
    if isinstance(content, Mapping):
        words = next((content[key] for key in ("text", "label", "text_html") if content.get(key)), None)
        if isinstance(name := content.get("id"), str) and words:
            path = f"{path}.{name}".removeprefix(".")
            yield path, name, str(words)
        for value in content.values():
            yield from _ids(value, path)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _ids(value, path)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Leaf]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}", inner)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value, start=1):
            yield from _leaves(f"{path}.{place}", inner)
    elif isinstance(value, str | int | float) and value != "":
        yield path, value
