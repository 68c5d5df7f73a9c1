"""Allocation (bagi 100 poin): what is scarce is divided, so that every point given is a point not given."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.allocation.results import allocation_results
from etika_widgets.activities.allocation.spec import STEP, TOTAL, AllocationSpec
from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.payload import parse_keys, parse_whole, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.rounds import COUNTED_NOTICE, cell, round_name
from etika_widgets.activities.tables import TEXT, WHOLE, table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response, Summary, Table
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Allocation(ActivityType[AllocationSpec]):
    """100 points over two to eight options, in steps of 5, every point given out."""

    name = "allocation"
    label = N_("Bagi 100 poin")
    spec = AllocationSpec
    privacy = Privacy(notice=COUNTED_NOTICE, personal_data=False, keep_days=30)
    identities = frozenset({"anonymous", "pseudonym"})

    def content(self, spec: AllocationSpec, language: str) -> dict[str, Any]:
        """Return the question, the options, what is to be divided and in which steps."""
        return {
            "case_html": html(spec.case, language),
            "question": spec.question.get(language),
            "options": [{"id": option.id, "text": option.text.get(language)} for option in spec.options],
            "total": TOTAL,
            "step": STEP,
        }

    def reveal(self, spec: AllocationSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: AllocationSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {points: {id: points}}``: every option, multiples of 5, together exactly 100."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(payload, required=("points",))
        given = parse_keys(sent["points"], required=spec.option_ids)
        points = {name: parse_whole(given[name], 0, TOTAL) for name in spec.option_ids}
        if any(amount % STEP for amount in points.values()):
            raise Refused("not_a_step", "Poin dibagi per {step}. Perbaiki, lalu kirim lagi.", step=STEP)
        total = sum(points.values())
        if total != TOTAL:
            raise Refused(
                "not_all",
                "Jumlahnya {given} poin; harus tepat {total}. Perbaiki, lalu kirim lagi.",
                given=total,
                total=TOTAL,
            )
        return Accepted("answer", {"points": points})

    def results(self, spec: AllocationSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return mean and spread of every option and round."""
        return allocation_results(spec, responses)

    def summary(self, spec: AllocationSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return one table per round: mean points and their spread."""
        rounds = allocation_results(spec, responses)["rounds"]
        texts = {option.id: option.text.get(language) for option in spec.options}
        columns = (
            translate("Pilihan", language),
            translate("Rata-rata", language),
            translate("Simpangan baku", language),
        )
        tables = [
            Table(
                caption=round_name(entry["round"], language),
                columns=columns,
                rows=tuple(
                    (texts[one["id"]], *(cell(one[name], hides_small=spec.hides_small) for name in ("mean", "sd")))
                    for one in entry["options"]
                ),
                bars=1,
                whole=TOTAL,
            )
            for entry in rounds
        ]
        return Summary(n=rounds[-1]["n"], question=spec.question.get(language), tables=tuple(tables))

    def bot(self, spec: AllocationSpec, state: Mapping[str, Any], dice: random.Random) -> Sequence[tuple[str, Any]]:
        """Give the points out one step at a time, once a round."""
        if str(state["round"]) in state["mine"]:
            return ()
        points = dict.fromkeys(spec.option_ids, 0)
        liked = dice.choices(spec.option_ids, k=2)
        for _ in range(TOTAL // STEP):
            points[dice.choice([*spec.option_ids, *liked])] += STEP
        return [("answer", {"points": points})]

    def frame(self, spec: AllocationSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per option and answer: ``pilihan``, ``poin``.

        Whole divisions could tell who made them, so an anonymous one has no rows.
        """
        rows = [
            {**who(response), "pilihan": name, "poin": response.payload["points"][name]}
            for response in ([] if spec.hides_small else responses)
            for name in spec.option_ids
        ]
        return table(rows, {"pilihan": TEXT, "poin": WHOLE})

    def plot(self, spec: AllocationSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the mean points of every round, with the spread of the last one in the labels."""
        rounds = allocation_results(spec, responses)["rounds"]
        texts = {option.id: option.text.id for option in spec.options}
        labels = [
            texts[one["id"]] + ("" if one["sd"] is None else f" (± {one['sd']})".replace(".", ","))
            for one in rounds[-1]["options"]
        ]
        series = [(round_name(entry["round"], "id"), [one["mean"] for one in entry["options"]]) for entry in rounds]
        return draw_bars(
            ax, title=spec.question.id, labels=labels, series=series, axis="Rata-rata poin (± simpangan baku)"
        )


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the allocation."""
    return [Allocation]
