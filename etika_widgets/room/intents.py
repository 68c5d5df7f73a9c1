"""What a browser asks for: one intent, parsed strictly before anything else looks at it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from etika_widgets.errors import Refused

_ID: Final = re.compile(r"[0-9a-f]{32}")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_LARGEST_SEQ: Final = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One thing somebody wants to happen.

    Attributes:
        id: 32 hex digits chosen by the sender; a repeat carries the same id.
        seq: grows with every intent of a sender; an answer older than the stored one is dropped.
        activity: id of an activity, or None for the class itself.
        round: the round the sender saw; None where rounds do not matter.
        kind: what is wanted, e.g. ``answer`` or ``move``.
        payload: whatever the kind needs; still untrusted.
    """

    id: str
    seq: int = 0
    activity: str | None = None
    round: int | None = None
    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)


def parse_intent(frame: Mapping[str, Any]) -> Intent:
    """Return the intent in a frame from a browser.

    Raises:
        Refused: the frame is not an intent.
    """
    identifier, seq, activity = frame.get("id"), frame.get("seq", 0), frame.get("activity")
    round_, kind, payload = frame.get("round"), frame.get("kind"), frame.get("payload", {})
    well_formed = (
        isinstance(identifier, str)
        and _ID.fullmatch(identifier)
        and type(seq) is int
        and 0 <= seq < _LARGEST_SEQ
        and (activity is None or (isinstance(activity, str) and _NAME.fullmatch(activity)))
        and (round_ is None or (type(round_) is int and 1 <= round_ <= 1000))
        and isinstance(kind, str)
        and _NAME.fullmatch(kind)
        and isinstance(payload, dict)
    )
    if not well_formed:
        raise Refused("malformed", "Pesan dari perangkat ini tidak dapat dibaca. Muat ulang halaman.")
    return Intent(id=str(identifier), seq=seq, activity=activity, round=round_, kind=str(kind), payload=payload)
