"""Quiz (kuis): items with one right answer; keys and rationales open only at the reveal."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.latest import latest
from etika_widgets.activities.payload import parse_choice, parse_keys, parse_whole, unknown_kind
from etika_widgets.activities.quiz.results import quiz_results
from etika_widgets.activities.quiz.spec import LEVELS, QuizSpec
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, WHOLE, YES_NO, table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

SURENESS: Final = (N_("Menebak"), N_("Agak yakin"), N_("Yakin"))
"""The levels of confidence, from 1 to 3."""


class Quiz(ActivityType[QuizSpec]):
    """Multiple choice with one key per item; everybody, the facilitator too, sees totals per item only."""

    name = "quiz"
    label = N_("Kuis")
    spec = QuizSpec
    privacy = Privacy(
        notice=N_(
            "Fasilitator melihat jumlah jawaban per soal, bukan jawaban orang per orang. "
            "Untuk analisis, jawaban tersimpan dengan nama samaran."
        ),
        personal_data=False,
        keep_days=120,
    )
    opens_alone = "key"

    def content(self, spec: QuizSpec, language: str) -> dict[str, Any]:
        """Return the items and their options, and the levels of confidence where they are asked for."""
        asked = {"confidence": [translate(level, language) for level in SURENESS]} if spec.confidence else {}
        return asked | {
            "items": [
                {
                    "id": item.id,
                    "text_html": html(item.text, language),
                    "options": [{"id": option.id, "text": option.text.get(language)} for option in item.options],
                }
                for item in spec.items
            ]
        }

    def reveal(self, spec: QuizSpec, language: str) -> dict[str, Any]:
        """Return key, rationales and reference of every item."""
        return {
            "items": [
                {
                    "id": item.id,
                    "key": item.key,
                    "rationales": {
                        option.id: option.rationale.get(language) for option in item.options if option.rationale
                    },
                    "reference": item.reference.get(language) if item.reference else None,
                }
                for item in spec.items
            ]
        }

    def accept(self, spec: QuizSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {answers: {item: option}}`` with all items, and ``confidence: {item: 1…3}`` if asked for."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(payload, required=("answers", *(("confidence",) if spec.confidence else ())))
        answers = parse_keys(sent["answers"], required=(), optional=[item.id for item in spec.items])
        missing = [str(number) for number, item in enumerate(spec.items, start=1) if item.id not in answers]
        if missing:
            raise Refused(
                "items_missing", "Soal nomor {numbers} belum dijawab. Jawab dulu semuanya.", numbers=", ".join(missing)
            )
        chosen = {item.id: parse_choice(answers[item.id], item.option_ids) for item in spec.items}
        if not spec.confidence:
            return Accepted("answer", {"answers": chosen})
        sure = parse_keys(sent["confidence"], required=(), optional=list(chosen))
        open_ = [str(number) for number, name in enumerate(chosen, start=1) if name not in sure]
        if open_:
            raise Refused(
                "confidence_missing",
                "Soal nomor {numbers}: pilih juga seberapa yakin Anda.",
                numbers=", ".join(open_),
            )
        levels = {name: parse_whole(sure[name], 1, LEVELS) for name in chosen}
        return Accepted("answer", {"answers": chosen, "confidence": levels})

    def results(self, spec: QuizSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return counts per item and the distribution of scores."""
        return quiz_results(spec, responses)

    def bot(
        self, spec: QuizSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Answer every item, right about half of the time, once."""
        if "answer" in state["mine"].get(str(state["round"]), {}):
            return ()
        chosen = {
            item.id: item.key if dice.random() < 0.5 else dice.choice([option.id for option in item.options])
            for item in spec.items
        }
        sure = {"confidence": {item: dice.randint(1, len(SURENESS)) for item in chosen}} if spec.confidence else {}
        return [("answer", {"answers": chosen, **sure})]

    def frame(self, spec: QuizSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per answered item: ``soal``, ``jawaban``, ``kunci``, ``benar``, perhaps ``keyakinan``."""
        rows = [
            {
                **who(response),
                "soal": item.id,
                "jawaban": response.payload["answers"].get(item.id),
                "kunci": item.key,
                "benar": response.payload["answers"].get(item.id) == item.key,
                **({"keyakinan": response.payload.get("confidence", {}).get(item.id)} if spec.confidence else {}),
            }
            for response in latest(responses, "answer")
            for item in spec.items
        ]
        columns = {"soal": TEXT, "jawaban": TEXT, "kunci": TEXT, "benar": YES_NO}
        return table(rows, columns | ({"keyakinan": WHOLE} if spec.confidence else {}))

    def plot(self, spec: QuizSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw how many got each item right."""
        results = quiz_results(spec, responses)
        return draw_bars(
            ax,
            title=spec.title.id,
            labels=[f"Soal {number}" for number in range(1, len(spec.items) + 1)],
            series=[("Benar", [item["correct"] for item in results["items"]])],
            axis=f"Jumlah peserta yang benar, dari {results['n']}",
        )


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the quiz."""
    return [Quiz]
