"""The store contract over SQLAlchemy Core: all that the databases have in common.

A database's own module says how to open read and write transactions, which ``insert`` knows ON CONFLICT,
how to tell that somebody committed, and what its errors mean to a person.
"""

from __future__ import annotations

import secrets as randomness
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Dialect, Insert, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from etika_widgets.errors import NoSuchClass, StoreError
from etika_widgets.storage import tables
from etika_widgets.storage.contract import Transaction
from etika_widgets.storage.kept import CLASSES, EVENTS, Kept, read_changes, read_whole, rows_below
from etika_widgets.storage.rows import ActivityRow, Changes, ClassRow, EventRow

UpsertInsert = Callable[[Table], sqlite.Insert] | Callable[[Table], postgresql.Insert]

# Databases limit the parameters of one statement; SQLite to 32,766.
_IDS_PER_QUERY: Final = 10_000


_NEWEST_CLASSES: Final = CLASSES.select.order_by(tables.classes.c.created_at.desc(), tables.classes.c.code)
# FOR NO KEY UPDATE, so that heartbeats, which refer to the class, need not wait. It means nothing to SQLite, whose
# transaction holds the only write lock already.
_LOCK: Final = (
    select(tables.classes.c.rev).where(tables.classes.c.code == bindparam("code")).with_for_update(key_share=True)
)
_SECRET: Final = select(tables.secrets.c.value).where(tables.secrets.c.name == bindparam("name"))
_SEEN: Final = select(tables.intents.c.id, tables.intents.c.rev).where(
    tables.intents.c.code == bindparam("code"), tables.intents.c.id.in_(bindparam("ids", expanding=True))
)


class SqlTransaction:
    """A write transaction on one class; see ``contract.Transaction``."""

    def __init__(self, connection: Connection, code: str, rev: int, store: SqlStore) -> None:
        self._connection = connection
        self._code = code
        self._begun_at = rev
        self._rev = rev
        self._store = store

    def changes(self, after: int) -> Changes:
        """Return the class's rows with ``rev > after``."""
        return read_changes(self._connection, self._code, after)

    def seen(self, intent_ids: Collection[str]) -> dict[str, int]:
        """Return the revision under which each of these intents was taken, for those that were."""
        return self._store._seen(self._connection, self._code, list(intent_ids))

    def save(self, changes: Changes) -> None:
        """Insert or replace the rows and move the class to ``changes.rev``; events are appended.

        Raises:
            ValueError: a row has a revision the class had already passed, so readers would never see it; or
                the class row is another class's.
        """
        self._check(changes)
        self._store._put(self._connection, self._code, changes)
        self._rev = max(self._rev, changes.rev)
        values = CLASSES.values(changes.klass) if changes.klass else {}
        if self._rev > self._begun_at:
            self._store._move(self._connection, self._code, {**values, "rev": self._rev})

    def _check(self, changes: Changes) -> None:
        oldest = min((row.rev for row in changes.stamped()), default=self._begun_at + 1)
        if changes.klass is not None:
            oldest = min(oldest, changes.rev)
            if changes.klass.code != self._code:
                raise ValueError(f"This transaction is on class {self._code}, not on {changes.klass.code}.")
        if oldest <= self._begun_at:
            raise ValueError(f"Revision {oldest} is not after {self._begun_at}, where class {self._code} is.")


