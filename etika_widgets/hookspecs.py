"""Hooks for plug-ins; built-in activity types use the same door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from pathlib import Path

    from etika_widgets.activity import ActivityType

PROJECT = "etika_widgets"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """Every hook, typed and documented."""

    @hookspec
    def register_activity_types(self) -> Sequence[type[ActivityType]]:  # type: ignore[type-arg, empty-body]
        """Return the activity types this plug-in adds."""

    @hookspec
    def register_content(self) -> Sequence[Path]:  # type: ignore[empty-body]
        """Return folders with content packs (``*.yaml``) and, beside them, a ``workbooks`` folder."""
