"""One section per activity: what the template draws, made from the type's public results only.

Results come from ``ActivityType.results``, which names nobody, never from ``facilitator_results``. What the
facilitator did not put on the shared screen is not in them, and what a sensitive activity hides stays hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from markupsafe import Markup

from etika_widgets.activity import Phase, Response, Table
from etika_widgets.i18n import N_
from etika_widgets.reports.figures import bars
from etika_widgets.room.room import Activity
from etika_widgets.wording import Words

Json = dict[str, Any]

PHASES: Final = {
    Phase.HIDDEN: N_("Tidak dijalankan"),
    Phase.READING: N_("Dibaca, belum dibuka"),
    Phase.OPEN: N_("Terbuka"),
    Phase.CLOSED: N_("Ditutup"),
    Phase.DISCUSSING: N_("Dibahas"),
    Phase.REVEALED: N_("Hasil dibuka di kelas"),
}


@dataclass(frozen=True, slots=True)
class Material:
    """An activity with its standing responses and the words to speak of it."""

    activity: Activity
    responses: Sequence[Response]
    words: Words
    law: Mapping[str, str]
    """Titles of the pack's laws by id; a reference may be one of them."""

    def results(self) -> Json:
        """Return what the whole room may see."""
        return self.activity.type.results(self.activity.spec, self.responses, self.words.language)

    def content(self) -> Json:
        """Return the task."""
        return self.activity.type.content(self.activity.spec, self.words.language)

    def reveal(self) -> Json:
        """Return what opens with the results."""
        return self.activity.type.reveal(self.activity.spec, self.words.language)

    @property
    def sensitive(self) -> bool:
        """Whether small numbers of this activity are hidden."""
        return self.activity.spec.hides_small


def section(material: Material, *, ended: bool) -> Json:
    """Return the section of one activity.

    Before the class has ended, what was not revealed in it is left out: a draft of the report must not tell more
    than the room has seen.
    """
    activity, _ = material.activity, material.words
    body: Json
    if activity.phase is Phase.HIDDEN:
        body = {"kind": "note", "note": _("Aktivitas ini tidak dijalankan.")}
    elif not ended and activity.phase is not Phase.REVEALED:
        note = _("Hasilnya belum dibuka di kelas, jadi belum dimuat dalam laporan sementara.")
        body = {"kind": "note", "note": note}
    else:
        body = _SECTIONS.get(activity.row.type, _summary)(material)
    return {
        "id": activity.row.activity,
        "title": activity.spec.title.get(_.language),
        "label": _(activity.type.label),
        "phase": _(PHASES[activity.phase]),
        "sensitive": material.sensitive,
    } | body


def choices(words: Words, options: Sequence[tuple[str, str]], rounds: Sequence[Json]) -> list[Json]:
    """Return one row per option with count, share and bar of every round; ``rounds`` are ``{name, n, counts}``."""
    return [
        {
            "label": label,
            "key": False,
            "note": "",
            "cells": [_cell(words, entry["counts"].get(name), entry["n"]) for entry in rounds],
            "bars": bars(
                [_share(entry["counts"].get(name), entry["n"]) for entry in rounds],
                "; ".join(_spoken(words, entry["name"], entry["counts"].get(name), entry["n"]) for entry in rounds),
            ),
        }
        for name, label in options
    ]


def _share(count: int | None, n: int | None) -> Fraction | None:
    return Fraction(count, n) if count is not None and n else None


def _cell(_: Words, count: int | None, n: int | None) -> Json:
    if count is None or n is None:
        return {"hidden": _("disembunyikan")}
    return {"count": _.number(count), "percent": _.percent(count, n)}


def _spoken(_: Words, name: str, count: int | None, n: int | None) -> str:
    if count is None or n is None:
        return _("{name}: disembunyikan", name=name)
    return _("{name}: {count} dari {n}", name=name, count=_.number(count), n=_.number(n))


def _answered(_: Words, n: int | None) -> str:
    return _("kurang dari 5") if n is None else _.number(n)


