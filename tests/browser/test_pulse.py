"""A pulse in the middle of a lesson: two taps open it on the phone, one shows it, one puts it away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .lesson import POLL, Lesson
from .proxy import Proxy
from .screens import Control, Phone, Projector, Screen, expect
from .serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(120)]

SHOTS = os.environ.get("ETIKA_SHOTS")
"""Folder for screenshots to look at; none are taken without it."""
DRAFT = "Belum selesai saya tulis"


def shot(screen: Screen, name: str) -> None:
    if SHOTS:
        screen.page.screenshot(path=Path(SHOTS) / f"pulse_{name}.png")


def test_two_taps_open_it_above_the_present_activity_and_a_third_shows_it(
    screen, served: Served, wifi: Proxy, lesson: Lesson
):
    lesson.present("pemicu")
    lesson.move(POLL, "reading", "open")
    phone, control, projector = screen(Phone, wifi.url), screen(Control, served.url), screen(Projector, served.url)
    phone.join("Kenari")
    reason = phone.page.get_by_label("Mengapa?").filter(visible=True)
    reason.fill(DRAFT)
    control.enter(served.token)
    projector.open()

    control.button("Denyut").click()
    control.button("Tempo").click()
    phone.see("Bagaimana tempo sesi ini?")
    above, below = phone.page.locator("#denyut").bounding_box(), reason.bounding_box()
    assert above["y"] + above["height"] <= below["y"]
    expect(reason).to_have_value(DRAFT)
    projector.see("Bagaimana tempo sesi ini?")
    phone.button("Pas").click()
    phone.stored()
    control.see("1 dari 1 menjawab")
    for one, name in ((phone, "phone"), (control, "control"), (projector, "projector")):
        shot(one, name)

    control.button("Tutup dan tampilkan").click()
    for one in (phone, projector):
        one.see("1 jawaban")
    shot(phone, "phone_shown")
    shot(projector, "projector_shown")
    shot(control, "control_shown")

    control.button("Singkirkan denyut").click()
    expect(phone.page.locator("#denyut")).to_be_empty()
    expect(reason).to_have_value(DRAFT)
    projector.see_not("Bagaimana tempo sesi ini?")
    assert control.button("Tutup jawaban").is_visible()  # the poll went on all the time
