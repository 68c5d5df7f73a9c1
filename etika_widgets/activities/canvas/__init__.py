"""Canvas (lembar kerja): a structured sheet with hints, examples and advice, filled alone or by a group."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.canvas.results import canvas_results, facilitator_sheets, rounds_of, sheets
from etika_widgets.activities.canvas.sheet import content_of, filled, parse_sheet, plain
from etika_widgets.activities.canvas.spec import LEVELS, CanvasSpec, SheetField
from etika_widgets.activities.payload import parse_keys, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Phase, Privacy, Response, Summary, Table
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Canvas(ActivityType[CanvasSpec]):
    """A sheet of fields in sections; the rubric opens with the results; later rounds follow up."""

    name = "canvas"
    label = N_("Lembar kerja")
    spec = CanvasSpec
    privacy = Privacy(
        notice=N_(
            "Fasilitator membaca lembar ini dengan nama samaran. "
            "Kelas hanya melihat yang ditampilkan fasilitator, tanpa nama."
        ),
        personal_data=True,
        keep_days=120,
        exported=False,
    )
    intents: ClassVar = {
        "answer": frozenset({Phase.OPEN, Phase.DISCUSSING}),
        "check": frozenset({Phase.REVEALED}),
    }
    identities = frozenset({"pseudonym", "named"})

    def content(self, spec: CanvasSpec, language: str) -> dict[str, Any]:
        """Return the task and its fields; the rubric comes with the reveal."""
        follow_up = spec.follow_up
        return {
            "prompt_html": html(spec.prompt, language),
            "case_html": html(spec.case, language),
            "by": spec.by,
            "sections": [
                {
                    "title": section.title.get(language),
                    "hint": section.hint.get(language) if section.hint else None,
                    "fields": [content_of(field, language) for field in section.fields],
                }
                for section in spec.sections
            ],
            "follow_up": follow_up
            and {
                "days": list(follow_up.days),
                "prompt": follow_up.prompt.get(language) if follow_up.prompt else None,
                "fields": [content_of(field, language) for field in follow_up.fields],
            },
            "recalls": list(spec.recalls),
        }

    def reveal(self, spec: CanvasSpec, language: str) -> dict[str, Any]:
        """Return the closing text and the rubric."""
        return {
            "html": html(spec.reveal, language),
            "rubric": [
                {
                    "id": criterion.id,
                    "text": criterion.text.get(language),
                    "levels": [level.get(language) for level in criterion.levels],
                }
                for criterion in spec.rubric
            ],
        }

    def accept(self, spec: CanvasSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {fields: {id: value}}`` and, after the reveal, ``check {levels: {criterion: 1–4}}``.

        Where a group writes, both come from the writer alone.
        """
        if kind not in self.intents:
            raise unknown_kind()
        if spec.by == "group":
            _check_writer(context)
        if kind == "check":
            return Accepted("rubric", {"levels": _parse_levels(spec, parse_keys(payload, required=("levels",)))})
        sent = parse_keys(payload, required=("fields",))
        return Accepted("answer", {"fields": parse_sheet(sent["fields"], spec.fields_in(context.round))})

    def results(self, spec: CanvasSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return how many sheets there are, what is filled in, and those put on the shared screen."""
        return canvas_results(spec, responses)

    def facilitator_results(self, spec: CanvasSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the same with every sheet, and how writers see their own."""
        return {**canvas_results(spec, responses), **facilitator_sheets(spec, responses)}

    def mine(self, spec: CanvasSpec, own: Sequence[Response], language: str, *, revealed: bool) -> dict[str, Any]:
        """Return the own answers, each round with ``saved: {at}``: dates are counted from there."""
        answers = super().mine(spec, own, language, revealed=revealed)
        for response in own:
            if response.slot == "answer":
                answers[str(response.round)]["saved"] = {"at": response.at}
        return answers

    def group_view(self, spec: CanvasSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return what the group's writer stored: ``{rounds: {round: {fields, at, levels}}}``; empty if alone."""
        return {"rounds": rounds_of(responses)} if spec.by == "group" else {}

    def dealt(self, spec: CanvasSpec, context: Context, language: str) -> dict[str, Any]:
        """Return whether this participant may send: everybody, or in groups the writer."""
        return {"writes": spec.by == "person" or context.is_writer}

    def works_alone(self, spec: CanvasSpec) -> bool:
        """Return whether everybody fills in a sheet of their own."""
        return spec.by == "person"

    def bot(self, spec: CanvasSpec, state: Mapping[str, Any], dice: random.Random) -> list[tuple[str, dict[str, Any]]]:
        """Fill in the sheet, or want the pen while the group has none; after the reveal look at it with the rubric."""
        if not state["dealt"]["writes"]:
            stored = state["group"].get("rounds", {}).get(str(state["round"]), {}).get("fields")
            return [("take_pen", {})] if state["phase"] == Phase.OPEN and state["group"] and not stored else []
        mine = state["mine"].get(str(state["round"]), {})
        if state["phase"] == Phase.OPEN and "answer" not in mine:
            fields = spec.fields_in(state["round"])
            return [("answer", {"fields": {field.id: _invented(field, dice) for field in fields}})]
        if state["phase"] == Phase.REVEALED and spec.rubric and "answer" in mine and "rubric" not in mine:
            return [("check", {"levels": {one.id: dice.randint(1, LEVELS) for one in spec.rubric}})]
        return []

    def summary(self, spec: CanvasSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return on how many sheets each field is filled in, and the sheets put on the shared screen."""
        results = canvas_results(spec, responses)
        filled_in = Table(
            caption=translate("Lembar yang terisi, menurut isian", language),
            columns=(translate("Isian", language), translate("Lembar", language)),
            rows=tuple((field.label.get(language), results["filled"][field.id]) for field in spec.fields_in(1)),
            bars=1,
            whole=results["n"] or None,
        )
        return Summary(
            n=results["n"],
            tables=(filled_in,),
            texts=tuple(_told(spec, sheet, language) for sheet in results["sheets"]),
            note=translate(N_("Satu lembar per kelompok."), language) if spec.by == "group" else "",
        )

    def frame(self, spec: CanvasSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per filled field of every standing sheet: ``kode``, ``isian`` (its label), ``teks``."""
        rows = [
            {**who(response), "kode": field.id, "isian": field.label.id, "teks": plain(field, value, "id")}
            for response in sheets(spec, responses)
            for field in spec.fields_in(response.round)
            if filled(value := response.payload["fields"].get(field.id))
        ]
        return table(rows, {"kode": TEXT, "isian": TEXT, "teks": TEXT})

    def plot(self, spec: CanvasSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw on how many sheets each field is filled in."""
        results = canvas_results(spec, responses)
        fields = spec.fields_in(1)
        return draw_bars(
            ax,
            title=f"{spec.title.id} ({results['n']} lembar)",
            labels=[field.label.id for field in fields],
            series=[("Terisi", [results["filled"][field.id] for field in fields])],
            axis="Jumlah lembar yang terisi",
        )

    def notice(self, spec: CanvasSpec) -> str:
        """Return who sees the sheet; a group's is read by its members as well."""
        if spec.by == "group":
            return N_(
                "Anggota kelompok dan fasilitator membaca lembar ini. "
                "Kelas hanya melihat yang ditampilkan fasilitator, tanpa nama."
            )
        return super().notice(spec)


def _told(spec: CanvasSpec, sheet: Mapping[str, Any], language: str) -> str:
    values = sheet["fields"]
    return "\n".join(
        f"{field.label.get(language)}: {plain(field, values[field.id], language)}"
        for field in spec.fields_in(sheet["round"])
        if filled(values.get(field.id))
    )


def _check_writer(context: Context) -> None:
    if context.group is None:
        raise Refused("no_group", "Anda belum masuk kelompok. Tunggu fasilitator membagi kelompok.")
    if not context.is_writer:
        raise Refused(
            "not_writer",
            "Hanya juru tulis kelompok yang dapat mengirim. "
            "Tekan “Ambil alih sebagai juru tulis” dulu, atau minta juru tulis mengirim.",
        )


def _parse_levels(spec: CanvasSpec, sent: Mapping[str, Any]) -> dict[str, int]:
    given = parse_keys(sent["levels"], required=(), optional=[criterion.id for criterion in spec.rubric])
    if not given or any(type(level) is not int or not 1 <= level <= LEVELS for level in given.values()):
        raise Refused("levels", "Pilih tingkat 1 sampai 4 untuk sedikitnya satu kriteria, lalu simpan lagi.")
    return {criterion.id: given[criterion.id] for criterion in spec.rubric if criterion.id in given}


def _invented(field: SheetField, dice: random.Random) -> Any:
    """Return something that the field takes."""
    match field.kind:
        case "choice":
            return dice.choice(field.options).id
        case "days":
            return dice.randint(max(1, field.least or 1), min(365, field.most or 365))
        case "number":
            return dice.randint(field.least or 0, field.most or 100)
        case "table":
            return [
                {column.id: dice.choice(column.options).id if column.options else "Contoh" for column in field.columns}
            ]
    words = max([4, *(check.min_words or 0 for check in field.checks)])
    text = " ".join(["Senin", "pukul", "10.00", *["menyapa"] * (words - 3)])[: field.max]
    return [text] if field.kind == "list" else text


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the canvas."""
    return [Canvas]
