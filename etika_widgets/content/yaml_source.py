"""YAML → plain data, with the line of every value, and every fault of the file at once.

The data are built from the parser's events, not by a YAML constructor: nothing is ever instantiated, aliases
(and with them YAML bombs) are refused, duplicate keys are named with both lines, and each value knows its line.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from etika_widgets.content.problems import ContentError, Problem
from etika_widgets.i18n import N_

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 30
MAX_PARTS: Final = 50_000
"""Values, lists and mappings in one file; a long lesson has 2,000."""

Loc = tuple[str | int, ...]

_NULL: Final = re.compile(r"~|null|Null|NULL|")
_BOOL: Final = re.compile(r"true|True|TRUE|false|False|FALSE")
_INT: Final = re.compile(r"[-+]?[0-9]{1,15}")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]{1,30}|[0-9]{1,30}(\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,2})?")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(slots=True)
class Source:
    """A YAML file as plain data.

    Attributes:
        path: the file.
        data: dicts, lists and plain values.
        lines: where each value stands, by its way from the root: ``("activities", 0, "title")`` → 12.
    """

    path: Path
    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)

    def line(self, loc: Loc) -> int:
        """Return the line of the value at ``loc``, or of the nearest thing around it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)


def read_yaml(path: Path) -> Source:
    """Read a YAML file.

    Raises:
        ContentError: it cannot be read, or is not the plain YAML that packs are written in.
    """
    return parse_yaml(read_text(path), path)


def parse_yaml(text: str, path: Path) -> Source:
    """Return the data of YAML ``text``; ``path`` is only named in errors.

    Raises:
        ContentError: the text is not the plain YAML that packs are written in; lists all problems.
    """
    builder = _Builder(Source(path))
    try:
        for event in _events(text):
            builder.take(event)
    except _Stop:
        pass
    except YAMLError as error:
        builder.problems.append(_explain(error, text, path))
    # ruamel's scanner answers some broken input with errors of Python itself; to an author it is bad YAML too.
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        builder.problems.append(_explain(error, text, path))
    if builder.problems:
        raise ContentError(builder.problems)
    return builder.source


def _events(text: str) -> Iterator[Event]:
    yield from YAML(typ="rt", pure=True).parse(text)


