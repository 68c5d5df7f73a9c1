"""Raised hands, recorded by a facilitator for people without a phone: where that is offered, and what is taken.

Nobody can raise a hand in secret, so a sensitive activity never takes a tally, whatever its type says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from etika_widgets.activity import FACILITATOR, RUNNING, TALLY
from etika_widgets.errors import Refused
from etika_widgets.room import pace
from etika_widgets.room.room import Activity, Room

MOST: Final = 999
"""Most hands for one option."""


def tally_state(room: Room, activity: Activity, language: str) -> dict[str, Any] | None:
    """Return what the control page needs to record hands in the present round; ``None`` while it cannot.

    The shape is ``{options: [{id, text}], counts: {id: n} | None}``; ``counts`` is what is stored.
    """
    row = activity.row
    running = activity.phase in RUNNING and not (room.ended or pace.self_paced(room) or _in_confidence(activity))
    options = activity.type.tally_options(activity.spec, language) if running else None
    if options is None:
        return None
    stored = room.response((row.activity, row.round, TALLY), FACILITATOR)
    return {"options": options, "counts": stored.payload if stored else None}


def parse_tally(activity: Activity, payload: Mapping[str, Any]) -> dict[str, int]:
    """Return the hands for every option of an activity, taken before the reveal only.

    What the room has seen does not change afterwards.

    Args:
        activity: what the room voted on.
        payload: ``{round, counts: {option id: whole number}}`` as a control page sent it.

    Raises:
        Refused: hands are not recorded here, now or in that round, or the numbers are not whole ones from 0 to 999.
    """
    if _in_confidence(activity):
        raise Refused(
            "tally_sensitive",
            "Aktivitas ini sensitif: tangan yang terangkat terlihat semua orang. Pakai kartu suara yang dilipat.",
        )
    options = activity.type.tally_options(activity.spec, "id")
    if options is None:
        raise Refused("no_tally", "Suara tangan tidak dicatat pada aktivitas ini.")
    seen = payload.get("round")
    if type(seen) is not int or seen != activity.row.round or activity.phase not in RUNNING:
        raise Refused(
            "tally_closed",
            "Suara tangan dicatat sejak jawaban dibuka sampai hasil dibuka, pada putaran yang berjalan.",
        )
    counts = payload.get("counts")
    ids = [option["id"] for option in options]
    if not isinstance(counts, dict) or set(counts) != set(ids):
        raise Refused("malformed", "Pesan dari perangkat ini tidak dapat dibaca. Muat ulang halaman.")
    if not all(type(count) is int and 0 <= count <= MOST for count in counts.values()):
        raise Refused("tally_number", "Isi bilangan bulat dari 0 sampai {most}.", most=MOST)
    return {name: counts[name] for name in ids}


def _in_confidence(activity: Activity) -> bool:
    return activity.spec.hides_small
