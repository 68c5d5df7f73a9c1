"""Quiz (kuis): items with one right answer; keys and rationales open only at the reveal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.latest import latest
from etika_widgets.activities.payload import parse_choice, parse_keys, unknown_kind
from etika_widgets.activities.quiz.results import quiz_results
from etika_widgets.activities.quiz.spec import QuizSpec
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, YES_NO, table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


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

    def content(self, spec: QuizSpec, language: str) -> dict[str, Any]:
        """Return the items and their options."""
        return {
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
        """Take ``answer {answers: {item: option}}`` with all items."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(payload, required=("answers",))
        answers = parse_keys(sent["answers"], required=(), optional=[item.id for item in spec.items])
        missing = [str(number) for number, item in enumerate(spec.items, start=1) if item.id not in answers]
        if missing:
            raise Refused(
                "items_missing", "Soal nomor {numbers} belum dijawab. Jawab dulu semuanya.", numbers=", ".join(missing)
            )
        chosen = {item.id: parse_choice(answers[item.id], item.option_ids) for item in spec.items}
        return Accepted("answer", {"answers": chosen})

    def results(self, spec: QuizSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return counts per item and the distribution of scores."""
        return quiz_results(spec, responses)

    def frame(self, spec: QuizSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per answered item: ``soal``, ``jawaban``, ``kunci``, ``benar``."""
        rows = [
            {
                **who(response),
                "soal": item.id,
                "jawaban": response.payload["answers"].get(item.id),
                "kunci": item.key,
                "benar": response.payload["answers"].get(item.id) == item.key,
            }
            for response in latest(responses, "answer")
            for item in spec.items
        ]
        return table(rows, {"soal": TEXT, "jawaban": TEXT, "kunci": TEXT, "benar": YES_NO})

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
