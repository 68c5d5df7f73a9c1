"""Role play and rubric over real lines: cards reach their holders alone, raters who leave are replaced at once."""

from __future__ import annotations

import time

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.hosts.kernel_preview import loose_pack
from etika_widgets.room import open_class

from .serving import measured

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]

SOON = 5.0  # seconds
ACTING = ("petugas", "warga", "pengawas")
RUBRIC = {
    "id": "nilai",
    "type": "rubric",
    "criteria": [{"id": "dengar", "label": "Mendengar", "anchors": ["Memotong", "Diam", "Mengulang", "Bertanya"]}],
}
ROLE_PLAY = {
    "id": "peran",
    "type": "role_play",
    "scenario": "Berkas ditolak.",
    "roles": [
        {"id": name, "title": name, "line": "Di loket", "wants": f"rahasia_{name}", "many": name == "pengamat"}
        for name in (*ACTING, "pengamat")
    ],
    "rounds": [{"name": "Satu", "minutes": 4}, {"name": "Dua", "minutes": 4}],
    "prompts": ["Apa yang menenangkan?"],
}


@pytest.fixture
def play(server, shared, line):
    """Return ``play(definition, people, largest)``: a class in groups with the activity open, and all its lines."""

    def start(definition, people, largest):
        spec = activity_types()[definition["type"]].spec.model_validate(definition)
        code = open_class(shared, loose_pack([spec])).code
        control = line(server.facilitator(), code, "kendali")
        phones = [line(server.join(code), code) for _ in range(people)]
        control.wait(lambda: control.room["people"]["online"] == people)
        assert control.ask("group", largest=largest)["ok"]
        control.move(spec.id, "reading", "open")
        return control, phones, line(server.facilitator(), code, "layar")

    return start


def test_a_rater_who_leaves_is_replaced_within_five_seconds(play):
    control, phones, _ = play(RUBRIC, people=6, largest=2)

    def asked():
        return [phone for phone in phones if phone.states.get("nilai", {}).get("dealt", {}).get("asked")]

    assert control.ask("perform", "nilai", group=1)["ok"]
    for phone in phones:
        phone.wait(lambda phone=phone: phone.states["nilai"]["board"]["performance"] == 1)
    first = asked()
    assert len(first) == 3
    spare = next(phone for phone in phones if phone not in first and not phone.states["nilai"]["dealt"]["performs"])
    started = time.monotonic()
    first[0].drop()
    spare.wait(lambda: spare.states["nilai"]["dealt"]["asked"] == ["all"], SOON)
    took = time.monotonic() - started
    measured(f"rater replaced after {took:.2f} s")
    assert took < SOON
    scores = {"performance": 1, "subject": "all", "scores": {"dengar": 3}}
    assert spare.ask("rate", "nilai", **scores)["ok"]


def test_no_frame_carries_a_card_to_anybody_but_its_holder(play):
    control, phones, screen = play(ROLE_PLAY, people=5, largest=5)
    for number in (1, 2):
        assert control.ask("start_round", "peran", round=number)["ok"]
        for phone in phones:
            phone.wait(lambda phone=phone, number=number: phone.states["peran"]["dealt"].get("round") == number)
    screen.wait(lambda: screen.states["peran"]["board"]["round"] == 2)
    for phone in phones:
        dealt = [frame["state"].get("dealt", {}).get("role") for _, frame in phone.frames if frame["t"] == "activity"]
        sent = {role for role in (*ACTING, "pengamat") if f"rahasia_{role}" in "".join(phone.raw)}
        assert sent == set(filter(None, dealt))
        assert len(sent) == 2
    assert "rahasia" not in "".join(screen.raw)
