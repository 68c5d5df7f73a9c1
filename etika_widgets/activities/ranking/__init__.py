"""Ranking (urutan prioritas): everybody's own order; mean ranks, places and how far the room agrees."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.payload import parse_choices, parse_keys, unknown_kind
from etika_widgets.activities.ranking.results import ranking_results
from etika_widgets.activities.ranking.spec import RankingSpec
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

AGREEMENT: Final = (
    N_("Urutan peserta hampir tidak mirip satu sama lain."),
    N_("Urutan peserta sedikit mirip: pendapat terbelah."),
    N_("Urutan peserta cukup mirip."),
    N_("Urutan peserta sangat mirip."),
    N_("Urutan peserta hampir sama semua."),
)
"""What Kendall's W says, by its strength from 0 to 4."""


class Ranking(ActivityType[RankingSpec]):
    """Options put in order of preference; unlike the ordering task it has no key and no score."""

    name = "ranking"
    label = N_("Urutan prioritas")
    spec = RankingSpec
    privacy = Privacy(notice=COUNTED_NOTICE, personal_data=False, keep_days=30)
    identities = frozenset({"anonymous", "pseudonym"})

    def content(self, spec: RankingSpec, language: str) -> dict[str, Any]:
        """Return the question and the options in the order of the definition."""
        return {
            "case_html": html(spec.case, language),
            "question": spec.question.get(language),
            "options": [{"id": option.id, "text": option.text.get(language)} for option in spec.options],
        }

    def reveal(self, spec: RankingSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: RankingSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {order: [id…]}`` with every option exactly once, the most important first."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(payload, required=("order",))
        order = parse_choices(sent["order"], spec.option_ids)
        if len(order) < len(spec.options):
            raise Refused(
                "options_missing",
                "Baru {given} dari {total} pilihan yang diurutkan. Urutkan semuanya, lalu kirim.",
                given=len(order),
                total=len(spec.options),
            )
        return Accepted("answer", {"order": order})

    def results(self, spec: RankingSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return mean ranks, places and the agreement of every round, in numbers and in words (``agreement``)."""
        found = ranking_results(spec, responses)
        for entry in found["rounds"]:
            level = entry.pop("level")
            entry["agreement"] = None if level is None else translate(AGREEMENT[level], language)
        return found

    def summary(self, spec: RankingSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return one table per round: mean rank and people by place."""
        found = self.results(spec, responses, language)
        texts = {option.id: option.text.get(language) for option in spec.options}
        places = range(1, len(spec.options) + 1)
        columns = (
            translate("Pilihan", language),
            translate("Urutan rata-rata", language),
            *(translate("Urutan {n}", language).format(n=place) for place in places),
        )
        tables = [
            Table(
                caption=" ".join(filter(None, (round_name(entry["round"], language) + ".", entry["agreement"]))),
                columns=columns,
                rows=tuple(
                    (
                        texts[one["id"]],
                        cell(one["mean"], hides_small=spec.hides_small),
                        *(one["places"] or [None for _ in places]),
                    )
                    for one in entry["options"]
                ),
            )
            for entry in found["rounds"]
        ]
        return Summary(n=found["rounds"][-1]["n"], question=spec.question.get(language), tables=tuple(tables))

    def bot(self, spec: RankingSpec, state: Mapping[str, Any], dice: random.Random) -> Sequence[tuple[str, Any]]:
        """Send one order a round, near that of the definition."""
        if str(state["round"]) in state["mine"]:
            return ()
        places = {name: place + 3 * dice.random() for place, name in enumerate(spec.option_ids)}
        return [("answer", {"order": sorted(places, key=lambda name: places[name])})]

    def frame(self, spec: RankingSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per placed option: ``pilihan``, ``urutan`` (1 is the top).

        Whole orders could tell who wrote them, so an anonymous ranking has no rows.
        """
        rows = [
            {**who(response), "pilihan": name, "urutan": place}
            for response in ([] if spec.hides_small else responses)
            for place, name in enumerate(response.payload["order"], start=1)
        ]
        return table(rows, {"pilihan": TEXT, "urutan": WHOLE})

    def plot(self, spec: RankingSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the mean rank of every option in the latest round; the shortest bar is the most important."""
        entry = ranking_results(spec, responses)["rounds"][-1]
        texts = {option.id: option.text.id for option in spec.options}
        return draw_bars(
            ax,
            title=spec.question.id,
            labels=[texts[one["id"]] for one in entry["options"]],
            series=[("Urutan rata-rata", [one["mean"] for one in entry["options"]])],
            axis="Urutan rata-rata; 1 = paling penting",
        )


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the ranking."""
    return [Ranking]
