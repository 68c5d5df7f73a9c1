"""The definition of a division of 100 points."""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from etika_widgets.activities.definitions import OptionsSpec

TOTAL: Final = 100
STEP: Final = 5


class AllocationSpec(OptionsSpec):
    """Two to eight options over which everybody divides 100 points in steps of 5.

    Example:
        >>> AllocationSpec(id="dana", question="Ke mana?", options=["Loket", "Keliling"]).option_ids
        ('loket', 'keliling')
    """

    type: Literal["allocation"] = "allocation"
    most_options: ClassVar = 8
