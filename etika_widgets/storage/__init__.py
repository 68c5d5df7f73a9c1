"""Where classes live: one contract, one module per database.

Everybody outside this package needs only the names below. ``sql.py`` holds the SQL that all databases share;
``sqlite.py`` adds what is particular to a file, ``postgresql.py`` what is particular to a server, with ``feed.py`` to
hear of the commits of others. ``move.py`` takes classes from one store to another.
"""

from __future__ import annotations

from etika_widgets.errors import SettingError
from etika_widgets.storage.contract import Store, Transaction
from etika_widgets.storage.location import store_url
from etika_widgets.storage.rows import (
    ActivityRow,
    Changes,
    ClassRow,
    EventRow,
    IntentRow,
    ParticipantRow,
    ResponseRow,
)

__all__ = [
    "ActivityRow",
    "Changes",
    "ClassRow",
    "EventRow",
    "IntentRow",
    "ParticipantRow",
    "ResponseRow",
    "Store",
    "Transaction",
    "open_store",
    "store_url",
]


def open_store(url: str, *, listen: str | None = None) -> Store:
    """Open the store at ``url``, making or upgrading its tables first.

    Each database's module is imported only when asked for, so its driver may be absent otherwise.

    Args:
        url: where the data lies, see ``store_url``.
        listen: for PostgreSQL behind a pooler: the address of the database itself, for the one connection that
            hears of the commits of others; ``off`` for none. Default: the environment's ``ETIKA_DB_LISTEN``,
            then ``url``.

    Raises:
        SettingError: no database of ours answers to this kind of address.
        StoreError: the file or database cannot be used, or a newer version made it.
        StoreBusy: somebody else holds it too long.

    Example:
        >>> store = open_store("sqlite:////tmp/etika.sqlite3")  # doctest: +SKIP
    """
    scheme, _, _ = url.partition(":")
    if scheme == "sqlite":
        from etika_widgets.storage.sqlite import SqliteStore

        return SqliteStore.from_url(url)
    if scheme in ("postgresql", "postgresql+psycopg"):
        try:
            from etika_widgets.storage.postgresql import PostgresStore
        except ImportError as error:
            raise SettingError(
                "Penggerak PostgreSQL belum terpasang. Pasang dengan: pip install 'etika-widgets[postgresql]'"
            ) from error
        return PostgresStore(url, listen=listen)
    # Only the scheme is named: the rest of an address may hold a password.
    raise SettingError(
        "Alamat basis data yang diawali {scheme} tidak dikenal. Yang didukung: sqlite:///lokasi/berkas.sqlite3 "
        "dan postgresql://pengguna@komputer/basisdata.",
        scheme=scheme.partition("@")[0],
    )