def _poll(material: Material) -> Json:
    _, results, content = material.words, material.results(), material.content()
    rounds = results["rounds"]
    shift = results["shift"]
    labels = [(option["id"], option["short"]) for option in content["options"]]
    rows = choices(_, labels, rounds)
    for option, row in zip(content["options"], rows, strict=True):
        row["note"] = option["text"] if option["text"] != option["short"] else ""
    return {
        "kind": "poll",
        "question": content["question"],
        "rounds": [{"name": entry["name"], "n": _answered(_, entry["n"])} for entry in rounds],
        "rows": rows,
        "ranges": _ranges(_, labels, rounds[-1]),
        "hands": [_hands(_, dict(labels), entry) for entry in rounds if "hands" in entry],
        "multiple": content["multiple"],
        "suppressed": results["suppressed"],
        "shift": _shift(_, dict(labels), shift, [entry["name"] for entry in rounds[-2:]]) if shift else None,
        "texts": [entry["text"] for entry in results["shown"]],
    }


def _ranges(_: Words, labels: Sequence[tuple[str, str]], entry: Json) -> str:
    """Return between which shares each option may lie among all of whom the class is a sample; empty if unknown."""
    from etika_widgets.measures.proportions import wilson  # brings numpy, which most reports can do without

    counts = [(label, entry["counts"].get(name)) for name, label in labels]
    if not entry["n"] or any(count is None for _label, count in counts):
        return ""
    limits = [(label, wilson(count, entry["n"])) for label, count in counts]
    return "; ".join(f"{label} {_.decimal(100 * one.low, 0)}–{_.decimal(100 * one.high, 0)}%" for label, one in limits)


def _hands(_: Words, labels: Mapping[str, str], entry: Json) -> Json:
    """Return what of a round's votes the facilitator counted by hand."""
    hands = entry["hands"]
    parts = [f"{labels[name]} {_.number(n)}" for name, n in hands["counts"].items() if n]
    return {"name": entry["name"], "n": _.number(hands["n"]), "parts": ", ".join(parts)}


def _shift(_: Words, labels: Mapping[str, str], shift: Json, names: Sequence[str]) -> Json:
    ids, matrix = shift["ids"], shift["matrix"]
    stayed = sum(row[place] for place, row in enumerate(matrix))
    return {
        "names": names,
        "n": _.number(shift["n"]),
        "stayed": _.number(stayed),
        "moved": _.number(shift["n"] - stayed),
        "rows": [
            {"label": labels.get(name, name), "cells": [_.number(cell) for cell in row]}
            for name, row in zip(ids, matrix, strict=True)
        ],
        "flows": [_flow(_, labels.get(name, name), matrix, place) for place, name in enumerate(ids)],
    }


def _flow(_: Words, label: str, matrix: Sequence[Sequence[int]], place: int) -> Json:
    """Return who stayed with one choice, left it and came to it, with McNemar's exact p."""
    from etika_widgets.measures.paired import mcnemar  # brings numpy, which most reports can do without

    stayed = matrix[place][place]
    left, came = sum(matrix[place]) - stayed, sum(row[place] for row in matrix) - stayed
    return {
        "label": label,
        "stayed": _.number(stayed),
        "left": _.number(left),
        "came": _.number(came),
        "p": _.decimal(mcnemar(left, came).p, 3) if left + came else "–",
    }


def _quiz(material: Material) -> Json:
    _, results, content = material.words, material.results(), material.content()
    keys = {item["id"]: item for item in material.reveal()["items"]}
    counted = {item["id"]: item for item in results["items"]}
    n, count = results["n"], len(content["items"])
    right = sum(number * people for number, people in enumerate(results["scores"]))
    items = []
    for item in content["items"]:
        key, counts = keys[item["id"]], counted[item["id"]]
        rows = choices(
            _,
            [(option["id"], option["text"]) for option in item["options"]],
            [{"name": _("Memilih"), "n": n, "counts": counts["counts"]}],
        )
        for option, row in zip(item["options"], rows, strict=True):
            row |= {"key": option["id"] == key["key"], "note": key["rationales"].get(option["id"], "")}
        items.append(
            {
                "text": Markup(item["text_html"]),  # noqa: S704 - made safe by content.markdown
                "rows": rows,
                "correct": _cell(_, counts["correct"], n),
                "reference": material.law.get(key["reference"] or "", key["reference"]),
            }
        )
    return {
        "kind": "quiz",
        "n": _.number(n),
        "count": _.number(count),
        "mean": _.decimal(Fraction(right, n), 1) if n else None,
        "items": items,
        "summary": [
            row
            for number, item in enumerate(results["items"], start=1)
            for row in choices(
                _,
                [("correct", _("Soal {number}", number=number))],
                [{"name": _("Benar"), "n": n, "counts": {"correct": item["correct"]}}],
            )
        ],
    }


