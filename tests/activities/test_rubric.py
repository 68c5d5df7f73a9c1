"""Rubric: who is asked to rate whom, what is taken, what the room sees of it."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from etika_widgets.activities.rubric import Rubric
from etika_widgets.activities.rubric.raters import Performance, line_up
from etika_widgets.activities.rubric.spec import RubricSpec
from etika_widgets.activity import FACILITATOR, Accepted, Context, Mate, Phase, Response, Summary, Table
from etika_widgets.errors import FieldError, Refused
from etika_widgets.measures import calibration
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser
from etika_widgets.workbook import responses_in

KIND = Rubric()
LEADER = Viewer(Role.FACILITATOR)
DEFINITION = {
    "id": "nilai",
    "type": "rubric",
    "criteria": [
        {"id": "dengar", "label": "Mendengar", "anchors": ["Memotong", "Diam", "Mengulang", "Mengulang dan bertanya"]},
        {"id": "jelas", "label": "Jelas", "anchors": ["Kabur", "Sebagian", "Jelas", "Jelas dan runtut"]},
    ],
    "reveal": "Penutup",
}
ROLES = {"of": "roles", "roles": ["Petugas", "Warga"]}
SAMPLES = {
    "of": "samples",
    "samples": [
        {"id": "satu", "title": "Peragaan 1", "body": "**Ia** diam.", "reference": {"dengar": 1, "jelas": 2}},
        {
            "id": "dua",
            "title": "Peragaan 2",
            "body": "Ia bertanya.",
            "reference": {"dengar": 4, "jelas": 3},
            "explanation": "Ia bertanya *dua kali*.",
        },
    ],
}


def spec(**changes):
    return RubricSpec.model_validate(DEFINITION | changes)


SPEC = spec()


# Definitions


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"criteria": []}, "'criteria' berisi 0 kriteria; harus 1 sampai 8."),
        ({"criteria": [DEFINITION["criteria"][0]] * 2}, "id yang sama"),
        ({"criteria": [{**DEFINITION["criteria"][0], "anchors": ["a", "b", "c"]}]}, "anchors"),
        ({"of": "roles"}, "'roles' berisi 0 peran; harus 1 sampai 4."),
        ({"roles": ["Petugas"]}, "'roles' hanya berlaku bersama 'of: roles'."),
        ({"peers": 2}, "peers"),
        ({"peers": True}, "peers"),
        ({"of": "samples"}, "'samples' berisi 0 contoh; harus 1 sampai 4."),
        ({"samples": SAMPLES["samples"]}, "'samples' hanya berlaku bersama 'of: samples'."),
        (
            {"of": "samples", "samples": [{**SAMPLES["samples"][0], "reference": {"dengar": 1}}]},
            "'reference' dari 'satu' harus memuat setiap kriteria satu kali.",
        ),
        (
            {"of": "samples", "samples": [{**SAMPLES["samples"][0], "reference": {"dengar": 5, "jelas": 1}}]},
            "reference",
        ),
    ],
)
def test_a_wrong_definition_says_what_is_wrong(changes, told):
    with pytest.raises((ValidationError, FieldError)) as caught:
        spec(**changes)
    assert told in str(caught.value)


def test_the_type_keeps_its_contract():
    check_activity_type(Rubric, DEFINITION)
    check_activity_type(Rubric, DEFINITION | ROLES)
    check_activity_type(Rubric, DEFINITION | SAMPLES)


# A class


def open_class(**changes):
    klass = memory_class([DEFINITION | changes])
    klass.people = [klass.join(f"Rusa {word}") for word in ("Tenang", "Teduh", "Biru", "Hijau", "Putih", "Muda")]
    klass.online = klass.people
    assert klass.submit(LEADER, None, "group", {"largest": 2})["ok"]
    klass.move("nilai", "reading", "open")
    return klass


@pytest.fixture
def klass():
    with open_class() as made:
        yield made


def lead(klass, kind, **payload):
    return klass.submit(LEADER, "nilai", kind, payload)


def rate(klass, who, dengar, jelas, number=1, subject="all"):
    payload = {"performance": number, "subject": subject, "scores": {"dengar": dengar, "jelas": jelas}}
    return submit_from_browser(klass, who, "nilai", "rate", payload)


def asked(klass):
    return [who for who in klass.people if klass.state("nilai", who)["dealt"]["asked"]]


def test_a_performance_asks_three_others_and_follows_who_is_there(klass):
    assert asked(klass) == []
    assert lead(klass, "perform", group=1)["ok"]
    performers = [who for who in klass.people if klass.state("nilai", who)["dealt"]["performs"]]
    assert len(performers) == 2
    first = asked(klass)
    assert len(first) == 3
    assert not set(first) & set(performers)
    [spare] = set(klass.people) - set(first) - set(performers)
    klass.online = [who for who in klass.people if who != first[0]]
    assert set(asked(klass)) == {*first[1:], spare}
    klass.online = klass.people
    assert asked(klass) == first
    assert klass.state("nilai")["board"] == {"performance": 1, "groups": [1], "came": 0, "wanted": 3}


def test_ratings_fill_their_seats_and_come_back_to_nobody_before_the_reveal(klass):
    lead(klass, "perform")
    raters = asked(klass)
    for who, levels in zip(raters, [(1, 3), (4, 3), (2, 3)], strict=True):
        assert rate(klass, who, *levels)["ok"]
    assert asked(klass) == raters  # to look at and change what they sent
    performer = next(who for who in klass.people if klass.state("nilai", who)["dealt"]["performs"])
    for viewer in (None, performer, raters[0]):
        state = klass.state("nilai", viewer)
        assert (state["results"], state.get("dealt", {}).get("received", [])) == (None, [])
    assert klass.state("nilai", raters[0])["mine"]["1"]["rate:1:all"]["scores"] == {"dengar": 1, "jelas": 3}
    assert klass.state("nilai")["board"]["came"] == 3
    score = {"performance": 1, "subject": "all", "scores": {"dengar": 4, "jelas": 4}}
    assert lead(klass, "score", **score)["ok"]
    klass.move("nilai", "closed", "revealed")
    assert klass.state("nilai")["results"]["criteria"][0]["counts"] == {"1": 1, "2": 1, "3": 0, "4": 2}
    received = [{"performance": 1, "group": 1, "subject": "all", "medians": {"dengar": 3.0, "jelas": 3.0}}]
    assert klass.state("nilai", performer)["dealt"] == {"performs": True, "asked": [], "received": received}
    assert klass.state("nilai", raters[0])["dealt"]["received"] == []


def test_the_control_page_shows_how_much_came_but_not_who_gave_what(klass):
    lead(klass, "perform", group=2)
    raters = asked(klass)
    rate(klass, raters[0], 1, 4)
    rate(klass, raters[1], 4, 1)
    leads = klass.state("nilai", role=Role.FACILITATOR)
    turn = {"performance": 1, "group": 2, "subject": "all", "peers": 2, "medians": None, "scores": None}
    assert leads["results"]["turns"] == [turn]
    rate(klass, raters[2], 2, 2)
    leads = klass.state("nilai", role=Role.FACILITATOR)
    assert leads["results"]["turns"] == [turn | {"peers": 3, "medians": {"dengar": 2, "jelas": 2}}]
    shown = json.dumps(leads["results"])
    assert not [one for one in klass.room().people.present() if one.name in shown or one.id in shown]


def test_one_person_may_perform_and_is_named_nowhere(klass):
    who = klass.people[3]
    assert lead(klass, "perform", participant=who)["ok"]
    assert klass.state("nilai")["board"]["groups"] == [None]
    for rater in asked(klass):
        rate(klass, rater, 1, 4)
    klass.move("nilai", "closed", "revealed")
    for viewer in (None, klass.people[0]):
        shown = json.dumps(klass.state("nilai", viewer)["results"] | klass.state("nilai", viewer)["board"])
        assert who not in shown
        assert "Rusa" not in shown
    assert klass.state("nilai")["results"]["subjects"] == []


def test_a_rating_begun_before_the_next_turn_is_still_taken_but_not_from_a_performer(klass):
    lead(klass, "perform", group=1)
    raters = asked(klass)
    lead(klass, "perform", group=2)
    assert rate(klass, raters[0], 2, 2)["ok"]
    performer = next(who for who in klass.people if klass.state("nilai", who)["dealt"]["performs"])
    assert rate(klass, performer, 2, 2, number=2)["code"] == "own_performance"
    assert rate(klass, raters[0], 2, 2, number=3)["code"] == "out_of_range"


@pytest.mark.parametrize(
    "payload",
    [
        {"group": 9},
        {"group": True},
        {"group": "1"},
        {"participant": "hantu"},
        {"participant": ["a"]},
        {"x": 1},
    ],
)
def test_a_performance_of_nobody_is_turned_down(klass, payload):
    assert lead(klass, "perform", **payload)["ok"] is False
    assert klass.state("nilai")["board"]["performance"] is None


def test_before_anybody_performs_nothing_is_rated(klass):
    assert rate(klass, klass.people[0], 1, 1)["code"] == "nobody_performs"


def test_roles_are_each_rated_and_need_groups():
    with open_class(**ROLES) as klass:
        assert lead(klass, "perform", participant=klass.people[0])["code"] == "no_groups"
        lead(klass, "perform")
        wanted = [klass.state("nilai", who)["dealt"]["asked"] for who in klass.people]
        assert Counter(one for own in wanted for one in own) == {"petugas": 3, "warga": 3}
        assert rate(klass, asked(klass)[0], 3, 3, subject="all")["code"] == "unknown_option"


def test_everybody_rates_themselves_without_a_performance():
    with open_class(of="self") as klass:
        assert lead(klass, "perform")["code"] == "nobody_performs"
        for who, level in zip(klass.people, (1, 2, 2, 3, 4, 4), strict=True):
            assert klass.state("nilai", who)["dealt"]["asked"] == ["self"]
            assert rate(klass, who, level, 2, number=1, subject="self")["code"] == "out_of_range"
            assert rate(klass, who, level, 2, number=0, subject="self")["ok"]
        klass.move("nilai", "closed", "revealed")
        found = klass.state("nilai")["results"]
        assert (found["n"], found["agreement"], found["widest"], found["subjects"]) == (6, None, [], [])
        assert found["criteria"][0]["counts"] == {"1": 1, "2": 2, "3": 1, "4": 2}


def test_everybody_rates_every_sample_and_learns_how_close_to_the_reference_it_is():
    with open_class(**SAMPLES) as klass:
        assert lead(klass, "perform")["code"] == "nobody_performs"
        assert lead(klass, "score", performance=0, subject="satu", scores={})["code"] == "nobody_performs"
        given = [
            ((1, 2), (4, 3)),
            ((1, 1), (4, 3)),
            ((1, 2), (3, 3)),
            ((4, 3), (1, 2)),
            ((3, 3), (3, 3)),
            ((1, 2), None),
        ]
        for who, (first, second) in zip(klass.people, given, strict=True):
            assert klass.state("nilai", who)["dealt"] == {
                "performs": False,
                "asked": ["satu", "dua"],
                "received": [],
                "own": None,
            }
            assert "reference" not in json.dumps(klass.state("nilai", who))
            assert rate(klass, who, *first, number=0, subject="satu")["ok"]
            if second:
                assert rate(klass, who, *second, number=0, subject="dua")["ok"]
            told = klass.state("nilai", role=Role.FACILITATOR)["results"]["calibration"]
            assert (told is None) == (who in klass.people[:2])
        klass.move("nilai", "closed", "revealed")
        owns = [klass.state("nilai", who)["dealt"]["own"] for who in klass.people]
        assert [one["passed"] for one in owns] == [True, True, True, False, False, None]
        assert (owns[0]["kappa"], owns[3]["kappa"]) == (1.0, -1.0)
        assert owns[5]["why"] == "Baru 2 dari 4 penilaian; kesepakatan dihitung setelah lengkap."
        state = klass.state("nilai")
        found = state["results"]
        assert (found["n"], found["performances"], found["hidden"]) == (6, 2, 0)
        medians = [(one["subject"], one["medians"]) for one in found["subjects"]]
        assert medians == [("satu", {"dengar": 1, "jelas": 2}), ("dua", {"dengar": 3, "jelas": 3})]
        assert "calibration" not in found
        assert state["reveal"]["samples"][1]["levels"] == {"dengar": 4, "jelas": 3}
        assert "<em>dua kali</em>" in state["reveal"]["samples"][1]["html"]
        leads = klass.state("nilai", role=Role.FACILITATOR)["results"]
        counted = leads["calibration"]
        assert (counted["n"], counted["complete"], counted["passed"]) == (6, 5, 3)
        assert counted["kappas"] == sorted(one["kappa"] for one in owns[:5])
        whole = calibration.of_frame(responses_in(klass.room(), "nilai"))
        assert (found["agreement"]["icc"], found["agreement"]["kind"]) == (round(whole.icc, 2), "2,1")
        assert [one.passed for one in whole.raters] == [one["passed"] for one in owns]


@pytest.mark.parametrize("changes", [{}, ROLES, {"of": "self"}, SAMPLES])
def test_bots_play_it_to_the_end(changes):
    dice = random.Random(3)
    with open_class(**changes) as klass:
        of = spec(**changes)
        for _ in range(8):
            for kind, payload in KIND.bot_facilitator(of, klass.state("nilai", role=Role.FACILITATOR), dice):
                assert lead(klass, kind, **payload)["ok"]
            for who in klass.people:
                for kind, payload in KIND.bot(of, klass.state("nilai", who), dice):
                    assert submit_from_browser(klass, who, "nilai", kind, payload)["ok"]
        klass.move("nilai", "closed", "revealed")
        found = klass.state("nilai")["results"]
        assert (found["n"], found["hidden"]) == (6, 0)
        assert found["performances"] == {"self": 1, "samples": 2}.get(changes.get("of"), 3)


# What becomes of it


def stored(who, slot, payload, **changes):
    usual = {"participant": who, "name": "" if who == FACILITATOR else f"Nama {who}", "group": None, "round": 1}
    return Response(slot=slot, payload=payload, **usual | changes)


def responses():
    turn = stored(FACILITATOR, "perform:1", Performance(1, 2, ("x",), ("a", "b", "c")).payload())
    given = {"a": (1, 3), "b": (2, 3), "c": (4, 3), FACILITATOR: (2, 4)}
    return [turn] + [
        stored(
            rater,
            f"{'score' if rater == FACILITATOR else 'rate'}:1:all",
            {"performance": 1, "subject": "all", "scores": {"dengar": dengar, "jelas": jelas}},
        )
        for rater, (dengar, jelas) in given.items()
    ]


def test_the_summary_is_in_plain_words():
    agreed = KIND.results(SPEC, responses(), "id")["agreement"]
    assert KIND.summary(SPEC, responses(), "id") == Summary(
        n=3,
        question="Rubrik",
        tables=(
            Table(
                caption="Berapa kali tiap tingkat diberikan",
                columns=("Kriteria", "1", "2", "3", "4", "Nilai tengah"),
                rows=(("Mendengar", 1, 2, 0, 1, 2.0), ("Jelas", 0, 0, 3, 1, 3.0)),
            ),
            Table(
                caption="Nilai tengah tiap kelompok atau peran",
                columns=("Yang dinilai", "Mendengar", "Jelas"),
                rows=(("Kelompok 2", 2.0, 3.0),),
            ),
        ),
        note="Dari semua pasangan penilai, 33 % memberi tingkat yang sama dan 75 % berselisih paling banyak satu "
        f"tingkat. ICC(2,1) = {agreed['icc']}.",
    )
    empty = KIND.summary(SPEC, [], "id")
    assert (empty.n, empty.tables, empty.note[:31]) == (0, (), "Kesepakatan baru dihitung bila ")


def test_the_frame_has_a_row_for_every_level_given(records):
    frame = records(KIND.frame(SPEC, responses()))
    assert len(frame) == 8
    first = {"peserta": "Nama a", "kelompok": None, "putaran": 1, "sumber": "rekan", "penampilan": 1, "tampil": 2}
    assert frame[0] == first | {"subjek": "all", "kriteria": "dengar", "nilai": 1}
    assert {row["sumber"] for row in frame} == {"rekan", "fasilitator"}


WORDS = st.sampled_from(["performance", "subject", "scores", "dengar", "jelas", "all", "group", "participant", "p5"])
TEXTS = WORDS | st.text(st.characters(), max_size=30) | st.just("x" * 100_000)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 9) | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.sampled_from(["rate", "score", "perform", "answer"]), JSON)
def test_whatever_is_sent_is_taken_as_plain_json_or_turned_down(kind, payload):
    everybody = [Mate(participant=f"p{n}", name=f"Nama {n}", online=True, group=1) for n in range(1, 9)]
    turn = stored(FACILITATOR, "perform:1", line_up(1, 1, ["p1"], everybody, []).payload())
    sender = Context(
        participant="p5",
        group=2,
        is_writer=False,
        phase=Phase.OPEN,
        round=1,
        find_everybody=lambda: everybody,
        find_directions=lambda: [turn],
    )
    usual = {"performance": 1, "subject": "all", "scores": {"dengar": 1, "jelas": 4}}
    for sent in (payload, *({**usual, name: payload} for name in usual), {"group": payload}, {"participant": payload}):
        for take in (KIND.accept, KIND.direct):
            try:
                accepted = take(SPEC, sender, kind, sent)
            except Refused:
                continue
            assert isinstance(accepted, Accepted)
            assert json.loads(json.dumps(accepted.payload, allow_nan=False)) == accepted.payload
