"""Feedback from all sides in the browser: one's own rating, codes, forms for others, a summary for oneself alone."""

from __future__ import annotations

from typing import Any

import pytest

from etika_widgets.room import Role
from etika_widgets.testing import memory_class, submit_from_browser

pytestmark = pytest.mark.browser

CANARY = "<img src=x onerror=etika.alarms++>"
DEFINITION = {
    "type": "feedback360",
    "id": "balikan",
    "question": "Seberapa sering?",
    "behaviours": [
        {"id": "tanya", "text": "Bertanya dulu"},
        {"id": "kabar", "text": f"Memberi kabar {CANARY}"},
    ],
}
SEND_OWN = "Simpan nilai diri dan minta kode"


def faults(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(
        page, options={"rules": {"region": {"enabled": False}, "page-has-heading-one": {"enabled": False}}}
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]]


def wide(page: Any) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def told(page: Any) -> str:
    return page.locator("main").inner_text()


@pytest.fixture
def klass():
    with memory_class([DEFINITION]) as made:
        made.move("balikan", "reading", "open")
        yield made


def send(klass: Any, who: str, kind: str, **payload: Any) -> None:
    assert submit_from_browser(klass, who, "balikan", kind, payload)["ok"]


def asks(klass: Any, name: str, tanya: int | None = 4, kabar: int | None = 4) -> tuple[str, dict[str, str]]:
    who = klass.join(name)
    send(klass, who, "self", scores={"tanya": tanya, "kabar": kabar})
    return who, klass.state("balikan", who)["mine"]["1"]["self"]["codes"]


def store(page: Any, klass: Any, who: str) -> dict[str, Any]:
    """Store what the page sent last and show it what the server then says."""
    intent = page.evaluate("etika.sent[etika.sent.length - 1]")
    send(klass, who, intent["kind"], **intent["payload"])
    page.evaluate(
        "next => etika.change(next)", {"state": klass.state("balikan", who), "delivery": {"status": "stored"}}
    )
    return intent


@pytest.mark.parametrize("width", [360, 1280])
def test_an_own_rating_is_given_by_keyboard_and_brings_the_codes(draw, klass, width):
    who = klass.join("Rusa")
    page = draw(klass.state("balikan", who), width=width)
    page.get_by_role("button", name=SEND_OWN).click()
    assert page.get_by_text("Belum dijawab: nomor 1, 2.").is_visible()
    page.get_by_role("radio", name="3 Sering").first.focus()
    page.keyboard.press("Space")
    assert page.get_by_text("Sering: 6–8 dari 10 kesempatan").first.is_visible()
    unseen = page.get_by_role("button", name="Belum ada kesempatan").nth(1)
    unseen.focus()
    page.keyboard.press("Enter")
    assert unseen.get_attribute("aria-pressed") == "true"
    assert (faults(page), wide(page)) == ([], 0)
    page.get_by_role("button", name=SEND_OWN).focus()
    page.keyboard.press("Enter")
    assert store(page, klass, who) == {"kind": "self", "payload": {"scores": {"tanya": 3, "kabar": None}}}
    codes = klass.state("balikan", who)["mine"]["1"]["self"]["codes"]
    assert all(code in told(page) for code in codes.values())
    assert "Rekan: 0 sudah menilai, menunggu 3 penilai lagi." in told(page)
    assert (faults(page), wide(page), page.evaluate("etika.alarms")) == ([], 0, 0)


def test_a_superior_is_told_before_answering_that_it_is_not_anonymous(draw, klass):
    _, codes = asks(klass, "Rusa")
    boss = klass.join("Banteng")
    page = draw(klass.state("balikan", boss))
    page.get_by_role("button", name="Menilai orang lain").click()
    page.get_by_role("button", name="Buka lembar penilaian").click()
    assert page.get_by_text("Tulis dulu kodenya.").is_visible()
    page.get_by_label("Kode dari orang yang Anda nilai").fill(codes["superior"].lower().replace("-", " "))
    page.keyboard.press("Enter")
    assert store(page, klass, boss)["kind"] == "begin"
    assert page.get_by_text("Nilai Anda tidak anonim").is_visible()
    for radio in page.get_by_role("radio", name="2 Kadang-kadang").all():
        radio.check()
    assert (faults(page), wide(page)) == ([], 0)
    page.get_by_role("button", name="Kirim penilaian").click()
    scores = {"tanya": 2, "kabar": 2}
    assert store(page, klass, boss) == {"kind": "rate", "payload": {"code": codes["superior"], "scores": scores}}
    page.get_by_role("button", name="Tarik penilaian ini").click()
    assert store(page, klass, boss) == {"kind": "withdraw", "payload": {"code": codes["superior"]}}
    assert codes["superior"] not in told(page)


