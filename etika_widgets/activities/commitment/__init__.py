"""Commitment (komitmen): one small action to take back to the office."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.commitment.results import all_cards, commitment_results
from etika_widgets.activities.commitment.spec import CommitmentSpec
from etika_widgets.activities.latest import latest
from etika_widgets.activities.payload import parse_fields, parse_keys, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, table, who
from etika_widgets.activity import OPEN_ONLY, Accepted, ActivityType, Context, Privacy, Response
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Commitment(ActivityType[CommitmentSpec]):
    """A card with a few lines, kept until the follow-up three months later."""

    name = "commitment"
    label = N_("Komitmen")
    spec = CommitmentSpec
    privacy = Privacy(
        notice=N_(
            "Fasilitator membaca komitmen Anda dengan nama samaran. "
            "Kelas hanya melihat yang ditampilkan fasilitator, tanpa nama."
        ),
        personal_data=True,
        keep_days=120,
        exported=False,
    )
    intents: ClassVar = {"commit": OPEN_ONLY}
    opens_alone = "nothing"

    def content(self, spec: CommitmentSpec, language: str) -> dict[str, Any]:
        """Return the prompt and the fields."""
        return {
            "prompt_html": html(spec.prompt, language),
            "fields": [field.content(language) for field in spec.fields],
        }

    def accept(self, spec: CommitmentSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``commit {fields: {id: str}}``."""
        if kind != "commit":
            raise unknown_kind()
        sent = parse_keys(payload, required=("fields",))
        return Accepted("answer", {"fields": parse_fields(sent["fields"], spec.fields, spec.required_ids)})

    def results(self, spec: CommitmentSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return how many committed themselves, and the cards put on the shared screen."""
        return commitment_results(responses)

    def facilitator_results(
        self, spec: CommitmentSpec, responses: Sequence[Response], language: str
    ) -> dict[str, Any]:
        """Return the same with every card."""
        return {**commitment_results(responses), "texts": all_cards(responses)}

    def bot(
        self, spec: CommitmentSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Commit to something small, once."""
        if "answer" in state["mine"].get(str(state["round"]), {}):
            return ()
        texts = {field.id: "Mulai Senin, saya menyebut alasan setiap penolakan."[: field.max] for field in spec.fields}
        return [("commit", {"fields": texts})]

    def frame(self, spec: CommitmentSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per filled field: ``kode``, ``isian`` (its label), ``teks``."""
        labels = {field.id: field.label.id for field in spec.fields}
        rows = [
            {**who(response), "kode": name, "isian": labels.get(name), "teks": text}
            for response in latest(responses, "answer")
            for name, text in response.payload["fields"].items()
            if text
        ]
        return table(rows, {"kode": TEXT, "isian": TEXT, "teks": TEXT})

    def plot(self, spec: CommitmentSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw how many committed themselves."""
        return draw_bars(
            ax,
            title=spec.title.id,
            labels=["Menulis komitmen"],
            series=[("Komitmen", [commitment_results(responses)["n"]])],
            axis="Jumlah peserta",
        )


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the commitment."""
    return [Commitment]
