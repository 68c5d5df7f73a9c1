"""Poll (jajak pendapat): one question, votes in rounds, results only when the facilitator reveals them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.hands import OWN, RECORDED, split
from etika_widgets.activities.payload import parse_choices, parse_keys, parse_reason, unknown_kind
from etika_widgets.activities.poll.results import poll_results, reasons, visible_counts, votes_by_round
from etika_widgets.activities.poll.spec import PollSpec
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, table, who
from etika_widgets.activities.vote import UNSURE, vote_content
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Poll(ActivityType[PollSpec]):
    """One question, one or several choices, with or without a reason; repeated after the discussion."""

    name = "poll"
    label = N_("Jajak pendapat")
    spec = PollSpec
    privacy = Privacy(
        notice=N_(
            "Fasilitator dapat melihat pilihan Anda dengan nama samaran. "
            "Kelas hanya melihat jumlahnya, setelah hasil dibuka."
        ),
        personal_data=True,
        keep_days=30,
    )
    traces: ClassVar = {"answer.reason": "alasan"}

    def content(self, spec: PollSpec, language: str) -> dict[str, Any]:
        """Return the case, the question and the choices."""
        return {
            **vote_content(spec, language),
            "multiple": spec.multiple,
            "max_choices": spec.most_choices,
            "reason": spec.reason,
            "sensitive": spec.sensitive,
            "rounds": [name.get(language) for name in spec.rounds],
        }

    def reveal(self, spec: PollSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: PollSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {choices, reason}``; choices are stored in the order of the definition."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(payload, required=("choices",), optional=("reason",))
        chosen = parse_choices(sent["choices"], spec.choice_ids)
        if not chosen:
            raise Refused("nothing_chosen", "Belum ada pilihan. Pilih dulu, lalu kirim.")
        if UNSURE in chosen and len(chosen) > 1:
            raise Refused("unsure_alone", "“Belum yakin” tidak dapat digabung dengan pilihan lain. Pilih salah satu.")
        if len(chosen) > spec.most_choices:
            raise Refused(
                "too_many", "Paling banyak {limit} pilihan. Hapus sebagian, lalu kirim.", limit=spec.most_choices
            )
        reason = parse_reason(sent.get("reason", ""), spec.reason, excused=chosen == [UNSURE])
        return Accepted("answer", {"choices": [i for i in spec.choice_ids if i in chosen], "reason": reason})

    def results(self, spec: PollSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the counts of every round and the shift between the last two."""
        return poll_results(spec, responses, language)

    def facilitator_results(self, spec: PollSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the results with the reasons under pseudonyms; a sensitive poll lists none."""
        return {**poll_results(spec, responses, language), "reasons": reasons(spec, responses)}

    def tally_options(self, spec: PollSpec, language: str) -> list[dict[str, str]] | None:
        """Return the choices, unless small counts are hidden or several hands may belong to one person."""
        if spec.multiple or spec.sensitive or spec.hides_small:
            return None
        return [{"id": option["id"], "text": option["short"]} for option in self.content(spec, language)["options"]]

    def bot(
        self, spec: PollSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Choose something, with a reason where one is asked for, once."""
        if "answer" in state["mine"].get(str(state["round"]), {}):
            return ()
        choice = dice.choice(spec.choice_ids)
        reason = f"Alasan latihan {dice.randint(1, 999)}" if spec.reason != "none" and dice.random() < 0.9 else ""
        if spec.reason == "required" and choice != UNSURE:
            reason = reason or f"Alasan latihan {dice.randint(1, 999)}"
        return [("answer", {"choices": [choice], "reason": reason})]

    def frame(self, spec: PollSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per answer and chosen option: ``kode``, ``pilihan``, ``alasan``, ``sumber``.

        A hand that the facilitator counted is a row of its own, without a name: ``sumber`` is then "dicatat
        fasilitator" and not "peserta".

        A sensitive poll gives neither names nor groups, leaves out options whose count is hidden, and sorts the
        rows by what they say, so that neither rounds nor people can be put together again.
        """
        texts = {option["id"]: option["text"] for option in self.content(spec, "id")["options"]}
        columns = {"kode": TEXT, "pilihan": TEXT, "alasan": TEXT, "sumber": TEXT}
        nobody = {"peserta": None, "kelompok": None, "alasan": None}
        if spec.sensitive:
            rows = [
                {**nobody, "putaran": number, "kode": i, "pilihan": texts[i], "sumber": OWN}
                for number, votes in votes_by_round(spec, responses).items()
                for i, count in sorted(visible_counts(spec, votes).items())
                for _ in range(count or 0)
            ]
            return table(rows, columns)
        answers, raised = split(responses)
        rows = [
            {**who(one), "kode": i, "pilihan": texts.get(i), "alasan": one.payload["reason"] or None, "sumber": OWN}
            for one in answers
            for i in one.payload["choices"]
        ]
        rows += [
            {**nobody, "putaran": number, "kode": i, "pilihan": texts[i], "sumber": RECORDED}
            for number, hands in raised.items()
            for i, people in hands.items()
            for _ in range(people)
        ]
        return table(rows, columns)

    def plot(self, spec: PollSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the counts of every round, hands dotted; what the room may not see is not drawn either."""
        labels = {option["id"]: option["short"] for option in self.content(spec, "id")["options"]}
        rounds = poll_results(spec, responses, "id")["rounds"]
        return draw_bars(
            ax,
            title=spec.question.id,
            labels=list(labels.values()),
            series=[(entry["name"], [entry["counts"][i] for i in labels]) for entry in rounds],
            axis="Jumlah peserta",
            hands=[[entry["hands"]["counts"][i] if "hands" in entry else 0 for i in labels] for entry in rounds],
        )

    def notice(self, spec: PollSpec) -> str:
        """Return who sees the answer, which depends on what is asked."""
        if spec.sensitive:
            return N_(
                "Tidak ada layar yang menampilkan pilihan Anda bersama nama, juga layar fasilitator. "
                "Jumlah di bawah 5 disembunyikan."
            )
        if spec.reason != "none":
            return N_(
                "Fasilitator melihat pilihan dan alasan Anda dengan nama samaran. "
                "Setelah hasil dibuka, kelas melihat jumlahnya dan alasan yang ditampilkan, tanpa nama."
            )
        return self.privacy.notice


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the poll."""
    return [Poll]
