"""Likert (skala sikap): statements answered on one labelled scale; mean and spread, never the mean alone.

With targets it is a self-rating against a profile: how far the mean is from what is asked for.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.hands import OWN, RECORDED, split
from etika_widgets.activities.likert.labels import labels
from etika_widgets.activities.likert.plot import draw_diverging, draw_gaps
from etika_widgets.activities.likert.results import likert_results
from etika_widgets.activities.likert.spec import LikertSpec
from etika_widgets.activities.payload import parse_keys, parse_whole, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.rounds import COUNTED_NOTICE, cell, round_name
from etika_widgets.activities.tables import TEXT, WHOLE, table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response, Summary, Table
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

GAP_NOTE: Final = N_(
    "Hasil kelas dibandingkan dengan target. Kesenjangan adalah alasan untuk belajar, bukan penilaian atas orang."
)
"""Said before the first answer and beside the results, where statements have targets."""
COARSE_NOTE: Final = N_("Di mana jumlah kecil disembunyikan, rata-rata dibulatkan ke setengah angka.")


class Likert(ActivityType[LikertSpec]):
    """Statements on one scale of three to seven labelled points; repeated after the discussion if wanted."""

    name = "likert"
    label = N_("Skala sikap")
    spec = LikertSpec
    privacy = Privacy(notice=COUNTED_NOTICE, personal_data=False, keep_days=30)
    identities = frozenset({"anonymous", "pseudonym"})

    def content(self, spec: LikertSpec, language: str) -> dict[str, Any]:
        """Return the statements, each with the heading it stands under, and the labels of the scale, low end first.

        Targets come with the results only: known before, they would pull the answers towards them.
        """
        headings = {name: heading and heading.get(language) for name, heading in spec.headings.items()}
        return {
            "case_html": html(spec.case, language),
            "question": spec.question.get(language),
            "statements": [
                {"id": one.id, "text": one.text.get(language), "heading": headings[one.id]} for one in spec.statements
            ],
            "labels": labels(spec.scale, spec.points, language),
            "note": translate(GAP_NOTE, language) if spec.has_targets else None,
        }

    def reveal(self, spec: LikertSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: LikertSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {answers: {statement: point}}``; points count from 1, every statement has one."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(payload, required=("answers",))
        ids = [one.id for one in spec.statements]
        answers = parse_keys(sent["answers"], required=(), optional=ids)
        missing = [str(number) for number, name in enumerate(ids, start=1) if name not in answers]
        if missing:
            raise Refused(
                "statements_missing",
                "Pernyataan nomor {numbers} belum dijawab. Jawab dulu semuanya.",
                numbers=", ".join(missing),
            )
        return Accepted("answer", {"answers": {name: parse_whole(answers[name], 1, spec.points) for name in ids}})

    def results(self, spec: LikertSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return counts, mean, spread and gap of every statement and round."""
        return likert_results(spec, responses)

    def tally_options(self, spec: LikertSpec, language: str) -> list[dict[str, str]] | None:
        """Return the points of the scale where one statement makes it plain what a hand says."""
        if len(spec.statements) > 1 or spec.hides_small:
            return None
        scale = labels(spec.scale, spec.points, language)
        return [{"id": str(point), "text": text} for point, text in enumerate(scale, start=1)]

    def summary(self, spec: LikertSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return one table per round: people by point, mean, spread, and where there are targets target and gap."""
        rounds = likert_results(spec, responses)["rounds"]
        headings = spec.headings
        names = {
            one.id: ": ".join(text.get(language) for text in (headings[one.id], one.text) if text)
            for one in spec.statements
        }
        columns = (
            translate("Pernyataan", language),
            *labels(spec.scale, spec.points, language),
            translate("Rata-rata", language),
            translate("Simpangan baku", language),
            *((translate("Target", language), translate("Kesenjangan", language)) if spec.has_targets else ()),
        )

        def row(entry: Mapping[str, Any]) -> tuple[str | int | float | None, ...]:
            found = [cell(entry[name], hides_small=spec.hides_small) for name in ("mean", "sd")]
            if spec.has_targets:
                aim = entry.get("target", "–")
                found += [aim, "–" if aim == "–" else cell(entry["gap"], hides_small=spec.hides_small)]
            return (names[entry["id"]], *entry["counts"], *found)

        tables = [
            Table(
                caption=round_name(entry["round"], language),
                columns=columns,
                rows=tuple(row(one) for one in entry["statements"]),
            )
            for entry in rounds
        ]
        coarse = any(
            one["mean"] is not None and None in one["counts"] for entry in rounds for one in entry["statements"]
        )
        notes = [GAP_NOTE] * spec.has_targets + [COARSE_NOTE] * coarse
        return Summary(
            n=rounds[-1]["n"],
            question=spec.question.get(language),
            tables=tuple(tables),
            note=" ".join(translate(note, language) for note in notes),
        )

    def bot(self, spec: LikertSpec, state: Mapping[str, Any], dice: random.Random) -> Sequence[tuple[str, Any]]:
        """Answer once a round, leaning towards the upper half."""
        if str(state["round"]) in state["mine"]:
            return ()
        points = {one.id: max(dice.randint(1, spec.points), dice.randint(1, spec.points)) for one in spec.statements}
        return [("answer", {"answers": points})]

    def frame(self, spec: LikertSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per answered statement: ``pernyataan``, ``nilai`` (from 1), ``label``, ``sumber``.

        Where there are targets also ``target``. Anonymous answers are single rows in the order of what they say,
        without the values whose count is hidden.
        """
        words = labels(spec.scale, spec.points, "id")
        targets = {one.id: one.target for one in spec.statements}
        columns = {"pernyataan": TEXT, "nilai": WHOLE, "label": TEXT, "sumber": TEXT}
        if spec.has_targets:
            columns["target"] = WHOLE
        nobody = {"peserta": None, "kelompok": None}

        def row(first: Mapping[str, Any], name: str, point: int, source: str) -> dict[str, Any]:
            said = {"pernyataan": name, "nilai": point, "label": words[point - 1], "sumber": source}
            return {**first, **said, "target": targets[name]}

        if spec.hides_small:
            return table(
                [
                    row({**nobody, "putaran": entry["round"]}, one["id"], point, OWN)
                    for entry in likert_results(spec, responses)["rounds"]
                    for one in entry["statements"]
                    for point, count in enumerate(one["counts"], start=1)
                    for _ in range(count or 0)
                ],
                columns,
            )
        answers, raised = split(responses)
        rows = [
            row(who(one), statement.id, one.payload["answers"][statement.id], OWN)
            for one in answers
            for statement in spec.statements
        ]
        rows += [
            row({**nobody, "putaran": number}, spec.statements[0].id, int(point), RECORDED)
            for number, hands in raised.items()
            for point, people in hands.items()
            for _ in range(people)
        ]
        return table(rows, columns)

    def plot(self, spec: LikertSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the latest round: one diverging bar per statement, or mean and target where there are targets."""
        entry = likert_results(spec, responses)["rounds"][-1]
        texts = {one.id: one.text.id for one in spec.statements}
        words = labels(spec.scale, spec.points, "id")
        if spec.has_targets:
            return draw_gaps(ax, title=spec.question.id, labels=words, texts=texts, entries=entry["statements"])
        rows = [(texts[one["id"]], one["counts"], one["mean"], one["sd"]) for one in entry["statements"]]
        return draw_diverging(ax, title=spec.question.id, labels=words, rows=rows)


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the scale."""
    return [Likert]