def _ordering(material: Material) -> Json:
    _, results, content, reveal = material.words, material.results(), material.content(), material.reveal()
    texts = {step["id"]: step["text"] for step in content["steps"]}
    n = results["n"]
    rows = []
    for place, name in enumerate(reveal["order"]):
        placed = results["positions"][name]
        rows.append(
            {
                "label": texts[name],
                "places": [{"count": _.number(people), "right": at == place} for at, people in enumerate(placed)],
                "correct": _cell(_, placed[place], n),
                "bars": bars([_share(placed[place], n)], _spoken(_, _("Di tempat yang tepat"), placed[place], n)),
            }
        )
    return {
        "kind": "ordering",
        "question": content["question"],
        "n": _.number(n),
        "exact": _.number(results["exact"]),
        "rows": rows,
    }


def _case(material: Material) -> Json:
    _, results, content = material.words, material.results(), material.content()
    labels = [(position["id"], position["text"]) for position in content["positions"]]
    fields = [(field["id"], field["label"]) for field in content["synthesis"]["fields"]]
    return {
        "kind": "case",
        "question": content["question"],
        "n": _.number(results["n"]),
        "rows": choices(_, labels, [{"name": _("Memilih"), "n": results["n"], "counts": results["counts"]}]),
        "groups": [
            {"name": _("Kelompok {number}", number=entry["group"]), "fields": _written(fields, entry["fields"])}
            for entry in results["groups"]
        ],
        "texts": [entry["text"] for entry in results.get("shown", ())],
    }


def _reflection(material: Material) -> Json:
    results, _ = material.results(), material.words
    return {"kind": "reflection", "wrote": _.number(results["wrote"]), "shared": _.number(results["shared"])}


def _commitment(material: Material) -> Json:
    results, _ = material.results(), material.words
    fields = [(field["id"], field["label"]) for field in material.content()["fields"]]
    return {
        "kind": "commitment",
        "n": _.number(results["n"]),
        "cards": [_written(fields, entry["fields"]) for entry in results["texts"]],
    }


def _written(fields: Sequence[tuple[str, str]], texts: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(label, texts[name]) for name, label in fields if texts.get(name)]


def _summary(material: Material) -> Json:
    """Return what a type says of itself."""
    _, activity = material.words, material.activity
    told = activity.type.summary(activity.spec, material.responses, _.language)
    return {
        "kind": "summary",
        "n": _answered(_, told.n),
        "question": told.question,
        "note": told.note,
        "tables": [_table(_, table) for table in told.tables],
        "suppressed": told.n is None or any(None in row for table in told.tables for row in table.rows),
        "texts": list(told.texts),
    }


def _table(_: Words, table: Table) -> Json:
    drawn = [row[table.bars] for row in table.rows] if table.bars is not None else []
    numbers = [value for value in drawn if isinstance(value, int | float)]
    whole = table.whole or max(numbers, default=0) or 1
    rows = []
    for row in table.rows:
        value = row[table.bars] if table.bars is not None else None
        share = Fraction(min(value / whole, 1)) if isinstance(value, int | float) and value >= 0 else None
        spoken = f"{row[0]}: {_written_cell(_, value)}"
        rows.append(
            {
                "label": _written_cell(_, row[0]),
                "cells": [_written_cell(_, cell) for cell in row[1:]],
                "bars": bars([share], spoken) if table.bars is not None else "",
            }
        )
    return {"caption": table.caption, "columns": table.columns, "rows": rows}


def _written_cell(_: Words, cell: str | float | None) -> str:
    if cell is None:
        return _("disembunyikan")
    if isinstance(cell, str):
        return cell
    return _.number(cell) if isinstance(cell, int) else _.decimal(Fraction(str(cell)), 1)


_SECTIONS: Final[Mapping[str, Callable[[Material], Json]]] = {
    "poll": _poll,
    "quiz": _quiz,
    "ordering": _ordering,
    "case_discussion": _case,
    "reflection": _reflection,
    "commitment": _commitment,
}
