"""How rows lie in their tables, and how a class is read from them and written to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Connection, Dialect, Executable, Select, Table, bindparam, select

from etika_widgets.errors import NoSuchClass
from etika_widgets.storage import tables
from etika_widgets.storage.rows import (
    ActivityRow,
    Changes,
    ClassRow,
    EventRow,
    IntentRow,
    ParticipantRow,
    ResponseRow,
)

JSON: Final = tables.Json()
Row = TypeVar("Row", ClassRow, ActivityRow, ParticipantRow, ResponseRow, EventRow, IntentRow)


class Kept(Generic[Row]):
    """How one kind of row lies in its table; columns carry the names of the row's fields."""

    def __init__(self, kind: type[Row], table: Table, *order: str) -> None:
        self.table = table
        self.names = tuple(field.name for field in fields(kind))
        self._kind: type[Row] = kind
        self._fields = attrgetter(*self.names)
        self._nested = [at for at, name in enumerate(self.names) if isinstance(table.c[name].type, tables.Json)]
        self.select: Final[Select[Any]] = select(*(table.c[name] for name in self.names))
        self._newer = self.select.where(table.c.code == bindparam("code"), table.c.rev > bindparam("after")).order_by(
            *(table.c[name] for name in order)
        )

    def newer(self, connection: Connection, code: str, after: int) -> list[Row]:
        """Return the rows of a class that changed after a revision."""
        return self.rows(connection, self._newer, {"code": code, "after": after})

    def rows(self, connection: Connection, query: Executable, values: Mapping[str, Any] | None = None) -> list[Row]:
        """Return what a query made from ``select`` finds."""
        return [self._kind(**dict(zip(self.names, row, strict=True))) for row in connection.execute(query, values)]

    def values(self, row: Row) -> dict[str, Any]:
        """Return the row as column values (not ``dataclasses.asdict``, which would copy payloads deeply)."""
        return {name: getattr(row, name) for name in self.names}

    def stored(self, row: Row, dialect: Dialect) -> list[Any]:
        """Return the values in the order of ``names`` as the database keeps them: JSON as text."""
        values = list(self._fields(row))
        for at in self._nested:
            values[at] = JSON.process_bind_param(values[at], dialect)
        return values


CLASSES: Final = Kept(ClassRow, tables.classes)
ACTIVITIES: Final = Kept(ActivityRow, tables.activities, "position", "activity")
PARTICIPANTS: Final = Kept(ParticipantRow, tables.participants, "rev", "id")
RESPONSES: Final = Kept(ResponseRow, tables.responses, "rev", "activity", "round", "slot", "participant")
EVENTS: Final = Kept(EventRow, tables.events, "rev", "id")
INTENTS: Final = Kept(IntentRow, tables.intents, "rev", "id")

_CLASS: Final = CLASSES.select.where(tables.classes.c.code == bindparam("code"))


def read_changes(connection: Connection, code: str, after: int) -> Changes:
    """Return the rows of a class with ``rev > after``, within the connection's transaction.

    Raises:
        NoSuchClass: no class has this code.
    """
    # Codes are typed by people and come in addresses; not every text can be asked for in every database.
    found = CLASSES.rows(connection, _CLASS, {"code": code}) if code.isprintable() else []
    if not found:
        raise NoSuchClass(code)
    if found[0].rev <= after:
        return Changes()  # the class moves with every row, so nothing else can be newer
    return Changes(
        klass=found[0],
        activities=ACTIVITIES.newer(connection, code, after),
        participants=PARTICIPANTS.newer(connection, code, after),
        responses=RESPONSES.newer(connection, code, after),
    )


def read_whole(connection: Connection, code: str) -> Changes:
    """Return everything a class holds, its log and intents too, within the connection's transaction.

    Raises:
        NoSuchClass: no class has this code.
    """
    whole = read_changes(connection, code, 0)
    whole.events = EVENTS.newer(connection, code, 0)
    whole.intents = INTENTS.newer(connection, code, 0)
    return whole


def rows_below(changes: Changes) -> Iterator[tuple[Kept[Any], Sequence[Any]]]:
    """Go through the kinds of rows below the class of which there are any."""
    every: tuple[tuple[Kept[Any], Sequence[Any]], ...] = (
        (ACTIVITIES, changes.activities),
        (PARTICIPANTS, changes.participants),
        (RESPONSES, changes.responses),
        (INTENTS, changes.intents),
        (EVENTS, changes.events),
    )
    return ((kept, rows) for kept, rows in every if rows)
