"""Canvas: strict sheets of every kind of field, friendly checks, a rubric after the reveal, follow-ups as rounds."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from etika_widgets.activities.canvas import Canvas
from etika_widgets.activities.canvas.sheet import advice, passes, plain
from etika_widgets.activities.canvas.spec import CanvasSpec, Check
from etika_widgets.activity import Accepted, Context, Phase
from etika_widgets.content.templates import collect_templates
from etika_widgets.errors import Refused
from etika_widgets.room import Role, Viewer
from etika_widgets.spec import Text
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

CANVAS = Canvas()
TEMPLATES = {
    name: one
    for name, one in collect_templates([(Path(__file__).parents[2] / "datasets", "etika")]).items()
    if one.type == "canvas"
}
STRENGTH = {"id": "kuat", "label": "Kuat", "options": ["Kecil", "Besar"]}
FIELDS = [
    {"id": "kata", "label": {"id": "Kata", "en": "Words"}, "max": 40, "required": True, "example": "Contoh kata"},
    {"id": "daftar", "label": "Daftar", "kind": "list", "most": 2},
    {
        "id": "pilih",
        "label": "Pilih",
        "kind": "choice",
        "options": [{"id": "a", "text": "Ya"}, {"id": "b", "text": "Tidak"}],
    },
    {"id": "hari", "label": "Hari", "kind": "days", "most": 90},
    {"id": "angka", "label": "Angka", "kind": "number", "least": 0, "most": 100, "unit": "orang"},
    {"id": "pihak", "label": "Pihak", "kind": "table", "columns": ["Siapa", STRENGTH], "most": 2},
    {"id": "uji", "label": "Uji", "kind": "table", "rows": ["Sah", "Adil"], "columns": ["Sebab"]},
]
RUBRIC = [{"id": "jelas", "text": "Jelas", "levels": ["Kabur", "Agak", "Jelas", "Sangat"]}]
FULL = {
    "kata": "Menyapa",
    "daftar": ["satu", "dua"],
    "pilih": "a",
    "hari": 14,
    "angka": 2.5,
    "pihak": [{"siapa": "Warga", "kuat": "besar"}],
    "uji": [{"sebab": "Ada SOP"}, {"sebab": ""}],
}
EMPTY = {"kata": "", "daftar": [], "pilih": "", "hari": None, "angka": None, "pihak": [], "uji": []}


def sheet(**changes):
    definition = {
        "id": "lembar",
        "title": "Lembar",
        "prompt": "Isi *ini*.",
        "sections": [
            {"title": "Satu", "hint": "Petunjuk", "fields": FIELDS[:3]},
            {"title": "Dua", "fields": FIELDS[3:]},
        ],
        "rubric": RUBRIC,
    }
    return CanvasSpec.model_validate({**definition, **changes})


def planned(**changes):
    return sheet(follow_up={"days": [30, 60], "fields": [{"id": "kabar", "label": "Kabar"}]}, **changes)


def wrong(**changes):
    with pytest.raises(ValidationError) as caught:
        sheet(**changes)
    return str(caught.value)


def one(**field):
    return {"sections": [{"title": "Satu", "fields": [{"id": "a", "label": "A", **field}]}]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sections": []}, "'sections' berisi 0 isian; harus 1 sampai 12"),
        ({"sections": [{"title": "S", "fields": ["A", "A"]}]}, "sama lebih dari sekali: a"),
        (one(kind="choice", options=["Ya"]), "'options' berisi 1 pilihan; harus 2 sampai 12"),
        (one(kind="table"), "'columns' berisi 0 isian; harus 1 sampai 5"),
        (one(kind="list", most=13), "harus 1 sampai 12"),
        (one(options=["Ya", "Tidak"]), "'options' tidak berlaku untuk isian jenis 'text'"),
        (one(kind="number", max=9), "'max' tidak berlaku untuk isian jenis 'number'"),
        (one(kind="number", least=5, most=2), "'least' lebih besar daripada 'most'"),
        (one(checks=[{}]), "Tulis tepat satu: 'min_words' atau 'needs'"),
        (one(checks=[{"min_words": 3, "needs": "time"}]), "Tulis tepat satu"),
        ({"follow_up": {"days": [60, 30], "fields": ["A"]}}, "'days' harus naik"),
        ({"by": "group", "identity": "named"}, "Lembar kelompok tidak memakai 'identity: named'"),
    ],
)
def test_a_wrong_definition_is_explained_in_indonesian(changes, words):
    assert words in wrong(**changes)


def test_a_definition_survives_the_store():
    spec = planned(recalls=["jurnal"], reveal="Selesai")
    assert CanvasSpec.model_validate(spec.model_dump(mode="json", exclude_none=True)) == spec
    check_activity_type(Canvas, spec.model_dump(mode="json", exclude_none=True))


def test_content_has_the_fields_and_keeps_the_rubric_for_the_reveal():
    content = CANVAS.content(planned(), "en")
    [first, *_rest] = content["sections"][0]["fields"]
    assert first == {
        "id": "kata", "label": "Words", "hint": None, "max": 40, "kind": "text", "required": True,
        "example": "Contoh kata", "checks": [], "options": [], "least": None, "most": None, "unit": None,
        "columns": [], "rows": [],
    }  # fmt: skip
    assert (content["by"], content["follow_up"]["days"], content["recalls"]) == ("person", [30, 60], [])
    assert "Kabur" not in json.dumps(content)
    assert CANVAS.reveal(sheet(), "id") == {"html": None, "rubric": RUBRIC}


def test_every_kind_of_field_is_stored_clean(context):
    sent = {
        **FULL,
        "kata": " Menyapa\u202e ",
        "daftar": ["satu", " ", "dua", ""],
        "pihak": [{"siapa": "Warga", "kuat": "besar"}, {}],
        "uji": [{"sebab": "Ada SOP"}],
    }
    accepted = CANVAS.accept(sheet(), context(), "answer", {"fields": sent})
    assert accepted == Accepted("answer", {"fields": FULL})
    few = CANVAS.accept(sheet(), context(), "answer", {"fields": {"kata": "x", "angka": 0}})
    assert few.payload == {"fields": {**EMPTY, "kata": "x", "angka": 0}}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "field_missing"),
        ({"kata": "a" * 41}, "too_long"),
        ({"kata": 1}, "not_text"),
        ({"kata": "x", "nip": "1"}, "malformed"),
        ({"kata": "x", "daftar": "satu"}, "malformed"),
        ({"kata": "x", "daftar": ["1", "2", "3"]}, "too_many"),
        ({"kata": "x", "pilih": "c"}, "unknown_option"),
        ({"kata": "x", "hari": 91}, "number"),
        ({"kata": "x", "hari": 1.5}, "number"),
        ({"kata": "x", "hari": True}, "number"),
        ({"kata": "x", "angka": float("nan")}, "number"),
        ({"kata": "x", "angka": float("inf")}, "number"),
        ({"kata": "x", "angka": 10**400}, "number"),
        ({"kata": "x", "angka": "5"}, "number"),
        ({"kata": "x", "pihak": [{"siapa": "W", "kuat": "sedang"}]}, "unknown_option"),
        ({"kata": "x", "pihak": [{"siapa": "W"}] * 3}, "too_many"),
        ({"kata": "x", "pihak": [["W"]]}, "malformed"),
    ],
)
def test_a_malformed_sheet_is_refused(refusal, fields, code):
    assert refusal(CANVAS, sheet(), "answer", {"fields": fields}).code == code


def test_a_check_advises_and_stops_only_where_it_must(context, refusal):
    checks = [{"min_words": 3}, {"needs": "time", "required": True, "advice": "Kapan?"}]
    spec = sheet(**one(checks=checks))
    stopped = refusal(CANVAS, spec, "answer", {"fields": {"a": "Menyapa"}})
    assert (stopped.code, str(stopped)) == ("check", "Isian “A”: Kapan?")
    assert CANVAS.accept(spec, context(), "answer", {"fields": {"a": "Senin"}}).payload == {"fields": {"a": "Senin"}}


@pytest.mark.parametrize(
    ("needs", "yes", "no"),
    [
        ("number", ["3 orang", "tiga orang", "two days"], ["orang", "satuan"]),
        ("time", ["Senin", "pukul 10.00", "besok", "in two weeks"], ["segera", "seharian"]),
    ],
)
def test_numbers_and_times_are_known_in_both_languages(needs, yes, no):
    assert [text for text in yes if not passes(Check(needs=needs), text)] == []
    assert [text for text in no if passes(Check(needs=needs), text)] == []
    assert advice(Check(min_words=4), "en") == "Write a little more, at least 4 words."
    assert advice(Check(needs="time", advice=Text(id="Kapan?")), "id") == "Kapan?"


def test_in_groups_the_writer_alone_sends(context, refusal):
    spec = sheet(by="group")
    payload = {"fields": {"kata": "x"}}
    assert refusal(CANVAS, spec, "answer", payload, group=None).code == "no_group"
    assert refusal(CANVAS, spec, "answer", payload, is_writer=False).code == "not_writer"
    assert CANVAS.accept(spec, context(), "answer", payload).slot == "answer"
    assert CANVAS.dealt(spec, context(is_writer=False), "id") == {"writes": False}
    assert CANVAS.dealt(sheet(), context(is_writer=False), "id") == {"writes": True}


@pytest.mark.parametrize("levels", [{}, {"jelas": 5}, {"jelas": True}, {"jelas": "3"}, {"jelas": None}])
def test_the_self_check_takes_levels_one_to_four(context, refusal, levels):
    assert refusal(CANVAS, sheet(), "check", {"levels": levels}).code == "levels"
    taken = CANVAS.accept(sheet(), context(), "check", {"levels": {"jelas": 3}})
    assert taken == Accepted("rubric", {"levels": {"jelas": 3}})
    assert CANVAS.intents["check"] == {Phase.REVEALED}


def stored(response, number, fields, **changes):
    return response(number, {"fields": {**EMPTY, **fields}}, at="2026-11-23T03:00:00.000Z", **changes)


def test_results_count_and_show_only_what_was_put_on_the_screen(response):
    answers = [
        stored(response, 1, {"kata": "Satu", "angka": 0}, shown=True),
        stored(response, 2, {"kata": "Dua"}),
        stored(response, 1, {"kata": "Satu lagi"}, round=2),
        response(1, {"levels": {"jelas": 3}}, slot="rubric"),
        response(2, {"levels": {"jelas": 3}}, slot="rubric"),
        response(2, {"levels": {"jelas": 1}}, slot="rubric", round=2),
    ]
    results = CANVAS.results(sheet(), answers, "id")
    assert results == {
        "n": 2,
        "filled": {"kata": 2, "daftar": 0, "pilih": 0, "hari": 0, "angka": 0, "pihak": 0, "uji": 0},
        "sheets": [],
    }
    told = CANVAS.facilitator_results(sheet(), answers, "id")
    assert [(row["name"], row["round"], row["fields"]["kata"]) for row in told["sheets"]] == [
        ("Nama 1", 2, "Satu lagi"),
        ("Nama 2", 1, "Dua"),
    ]
    assert told["rubric"] == {"jelas": [1, 0, 1, 0]}


def test_with_follow_ups_every_round_stays_and_the_first_form_is_counted(response):
    answers = [
        stored(response, 1, {"kata": "Rencana"}, shown=True),
        response(1, {"fields": {"kabar": "Berjalan"}}, round=2, shown=True, at="2026-12-23T03:00:00.000Z"),
    ]
    spec = planned()
    assert [spec.days_of(round_) for round_ in (1, 2, 3, 4)] == [None, 30, 60, 60]
    results = CANVAS.results(spec, answers, "id")
    assert (results["n"], results["filled"]["kata"]) == (1, 1)
    assert [(row["round"], row["group"]) for row in results["sheets"]] == [(1, None), (2, None)]
    told = CANVAS.summary(spec, answers, "id")
    assert (told.n, told.texts, told.tables[0].rows[0]) == (1, ("Kata: Rencana", "Kabar: Berjalan"), ("Kata", 1))


def test_a_group_has_one_sheet_whoever_holds_the_pen(response):
    spec = sheet(by="group")
    answers = [
        stored(response, 1, {"kata": "Awal"}, group=2),
        stored(response, 2, {"kata": "Akhir"}, group=2),
        stored(response, 3, {"kata": "Lain"}, group=1),
        stored(response, 4, {"kata": "Tanpa kelompok"}),
    ]
    told = CANVAS.facilitator_results(spec, answers, "id")
    assert [(row["group"], row["fields"]["kata"], row["participant"]) for row in told["sheets"]] == [
        (1, "Lain", "p3"),
        (2, "Akhir", "p2"),
    ]
    seen = CANVAS.group_view(spec, answers[:2], "id")["rounds"]["1"]
    assert (seen["fields"]["kata"], seen["levels"]) == ("Akhir", None)
    assert CANVAS.group_view(sheet(), answers, "id") == {}


def test_frame_has_one_row_per_filled_field_in_plain_words(response, records):
    rows = records(CANVAS.frame(sheet(), [response(1, {"fields": FULL})]))
    assert [(row["kode"], row["isian"], row["teks"]) for row in rows] == [
        ("kata", "Kata", "Menyapa"),
        ("daftar", "Daftar", "satu\ndua"),
        ("pilih", "Pilih", "Ya"),
        ("hari", "Hari", "dalam 14 hari"),
        ("angka", "Angka", "2,5 orang"),
        ("pihak", "Pihak", "Siapa: Warga; Kuat: Besar"),
        ("uji", "Uji", "Sah – Sebab: Ada SOP"),
    ]
    assert plain(sheet().fields_in(1)[3], 14, "en") == "in 14 days"


def test_mine_says_when_it_was_stored(response):
    own = [stored(response, 1, {"kata": "x"}), response(1, {"levels": {"jelas": 2}}, slot="rubric")]
    mine = CANVAS.mine(sheet(), own, "id", revealed=False)
    assert mine["1"].keys() == {"answer", "rubric", "saved"}
    assert mine["1"]["saved"] == {"at": "2026-11-23T03:00:00.000Z"}


def test_nothing_of_others_is_seen_before_the_reveal():
    with memory_class([sheet().model_dump(mode="json", exclude_none=True)]) as klass:
        one, two = klass.join("Rusa Tenang"), klass.join("Kenari Biru")
        klass.move("lembar", "reading", "open")
        assert submit_from_browser(klass, one, "lembar", "answer", {"fields": {"kata": "zqkenari"}})["ok"]
        klass.submit(
            Viewer(Role.FACILITATOR), "lembar", "feature",
            {"participant": one, "slot": "answer", "round": 1, "shown": True},
        )  # fmt: skip
        for phase in ("closed", "discussing"):
            klass.move("lembar", phase)
            for state in (klass.state("lembar", two), klass.state("lembar", role=Role.PROJECTOR)):
                assert "zqkenari" not in json.dumps(state)
                assert "Kabur" not in json.dumps(state)
        assert submit_from_browser(klass, two, "lembar", "answer", {"fields": {"kata": "Saat diskusi"}})["ok"]
        early = submit_from_browser(klass, two, "lembar", "check", {"levels": {"jelas": 2}})
        assert (early["ok"], early["code"]) == (False, "closed")
        klass.move("lembar", "revealed")
        seen = klass.state("lembar", two)
        assert [row["fields"]["kata"] for row in seen["results"]["sheets"]] == ["zqkenari"]
        assert "Rusa Tenang" not in json.dumps(seen)
        assert submit_from_browser(klass, two, "lembar", "check", {"levels": {"jelas": 2}})["ok"]


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_bots_fill_in_every_template_through_all_rounds(name):
    with memory_class([TEMPLATES[name].fill({"id": "lembar", "template": name})]) as klass:
        people = [klass.join(f"Peserta {letter}") for letter in "ABCD"]
        klass.submit(Viewer(Role.FACILITATOR), None, "group", {"largest": 2})
        spec = klass.room().activities["lembar"].spec
        dice = random.Random(7)
        phases = ["reading", "open", "closed", "revealed"] + (["open"] if spec.follow_up else [])
        for phase in phases:
            klass.move("lembar", phase)
            for who in people:
                wanted = CANVAS.bot(spec, klass.state("lembar", who), dice)
                for kind, payload in [one for one in wanted if one[0] in CANVAS.intents]:
                    ack = submit_from_browser(klass, who, "lembar", kind, payload)
                    assert ack["ok"], (kind, ack)
        results = klass.state("lembar", role=Role.FACILITATOR)["results"]
        assert results["n"] == (2 if spec.by == "group" else 4)
        assert len(results["sheets"]) == (8 if spec.follow_up else results["n"])
        if spec.rubric:
            assert all(sum(levels) == results["n"] for levels in results["rubric"].values())


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_text_of_a_template_has_its_english(name):
    def untranslated(value, place=""):
        if isinstance(value, dict):
            if "en" in value and "id" in value and value["en"] is None:
                yield place
            for key, inner in value.items():
                yield from untranslated(inner, f"{place}.{key}")
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                yield from untranslated(inner, f"{place}.{number}")

    spec = CanvasSpec.model_validate(TEMPLATES[name].fill({"id": "lembar"}))
    assert list(untranslated(spec.model_dump(mode="json"))) == []


def test_the_standard_has_the_fourteen_components():
    spec = CanvasSpec.model_validate(TEMPLATES["standar_pelayanan"].fill({"id": "sp"}))
    assert [len(section.fields) for section in spec.sections] == [6, 8]


TEXTS = st.sampled_from([*EMPTY, "fields", "levels", "jelas", "siapa", "kuat", "a", "besar"]) | st.text(max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.just("\ud800\u202e" * 60),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=10,
)
SHEETS = VALUES | st.fixed_dictionaries({"kata": TEXTS}, optional={name: VALUES for name in list(EMPTY)[1:]})
SPEC = sheet()


@settings(max_examples=200, deadline=None)
@given(SHEETS, st.sampled_from(["answer", "check"]))
def test_whatever_is_sent_is_stored_as_plain_json_or_refused(value, kind):
    context = Context(participant="p", group=1, is_writer=True, phase=Phase.OPEN, round=1)
    try:
        accepted = CANVAS.accept(SPEC, context, kind, {"fields" if kind == "answer" else "levels": value})
    except Refused:
        return
    text = json.dumps(accepted.payload, allow_nan=False, ensure_ascii=False)
    assert json.loads(text.encode()) == accepted.payload
    again = CANVAS.accept(SPEC, context, kind, accepted.payload)
    assert again == accepted


def test_of_sheets_by_groups_the_groups_are_counted_of_others_the_people():
    with memory_class([sheet(by="group").model_dump() | {"id": "lembar"}]) as klass:
        people = [klass.join(f"Peserta {letter}") for letter in "ABCD"]
        klass.submit(Viewer(Role.FACILITATOR), None, "group", {"largest": 2})
        klass.move("lembar", "reading")
        klass.move("lembar", "open")
        before = klass.state("lembar")
        [writer, *_] = [who for who in people if klass.room().people.get(who).is_writer]
        ack = submit_from_browser(klass, writer, "lembar", "answer", {"fields": {"kata": "satu"}})
        after = klass.state("lembar")
    assert ack["ok"]
    seen = [{name: state[name] for name in ("answered", "expected", "counted")} for state in (before, after)]
    assert seen == [
        {"answered": 0, "expected": 2, "counted": "groups"},
        {"answered": 1, "expected": 2, "counted": "groups"},
    ]
