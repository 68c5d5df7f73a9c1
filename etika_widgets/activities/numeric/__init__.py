"""Numeric (taksiran): everybody writes a number; the room sees how estimates spread, then what it really is."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.numeric.numbers import parse_number
from etika_widgets.activities.numeric.plot import draw_histogram
from etika_widgets.activities.numeric.results import numeric_results
from etika_widgets.activities.numeric.spec import NumericSpec
from etika_widgets.activities.payload import parse_keys, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.rounds import COUNTED_NOTICE, round_name
from etika_widgets.activities.tables import table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response, Summary, Table
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_ROUNDED: Final = N_("Dibulatkan ke {n} {unit}, supaya taksiran seseorang tidak terbaca.")


class Numeric(ActivityType[NumericSpec]):
    """An estimate with unit and range; a reference value stays closed until the results open."""

    name = "numeric"
    label = N_("Taksiran")
    spec = NumericSpec
    privacy = Privacy(notice=COUNTED_NOTICE, personal_data=False, keep_days=30)
    identities = frozenset({"anonymous", "pseudonym"})

    def content(self, spec: NumericSpec, language: str) -> dict[str, Any]:
        """Return the question, the unit and what an answer must look like; never the reference."""
        return {
            "case_html": html(spec.case, language),
            "question": spec.question.get(language),
            "unit": spec.unit.get(language),
            "min": spec.min,
            "max": spec.max,
            "decimals": spec.decimals,
        }

    def reveal(self, spec: NumericSpec, language: str) -> dict[str, Any]:
        """Return the reference value (``None`` if there is none) and the closing text."""
        return {"reference": spec.reference, "html": html(spec.reveal, language)}

    def accept(self, spec: NumericSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {value}``, a number or a text such as ``12,5``; stored as a number."""
        if kind != "answer":
            raise unknown_kind()
        value = parse_number(parse_keys(payload, required=("value",))["value"], decimals=spec.decimals)
        if not spec.min <= value <= spec.max:
            raise Refused(
                "out_of_range",
                "Angka itu di luar batas. Tulis angka dari {least} sampai {most}, lalu kirim lagi.",
                least=spec.min,
                most=spec.max,
            )
        return Accepted("answer", {"value": value})

    def results(self, spec: NumericSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return histogram, median and quartiles of every round."""
        return numeric_results(spec, responses)

    def summary(self, spec: NumericSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return one table per round: people by range; median, quartiles and reference in its caption."""
        found = numeric_results(spec, responses)
        unit, around = spec.unit.get(language), found["edges"]
        columns = (translate("Rentang", language), translate("Jumlah peserta", language))
        tables = []
        for entry in found["rounds"]:
            caption = round_name(entry["round"], language)
            if entry["median"] is not None:
                told = translate("Median {median} {unit}, kuartil {q1} sampai {q3}.", language)
                caption += ". " + told.format(median=entry["median"], unit=unit, q1=entry["q1"], q3=entry["q3"])
            rows = [
                (translate("{low} sampai kurang dari {high}", language).format(low=low, high=high), count)
                for low, high, count in zip(around, around[1:], entry["counts"], strict=False)
            ]
            tables.append(Table(caption=caption, columns=columns, rows=tuple(rows), bars=1))
        note = translate(_ROUNDED, language).format(n=around[1] - around[0], unit=unit) if found["rounded"] else ""
        return Summary(
            n=found["rounds"][-1]["n"], question=spec.question.get(language), tables=tuple(tables), note=note
        )

    def bot(self, spec: NumericSpec, state: Mapping[str, Any], dice: random.Random) -> Sequence[tuple[str, Any]]:
        """Send one estimate a round, most of them around a third of the range."""
        if str(state["round"]) in state["mine"]:
            return ()
        value = dice.triangular(spec.min, spec.max, spec.min + (spec.max - spec.min) / 3)
        return [("answer", {"value": min(spec.max, max(spec.min, round(value, spec.decimals)))})]

    def frame(self, spec: NumericSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per answer: ``nilai``.

        A rare number could tell who wrote it, so an anonymous estimate has no rows.
        """
        rows = [
            {**who(response), "nilai": float(response.payload["value"])}
            for response in ([] if spec.hides_small else responses)
        ]
        return table(rows, {"nilai": "Float64"})

    def plot(self, spec: NumericSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the latest round as a histogram with median and reference."""
        return draw_histogram(ax, spec, numeric_results(spec, responses))


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the estimate."""
    return [Numeric]
