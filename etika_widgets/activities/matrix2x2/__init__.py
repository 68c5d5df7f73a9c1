"""Matrix (legal × etis, kemungkinan × dampak): every item on two axes, so that two questions are not mixed up."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.heat import draw_heat
from etika_widgets.activities.matrix2x2.results import matrix_results
from etika_widgets.activities.matrix2x2.spec import Axis, Matrix2x2Spec
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


class Matrix2x2(ActivityType[Matrix2x2Spec]):
    """Items on two axes: four fields, or a five by five grid."""

    name = "matrix2x2"
    label = N_("Matriks dua sumbu")
    spec = Matrix2x2Spec
    privacy = Privacy(notice=COUNTED_NOTICE, personal_data=False, keep_days=30)
    identities = frozenset({"anonymous", "pseudonym"})

    def content(self, spec: Matrix2x2Spec, language: str) -> dict[str, Any]:
        """Return the axes, the names of the four fields and the items."""
        return {
            "case_html": html(spec.case, language),
            "question": spec.question.get(language),
            "across": spec.across.content(language),
            "up": spec.up.content(language),
            "steps": spec.steps,
            "corners": [corner.get(language) for corner in spec.corners],
            "items": [{"id": item.id, "text": item.text.get(language)} for item in spec.items],
        }

    def reveal(self, spec: Matrix2x2Spec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: Matrix2x2Spec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {places: {item: {x, y}}}``: every item, steps from 1 (left, bottom)."""
        if kind != "answer":
            raise unknown_kind()

        def place(value: object) -> dict[str, int]:
            point = parse_keys(value, required=("x", "y"))
            return {axis: parse_whole(point[axis], 1, spec.steps) for axis in ("x", "y")}

        sent = parse_keys(payload, required=("places",))
        return Accepted("answer", {"places": parse_every(sent["places"], spec.item_ids, place)})

    def results(self, spec: Matrix2x2Spec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return people by item and cell, the widest disagreement first."""
        return matrix_results(spec, responses)

    def summary(self, spec: Matrix2x2Spec, responses: Sequence[Response], language: str) -> Summary:
        """Return one table per round: people by item and cell, the cells in words."""
        rounds = matrix_results(spec, responses)["rounds"]
        texts = {item.id: item.text.get(language) for item in spec.items}
        columns = (
            translate("Butir", language),
            spec.across.label.get(language),
            spec.up.label.get(language),
            translate("Jumlah peserta", language),
        )
        tables = []
        for entry in rounds:
            rows = [
                (texts[one["id"]], _step(spec, spec.across, x, language), _step(spec, spec.up, y, language), count)
                for one in entry["items"]
                for cell, count in one["cells"].items()
                for x, y in [cell.split("_")]
                if count != 0
            ]
            caption = round_name(entry["round"], language)
            tables.append(Table(caption=caption, columns=columns, rows=tuple(rows), bars=3, whole=entry["n"] or None))
        return Summary(n=rounds[-1]["n"], question=spec.question.get(language), tables=tuple(tables))

    def bot(self, spec: Matrix2x2Spec, state: Mapping[str, Any], dice: random.Random) -> Sequence[tuple[str, Any]]:
        """Answer once a round; each item has a side that more people choose."""
        if str(state["round"]) in state["mine"]:
            return ()

        def step(place: int) -> int:
            found = [dice.randint(1, spec.steps), dice.randint(1, spec.steps)]
            return max(found) if place % 2 else min(found)

        places = {name: {"x": step(at), "y": step(at // 2)} for at, name in enumerate(spec.item_ids)}
        return [("answer", {"places": places})]

    def frame(self, spec: Matrix2x2Spec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per item and answer: ``butir``, ``mendatar`` and ``tegak`` (steps from 1).

        Anonymous answers are single rows in the order of what they say, without those whose count is hidden.
        """
        if spec.hides_small:
            rows = [
                {"peserta": None, "kelompok": None, "putaran": entry["round"], "butir": one["id"]}
                | {"mendatar": int(x), "tegak": int(y)}
                for entry in matrix_results(spec, responses)["rounds"]
                for one in entry["items"]
                for cell, count in one["cells"].items()
                for x, y in [cell.split("_")]
                for _ in range(count or 0)
            ]
        else:
            rows = [
                {**who(one), "butir": name, "mendatar": place["x"], "tegak": place["y"]}
                for one in responses
                for name, place in one.payload["places"].items()
            ]
        return table(rows, {"butir": TEXT, "mendatar": WHOLE, "tegak": WHOLE})

    def plot(self, spec: Matrix2x2Spec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the item over which the room parts most in the latest round."""
        entry = matrix_results(spec, responses)["rounds"][-1]
        one = entry["items"][0]
        steps = range(1, spec.steps + 1)
        text = {item.id: item.text.id for item in spec.items}[one["id"]]
        return draw_heat(
            ax,
            title=f"{spec.question.id} {text}",
            columns=[_step(spec, spec.across, str(x), "id") for x in steps],
            rows=[
                (_step(spec, spec.up, str(y), "id"), [one["cells"][f"{x}_{y}"] for x in steps])
                for y in reversed(steps)
            ],
            whole=sum(count or 0 for count in one["cells"].values()),
            across=spec.across.label.id,
            up=spec.up.label.id,
        )


def _step(spec: Matrix2x2Spec, axis: Axis, step: str, language: str) -> str:
    """Return what a step of an axis is called: words at the ends, numbers between them."""
    if spec.steps == 2:
        return (axis.low if step == "1" else axis.high).get(language)
    ends = {"1": axis.low, str(spec.steps): axis.high}
    return f"{step} – {ends[step].get(language)}" if step in ends else step


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the matrix."""
    return [Matrix2x2]
