"""Highlight (tandai naskah): people mark red flags in a fictional document; how far they agree is shown."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.highlight.results import highlight_results
from etika_widgets.activities.highlight.spec import HighlightSpec
from etika_widgets.activities.payload import parse_choice, parse_keys, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.rounds import COUNTED_NOTICE, round_name
from etika_widgets.activities.tables import TEXT, table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response, Summary, Table
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Highlight(ActivityType[HighlightSpec]):
    """Sentences of a document that people mark, with a label if they like."""

    name = "highlight"
    label = N_("Tandai naskah")
    spec = HighlightSpec
    privacy = Privacy(notice=COUNTED_NOTICE, personal_data=False, keep_days=30)
    identities = frozenset({"anonymous", "pseudonym"})

    def content(self, spec: HighlightSpec, language: str) -> dict[str, Any]:
        """Return the document in its passages, and the labels."""
        return {
            "case_html": html(spec.case, language),
            "question": spec.question.get(language),
            "document": spec.document.get(language),
            "passages": [
                {"id": one.id, "text": one.text.get(language), "paragraph": one.paragraph} for one in spec.passages
            ],
            "labels": [{"id": label.id, "text": label.text.get(language)} for label in spec.labels],
        }

    def reveal(self, spec: HighlightSpec, language: str) -> dict[str, Any]:
        """Return the passages that should be marked, with their rationales, and the closing text."""
        return {
            "passages": [
                {"id": one.id, "marked": one.key, "html": html(one.rationale, language)}
                for one in spec.passages
                if one.key or one.rationale
            ],
            "html": html(spec.reveal, language),
        }

    def accept(self, spec: HighlightSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {marks: {passage: label | null}}``, at least one mark."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(parse_keys(payload, required=("marks",))["marks"], required=(), optional=spec.passage_ids)
        if not sent:
            raise Refused("nothing_marked", "Belum ada bagian yang ditandai. Tandai sedikitnya satu.")
        return Accepted(
            "answer",
            {
                "marks": {
                    name: None if sent[name] is None else parse_choice(sent[name], spec.label_ids)
                    for name in spec.passage_ids
                    if name in sent
                }
            },
        )

    def results(self, spec: HighlightSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return people by passage, and how far they agree."""
        return highlight_results(spec, responses)

    def summary(self, spec: HighlightSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return one table per round: people who marked each passage, by label as well."""
        rounds = highlight_results(spec, responses)["rounds"]
        texts = {one.id: one.text.get(language) for one in spec.passages}
        columns = (
            translate("Bagian", language),
            translate("Ditandai", language),
            *(label.text.get(language) for label in spec.labels),
        )
        tables = [
            Table(
                caption=round_name(entry["round"], language),
                columns=columns,
                rows=tuple((texts[one["id"]], one["n"], *one["labels"].values()) for one in entry["passages"]),
                bars=1,
                whole=entry["n"] or None,
            )
            for entry in rounds
        ]
        kappa, share = (rounds[-1]["agreement"][name] for name in ("kappa", "share"))
        note = ""
        if kappa is not None:
            note = translate("Kesepakatan: {share} dari 100 pasang peserta, kappa Fleiss {kappa}.", language).format(
                share=share, kappa=f"{kappa:.2f}".replace(".", "," if language == "id" else ".")
            )
        return Summary(n=rounds[-1]["n"], question=spec.question.get(language), tables=tuple(tables), note=note)

    def bot(self, spec: HighlightSpec, state: Mapping[str, Any], dice: random.Random) -> Sequence[tuple[str, Any]]:
        """Mark once a round: most of what should be marked, little else."""
        if str(state["round"]) in state["mine"]:
            return ()
        marked = [one.id for one in spec.passages if dice.random() < (0.7 if one.key else 0.15)]
        labels = [None, *spec.label_ids]
        return [
            ("answer", {"marks": {name: dice.choice(labels) for name in marked or [dice.choice(spec.passage_ids)]}})
        ]

    def frame(self, spec: HighlightSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per mark: ``bagian``, ``label`` (missing where none was chosen).

        Anonymous marks are single rows in the order of the document, without labels and without hidden counts.
        """
        if spec.hides_small:
            rows = [
                {"peserta": None, "kelompok": None, "putaran": entry["round"], "bagian": one["id"], "label": None}
                for entry in highlight_results(spec, responses)["rounds"]
                for one in entry["passages"]
                for _ in range(one["n"] or 0)
            ]
        else:
            rows = [
                {**who(one), "bagian": name, "label": label}
                for one in responses
                for name, label in one.payload["marks"].items()
            ]
        return table(rows, {"bagian": TEXT, "label": TEXT})

    def plot(self, spec: HighlightSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw people who marked each passage, by round."""
        rounds = highlight_results(spec, responses)["rounds"]
        return draw_bars(
            ax,
            title=spec.question.id,
            labels=[one.text.id for one in spec.passages],
            series=[(round_name(entry["round"], "id"), [one["n"] for one in entry["passages"]]) for entry in rounds],
            axis="Jumlah peserta yang menandai",
        )


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the document to mark."""
    return [Highlight]
