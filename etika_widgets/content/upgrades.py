"""Older packs, step by step to the present schema: ``UPGRADES[n]`` turns schema ``n`` into ``n + 1``.

A step gets the plain data of the YAML file and returns new data; it never guesses. When the schema changes, raise
``CURRENT``, add one function here and one old pack under ``tests/content/old_packs``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

Data = dict[str, Any]

CURRENT: Final = 1
UPGRADES: Final[Mapping[int, Callable[[Data], Data]]] = {}


def upgrade(
    data: Data,
    *,
    current: int = CURRENT,
    upgrades: Mapping[int, Callable[[Data], Data]] = UPGRADES,
) -> Data | None:
    """Return ``data`` in the present schema, or ``None`` if no way leads there.

    Example:
        >>> upgrade({"schema": 1, "nama": "x"}, current=2, upgrades={1: lambda old: {"slug": old["nama"]}})
        {'slug': 'x', 'schema': 2}
    """
    version = data.get("schema")
    if type(version) is not int or not 1 <= version <= current:
        return None
    for number in range(version, current):
        if number not in upgrades:
            return None
        data = {**upgrades[number](data), "schema": number + 1}
    return data
