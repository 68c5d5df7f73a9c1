"""Rules for the words of participants: both languages are there, and sentences can be followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from pydantic import BaseModel

from etika_widgets.content.loader import problem_at
from etika_widgets.content.problems import Problem
from etika_widgets.content.reading import sentences
from etika_widgets.content.yaml_source import Loc, Source
from etika_widgets.i18n import N_
from etika_widgets.spec import Text

_KEYS_NAMED: Final = 4
_SHOWN: Final = 60
_HARD: Final = N_(
    "kalimat sulit dibaca ({words} kata, {long} di antaranya panjang): “{text}”. "
    "Bagi dua, atau pakai kata sehari-hari."
)


def english_problems(source: Source, model: BaseModel, names: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """Warn once for each part without English, so that the list stays readable.

    Args:
        source: the file that ``model`` was read from; what comes from elsewhere (defaults, a template) is passed over.
        model: a pack or a definition.
        names: ids of law entries: a reference to one needs no English.
    """
    groups: dict[Loc, list[Loc]] = {}
    for loc, text in _written(source, model):
        if not text.en and text.id not in names:
            groups.setdefault(loc[:2] if len(loc) > 2 else loc, []).append(loc)
    for group, locs in groups.items():
        ways = [" ".join(str(key + 1) if isinstance(key, int) else key for key in loc[len(group) :]) for loc in locs]
        named = ", ".join(way for way in ways[:_KEYS_NAMED] if way) + (", …" if len(ways) > _KEYS_NAMED else "")
        at = locs[0] if len(locs) == 1 else group
        if named and len(locs) > 1:
            template = N_("{count} teks peserta belum ada bahasa Inggrisnya (kunci 'en'): {named}.")
            problem = problem_at(source, at, template, {"count": len(locs), "named": named})
        else:
            problem = problem_at(source, at, "teks peserta belum ada bahasa Inggrisnya (kunci 'en').")
        yield replace(problem, severity="warning")


def reading_problems(source: Source, model: BaseModel, lines: Sequence[str]) -> Iterator[Problem]:
    """Warn of hard sentences in what participants read, and in what the facilitator says to them.

    Objectives are left out: their form is prescribed.
    """
    spoken = ((("runsheet", index, "say"), step.say) for index, step in enumerate(getattr(model, "runsheet", ())))
    texts = [(loc, text.id) for loc, text in _written(source, model) if loc[0] != "objectives"]
    for loc, text in (*texts, *((loc, said) for loc, said in spoken if said)):
        for template, fields in hard_sentences(text):
            start = source.line(loc) - 1
            problem = problem_at(source, loc, template, fields)
            line = line_of(fields["text"], lines, start) + 1
            yield replace(problem, line=line, severity="warning")


def hard_sentences(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield gettext id and fields of what to say about every hard sentence of a Markdown text."""
    for sentence in sentences(text):
        if sentence.is_hard:
            shown = sentence.text if len(sentence.text) <= _SHOWN else f"{sentence.text[:_SHOWN].rstrip()}…"
            yield _HARD, {"words": sentence.words, "long": sentence.long, "text": shown}


def line_of(shown: str, lines: Sequence[str], start: int) -> int:
    """Return the index of the first line from ``start`` on that holds the first words of a sentence."""
    first = " ".join(shown.rstrip("…").split()[:3])
    return next((index for index in range(start, len(lines)) if first in " ".join(lines[index].split())), start)


def _written(source: Source, model: BaseModel) -> Iterator[tuple[Loc, Text]]:
    """Yield the texts of ``model`` that stand in the file."""
    for loc, text in _texts(model, ()):
        if loc[: 3 if loc[0] == "activities" else 1] in source.lines:
            yield loc, text


def _texts(value: Any, loc: Loc) -> Iterator[tuple[Loc, Text]]:
    if isinstance(value, Text):
        yield loc, value
    elif isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            yield from _texts(getattr(value, name), (*loc, info.alias or name))
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _texts(entry, (*loc, key))
    elif isinstance(value, tuple | list):
        for index, entry in enumerate(value):
            yield from _texts(entry, (*loc, index))
