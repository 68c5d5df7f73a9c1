"""The tables as they are today, in SQLAlchemy Core.

``migrations.py`` makes them in the database; a test keeps the two alike. Columns carry the names of the row
fields. Whatever belongs to a class refers to ``classes`` with ON DELETE CASCADE, so that deleting the class
row deletes all of it and nothing can be written for a class that is gone.
"""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

metadata: Final = MetaData()
_COMPACT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Json(TypeDecorator[Any]):
    """A JSON value kept as compact text, readable in any database tool; None is NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Return the text to store.

        Raises:
            ValueError: the value holds NaN or an infinity, which no browser could read back.
        """
        if value is None:
            return None
        text = _COMPACT.encode(value)
        try:
            text.encode()
        except UnicodeEncodeError:
            # Half of a surrogate pair (a browser may cut an emoji in two) is valid JSON but not valid UTF-8;
            # one such answer must not fail the batch it arrives with.
            return json.dumps(value, separators=(",", ":"), allow_nan=False)
        return text

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Return the JSON value."""
        return None if value is None else json.loads(value)


def _class_code(*, primary_key: bool = True) -> Column[str]:
    reference = ForeignKey("classes.code", ondelete="CASCADE")
    return Column("code", Text, reference, primary_key=primary_key, nullable=False)


classes: Final = Table(
    "classes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("workbook", Text, nullable=False),
    Column("title", Json, nullable=False),
    Column("language", Text, nullable=False),
    Column("pack_digest", Text, nullable=False),
    Column("run_sheet", Json, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("ended_at", Text),
    Column("present", Text),
    Column("present_at", Text),
    Column("rev", Integer, nullable=False),
)

activities: Final = Table(
    "activities",
    metadata,
    _class_code(),
    Column("activity", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("spec", Json, nullable=False),
    Column("phase", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("moved_at", Text),
    Column("rev", Integer, nullable=False),
    Index("activities_by_rev", "code", "rev"),
)

participants: Final = Table(
    "participants",
    metadata,
    _class_code(),
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("resume_hash", Text, nullable=False),
    Column("group", Integer),
    Column("is_writer", Boolean, nullable=False),
    Column("joined_at", Text, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("unit", Text),
    Index("participants_by_rev", "code", "rev"),
)

responses: Final = Table(
    "responses",
    metadata,
    _class_code(),
    Column("activity", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("participant", Text, primary_key=True),
    Column("payload", Json),
    Column("seq", BigInteger, nullable=False),  # chosen by browsers, up to 2**53
    Column("at", Text, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("rev", Integer, nullable=False),
    Index("responses_by_rev", "code", "rev"),
)

events: Final = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    _class_code(primary_key=False),
    Column("rev", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("activity", Text),
    Column("round", Integer),
    Column("participant", Text),
    Column("detail", Json, nullable=False),
    Index("events_by_rev", "code", "rev"),
)

intents: Final = Table(
    "intents",
    metadata,
    _class_code(),
    Column("id", Text, primary_key=True),
    Column("participant", Text, nullable=False),
    Column("rev", Integer, nullable=False),
)

presence: Final = Table(
    "presence",
    metadata,
    _class_code(),
    Column("host", Text, primary_key=True),
    # One list per host, not one row each: it is rewritten every few seconds for up to thousands of people.
    Column("participants", Json, nullable=False),
    Column("until", Double, nullable=False),
)

definitions: Final = Table(
    "definitions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("spec", Json, nullable=False),
)

secrets: Final = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

runs: Final = Table(
    "runs",
    metadata,
    Column("run", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("started_at", Text, nullable=False),
)

tokens: Final = Table(
    "tokens",
    metadata,
    Column("run", Text, ForeignKey("runs.run", ondelete="CASCADE"), primary_key=True),
    Column("token_hash", Text, primary_key=True),
)
