"""Role play: who gets which card, what the facilitator does, and what reaches whom."""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from etika_widgets.activities.role_play import RolePlay
from etika_widgets.activities.role_play.seating import Play, deal
from etika_widgets.activities.role_play.spec import RolePlaySpec
from etika_widgets.activity import FACILITATOR, Accepted, Context, Mate, Phase, Response, Summary, Table
from etika_widgets.errors import FieldError, Refused
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

KIND = RolePlay()
LEADER = Viewer(Role.FACILITATOR)
DEFINITION = {
    "id": "peran",
    "type": "role_play",
    "scenario": "Berkas ditolak.",
    "roles": [
        {
            "id": name,
            "title": name.title(),
            "line": f"Baris {name}",
            "wants": f"rahasia_{name} mau",
            "knows": f"rahasia_{name} tahu",
            "withholds": f"rahasia_{name} simpan",
        }
        for name in ("petugas", "warga", "pengawas")
    ]
    + [{"id": "pengamat", "title": "Pengamat", "line": "Melihat", "wants": "rahasia_pengamat mau", "many": True}],
    "rounds": [
        {"name": "Satu", "minutes": 4},
        {"name": "Dua", "minutes": 5, "twist": {"text": "kabar_dua", "to": ["warga"]}},
        {"name": "Tiga", "minutes": 4},
    ],
    "prompts": [{"id": "tenang", "text": "Apa yang menenangkan?"}, {"id": "beda", "text": "Apa yang berbeda?"}],
    "reveal": "Penutup",
}


def spec(**changes):
    return RolePlaySpec.model_validate(DEFINITION | changes)


SPEC = spec()
ACTING = {"petugas", "warga", "pengawas"}


# Definitions


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"roles": DEFINITION["roles"][:1]}, "'roles' berisi 1 peran; harus 2 sampai 8."),
        ({"roles": DEFINITION["roles"][:3]}, "Tepat satu peran harus memakai 'many: true'"),
        ({"roles": [DEFINITION["roles"][0]] * 2 + DEFINITION["roles"][3:]}, "id yang sama"),
        ({"roles": [{**DEFINITION["roles"][0], "min": 2}, *DEFINITION["roles"][1:]]}, "'min' tidak boleh lebih besar"),
        ({"rounds": []}, "'rounds' berisi 0 putaran; harus 1 sampai 8."),
        ({"prompts": []}, "'prompts' berisi 0 isian; harus 1 sampai 6."),
        (
            {"rounds": [{"name": "Satu", "minutes": 4, "twist": {"text": "x", "to": ["hantu"]}}]},
            "Putaran 1: 'twist' menyebut peran yang tidak ada: hantu.",
        ),
        ({"rounds": [{"name": "Satu", "minutes": True}]}, "minutes"),
        ({"rounds": [{"name": "Satu", "minutes": 61}]}, "minutes"),
    ],
)
def test_a_wrong_definition_says_what_is_wrong(changes, told):
    with pytest.raises((ValidationError, FieldError)) as caught:
        spec(**changes)
    assert told in str(caught.value)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), st.lists, max_leaves=5))
def test_no_definition_whatever_fails_in_another_way(value):
    for field in ("roles", "rounds", "prompts", "scenario", "reveal"):
        try:
            spec(**{field: value})
        except ValidationError:
            continue


def test_the_type_keeps_its_contract():
    check_activity_type(RolePlay, DEFINITION)


# A class


@pytest.fixture
def klass():
    with memory_class([DEFINITION]) as made:
        people = [made.join(f"Rusa {word}") for word in ("Tenang", "Teduh", "Biru", "Hijau", "Putih")]
        made.online = people
        assert made.submit(LEADER, None, "group", {"largest": 5})["ok"]
        made.move("peran", "reading", "open")
        made.people = people
        yield made


def lead(klass, kind, **payload):
    return klass.submit(LEADER, "peran", kind, payload)


def held(klass):
    """Return who holds which role, as the phones are told."""
    return {who: klass.state("peran", who)["dealt"].get("role") for who in klass.people}


def holder(klass, role):
    return next(who for who, own in held(klass).items() if own == role)


