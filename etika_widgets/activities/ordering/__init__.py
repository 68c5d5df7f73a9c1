"""Ordering (susun langkah): put steps into the right order."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.latest import latest
from etika_widgets.activities.ordering.results import ordering_results
from etika_widgets.activities.ordering.spec import OrderingSpec
from etika_widgets.activities.payload import parse_choices, parse_keys, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, WHOLE, YES_NO, table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Ordering(ActivityType[OrderingSpec]):
    """Steps to be put in order; neither their ids nor their first order give the answer away."""

    name = "ordering"
    label = N_("Susun langkah")
    spec = OrderingSpec
    privacy = Privacy(
        notice=N_(
            "Di layar hanya tampil jumlah, tanpa nama. Untuk analisis, urutan Anda tersimpan dengan nama samaran."
        ),
        personal_data=False,
        keep_days=30,
    )

    def content(self, spec: OrderingSpec, language: str) -> dict[str, Any]:
        """Return the question and the scattered steps."""
        steps = spec.by_opaque()
        return {
            "question": spec.question.get(language),
            "steps": [{"id": name, "text": steps[name].text.get(language)} for name in spec.scattered()],
        }

    def reveal(self, spec: OrderingSpec, language: str) -> dict[str, Any]:
        """Return the right order, what explains it and the closing text."""
        return {
            "order": spec.right_order(),
            "details_html": {
                name: html(step.detail, language) for name, step in spec.by_opaque().items() if step.detail
            },
            "html": html(spec.reveal, language),
        }

    def accept(self, spec: OrderingSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {order: [id…]}`` with every step exactly once."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(payload, required=("order",))
        order = parse_choices(sent["order"], spec.scattered())
        if len(order) < len(spec.steps):
            raise Refused(
                "steps_missing",
                "Baru {given} dari {total} langkah yang tersusun. Susun semuanya, lalu kirim.",
                given=len(order),
                total=len(spec.steps),
            )
        return Accepted("answer", {"order": order})

    def results(self, spec: OrderingSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return where people put each step."""
        return ordering_results(spec, responses)

    def bot(
        self, spec: OrderingSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Put the steps in some order, once."""
        if "answer" in state["mine"].get(str(state["round"]), {}):
            return ()
        steps = [step["id"] for step in state["content"]["steps"]]
        return [("answer", {"order": dice.sample(steps, len(steps))})]

    def frame(self, spec: OrderingSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per placed step: ``langkah``, ``tempat``, ``tempat_benar`` (from 1), ``tepat``."""
        steps = spec.by_opaque()
        right = {name: place for place, name in enumerate(spec.right_order(), start=1)}
        rows = [
            {
                **who(response),
                "langkah": steps[name].text.id,
                "tempat": place,
                "tempat_benar": right[name],
                "tepat": place == right[name],
            }
            for response in latest(responses, "answer")
            for place, name in enumerate(response.payload["order"], start=1)
            if name in steps
        ]
        return table(rows, {"langkah": TEXT, "tempat": WHOLE, "tempat_benar": WHOLE, "tepat": YES_NO})

    def plot(self, spec: OrderingSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw how many put each step in its right place, in the right order."""
        results = ordering_results(spec, responses)
        return draw_bars(
            ax,
            title=spec.question.id,
            labels=[f"{place}. {step.text.id}" for place, step in enumerate(spec.steps, start=1)],
            series=[
                ("Tepat", [results["positions"][name][place] for place, name in enumerate(spec.right_order())]),
            ],
            axis=f"Jumlah peserta yang tepat, dari {results['n']}",
        )


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the ordering task."""
    return [Ordering]
