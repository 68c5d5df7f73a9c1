"""Commitment: a few short lines, some of them required."""

import pytest
from pydantic import ValidationError

from etika_widgets.activities.commitment import Commitment
from etika_widgets.activities.commitment.spec import CommitmentSpec
from etika_widgets.activity import Phase

COMMITMENT = Commitment()


def card(**changes):
    definition = {
        "id": "komitmen",
        "title": "Komitmen",
        "prompt": "Satu *tindakan*.",
        "fields": [
            {"id": "tindakan", "label": {"id": "Tindakan", "en": "Action"}, "max": 10, "required": True},
            {"id": "kapan", "label": "Kapan", "hint": "Dalam 14 hari"},
        ],
    }
    return CommitmentSpec.model_validate({**definition, **changes})


def test_labels_are_enough_inline():
    spec = CommitmentSpec(id="k", prompt="Janji", fields=["Tindakan", "Kapan"])
    assert [(field.id, field.required) for field in spec.fields] == [("tindakan", False), ("kapan", False)]
    assert spec.title.id == "Janji"
    assert CommitmentSpec.model_validate(spec.model_dump(mode="json")) == spec


@pytest.mark.parametrize(
    ("fields", "words"),
    [([], "'fields' berisi 0 isian; harus 1 sampai 8"), (["Kapan", "kapan?"], "sama lebih dari sekali: kapan")],
)
def test_a_wrong_definition_is_explained_in_indonesian(fields, words):
    with pytest.raises(ValidationError) as caught:
        card(fields=fields)
    assert words in str(caught.value)


def test_content():
    assert COMMITMENT.content(card(), "en") == {
        "prompt_html": "<p>Satu <em>tindakan</em>.</p>",
        "fields": [
            {"id": "tindakan", "label": "Action", "hint": None, "max": 10, "required": True},
            {"id": "kapan", "label": "Kapan", "hint": "Dalam 14 hari", "max": 300, "required": False},
        ],
    }
    assert COMMITMENT.reveal(card(), "id") == {}


def test_a_card_is_stored_with_all_its_fields(context):
    accepted = COMMITMENT.accept(card(), context(), "commit", {"fields": {"tindakan": " Menyapa "}})
    assert (accepted.slot, accepted.payload) == ("answer", {"fields": {"tindakan": "Menyapa", "kapan": ""}})
    assert COMMITMENT.intents == {"commit": {Phase.OPEN}}


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"fields": {"kapan": "Senin"}}, "field_missing"),
        ({"fields": {"tindakan": "a" * 11}}, "too_long"),
        ({"fields": {"tindakan": 1}}, "not_text"),
        ({"fields": {"tindakan": "x", "nip": "1"}}, "malformed"),
        ({"tindakan": "x"}, "malformed"),
    ],
)
def test_a_malformed_card_is_refused(refusal, payload, code):
    assert refusal(COMMITMENT, card(), "commit", payload).code == code


def test_a_missing_field_is_named(refusal):
    assert str(refusal(COMMITMENT, card(), "commit", {"fields": {}})) == (
        "Isian “Tindakan” belum diisi. Isi dulu, lalu kirim lagi."
    )


def test_results_and_what_the_facilitator_reads(response):
    stored = [response(1, {"fields": {"tindakan": "Menyapa", "kapan": ""}}, shown=True), response(2, {"fields": {}})]
    assert COMMITMENT.results(card(), stored, "id") == {
        "n": 2,
        "texts": [{"fields": {"tindakan": "Menyapa", "kapan": ""}}],
    }
    assert COMMITMENT.facilitator_results(card(), stored, "id")["texts"] == [
        {
            "participant": "p1",
            "name": "Nama 1",
            "round": 1,
            "fields": {"tindakan": "Menyapa", "kapan": ""},
            "shown": True,
        },
        {"participant": "p2", "name": "Nama 2", "round": 1, "fields": {}, "shown": False},
    ]


def test_frame_has_one_row_per_filled_field(response, records):
    stored = [response(1, {"fields": {"tindakan": "Menyapa", "kapan": ""}})]
    assert records(COMMITMENT.frame(card(), stored)) == [
        {
            "peserta": "Nama 1",
            "kelompok": None,
            "putaran": 1,
            "kode": "tindakan",
            "isian": "Tindakan",
            "teks": "Menyapa",
        }
    ]


def test_mine_holds_the_card(response):
    own = [response(1, {"fields": {"tindakan": "Menyapa", "kapan": ""}})]
    assert COMMITMENT.mine(card(), own, "id", revealed=True) == {
        "1": {"answer": {"fields": {"tindakan": "Menyapa", "kapan": ""}}}
    }
