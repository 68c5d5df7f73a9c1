"""The engine's clock: UTC, ISO 8601 to the millisecond, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Return the present moment, e.g. ``2026-11-22T01:02:03.456Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
