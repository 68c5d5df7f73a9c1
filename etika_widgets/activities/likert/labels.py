"""The words of the answer scales: six sets, each from its low end to its high one, with three to seven points."""

from __future__ import annotations

from typing import Final

from etika_widgets.i18n import N_, translate

SETS: Final = {
    "setuju": (
        N_("Sangat tidak setuju"),
        N_("Tidak setuju"),
        N_("Agak tidak setuju"),
        N_("Netral"),
        N_("Agak setuju"),
        N_("Setuju"),
        N_("Sangat setuju"),
    ),
    "sering": (
        N_("Tidak pernah"),
        N_("Jarang"),
        N_("Agak jarang"),
        N_("Kadang-kadang"),
        N_("Agak sering"),
        N_("Sering"),
        N_("Selalu"),
    ),
    "puas": (
        N_("Sangat tidak puas"),
        N_("Tidak puas"),
        N_("Agak tidak puas"),
        N_("Biasa saja"),
        N_("Agak puas"),
        N_("Puas"),
        N_("Sangat puas"),
    ),
    "yakin": (
        N_("Sangat tidak yakin"),
        N_("Tidak yakin"),
        N_("Agak tidak yakin"),
        N_("Ragu-ragu"),
        N_("Agak yakin"),
        N_("Yakin"),
        N_("Sangat yakin"),
    ),
    "penting": (
        N_("Sangat tidak penting"),
        N_("Tidak penting"),
        N_("Agak tidak penting"),
        N_("Sedang"),
        N_("Agak penting"),
        N_("Penting"),
        N_("Sangat penting"),
    ),
    "mampu": (
        N_("Belum mampu"),
        N_("Mampu bila dibimbing"),
        N_("Mampu dengan sedikit bantuan"),
        N_("Mampu sendiri"),
        N_("Mampu dengan lancar"),
        N_("Mampu dalam keadaan sulit"),
        N_("Mampu melatih orang lain"),
    ),
}
"""The seven labels of each set, from the low end to the high one."""
_TAKEN: Final = {
    3: (1, 3, 5),
    4: (0, 1, 5, 6),
    5: (0, 1, 3, 5, 6),
    6: (0, 1, 2, 4, 5, 6),
    7: tuple(range(7)),
}
"""Which of the seven labels a scale with so many points uses; an even number has no middle."""


def labels(name: str, points: int, language: str) -> list[str]:
    """Return the labels of a scale, from the low end to the high one.

    Example:
        >>> labels("sering", 3, "id")
        ['Jarang', 'Kadang-kadang', 'Sering']
        >>> labels("setuju", 4, "id")
        ['Sangat tidak setuju', 'Tidak setuju', 'Setuju', 'Sangat setuju']
    """
    return [translate(SETS[name][place], language) for place in _TAKEN[points]]
