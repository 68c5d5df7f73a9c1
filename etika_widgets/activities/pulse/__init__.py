"""Pulse (denyut): mood, pace or yes/no, asked at any moment without preparation and answered with one tap."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.hands import OWN, RECORDED, split
from etika_widgets.activities.payload import parse_choice, parse_keys, unknown_kind
from etika_widgets.activities.pulse.results import pulse_results
from etika_widgets.activities.pulse.spec import PulseSpec
from etika_widgets.activities.rounds import COUNTED_NOTICE
from etika_widgets.activities.tables import TEXT, table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response, Summary, Table
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

QUESTIONS: Final = {
    "mood": N_("Bagaimana suasana hati Anda sekarang?"),
    "tempo": N_("Bagaimana tempo sesi ini?"),
    "yes_no": N_("Ya atau tidak? Fasilitator membacakan pertanyaannya."),
}
CHOICES: Final = {
    "good": N_("Baik"),
    "so_so": N_("Biasa-biasa saja"),
    "heavy": N_("Berat"),
    "slow": N_("Terlalu lambat"),
    "right": N_("Pas"),
    "fast": N_("Terlalu cepat"),
    "yes": N_("Ya"),
    "no": N_("Tidak"),
}


class Pulse(ActivityType[PulseSpec]):
    """One tap on how the room is; started from the control page (``start_pulse``) or defined in a pack."""

    name = "pulse"
    label = N_("Denyut")
    spec = PulseSpec
    privacy = Privacy(notice=COUNTED_NOTICE, personal_data=False, keep_days=30)
    identities = frozenset({"anonymous", "pseudonym"})

    def content(self, spec: PulseSpec, language: str) -> dict[str, Any]:
        """Return the question and the choices."""
        question = spec.question.get(language) if spec.question else translate(QUESTIONS[spec.kind], language)
        return {"kind": spec.kind, "question": question, "options": self._options(spec, language)}

    def accept(self, spec: PulseSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {choice}``; a further tap replaces it."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(payload, required=("choice",))
        return Accepted("answer", {"choice": parse_choice(sent["choice"], spec.option_ids)})

    def results(self, spec: PulseSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the counts of the latest round."""
        return pulse_results(spec, responses)

    def tally_options(self, spec: PulseSpec, language: str) -> list[dict[str, str]] | None:
        """Return the choices: a pulse is often taken by hands as well."""
        return None if spec.hides_small else self._options(spec, language)

    def summary(self, spec: PulseSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return the counts as one table."""
        found = pulse_results(spec, responses)
        rows = tuple((option["text"], found["counts"][option["id"]]) for option in self._options(spec, language))
        columns = (translate("Pilihan", language), translate("Jumlah peserta", language))
        question = str(self.content(spec, language)["question"])
        return Summary(
            n=found["n"],
            question=question,
            tables=(Table(caption=translate("Sebaran jawaban", language), columns=columns, rows=rows, bars=1),),
        )

    def bot(self, spec: PulseSpec, state: Mapping[str, Any], dice: random.Random) -> Sequence[tuple[str, Any]]:
        """Tap once a round."""
        return () if str(state["round"]) in state["mine"] else [("answer", {"choice": dice.choice(spec.option_ids)})]

    def frame(self, spec: PulseSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per tap and hand: ``pilihan``, ``sumber``; an anonymous pulse has only its visible counts."""
        columns = {"pilihan": TEXT, "sumber": TEXT}
        nobody = {"peserta": None, "kelompok": None}
        if spec.hides_small:
            last = max((response.round for response in responses), default=1)
            counts = pulse_results(spec, responses)["counts"]
            rows = [
                {**nobody, "putaran": last, "pilihan": name, "sumber": OWN}
                for name, count in counts.items()
                for _ in range(count or 0)
            ]
            return table(rows, columns)
        answers, raised = split(responses)
        rows = [{**who(one), "pilihan": one.payload["choice"], "sumber": OWN} for one in answers]
        rows += [
            {**nobody, "putaran": number, "pilihan": name, "sumber": RECORDED}
            for number, hands in raised.items()
            for name, people in hands.items()
            for _ in range(people)
        ]
        return table(rows, columns)

    def plot(self, spec: PulseSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the counts, hands dotted."""
        found, options = pulse_results(spec, responses), self._options(spec, "id")
        return draw_bars(
            ax,
            title=str(self.content(spec, "id")["question"]),
            labels=[option["text"] for option in options],
            series=[("Denyut", [found["counts"][option["id"]] for option in options])],
            axis="Jumlah peserta",
            hands=[[found["hands"]["counts"][option["id"]] for option in options]] if "hands" in found else (),
        )

    @staticmethod
    def _options(spec: PulseSpec, language: str) -> list[dict[str, str]]:
        return [{"id": name, "text": translate(CHOICES[name], language)} for name in spec.option_ids]


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the pulse."""
    return [Pulse]