def test_a_wrong_code_stays_in_the_field_with_the_reason(draw, klass):
    who = klass.join("Rusa")
    page = draw(klass.state("balikan", who))
    page.get_by_role("button", name="Menilai orang lain").click()
    page.get_by_label("Kode dari orang yang Anda nilai").fill("R-222222")
    page.keyboard.press("Enter")
    intent = page.evaluate("etika.sent[0]")
    ack = submit_from_browser(klass, who, "balikan", **intent)
    page.evaluate("next => etika.change(next)", {"delivery": {"status": "refused", "message": ack["message"]}})
    assert "Kode ini tidak dikenal di kelas ini." in told(page)
    assert page.get_by_label("Kode dari orang yang Anda nilai").input_value() == "R-222222"


def test_a_form_half_filled_survives_the_news_of_others_and_a_reload(draw, klass):
    _, codes = asks(klass, "Rusa")
    who = klass.join("Kenari")
    send(klass, who, "begin", code=codes["peer"])
    page = draw(klass.state("balikan", who))
    page.get_by_role("button", name=codes["peer"]).click()
    page.get_by_role("radio", name="1 Hampir tidak pernah").first.check()
    asks(klass, "Merak")
    page.evaluate("next => etika.change(next)", {"state": klass.state("balikan", who)})
    assert page.get_by_role("radio", name="1 Hampir tidak pernah").first.is_checked()
    draw.again(page, klass.state("balikan", who))
    page.get_by_role("button", name=codes["peer"]).click()
    assert page.get_by_role("radio", name="1 Hampir tidak pernah").first.is_checked()


def test_the_summary_is_on_one_phone_and_means_are_on_the_other_screens(draw, klass):
    raters = [klass.join(f"Penilai {n}") for n in range(3)]
    people = [asks(klass, f"Rusa {n}") for n in range(5)]
    for at, (_, codes) in enumerate(people):
        for rater in raters[: 2 if at == 4 else 3]:
            send(klass, rater, "begin", code=codes["peer"])
            send(klass, rater, "rate", code=codes["peer"], scores={"tanya": 2, "kabar": 1 + at % 3})
    page = draw(klass.state("balikan", role=Role.FACILITATOR), width=1280)
    assert "4 orang dinilai 3 rekan atau lebih" in told(page)
    assert "Rata-rata kelas" not in told(page)
    klass.move("balikan", "closed", "revealed")
    draw.again(page, klass.state("balikan", people[1][0]))
    assert "Anda menilai diri 2 tingkat lebih tinggi daripada rekan." in told(page)
    assert (faults(page), wide(page)) == ([], 0)
    draw.again(page, klass.state("balikan", people[4][0]))
    assert "Rata-rata rekan tidak ditampilkan: 2 rekan menilai, perlu 3." in told(page)
    page.locator("summary", has_text="Rata-rata kelas").click()
    assert page.locator("details dl").first.inner_text().split() == [
        "Diri",
        "sendiri",
        "4,0",
        "Rekan",
        "–",
        "Atasan",
        "–",
    ]
    assert (faults(page), wide(page)) == ([], 0)
    for state in (klass.state("balikan"), klass.state("balikan", role=Role.FACILITATOR)):
        draw.again(page, state)
        assert [row.inner_text().split() for row in page.get_by_role("row").all()][1] == [
            *("Bertanya", "dulu", "4,0", "–", "–"),
        ]
        assert "Ringkasan untuk Anda" not in told(page)
        assert (faults(page), wide(page)) == ([], 0)
    assert page.evaluate("etika.alarms") == 0


