"""Case discussion (diskusi kasus): read, take a position alone, write one synthesis as a group."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.case_discussion.results import case_results, facilitator_lists, syntheses
from etika_widgets.activities.case_discussion.spec import CaseDiscussionSpec
from etika_widgets.activities.latest import latest
from etika_widgets.activities.payload import parse_choice, parse_fields, parse_keys, parse_reason, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, table, who
from etika_widgets.activity import OPEN_ONLY, Accepted, ActivityType, Context, Phase, Privacy, Response
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class CaseDiscussion(ActivityType[CaseDiscussionSpec]):
    """A case with documents; positions are personal, the synthesis is the group's, written by its writer."""

    name = "case_discussion"
    label = N_("Diskusi kasus")
    spec = CaseDiscussionSpec
    privacy = Privacy(
        notice=N_(
            "Fasilitator melihat pilihan dan alasan Anda dengan nama samaran. "
            "Setelah dibuka, kelas melihat jumlahnya dan tulisan yang ditampilkan, tanpa nama."
        ),
        personal_data=True,
        keep_days=30,
    )
    intents: ClassVar = {"position": OPEN_ONLY, "synthesis": frozenset({Phase.OPEN, Phase.DISCUSSING})}
    counts = "position"
    traces: ClassVar = {"position.reason": "alasan"}

    def content(self, spec: CaseDiscussionSpec, language: str) -> dict[str, Any]:
        """Return the case, the documents, the positions and what the group will write."""
        return {
            "case_html": html(spec.case, language),
            "documents": [
                {
                    "id": document.id,
                    "title": document.title.get(language),
                    "body_html": html(document.body, language),
                }
                for document in spec.documents
            ],
            "question": spec.question.get(language),
            "positions": [{"id": position.id, "text": position.text.get(language)} for position in spec.positions],
            "reason": spec.reason,
            "synthesis": {
                "prompt": spec.synthesis.prompt.get(language),
                "fields": [field.content(language) for field in spec.synthesis.fields],
            },
        }

    def reveal(self, spec: CaseDiscussionSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: CaseDiscussionSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``position {choice, reason}`` from everybody and ``synthesis {fields}`` from the group's writer."""
        if kind == "position":
            sent = parse_keys(payload, required=("choice",), optional=("reason",))
            choice = parse_choice(sent["choice"], spec.position_ids)
            return Accepted(
                "position", {"choice": choice, "reason": parse_reason(sent.get("reason", ""), spec.reason)}
            )
        if kind != "synthesis":
            raise unknown_kind()
        if context.group is None:
            raise Refused("no_group", "Anda belum masuk kelompok. Tunggu fasilitator membagi kelompok.")
        if not context.is_writer:
            raise Refused(
                "not_writer",
                "Hanya juru tulis kelompok yang dapat mengirim. "
                "Tekan “Ambil alih sebagai juru tulis” dulu, atau minta juru tulis mengirim.",
            )
        sent = parse_keys(payload, required=("fields",))
        return Accepted("synthesis", {"fields": parse_fields(sent["fields"], spec.synthesis.fields)})

    def results(self, spec: CaseDiscussionSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the counts and the texts put on the shared screen."""
        return case_results(spec, responses)

    def facilitator_results(
        self, spec: CaseDiscussionSpec, responses: Sequence[Response], language: str
    ) -> dict[str, Any]:
        """Return the counts with all reasons and syntheses."""
        return {**case_results(spec, responses), **facilitator_lists(responses)}

    def group_view(self, spec: CaseDiscussionSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return what the group's writer stored: ``{fields, writer}``, both ``None`` before that."""
        stored = syntheses(responses)
        if not stored:
            return {"fields": None, "writer": None}
        return {"fields": stored[-1].payload["fields"], "writer": stored[-1].name}

    def bot(
        self, spec: CaseDiscussionSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Take a position; the group's writer then sends a synthesis, the others want the pen until there is one."""
        mine = state["mine"].get(str(state["round"]), {})
        sent: list[tuple[str, dict[str, Any]]] = []
        if "position" not in mine and state["phase"] == Phase.OPEN:
            reason = f"Alasan latihan {dice.randint(1, 999)}" if spec.reason != "none" else ""
            sent.append(("position", {"choice": dice.choice(sorted(spec.position_ids)), "reason": reason}))
        if "synthesis" not in mine and state["me"]["is_writer"] and state["phase"] in (Phase.OPEN, Phase.DISCUSSING):
            fields = {
                field.id: f"Sintesis latihan {dice.randint(1, 999)}"[: field.max] for field in spec.synthesis.fields
            }
            sent.append(("synthesis", {"fields": fields}))
        elif not state["me"]["is_writer"] and state["group"] and not state["group"]["fields"]:
            sent.append(("take_pen", {}))
        return sent

    def frame(self, spec: CaseDiscussionSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per position and per field of a group's synthesis.

        ``bagian`` is ``posisi`` (``kode`` and ``isi`` are the choice, ``teks`` the reason) or ``sintesis``
        (``kode`` and ``isi`` are the field, ``teks`` what the group wrote).
        """
        texts = {position.id: position.text.id for position in spec.positions}
        labels = {field.id: field.label.id for field in spec.synthesis.fields}
        rows = [
            {
                **who(response),
                "bagian": "posisi",
                "kode": response.payload["choice"],
                "isi": texts.get(response.payload["choice"]),
                "teks": response.payload["reason"] or None,
            }
            for response in latest(responses, "position")
        ]
        rows += [
            {**who(response), "bagian": "sintesis", "kode": name, "isi": labels.get(name), "teks": text}
            for response in syntheses(responses)
            for name, text in response.payload["fields"].items()
            if text
        ]
        return table(rows, {"bagian": TEXT, "kode": TEXT, "isi": TEXT, "teks": TEXT})

    def plot(self, spec: CaseDiscussionSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw how many took each position."""
        results = case_results(spec, responses)
        return draw_bars(
            ax,
            title=spec.question.id,
            labels=[position.text.id for position in spec.positions],
            series=[("Posisi", list(results["counts"].values()))],
            axis="Jumlah peserta",
        )


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the case discussion."""
    return [CaseDiscussion]
