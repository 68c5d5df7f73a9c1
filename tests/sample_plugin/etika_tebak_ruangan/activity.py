"""Tebak ruangan: what is shown, what is accepted, what is kept."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.payload import parse_choice, parse_keys, parse_whole, unknown_kind
from etika_widgets.activities.tables import TEXT, WHOLE, table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response, Summary, Table

from etika_tebak_ruangan.results import room_results
from etika_tebak_ruangan.spec import TebakRuanganSpec

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class TebakRuangan(ActivityType[TebakRuanganSpec]):
    """Everybody chooses, and guesses how the room chooses; the reveal sets guess beside reality."""

    name = "tebak_ruangan"
    label = "Tebak ruangan"
    spec = TebakRuanganSpec
    privacy = Privacy(
        notice="Fasilitator melihat jawaban Anda dengan nama samaran. Kelas hanya melihat jumlahnya.",
        personal_data=False,
        keep_days=30,
    )
    identities = frozenset({"pseudonym"})  # "anonymous" would also need small counts hidden: measures.suppression

    def content(self, spec: TebakRuanganSpec, language: str) -> dict[str, Any]:
        """Return what everybody may see before the reveal."""
        return {
            "question": spec.question.get(language),
            "guess": spec.guess.get(language),
            "options": [{"id": option.id, "text": option.text.get(language)} for option in spec.options],
        }

    def accept(self, spec: TebakRuanganSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {choice, guess}``, a guess from 0 to 10; refuse everything else."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(payload, required=("choice", "guess"))
        choice = parse_choice(sent["choice"], [option.id for option in spec.options])
        return Accepted("answer", {"choice": choice, "guess": parse_whole(sent["guess"], 0, 10)})

    def results(self, spec: TebakRuanganSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return what opens to everybody at the reveal."""
        return room_results(spec, responses)

    def summary(self, spec: TebakRuanganSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return one table for the class report."""
        found = room_results(spec, responses)
        rows = [
            (option.text.get(language), entry["n"], entry["real"], entry["guess"])
            for option, entry in zip(spec.options, found["options"], strict=True)
        ]
        columns = ("Pilihan", "Jumlah peserta", "Dari 10 orang", "Dugaan mereka")
        tables = (Table(caption=spec.title.get(language), columns=columns, rows=tuple(rows), bars=1),)
        return Summary(n=found["n"], question=spec.question.get(language), tables=tables)

    def bot(self, spec: TebakRuanganSpec, state: Mapping[str, Any], dice: random.Random) -> Sequence[tuple[str, Any]]:
        """Answer once a round, for rehearsals."""
        if str(state["round"]) in state["mine"]:
            return ()
        choice = dice.choice(spec.options).id
        return [("answer", {"choice": choice, "guess": dice.randint(0, 10)})]

    def frame(self, spec: TebakRuanganSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per answer."""
        rows = [
            {**who(response), "pilihan": response.payload["choice"], "dugaan": response.payload["guess"]}
            for response in responses
        ]
        return table(rows, {"pilihan": TEXT, "dugaan": WHOLE})

    def plot(self, spec: TebakRuanganSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw how many chose each option."""
        found = room_results(spec, responses)
        return draw_bars(
            ax,
            title=spec.question.id,
            labels=[option.text.id for option in spec.options],
            series=[("Jumlah peserta", [entry["n"] for entry in found["options"]])],
            axis="Jumlah peserta",
        )
