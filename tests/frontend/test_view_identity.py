"""Under which name an answer is read: the phone says it first, and asks for a name where one is wanted."""

from __future__ import annotations

from typing import Any

import pytest

from etika_widgets.testing import memory_class, submit_from_browser

pytestmark = pytest.mark.browser

POLL = {"type": "poll", "id": "antre", "question": "Antre?", "options": ["Ya", "Tidak"], "identity": "named"}


@pytest.mark.parametrize("width", [360, 1280])
def test_a_name_is_asked_for_before_the_answer_and_can_be_changed(draw, width):
    with memory_class([POLL]) as klass:
        klass.move("antre", "reading", "open")
        rusa = klass.join("Rusa Tenang")
        page = draw(klass.state("antre", rusa), width=width)
        assert page.get_by_text("Dengan nama: fasilitator melihat jawaban ini bersama nama").first.is_visible()
        assert page.get_by_role("button", name="Kirim jawaban").count() == 0
        page.get_by_role("button", name="Pakai nama ini").click()
        assert page.get_by_text("Tulis nama Anda, sedikitnya 2 huruf.").is_visible()
        page.get_by_label("Nama Anda").fill("Maria Wenda")
        page.get_by_role("button", name="Pakai nama ini").click()
        [sent] = _sent(page)
        assert sent == {"kind": "sign", "payload": {"name": "Maria Wenda"}}
        assert submit_from_browser(klass, rusa, "antre", **sent)["ok"]
        page.evaluate("next => etika.change(next)", {"state": klass.state("antre", rusa)})
        page.get_by_text("Anda menjawab sebagai Maria Wenda.").wait_for()
        page.get_by_role("radio", name="Ya", exact=True).check()
        page.get_by_role("button", name="Kirim jawaban").click()
        assert _sent(page)[1] == {"kind": "answer", "payload": {"choices": ["ya"], "reason": ""}}
        page.get_by_role("button", name="Ubah nama").click()
        assert page.get_by_label("Nama Anda").input_value() == "Maria Wenda"


def test_where_answers_are_anonymous_the_phone_says_so_before_the_first_one(draw):
    with memory_class([POLL | {"identity": "anonymous"}]) as klass:
        klass.move("antre", "reading", "open")
        page = draw(klass.state("antre", klass.join("Rusa Tenang")))
        assert page.get_by_text("Siapa yang melihat?").first.is_visible()
        assert page.get_by_text("Tidak ada layar yang menampilkan pilihan Anda bersama nama").is_visible()


def _sent(page: Any) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = page.evaluate("etika.sent")
    return sent
