"""Rubric: rating on a phone, the facilitator's turns and scores, the debrief."""

from __future__ import annotations

from typing import Any

import pytest

from etika_widgets.room import Role, Viewer
from etika_widgets.room.showing import room_state
from etika_widgets.testing import memory_class, submit_from_browser

from .drawn import faults, told, wide

pytestmark = pytest.mark.browser

LEADER = Viewer(Role.FACILITATOR)
DEFINITION = {
    "type": "rubric",
    "id": "nilai",
    "criteria": [
        {"id": "dengar", "label": "Mendengar", "anchors": ["Memotong", "Diam", "Mengulang", "Bertanya"]},
        {"id": "jelas", "label": "Kejelasan", "anchors": ["Kabur", "Sebagian", "Jelas", "Runtut"]},
    ],
}


@pytest.fixture
def klass():
    with memory_class([DEFINITION]) as made:
        words = ("Tenang", "Teduh", "Biru", "Hijau", "Muda", "Putih")
        made.online = made.people = [made.join(f"Rusa {word}") for word in words]
        assert made.submit(LEADER, None, "group", {"largest": 2})["ok"]
        made.move("nilai", "reading", "open")
        yield made


def perform(klass: Any, group: int) -> list[str]:
    """Let a group perform and return who is asked to rate."""
    assert klass.submit(LEADER, "nilai", "perform", {"group": group})["ok"]
    return [who for who in klass.people if klass.state("nilai", who)["dealt"]["asked"]]


def rate(klass: Any, who: str, dengar: int, jelas: int, number: int = 1) -> None:
    payload = {"performance": number, "subject": "all", "scores": {"dengar": dengar, "jelas": jelas}}
    assert submit_from_browser(klass, who, "nilai", "rate", payload)["ok"]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_rating_leaves_as_the_contract_says_by_keyboard_alone(draw, klass, width):
    who = perform(klass, 1)[0]
    page = draw(klass.state("nilai", who), width=width)
    page.get_by_role("button", name="Kirim penilaian").click()
    assert page.get_by_text("Belum dinilai: Mendengar, Kejelasan.").is_visible()
    page.get_by_role("radio", name="1 · Memotong").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert (faults(page), wide(page)) == ([], 0)
    page.keyboard.press("Enter")
    [intent] = page.evaluate("etika.sent")
    scores = {"dengar": 3, "jelas": 1}
    assert intent == {"kind": "rate", "payload": {"performance": 1, "subject": "all", "scores": scores}}
    assert submit_from_browser(klass, who, "nilai", **intent)["ok"]
    page.evaluate("next => etika.change(next)", {"state": klass.state("nilai", who), "delivery": {"status": "stored"}})
    assert "Mendengar: 3" in told(page)
    assert page.get_by_role("button", name="Ubah jawaban").is_visible()


SAMPLES = {
    "of": "samples",
    "samples": [
        {
            "id": one,
            "title": f"Peragaan {one}",
            "body": "Ia diam. <b>x</b>",
            "reference": {"dengar": 1, "jelas": level},
        }
        for one, level in (("a", 2), ("b", 4))
    ],
}


@pytest.mark.parametrize("width", [360, 1280])
def test_samples_are_read_and_rated_and_compared_with_the_reference(draw, width):
    with memory_class([DEFINITION | SAMPLES]) as klass:
        people = [klass.join(f"Rusa {word}") for word in ("Tenang", "Teduh", "Biru")]
        klass.move("nilai", "reading", "open")
        page = draw(klass.state("nilai", people[0]), width=width)
        assert "Ia diam. <b>x</b>" in told(page)
        assert page.get_by_role("button", name="Kirim penilaian").count() == 1
        assert "Peragaan b" not in told(page)
        assert (faults(page), wide(page)) == ([], 0)
        for who, level in zip(people, (2, 3, 1), strict=True):
            for one in "ab":
                payload = {"performance": 0, "subject": one, "scores": {"dengar": 1, "jelas": level}}
                assert submit_from_browser(klass, who, "nilai", "rate", payload)["ok"]
            page.evaluate("next => etika.change(next)", {"state": klass.state("nilai", people[0])})
            assert "Peragaan b" in told(page)
        klass.move("nilai", "closed", "revealed")
        draw.again(page, klass.state("nilai", people[0]))
        own = klass.state("nilai", people[0])["dealt"]["own"]["kappa"]
        assert f"κ = {str(own).replace('.', ',')}" in told(page)
        assert "Nilai acuan" in told(page)
        assert (faults(page), wide(page)) == ([], 0)
        leads = klass.state("nilai", role=Role.FACILITATOR)
        draw.again(page, leads)
        assert f"{leads['results']['calibration']['passed']} dari 3 penilai mencapai batas 0,60" in told(page)


