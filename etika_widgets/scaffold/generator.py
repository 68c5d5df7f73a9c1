"""Makes skeletons from template files. Pure but for :func:`write`."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from etika_widgets.errors import SettingError
from etika_widgets.spec import SLUG

_HERE: Final = Path(__file__).parent
_ENDING: Final = ".tmpl"
_NAME: Final = "NAME"
"""Stands in names of files and folders for the name that was asked for."""

Files = dict[str, str]
"""Texts by path, relative to the folder they go to, with ``/``."""


def new_activity(name: str) -> Files:
    """Return a package with an activity type of its own, a pack, a workbook, a guide and tests.

    Args:
        name: of the type; a slug.

    Raises:
        SettingError: the name cannot be used.

    Example:
        >>> "etika_tebak/activity.py" in new_activity("tebak")
        True
    """
    words = _words(name, type=name, folder=f' / "etika_{name}"')
    content = _filled("content", words)
    inside = {path: text for path, text in content.items() if not path.startswith("tests/")}
    return (
        _filled("activity", words)
        | {f"etika_{name}/{path}": text for path, text in inside.items()}
        | {path: content[path] for path in content.keys() - inside.keys()}
    )


def new_workbook(name: str) -> Files:
    """Return a pack, its workbook with the text twin, a guide and a test, for a folder of content.

    Raises:
        SettingError: the name cannot be used.
    """
    return _filled("content", _words(name, type="poll", folder=""))


def write(files: Mapping[str, str], folder: Path) -> list[Path]:
    """Write the files below ``folder``, all or none, and return where they are.

    Raises:
        SettingError: one of them exists already, or the folder cannot be written.
    """
    targets = {folder / path: text for path, text in files.items()}
    there = sorted(str(path) for path in targets if path.exists())
    if there:
        raise SettingError(
            "Sudah ada: {files}. Tidak ada yang ditimpa. Pakai nama lain, atau folder lain dengan --dir.",
            files=", ".join(there),
        )
    try:
        for path, text in targets.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise SettingError(
            "{file} tidak dapat ditulis: {reason}", file=error.filename, reason=error.strerror or str(error)
        ) from error
    return list(targets)


def _words(name: str, **further: str) -> dict[str, str]:
    if not re.fullmatch(SLUG, name) or keyword.iskeyword(name):
        raise SettingError(
            "'{name}' tidak dapat dipakai sebagai nama. "
            "Pakai huruf kecil, angka, dan '_'; awali dengan huruf; paling panjang 60 karakter.",
            name=name,
        )
    parts = [part for part in name.split("_") if part]
    return {
        "name": name,
        "dist": "-".join(["etika", *parts]),
        "cls": "".join(part.capitalize() for part in parts),
        "label": " ".join(parts).capitalize(),
        **further,
    }


def _filled(kind: str, words: Mapping[str, str]) -> Files:
    root = _HERE / kind
    files: Files = {}
    for path in sorted(root.rglob(f"*{_ENDING}")):
        name = path.relative_to(root).as_posix().removesuffix(_ENDING).replace(_NAME, words["name"])
        text = re.sub(r"\[\[(\w+)\]\]", lambda found: words[found[1]], path.read_text(encoding="utf-8"))
        files[name] = text
        if name.startswith("workbooks/"):
            files[name.removesuffix(".py") + ".ipynb"] = _notebook(text)
    return files


def _notebook(twin: str) -> str:
    """Return the notebook of a text twin, with cell ids that stay the same."""
    import jupytext  # here: only this command waits for the notebook tools
    import nbformat

    notebook = jupytext.reads(twin, fmt="py:percent")
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"sel-{number}"
    text: str = nbformat.writes(notebook, version=4, indent=1)  # type: ignore[no-untyped-call]
    return text + "\n"
