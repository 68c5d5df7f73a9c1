"""Reflection: the server learns that somebody wrote; the text only when it is shared."""

import pytest

from etika_widgets.activities.reflection import Reflection
from etika_widgets.activities.reflection.spec import ReflectionSpec
from etika_widgets.activity import Phase

REFLECTION = Reflection()


def journal(**changes):
    definition = {
        "id": "jurnal",
        "title": "Jurnal",
        "prompt": "Ingat **satu** warga.",
        "hints": [{"id": "Apa yang Anda lihat?", "en": "What did you see?"}],
        "share": {"allowed": True, "prompt": "Mau berbagi?"},
    }
    return ReflectionSpec.model_validate({**definition, **changes})


def test_a_prompt_is_enough_inline_and_sharing_is_off():
    spec = ReflectionSpec(id="j", prompt="Apa yang berubah?")
    assert (spec.title.id, spec.share.allowed) == ("Apa yang berubah?", False)
    assert ReflectionSpec.model_validate(spec.model_dump(mode="json")) == spec


def test_content():
    assert REFLECTION.content(journal(), "en") == {
        "prompt_html": "<p>Ingat <strong>satu</strong> warga.</p>",
        "hints": ["What did you see?"],
        "share": {"allowed": True, "prompt": "Mau berbagi?"},
        "recalls": [],
    }
    private = journal(share={"allowed": False, "prompt": "Mau berbagi?"})
    assert REFLECTION.content(private, "id")["share"] == {"allowed": False, "prompt": None}
    assert REFLECTION.reveal(journal(), "id") == {}


def test_only_the_number_of_paragraphs_is_stored(context):
    accepted = REFLECTION.accept(journal(), context(), "wrote", {"paragraphs": 3})
    assert (accepted.slot, accepted.payload) == ("wrote", {"paragraphs": 3})
    assert REFLECTION.accept(journal(), context(), "wrote", {"paragraphs": 0}).payload is None


@pytest.mark.parametrize("paragraphs", [True, -1, 51, 1.0, float("nan"), "3", None, [1]])
def test_paragraphs_are_a_small_whole_number(refusal, paragraphs):
    assert refusal(REFLECTION, journal(), "wrote", {"paragraphs": paragraphs}).code == "paragraphs"


def test_private_text_cannot_come_along(refusal):
    assert refusal(REFLECTION, journal(), "wrote", {"paragraphs": 1, "text": "Rahasia"}).code == "malformed"


def test_sharing_and_taking_back(context):
    shared = REFLECTION.accept(journal(), context(), "share", {"text": " Satu\r\n\r\nDua "})
    assert (shared.slot, shared.payload) == ("shared", {"text": "Satu\n\nDua"})
    back = REFLECTION.accept(journal(), context(), "unshare", {})
    assert (back.slot, back.payload) == ("shared", None)


def test_what_cannot_be_shared_is_refused(refusal):
    assert refusal(REFLECTION, journal(), "share", {"text": " \u200b"}).code == "empty"
    assert refusal(REFLECTION, journal(), "share", {"text": "a" * 5001}).code == "too_long"
    assert refusal(REFLECTION, journal(), "share", {"text": None}).code == "not_text"
    assert refusal(REFLECTION, journal(), "unshare", {"text": ""}).code == "malformed"
    private = journal(share={"allowed": False})
    assert refusal(REFLECTION, private, "share", {"text": "Satu"}).code == "sharing_off"


def test_writing_goes_on_after_the_activity_was_closed():
    phases = {Phase.OPEN, Phase.CLOSED, Phase.DISCUSSING, Phase.REVEALED}
    assert REFLECTION.intents == {"wrote": phases, "share": phases, "unshare": phases}
    assert REFLECTION.counts == "wrote"


def test_results_and_what_the_facilitator_reads(response):
    stored = [
        response(1, {"paragraphs": 2}, slot="wrote"),
        response(2, {"paragraphs": 1}, slot="wrote"),
        response(1, {"text": "Satu"}, slot="shared", shown=True),
        response(2, {"text": "Dua"}, slot="shared"),
    ]
    assert REFLECTION.results(journal(), stored, "id") == {"wrote": 2, "shared": 2, "texts": [{"text": "Satu"}]}
    first = {"participant": "p1", "name": "Nama 1", "round": 1, "text": "Satu", "shown": True}
    assert REFLECTION.facilitator_results(journal(), stored, "id") == {
        "wrote": 2,
        "shared": 2,
        "texts": [first, {"participant": "p2", "name": "Nama 2", "round": 1, "text": "Dua", "shown": False}],
    }


def test_frame_lists_nobody_who_did_not_share(response, records):
    stored = [response(1, {"paragraphs": 2}, slot="wrote"), response(2, {"text": "Dua"}, slot="shared")]
    assert records(REFLECTION.frame(journal(), stored)) == [
        {"peserta": "Nama 2", "kelompok": None, "putaran": 1, "teks": "Dua"}
    ]


def test_mine_holds_what_the_server_knows(response):
    own = [response(1, {"paragraphs": 2}, slot="wrote")]
    assert REFLECTION.mine(journal(), own, "id", revealed=False) == {"1": {"wrote": {"paragraphs": 2}}}


def test_the_notice_follows_whether_sharing_is_possible():
    assert "membagikannya" in REFLECTION.notice(journal())
    assert "membagikannya" not in REFLECTION.notice(journal(share={"allowed": False}))
    assert REFLECTION.privacy.exported is False
