"""Where classes live: one contract, one module per database.

Everybody outside this package needs only the names below. ``sql.py`` holds the SQL that all databases share;
``sqlite.py`` adds what is particular to a file.
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


def open_store(url: str) -> Store:
    """Open the store at ``url``, making or upgrading its tables first.

    Each database's module is imported only when asked for, so its driver may be absent otherwise.

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
    # Only the scheme is named: the rest of an address may hold a password.
    raise SettingError(
        "Alamat basis data yang diawali {scheme} tidak dikenal. Yang didukung: sqlite:///lokasi/berkas.sqlite3.",
        scheme=scheme,
    )
