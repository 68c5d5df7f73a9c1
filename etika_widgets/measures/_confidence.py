"""Where the limits of an interval lie in a distribution."""

from __future__ import annotations


def upper(confidence: float) -> float:
    """Return the share of a distribution below the upper limit of a central interval: 0.975 for 0.95.

    Raises:
        ValueError: ``confidence`` is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        msg = f"confidence must be between 0 and 1, e.g. 0.95, got {confidence}"
        raise ValueError(msg)
    return (1 + confidence) / 2
