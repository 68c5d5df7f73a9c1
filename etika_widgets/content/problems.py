"""What is wrong with a file of content: which file, which line, what to do. Used by the loader and by the check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from etika_widgets.errors import SpecError
from etika_widgets.i18n import translate

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right.

    Attributes:
        path: the file.
        line: its line, counted from 1.
        template: gettext id in Indonesian, with ``{name}`` fields.
        fields: values for the fields.
        place: gettext id and name of the part, e.g. ``("aktivitas '{name}'", "jajak_awal")``.
        keys: the way from that part down to the value, e.g. ``("options", 1, "text")``.
        severity: an ``error`` keeps a pack from being used well; a ``warning`` is advice.
        loc: the way from the root of the file to the value, e.g. ``("activities", 0, "options", 1, "text")``.
    """

    path: Path
    line: int
    template: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[str, str] | None = None
    keys: tuple[str | int, ...] = ()
    severity: Severity = "error"
    loc: tuple[str | int, ...] = ()

    @property
    def message(self) -> str:
        """The message in Indonesian, with the part it is about but without file and line."""
        return self._message("id")

    def text(self, language: str = "id") -> str:
        """Return ``file:line: part: message`` for people who read ``language``."""
        return f"{shown_path(self.path)}:{self.line}: {self._message(language)}"

    def __str__(self) -> str:
        return self.text("id")

    def _message(self, language: str) -> str:
        where = []
        if self.place is not None:
            template, name = self.place
            where.append(translate(template, language).format(name=name))
        where += _describe_keys(self.keys, language)
        message = translate(self.template, language).format(**self.fields)
        return " ".join(f"{', '.join(where)}: {message}".split() if where else message.split())


def _describe_keys(keys: tuple[str | int, ...], language: str) -> list[str]:
    parts: list[str] = []
    for key in keys:
        if isinstance(key, str):
            parts.append(key)
        else:
            number = translate("ke-{number}", language).format(number=key + 1)
            parts[-1:] = [f"{parts[-1]} {number}"] if parts else [number]
    return parts


class ContentError(SpecError):
    """A file of content cannot be used; the text lists every problem found in it, one per line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("{problems}", problems="\n".join(str(problem) for problem in self.problems))

    def text(self, language: str = "id") -> str:
        """Return all problems for people who read ``language``."""
        return "\n".join(problem.text(language) for problem in self.problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems by file and line, each once."""
    unique = {str(problem): problem for problem in problems}
    return tuple(sorted(unique.values(), key=lambda problem: (str(problem.path), problem.line)))


def shown_path(path: Path) -> str:
    """Return ``path`` as a person would type it: relative if it lies under the working directory."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (OSError, ValueError):
        return str(path)


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, if any.

    Example:
        >>> suggestion("activites", ["activities", "law"])
        'activities'
    """
    matches = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None
