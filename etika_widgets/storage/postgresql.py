"""The store on a PostgreSQL server, shared by any number of machines.

A transaction on a class first locks the class's row, so classes never wait for each other. Nothing depends on a
session: no statement is prepared and settings are made per transaction, so a pooler in transaction mode may stand
between. Deleting a class removes its rows; how long their traces stay in dead space, logs and backups of the server
is in the hands of whoever runs it.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

import psycopg
from sqlalchemy import (
    URL,
    Connection,
    Dialect,
    Engine,
    Table,
    create_engine,
    event,
    func,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from etika_widgets.errors import EtikaError, SettingError, StoreBusy, StoreError
from etika_widgets.i18n import N_
from etika_widgets.storage import tables
from etika_widgets.storage.contract import BUSY_SECONDS, WRITE_SECONDS
from etika_widgets.storage.feed import CHANNEL, Feed
from etika_widgets.storage.kept import rows_below
from etika_widgets.storage.migrations import migrate
from etika_widgets.storage.rows import Changes
from etika_widgets.storage.sql import SqlStore

log = logging.getLogger("etika.storage")

FRESH_SECONDS: Final = 0.5
"""How long after its last use a connection is taken without a try."""

LISTEN_VARIABLE: Final = "ETIKA_DB_LISTEN"
NO_LISTENER: Final = "off"

_MIGRATION_LOCK: Final = 0x6574696B61  # any number, the same for all of us
_CONNECTING: Final = {
    "application_name": "etika-widgets",
    "client_encoding": "UTF8",
    "connect_timeout": "5",
    # A network that went away without a word must not hold us for the two hours that are usual.
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}
_IDLE_MS: Final = 30_000
_SETTINGS: Final = text(
    "SELECT set_config('lock_timeout', :busy, true),"
    # A host that freezes in the middle of a transaction gives the class back to the others.
    " set_config('idle_in_transaction_session_timeout', :idle, true),"
    # Whatever the server's habit: an acknowledgement means that the disk has it.
    " set_config('synchronous_commit',"
    " CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END,"
    " true)"
)
_SEEN: Final = text("SELECT id, rev FROM intents WHERE code = :code AND id = ANY(:ids)")
_SERVER: Final = text("SELECT current_setting('server_encoding'), current_setting('fsync')")

_UNREACHABLE: Final = N_(
    "Basis data di {place} tidak dapat dihubungi; tidak ada yang tersimpan. Coba lagi. ({reason})"
)
_BUSY: Final = (
    StoreBusy,
    N_("Basis data di {place} terlalu lama dipakai yang lain; tidak ada yang tersimpan. Coba lagi."),
)
_UNSTORABLE: Final = (
    StoreError,
    N_("Ada karakter yang tidak dapat disimpan (NUL atau separuh emoji); tidak ada yang tersimpan."),
)
_MEANINGS: Final[dict[str, tuple[type[StoreError], str]]] = {
    "55P03": _BUSY,  # lock_not_available
    "40P01": _BUSY,  # deadlock_detected
    "40001": _BUSY,  # serialization_failure
    "57014": _BUSY,  # query_canceled
    "22P05": _UNSTORABLE,  # untranslatable_character
    "22021": _UNSTORABLE,  # character_not_in_repertoire
    "53300": (
        StoreError,
        N_("Basis data di {place} kehabisan sambungan. Naikkan max_connections atau pakai PgBouncer."),
    ),
    "53100": (
        StoreError,
        N_("Disk server basis data {place} penuh; perubahan tidak tersimpan. Kosongkan ruang disk."),
    ),
    "25006": (StoreError, N_("Basis data di {place} hanya dapat dibaca. Pakai alamat server utamanya.")),
    "42501": (
        StoreError,
        N_("Pengguna basis data di {place} tidak berhak membuat atau mengubah tabel. Beri hak itu."),
    ),
    "42P07": (StoreError, N_("Basis data di {place} berisi tabel program lain. Buat basis data tersendiri.")),
}
"""What errors mean to a person, by SQLSTATE."""


def _settings(busy_seconds: float) -> dict[str, str]:
    return {"busy": f"{busy_seconds * 1000:.0f}", "idle": str(_IDLE_MS)}


class PostgresStore(SqlStore):
    """The store contract on PostgreSQL; see ``contract.Store``.

    Args:
        url: ``postgresql://user:password@host/database``, perhaps of a pooler.
        listen: the address of the database itself if ``url`` is a pooler's; ``off`` for no listener.
        busy_seconds: how long to wait for other writers of the same class before raising ``StoreBusy``;
            ``WRITE_SECONDS`` at most once the store is open.

    Raises:
        SettingError: an address cannot be read.
        StoreError: the database cannot be used, or a newer version made its tables.
    """

    def __init__(self, url: str, *, listen: str | None = None, busy_seconds: float = BUSY_SECONDS) -> None:
        super().__init__(url, insert)
        parsed = _parsed(url)
        listen = listen or os.environ.get(LISTEN_VARIABLE) or url
        self._direct = None if listen == NO_LISTENER else _parsed(listen)
        self._place = f"{parsed.host or 'localhost'}:{parsed.port or 5432}/{parsed.database or ''}"
        self._hidden = [one.password for one in (parsed, self._direct) if one is not None and one.password]
        self._settings = _settings(busy_seconds)
        self._writers = self._engine(parsed, busy_seconds)
        followers = [table for table in tables.metadata.sorted_tables if "code" in table.c]
        self._bulk = {table.name: _bulk(table, self._writers.dialect) for table in followers}
        event.listen(self._writers, "handle_error", self._explain, retval=True)
        event.listen(self._writers, "checkin", _note_time)
        event.listen(self._writers, "checkout", _replace_broken)
        self._readers = self._writers.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._feed = Feed(self._writers, None if self._direct is None else self._open_listener)
        try:
            self._check_server()
            migrate(self._reading, self._migrating)
        except BaseException:
            self.close()
            raise
        self._settings = _settings(min(busy_seconds, WRITE_SECONDS))

    def version(self) -> int:
        """Return the feed's number; it costs nothing, a thread keeps it."""
        return self._feed.version()

    def close(self) -> None:
        """Release connections; closing twice is no error."""
        self._feed.close()
        self._writers.dispose()

    @staticmethod
    def _engine(url: URL, busy_seconds: float) -> Engine:
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args=_connecting(url) | {"prepare_threshold": None},
            isolation_level="READ COMMITTED",
            pool_size=4,  # a server needs one to write, two to read, one to look
            max_overflow=6,
            pool_timeout=busy_seconds,
            pool_recycle=1800,
            hide_parameters=True,  # what participants wrote must not end up in a traceback or log
            use_native_hstore=False,
        )

    def _open_listener(self) -> psycopg.Connection[Any]:
        if self._direct is None:
            raise ValueError("This store has no address to listen at.")
        url = self._direct
        _, arguments = self._writers.dialect.create_connect_args(url)
        return psycopg.connect(autocommit=True, prepare_threshold=None, **(_connecting(url) | dict(arguments)))

    def _check_server(self) -> None:
        with self._reading() as connection:
            encoding, fsync = connection.execute(_SERVER).one()
        if encoding != "UTF8":
            raise StoreError(
                "Basis data di {place} memakai pengodean {encoding}. Buat basis data dengan ENCODING 'UTF8'.",
                place=self._place,
                encoding=encoding,
            )
        if fsync != "on":
            log.warning("%s runs with fsync=off: what it has acknowledged will not survive a power cut", self._place)

    @contextmanager
    def _connected(self, engine: Engine) -> Iterator[Connection]:
        try:
            connection = engine.connect()
        except PoolTimeout as error:
            raise self._error(_BUSY) from error
        with connection, connection.begin():
            yield connection

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._connected(self._readers)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._connected(self._writers) as connection:
            connection.execute(_SETTINGS, self._settings)
            yield connection

    @contextmanager
    def _migrating(self) -> Iterator[Connection]:
        with self._writing() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            yield connection

    def _put(self, connection: Connection, code: str, changes: Changes) -> None:
        """Send all rows in one statement, each table's as one JSON text: many times faster than row by row."""
        data: dict[str, str] = {}
        for kept, rows in rows_below(changes):
            table, names = kept.table, ("code", *kept.names)
            values = [dict(zip(names, (code, *kept.stored(row, connection.dialect)), strict=True)) for row in rows]
            if table is not tables.events:
                # One statement cannot replace a row twice: of rows with the same key the last one counts.
                key = [column.name for column in table.primary_key]
                values = list({tuple(row[name] for name in key): row for row in values}.values())
            data[table.name] = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        if data:
            parts = [f"{name} AS ({self._bulk[name]})" for name in data]
            connection.exec_driver_sql(f"WITH {', '.join(parts)} SELECT", tuple(data.values()))

    def _seen(self, connection: Connection, code: str, ids: list[str]) -> dict[str, int]:
        return {row.id: row.rev for row in connection.execute(_SEEN, {"code": code, "ids": ids})} if ids else {}

    def _move(self, connection: Connection, code: str, values: dict[str, Any]) -> None:
        here = tables.classes.c.code == code
        # The notification goes out with the commit, or not at all.
        told = func.pg_notify(CHANNEL, code)
        connection.execute(update(tables.classes).where(here).values(values).returning(told))

    def _announce(self, connection: Connection, code: str) -> None:
        connection.execute(select(func.pg_notify(CHANNEL, code)))

    def _explain(self, context: ExceptionContext) -> EtikaError | None:
        original = context.original_exception
        if isinstance(original, UnicodeEncodeError):
            return self._error(_UNSTORABLE)
        if not isinstance(original, psycopg.Error):
            return None
        state = original.sqlstate or ""
        if state in _MEANINGS:
            return self._error(_MEANINGS[state])
        if isinstance(original, psycopg.DataError) and "NUL" in str(original):
            return self._error(_UNSTORABLE)  # the driver itself refuses it
        if isinstance(original, psycopg.OperationalError) or state[:2] in ("08", "57", "58"):
            return StoreError(_UNREACHABLE, place=self._place, reason=self._reason(original))
        return None

    def _error(self, meaning: tuple[type[StoreError], str]) -> StoreError:
        kind, message = meaning
        return kind(message, place=self._place)

    def _reason(self, error: psycopg.Error) -> str:
        reason = " ".join(str(error).split()) or error.sqlstate or type(error).__name__
        for password in self._hidden:
            reason = reason.replace(str(password), "***")
        return reason[:300]


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None  # the error would quote the address, and with it the password
    # A bare @ in the password ends it early; the rest would be shown as if it were the host's name.
    if parsed is None or not parsed.drivername.startswith("postgresql") or "@" in (parsed.host or ""):
        raise SettingError(
            "Alamat PostgreSQL tidak dapat dibaca. Tulis seperti ini: postgresql://pengguna:sandi@komputer/basisdata. "
            "Tanda seperti @ : / di dalam sandi ditulis %40 %3A %2F."
        )
    return parsed


