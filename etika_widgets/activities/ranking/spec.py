"""The definition of a ranking by preference."""

from __future__ import annotations

from typing import ClassVar, Literal

from etika_widgets.activities.definitions import OptionsSpec


class RankingSpec(OptionsSpec):
    """Two to ten options that everybody puts into an order of their own; there is no right one.

    Example:
        >>> RankingSpec(id="dulu", question="Mana dulu?", options=["Antrean", "Toilet"]).option_ids
        ('antrean', 'toilet')
    """

    type: Literal["ranking"] = "ranking"
    most_options: ClassVar = 10
