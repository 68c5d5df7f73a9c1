"""A pack while it is edited: its text is the only state, so comments, order and style survive every change."""

from __future__ import annotations

import difflib
import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, ScalarString

from etika_widgets.content.loader import Types, load_source
from etika_widgets.content.problems import ContentError, Problem, shown_path
from etika_widgets.content.yaml_source import Loc, parse_yaml, read_text
from etika_widgets.editor.lines import item_spans, key_span, swapped, without
from etika_widgets.errors import EtikaError, SettingError

DRAFT: Final = ".draf"
"""Ending of a draft: not ``.yaml``, so that nobody takes it for a pack."""

_LIST: Final = re.compile(r"^( *)\w+:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*( *)- ", re.MULTILINE)
_EMPTY: Final = re.compile(r"(?<=:)[ \t]*\[[ \t]*\](?=[ \t]*(?:#|$))")
_LAST: Final = re.compile(r"(\w:)(?=\s|$)")
_ENDLESS: Final = 1_000_000


class Document:
    """A pack being edited.

    Args:
        path: the pack.
        types: activity types by name; those of this installation by default.

    Raises:
        ContentError: the file cannot be read, or its YAML cannot be understood.
    """

    def __init__(self, path: Path | str, types: Types | None = None) -> None:
        self.path = Path(path)
        self.types = types
        self._on_disk = read_text(self.path)
        self._text = self._on_disk
        self._past: list[str] = []
        self._found: tuple[str, list[Problem]] | None = None
        self.data: Any = parse_yaml(self._text, self.path).data

    @property
    def text(self) -> str:
        """The YAML as it stands now."""
        return self._text

    @property
    def draft(self) -> Path:
        """Where a draft lies if there is one."""
        return self.path.with_name(self.path.name + DRAFT)

    @property
    def changed(self) -> bool:
        """Whether something is not saved yet."""
        return self._text != self._on_disk

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    def get(self, loc: Loc) -> Any:
        """Return the plain value at ``loc``, ``None`` if there is none."""
        value = self.data
        for key in loc:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def set(self, loc: Loc, value: Any) -> None:
        """Put a plain value at ``loc``; ``None`` takes the key away."""
        if value is None:
            self._take_away(loc)
            return

        def change(root: Any) -> None:
            holder, key = _walk(root, loc[:-1]), loc[-1]
            old = holder[key] if isinstance(key, int) or key in holder else None
            new = _styled(value, old)
            if isinstance(holder, CommentedMap) and key not in holder and len(holder) > 1 and not _is_flow(holder):
                # After the last key may stand a comment that belongs to what follows: stay above it.
                holder.insert(len(holder) - 1, key, new)
            else:
                holder[key] = new

        self._edit(change)

    def _take_away(self, loc: Loc) -> None:
        holder, key = _walk(self._yaml("").load(self._text), loc[:-1]), str(loc[-1])
        if key not in holder:
            return
        lines = self._text.split("\n")
        span = None if _is_flow(holder) else key_span(lines, holder, key)
        if span is None:
            self._edit(lambda root: _walk(root, loc[:-1]).pop(key))
        else:
            self._replace("\n".join(without(lines, span)))

    def add(self, loc: Loc, value: Any) -> None:
        """Append a plain value to the list at ``loc``; an absent list is made."""
        if not isinstance(self.get(loc), list):
            self.set(loc, [value])
            return
        items = _walk(self._yaml("").load(self._text), loc)
        lines = self._text.split("\n")
        spans = self._spans(loc)
        if spans:
            stop, indent = spans[-1].stop, lines[items.lc.item(len(spans) - 1)[0]]
        elif not items and isinstance(value, dict) and _EMPTY.search(lines[items.lc.line]):
            stop, indent = items.lc.line + 1, "  " + lines[items.lc.line]
            lines[items.lc.line] = _EMPTY.sub("", lines[items.lc.line])
        else:
            self._edit(lambda root: _walk(root, loc).append(_styled(value, None)))
            return
        margin = indent[: len(indent) - len(indent.lstrip())]
        written = _dumped([_styled(value, None)], self._yaml("")).rstrip("\n").split("\n")
        self._replace("\n".join([*lines[:stop], *(f"{margin}{line}" for line in written), *lines[stop:]]))

    def remove(self, loc: Loc, index: int) -> None:
        """Take an item out of the list at ``loc``, with the comments right above it."""
        spans = self._spans(loc)
        if spans is None:
            self._edit(lambda root: _walk(root, loc).pop(index))
            return
        lines = self._text.split("\n")
        if len(spans) == 1:
            row = _walk(self._yaml("").load(self._text), loc[:-1]).lc.key(loc[-1])[0]
            lines[row] = _LAST.sub(r"\1 []", lines[row], count=1)
        self._replace("\n".join(without(lines, spans[index])))

    def move(self, loc: Loc, index: int, by: int) -> None:
        """Let an item of the list at ``loc`` change places with its neighbour: ``by`` is 1 or -1."""
        first, second = sorted((index, index + by))
        if first < 0 or second >= len(self.get(loc) or ()):
            return
        spans = self._spans(loc)
        if spans is None:

            def change(root: Any) -> None:
                items = _walk(root, loc)
                items[first], items[second] = items[second], items[first]

            self._edit(change)
        else:
            self._replace("\n".join(swapped(self._text.split("\n"), spans[first], spans[second])))

    def undo(self) -> None:
        """Take the last change back."""
        if self._past:
            self._text = self._past.pop()
            self.data = parse_yaml(self._text, self.path).data

    def problems(self) -> list[Problem]:
        """Return what the loader says of the pack as it stands now; nothing if it loads."""
        if self._found is None or self._found[0] != self._text:
            self._found = (self._text, self._look())
        return self._found[1]

    def _look(self) -> list[Problem]:
        try:
            load_source(parse_yaml(self._text, self.path), self.types)
        except ContentError as error:
            return list(error.problems)
        except EtikaError as error:  # e.g. two templates of one name: no line of this file is to blame
            return [Problem(self.path, 1, error.message, error.fields)]
        return []

    def open_draft(self) -> None:
        """Go on with the draft beside the pack."""
        self._replace(read_text(self.draft))

    def save(self) -> Path:
        """Write the pack if it loads, otherwise a draft beside it; return what was written.

        Raises:
            SettingError: somebody else changed the file meanwhile, or it cannot be written.
        """
        if read_text(self.path) != self._on_disk:
            raise SettingError(
                "{file} diubah di luar formulir ini. Buka lagi formulirnya; tulisan Anda ada di {draft}.",
                file=shown_path(self.path),
                draft=shown_path(self._write(self.draft)),
            )
        if self.problems():
            return self._write(self.draft)
        self._write(self.path)
        self._on_disk = self._text
        self.draft.unlink(missing_ok=True)
        return self.path

    def _write(self, path: Path) -> Path:
        """Write the text in one step: a reader finds the old file or the new one."""
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            beside.write_text(self._text, encoding="utf-8", newline="\n")
            beside.replace(path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise SettingError(
                "{file} tidak dapat ditulis: {reason}", file=shown_path(path), reason=error.strerror or str(error)
            ) from error
        return path

    def _replace(self, text: str) -> None:
        data = parse_yaml(text, self.path).data  # what cannot be read back never becomes the state
        self._past.append(self._text)
        self._text, self.data = text, data

    def _edit(self, change: Callable[[Any], None]) -> None:
        """Change the text by way of ruamel.yaml; lines that it only writes differently keep the author's form."""
        yaml = self._yaml(self._text)
        root = yaml.load(self._text)
        kept = _rewritten(self._text.split("\n"), _dumped(root, yaml).split("\n"))
        change(root)
        self._replace("\n".join(kept.get(line, line) for line in _dumped(root, yaml).split("\n")))

    def _spans(self, loc: Loc) -> Any:
        items = _walk(self._yaml("").load(self._text), loc)
        return None if _is_flow(items) else item_spans(self._text.split("\n"), items)

    @staticmethod
    def _yaml(text: str) -> YAML:
        """Return a reader and writer that indents lists as ``text`` does."""
        yaml = YAML(typ="rt", pure=True)
        yaml.preserve_quotes = True
        yaml.width = _ENDLESS
        yaml.allow_unicode = True
        found = _LIST.search(text)
        offset = max(0, len(found[2]) - len(found[1])) if found else 0
        yaml.indent(mapping=2, sequence=2 + offset, offset=offset)
        return yaml


def _walk(root: Any, loc: Loc) -> Any:
    for key in loc:
        root = root[key]
    return root


def _is_flow(value: Any) -> bool:
    return bool(value.fa.flow_style())


def _dumped(value: Any, yaml: YAML) -> str:
    out = io.StringIO()
    yaml.dump(value, out)
    return out.getvalue()


def _rewritten(ours: list[str], theirs: list[str]) -> dict[str, str]:
    """Return the author's form of every line that ruamel.yaml would write differently."""
    kept: dict[str, str] = {}
    for kind, a, b, c, d in difflib.SequenceMatcher(a=ours, b=theirs, autojunk=False).get_opcodes():
        if kind == "replace" and b - a == d - c:
            kept.update(zip(theirs[c:d], ours[a:b], strict=True))
    return kept


def _styled(value: Any, old: Any) -> Any:
    """Return a value for ruamel.yaml, written as the old one was: quoted, or as a block of lines."""
    if isinstance(value, dict):
        mapping = CommentedMap((key, _styled(part, None)) for key, part in value.items())
        if set(value) == {"id", "en"}:
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list):
        items = CommentedSeq(_styled(part, None) for part in value)
        if all(isinstance(part, str | int | float) for part in value):
            items.fa.set_flow_style()
        return items
    if isinstance(value, str):
        if "\n" in value and not isinstance(old, LiteralScalarString):
            return LiteralScalarString(value.rstrip("\n") + "\n")
        if isinstance(old, LiteralScalarString):
            return LiteralScalarString(value.rstrip("\n") + "\n")
        if isinstance(old, ScalarString):
            return type(old)(value)
        if value.startswith(("?", ":")):  # in a list on one line, readers take these for keys
            return DoubleQuotedScalarString(value)
    return value
