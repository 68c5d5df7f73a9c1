"""Draw what the teaching content covers: module × value × behaviour × Bloom × kind of competence × law, and its gaps.

Usage: ``python docs/coverage.py`` (``make pages``). Writes ``docs/coverage.md`` and ``docs/pictures/coverage.png``
from the packs and tables in ``datasets/``. A test fails when either is older than the content.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd

from etika_widgets import datasets
from etika_widgets.content.library import default_library
from etika_widgets.content.pack import Competence

ROOT = Path(__file__).parent
PAGE = ROOT / "coverage.md"
PICTURE = ROOT / "pictures" / "coverage.png"
KINDS = {
    "objective": "objectives of packs", "item": "`item_bank`", "case": "`kasus`", "role": "`peran`",
    "daily": "`harian5`", "indicator": "`indikator`",
}  # fmt: skip
TABLES = {"item": "item_bank", "case": "kasus", "role": "peran", "daily": "harian5", "indicator": "indikator"}
FEW = 3
"""A cell of the picture with fewer is dotted."""
FEW_ITEMS = 5
"""A behaviour with fewer items is called thin: a pre-test and a post-test need two each, and one to spare."""
_PICTURE_SAYS = (
    "Four tables as heat maps, every cell with its number: objectives and items by module and level of Bloom, "
    "units by module and value, behaviours by module, regulations by module. A hatched cell has nothing, "
    f"a dotted one fewer than {FEW}"
)
_DAILY_BEHAVIOUR = re.compile(r"(Berorientasi Pelayanan|[A-Z][a-z]+) perilaku ([123])")


def units() -> pd.DataFrame:
    """Return one row per thing that teaches.

    Columns: ``kind``, ``id``, ``module``, ``values``, ``behaviours``, ``bloom``, ``competence``, ``law``. Values
    and law of an objective are those of its whole pack: packs do not say them for each objective.
    """
    library = default_library()
    rows: list[dict[str, Any]] = []
    for slug in library.packs():
        pack = library.pack(slug)
        law = [one.id for one in pack.law]
        rows += [
            {"kind": "objective", "id": f"{slug}.{one.id}", "module": slug, "values": list(pack.values),
             "bloom": one.bloom, "competence": one.competence, "law": law}
            for one in pack.objectives
        ]  # fmt: skip
    known = datasets.load_nilai_berakhlak()
    named = {name: value for name, value in zip(known["nama"], known["nilai"], strict=True)}
    for kind, table in TABLES.items():
        for row in datasets.load(table).to_dict("records"):
            behaviours = row.get("perilaku") or []
            if kind == "daily":
                behaviours = [f"{named[name]}_{n}" for name, n in _DAILY_BEHAVIOUR.findall(row["rujukan"])]
            rows.append(
                {"kind": kind, "id": row["id"], "module": row.get("modul"), "values": row.get("nilai") or [],
                 "behaviours": behaviours, "bloom": row.get("bloom"), "law": row.get("hukum") or []}
            )  # fmt: skip
    frame = pd.DataFrame(rows, columns=["kind", "id", "module", "values", "behaviours", "bloom", "competence", "law"])
    frame["behaviours"] = frame["behaviours"].map(lambda found: found if isinstance(found, list) else [])
    return frame


def counts(frame: pd.DataFrame, row: str, column: str, rows: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Return how many units bear each pair of ``row`` and ``column``; both may hold lists."""
    pairs = frame[[row, column]].explode(row).explode(column).dropna()
    table = pd.crosstab(pairs[row], pairs[column])
    return table.reindex(index=list(rows), columns=list(columns), fill_value=0)


class Coverage:
    """The content, counted."""

    def __init__(self) -> None:
        self.units = units()
        behaviours = datasets.load_nilai_berakhlak().sort_values(["urutan", "nomor"])
        self.values = list(dict.fromkeys(behaviours["nilai"]))
        self.value_names = dict(zip(behaviours["nilai"], behaviours["nama"], strict=True))
        self.behaviours = list(behaviours["id"])
        self.behaviour_texts = {
            row.id: f"{row.nama} {row.nomor}: {row.perilaku}" for row in behaviours.itertuples(index=False)
        }
        tabled = self.of("item")["module"]
        self.modules = list(dict.fromkeys(tabled))
        packs = self.of("objective")["module"]
        self.packs = [*self.modules, *sorted(set(packs) - set(self.modules))]
        self.law = datasets.load_regulasi().set_index("id")
        self.blooms = sorted(self.units["bloom"].dropna().unique())

    def of(self, *kinds: str) -> pd.DataFrame:
        """Return the units of these kinds."""
        return self.units[self.units["kind"].isin(kinds)]

    def fingerprint(self) -> str:
        """Return a hash of all that is counted, to tell whether a picture still shows it."""
        text = self.units.to_json(orient="records") + self.law["status"].to_json()
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def bloom(self, kind: str) -> pd.DataFrame:
        """Return modules × Bloom for one kind."""
        return counts(self.of(kind), "module", "bloom", self.packs, self.blooms)

    def competence(self) -> pd.DataFrame:
        """Return modules × kinds of competence, counting objectives."""
        return counts(self.of("objective"), "module", "competence", self.packs, get_args(Competence))

    def value(self, *kinds: str) -> pd.DataFrame:
        """Return modules × values."""
        return counts(self.of(*kinds), "module", "values", self.modules, self.values)

    def behaviour(self, *kinds: str) -> pd.DataFrame:
        """Return behaviours × modules."""
        return counts(self.of(*kinds), "behaviours", "module", self.behaviours, self.modules)

    def laws(self) -> pd.DataFrame:
        """Return regulations × kinds; an objective's pack counts once."""
        frame = self.units.copy()
        packs = frame["kind"] == "objective"
        frame.loc[packs, "id"] = frame.loc[packs, "module"]
        frame = frame.explode("law").dropna(subset="law").drop_duplicates(["kind", "id", "law"])
        known = [*self.law.index, *sorted(set(frame["law"]) - set(self.law.index))]
        return counts(frame, "law", "kind", known, list(KINDS))