def test_a_round_deals_one_card_each_and_starts_the_clock(klass):
    assert {json.dumps(klass.state("peran", who)["dealt"]) for who in klass.people} == {"{}"}
    assert lead(klass, "start_round", round=1)["ok"]
    assert Counter(held(klass).values()) == {"petugas": 1, "warga": 1, "pengawas": 1, "pengamat": 2}
    board = klass.state("peran")["board"]
    [stored] = klass.room().own("peran", FACILITATOR)
    assert board == {"round": 1, "ends": stored.payload["ends"]}
    assert stored.payload["ends"][:16] > stored.payload["at"][:16]


def test_a_card_reaches_its_holder_alone(klass):
    lead(klass, "start_round", round=2)
    for who, role in held(klass).items():
        frame = json.dumps(klass.state("peran", who))
        secrets = {f"rahasia_{name}" for name in [*ACTING, "pengamat"] if f"rahasia_{name}" in frame}
        assert secrets == {f"rahasia_{role}"}
        assert ("kabar_dua" in frame) == (role == "warga")
    assert "rahasia" not in json.dumps(klass.state("peran"))
    klass.move("peran", "closed", "revealed")
    assert all(f"rahasia_{name}" in json.dumps(klass.state("peran")) for name in [*ACTING, "pengamat"])


def test_a_group_sees_who_plays_what_and_no_other_group_does(klass):
    lead(klass, "start_round", round=1)
    who = holder(klass, "petugas")
    cast = klass.state("peran", who)["dealt"]["cast"]
    names = {one.id: one.name for one in klass.room().people.present()}
    expected = [{"role": role, "name": names[mate], "me": mate == who} for mate, role in held(klass).items()]
    assert sorted(cast, key=lambda one: one["name"]) == sorted(expected, key=lambda one: one["name"])
    assert names[who] not in json.dumps(klass.state("peran"))


def test_cards_do_not_move_while_a_line_flickers_until_the_facilitator_deals_again(klass):
    lead(klass, "start_round", round=1)
    before, gone = held(klass), holder(klass, "petugas")
    klass.online = [who for who in klass.people if who != gone]
    assert held(klass) == before
    assert lead(klass, "redeal", group=1)["ok"]
    after = held(klass)
    assert Counter(after.values()) == Counter(before.values())
    assert after[gone] == "pengamat"
    assert sum(before[who] != after[who] for who in klass.people) == 2
    assert lead(klass, "redeal", group=1)["code"] == "nothing_to_deal"
    klass.online = klass.people
    assert held(klass) == after


def test_a_latecomer_watches_until_the_next_round(klass):
    lead(klass, "start_round", round=1)
    late = klass.join("Kenari Lambat")
    dealt = klass.state("peran", late)["dealt"]
    assert (dealt["role"], len(dealt["cast"])) == ("pengamat", 6)
    klass.online = [*klass.people, late]
    lead(klass, "start_round", round=2)
    klass.people.append(late)
    assert Counter(held(klass).values()) == {"petugas": 1, "warga": 1, "pengawas": 1, "pengamat": 3}


def test_everybody_has_another_role_in_the_next_round(klass):
    seen = []
    for number in (1, 2, 3):
        lead(klass, "start_round", round=number)
        seen.append(held(klass))
    for who in klass.people:
        acted = [roles[who] for roles in seen if roles[who] in ACTING]
        assert len(acted) == len(set(acted))
    assert all(a[who] != b[who] for a, b in pairwise(seen) for who in klass.people)
    lead(klass, "start_round", round=3)  # dealt anew: its own seats do not count as played
    assert held(klass) == seen[-1]