def _note_time(connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["idle_since"] = time.monotonic()


def _replace_broken(connection: psycopg.Connection[Any], record: ConnectionPoolEntry, _proxy: object) -> None:
    """Try a connection that was idle before it is used, so that nobody notices that the server was restarted."""
    if time.monotonic() - record.info.get("idle_since", time.monotonic()) < FRESH_SECONDS:
        return
    autocommit = connection.autocommit
    try:
        connection.autocommit = True
        connection.execute("")
        connection.autocommit = autocommit
    except psycopg.Error as error:
        raise DisconnectionError from error  # makes the pool open another


def _connecting(url: URL) -> dict[str, Any]:
    """Return our habits, except where the address says otherwise."""
    return {name: value for name, value in _CONNECTING.items() if name not in url.query}


def _bulk(table: Table, dialect: Dialect) -> str:
    """Return an insert of many rows, sent as one JSON text, that replaces the rows with the same keys."""
    quote = dialect.identifier_preparer.quote
    columns = [column for column in table.columns if table is not tables.events or column.name != "id"]
    names = ", ".join(quote(column.name) for column in columns)
    typed = ", ".join(f"{quote(column.name)} {column.type.compile(dialect)}" for column in columns)
    source = f"SELECT {names} FROM json_to_recordset(%s::json) AS row({typed})"  # noqa: S608 - our own table names
    statement = f"INSERT INTO {quote(table.name)} ({names}) {source}"
    if table is tables.events:
        return statement
    key = ", ".join(quote(column.name) for column in table.primary_key)
    rest = ", ".join(f"{quote(one.name)} = excluded.{quote(one.name)}" for one in columns if not one.primary_key)
    return f"{statement} ON CONFLICT ({key}) DO UPDATE SET {rest}"