def gaps(cover: Coverage) -> list[str]:
    """Return what is missing or thin, in sentences."""
    found: list[str] = []

    def tell(sentence: str, names: Iterable[str]) -> None:
        listed = list(names)
        if listed:
            found.append(f"{sentence} {'; '.join(listed)}.")

    items, cases = cover.behaviour("item").sum(axis=1), cover.behaviour("case").sum(axis=1)
    daily = cover.behaviour("daily").sum(axis=1)
    text = cover.behaviour_texts
    tell("**No item trains** these behaviours:", [text[name] for name in cover.behaviours if not items[name]])
    tell(
        f"**Fewer than {FEW_ITEMS} items** train:",
        [f"{text[name]} ({items[name]})" for name in cover.behaviours if 0 < items[name] < FEW_ITEMS],
    )
    tell("**No case** turns on:", [text[name] for name in cover.behaviours if not cases[name]])
    tell("**No daily question** points to:", [text[name] for name in cover.behaviours if not daily[name]])
    values = cover.value("item", "case", "role", "daily")
    tell(
        "**A value is absent from a module** (items, cases, role plays, daily questions):",
        [f"{cover.value_names[value]} in `{module}`" for module in cover.modules for value in cover.values
         if not values.loc[module, value]],
    )  # fmt: skip
    bloom = cover.bloom("item")
    tell(
        "**No item at a level of Bloom** that other modules have:",
        [f"{level} in `{module}`" for module in cover.modules for level in bloom.columns
         if bloom[level].any() and not bloom.loc[module, level]],
    )  # fmt: skip
    aims = cover.bloom("objective")
    alone = [
        f"{level} in `{module}`" for module in cover.modules for level in aims.columns
        if aims.loc[module, level] and not bloom.loc[module, level]
    ]  # fmt: skip
    tell("**An objective's level has no item in the bank** (it is seen in activities only):", alone)
    kinds = cover.competence()
    tell(
        "**A lesson with objectives of one kind of competence only**:",
        [f"`{name}` ({row.idxmax()})" for name, row in kinds.iterrows() if (row > 0).sum() == 1],
    )
    aimless = [name for name in default_library().packs() if name not in set(cover.of("objective")["module"])]
    tell("**Packs without objectives**, so not counted here:", [f"`{name}`" for name in sorted(aimless)])
    laws = cover.laws()
    unused = [name for name in laws.index if not laws.loc[name].any()]
    tell(
        "**In `regulasi`, but nothing refers to it** (what is revoked or over stands there to be recognised):",
        [f"`{name}` ({cover.law.loc[name, 'status']})" for name in unused],
    )
    tell("**Cited by a pack, but not in `regulasi`**:", [f"`{n}`" for n in laws.index if n not in cover.law.index])
    return found


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table in Markdown; zeros are shown as a dash."""
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    lines += [f"| {' | '.join('–' if cell == 0 else str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def pairs(first: pd.DataFrame, second: pd.DataFrame) -> list[list[object]]:
    """Return rows with ``first / second`` in each cell, the name of the row before them."""
    cells = zip(first.index, first.to_numpy(), second.to_numpy(), strict=True)
    return [[f"`{name}`", *(f"{a or '–'} / {b or '–'}" for a, b in zip(x, y, strict=True))] for name, x, y in cells]


def page(cover: Coverage) -> str:
    """Return the page."""
    sizes = cover.units["kind"].value_counts()
    names = [cover.value_names[value] for value in cover.values]
    by_kind = [cover.value(kind) for kind in ("item", "case", "role", "daily")]
    values = [
        [f"`{module}`", *(" / ".join(str(one.loc[module, value] or "–") for one in by_kind) for value in cover.values)]
        for module in cover.modules
    ]
    kinds = cover.competence()
    kind_rows = [[f"`{name}`", *row] for name, row in zip(kinds.index, kinds.to_numpy(), strict=True)]
    kind_rows.append(["all", *kinds.sum()])
    behaviours = cover.behaviour("item")
    behaviour_rows = [
        [cover.behaviour_texts[name], *behaviours.loc[name], behaviours.loc[name].sum(),
         cover.behaviour("case").loc[name].sum(), cover.behaviour("daily").loc[name].sum()]
        for name in cover.behaviours
    ]  # fmt: skip
    laws = cover.laws()
    law_rows = [
        [f"`{name}`", cover.law["number"].get(name, "–"), cover.law["status"].get(name, "–"), *laws.loc[name]]
        for name in laws.index
        if laws.loc[name].any()
    ]
    return f"""\
