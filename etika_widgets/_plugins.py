"""Builds the plug-in manager and collects what plug-ins provide, once, with both owners named on a clash."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import pluggy

from etika_widgets.activities import BUILTIN_PLUGINS
from etika_widgets.activity import ActivityType
from etika_widgets.errors import SettingError
from etika_widgets.hookspecs import PROJECT, Hooks

AnyType = ActivityType[Any]


@dataclass(frozen=True, slots=True)
class Provided:
    """An activity type with the plug-in that owns it."""

    type: AnyType
    owner: str
    version: str


def build_plugin_manager(*, load_entry_points: bool = True) -> pluggy.PluginManager:
    """Return a manager with our hooks, the built-ins and, if asked, installed plug-ins.

    Raises:
        SettingError: a plug-in implements a hook that does not exist.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    for name in BUILTIN_PLUGINS:
        manager.register(importlib.import_module(name), name=name)
    if load_entry_points:
        manager.load_setuptools_entrypoints(PROJECT)
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise SettingError("Plugin memakai kait yang tidak dikenal: {reason}", reason=str(error)) from error
    return manager


def collect_types(manager: pluggy.PluginManager) -> dict[str, Provided]:
    """Return every activity type by name.

    Raises:
        SettingError: two plug-ins provide the same name; both owners are named.
    """
    versions = {plugin: distribution.version for plugin, distribution in manager.list_plugin_distinfo()}
    found: dict[str, Provided] = {}
    for implementation in manager.hook.register_activity_types.get_hookimpls():
        owner = implementation.plugin_name
        classes: Sequence[type[AnyType]] = implementation.function()  # type: ignore[assignment] # pluggy: object
        for cls in classes:
            if cls.name in found:
                raise SettingError(
                    "Jenis aktivitas '{name}' disediakan oleh '{first}' dan '{second}'. Ganti nama salah satunya.",
                    name=cls.name,
                    first=found[cls.name].owner,
                    second=owner,
                )
            own = versions.get(implementation.plugin) or version("etika-widgets")
            found[cls.name] = Provided(cls(), owner, own)
    return dict(sorted(found.items()))


@lru_cache
def activity_types() -> dict[str, AnyType]:
    """Return the activity types of this installation by name."""
    return {name: provided.type for name, provided in collect_types(build_plugin_manager()).items()}
