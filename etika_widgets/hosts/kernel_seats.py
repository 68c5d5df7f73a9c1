"""Which seat a workbook gets in this kernel. Running a cell again finds the same seat, and with it the same person."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from etika_widgets._plugins import activity_types
from etika_widgets.errors import EtikaError
from etika_widgets.hosts.kernel_link import link_to, shared_store
from etika_widgets.hosts.kernel_page import participant_page, refuse_participants
from etika_widgets.hosts.kernel_preview import preview, preview_store
from etika_widgets.hosts.kernel_seat import Seat
from etika_widgets.room import Role, Viewer
from etika_widgets.room.codes import clean_code
from etika_widgets.storage import Store, store_url

if TYPE_CHECKING:
    from etika_widgets.content.pack import Pack

_seats: dict[tuple[str, ...], Seat] = {}
_guard: Final = threading.Lock()


def given_code(kelas: str | None) -> str | None:
    """Return the class code that was given, else that of ``$ETIKA_KELAS``, in canonical form."""
    return clean_code(kelas or os.environ.get("ETIKA_KELAS", "")) or None


def chosen_role(role: str | None, code: str | None) -> Role:
    """Return who sits in front of this kernel.

    Raises:
        ValueError: there is no such role here.
        EtikaError: a facilitator's role was asked for on a participants' page.
    """
    if role not in (None, "participant", "facilitator"):
        raise ValueError(f"role must be 'participant' or 'facilitator', not {role!r}")
    if role == "facilitator":
        refuse_participants('role="facilitator"')
    if role is None and code and not participant_page():
        return Role.FACILITATOR
    return Role(role or "participant")


def place(store: Store | str | None) -> Store:
    """Return the store that was given, by itself or by address, else the one this machine uses."""
    return shared_store(store_url(store)) if store is None or isinstance(store, str) else store


def keep_days(types: Iterable[str]) -> int:
    """Return the longest retention proposed by these activity types."""
    known = activity_types()
    return max((known[name].privacy.keep_days for name in set(types) if name in known), default=0)


def preview_seats(pack: Pack, language: str | None) -> tuple[Seat, Seat]:
    """Return the participant's seat of a preview and the facilitator's beside it."""
    shown = language or "id"
    link, participant = preview(pack, shown)
    return (
        _seat(pack, preview_store(), Viewer(Role.PARTICIPANT, participant, shown), link.code, preview_only=True),
        _seat(pack, preview_store(), Viewer(Role.FACILITATOR, language=shown), link.code, preview_only=True),
    )


def class_seat(pack: Pack, store: Store, code: str, role: Role, language: str | None, *, loose: bool = False) -> Seat:
    """Return a seat in a class: the facilitator's, or a door for a participant.

    ``loose`` takes a class of any workbook, for activities that are defined inline.

    Raises:
        NoSuchClass: no class has this code.
        EtikaError: the class was opened from another pack.
    """
    if role is not Role.FACILITATOR:
        return door_seat(pack, lambda: store, code, language, loose=loose)
    klass = link_to(store, code).room.row
    if not loose and klass.workbook != pack.slug:
        raise EtikaError(
            "Kelas {code} memakai buku kerja '{other}', bukan '{slug}'.",
            code=code,
            other=klass.workbook,
            slug=pack.slug,
        )
    return _seat(pack, store, Viewer(Role.FACILITATOR, language=language or klass.language), code)


def door_seat(
    pack: Pack, store: Callable[[], Store], code: str | None, language: str | None, *, loose: bool = False
) -> Seat:
    """Return a participant's seat, empty until somebody joins; the store is opened only then."""
    shown = language or "id"
    with _guard:
        key = ("door", pack.slug, code or "", shown)
        if key not in _seats:
            _seats[key] = Seat(
                book=pack.slug,
                title=pack.title.get(shown),
                link_to=lambda wanted: link_to(store(), wanted),
                code=code,
                language=language,
                keep_days=keep_days(spec.type for spec in pack.activities),
                workbook=None if loose else pack.slug,
            )
        return _seats[key]


def _seat(pack: Pack, store: Store, viewer: Viewer, code: str, *, preview_only: bool = False) -> Seat:
    with _guard:
        key = (store.url, code, viewer.role.value, viewer.language)
        if key not in _seats or _seats[key].link is None:
            _seats[key] = Seat(
                book=pack.slug,
                title=pack.title.get(viewer.language),
                link_to=lambda wanted: link_to(store, wanted),
                viewer=viewer,
                code=code,
                preview=preview_only,
            )
        return _seats[key]
