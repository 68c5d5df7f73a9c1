"""Argue and vote again: which reasons are dealt, what a second vote must say, how people moved and why."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from etika_widgets.activities.argue_revote import ArgueRevote
from etika_widgets.activities.argue_revote.dealing import PAIR, Vote, deal, times_shown
from etika_widgets.activities.argue_revote.spec import ArgueRevoteSpec
from etika_widgets.activity import Summary, Table
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

ARGUE = ArgueRevote()
LEADER = Viewer(Role.FACILITATOR)
DEFINITION = {
    "id": "papan",
    "type": "argue_revote",
    "question": {"id": "Tempel daftarnya?", "en": "Post the list?"},
    "options": [
        {"id": "tempel", "text": "Tempel semua nama", "short": "Tempel"},
        {"id": "jangan", "text": "Jangan tempel", "short": "Jangan"},
    ],
    "reveal": "Dua hal *baik*.",
}
SIDES = st.sampled_from(["tempel", "jangan", "unsure"])


def argue(**changes):
    return ArgueRevoteSpec.model_validate({**DEFINITION, **changes})


def first(response, number, choice, reason="Sebab", **changes):
    return response(number, {"choice": choice, "reason": reason, "id": f"r{number}"}, **changes)


def second(response, number, before, choice, moved="none", **changes):
    payload = {"keep": before == choice, "choice": choice, "moved": moved}
    return response(number, payload, round=2, **changes)


def votes_of(choices):
    return tuple(Vote(f"v{number}", choice, choice) for number, choice in enumerate(choices))


@given(st.lists(SIDES, max_size=40), st.text(max_size=4))
def test_nobody_reads_their_own_reason_and_opposing_ones_come_first(choices, seed):
    votes = votes_of(choices)
    sides = {vote.id: vote.side for vote in votes}
    pairs = deal(seed, votes)
    assert pairs == deal(seed, votes)
    for vote in votes:
        pair = pairs[vote.id]
        opposing = sum(side != vote.choice for side in choices)
        assert vote.id not in pair
        assert len(set(pair)) == len(pair) == min(PAIR, len(votes) - 1)
        assert sum(sides[one] != vote.choice for one in pair) == min(PAIR, opposing)


@given(st.integers(2, 30), st.integers(2, 30))
def test_of_two_sides_every_reason_is_shown_about_as_often_as_the_others(yes, no):
    votes = votes_of(["tempel"] * yes + ["jangan"] * no)
    shown = times_shown(deal("x", votes))
    for side in ("tempel", "jangan"):
        times = [shown[vote.id] for vote in votes if vote.side == side]
        assert max(times) - min(times) <= 1


def test_of_three_sides_the_two_reasons_speak_for_different_ones():
    votes = votes_of(["a"] * 5 + ["b"] * 5 + ["c"] * 5)
    sides = {vote.id: vote.side for vote in votes}
    assert all(len({sides[one] for one in pair}) == PAIR for pair in deal("x", votes).values())


@given(st.lists(SIDES, min_size=4, max_size=25), st.data())
def test_a_reason_taken_off_is_replaced_only_where_it_stood(choices, data):
    votes = votes_of(choices)
    gone = data.draw(st.lists(st.sampled_from([vote.id for vote in votes]), unique=True, max_size=5))
    before, after = deal("x", votes, tuple(gone[:-1])), deal("x", votes, tuple(gone))
    for name, pair in after.items():
        assert not set(pair) & set(gone)
        assert name not in pair
        if not set(before[name]) & set(gone):
            assert pair == before[name]


def test_a_definition_reads_back_and_wrong_ones_are_explained():
    assert ArgueRevoteSpec.model_validate(argue().model_dump(mode="json")) == argue()
    assert argue(title=None).title == argue().question
    with pytest.raises(ValueError, match="'options' berisi 1 pilihan; harus 2 sampai 12"):
        argue(options=["Ya"])
    with pytest.raises(ValueError, match="sudah dipakai untuk “Belum yakin”"):
        argue(options=["Ya", {"id": "unsure", "text": "Ragu"}])
    check_activity_type(ArgueRevote, DEFINITION)


def test_a_first_vote_needs_a_reason_and_keeps_its_id_when_corrected(context, refusal, response):
    spec = argue()
    stored = ARGUE.accept(spec, context(), "answer", {"choice": "tempel", "reason": " Adil‮ bagi semua\n"})
    assert (stored.slot, stored.payload) == (
        "answer",
        {"choice": "tempel", "reason": "Adil bagi semua", "id": stored.payload["id"]},
    )
    assert len(stored.payload["id"]) == 12
    own = [response(1, stored.payload)]
    again = ARGUE.accept(spec, context(find_own=lambda: own), "answer", {"choice": "jangan", "reason": "Lain"})
    assert again.payload == {"choice": "jangan", "reason": "Lain", "id": stored.payload["id"]}
    assert ARGUE.accept(spec, context(), "answer", {"choice": "unsure"}).payload["reason"] == ""
    assert refusal(ARGUE, spec, "answer", {"choice": "tempel", "reason": " "}).code == "reason_missing"
    assert refusal(ARGUE, spec, "answer", {"choice": True, "reason": "x"}).code == "malformed"
    assert refusal(ARGUE, spec, "answer", {"choice": "lain", "reason": "x"}).code == "unknown_option"
    vote = {"keep": True, "choice": "tempel", "moved": "none"}
    assert refusal(ARGUE, spec, "revote", vote).code == "unknown_kind"  # there is no first vote


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"keep": True, "choice": "jangan", "moved": "none"}, "not_reconsidered"),
        ({"keep": False, "choice": "tempel", "moved": "none"}, "not_reconsidered"),
        ({"keep": 1, "choice": "tempel", "moved": "none"}, "malformed"),
        ({"keep": True, "choice": "tempel", "moved": "r1"}, "unknown_option"),  # their own reason
        ({"keep": True, "choice": "tempel"}, "malformed"),
        ({"keep": True, "choice": "tempel", "moved": None}, "malformed"),
    ],
)
def test_a_second_vote_must_say_whether_it_is_one_and_what_moved(refusal, response, payload, code):
    every = [first(response, 1, "tempel"), first(response, 2, "jangan")]
    changes = {"find_own": lambda: every[:1], "find_responses": lambda: every, "round": 2}
    assert refusal(ARGUE, argue(), "revote", payload, **changes).code == code


def test_a_second_vote_names_a_reason_that_was_read_also_if_it_is_taken_off_meanwhile(context, response):
    every = [first(response, 1, "tempel"), first(response, 2, "jangan")]
    payload = {"keep": False, "choice": "jangan", "moved": "r2"}
    for gone in ([], [response(0, {"ids": ["r2"]}, participant="facilitator", slot="hidden")]):
        here = context(
            find_own=lambda: every[:1],
            find_responses=lambda gone=gone: every + gone,
            find_directions=lambda gone=gone: gone,
            round=2,
        )
        assert ARGUE.accept(argue(), here, "revote", payload).payload == payload


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | SIDES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["choice", "reason", "keep", "moved", "id", "on"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=150)
@given(st.sampled_from(["answer", "revote", "hide"]), JSON, st.booleans())
def test_any_payload_is_taken_or_refused(kind, payload, voted):
    from etika_widgets.activity import Accepted, Context, Phase, Response
    from etika_widgets.errors import Refused

    given_ = {"choice": "tempel", "reason": "Sebab", "id": "r1"}
    stored = (
        [Response(participant="p1", name="N", group=None, round=1, slot="answer", payload=given_)] if voted else []
    )
    here = Context(
        participant="p1",
        group=None,
        is_writer=False,
        phase=Phase.OPEN,
        round=2,
        find_own=lambda: stored,
        find_responses=lambda: stored,
    )
    try:
        send = ARGUE.direct if kind == "hide" else ARGUE.accept
        made = send(argue(), here, kind, payload)
    except Refused:
        return
    assert isinstance(made, Accepted)
    json.dumps(made.payload, allow_nan=False)


def example(response):
    """Four people: one changes for the reason of another, one stays after the talk, one comes only to the second."""
    return [
        first(response, 1, "tempel"),
        first(response, 2, "jangan", "Alamat ikut terbaca", shown=True),
        first(response, 3, "tempel"),
        second(response, 1, "tempel", "jangan", "r2"),
        second(response, 2, "jangan", "jangan", "talk"),
        response(4, {"choice": "unsure", "reason": "", "id": "r4"}, round=2),
    ]


def test_results_count_votes_moves_and_movers(response):
    assert ARGUE.results(argue(), example(response), "en") == {
        "rounds": [
            {"round": 1, "n": 3, "counts": {"tempel": 2, "jangan": 1, "unsure": 0}, "name": "First vote"},
            {"round": 2, "n": 3, "counts": {"tempel": 0, "jangan": 2, "unsure": 1}, "name": "Second vote"},
        ],
        "shift": {"ids": ["tempel", "jangan", "unsure"], "matrix": [[0, 1, 0], [0, 1, 0], [0, 0, 0]], "n": 2},
        "moved": {"n": 2, "counts": {"reason": 1, "talk": 1, "none": 0}},
        "reasons": [{"text": "Alamat ikut terbaca", "choice": "jangan", "votes": 1}],
        "suppressed": False,
    }


def test_a_reason_taken_off_is_not_on_the_screen_and_listed_as_such(response):
    hidden = response(0, {"ids": ["r2"]}, participant="facilitator", slot="hidden")
    made = ARGUE.facilitator_results(argue(), [*example(response), hidden], "id")
    assert made["reasons"] == []
    assert [(row["id"], row["hidden"], row["readers"], row["votes"]) for row in made["listed"]] == [
        ("r1", False, 2, 0),
        ("r2", True, 0, 1),
        ("r3", False, 2, 0),
    ]


def test_anonymous_counts_are_hidden_like_those_of_a_sensitive_poll(response):
    spec = argue(identity="anonymous")
    small = ARGUE.facilitator_results(spec, example(response), "id")
    nothing = {"tempel": None, "jangan": None, "unsure": None}
    assert [(entry["n"], entry["counts"]) for entry in small["rounds"]] == [(None, nothing), (None, nothing)]
    assert (small["shift"], small["suppressed"]) == (None, True)
    assert small["moved"] == {"n": None, "counts": {"reason": None, "talk": None, "none": None}}
    assert small["reasons"] == [{"text": "Alamat ikut terbaca", "choice": None, "votes": None}]
    assert [(row["choice"], row["votes"]) for row in small["listed"]] == [(None, None)] * 3
    many = [first(response, n, "tempel" if n < 12 else "jangan") for n in range(20)]
    many += [second(response, n, "tempel", "jangan" if n < 6 else "tempel", "talk") for n in range(12)]
    found = ARGUE.results(spec, many, "id")
    assert [entry["counts"] for entry in found["rounds"]] == [
        {"tempel": 12, "jangan": None, "unsure": None},
        {"tempel": None, "jangan": 6, "unsure": None},
    ]
    assert found["shift"] is None  # eight came to the first vote only
    assert list(ARGUE.frame(spec, many)["kode"]) == ["tempel"] * 12 + ["jangan"] * 6
    assert "Nama" not in json.dumps(ARGUE.frame(spec, many).to_dict())


def test_summary_frame_and_plot_say_the_same(response, records):
    spec, stored = argue(), example(response)
    names = ("First vote", "Second vote")
    assert ARGUE.summary(spec, stored, "en") == Summary(
        n=3,
        question="Post the list?",
        tables=(
            Table(
                caption="Votes",
                columns=("Choice", *names),
                rows=(("Tempel", 2, 0), ("Jangan", 1, 2), ("Not sure yet", 0, 1)),
                bars=2,
            ),
            Table(
                caption="From choice (row) to choice (column)",
                columns=("Choice", "Tempel", "Jangan", "Not sure yet"),
                rows=(("Tempel", 0, 1, 0), ("Jangan", 0, 1, 0), ("Not sure yet", 0, 0, 0)),
            ),
            Table(
                caption="What moved people",
                columns=("What moved people", "People"),
                rows=(("A reason of others", 1), ("The talk in class", 1), ("Nothing", 0)),
                bars=1,
            ),
        ),
        texts=("Alamat ikut terbaca",),
    )
    rows = records(ARGUE.frame(spec, stored))
    assert rows[3] == {
        "peserta": "Nama 1",
        "kelompok": None,
        "putaran": 2,
        "kode": "jangan",
        "pilihan": "Jangan tempel",
        "alasan": None,
        "tetap": False,
        "penggerak": "reason",
        "alasan_penggerak": "Alamat ikut terbaca",
    }
    ax = ARGUE.plot(spec, stored, Figure().subplots())
    assert sorted(text.get_text() for text in ax.texts) == sorted(["0", "1", "0", "0", "1", "0", "0", "0", "0"])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Suara kedua", "Suara pertama")


@pytest.fixture
def klass():
    with memory_class([DEFINITION]) as made:
        yield made


def test_a_class_votes_reads_and_votes_again(klass):
    klass.move("papan", "reading", "open")
    people = [klass.join(f"Rusa Nomor {n}") for n in range(1, 5)]
    for place, who in enumerate(people):
        vote = {"choice": "jangan" if place == 3 else "tempel", "reason": f"Sebab {place}"}
        assert submit_from_browser(klass, who, "papan", "answer", vote)["ok"]
    for phase in ("closed", None):  # neither while open nor while closed does anybody read anything
        assert klass.state("papan", people[0])["dealt"] == {}
        assert "Sebab 1" not in json.dumps([klass.state("papan", people[0]), klass.state("papan")])
        if phase:
            klass.move("papan", phase)
    klass.move("papan", "discussing")
    dealt = klass.state("papan", people[0])["dealt"]
    assert (dealt["before"], dealt["again"]) == ("tempel", False)
    opposing, other = dealt["reasons"]
    assert (opposing["text"], opposing["choice"], opposing["same"]) == ("Sebab 3", "jangan", False)
    assert other["same"] is True
    assert "Rusa" not in json.dumps(dealt)
    alone = klass.state("papan", people[3])["dealt"]["reasons"]
    assert [row["same"] for row in alone] == [False, False]

    gone = dealt["reasons"][0]["id"]
    assert klass.submit(LEADER, "papan", "hide", {"id": gone, "on": True})["ok"]
    left = klass.state("papan", people[0])["dealt"]["reasons"]
    assert [row["same"] for row in left] == [True, True]  # nobody else thinks otherwise
    assert klass.submit(LEADER, "papan", "hide", {"id": gone, "on": False})["ok"]
    assert klass.state("papan", people[0])["dealt"] == dealt
    assert not klass.submit(LEADER, "papan", "hide", {"id": "r1", "on": True})["ok"]

    klass.move("papan", "open")
    state = klass.state("papan", people[0])
    assert (state["round"], state["dealt"]) == (2, {**dealt, "again": True})
    vote = {"keep": False, "choice": "jangan", "moved": gone}
    assert submit_from_browser(klass, people[0], "papan", "revote", vote)["ok"]
    assert submit_from_browser(klass, people[0], "papan", "answer", {"choice": "tempel", "reason": "x"})["ok"] is False
    assert klass.state("papan", people[0])["mine"] == {
        "1": {"answer": {"choice": "tempel", "reason": "Sebab 0"}},
        "2": {"answer": vote},
    }
    assert klass.state("papan", people[1])["results"] is None
    klass.move("papan", "closed", "revealed")
    results = klass.state("papan")["results"]
    assert results["shift"]["matrix"] == [[0, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert results["moved"]["counts"] == {"reason": 1, "talk": 0, "none": 0}


def test_anonymous_reasons_come_without_choice_and_never_ones_own():
    with memory_class([{**DEFINITION, "identity": "anonymous"}]) as klass:
        klass.move("papan", "reading", "open")
        people = [klass.join(f"Rusa Nomor {n}") for n in range(1, 4)]
        for place, who in enumerate(people):
            vote = {"choice": ["tempel", "jangan", "jangan"][place], "reason": f"Sebab {place}"}
            assert submit_from_browser(klass, who, "papan", "answer", vote)["ok"]
        klass.move("papan", "closed", "discussing")
        for place, who in enumerate(people):
            reasons = klass.state("papan", who)["dealt"]["reasons"]
            assert {row["text"] for row in reasons} == {f"Sebab {n}" for n in range(3) if n != place}
            assert {row["choice"] for row in reasons} == {None}
        listed = klass.state("papan", role=Role.FACILITATOR)["results"]["listed"]
        assert [row["id"] for row in listed] == sorted(row["id"] for row in listed)
        assert "Rusa" not in json.dumps(listed)


def test_bots_play_it_through_both_rounds(klass):
    spec, dice = argue(), random.Random(4)
    people = [klass.join(f"Rusa Nomor {n}") for n in range(1, 9)]
    klass.move("papan", "reading", "open")
    for _ in range(2):
        for who in people:
            for kind, payload in ARGUE.bot(spec, klass.state("papan", who), dice):
                assert submit_from_browser(klass, who, "papan", kind, payload)["ok"]
            assert ARGUE.bot(spec, klass.state("papan", who), dice) == ()
        for kind, payload in ARGUE.bot_facilitator(spec, klass.state("papan", role=Role.FACILITATOR), dice):
            assert klass.submit(LEADER, "papan", kind, payload)["ok"]
        klass.move(
            "papan", "closed", "discussing", *(["open"] if klass.room().activities["papan"].row.round == 1 else [])
        )
    results = klass.state("papan", role=Role.FACILITATOR)["results"]
    assert (results["shift"]["n"], sum(row["hidden"] for row in results["listed"])) == (8, 1)
