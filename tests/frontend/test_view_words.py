"""The views of wall, forum, questions, brainstorm and word cloud, in a real browser with states of the real engine."""

from __future__ import annotations

import re
from typing import Any

import pytest

from . import words_states
from .words_states import CANARY

pytestmark = pytest.mark.browser
SCENES = {name: getattr(words_states, name) for name in ("wall", "forum", "qna", "brainstorm", "wordcloud")}
ROLES = {"participant": ("phone", 360), "projector": ("projector", 1280), "facilitator": ("facilitator", 1280)}


@pytest.fixture(scope="module")
def scenes():
    made = {name: play() for name, play in SCENES.items()}
    yield made
    for scene in made.values():
        scene.klass.close()


@pytest.fixture
def scene(request):
    made = SCENES[request.param]()
    yield made
    made.klass.close()


def sent(page: Any) -> list[dict[str, Any]]:
    return page.evaluate("etika.sent")


def change(page: Any, **values: Any) -> None:
    page.evaluate("next => etika.change(next)", values)


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def stored(page: Any, state: Any) -> None:
    change(page, state=state)
    change(page, delivery={"status": "stored", "message": ""})


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", SCENES)
def test_every_screen_fits_is_accessible_and_shows_markup_as_text(draw, scenes, kind, role):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    name, width = ROLES[role]
    page = draw(getattr(scenes[kind], name), width=width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("etika.alarms") == 0
    assert page.locator("main b, main img").count() == 0
    found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]] == []
    sizes = page.eval_on_selector_all("main *", "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) >= (28 if role == "projector" else 16)


@pytest.mark.parametrize("scene", ["wall"], indirect=True)
def test_a_card_leaves_waits_appears_and_can_be_taken_back(draw, scene):
    page = draw(scene.phone)
    page.keyboard.press("Tab")
    press(page, "Kirim kartu")
    assert page.get_by_role("alert").inner_text() == "Tulis dulu, lalu kirim."
    page.get_by_label("Kartu Anda").fill(CANARY)
    press(page, "Kirim kartu")
    assert page.get_by_role("alert").inner_text() == "Pilih dulu kolomnya."
    page.get_by_role("radio", name="Alat").check()
    press(page, "Kirim kartu")
    card = {"column": "alat", "text": CANARY}
    assert sent(page) == [{"kind": "add", "payload": card}]
    assert page.get_by_label("Kartu Anda").input_value() == ""
    assert page.get_by_text("Dikirim").count() == 1
    page.get_by_label("Kartu Anda").click()
    page.keyboard.type("Kartu")
    scene.sends(0, "add", card)
    stored(page, scene.phone)
    page.keyboard.type(" kedua")
    assert page.get_by_label("Kartu Anda").input_value() == "Kartu kedua"
    assert page.get_by_text("Menunggu fasilitator").is_visible()
    scene.shows()
    change(page, state=scene.phone)
    assert page.get_by_text(CANARY).count() >= 2  # among one's own and on the wall
    press(page, "Tarik kembali")
    assert sent(page)[1:] == [{"kind": "withdraw", "payload": {"id": scene.phone["dealt"]["cards"][0]["id"]}}]


@pytest.mark.parametrize("scene", ["wall"], indirect=True)
def test_what_was_refused_returns_to_the_form_and_what_is_typed_meanwhile_stays(draw, scene):
    page = draw(scene.phone)
    page.get_by_role("radio", name="Alat").check()
    field = page.get_by_label("Kartu Anda")
    field.fill("Satu kartu")
    press(page, "Kirim kartu")
    change(page, delivery={"status": "refused", "message": "Terlalu banyak."})
    assert field.input_value() == "Satu kartu"
    assert page.get_by_text("Belum diterima. Terlalu banyak.").is_visible()
    field.click()
    page.keyboard.press("End")
    page.keyboard.type(" lagi")
    scene.shows()
    change(page, state=scene.phone)
    page.keyboard.type(" dan lagi")
    assert field.input_value() == "Satu kartu lagi dan lagi"
    page = draw.again(page, scene.phone)
    assert page.get_by_label("Kartu Anda").input_value() == "Satu kartu lagi dan lagi"


@pytest.mark.parametrize("scene", ["wall"], indirect=True)
def test_a_card_that_was_stored_while_the_page_was_away_is_not_called_sent_any_more(draw, scene):
    page = draw(scene.phone)
    page.get_by_role("radio", name="Alat").check()
    page.get_by_label("Kartu Anda").fill("Satu kartu")
    press(page, "Kirim kartu")
    assert page.get_by_text("Dikirim").count() == 1
    scene.sends(0, "add", {"text": "Satu kartu", "column": "alat"})
    page = draw.again(page, scene.phone)
    assert page.get_by_text("Dikirim").count() == 0
    assert page.get_by_text("Masih boleh 2 lagi.").is_visible()


@pytest.mark.parametrize("scene", ["wall"], indirect=True)
def test_a_facilitator_decides_by_keyboard_and_the_focus_goes_to_the_next_card(draw, scene):
    page = draw(scene.facilitator, width=1280)
    newest = page.get_by_role("button", name="Tampilkan Jam istirahat")
    newest.focus()
    page.keyboard.press("Enter")
    first, second = scene.id_of("Jam istirahat tidak bergantian"), scene.id_of("Formulir lama masih dipakai")
    assert sent(page) == [{"kind": "moderate", "payload": {"ids": [first], "to": "shown"}}]
    scene.leads("moderate", ids=[first], to="shown")
    change(page, state=scene.facilitator)
    page.keyboard.press("Tab")  # the focus is at the same button of the next card: behind it comes "hide"
    page.keyboard.press("Enter")
    assert sent(page)[1:] == [{"kind": "moderate", "payload": {"ids": [second], "to": "hidden"}}]


@pytest.mark.parametrize("scene", ["wall"], indirect=True)
def test_while_the_pointer_is_in_the_list_no_new_card_pushes_the_others_away(draw, scene):
    page = draw(scene.facilitator, width=1280)
    row = page.get_by_role("button", name="Sembunyikan Jam istirahat")
    row.hover()
    before = row.bounding_box()
    scene.sends(0, "add", {"text": "Baru saja ditulis", "column": "alat"})
    change(page, state=scene.facilitator)
    assert page.get_by_text("Baru saja ditulis").count() == 0
    assert row.bounding_box()["x"] == before["x"]
    row.dblclick()  # one decision, not two
    assert [one["payload"]["to"] for one in sent(page)] == ["hidden"]
    press(page, "Tampilkan semua yang menunggu")
    names = ["Jam istirahat tidak bergantian", "Formulir lama masih dipakai"]
    assert sent(page)[1] == {
        "kind": "moderate",
        "payload": {"ids": [scene.id_of(name) for name in names], "to": "shown"},
    }  # never one that nobody could have read
    press(page, "Ada 1 baru. Masukkan ke daftar")
    assert page.get_by_text("Baru saja ditulis").first.is_visible()


REPLIED, OTHER = "Jam tutup lewat lima menit", "Dua orang datang bersamaan"


@pytest.mark.parametrize("scene", ["forum"], indirect=True)
def test_a_reply_leaves_from_its_card_waits_appears_and_can_be_taken_back(draw, scene):
    page = draw(scene.phone)
    press(page, f"Balas {OTHER}")
    field = page.get_by_label("Balasan Anda")
    assert field.evaluate("node => node === document.activeElement")
    assert page.locator(".etika-primary").all_inner_texts() == ["Kirim balasan"]
    assert page.get_by_role("button", name=re.compile("^Balas ")).count() == 0
    press(page, "Kirim balasan")
    assert page.get_by_role("alert").filter(has_text="Tulis dulu").is_visible()
    field.fill(CANARY)
    press(page, "Kirim balasan")
    payload = {
        "to": scene.id_of("Dua orang datang bersamaan, satu menggendong anak. Siapa yang dilayani lebih dulu?"),
        "text": CANARY,
    }
    assert sent(page) == [{"kind": "reply", "payload": payload}]
    assert page.get_by_text("Balasan Anda: Dikirim").is_visible()
    scene.sends(0, "reply", payload)
    stored(page, scene.phone)
    assert page.get_by_text("Balasan Anda: Menunggu fasilitator").count() == 2
    assert page.get_by_role("button", name=re.compile("^Balas ")).count() == 0
    assert page.get_by_text("Balasan Anda sudah sebanyak yang boleh.").is_visible()
    scene.shows()
    change(page, state=scene.phone)
    assert page.locator(".etika-replies li", has_text="balasan Anda").count() == 2
    press(page, "Tarik kembali Saya layani")
    withdrawn = scene.id_of("Saya layani, lalu catat jamnya.")
    assert sent(page)[1:] == [{"kind": "withdraw", "payload": {"id": withdrawn}}]
    assert page.get_by_role("status").filter(visible=True).count() == 1


@pytest.mark.parametrize("scene", ["forum"], indirect=True)
def test_while_a_reply_is_written_nothing_new_comes_between_and_what_is_hidden_goes_at_once(draw, scene):
    page = draw(scene.phone)
    press(page, f"Balas {OTHER}")
    page.keyboard.type("Saya ")
    scene.sends(4, "add", {"text": "Kartu baru"})
    scene.shows()
    change(page, state=scene.phone)
    page.keyboard.type("tanya ")
    assert page.get_by_text("Kartu baru").count() == 0
    hidden = "Pemohon datang ketiga kali karena satu fotokopi. Sampai di mana saya boleh membantu?"
    scene.leads("moderate", ids=[scene.id_of(hidden)], to="hidden")
    change(page, state=scene.phone)
    assert page.locator(".etika-wall-columns").get_by_text(hidden).count() == 0
    page.keyboard.type("dulu")
    assert page.get_by_label("Balasan Anda").input_value() == "Saya tanya dulu"
    page = draw.again(page, scene.phone)
    assert page.get_by_label("Balasan Anda").input_value() == "Saya tanya dulu"
    press(page, "Batal")
    assert page.get_by_label("Balasan Anda").count() == 0
    assert page.get_by_role("button", name="Balas Kartu baru").is_visible()


@pytest.mark.parametrize("scene", ["forum"], indirect=True)
def test_a_reply_that_was_refused_returns_to_its_card(draw, scene):
    page = draw(scene.phone)
    press(page, f"Balas {REPLIED}")
    page.get_by_label("Balasan Anda").fill("Kami juga")
    press(page, "Kirim balasan")
    change(page, delivery={"status": "refused", "message": "Kartu itu tidak tampil lagi, jadi tidak dapat dibalas."})
    assert page.locator(".etika-card", has_text=REPLIED).get_by_label("Balasan Anda").input_value() == "Kami juga"
    assert page.get_by_role("status").filter(visible=True).inner_text().startswith("Belum diterima. Kartu itu")


@pytest.mark.parametrize("scene", ["forum"], indirect=True)
def test_writers_are_told_when_the_card_they_answered_is_gone(draw, scene):
    page = draw(scene.phone)
    card = next(
        one["id"] for one in scene.facilitator["results"]["review"]["cards"] if one["text"].startswith(REPLIED)
    )
    scene.sends(3, "withdraw", {"id": card})
    change(page, state=scene.phone)
    assert page.get_by_text("Kartunya tidak tampil lagi").is_visible()
    assert page.get_by_text("Balasan Anda tetap tersimpan di sini.").is_visible()
    facilitator = draw(scene.facilitator, width=1280)
    row = facilitator.locator("li", has_text="Saya layani, lalu catat jamnya.")
    assert row.get_by_text("Membalas kartu yang sudah ditarik").is_visible()
    assert row.get_by_role("button").count() == 0


@pytest.mark.parametrize("scene", ["qna"], indirect=True)
def test_a_question_is_supported_and_not_once_it_is_answered(draw, scene):
    page = draw(scene.phone)
    pinned = scene.id_of("Bolehkah menerima oleh-oleh dari warga?")
    press(page, "Dukung Bolehkah")
    assert sent(page) == [{"kind": "vote", "payload": {"id": pinned, "on": True}}]
    scene.sends(0, "vote", {"id": pinned, "on": True})
    stored(page, scene.phone)
    press(page, "Anda mendukung Bolehkah")
    assert sent(page)[1:] == [{"kind": "vote", "payload": {"id": pinned, "on": False}}]
    scene.leads("moderate", ids=[pinned], to="answered")
    change(page, state=scene.phone)
    assert page.get_by_role("button", name="Bolehkah").count() == 0
    page.get_by_label("Pertanyaan Anda").fill("Kapan?")
    press(page, "Kirim pertanyaan")
    assert sent(page)[2:] == [{"kind": "add", "payload": {"text": "Kapan?"}}]


@pytest.mark.parametrize("scene", ["qna"], indirect=True)
def test_a_click_counts_although_votes_arrive_between_press_and_release(draw, scene):
    page = draw(scene.facilitator, width=1280)
    page.get_by_role("button", name="Jawab sekarang Bagaimana").hover()
    page.mouse.down()
    scene.sends(5, "vote", {"id": scene.id_of(CANARY), "on": True})
    change(page, state=scene.facilitator)
    page.mouse.up()
    assert [one["payload"]["to"] for one in sent(page)] == ["pinned"]
    page.get_by_text("1 dukungan").wait_for()  # and what came meanwhile is drawn


@pytest.mark.parametrize("scene", ["qna"], indirect=True)
def test_a_question_goes_from_waiting_to_answered_by_two_buttons_a_row(draw, scene):
    page = draw(scene.facilitator, width=1280)
    assert max(page.eval_on_selector_all(".etika-review-do", "all => all.map(one => one.childElementCount)")) == 2
    question = scene.id_of("Bolehkah menerima oleh-oleh dari warga?")
    for label, to in (("Sudah dijawab", "answered"), ("Arsipkan", "archived"), ("Tampilkan lagi", "shown")):
        press(page, f"{label} Bolehkah")
        assert sent(page)[-1] == {"kind": "moderate", "payload": {"ids": [question], "to": to}}
        scene.leads("moderate", ids=[question], to=to)
        change(page, state=scene.facilitator)


@pytest.mark.parametrize("scene", ["brainstorm"], indirect=True)
def test_a_facilitator_puts_duplicates_together_and_leads_to_the_vote(draw, scene):
    page = draw(scene.facilitator, width=1280)
    names = ["Nomor antrean daring", "Antrean bernomor lewat ponsel"]
    for name in names:
        page.get_by_role("checkbox", name=name).check()
    press(page, "Gabungkan yang dipilih (2)")
    ids = [scene.id_of(name) for name in names]
    assert sorted(sent(page)[0]["payload"]["ids"]) == sorted(ids)
    scene.leads("merge", ids=ids)
    change(page, state=scene.facilitator)
    assert page.get_by_text("Digabung ke: Nomor antrean daring").is_visible()
    press(page, "Pisahkan Nomor antrean daring")
    press(page, "Memilih")
    assert sent(page)[1:] == [
        {"kind": "separate", "payload": {"id": ids[0]}},
        {"kind": "stage", "payload": {"to": "vote"}},
    ]
    scene.leads("stage", to="vote")
    change(page, state=scene.facilitator)
    scene.sends(1, "vote", {"ids": [scene.id_of("Loket khusus lansia")]})
    change(page, state=scene.facilitator)
    assert page.get_by_text("1 orang sudah memilih.").is_visible()
    assert page.locator("li", has_text="Loket khusus lansia").get_by_text("1 suara").count() == 1


@pytest.mark.parametrize("scene", ["brainstorm"], indirect=True)
def test_people_write_then_vote_and_an_idea_taken_away_leaves_the_form(draw, scene):
    page = draw(scene.phone)
    page.get_by_label("Gagasan Anda").fill("Satu lagi")
    press(page, "Kirim gagasan")
    scene.leads("stage", to="vote")
    change(page, state=scene.phone)
    assert page.get_by_label("Gagasan Anda").count() == 0
    press(page, "Kirim pilihan")
    assert page.get_by_role("alert").first.inner_text() == "Pilih dulu sedikitnya satu gagasan."
    page.get_by_role("checkbox", name="Loket khusus lansia").check()
    page.get_by_role("checkbox", name="Petugas penyapa").check()
    assert page.get_by_role("checkbox", name="Nomor antrean daring").is_disabled()
    scene.leads("moderate", ids=[scene.id_of("Petugas penyapa")], to="hidden")
    change(page, state=scene.phone)
    assert page.get_by_role("checkbox", name="Petugas penyapa").count() == 0
    press(page, "Kirim pilihan")
    vote = {"ids": [scene.id_of("Loket khusus lansia")]}
    assert sent(page)[1:] == [{"kind": "vote", "payload": vote}]
    scene.sends(0, "vote", vote)
    scene.leads("stage", to="shortlist")
    stored(page, scene.phone)
    assert page.locator("ol.etika-cards").inner_text().split("\n") == ["Loket khusus lansia", "", "1 suara"]


@pytest.mark.parametrize("scene", ["wordcloud"], indirect=True)
def test_words_leave_and_the_cloud_opens_to_who_has_written(draw, scene):
    page = draw(scene.phone)
    assert page.get_by_role("list", name="Awan kata").count() == 0
    press(page, "Kirim kata")
    assert page.get_by_role("alert").first.inner_text() == "Tulis sedikitnya satu kata."
    page.get_by_label("Kata 1").fill("Sabar")
    page.get_by_label("Kata 3").fill("Adil")
    page.keyboard.press("Enter")
    assert sent(page) == [{"kind": "answer", "payload": {"words": ["Sabar", "", "Adil"]}}]
    scene.sends(0, "answer", {"words": ["Sabar", "", "Adil"]})
    stored(page, scene.phone)
    words = page.get_by_role("list", name="Awan kata").get_by_role("listitem").all_inner_texts()
    assert words[:3] == ["jujur\n8 orang", "melayani\n5 orang", "sabar\n4 orang"]
    assert not any("adil" in word for word in words)
    sizes = page.eval_on_selector_all("ol li", "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]
    scene.leads("freeze", on=True)
    change(page, state=scene.phone)
    assert page.get_by_text("Awan kata dibekukan").is_visible()
    assert page.get_by_role("button").count() == 0


@pytest.mark.parametrize("scene", ["wordcloud"], indirect=True)
def test_a_facilitator_bans_freezes_joins_and_keeps_apart(draw, scene):
    page = draw(scene.facilitator, width=1280)
    press(page, "Larang jujur")
    press(page, "Bekukan awan kata")
    press(page, "Pisahkan bentuk jujur")
    assert sent(page) == [
        {"kind": "ban", "payload": {"text": "jujur", "on": True}},
        {"kind": "freeze", "payload": {"on": True}},
        {"kind": "split", "payload": {"text": "jujur", "on": True}},
    ]
