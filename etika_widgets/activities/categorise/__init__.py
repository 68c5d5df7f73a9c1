"""Categorise (kelompokkan, pasangkan): every item into one box; where the room parts most comes first."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.categorise.results import categorise_results
from etika_widgets.activities.categorise.spec import CategoriseSpec
from etika_widgets.activities.heat import draw_heat
from etika_widgets.activities.payload import parse_choice, parse_every, parse_keys, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.rounds import COUNTED_NOTICE, round_name
from etika_widgets.activities.tables import TEXT, YES_NO, table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response, Summary, Table
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Categorise(ActivityType[CategoriseSpec]):
    """Items into two to four boxes such as *boleh – ragu – tidak*, or pairs; with or without a key."""

    name = "categorise"
    label = N_("Kelompokkan")
    spec = CategoriseSpec
    privacy = Privacy(notice=COUNTED_NOTICE, personal_data=False, keep_days=30)
    identities = frozenset({"anonymous", "pseudonym"})

    def content(self, spec: CategoriseSpec, language: str) -> dict[str, Any]:
        """Return the items and the boxes as they are offered."""
        return {
            "case_html": html(spec.case, language),
            "question": spec.question.get(language),
            "kind": spec.kind,
            "boxes": [{"id": box.id, "text": box.text.get(language)} for box in spec.offered()],
            "items": [{"id": item.id, "text": item.text.get(language)} for item in spec.items],
        }

    def reveal(self, spec: CategoriseSpec, language: str) -> dict[str, Any]:
        """Return the box of every item that has one, with its rationale, and the closing text."""
        return {
            "items": [
                {"id": item.id, "box": item.key, "html": html(item.rationale, language)}
                for item in spec.items
                if item.key or item.rationale
            ],
            "html": html(spec.reveal, language),
        }

    def accept(self, spec: CategoriseSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {places: {item: box}}``: every item in one box."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(payload, required=("places",))
        places = parse_every(sent["places"], spec.item_ids, lambda box: parse_choice(box, spec.box_ids))
        return Accepted("answer", {"places": places})

    def results(self, spec: CategoriseSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return people by box and item, the widest disagreement first."""
        return categorise_results(spec, responses)

    def summary(self, spec: CategoriseSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return one table per round: people by box, and how far they part."""
        rounds = categorise_results(spec, responses)["rounds"]
        texts = {item.id: item.text.get(language) for item in spec.items}
        columns = (
            translate("Butir", language),
            *(box.text.get(language) for box in spec.offered()),
            translate("Berbeda pendapat (%)", language),
        )
        tables = [
            Table(
                caption=round_name(entry["round"], language),
                columns=columns,
                rows=tuple((texts[one["id"]], *one["counts"].values(), one["apart"]) for one in entry["items"]),
                bars=len(columns) - 1,
                whole=100,
            )
            for entry in rounds
        ]
        note = translate("Berbeda pendapat: dari 100 pasang peserta, berapa yang jawabannya tidak sama.", language)
        return Summary(n=rounds[-1]["n"], question=spec.question.get(language), tables=tuple(tables), note=note)

    def bot(self, spec: CategoriseSpec, state: Mapping[str, Any], dice: random.Random) -> Sequence[tuple[str, Any]]:
        """Answer once a round, right in two of three items that have a key."""
        if str(state["round"]) in state["mine"]:
            return ()
        places = {
            item.id: item.key if item.key and dice.random() < 2 / 3 else dice.choice(spec.box_ids)
            for item in spec.items
        }
        return [("answer", {"places": places})]

    def frame(self, spec: CategoriseSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per item and answer: ``butir``, ``kotak``, ``benar`` (missing without a key).

        Anonymous answers are single rows in the order of what they say, without those whose count is hidden.
        """
        keys = {item.id: item.key for item in spec.items}

        def row(first: Mapping[str, Any], name: str, box: str) -> dict[str, Any]:
            return {**first, "butir": name, "kotak": box, "benar": None if keys[name] is None else box == keys[name]}

        if spec.hides_small:
            rows = [
                row({"peserta": None, "kelompok": None, "putaran": entry["round"]}, one["id"], box)
                for entry in categorise_results(spec, responses)["rounds"]
                for one in entry["items"]
                for box, count in one["counts"].items()
                for _ in range(count or 0)
            ]
        else:
            rows = [row(who(one), name, one.payload["places"][name]) for one in responses for name in spec.item_ids]
        return table(rows, {"butir": TEXT, "kotak": TEXT, "benar": YES_NO})

    def plot(self, spec: CategoriseSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw people by item and box in the latest round, the widest disagreement on top."""
        entry = categorise_results(spec, responses)["rounds"][-1]
        texts = {item.id: item.text.id for item in spec.items}
        rows = [(texts[one["id"]], list(one["counts"].values())) for one in entry["items"]]
        return draw_heat(ax, title=spec.question.id, columns=[box.text.id for box in spec.offered()], rows=rows)


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide sorting and matching."""
    return [Categorise]
