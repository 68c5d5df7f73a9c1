"""What goes on inside an activity besides answers: the facilitator's directions, boards, private cards, identity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import pandas as pd
import pytest

from etika_widgets.activities.tables import table, who
from etika_widgets.activity import (
    FACILITATOR,
    RUNNING,
    Accepted,
    ActivityType,
    Context,
    Moment,
    Phase,
    Privacy,
    Response,
)
from etika_widgets.room import Role, Viewer
from etika_widgets.spec import ActivitySpec
from etika_widgets.testing import memory_class, submit_from_browser

LEADER = Viewer(Role.FACILITATOR)


class CardsSpec(ActivitySpec):
    type: Literal["cards"] = "cards"


class Cards(ActivityType[CardsSpec]):
    """A wall of cards: the facilitator lets them up, everybody is dealt how many others wrote."""

    name = "cards"
    label = "Kartu"
    spec = CardsSpec
    privacy = Privacy(notice="Kartu dilihat semua.", personal_data=True, keep_days=1)
    counts = "card"
    shares = True
    directions: ClassVar[Mapping[str, frozenset[Phase]]] = {"approve": RUNNING}

    def content(self, spec: CardsSpec, language: str) -> dict[str, Any]:
        return {}

    def accept(self, spec: CardsSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        mine = [one for one in context.responses if one.participant == context.participant]
        return Accepted(f"card:{len(mine)}", {"text": payload["text"], "mates": len(context.mates)})

    def direct(self, spec: CardsSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        return Accepted("approved", {"ids": payload["ids"], "by": context.participant})

    def board(self, spec: CardsSpec, responses: Sequence[Response], moment: Moment, language: str) -> dict[str, Any]:
        ids = next((one.payload["ids"] for one in responses if one.participant == FACILITATOR), [])
        return {
            "cards": [one.payload["text"] for one in responses if one.participant in ids],
            "at": moment.phase.value,
        }

    def dealt(self, spec: CardsSpec, context: Context, language: str) -> dict[str, Any]:
        return {"others": sum(one.participant not in {context.participant, FACILITATOR} for one in context.responses)}

    def results(self, spec: CardsSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        return {"names": [one.name for one in responses], "groups": [one.group for one in responses]}

    def frame(self, spec: CardsSpec, responses: Sequence[Response]) -> pd.DataFrame:
        return table([who(one) for one in responses], {})

    def plot(self, spec: CardsSpec, responses: Sequence[Response], ax: Any) -> Any:
        return ax


def cards(**more: Any) -> Any:
    return memory_class([CardsSpec(id="kartu", title="Kartu", **more)], types=[Cards])


def open_cards(klass: Any) -> tuple[str, str]:
    klass.move("kartu", "reading", "open")
    return klass.join("Rusa Tenang"), klass.join("Kenari Teduh")


def test_slots_that_belong_together_count_as_one_answer():
    with cards() as klass:
        rusa, _ = open_cards(klass)
        for text in ("satu", "dua"):
            assert submit_from_browser(klass, rusa, "kartu", "kirim", {"text": text})["ok"] is False
            assert submit_from_browser(klass, rusa, "kartu", "answer", {"text": text})["ok"]
        assert klass.state("kartu", role=Role.FACILITATOR)["answered"] == 1
        assert set(klass.state("kartu", rusa)["mine"]["1"]) == {"card:0", "card:1"}


def test_a_direction_of_the_facilitator_changes_the_board_that_all_see_before_the_reveal():
    with cards() as klass:
        rusa, kenari = open_cards(klass)
        submit_from_browser(klass, rusa, "kartu", "answer", {"text": "Antre dulu"})
        assert klass.state("kartu", kenari)["board"] == {"cards": [], "at": "open"}
        assert klass.submit(LEADER, "kartu", "approve", {"ids": [rusa]})["ok"]
        for viewer in (kenari, None):
            state = klass.state("kartu", viewer)
            assert state["board"] == {"cards": ["Antre dulu"], "at": "open"}
            assert state["results"] is None
        assert klass.submit(LEADER, "kartu", "approve", {"ids": []})["ok"]  # later than the first: it stands
        assert klass.state("kartu", kenari)["board"]["cards"] == []


def test_a_direction_is_the_facilitators_alone_and_only_in_its_phases():
    with cards() as klass:
        rusa, _ = open_cards(klass)
        assert submit_from_browser(klass, rusa, "kartu", "approve", {"ids": [rusa]})["code"] == "unknown_kind"
        klass.move("kartu", "closed", "revealed")
        assert klass.submit(LEADER, "kartu", "approve", {"ids": [rusa]})["code"] == "wrong_phase"


def test_what_is_dealt_goes_to_one_participant_and_follows_what_others_do():
    with cards() as klass:
        rusa, kenari = open_cards(klass)
        submit_from_browser(klass, rusa, "kartu", "answer", {"text": "Antre dulu"})
        assert klass.state("kartu", kenari)["dealt"] == {"others": 1}
        assert klass.state("kartu", rusa)["dealt"] == {"others": 0}
        assert "dealt" not in klass.state("kartu", role=Role.PROJECTOR)


def test_the_sender_of_an_intent_comes_with_their_group():
    with cards() as klass:
        rusa, _ = open_cards(klass)
        assert klass.submit(LEADER, None, "group", {"largest": 6})["ok"]
        submit_from_browser(klass, rusa, "kartu", "answer", {"text": "Antre dulu"})
        assert klass.state("kartu", rusa)["mine"]["1"]["card:0"]["mates"] == 2


def test_anonymous_answers_reach_nobody_with_a_name_a_group_or_an_id_used_elsewhere():
    with cards(identity="anonymous") as klass:
        rusa, _ = open_cards(klass)
        klass.submit(LEADER, None, "group", {"largest": 6})
        submit_from_browser(klass, rusa, "kartu", "answer", {"text": "Antre dulu"})
        [seen] = klass.room().responses("kartu")
        assert (seen.name, seen.group) == ("", None)
        assert seen.participant != rusa
        assert klass.room().writer_of("kartu", seen.participant) == rusa
        assert "Anonim" in klass.state("kartu", rusa)["notice"]
        shown = {"participant": seen.participant, "slot": "card:0", "round": 1, "shown": True}
        assert klass.submit(LEADER, "kartu", "feature", shown)["ok"]
        assert klass.room().own("kartu", rusa)[0].shown


def test_where_a_name_is_asked_for_it_comes_before_the_first_answer_and_stays_in_this_activity():
    with cards(identity="named") as klass:
        rusa, _ = open_cards(klass)
        refused = submit_from_browser(klass, rusa, "kartu", "answer", {"text": "Antre dulu"})
        assert refused["code"] == "unsigned"
        assert submit_from_browser(klass, rusa, "kartu", "sign", {"name": "198001012005011001"})["ok"] is False
        assert submit_from_browser(klass, rusa, "kartu", "sign", {"name": "Maria Wenda"})["ok"]
        assert submit_from_browser(klass, rusa, "kartu", "answer", {"text": "Antre dulu"})["ok"]
        state = klass.state("kartu", rusa)
        assert state["signed"] == "Maria Wenda"
        assert state["mine"] == {"1": {"card:0": {"text": "Antre dulu", "mates": 0}}}
        assert klass.state("kartu", role=Role.FACILITATOR)["results"]["names"] == ["Maria Wenda"]
        assert klass.room().people.all[rusa].name == "Rusa Tenang"


def test_a_name_is_not_taken_where_none_is_asked_for():
    with cards() as klass:
        rusa, _ = open_cards(klass)
        assert submit_from_browser(klass, rusa, "kartu", "sign", {"name": "Maria Wenda"})["code"] == "unknown_kind"


@pytest.mark.parametrize("identity", ["anonymous", "named"])
def test_removing_somebody_takes_their_name_and_words_along(identity):
    with cards(identity=identity) as klass:
        rusa, _ = open_cards(klass)
        submit_from_browser(klass, rusa, "kartu", "sign", {"name": "Maria Wenda"})
        submit_from_browser(klass, rusa, "kartu", "answer", {"text": "Antre dulu"})
        assert klass.submit(LEADER, None, "remove", {"participant": rusa})["ok"]
        rows = klass.store.changes(klass.code).responses
        assert [row.payload for row in rows if row.participant == rusa and row.payload] == []
        assert len(rows) == (2 if identity == "named" else 1)
