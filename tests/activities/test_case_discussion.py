"""Case discussion: positions are personal, the synthesis is written by the group's writer only."""

import pytest
from pydantic import ValidationError

from etika_widgets.activities.case_discussion import CaseDiscussion
from etika_widgets.activities.case_discussion.spec import CaseDiscussionSpec
from etika_widgets.activity import Phase

CASE = CaseDiscussion()
DEFINITION = {
    "id": "kasus",
    "title": "Dua keluhan",
    "case": "Pukul **17.05**.",
    "documents": [{"id": "sop", "title": {"id": "Kutipan SOP", "en": "Excerpt"}, "body": "- Nomor urut"}],
    "question": "Apa usul Anda?",
    "positions": [{"id": "buka", "text": "Buka semua"}, {"id": "urut", "text": "Tetap urut"}],
    "reason": "required",
    "synthesis": {
        "prompt": "Tulis bersama",
        "fields": [
            {"id": "usul", "label": {"id": "Usul kami", "en": "Our proposal"}, "hint": "Satu kalimat", "max": 20},
            {"id": "risiko", "label": "Risiko"},
        ],
    },
    "reveal": "Tidak ada jawaban *tunggal*.",
}


def case(**changes):
    return CaseDiscussionSpec.model_validate({**DEFINITION, **changes})


def position(response, number, choice, reason="", **changes):
    return response(number, {"choice": choice, "reason": reason}, slot="position", **changes)


def synthesis(response, number, usul, **changes):
    return response(number, {"fields": {"usul": usul, "risiko": ""}}, slot="synthesis", **changes)


def test_strings_are_enough_inline():
    spec = case(positions=["Buka semua", "Tetap urut"], synthesis={"prompt": "Tulis", "fields": ["Usul kami"]})
    assert spec.position_ids == ("buka_semua", "tetap_urut")
    assert (spec.synthesis.fields[0].id, spec.synthesis.fields[0].max) == ("usul_kami", 300)
    assert CaseDiscussionSpec.model_validate(spec.model_dump(mode="json")) == spec


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"positions": ["Satu"]}, "'positions' berisi 1 pilihan; harus 2 sampai 12"),
        ({"documents": DEFINITION["documents"] * 2}, "'documents' memuat id yang sama lebih dari sekali: sop"),
        ({"synthesis": {"prompt": "Tulis", "fields": []}}, "'fields' berisi 0 isian; harus 1 sampai 8"),
    ],
)
def test_a_wrong_definition_is_explained_in_indonesian(changes, words):
    with pytest.raises(ValidationError) as caught:
        case(**changes)
    assert words in str(caught.value)


def test_content_and_reveal():
    assert CASE.content(case(), "en") == {
        "case_html": "<p>Pukul <strong>17.05</strong>.</p>",
        "documents": [{"id": "sop", "title": "Excerpt", "body_html": "<ul>\n<li>Nomor urut</li>\n</ul>"}],
        "question": "Apa usul Anda?",
        "positions": [{"id": "buka", "text": "Buka semua"}, {"id": "urut", "text": "Tetap urut"}],
        "reason": "required",
        "synthesis": {
            "prompt": "Tulis bersama",
            "fields": [
                {"id": "usul", "label": "Our proposal", "hint": "Satu kalimat", "max": 20},
                {"id": "risiko", "label": "Risiko", "hint": None, "max": 300},
            ],
        },
    }
    assert CASE.reveal(case(), "id") == {"html": "<p>Tidak ada jawaban <em>tunggal</em>.</p>"}


def test_everybody_takes_a_position_while_open(context, refusal):
    accepted = CASE.accept(case(), context(is_writer=False), "position", {"choice": "buka", "reason": " Adil "})
    assert (accepted.slot, accepted.payload) == ("position", {"choice": "buka", "reason": "Adil"})
    assert refusal(CASE, case(), "position", {"choice": "buka"}).code == "reason_missing"
    assert refusal(CASE, case(), "position", {"choice": "lain", "reason": "x"}).code == "unknown_option"
    assert CASE.intents == {"position": {Phase.OPEN}, "synthesis": {Phase.OPEN, Phase.DISCUSSING}}


