"""Takes classes from one store to another, e.g. from a laptop's file to a server's database and back.

A class arrives whole or not at all: it is read at one moment, written in one transaction, read back and compared
before that commits, and only then deleted at its old place, if it has not changed meanwhile. Should the computer
stop between the two, the class is in both places; moving it again finishes the work.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from etika_widgets.errors import NoSuchClass, StoreError
from etika_widgets.storage.contract import Store

PEOPLE: Final = "people"
"""The secret that resume codes are made with: they open a class only where it came along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What arrived.

    ``counts`` says how many rows of each kind, ``digest`` hashes all of them; ``resumable`` tells whether the
    participants' resume codes still open the class.
    """

    code: str
    counts: Mapping[str, int]
    digest: str
    resumable: bool


def move_class(source: Store, target: Store, code: str, *, keep: bool = False) -> Moved:
    """Take a class from ``source`` to ``target``.

    Args:
        source: where it is.
        target: where it shall be.
        code: the class's code.
        keep: leave it in ``source`` too.

    Raises:
        NoSuchClass: ``source`` has no such class.
        StoreError: ``target`` has a class with this code; or people are connected, or something changed
            meanwhile. The class is then where it was, and nothing is left in ``target``.
    """
    if not keep and source.presence(code, time.time()):
        raise StoreError("Masih ada peserta yang tersambung ke kelas {code}. Hentikan servernya dahulu.", code=code)
    resumable = target.keep_secret(PEOPLE, source.secret(PEOPLE))
    whole = source.whole(code)
    digest = whole.digest()
    for activity in whole.activities:
        if found := source.definition(activity.digest):
            target.save_definition(activity.digest, *found)
    if keep or not _is_there(target, code, digest):
        target.insert_class(whole)
    arrived = target.whole(code)
    if (arrived.counts(), arrived.digest()) != (whole.counts(), digest):
        target.delete_class(code)
        raise StoreError("Kelas {code} tidak tersalin utuh; tidak ada yang dipindahkan.", code=code)
    if not keep:
        _leave(source, target, code, whole.rev)
    return Moved(code=code, counts=arrived.counts(), digest=digest, resumable=resumable)


def move_classes(
    source: Store,
    target: Store,
    codes: Collection[str] = (),
    *,
    keep: bool = False,
    done: Callable[[Moved], None] = lambda moved: None,
) -> list[Moved]:
    """Take several classes, all if no code is given, one after the other; ``done`` hears of each.

    Raises:
        StoreError: see ``move_class``; those before it have arrived. Codes that do not exist or are taken are
            found before anything is moved.
    """
    here, there = ({row.code for row in store.classes()} for store in (source, target))
    wanted = list(codes) or sorted(here)
    for code in wanted:
        if code not in here:
            raise NoSuchClass(code)
        if code in there and (keep or not _is_there(target, code, source.whole(code).digest())):
            raise StoreError("Kode kelas {code} sudah dipakai. Gunakan kode lain.", code=code)
    moved = []
    for code in wanted:
        moved.append(move_class(source, target, code, keep=keep))
        done(moved[-1])
    return moved


def _leave(source: Store, target: Store, code: str, rev: int) -> None:
    try:
        source.delete_class(code, at=rev)
    except StoreError as error:
        try:
            source.changes(code)  # a connection may break after the deletion was done
        except NoSuchClass:
            return
        except StoreError:
            raise error from None  # nobody knows; rather in both places than in none
        target.delete_class(code)
        raise


def _is_there(store: Store, code: str, digest: str) -> bool:
    """Tell whether exactly this class is there already, left by a move that was cut off."""
    try:
        return store.whole(code).digest() == digest
    except NoSuchClass:
        return False
