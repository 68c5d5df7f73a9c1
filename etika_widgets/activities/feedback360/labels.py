"""The words of the scale: how often, anchored in occasions that one can count."""

from __future__ import annotations

from typing import Final

from etika_widgets.i18n import N_

LABELS: Final = (N_("Hampir tidak pernah"), N_("Kadang-kadang"), N_("Sering"), N_("Hampir selalu"))
"""How often, from level 1 to 4."""
ANCHORS: Final = (
    N_("0–1 dari 10 kesempatan"),
    N_("2–5 dari 10 kesempatan"),
    N_("6–8 dari 10 kesempatan"),
    N_("9–10 dari 10 kesempatan"),
)
"""What each level means in occasions that one can count."""
