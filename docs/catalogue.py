"""Bring the English catalogue up to date with the texts in the code.

Usage: ``python docs/catalogue.py`` (``make catalogue``). Finds every interface text, writes it into
``etika_widgets/locale/en/LC_MESSAGES/etika.po``, keeps the translations there, drops those of texts that are gone, and
lists what is still without English (exit code 1 then). Entries name files without line numbers, sorted, so that a
difference between two versions shows texts only.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "etika_widgets"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "etika.po"

PYTHON = {
    **dict.fromkeys(("N_", "_", "translate"), (0,)),
    **dict.fromkeys(("EtikaError", "SpecError", "FieldError", "SettingError", "StoreError", "StoreBusy"), (0,)),
    **dict.fromkeys(("RenderError", "Denied", "MeasureError"), (0,)),
    **dict.fromkeys(("Refused", "Explained", "report", "_report", "gone"), (1,)),
    **dict.fromkeys(("Problem", "problem_at", "at_cell"), (2,)),
    "_unknown": (0, 1),
}
"""Calls whose arguments at these places are texts, where they are written out. All others are marked with ``N_``."""
TEMPLATE = ("t", "_")
SCRIPT = re.compile(r"(?<![\w$])t\(\s*(\"(?:[^\"\\\n]|\\.)*\")")
"""``t("…")``, ``ui.t("…")``: in front-end modules a text stands in double quotes, right where it is translated."""
NOT_FOR_TRANSLATION = {"cli.py", "_options.py", "rehearsal", "scaffold", "command.py", "programme_page.py"}
"""The command line and what is made for guides speak Indonesian only."""


def python_texts(source: str) -> Iterator[str]:
    """Yield the texts in a Python file."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for place in PYTHON.get(name, ()):
            argument = node.args[place] if place < len(node.args) else None
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def template_texts(path: Path) -> Iterator[str]:
    """Yield the texts in a Jinja template."""
    with path.open("rb") as file:
        for _, _, message, _ in babel_extract(file, TEMPLATE, (), {"encoding": "utf-8", "silent": "false"}):
            first = message[0] if isinstance(message, tuple) else message
            if first:
                yield first


def script_texts(source: str) -> Iterator[str]:
    """Yield the texts in a front-end module."""
    for match in SCRIPT.finditer(source):
        yield json.loads(match[1])


def texts_of(path: Path) -> list[str]:
    """Return the texts in one file of the package."""
    if path.suffix == ".py":
        return [] if NOT_FOR_TRANSLATION & set(path.parts) else list(python_texts(path.read_text(encoding="utf-8")))
    if path.suffix == ".js":
        return list(script_texts(path.read_text(encoding="utf-8")))
    return list(template_texts(path))


def extract() -> dict[str, list[str]]:
    """Return every interface text with the files it stands in, relative to the repository."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*"):
        if path.suffix in {".py", ".js", ".html", ".j2"}:
            for text in texts_of(path):
                if re.search(r"[^\W\d_]", re.sub(r"\{\w*\}", "", text)):
                    found.setdefault(text, set()).add(path.relative_to(ROOT).as_posix())
    return {text: sorted(found[text]) for text in sorted(found)}


def update(path: Path) -> list[str]:
    """Rewrite the catalogue at ``path`` and return the texts without a translation."""
    known = Catalog(locale="en")
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale="en")
    fresh = Catalog(
        locale="en", project="Etika Widgets", version="0.1", msgid_bugs_address=" ", fuzzy=False,
        header_comment="# English texts of Etika Widgets. The ids are the Indonesian texts (docs/decisions/0003).",
        creation_date=known.creation_date, revision_date=known.creation_date,
        last_translator="Etika Widgets contributors", language_team="en",
    )  # fmt: skip
    for text, files in extract().items():
        entry = known.get(text)
        fresh.add(text, entry.string if entry else "", locations=[(file, 0) for file in files])
        fresh[text].flags.discard("python-format")  # a percent sign in our texts is a percent sign
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=0, include_lineno=False)
    return [str(message.id) for message in fresh if message.id and not message.string]


if __name__ == "__main__":
    missing = update(CATALOGUE)
    print(f"{len(extract())} texts, {len(missing)} without English", *missing, sep="\n  ")
    sys.exit(bool(missing))
