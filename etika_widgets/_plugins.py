"""Builds the plug-in manager and collects what plug-ins provide, once, with both owners named on a clash."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Any, Final

import pluggy

from etika_widgets.activities import BUILTIN_PLUGINS
from etika_widgets.activity import ActivityType
from etika_widgets.errors import SettingError
from etika_widgets.hookspecs import PROJECT, Hooks
from etika_widgets.i18n import add_folder

AnyType = ActivityType[Any]
OWN: Final = "etika-widgets"


@dataclass(frozen=True, slots=True)
class Provided:
    """An activity type with the plug-in that owns it."""

    type: AnyType
    owner: str
    version: str


def build_plugin_manager(*, load_entry_points: bool = True) -> pluggy.PluginManager:
    """Return a manager with our hooks, the built-ins and, if asked, installed plug-ins.

    Raises:
        SettingError: a plug-in cannot be loaded, misspells a hook, or shares its name with another.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    for name in BUILTIN_PLUGINS:
        manager.register(importlib.import_module(name), name=name)
    if load_entry_points:
        _load_installed(manager)
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise SettingError("Plugin memakai kait yang tidak dikenal: {reason}", reason=str(error)) from error
    for name, plugin in manager.list_name_plugin():
        if name not in BUILTIN_PLUGINS:
            _add_texts(name, plugin)
    return manager


def _add_texts(name: str, plugin: object) -> None:
    """Take the catalogues in the folder ``locale`` of a plug-in that is a package."""
    for folder in getattr(plugin, "__path__", ()):
        try:
            add_folder(Path(folder) / "locale")
        except ValueError as error:
            raise SettingError(
                "Katalog teks plugin '{name}' tidak dapat dibaca ({reason}). Perbaiki file .po itu.",
                name=name,
                reason=str(error),
            ) from error


def _load_installed(manager: pluggy.PluginManager) -> None:
    """Load the plug-ins that installed packages name; pluggy would pass over the second of two with one name."""
    owners: dict[str, str] = {}
    for entry in entry_points(group=PROJECT):
        owner = entry.dist.name if entry.dist is not None else entry.value
        first = owners.setdefault(entry.name, owner)
        if first != owner:
            raise SettingError(
                "Plugin '{name}' disediakan oleh paket '{first}' dan '{second}'. Copot salah satunya.",
                name=entry.name,
                first=first,
                second=owner,
            )
    for name, owner in owners.items():
        try:
            manager.load_setuptools_entrypoints(PROJECT, name)
        except Exception as error:  # whatever its author's code raises while it is imported
            raise SettingError(
                "Plugin '{name}' dari paket '{owner}' tidak dapat dimuat ({reason}). Perbarui atau copot paket itu.",
                name=name,
                owner=owner,
                reason=f"{type(error).__name__}: {error}",
            ) from error


def owner_versions(manager: pluggy.PluginManager) -> dict[str, str]:
    """Return the version of every owner of types and content, by the name of its plug-in."""
    found = {name: version(OWN) for name in (OWN, *BUILTIN_PLUGINS)}
    for plugin, distribution in manager.list_plugin_distinfo():
        found[manager.get_name(plugin) or ""] = distribution.version
    return found


def collect_types(manager: pluggy.PluginManager) -> dict[str, Provided]:
    """Return every activity type by name.

    Raises:
        SettingError: two plug-ins provide the same name (both owners are named), or something that is no type.
    """
    versions = owner_versions(manager)
    found: dict[str, Provided] = {}
    for implementation in manager.hook.register_activity_types.get_hookimpls():
        owner = implementation.plugin_name
        classes: Sequence[type[AnyType]] = implementation.function()  # type: ignore[assignment] # pluggy: object
        for cls in classes:
            if not (isinstance(cls, type) and issubclass(cls, ActivityType)):
                raise SettingError(
                    "Plugin '{owner}' mendaftarkan {thing}, yang bukan jenis aktivitas. "
                    "Kembalikan daftar kelas turunan ActivityType.",
                    owner=owner,
                    thing=repr(cls)[:80],
                )
            if cls.name in found:
                raise SettingError(
                    "Jenis aktivitas '{name}' disediakan oleh '{first}' dan '{second}'. Ganti nama salah satunya.",
                    name=cls.name,
                    first=found[cls.name].owner,
                    second=owner,
                )
            found[cls.name] = Provided(cls(), owner, versions.get(owner, "–"))
    return dict(sorted(found.items()))


@lru_cache
def activity_types() -> dict[str, AnyType]:
    """Return the activity types of this installation by name."""
    return {name: provided.type for name, provided in collect_types(build_plugin_manager()).items()}
