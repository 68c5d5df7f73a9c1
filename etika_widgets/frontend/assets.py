"""Front-end files as text, and put together into one module.

A notebook page needs one, because anywidget loads modules from Blob URLs, where relative imports cannot work. A
phone gets one, because every further request costs it a round trip and the server a third of a millisecond. The
files are put one behind the other, each in a function of its own, and hand over what they export.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from etika_widgets._plugins import activity_types

FOLDER: Final = Path(__file__).parent
PARTS: Final = (
    "cards",
    "grids",
    "pieces",
    "shared",
    "outbox",
    "client",
    "news",
    "trail",
    "control_pieces",
    "control_pace",
    "control_pages",
    "control_people",
    "control_pulse",
    "control_parts",
    "control",
    "kernel_line",
    "kernel",
)
_EXPORT_DEFAULT: Final = re.compile(r"^export default\s+", re.MULTILINE)
_EXPORT: Final = re.compile(
    r"^export (?=(?:async )?function\*? *(\w+)|class (\w+)|(?:const|let) (\w+))",
    re.MULTILINE,
)
_IMPORT: Final = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.MULTILINE)
_LEFT_OVER: Final = re.compile(r"^(?:export|import)\b.*$", re.MULTILINE)


class AssetError(ValueError):
    """A front-end file cannot be put into the one module; a mistake of its author."""


def read(name: str) -> str:
    """Return a file of this folder."""
    return (FOLDER / name).read_text(encoding="utf-8")


def stub() -> str:
    """Return what every Etika widget carries: small, because its text travels with each of them."""
    return read("kernel_stub.js")


def compose(view_types: Iterable[str] | None = None) -> str:
    """Return one ES module with the client, the kernel page and the views of ``view_types`` (default: all).

    Raises:
        AssetError: a file imports something or exports in a way that cannot be put together.
    """
    return _compose(_names(view_types))


def styles(view_types: Iterable[str] | None = None) -> str:
    """Return the style sheet of the same parts."""
    return _styles(_names(view_types))


@lru_cache
def module_name(view_types: tuple[str, ...] | None = None) -> str:
    """Return the content hash that names a module together with its styles."""
    return hashlib.sha256((compose(view_types) + styles(view_types)).encode()).hexdigest()[:16]


def _names(view_types: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(sorted(set(activity_types() if view_types is None else view_types)))


@lru_cache
def _compose(names: tuple[str, ...]) -> str:
    files = {f"$parts.{name}": FOLDER / f"{name}.js" for name in PARTS}
    views = {f"views[{name!r}]": activity_types()[name].folder() / "view.js" for name in names}
    files |= {target: path for target, path in views.items() if path.exists()}
    start = "export const start = (css) => $parts.kernel.createPage({ parts: $parts, views, css });"
    return f"const $parts = {{}}, views = {{}};\n{compose_parts(files)}\n{start}\n"


def bundle(entry: str) -> str:
    """Return one module with the file ``entry`` and all it imports, directly or not.

    Raises:
        AssetError: a file imports or exports in a way that cannot be put together.
    """
    names: list[str] = []

    def add(name: str) -> None:
        if name not in names:
            for _, other in _IMPORT.findall(read(f"{name}.js")):
                add(other)
            names.append(name)

    add(entry)
    return "const $parts = {};\n" + compose_parts({f"$parts.{name}": FOLDER / f"{name}.js" for name in names})


def compose_parts(files: Mapping[str, Path]) -> str:
    """Return statements that keep the exports of each file under its target.

    Raises:
        AssetError: a file imports something or exports in a way that cannot be put together.
    """
    targets = list(files)
    return "\n".join(_wrap(target, files[target], targets[:place]) for place, target in enumerate(targets))


def _wrap(target: str, path: Path, before: Sequence[str]) -> str:
    """Return a statement that runs the file in a scope of its own and keeps its exports under ``target``.

    It may import from what stands ``before`` it and from nothing else.
    """

    def taken(found: re.Match[str]) -> str:
        names, part = found.groups()
        return f"const {names} = $parts.{part};" if f"$parts.{part}" in before else found.group()

    text = _IMPORT.sub(taken, path.read_text(encoding="utf-8"))
    exported = [next(filter(None, found.groups())) for found in _EXPORT.finditer(text)]
    body = _EXPORT_DEFAULT.sub("const default_ = ", _EXPORT.sub("", text))
    if left := _LEFT_OVER.search(body):
        raise AssetError(f"{path}: {left.group()!r} does not fit into one module: export declarations, import nothing")
    if body != text and "const default_ = " in body:
        exported.append("default: default_")
    return f"{target} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();"


@lru_cache
def _styles(names: tuple[str, ...]) -> str:
    folders = [activity_types()[name].folder() / "view.css" for name in names]
    files = [FOLDER / "theme.css", FOLDER / "control.css", FOLDER / "kernel.css", *folders]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if path.exists())