def test_only_the_writer_sends_the_synthesis(context, refusal):
    payload = {"fields": {"usul": " Cek semua ", "risiko": ""}}
    accepted = CASE.accept(case(), context(phase=Phase.DISCUSSING), "synthesis", payload)
    assert (accepted.slot, accepted.payload) == ("synthesis", {"fields": {"usul": "Cek semua", "risiko": ""}})
    assert refusal(CASE, case(), "synthesis", payload, is_writer=False).code == "not_writer"
    assert refusal(CASE, case(), "synthesis", payload, group=None).code == "no_group"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"usul": "a" * 21}, "too_long"),
        ({"usul": "", "risiko": " "}, "empty"),
        ({"usul": ["Cek"]}, "not_text"),
        ({"lain": "Cek"}, "malformed"),
        ("Cek", "malformed"),
    ],
)
def test_a_malformed_synthesis_is_refused(refusal, fields, code):
    assert refusal(CASE, case(), "synthesis", {"fields": fields}).code == code


def test_a_long_field_is_refused_with_its_name_limit_and_length(refusal):
    assert str(refusal(CASE, case(), "synthesis", {"fields": {"usul": "a" * 25}})) == (
        "Isian “Usul kami” terlalu panjang: 25 karakter, paling banyak 20. Persingkat dulu."
    )


def test_results_show_only_what_was_put_on_the_screen(response):
    stored = [
        position(response, 1, "buka", "Adil", group=1, shown=True),
        position(response, 2, "buka", "Cepat", group=1),
        position(response, 3, "urut", group=2),
        synthesis(response, 1, "Lama", group=1, shown=True),
        synthesis(response, 2, "Baru", group=1, shown=True),
        synthesis(response, 3, "Tunda", group=2),
    ]
    results = {
        "n": 3,
        "counts": {"buka": 2, "urut": 1},
        "groups": [{"group": 1, "fields": {"usul": "Baru", "risiko": ""}}],
        "shown": [{"text": "Adil"}],
    }
    assert CASE.results(case(), stored, "id") == results
    reason = {"participant": "p1", "name": "Nama 1", "round": 1, "choices": ["buka"], "text": "Adil", "shown": True}
    entry = {"group": 1, "participant": "p2", "round": 1, "fields": {"usul": "Baru", "risiko": ""}, "shown": True}
    assert CASE.facilitator_results(case(), stored, "id") == {
        **results,
        "reasons": [reason, {**reason, "participant": "p2", "name": "Nama 2", "text": "Cepat", "shown": False}],
        "groups": [
            entry,
            {**entry, "group": 2, "participant": "p3", "fields": {"usul": "Tunda", "risiko": ""}, "shown": False},
        ],
    }


def test_members_read_what_their_writer_stored(response):
    assert CASE.group_view(case(), [], "id") == {"fields": None, "writer": None}
    stored = [position(response, 2, "urut", group=1), synthesis(response, 1, "Cek", group=1)]
    assert CASE.group_view(case(), stored, "id") == {"fields": {"usul": "Cek", "risiko": ""}, "writer": "Nama 1"}


def test_frame_has_positions_and_filled_fields(response, records):
    stored = [position(response, 1, "buka", group=1), synthesis(response, 1, "Cek", group=1)]
    who = {"peserta": "Nama 1", "kelompok": 1, "putaran": 1}
    assert records(CASE.frame(case(), stored)) == [
        {**who, "bagian": "posisi", "kode": "buka", "isi": "Buka semua", "teks": None},
        {**who, "bagian": "sintesis", "kode": "usul", "isi": "Usul kami", "teks": "Cek"},
    ]


def test_mine_holds_both_slots(response):
    own = [position(response, 1, "buka", "Adil"), synthesis(response, 1, "Cek")]
    assert CASE.mine(case(), own, "id", revealed=False) == {
        "1": {
            "position": {"choice": "buka", "reason": "Adil"},
            "synthesis": {"fields": {"usul": "Cek", "risiko": ""}},
        }
    }
