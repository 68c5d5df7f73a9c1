"""The definition of an argument with a second vote."""

from __future__ import annotations

from typing import Literal

from etika_widgets.activities.vote import VoteSpec


class ArgueRevoteSpec(VoteSpec):
    """A dilemma: vote with a reason, read two reasons of others, vote again.

    Example:
        >>> spec = ArgueRevoteSpec(id="papan", question="Tempel daftarnya?", options=["Tempel", "Jangan"])
        >>> spec.choice_ids
        ('tempel', 'jangan', 'unsure')
    """

    type: Literal["argue_revote"] = "argue_revote"