class SqlStore(ABC):
    """The contract's methods; a subclass brings connections, ``version`` and ``close``."""

    url: str

    def __init__(self, url: str, upsert_insert: UpsertInsert) -> None:
        self.url = url
        self._replace = {table.name: _replacing(upsert_insert, table) for table in tables.metadata.sorted_tables}
        self._texts: dict[str, str] = {}
        self._keep = {
            table.name: upsert_insert(table).on_conflict_do_nothing()
            for table in (tables.definitions, tables.secrets, tables.tokens)
        }

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction in which all reads see one moment."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Connection]:
        """Open a write transaction; leaving it normally commits, an exception rolls back."""

    @abstractmethod
    def version(self) -> int:
        """Return a number that changes soon after another connection has committed."""

    @abstractmethod
    def close(self) -> None:
        """Release connections."""

    def _put(self, connection: Connection, code: str, changes: Changes) -> None:
        """Insert the rows below the class, replacing those with the same key; events are appended."""
        for kept, rows in rows_below(changes):
            # As text and tuples: SQLAlchemy would take longer over the parameters of each row than the database.
            statement = self._texts.get(kept.table.name) or self._text(kept, connection.dialect)
            connection.exec_driver_sql(statement, [(code, *kept.stored(row, connection.dialect)) for row in rows])

    def _text(self, kept: Kept[Any], dialect: Dialect) -> str:
        """Return the statement that replaces such a row, its parameters in the order of ``_put``."""
        compiled = self._replace[kept.table.name].compile(dialect=dialect, column_keys=["code", *kept.names])
        return self._texts.setdefault(kept.table.name, str(compiled))

    def _seen(self, connection: Connection, code: str, ids: list[str]) -> dict[str, int]:
        """Return the revision under which each of these intents was taken, for those that were."""
        taken: dict[str, int] = {}
        for start in range(0, len(ids), _IDS_PER_QUERY):
            some = ids[start : start + _IDS_PER_QUERY]
            taken |= {row.id: row.rev for row in connection.execute(_SEEN, {"code": code, "ids": some})}
        return taken

    def _move(self, connection: Connection, code: str, values: dict[str, Any]) -> None:
        """Change the class's own row, which makes the rows below it known to readers."""
        connection.execute(update(tables.classes).where(tables.classes.c.code == code).values(values))
        self._announce(connection, code)

    def _announce(self, connection: Connection, code: str) -> None:  # noqa: B027 - most databases need nothing
        """Within its transaction, make a change to a class known to those who wait for one."""

    def create_class(self, row: ClassRow, activities: Sequence[ActivityRow], event: EventRow) -> None:
        """Store a new class.

        Raises:
            StoreError: the code is taken.
            ValueError: a row is at revision 0, where readers who start from nothing would miss it.
        """
        self._insert_class(Changes(klass=row, activities=list(activities), events=[event]), verify=False)

    def insert_class(self, whole: Changes) -> None:
        """Store a class that ``whole`` read elsewhere; it is read back and compared before it is committed.

        Raises:
            StoreError: the code is taken, or the rows did not arrive as they were.
        """
        self._insert_class(whole, verify=True)

    def _insert_class(self, whole: Changes, *, verify: bool) -> None:
        row = whole.klass
        if row is None or min(row.rev, *(stamped.rev for stamped in whole.stamped())) < 1:
            raise ValueError("A class starts at revision 1: readers ask for what is after 0.")
        with self._writing() as connection:
            try:
                connection.execute(insert(tables.classes), {**CLASSES.values(row), "rev": whole.rev})
            except IntegrityError as error:
                raise StoreError("Kode kelas {code} sudah dipakai. Gunakan kode lain.", code=row.code) from error
            self._put(connection, row.code, whole)
            if verify and read_whole(connection, row.code).digest() != whole.digest():
                raise StoreError("Kelas {code} tidak tersalin utuh; tidak ada yang disimpan.", code=row.code)
            self._announce(connection, row.code)

    def classes(self) -> list[ClassRow]:
        """Return all classes, the newest first."""
        with self._reading() as connection:
            return CLASSES.rows(connection, _NEWEST_CLASSES)

    def changes(self, code: str, after: int = 0) -> Changes:
        """Return one consistent view of the rows with ``rev > after`` (without events and intents).

        Raises:
            NoSuchClass: no class has this code.
        """
        with self._reading() as connection:
            return read_changes(connection, code, after)

    def whole(self, code: str) -> Changes:
        """Return one consistent view of everything a class holds, its log and intents too.

        Raises:
            NoSuchClass: no class has this code.
        """
        with self._reading() as connection:
            return read_whole(connection, code)

    def events(self, code: str, after: int = 0) -> list[EventRow]:
        """Return the log of a class in order; a class that is gone has none."""
        with self._reading() as connection:
            return EVENTS.newer(connection, code, after) if code.isprintable() else []

    @contextmanager
    def transaction(self, code: str) -> Iterator[Transaction]:
        """Open a write transaction on one class.

        Raises:
            NoSuchClass: no class has this code.
            StoreBusy: the lock could not be had in time; nothing was written.
        """
        with self._writing() as connection:
            rev = connection.scalar(_LOCK, {"code": code}) if code.isprintable() else None
            if rev is None:
                raise NoSuchClass(code)
            yield SqlTransaction(connection, code, rev, self)

    def delete_class(self, code: str, *, at: int | None = None) -> None:
        """Delete a class with everything it holds; one that is gone already is no error.

        Raises:
            StoreError: the class is not at revision ``at`` (if given); nothing was deleted.
        """
        with self._writing() as connection:
            if self._delete_rows(connection, code, at):
                self._announce(connection, code)

    def save_definition(self, digest: str, type_name: str, spec: dict[str, Any]) -> None:
        """Register an inline definition under its content hash; repeating it changes nothing."""
        if self.definition(digest) is None:
            with self._writing() as connection:
                row = {"digest": digest, "type": type_name, "spec": spec}
                connection.execute(self._keep["definitions"], row)

    def definition(self, digest: str) -> tuple[str, dict[str, Any]] | None:
        """Return the type name and spec registered under ``digest``."""
        table = tables.definitions
        with self._reading() as connection:
            row = connection.execute(select(table.c.type, table.c.spec).where(table.c.digest == digest)).one_or_none()
        return None if row is None else (row[0], row[1])

    def secret(self, name: str) -> bytes:
        """Return 32 random bytes kept under ``name``, made on first use."""
        with self._reading() as connection:
            value = connection.scalar(_SECRET, {"name": name})
        return self._kept_secret(name, randomness.token_bytes(32)) if value is None else bytes(value)

    def keep_secret(self, name: str, value: bytes) -> bool:
        """Keep ``value`` under ``name`` unless something is there; tell whether ``name`` now holds ``value``."""
        return self._kept_secret(name, value) == value

    def _kept_secret(self, name: str, value: bytes) -> bytes:
        with self._writing() as connection:
            connection.execute(self._keep["secrets"], {"name": name, "value": value})
            return bytes(connection.scalars(_SECRET, {"name": name}).one())  # somebody may have been first

    def set_presence(self, code: str, host: str, participants: Collection[str], until: float) -> None:
        """Replace what this host said before; for a class that is gone, do nothing."""
        row = {"code": code, "host": host, "participants": sorted(participants), "until": until}
        try:
            with self._writing() as connection:
                connection.execute(self._replace["presence"], row)
        except IntegrityError:
            return  # a heartbeat that comes after the class was deleted

    def presence(self, code: str, now: float, *, besides: str | None = None) -> set[str]:
        """Return the participants some host (except ``besides``) holds a live line to."""
        table = tables.presence
        query = select(table.c.participants).where(table.c.code == code, table.c.until > now)
        if besides is not None:
            query = query.where(table.c.host != besides)
        with self._reading() as connection:
            return set().union(*connection.scalars(query))

    def open_run(self, run: str, address: str, started_at: str) -> None:
        """Register a running server."""
        with self._writing() as connection:
            row = {"run": run, "address": address, "started_at": started_at}
            connection.execute(self._replace["runs"], row)

    def close_run(self, run: str) -> None:
        """Forget a server and its tokens."""
        with self._writing() as connection:
            connection.execute(delete(tables.runs).where(tables.runs.c.run == run))

    def runs(self) -> list[tuple[str, str, str]]:
        """Return ``(run, address, started_at)`` of the registered servers, the newest first."""
        table = tables.runs
        query = select(table.c.run, table.c.address, table.c.started_at)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(table.c.started_at.desc(), table.c.run))
            return [(row.run, row.address, row.started_at) for row in rows]

    def add_token(self, run: str, token_hash: str) -> None:
        """Let a facilitator's token (hashed) open the control page of ``run``.

        Raises:
            StoreError: no such server is registered (any more).
        """
        try:
            with self._writing() as connection:
                connection.execute(self._keep["tokens"], {"run": run, "token_hash": token_hash})
        except IntegrityError as error:
            raise StoreError("Server ini sudah ditutup. Jalankan lagi, lalu buka tautan yang baru.") from error

    def has_token(self, run: str, token_hash: str) -> bool:
        """Tell whether this token belongs to ``run``."""
        table = tables.tokens
        query = select(table.c.run).where(table.c.run == run, table.c.token_hash == token_hash)
        with self._reading() as connection:
            return connection.scalar(query) is not None

    @staticmethod
    def _delete_rows(connection: Connection, code: str, at: int | None = None) -> bool:
        """Delete a class with what refers to it; tell whether it was there."""
        if not code.isprintable():
            return False
        here = delete(tables.classes).where(tables.classes.c.code == code)
        if at is None:
            return connection.execute(here).rowcount > 0
        if connection.execute(here.where(tables.classes.c.rev == at)).rowcount == 0:
            raise StoreError("Kelas {code} berubah selagi dipindahkan; tidak ada yang dihapus.", code=code)
        return True


def _replacing(upsert_insert: UpsertInsert, table: Table) -> Insert:
    """Return an insert of all columns that replaces the row with the same key; events are only appended."""
    if table is tables.events:
        return insert(table)
    statement = upsert_insert(table)
    rest = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    if not rest:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)
