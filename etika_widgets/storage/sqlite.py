"""The store in one SQLite file, shared by any number of processes on one machine.

Three connections: one writes, one reads, and one only watches ``data_version``; so a long write never holds
up a reader, nor a reader the watcher. Each has a lock of its own, which makes the store safe for threads.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import NullPool

from etika_widgets.errors import SettingError, StoreBusy, StoreError
from etika_widgets.storage.contract import BUSY_SECONDS, WRITE_SECONDS
from etika_widgets.storage.location import SQLITE_PREFIX, sqlite_url
from etika_widgets.storage.migrations import RECORDS, migrate
from etika_widgets.storage.sql import SqlStore

_PRAGMAS: Final = (
    "PRAGMA synchronous=FULL",  # in WAL mode anything less loses the last commits in a power cut
    "PRAGMA fullfsync=ON",  # the same promise on macOS, whose fsync leaves data in the drive; no effect elsewhere
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is deleted or replaced is overwritten, though copies may stay: _erase_traces
    "PRAGMA temp_store=MEMORY",  # nor may a sort leave text in a temporary file
)


class SqliteStore(SqlStore):
    """The store contract on one file; see ``contract.Store``.

    Args:
        path: the file; it is made if need be, readable by its owner only. Its folder must exist.
        busy_seconds: how long to wait for other writers before raising ``StoreBusy``; ``WRITE_SECONDS`` at most once
            the file is open.

    Raises:
        StoreError: the file cannot be read and written, is not ours, or a newer version made it.
        StoreBusy: another process holds the file too long.
    """

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        super().__init__(sqlite_url(path), insert)
        self._path = path
        self._busy_seconds = self._write_seconds = busy_seconds
        self._write_lock = threading.Lock()
        self._read_lock = threading.Lock()
        self._watch_lock = threading.Lock()
        self._closed = False
        self._engine = create_engine(
            "sqlite+pysqlite://",
            creator=self._connect,
            poolclass=NullPool,
            hide_parameters=True,  # what participants wrote must not end up in a traceback or log
        )
        event.listen(self._engine, "begin", _begin)
        event.listen(self._engine, "handle_error", self._explain, retval=True)
        _make_private(path)
        self._refuse_foreign_file()
        self._watcher = self._connect()
        try:
            self._reader = self._engine.connect()
            self._writer = self._engine.connect().execution_options(etika_begin="BEGIN IMMEDIATE")
            migrate(self._reading, self._writing)
            self._hurry()
            self._erase_traces()
        except BaseException:
            self._release()
            raise

    @classmethod
    def from_url(cls, url: str) -> SqliteStore:
        """Open the file that ``sqlite:///path`` names.

        Raises:
            SettingError: the address names no file.
        """
        name = url.removeprefix(SQLITE_PREFIX)
        if name in ("", url, ":memory:"):
            raise SettingError(
                "Alamat {url} tidak menyebut berkas. Tulis seperti ini: sqlite:///lokasi/berkas.sqlite3.", url=url
            )
        return cls(Path(name).expanduser().absolute())

    def version(self) -> int:
        """Return SQLite's ``data_version``; it costs a look at shared memory, no disk."""
        with self._watch_lock, self._explaining():
            number: int = self._watcher.execute("PRAGMA data_version").fetchone()[0]
        return number

    def delete_class(self, code: str, *, at: int | None = None) -> None:
        """Delete a class and see to it that none of its text is left in the file or its log.

        Should the clean-up not be possible now, the class is gone all the same, and the clean-up is tried
        again at ``close`` and whenever the file is opened.
        """
        with self._writing() as connection:
            if self._delete_rows(connection, code, at):
                # A mark within the same transaction, so that no crash can make us forget the clean-up.
                marks: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                connection.exec_driver_sql(f"PRAGMA user_version={marks + 1}")
        self._erase_traces()

    def close(self) -> None:
        """Release connections; closing twice is no error."""
        if not self._closed:
            self._erase_traces()
            self._release()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._read_lock, self._reader.begin():
            yield self._reader

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if not self._write_lock.acquire(timeout=self._write_seconds):
            raise self._busy()
        try:
            with self._writer.begin():
                yield self._writer
        finally:
            self._write_lock.release()

    def _hurry(self) -> None:
        """From now on do not keep people waiting for long."""
        self._write_seconds = min(self._busy_seconds, WRITE_SECONDS)
        with closing(self._writer.connection.cursor()) as cursor:  # outside of any transaction: it may be locked now
            cursor.execute(f"PRAGMA busy_timeout={self._write_seconds * 1000:.0f}")

    def _release(self) -> None:
        self._closed = True
        locks = (self._write_lock, self._read_lock, self._watch_lock)
        # A connection that is closed while another thread uses it takes the whole process down.
        held = [lock for lock in locks if lock.acquire(timeout=self._busy_seconds)]
        for name in ("_writer", "_reader"):
            if connection := getattr(self, name, None):  # absent if opening failed half-way
                connection.close()
        self._watcher.close()
        for lock in held:
            lock.release()

    def _erase_traces(self) -> None:
        """Rewrite the file and empty its log if a class was deleted since the last time.

        ``secure_delete`` alone is not enough: when SQLite moves a row to another page, the gap it leaves may
        keep a copy, and a test that mixes two classes finds such copies in most files.
        """
        try:
            with self._watch_lock, self._explaining():
                marks = _marks(self._watcher)
            if not marks:
                return
            # On a connection of its own: rewriting takes a moment, and ``version`` is polled.
            with self._explaining(), closing(self._connect()) as connection:
                connection.execute("VACUUM")
                busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                connection.execute("BEGIN IMMEDIATE")
                # Another process may have deleted another class meanwhile; that one's mark must stay.
                if not busy and _marks(connection) == marks:
                    connection.execute("PRAGMA user_version=0")
                connection.execute("COMMIT")
        except StoreError:
            return  # the mark is still there for the next time

    def _connect(self) -> sqlite3.Connection:
        with self._explaining():
            connection = sqlite3.connect(
                self._path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
            )
            try:
                self._switch_to_wal(connection)
                for pragma in _PRAGMAS:
                    connection.execute(pragma)
            except BaseException:
                connection.close()
                raise
        return connection

    def _switch_to_wal(self, connection: sqlite3.Connection) -> None:
        deadline = time.monotonic() + self._busy_seconds
        while True:
            try:
                mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
                break
            except sqlite3.OperationalError as error:
                # The switch (needed once in a file's life) does not wait for others by itself.
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
        if mode != "wal":
            raise StoreError(
                "Folder tempat {path} tidak dapat dipakai bersama (biasanya folder jaringan). "
                "Pilih folder di disk komputer ini.",
                path=self._path,
            )

    def _refuse_foreign_file(self) -> None:
        # On a plain connection: ours would already change the file, to keep a log beside it.
        with self._explaining(), closing(sqlite3.connect(self._path, timeout=self._busy_seconds)) as connection:
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if names and RECORDS.name not in names:
            raise StoreError("Berkas {path} milik program lain. Pilih berkas lain.", path=self._path)

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Translate what ``sqlite3`` itself raises; the engine's errors pass through ``_explain``."""
        try:
            yield
        except sqlite3.Error as error:
            raise (self._meaning(error) or error) from error

    def _explain(self, context: ExceptionContext) -> StoreError | None:
        original = context.original_exception
        return self._meaning(original) if isinstance(original, sqlite3.Error) else None

    def _meaning(self, error: sqlite3.Error) -> StoreError | None:
        """Return the error as a person should read it; None for mistakes of programmers."""
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:  # the rest of the bits refine the code
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return self._busy()
            case sqlite3.SQLITE_FULL:
                return StoreError(
                    "Disk penuh; perubahan tidak tersimpan di {path}. Kosongkan ruang disk, lalu coba lagi.",
                    path=self._path,
                )
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
                return _not_writable(self._path)
            case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
                return StoreError(
                    "Berkas {path} bukan berkas data Etika Widgets, atau isinya rusak. "
                    "Pilih berkas lain, atau pulihkan cadangannya.",
                    path=self._path,
                )
            case sqlite3.SQLITE_IOERR:
                return StoreError(
                    "Berkas data {path} tidak dapat dibaca atau ditulis ({reason}). Periksa disknya.",
                    path=self._path,
                    reason=error.sqlite_errorname,
                )
        return None

    def _busy(self) -> StoreBusy:
        return StoreBusy(
            "Berkas data {path} terlalu lama dipakai program lain; tidak ada yang tersimpan. Coba lagi.",
            path=self._path,
        )


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("etika_begin", "BEGIN"))


def _marks(connection: sqlite3.Connection) -> int:
    """Return how many deletions still have traces in the file."""
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def _make_private(path: Path) -> None:
    """Make the file if it is missing, for its owner only; SQLite gives its log the same permissions."""
    try:
        # Never opens a file that exists: closing it would drop the locks SQLite holds on it in this process.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if not os.access(path, os.R_OK | os.W_OK):
            raise _not_writable(path) from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreError("Disk penuh; berkas data {path} tidak dapat dibuat.", path=path) from error
        raise _not_writable(path) from error


def _not_writable(path: Path) -> StoreError:
    return StoreError(
        "Berkas data {path} tidak dapat dibuka atau ditulisi. "
        "Periksa izin berkas dan foldernya, atau pilih folder lain dengan --data.",
        path=path,
    )