def test_the_clock_is_extended_and_stopped(klass):
    assert lead(klass, "extend", minutes=1)["code"] == "not_started"
    lead(klass, "start_round", round=1)
    first = klass.state("peran")["board"]["ends"]
    assert lead(klass, "extend", minutes=2)["ok"]
    longer = klass.state("peran")["board"]["ends"]
    assert (longer[14:16], longer[16:]) == (f"{(int(first[14:16]) + 2) % 60:02}", first[16:])
    assert lead(klass, "stop")["ok"]
    assert klass.state("peran")["board"]["ends"] < first
    assert lead(klass, "stop")["code"] == "over"
    assert lead(klass, "extend", minutes=1)["ok"]
    assert klass.state("peran")["board"]["ends"] < first


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("start_round", {"round": 0}),
        ("start_round", {"round": 4}),
        ("start_round", {"round": True}),
        ("start_round", {}),
        ("extend", {"minutes": 0}),
        ("extend", {"minutes": 1.0}),
        ("extend", {"minutes": 10**9}),
        ("redeal", {"group": 9}),
        ("redeal", {"group": True}),
        ("redeal", {"group": "1"}),
        ("stop", {"x": 1}),
    ],
)
def test_a_direction_that_makes_no_sense_is_turned_down(klass, kind, payload):
    lead(klass, "start_round", round=1)
    before = klass.state("peran")["board"]
    ack = lead(klass, kind, **payload)
    assert (ack["ok"], klass.state("peran")["board"]) == (False, before)


def test_without_groups_no_round_starts():
    with memory_class([DEFINITION]) as klass:
        klass.online = [klass.join("Rusa Tenang")]
        klass.move("peran", "reading", "open")
        ack = klass.submit(LEADER, "peran", "start_round", {"round": 1})
        assert (ack["code"], ack["message"][:41]) == ("no_groups", "Belum ada kelompok dengan peserta yang da")
        refused = submit_from_browser(klass, klass.online[0], "peran", "ready", {"round": 1})
        assert refused["code"] == "no_card"


def test_only_observers_write_notes_and_what_is_shown_names_nobody(klass):
    lead(klass, "start_round", round=1)
    actor, watcher = holder(klass, "warga"), holder(klass, "pengamat")
    note = {"round": 1, "notes": {"tenang": " Mengulang\u202e keluhan <b>saya</b> "}}
    assert submit_from_browser(klass, actor, "peran", "note", note)["code"] == "not_watching"
    assert (
        submit_from_browser(klass, watcher, "peran", "note", {"round": 2, "notes": note["notes"]})["code"] == "no_card"
    )
    assert submit_from_browser(klass, watcher, "peran", "note", {"round": 1, "notes": {}})["code"] == "empty"
    assert submit_from_browser(klass, watcher, "peran", "note", note)["ok"]
    lead(klass, "start_round", round=2)
    assert submit_from_browser(klass, watcher, "peran", "note", note)["ok"]  # finished late: still of round 1
    shown = {"participant": watcher, "slot": "note:1", "round": 1, "shown": True}
    assert klass.submit(LEADER, "peran", "feature", shown)["ok"]
    klass.move("peran", "closed", "discussing")
    assert klass.state("peran", actor)["results"] is None
    klass.move("peran", "revealed")
    text = {"prompt": "Apa yang menenangkan?", "text": "Mengulang keluhan <b>saya</b>"}
    assert klass.state("peran")["results"] == {"n": 0, "rounds": [], "shown": [{"round": 1, "notes": [text]}]}
    [row] = klass.state("peran", role=Role.FACILITATOR)["results"]["notes"]
    assert row["participant"] == watcher


def test_opening_a_card_counts_and_is_told_to_the_facilitator_alone(klass):
    lead(klass, "start_round", round=1)
    who = holder(klass, "petugas")
    assert submit_from_browser(klass, who, "peran", "ready", {"round": 1})["ok"]
    leads = klass.state("peran", role=Role.FACILITATOR)
    assert leads["answered"] == 1
    [group] = leads["results"]["groups"]
    assert {(seat["participant"], seat["role"]) for seat in group["seats"] if seat["opened"]} == {(who, "petugas")}
    klass.move("peran", "closed", "revealed")
    roles = {"petugas": 1, "warga": 0, "pengawas": 0, "pengamat": 0}
    expected = {"n": 1, "rounds": [{"round": 1, "name": "Satu", "roles": roles}], "shown": []}
    assert klass.state("peran")["results"] == expected


