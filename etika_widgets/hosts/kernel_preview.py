"""A class of one's own to try a workbook in: everything open, nothing kept."""

from __future__ import annotations

import random
import tempfile
import threading
import uuid
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from etika_widgets.activity import Phase
from etika_widgets.content.pack import Pack
from etika_widgets.content.pseudonyms import offer
from etika_widgets.hosts.kernel_link import RoomLink, link_to, shared_store
from etika_widgets.room import Intent, Role, Viewer, open_class
from etika_widgets.spec import ActivitySpec
from etika_widgets.storage import Store
from etika_widgets.storage.location import sqlite_url
from etika_widgets.storage.rows import Changes

LOOSE: Final = "inline"
"""Slug of what belongs to no workbook."""

_folder: tempfile.TemporaryDirectory[str] | None = None
_previews: dict[tuple[str, str, str], tuple[RoomLink, str]] = {}
_guard: Final = threading.Lock()


def preview_store() -> Store:
    """Return a store that ends with this process."""
    global _folder
    if _folder is None:
        _folder = tempfile.TemporaryDirectory(prefix="etika-preview-", ignore_cleanup_errors=True)
    return shared_store(sqlite_url(Path(_folder.name) / "preview.sqlite3"))


def preview(pack: Pack, language: str) -> tuple[RoomLink, str]:
    """Return the private class of ``pack`` and its one participant; the same again for the same pack."""
    with _guard:
        key = (pack.slug, pack.digest(), language)
        if key not in _previews:
            link = link_to(preview_store(), opened(preview_store(), pack, language))
            name = offer(set(), random.SystemRandom())
            join = Intent(id=uuid.uuid4().hex, kind="join", payload={"name": name})
            outcome, tell = link.submit(Viewer(Role.DOOR, language=language), join)
            tell()
            seat = Intent(id=uuid.uuid4().hex, kind="group", payload={"largest": 6})
            _, tell = link.submit(Viewer(Role.FACILITATOR, language=language), seat)
            tell()  # a group of one: what groups write can be tried too
            _previews[key] = (link, str(outcome.data["participant"]))
        return _previews[key]


def opened(store: Store, pack: Pack, language: str) -> str:
    """Open a class with every activity open and return its code."""
    row = open_class(store, pack, language=language)
    with store.transaction(row.code) as transaction:
        found = transaction.changes(0)
        rev = found.rev + 1
        activities = [replace(activity, phase=Phase.OPEN.value, rev=rev) for activity in found.activities]
        transaction.save(Changes(klass=replace(row, rev=rev), activities=activities))
    return row.code


def loose_pack(specs: Iterable[ActivitySpec]) -> Pack:
    """Return a pack of activities without a lesson around them."""
    about = {"version": "0", "title": "Latihan", "summary": "Latihan.", "module": 0, "jp": 1, "licence": "–"}
    return Pack.model_validate({"schema": 1, "slug": LOOSE, "fictional": True, "activities": tuple(specs), **about})