# Coverage of the teaching content

Made by `docs/coverage.py` (`make pages`) from the packs and tables in `datasets/`; a test fails when it is stale.
Counted: {", ".join(f"{sizes[kind]} {name}" for kind, name in KINDS.items())}.

Behaviours of items and cases are a mapping for training (column `perilaku`): what the key, or the decision asked for,
practises. Those of daily questions stand in their reference. Values and law of a lesson belong to the whole pack.
Counts say what is there, not how good it is.

![{_PICTURE_SAYS}](pictures/coverage.png)

## Gaps

{chr(10).join(f"- {line}" for line in gaps(cover))}

## Module × Bloom

Objectives of the pack / items of the bank.

{table(["module", *cover.blooms], pairs(cover.bloom("objective"), cover.bloom("item")))}

## Module × kind of competence

Objectives of the pack. Which kind an objective serves most is our own sorting, not an official one.

{table(["module", *kinds.columns], kind_rows)}

## Module × value

Items / cases / role plays / daily questions.

{table(["module", *names], values)}

## Behaviour × module

Items by module, then all items, cases and daily questions.

{table(["behaviour", *(f"`{name}`" for name in cover.modules), "items", "cases", "daily"], behaviour_rows)}

## Law

How many packs, items, cases, role plays, daily questions and indicators refer to each; status as in `regulasi`.

{table(["id", "number", "status", "packs", *list(KINDS)[1:]], law_rows)}
"""


def draw(cover: Coverage, path: Path) -> None:
    """Draw the tables as heat maps; the picture carries the fingerprint of what it shows."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(15, 19), layout="constrained")
    spots = figure.subplot_mosaic([["bloom", "value"], ["behaviour", "law"]], height_ratios=[1, 2.1])
    bloom = cover.bloom("objective") + cover.bloom("item")
    _heat(spots["bloom"], bloom, "Module × Bloom: objectives and items")
    values = cover.value("item", "case", "role", "daily").rename(columns=cover.value_names)
    _heat(spots["value"], values, "Module × value: items, cases, role plays, daily questions")
    said = {name: _shortened(text) for name, text in cover.behaviour_texts.items()}
    behaviours = cover.behaviour("item", "case", "daily").rename(index=said)
    _heat(spots["behaviour"], behaviours, "Behaviour × module: items, cases, daily questions")
    frame = cover.of("item", "case", "role", "daily")
    used = [name for name in cover.law.index if frame["law"].map(lambda law, name=name: name in law).any()]
    laws = counts(frame, "law", "module", used, cover.modules)
    numbers = {name: str(cover.law.loc[name, "number"]) for name in used}
    _heat(spots["law"], laws.rename(index=numbers), "Law × module: items, cases, role plays, daily")
    figure.savefig(path, dpi=80, metadata={"Description": cover.fingerprint(), "Software": None})


def _shortened(text: str) -> str:
    return text if len(text) <= 58 else text[:56].rsplit(" ", 1)[0] + " …"


def _heat(axes: Any, frame: pd.DataFrame, title: str) -> None:
    from matplotlib.patches import Rectangle

    cells = frame.to_numpy()
    shade = np.sqrt(cells / max(cells.max(), 1))
    axes.imshow(shade, cmap="BuGn", vmin=0, vmax=1.25, aspect="auto")
    for (row, column), n in np.ndenumerate(cells):
        hatch = "//" if n == 0 else ".." if n < FEW else None
        if hatch:
            corner = (column - 0.5, row - 0.5)
            ground = "white" if n == 0 else "none"
            axes.add_patch(Rectangle(corner, 1, 1, hatch=hatch, facecolor=ground, edgecolor="#a9a9a9", linewidth=0))
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if hatch else None
        ink = "white" if shade[row, column] > 0.8 else "black"
        axes.text(column, row, str(n), ha="center", va="center", fontsize=11, color=ink, bbox=box)
    axes.set_xticks(range(frame.shape[1]), frame.columns, rotation=35, ha="right", fontsize=11)
    axes.set_yticks(range(frame.shape[0]), frame.index, fontsize=11)
    axes.set_title(title.replace(": ", ":\n"), fontsize=13, loc="left")


if __name__ == "__main__":
    coverage = Coverage()
    PAGE.write_text(page(coverage), encoding="utf-8")
    draw(coverage, PICTURE)
    print(PAGE, PICTURE, sep="\n")
