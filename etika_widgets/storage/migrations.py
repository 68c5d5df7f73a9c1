"""Steps that bring a database from any earlier version to this one.

To change the schema, change ``tables.py`` and append a migration; never edit one that was released, because
databases that have it recorded will not run it again. The SQL of a migration is frozen text for the same
reason: it must keep making what it made then, whatever ``tables.py`` says later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, MetaData, Table, Text, insert, inspect, select, text

from etika_widgets.errors import StoreError

RECORDS: Final = Table("etika_migrations", MetaData(), Column("name", Text, primary_key=True))
"""Lists the migrations a database has had; its presence marks a database as ours."""

_WORDS: Final = {
    "sqlite": {"serial": "INTEGER PRIMARY KEY", "bytes": "BLOB"},
    "postgresql": {"serial": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "bytes": "BYTEA"},
}
"""What the databases call differently; ``{serial}`` and ``{bytes}`` in the SQL below."""

_OF_CLASS: Final = "FOREIGN KEY (code) REFERENCES classes (code) ON DELETE CASCADE"


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One step, run in one transaction together with its record.

    ``name`` is what the record says; it must be unique and never change.
    """

    name: str
    statements: tuple[str, ...]

    def run(self, connection: Connection) -> None:
        """Run the statements in the words of the connection's database."""
        words = _WORDS[connection.dialect.name]
        for statement in self.statements:
            connection.execute(text(statement.format(**words)))


MIGRATIONS: Final = (
    Migration(
        name="001_initial",
        statements=(
            "CREATE TABLE classes (code TEXT NOT NULL PRIMARY KEY, workbook TEXT NOT NULL, title TEXT NOT NULL,"
            " language TEXT NOT NULL, pack_digest TEXT NOT NULL, run_sheet TEXT NOT NULL, created_at TEXT NOT NULL,"
            " ended_at TEXT, present TEXT, present_at TEXT, rev INTEGER NOT NULL)",
            "CREATE TABLE activities (code TEXT NOT NULL, activity TEXT NOT NULL, type TEXT NOT NULL,"
            " position INTEGER NOT NULL, digest TEXT NOT NULL, spec TEXT NOT NULL, phase TEXT NOT NULL,"
            " round INTEGER NOT NULL, moved_at TEXT, rev INTEGER NOT NULL,"
            f" PRIMARY KEY (code, activity), {_OF_CLASS})",
            "CREATE TABLE participants (code TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,"
            ' resume_hash TEXT NOT NULL, "group" INTEGER, is_writer BOOLEAN NOT NULL, joined_at TEXT NOT NULL,'
            f" removed BOOLEAN NOT NULL, rev INTEGER NOT NULL, PRIMARY KEY (code, id), {_OF_CLASS})",
            "CREATE TABLE responses (code TEXT NOT NULL, activity TEXT NOT NULL, round INTEGER NOT NULL,"
            " slot TEXT NOT NULL, participant TEXT NOT NULL, payload TEXT, seq BIGINT NOT NULL, at TEXT NOT NULL,"
            " shown BOOLEAN NOT NULL, rev INTEGER NOT NULL,"
            f" PRIMARY KEY (code, activity, round, slot, participant), {_OF_CLASS})",
            "CREATE TABLE events (id {serial}, code TEXT NOT NULL, rev INTEGER NOT NULL, at TEXT NOT NULL,"
            " kind TEXT NOT NULL, role TEXT NOT NULL, activity TEXT, round INTEGER, participant TEXT,"
            f" detail TEXT NOT NULL, {_OF_CLASS})",
            "CREATE TABLE intents (code TEXT NOT NULL, id TEXT NOT NULL, participant TEXT NOT NULL,"
            f" rev INTEGER NOT NULL, PRIMARY KEY (code, id), {_OF_CLASS})",
            "CREATE TABLE presence (code TEXT NOT NULL, host TEXT NOT NULL, participants TEXT NOT NULL,"
            f" until DOUBLE PRECISION NOT NULL, PRIMARY KEY (code, host), {_OF_CLASS})",
            "CREATE TABLE definitions (digest TEXT NOT NULL PRIMARY KEY, type TEXT NOT NULL, spec TEXT NOT NULL)",
            "CREATE TABLE secrets (name TEXT NOT NULL PRIMARY KEY, value {bytes} NOT NULL)",
            "CREATE TABLE runs (run TEXT NOT NULL PRIMARY KEY, address TEXT NOT NULL, started_at TEXT NOT NULL)",
            "CREATE TABLE tokens (run TEXT NOT NULL, token_hash TEXT NOT NULL, PRIMARY KEY (run, token_hash),"
            " FOREIGN KEY (run) REFERENCES runs (run) ON DELETE CASCADE)",
            "CREATE INDEX activities_by_rev ON activities (code, rev)",
            "CREATE INDEX participants_by_rev ON participants (code, rev)",
            "CREATE INDEX responses_by_rev ON responses (code, rev)",
            "CREATE INDEX events_by_rev ON events (code, rev)",
        ),
    ),
    Migration(name="002_units", statements=("ALTER TABLE participants ADD COLUMN unit TEXT",)),
)
"""All migrations, the oldest first."""


def migrate(
    reading: Callable[[], AbstractContextManager[Connection]],
    writing: Callable[[], AbstractContextManager[Connection]],
    migrations: Sequence[Migration] = MIGRATIONS,
) -> None:
    """Run the migrations a database has not had yet.

    Several processes may do this at once: what is missing is looked up again under the write lock. A database
    that is up to date is only read, so it opens even while somebody is writing.

    Args:
        reading: opens a read transaction.
        writing: opens a transaction that no other ``writing`` transaction runs beside.
        migrations: the oldest first.

    Raises:
        StoreError: the database has had a migration this version does not know.
        ValueError: two migrations share a name.
    """
    names = [migration.name for migration in migrations]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise ValueError(f"Migration names must be unique; used twice: {', '.join(doubled)}.")
    with reading() as connection:
        missing = _missing(connection, migrations)
    for migration in missing:
        with writing() as connection:
            if migration in _missing(connection, migrations):
                migration.run(connection)
                _record(connection, migration)


def _missing(connection: Connection, migrations: Sequence[Migration]) -> list[Migration]:
    recorded: set[str] = set()
    if inspect(connection).has_table(RECORDS.name):
        recorded.update(connection.scalars(select(RECORDS.c.name)))
    unknown = recorded - {migration.name for migration in migrations}
    if unknown:
        raise StoreError(
            "Data ini dibuat oleh versi Etika Widgets yang lebih baru ({names}). "
            "Perbarui Etika Widgets, atau pilih tempat data lain.",
            names=", ".join(sorted(unknown)),
        )
    return [migration for migration in migrations if migration.name not in recorded]


def _record(connection: Connection, migration: Migration) -> None:
    RECORDS.create(connection, checkfirst=True)
    connection.execute(insert(RECORDS), {"name": migration.name})