@pytest.fixture
def led():
    """A class of three who lead, rated from below by three, two and nobody."""
    with memory_class([{**DEFINITION, "subordinates": True}]) as made:
        made.move("balikan", "reading", "open")
        made.below = [made.join(f"Bawahan {n}") for n in range(3)]
        made.led = [asks(made, f"Rusa {n}") for n in range(3)]
        for came, (_, codes) in zip((3, 2, 0), made.led, strict=True):
            for rater in made.below[:came]:
                send(made, rater, "begin", code=codes["subordinate"])
                send(made, rater, "rate", code=codes["subordinate"], scores={"tanya": 3, "kabar": 2})
        yield made


def test_whoever_leads_gets_a_third_code_and_hears_how_many_used_it(draw, led):
    said = []
    for who, codes in led.led:
        page = draw(led.state("balikan", who))
        assert all(code in told(page) for code in codes.values())
        assert "Nilai dari kurang dari 3 bawahan tidak pernah tampil." in told(page)
        said.append(page.get_by_role("listitem").filter(has_text="Bawahan:").inner_text())
        assert (faults(page), wide(page)) == ([], 0)
    assert said == [
        "Bawahan: 3 sudah menilai, cukup.",
        "Bawahan: 2 sudah menilai, menunggu 1 penilai lagi.",
        "Bawahan: belum menilai.",
    ]


def test_a_subordinate_reads_what_the_superior_will_see_before_answering(draw, led):
    who = led.join("Kenari")
    _, codes = led.led[0]
    page = draw(led.state("balikan", who))
    page.get_by_role("button", name="Menilai orang lain").click()
    assert "B untuk bawahan." in told(page)
    page.get_by_label("Kode dari orang yang Anda nilai").fill(codes["subordinate"])
    page.keyboard.press("Enter")
    assert store(page, led, who) == {"kind": "begin", "payload": {"code": codes["subordinate"]}}
    assert "Orang itu hanya membaca rata-rata dari 3 bawahan atau lebih" in told(page)
    assert (faults(page), wide(page)) == ([], 0)
    page.get_by_role("button", name="Kembali ke daftar kode").click()
    assert page.get_by_role("button", name=f"{codes['subordinate']} · bawahan · belum dikirim").is_visible()


def test_a_summary_shows_subordinates_from_three_on_and_leaves_them_out_where_nobody_rated(draw, led):
    led.move("balikan", "closed", "revealed")
    seen = []
    for who, _ in led.led:
        page = draw(led.state("balikan", who))
        lines = page.locator(".etika-levels").first.locator(".etika-card").first.locator("dl > div").all()
        words = [line for line in told(page).splitlines() if "bawahan" in line]
        seen.append(([line.inner_text().split()[-1] for line in lines], words))
        assert (faults(page), wide(page)) == ([], 0)
    hidden = "Rata-rata rekan tidak ditampilkan: 0 rekan menilai, perlu 3. Atasan tidak menilai."
    gap = "Anda menilai diri 1,5 tingkat lebih tinggi daripada bawahan. Mungkin ada yang belum Anda lihat."
    two = "Rata-rata bawahan tidak ditampilkan: 2 bawahan menilai, perlu 3."
    assert seen == [
        (["4", "–", "–", "3,0"], [f"{hidden} Dari 3 bawahan.", gap]),
        (["4", "–", "–", "–"], [f"{hidden} {two}"]),
        (["4", "–", "–"], []),
    ]


@pytest.mark.parametrize("role", [Role.PROJECTOR, Role.FACILITATOR])
def test_the_room_counts_who_has_enough_subordinates_and_reads_means_of_five(draw, led, role):
    page = draw(led.state("balikan", role=role), width=1280)
    assert "1 orang dinilai 3 bawahan atau lebih" in told(page)
    for n in range(4):
        _, codes = asks(led, f"Merak {n}")
        for rater in led.below:
            send(led, rater, "begin", code=codes["subordinate"])
            send(led, rater, "rate", code=codes["subordinate"], scores={"tanya": 3, "kabar": 1})
    led.move("balikan", "closed", "revealed")
    draw.again(page, led.state("balikan", role=role))
    assert [head.inner_text() for head in page.get_by_role("columnheader").all()] == [
        *("Perilaku", "Diri sendiri", "Rekan", "Atasan", "Bawahan"),
    ]
    row = page.get_by_role("row").filter(has_text="Memberi kabar").inner_text().split()
    assert row[-4:] == ["4,0", "–", "–", "1,2"]
    assert (faults(page), wide(page)) == ([], 0)
