"""Replies on the wall: seen only under a card that is up, bounded, one's own to find and to take back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from etika_widgets.activities.moderation import SHOWN
from etika_widgets.activities.wall import Wall
from etika_widgets.activities.wall.results import REPLY_LIMIT
from etika_widgets.activities.wall.spec import WallSpec
from etika_widgets.activity import FACILITATOR, Moment, Phase, Response
from etika_widgets.content.library import default_library
from etika_widgets.hosts.kernel_preview import loose_pack
from etika_widgets.room import Role, Viewer, open_class, pace
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

LEADER = Viewer(Role.FACILITATOR)
DEFINITION = {"id": "forum", "type": "wall", "prompt": "Apa?", "per_person": 2, "replies": 2}
KIND = Wall()
SPEC = WallSpec.model_validate(DEFINITION)
OPEN = Moment(phase=Phase.OPEN, round=1)


class Forum:
    """An open forum, and what people do in it."""

    def __init__(self, **more: Any) -> None:
        self.klass = memory_class([{**DEFINITION, **more}])
        self.klass.move("forum", "reading", "open")

    def send(self, who: str, kind: str, **payload: Any) -> dict[str, Any]:
        return submit_from_browser(self.klass, who, "forum", kind, payload)

    def write(self, who: str, text: str) -> str:
        assert self.send(who, "add", text=text)["ok"]
        return str(self.sees(who)["dealt"]["cards"][-1]["id"])

    def reply(self, who: str, to: str, text: str) -> str:
        ack = self.send(who, "reply", to=to, text=text)
        assert ack["ok"], ack
        return str(self.sees(who)["dealt"]["replies"][-1]["id"])

    def decide(self, to: str, *ids: str) -> None:
        assert self.klass.submit(LEADER, "forum", "moderate", {"ids": list(ids), "to": to})["ok"]

    def sees(self, who: str | None = None, role: Role | None = None) -> dict[str, Any]:
        return self.klass.state("forum", who, role=role)

    def review(self) -> dict[str, Any]:
        return dict(self.sees(role=Role.FACILITATOR)["results"]["review"])

    def threads(self, who: str | None = None) -> dict[str, list[str]]:
        cards = self.sees(who)["board"]["cards"]
        return {card["text"]: [reply["text"] for reply in card["replies"]] for card in cards}

    def own(self, who: str) -> list[tuple[str, str]]:
        return [(reply["text"], reply["state"]) for reply in self.sees(who)["dealt"]["replies"]]


@pytest.fixture
def forum():
    made = Forum()
    with made.klass:
        yield made


@pytest.fixture
def people(forum):
    return [forum.klass.join(name) for name in ("Rusa Tenang", "Kenari Teduh", "Elang Sabar")]


def test_it_keeps_the_contract():
    check_activity_type(Wall, DEFINITION)


def test_a_reply_waits_appears_under_its_card_and_can_be_hidden_and_taken_back(forum, people):
    rusa, kenari, elang = people
    card = forum.write(rusa, "Antre lama")
    forum.decide("shown", card)
    reply = forum.reply(kenari, card, "Di tempat kami ada nomor")

    assert forum.threads() == forum.threads(elang) == {"Antre lama": []}
    assert "nomor" not in json.dumps([forum.sees(), forum.sees(rusa)])
    assert forum.own(kenari) == [("Di tempat kami ada nomor", "waiting")]
    forum.decide("shown", reply)
    assert forum.threads() == forum.threads(rusa) == {"Antre lama": ["Di tempat kami ada nomor"]}
    assert "Kenari" not in json.dumps([forum.sees(), forum.sees(rusa)])
    forum.decide("hidden", reply)
    assert (forum.threads(), forum.own(kenari)) == ({"Antre lama": []}, [("Di tempat kami ada nomor", "hidden")])
    assert forum.send(rusa, "withdraw", id=reply)["code"] == "unknown_card"
    assert forum.send(kenari, "withdraw", id=reply)["ok"]
    assert forum.own(kenari) == []
    assert "nomor" not in str([row.payload for row in forum.klass.store.changes(forum.klass.code).responses])


def test_replies_go_with_a_hidden_card_and_come_back_with_it(forum, people):
    rusa, kenari, elang = people
    card = forum.write(rusa, "Antre lama")
    forum.decide("shown", card)
    seen, waits = forum.reply(kenari, card, "Sudah tampil"), forum.reply(elang, card, "Masih menunggu")
    forum.decide("shown", seen)
    forum.decide("hidden", card)

    assert forum.threads() == {}
    assert (forum.own(kenari), forum.own(elang)) == ([("Sudah tampil", "off")], [("Masih menunggu", "off")])
    assert (forum.review()["waiting"], forum.review()["shown"]) == (0, 0)
    assert forum.send(elang, "reply", to=card, text="Lagi")["code"] == "unknown_card"
    forum.decide("shown", card)
    assert forum.threads() == {"Antre lama": ["Sudah tampil"]}
    assert (forum.own(kenari), forum.own(elang)) == ([("Sudah tampil", "shown")], [("Masih menunggu", "waiting")])
    assert forum.review()["cards"][0]["id"] == waits


def test_replies_to_a_withdrawn_card_leave_the_wall_and_their_writers_are_told(forum, people):
    rusa, kenari, _ = people
    card = forum.write(rusa, "Antre lama")
    forum.decide("shown", card)
    forum.decide("shown", forum.reply(kenari, card, "Sama di sini"))
    assert forum.send(rusa, "withdraw", id=card)["ok"]

    assert forum.threads() == {}
    assert forum.own(kenari) == [("Sama di sini", "off")]
    [row] = forum.review()["cards"]
    assert (row["text"], row["state"], row["answers"], row["name"]) == ("Sama di sini", "off", "", "Kenari Teduh")
    assert forum.send(kenari, "withdraw", id=row["id"])["ok"]


def test_a_reply_answers_a_card_that_is_up_and_nothing_else(forum, people):
    rusa, kenari, _ = people
    card = forum.write(rusa, "Antre lama")
    assert forum.send(kenari, "reply", to=card, text="Terlalu dini")["code"] == "unknown_card"
    forum.decide("shown", card)
    reply = forum.reply(kenari, card, "Sama di sini")
    forum.decide("shown", reply)
    for to in (reply, "0" * 12, [card], {"id": card}, None, 1):
        assert forum.send(rusa, "reply", to=to, text="Balasan")["code"] == "unknown_card"
    assert forum.send(rusa, "reply", to=card, text=" \u200b ")["code"] == "empty"
    assert forum.send(rusa, "reply", to=card, text="x" * 201)["code"] == "too_long"
    assert forum.send(rusa, "reply", text="Tanpa kartu")["code"] == "malformed"


def test_everybody_has_so_many_replies_beside_their_cards_and_withdrawing_makes_room(forum, people):
    rusa, kenari, _ = people
    card = forum.write(rusa, "Antre lama")
    forum.decide("shown", card)
    first = forum.reply(kenari, card, "Satu")
    forum.reply(kenari, card, "Dua")
    assert forum.send(kenari, "reply", to=card, text="Tiga")["code"] == "too_many_cards"
    forum.write(kenari, "Kartu sendiri")
    forum.decide("hidden", card)  # what went with its card still counts: it may come back
    forum.decide("shown", card)
    assert forum.send(kenari, "reply", to=card, text="Tiga")["code"] == "too_many_cards"
    assert forum.send(kenari, "withdraw", id=first)["ok"]
    forum.reply(kenari, card, "Tiga")
    assert [text for text, _ in forum.own(kenari)] == ["Dua", "Tiga"]
    assert forum.sees(role=Role.FACILITATOR)["answered"] == 2  # replies alone are no card


def test_a_wall_without_replies_takes_none_and_tells_of_none():
    plain = Forum(replies=0)
    with plain.klass:
        rusa = plain.klass.join("Rusa Tenang")
        card = plain.write(rusa, "Antre lama")
        plain.decide("shown", card)
        assert plain.send(rusa, "reply", to=card, text="Balasan")["code"] == "unknown_kind"
        assert plain.sees(rusa)["board"] == {"cards": [{"id": card, "text": "Antre lama", "column": None}], "more": 0}
        assert plain.sees(rusa)["dealt"].keys() == {"cards"}
        assert "replies" not in plain.sees(role=Role.FACILITATOR)["results"]


@pytest.mark.parametrize("replies", [-1, 11, True, "2", 1.5])
def test_a_number_of_replies_that_makes_no_sense_is_refused_in_a_definition(replies):
    with pytest.raises(ValidationError, match="replies"):
        WallSpec.model_validate({**DEFINITION, "replies": replies})


def test_replies_hold_over_rounds_and_where_answers_are_anonymous():
    forum = Forum(identity="anonymous")
    with forum.klass:
        rusa, kenari = forum.klass.join("Rusa Tenang"), forum.klass.join("Kenari Teduh")
        card = forum.write(rusa, "Antre lama")
        forum.decide("shown", card)
        first = forum.reply(kenari, card, "Satu")
        forum.decide("shown", first)
        assert {row["name"] for row in forum.review()["cards"]} == {""}
        forum.klass.move("forum", "closed", "discussing", "open")
        forum.reply(kenari, card, "Dua")
        assert forum.send(kenari, "withdraw", id=first)["code"] == "earlier_round"
        assert forum.send(kenari, "reply", to=card, text="Tiga")["code"] == "too_many_cards"
        assert (forum.threads(), forum.own(kenari)) == (
            {"Antre lama": ["Satu"]},
            [("Satu", "shown"), ("Dua", "waiting")],
        )


def stored(number: int, slot: str, payload: Mapping[str, Any]) -> Response:
    return Response(
        participant=f"p{number}",
        name=f"Nama {number}",
        group=None,
        round=1,
        slot=slot,
        payload=dict(payload),
        at=f"{number:06}",
    )


def decided(*ids: str, **others: str) -> Response:
    states = {**dict.fromkeys(ids, SHOWN), **others}
    return Response(
        participant=FACILITATOR, name="", group=None, round=1, slot="moderation", payload={"states": states}
    )


def card(number: int, name: str, text: str = "x" * 200) -> Response:
    return stored(number, "card:1", {"id": name, "text": text, "column": None})


def reply(number: int, name: str, to: str, text: str = "y" * 200) -> Response:
    return stored(number, "reply:1", {"id": name, "text": text, "to": to})


THREADS = [
    card(1, "c1", "Berkas rangkap"),
    card(2, "c2", "Takut salah"),
    reply(3, "b1", "c1", "Sama di sini"),
    reply(4, "b2", "c2", "Tanya atasan dulu"),
    reply(5, "b3", "c9", "Kartunya sudah ditarik"),
    decided("c1", "b1", "b2", "b3", c2="hidden"),
]


def test_results_count_replies_that_can_be_seen_and_people_who_wrote_cards():
    assert KIND.results(SPEC, THREADS, "id") == {
        "cards": [
            {
                "id": "c1",
                "text": "Berkas rangkap",
                "column": None,
                "replies": [{"id": "b1", "text": "Sama di sini"}],
                "more": 0,
            }
        ],
        "more": 0,
        "n": 2,
        "shown": 1,
        "columns": {},
        "replies": 1,
    }


def test_a_report_gives_each_card_with_its_replies():
    told = KIND.summary(SPEC, THREADS, "id")
    assert told.texts == ("Berkas rangkap", "Balasan: Sama di sini")
    assert told.note == "Balasan yang tampil: 1."
    assert KIND.summary(SPEC, THREADS, "en").texts[1] == "Reply: Sama di sini"


def test_the_frame_says_what_a_reply_answers(records):
    rows = [(row["teks"], row["membalas"], row["keadaan"]) for row in records(KIND.frame(SPEC, THREADS))]
    assert rows == [
        ("Berkas rangkap", None, "tampil"),
        ("Takut salah", None, "disembunyikan"),
        ("Sama di sini", "Berkas rangkap", "tampil"),
        ("Tanya atasan dulu", "Takut salah", "kartunya tidak tampil"),
        ("Kartunya sudah ditarik", "(kartu yang ditarik)", "kartunya tidak tampil"),
    ]


def test_the_list_of_the_facilitator_shows_how_the_card_of_a_reply_begins():
    long = [card(1, "c1", "Kata " * 30), reply(2, "b1", "c1", "Ya"), decided("c1")]
    rows = KIND.facilitator_results(SPEC, long, "id")["review"]["cards"]
    assert [(row["id"], row.get("answers")) for row in rows] == [
        ("b1", f"{'Kata ' * 12}"[:60].rstrip() + "…"),
        ("c1", None),
    ]


def test_a_board_is_bounded_however_many_reply_and_says_what_it_leaves_out():
    cards = [card(number, f"c{number}") for number in range(210)]
    replies = [reply(number, f"b{number}", f"c{number % 210}") for number in range(2100)]
    everything = [*cards, *replies, decided(*(one.payload["id"] for one in (*cards, *replies)))]
    board = KIND.board(SPEC, everything, OPEN, "id")

    assert (len(board["cards"]), board["more"]) == (200, 10)
    drawn = [one["id"] for thread in board["cards"] for one in thread["replies"]]
    assert len(drawn) == len(set(drawn)) == REPLY_LIMIT
    assert sum(thread["more"] for thread in board["cards"]) == 2000 - REPLY_LIMIT
    newest = {f"b{number}" for number in range(2100) if number % 210 >= 10}
    assert set(drawn) == set(sorted(newest, key=lambda name: int(name[1:]))[-REPLY_LIMIT:])
    assert len(json.dumps(board)) < 160_000
    assert len(KIND.facilitator_results(SPEC, everything, "id")["review"]["cards"]) == 200


@pytest.fixture
def daily():
    """A forum in a self-paced class, made from the template."""
    template = default_library().templates()["forum"]
    spec = WallSpec.model_validate(template.fill({"id": "forum", "template": "forum"}))
    made = Forum()
    made.klass.code = open_class(made.klass.store, loose_pack([spec]), pace="self").code
    with made.klass:
        yield made


def test_the_template_is_a_forum_of_one_card_and_two_replies_in_both_languages(daily):
    rusa = daily.klass.join("Rusa Tenang")
    content = daily.sees(rusa)["content"]
    assert (content["per_person"], content["replies"], content["max"]) == (1, 2, 400)
    english = KIND.content(daily.klass.room().activities["forum"].spec, "en")
    assert english["prompt"] != content["prompt"]


def test_in_a_self_paced_class_a_forum_is_open_from_the_start_and_stays_so(daily):
    rusa, kenari = daily.klass.join("Rusa Tenang"), daily.klass.join("Kenari Teduh")
    state = daily.sees(rusa)
    assert (state["phase"], state["done"], state["calm"]) == ("open", False, None)
    room = daily.klass.room()
    assert pace.readers(room, room.activities["forum"]) == {rusa, kenari}  # also who has not written reads along
    card = daily.write(rusa, "Antre lama")
    daily.decide("shown", card)
    daily.decide("shown", daily.reply(kenari, card, "Sama di sini"))

    assert daily.threads(rusa) == {"Antre lama": ["Sama di sini"]}
    assert (daily.sees(rusa)["phase"], daily.sees(rusa)["done"]) == ("open", True)
    assert daily.sees(kenari)["done"] is False  # one's own card is still to come
    assert daily.sees(rusa)["results"] is None
    assert daily.klass.submit(LEADER, None, "end", {})["ok"]
    assert daily.threads(kenari) == {"Antre lama": ["Sama di sini"]}
    assert daily.send(kenari, "reply", to=card, text="Lagi")["code"] == "ended"


def test_a_wall_without_replies_is_left_to_the_classroom():
    assert not KIND.works_alone(SPEC.model_copy(update={"replies": 0}))
    assert KIND.works_alone(SPEC)
