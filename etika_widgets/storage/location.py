"""Where the data lies, found in the same order by every host.

Notebook kernels run in the notebook's folder and servers anywhere, so whatever is relative becomes absolute
here, once.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

import platformdirs

from etika_widgets.errors import SettingError

FILE_NAME: Final = "etika.sqlite3"
SQLITE_PREFIX: Final = "sqlite:///"


def store_url(db: str | None = None, data: str | os.PathLike[str] | None = None) -> str:
    """Return the address of the store, for ``open_store``.

    The first that is given wins: ``db`` (an address), ``data`` (a folder), the environment's ``ETIKA_DB``,
    then ``ETIKA_DATA``, then the user's data folder. A data folder is made if need be, readable by its
    owner only.

    Raises:
        SettingError: the data folder cannot be made or written to.
    """
    if db:
        return _absolute(db)
    if data:
        return _in_folder(Path(data))
    if db := os.environ.get("ETIKA_DB"):
        return _absolute(db)
    return _in_folder(Path(os.environ.get("ETIKA_DATA") or platformdirs.user_data_dir("etika-widgets")))


def sqlite_url(path: Path) -> str:
    """Return the address of a data file; the path stands in it as it is, nothing is quoted."""
    return f"{SQLITE_PREFIX}{path.expanduser().absolute()}"


def _absolute(url: str) -> str:
    name = url.removeprefix(SQLITE_PREFIX)
    return url if name in ("", url) else sqlite_url(Path(name))


def _in_folder(folder: Path) -> str:
    folder = folder.expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass  # asking for permission bits would miss full and read-only disks
    except OSError as error:
        raise SettingError(
            "Folder data {folder} tidak dapat dibuat atau ditulisi. Pilih folder lain dengan --data atau ETIKA_DATA.",
            folder=folder,
        ) from error
    return sqlite_url(folder / FILE_NAME)
