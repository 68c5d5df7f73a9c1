"""The one state machine of activities: which phase may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from etika_widgets.activity import Phase

FOLLOWS: Final[Mapping[Phase, tuple[Phase, ...]]] = {
    Phase.HIDDEN: (Phase.READING,),
    Phase.READING: (Phase.OPEN,),
    Phase.OPEN: (Phase.CLOSED,),
    Phase.CLOSED: (Phase.DISCUSSING, Phase.REVEALED, Phase.OPEN),
    Phase.DISCUSSING: (Phase.OPEN, Phase.REVEALED),
    Phase.REVEALED: (Phase.OPEN,),
}
NEXT_ROUND_FROM: Final = frozenset({Phase.DISCUSSING, Phase.REVEALED})
"""Opening from here starts the next round; opening again from *closed* goes on with the same one."""


def legal_moves(phase: Phase, round_: int) -> list[tuple[Phase, int]]:
    """Return the moves possible from here, each with the round it leads to.

    Example:
        >>> legal_moves(Phase.REVEALED, 1)
        [(<Phase.OPEN: 'open'>, 2)]
    """
    return [(to, round_ + 1 if to is Phase.OPEN and phase in NEXT_ROUND_FROM else round_) for to in FOLLOWS[phase]]