def test_bots_play_all_rounds(klass):
    dice = random.Random(7)
    for _ in range(12):
        for kind, payload in KIND.bot_facilitator(SPEC, klass.state("peran", role=Role.FACILITATOR), dice):
            assert lead(klass, kind, **payload)["ok"]
        for who in klass.people:
            for kind, payload in KIND.bot(SPEC, klass.state("peran", who), dice):
                assert submit_from_browser(klass, who, "peran", kind, payload)["ok"]
    klass.move("peran", "closed", "revealed")
    results = klass.state("peran")["results"]
    each = {"petugas": 1, "warga": 1, "pengawas": 1, "pengamat": 2}
    assert [(one["round"], one["roles"]) for one in results["rounds"]] == [(1, each), (2, each), (3, each)]
    notes = klass.state("peran", role=Role.FACILITATOR)["results"]["notes"]
    assert Counter(note["play"] for note in notes) == {1: 2, 2: 2, 3: 2}


# What is stored, and what becomes of it


def stored(number, slot, payload, **changes):
    usual = {"participant": f"p{number}", "name": f"Nama {number}", "group": 1, "round": 1, "slot": slot}
    return Response(payload=payload, **usual | changes)


RESPONSES = [
    stored(1, "ready:1", {"round": 1, "role": "petugas"}),
    stored(2, "ready:1", {"round": 1, "role": "pengamat"}),
    stored(2, "note:1", {"round": 1, "notes": {"tenang": "Menunggu", "beda": ""}}, shown=True),
    stored(1, "ready:2", {"round": 2, "role": "pengamat"}),
]


def test_summary_counts_roles_and_quotes_what_was_shown():
    assert KIND.summary(SPEC, RESPONSES, "id") == Summary(
        n=2,
        question="Bermain peran",
        tables=(
            Table(
                caption="Peran yang dimainkan",
                columns=("Peran", "Satu", "Dua"),
                rows=(("Petugas", 1, 0), ("Warga", 0, 0), ("Pengawas", 0, 0), ("Pengamat", 1, 1)),
            ),
        ),
        texts=("Apa yang menenangkan? Menunggu",),
    )
    assert KIND.summary(SPEC, [], "en") == Summary(n=0, question="Role play")


def test_the_frame_has_a_row_for_every_role_and_every_note(records):
    assert records(KIND.frame(SPEC, RESPONSES)) == [
        {"peserta": who, "kelompok": 1, "putaran": 1, "babak": play, "bagian": part, "kode": code, "teks": text}
        for who, play, part, code, text in [
            ("Nama 1", 1, "peran", "petugas", None),
            ("Nama 2", 1, "peran", "pengamat", None),
            ("Nama 1", 2, "peran", "pengamat", None),
            ("Nama 2", 1, "catatan", "tenang", "Menunggu"),
        ]
    ]


EVERYBODY = [Mate(participant=f"p{n}", name=f"Nama {n}", online=True, group=1) for n in range(1, 5)]
WORDS = st.sampled_from(["round", "notes", "tenang", "beda", "minutes", "group"])
TEXTS = WORDS | st.text(st.characters(), max_size=30) | st.just("x" * 100_000)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.sampled_from(["ready", "note", "start_round", "extend", "redeal", "stop", "answer"]), JSON)
def test_whatever_is_sent_is_taken_as_plain_json_or_turned_down(kind, payload):
    play = Response(
        participant=FACILITATOR,
        name="",
        group=None,
        round=1,
        slot="round:1",
        payload=Play(1, "2026-11-23T01:00:00.000Z", "2026-11-23T01:04:00.000Z", deal(SPEC, EVERYBODY, [])).payload(),
    )
    usual = {"group": 1, "is_writer": False, "phase": Phase.OPEN, "round": 1, "at": "2026-11-23T01:01:00.000Z"}
    sender = Context(participant="p4", find_everybody=lambda: EVERYBODY, find_directions=lambda: [play], **usual)
    for payload_ in (payload, {"round": 1, "notes": payload}, {"round": payload}):
        for take in (KIND.accept, KIND.direct):
            try:
                accepted = take(SPEC, sender, kind, payload_)
            except Refused:
                continue
            assert isinstance(accepted, Accepted)
            assert json.loads(json.dumps(accepted.payload, allow_nan=False)) == accepted.payload