def read_text(path: Path) -> str:
    """Return the text of a file of content.

    Raises:
        ContentError: it is missing, too large or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ContentError([Problem(path, 1, "file tidak ditemukan. Periksa lagi nama dan foldernya.")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = Problem(path, 1, "file tidak dapat dibaca: {reason}", {"reason": reason})
        raise ContentError([problem]) from error
    if len(raw) > MAX_BYTES:
        template = N_("file lebih besar dari {kilobytes} kB. Bagi isinya menjadi beberapa paket.")
        raise ContentError([Problem(path, 1, template, {"kilobytes": MAX_BYTES // 1000})])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError([Problem(path, line, "file bukan UTF-8. Simpan ulang dengan pengodean UTF-8.")]) from None


class _Stop(Exception):
    """The rest of the file cannot be understood; what was found so far is enough."""


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that has not ended yet."""

    value: dict[str, Any] | list[Any]
    loc: Loc
    key: str | None = None
    expects_key: bool = True
    first_lines: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Builds plain data from parser events."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._documents = 0
        self._parts = 0

    def take(self, event: Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        self._parts += 1
        if self._parts > MAX_PARTS:
            self._report(line, "file berisi terlalu banyak butir. Bagi isinya menjadi beberapa paket.")
            raise _Stop
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._report(line, "file berisi lebih dari satu dokumen. Hapus baris '---' di tengah file.")
                raise _Stop
        elif isinstance(event, AliasEvent):
            self._report(
                line, "alias YAML ('*{name}') tidak dipakai di sini. Tulis isinya langsung.", name=event.anchor
            )
            self._place(None, line)
        elif isinstance(event, ScalarEvent):
            self._refuse_tag(event, line)
            self._scalar(event, line)
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self._refuse_tag(event, line)
            self._start({} if isinstance(event, MappingStartEvent) else [], line)
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self._open.pop()

    def _report(self, line: int, template: str, **fields: Any) -> None:
        self.problems.append(Problem(self.source.path, line, template, fields))

    def _refuse_tag(self, event: Any, line: int) -> None:
        if event.tag is not None:
            self._report(line, "penanda jenis YAML ('{tag}') tidak dipakai di sini. Hapus penandanya.", tag=event.tag)

    def _start(self, value: dict[str, Any] | list[Any], line: int) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._report(line, "isi bersarang terlalu dalam. Periksa kurung dan jarak tulisan di awal baris.")
            raise _Stop
        if self._awaits_key:
            self._report(
                line, "kunci harus berupa satu kata, bukan daftar. Periksa tanda '?', '[' atau '{{' di baris ini."
            )
            raise _Stop
        loc = self._place(value, line)
        self._open.append(_Open(value, loc))

    def _scalar(self, event: ScalarEvent, line: int) -> None:
        if not self._awaits_key:
            self._place(_plain(event), line)
            return
        top, key = self._open[-1], str(event.value)
        if key == "<<" and event.style is None:
            self._report(line, "penggabungan YAML ('<<') tidak dipakai di sini. Tulis isinya langsung.")
        first = top.first_lines.setdefault(key, line)
        if first != line or key in top.value:
            self._report(
                line,
                "kunci '{key}' ditulis dua kali (pertama di baris {first}). Hapus salah satunya.",
                key=key,
                first=first,
            )
        top.key, top.expects_key = key, False
        self.source.lines.setdefault((*top.loc, key), line)

    @property
    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].expects_key

    def _place(self, value: Any, line: int) -> Loc:
        """Put ``value`` where it belongs and return its way from the root."""
        if not self._open:
            self.source.data = value
            self.source.lines.setdefault((), line)
            return ()
        top = self._open[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            loc: Loc = (*top.loc, len(top.value) - 1)
            self.source.lines[loc] = line
            return loc
        if top.expects_key:  # only an alias gets here; it was reported
            top.key, top.expects_key = "*", False
            return top.loc
        key = top.key or ""
        top.value[key] = value
        top.key, top.expects_key = None, True
        return (*top.loc, key)


def _plain(event: ScalarEvent) -> Any:
    """Return the value of a scalar by the rules of YAML 1.2; whatever is not clearly something else is text."""
    text = str(event.value)
    if event.style is not None:
        return text
    if _NULL.fullmatch(text):
        return None
    if _BOOL.fullmatch(text):
        return text.lower() == "true"
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _DATE.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            return text
    return text


_COLON: Final = N_("titik dua di tengah teks. Apit teks itu dengan tanda kutip, atau tulis di bawah '|'.")
_START: Final = N_(
    "baris ini diawali tanda yang punya arti khusus dalam YAML (tab, '@', '%', '`'). "
    "Pakai spasi, bukan tab, dan apit teksnya dengan tanda kutip."
)
_INDENT: Final = N_(
    "jarak tulisan di awal baris tidak sejajar dengan baris lain di bagian yang sama, "
    "atau ada tanda kutip yang berlebih."
)
_HINTS: Final = (
    ("mapping values are not allowed", _COLON),
    ("cannot start any token", _START),
    ("could not find expected ':'", N_("sesudah kunci harus ada titik dua dan spasi.")),
    ("expected <block end>", _INDENT),
    ("expected ',' or", N_("kurung '[' atau '{{' belum ditutup, atau koma belum ada.")),
    ("unexpected end of stream", N_("tanda kutip yang dibuka di sini belum ditutup.")),
    ("sequence entries are not allowed", N_("daftar ('- ') tidak boleh dimulai di sini. Mulailah di baris baru.")),
)
_UNREADABLE: Final = N_(
    "susunan YAML tidak dapat dibaca di sekitar baris ini. Periksa jarak tulisan, tanda kutip, dan titik dua."
)


def _explain(error: Exception, text: str, path: Path) -> Problem:
    """Return the problem that a parser's error stands for."""
    if isinstance(error, ReaderError):
        position = error.position if isinstance(error.position, int) else 0
        template = N_("ada karakter yang tidak boleh dipakai (U+{code}). Hapus karakter itu.")
        code = error.character if isinstance(error.character, int) else ord(str(error.character)[:1] or "\0")
        return Problem(path, text.count("\n", 0, position) + 1, template, {"code": f"{code:04X}"})
    line, said = 1, str(error)
    if isinstance(error, MarkedYAMLError):
        said = f"{error.context or ''} {error.problem or ''}"
        opened = "unexpected end of stream" in said  # where the quotation began helps more than where the file ends
        mark = (opened and error.context_mark) or error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
    line = min(line, text.count("\n") + 1)
    for needle, template in _HINTS:
        if needle in said:
            return Problem(path, line, template)
    return Problem(path, line, _UNREADABLE)
