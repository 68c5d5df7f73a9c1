"""Changes of an organisation's figures, and what of them is left after looking at a comparison group."""

from __future__ import annotations

from typing import NamedTuple

from etika_widgets.errors import MeasureError


class Change(NamedTuple):
    """A change from before to after.

    Attributes:
        points: after − before, in the unit of the figures.
        relative: ``points`` / before; 0.25 is a rise by a quarter.
    """

    points: float
    relative: float


def change(before: float, after: float) -> Change:
    """Return a change in points and relative to before; say which of them is meant.

    Args:
        before: figure before, above 0.
        after: figure after.

    Raises:
        MeasureError: ``before`` is 0 or below, so that the relative change is undefined.

    Example:
        >>> change(80, 84)
        Change(points=4, relative=0.05)
    """
    if before <= 0:
        raise MeasureError(
            "Perubahan relatif dari {value} tidak terdefinisi; nilai awal harus di atas 0.", value=before
        )
    return Change(after - before, (after - before) / before)


def rate(count: float, base: float, per: float = 1000) -> float:
    """Return events per so many services: count / base · per. A count without its base says little.

    Args:
        count: events in the period, such as complaints, 0 or more.
        base: services given in the same period, above 0.
        per: the round number the rate refers to.

    Raises:
        MeasureError: ``base`` is 0 or below, or ``count`` is negative.

    Example:
        >>> rate(1200, 60000), rate(600, 24000)
        (20.0, 25.0)
    """
    if base <= 0 or count < 0:
        raise MeasureError("Angka per layanan tidak terdefinisi: banyaknya layanan harus di atas 0.")
    return count / base * per


def difference(treated: tuple[float, float], comparison: tuple[float, float]) -> float:
    """Return the difference in differences: (after − before) of the treated minus that of the comparison group.

    It may be read as the effect of a training only if both groups would have changed alike without it; nothing in
    the four numbers shows that. Print this warning beside the number.

    Args:
        treated: figures before and after where the training took place.
        comparison: figures before and after elsewhere, in the same unit and periods.

    Source:
        Card and Krueger (1994), American Economic Review 84: 772–793.

    Example:
        >>> difference((68, 84), (70, 75))
        11
    """
    return (treated[1] - treated[0]) - (comparison[1] - comparison[0])