def test_a_rating_that_was_begun_survives_a_replacement_and_the_next_turn(draw, klass):
    who = perform(klass, 1)[0]
    page = draw(klass.state("nilai", who))
    page.get_by_role("radio", name="4 · Bertanya").check()
    klass.online = [one for one in klass.people if one != who]  # the line flickers: somebody else is asked instead
    state = klass.state("nilai", who)
    assert state["dealt"]["asked"] == []
    page.evaluate("next => etika.change(next)", {"state": state})
    assert page.get_by_role("radio", name="4 · Bertanya").is_checked()
    klass.online = klass.people
    perform(klass, next(n for n in (2, 3) if who not in members(klass, n)))
    draw.again(page, klass.state("nilai", who))
    assert "Nilai Kelompok 1" in told(page)
    assert page.get_by_role("radio", name="4 · Bertanya").is_checked()
    page.get_by_role("button", name="Lewati penilaian ini").click()
    assert "Nilai Kelompok 1" not in told(page)


def members(klass: Any, number: int) -> list[str]:
    return [one.id for one in klass.room().people.group(number)]


def test_whoever_performs_or_is_not_asked_is_told_so(draw, klass):
    asked = perform(klass, 1)
    performer = members(klass, 1)[0]
    idle = next(who for who in klass.people if who not in [*asked, *members(klass, 1)])
    page = draw(klass.state("nilai", performer))
    assert "Giliran Anda tampil. Anda tidak menilai." in told(page)
    draw.again(page, klass.state("nilai", idle))
    assert "Anda belum diminta menilai kali ini." in told(page)
    klass.online = [who for who in klass.people if who != asked[0]]
    page.evaluate("next => etika.change(next)", {"state": klass.state("nilai", idle)})
    assert page.get_by_role("button", name="Kirim penilaian").is_visible()


def test_the_facilitator_gives_turns_and_scores(draw, klass):
    state = lambda: {"state": klass.state("nilai", role=Role.FACILITATOR), "room": room_state(klass.room(), LEADER)}  # noqa: E731
    page = draw(**state(), width=1280)
    page.get_by_role("button", name="Kelompok 2", exact=True).click()
    [intent] = page.evaluate("etika.sent")
    assert klass.submit(LEADER, "nilai", **intent)["ok"]
    page.evaluate("next => etika.change(next)", state())
    page.get_by_role("radio", name="2 · Diam").check()
    page.get_by_role("radio", name="3 · Jelas").check()
    page.get_by_role("button", name="Kirim penilaian").click()
    intent = page.evaluate("etika.sent")[1]
    scores = {"dengar": 2, "jelas": 3}
    assert intent == {"kind": "score", "payload": {"performance": 1, "subject": "all", "scores": scores}}
    assert klass.submit(LEADER, "nilai", **intent)["ok"]
    page.evaluate("next => etika.change(next)", state())
    assert "Mendengar: 2" in told(page)
    assert (faults(page), wide(page)) == ([], 0)


def test_the_debrief_starts_with_the_widest_disagreement_and_names_nobody(draw, klass):
    asked = perform(klass, 1)
    for who, dengar in zip(asked, (1, 2, 4), strict=True):
        rate(klass, who, dengar, 3)
    klass.move("nilai", "closed", "revealed")
    for width, viewer in ((1280, None), (360, asked[0]), (360, members(klass, 1)[0])):
        page = draw(klass.state("nilai", viewer), width=width)
        said = told(page)
        assert said.index("Selisih paling lebar") < said.index("Berapa kali tiap tingkat diberikan")
        assert "1 penilai: tingkat 4 Bertanya" in said
        assert ("Nilai tengah yang Anda terima" in said) == (viewer in members(klass, 1))
        assert ("Rusa" in said, faults(page), wide(page)) == (False, [], 0)
