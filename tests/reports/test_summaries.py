"""What a report says of types it has no section of its own for: what they say of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import pytest

from etika_widgets.activities.tables import table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response, Summary, Table
from etika_widgets.reports import class_report
from etika_widgets.spec import ActivitySpec
from etika_widgets.testing import memory_class, submit_from_browser

from .test_class_report import article, rows


class MoodSpec(ActivitySpec):
    type: Literal["mood"] = "mood"


class Mood(ActivityType[MoodSpec]):
    """How the room feels, from 1 to 3."""

    name = "mood"
    label = "Suasana"
    spec = MoodSpec
    privacy = Privacy(notice="Dilihat semua.", personal_data=False, keep_days=1)

    def content(self, spec: MoodSpec, language: str) -> dict[str, Any]:
        return {}

    def accept(self, spec: MoodSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        return Accepted("answer", {"mood": payload["mood"]})

    def results(self, spec: MoodSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        return {}

    def frame(self, spec: MoodSpec, responses: Sequence[Response]) -> pd.DataFrame:
        return table([who(one) for one in responses], {})

    def plot(self, spec: MoodSpec, responses: Sequence[Response], ax: Any) -> Any:
        return ax


class Telling(Mood):
    """The same, with tables of its own."""

    def summary(self, spec: MoodSpec, responses: Sequence[Response], language: str) -> Summary:
        moods = [one.payload["mood"] for one in responses]
        counted = tuple((f"<b>{mood}</b>", moods.count(mood) or None, moods.count(mood) / 3) for mood in (1, 2))
        return Summary(
            n=len(moods),
            question="Bagaimana suasana?",
            tables=(Table(caption="Sebaran", columns=("Nilai", "Orang", "Bagian"), rows=counted, bars=1, whole=3),),
            texts=("<i>Lega</i>",),
            note="Angka kecil belum berarti apa-apa.",
        )


def page(kind: type[Mood], people: int, **more: Any) -> Any:
    with memory_class([MoodSpec(id="rasa", title="Rasa", **more)], types=[kind]) as klass:
        klass.move("rasa", "reading", "open")
        for number in range(people):
            submit_from_browser(klass, klass.join(f"Orang {'abcdefgh'[number]}x"), "rasa", "answer", {"mood": 1})
        klass.move("rasa", "closed", "revealed")
        made = class_report(klass.store, klass.code, klass.types, printed_at="2026-11-23T04:00:00.000Z")
    return article(made, "rasa")


@pytest.mark.parametrize(
    ("people", "identity", "said"),
    [
        (3, "pseudonym", "3 orang menjawab."),
        (3, "anonymous", "kurang dari 5 orang menjawab."),
        (6, "anonymous", "6 orang menjawab."),
    ],
)
def test_a_type_that_tells_nothing_is_told_by_the_number_of_people(people, identity, said):
    assert page(Mood, people, identity=identity).find("p", string=said)


def test_the_tables_of_a_type_are_in_the_report_with_bars_and_hidden_numbers():
    section = page(Telling, 3)
    assert section.select_one("p.question").get_text() == "Bagaimana suasana?"
    [shown] = section.select("table")
    assert shown.caption.get_text() == "Sebaran"
    assert rows(shown) == [["<b>1</b>", "3", "1,0"], ["<b>2</b>", "disembunyikan", "0,0"]]
    assert [svg["aria-label"] for svg in shown.select("svg")] == ["<b>1</b>: 3", "<b>2</b>: disembunyikan"]
    assert [len(svg.select("rect")) for svg in shown.select("svg")] == [2, 0]
    assert [one.get_text() for one in section.select("ul.texts li")] == ["<i>Lega</i>"]
    assert "Angka kecil belum berarti apa-apa." in section.get_text()
    assert "jumlah di bawah 5" in section.get_text()
