"""Case grid (kriteria × pilihan): options scored by criteria, so that people see where they part, not only whether."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.case_grid.results import grid_results
from etika_widgets.activities.case_grid.spec import POINTS, CaseGridSpec
from etika_widgets.activities.heat import draw_heat
from etika_widgets.activities.payload import parse_every, parse_keys, parse_whole, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.rounds import COUNTED_NOTICE, round_name
from etika_widgets.activities.tables import TEXT, WHOLE, table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response, Summary, Table
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class CaseGrid(ActivityType[CaseGridSpec]):
    """A score from 1 to 5 for every option and criterion; criteria weigh as defined, or as everybody says."""

    name = "case_grid"
    label = N_("Timbang pilihan")
    spec = CaseGridSpec
    privacy = Privacy(notice=COUNTED_NOTICE, personal_data=False, keep_days=30)
    identities = frozenset({"anonymous", "pseudonym"})

    def content(self, spec: CaseGridSpec, language: str) -> dict[str, Any]:
        """Return the options, the criteria with their weights, and the words of the scale."""
        return {
            "case_html": html(spec.case, language),
            "question": spec.question.get(language),
            "options": [{"id": option.id, "text": option.text.get(language)} for option in spec.options],
            "criteria": [
                {"id": one.id, "text": one.text.get(language), "weight": one.weight} for one in spec.criteria
            ],
            "weights": spec.weights,
            "low": spec.low.get(language),
            "high": spec.high.get(language),
            "points": POINTS,
        }

    def reveal(self, spec: CaseGridSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: CaseGridSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {scores: {option: {criterion: 1–5}}}``; own weights come as ``weights: {criterion: 1–5}``."""
        if kind != "answer":
            raise unknown_kind()

        def points(value: object) -> dict[str, int]:
            return parse_every(value, spec.criterion_ids, lambda point: parse_whole(point, 1, POINTS))

        names = ("scores", "weights") if spec.weights == "own" else ("scores",)
        sent = parse_keys(payload, required=names)
        answer: dict[str, Any] = {"scores": parse_every(sent["scores"], spec.option_ids, points)}
        if spec.weights == "own":
            answer["weights"] = points(sent["weights"])
        return Accepted("answer", answer)

    def results(self, spec: CaseGridSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return means, weighted totals and the widest disagreements of every round."""
        return grid_results(spec, responses)

    def summary(self, spec: CaseGridSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return one table per round: the weighted total of each option, then its mean by criterion."""
        rounds = grid_results(spec, responses)["rounds"]
        texts = {one.id: one.text.get(language) for one in (*spec.options, *spec.criteria)}
        heads = (translate("Pilihan", language), translate("Nilai tertimbang", language))
        tables = []
        for entry in rounds:
            means = {(cell["option"], cell["criterion"]): cell["mean"] for cell in entry["cells"]}
            rows = [
                (
                    texts[total["option"]],
                    total["mean"],
                    *(means[total["option"], criterion] for criterion in spec.criterion_ids),
                )
                for total in entry["totals"]
            ]
            tables.append(
                Table(
                    caption=round_name(entry["round"], language),
                    columns=(*heads, *(texts[name] for name in spec.criterion_ids)),
                    rows=tuple(rows),
                    bars=1,
                    whole=POINTS,
                )
            )
        parted = "; ".join(f"{texts[one['option']]} – {texts[one['criterion']]}" for one in rounds[-1]["widest"])
        note = translate("Paling terbelah: {cells}.", language).format(cells=parted) if parted else ""
        return Summary(n=rounds[-1]["n"], question=spec.question.get(language), tables=tuple(tables), note=note)

    def bot(self, spec: CaseGridSpec, state: Mapping[str, Any], dice: random.Random) -> Sequence[tuple[str, Any]]:
        """Score once a round, each cell around a leaning of its own."""
        if str(state["round"]) in state["mine"]:
            return ()

        def points(leaning: int) -> dict[str, int]:
            return {
                name: min(POINTS, max(1, 1 + (leaning + 2 * at) % POINTS + dice.randint(-1, 1)))
                for at, name in enumerate(spec.criterion_ids)
            }

        answer: dict[str, Any] = {"scores": {name: points(at) for at, name in enumerate(spec.option_ids)}}
        if spec.weights == "own":
            answer["weights"] = points(2)
        return [("answer", answer)]

    def frame(self, spec: CaseGridSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per cell and answer: ``pilihan``, ``kriteria``, ``nilai``, ``bobot``.

        Whole grids could tell who made them, so an anonymous one has no rows.
        """
        rows = [
            {
                **who(one),
                "pilihan": option,
                "kriteria": criterion,
                "nilai": one.payload["scores"][option][criterion],
                "bobot": one.payload["weights"][criterion] if spec.weights == "own" else spec.fixed[criterion],
            }
            for one in ([] if spec.hides_small else responses)
            for option in spec.option_ids
            for criterion in spec.criterion_ids
        ]
        return table(rows, {"pilihan": TEXT, "kriteria": TEXT, "nilai": WHOLE, "bobot": WHOLE})

    def plot(self, spec: CaseGridSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the mean scores of the latest round, with the weighted total in the labels."""
        entry = grid_results(spec, responses)["rounds"][-1]
        texts = {one.id: one.text.id for one in (*spec.options, *spec.criteria)}
        rows = []
        for total in entry["totals"]:
            means = [cell["mean"] for cell in entry["cells"] if cell["option"] == total["option"]]
            told = "" if total["mean"] is None else f" ({total['mean']})".replace(".", ",")
            rows.append((texts[total["option"]] + told, means))
        columns = [texts[name] for name in spec.criterion_ids]
        return draw_heat(ax, title=spec.question.id, columns=columns, rows=rows, whole=POINTS, floor=1)


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the grid."""
    return [CaseGrid]
