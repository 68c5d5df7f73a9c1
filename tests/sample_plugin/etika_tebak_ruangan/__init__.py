"""Tebak ruangan: what this package adds to Etika Widgets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etika_widgets.activity import ActivityType
from etika_widgets.hookspecs import hookimpl

from etika_tebak_ruangan.activity import TebakRuangan


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the activity type."""
    return [TebakRuangan]


@hookimpl
def register_content() -> Sequence[Path]:
    """Provide packs (``datasets``), templates (``datasets/templates``) and workbooks."""
    return [Path(__file__).parent]
