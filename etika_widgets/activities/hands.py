"""Raised hands among the responses: what a type that offers ``tally_options`` tells apart. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from etika_widgets.activity import TALLY, Response

OWN: Final = "peserta"
RECORDED: Final = "dicatat fasilitator"
"""Where a row of a table comes from: a person's own phone, or a facilitator who counted hands."""


def split(responses: Sequence[Response]) -> tuple[list[Response], dict[int, dict[str, int]]]:
    """Return what people sent themselves, and the hands a facilitator counted: ``{round: {id: people}}``.

    Example:
        >>> counted = Response(participant="facilitator", name="", group=None, round=2, slot=TALLY, payload={"ya": 3})
        >>> split([counted])
        ([], {2: {'ya': 3}})
    """
    own = [response for response in responses if response.slot != TALLY]
    return own, {response.round: response.payload for response in responses if response.slot == TALLY}
