"""What people see when the database goes away for a while, and after a phone has slept for long."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import make_url

from ..storage.cluster import Cluster
from ..storage.conftest import databases, own_cluster  # noqa: F401 - a fixture
from .lesson import POLL, Lesson
from .proxy import Proxy
from .screens import Control, Phone
from .serving import Served, serve

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]

REASON = "Antrean juga bagian dari keadilan."
JOURNAL = "Saya ingin lebih tenang di loket."
BUSY = "Komputer fasilitator sedang tidak dapat menyimpan. Jawaban Anda aman di perangkat ini dan dikirim lagi sendiri"


@pytest.fixture(scope="module")
def served(
    lan: str,
    tmp_path_factory: pytest.TempPathFactory,
    own_cluster: Cluster,
) -> Iterator[Served]:
    """A server on PostgreSQL that soon notices who is silent."""
    with databases(make_url(own_cluster.url())) as make:
        folder = tmp_path_factory.mktemp("serve")
        with serve(lan, folder, "--ping-seconds", "2", store_url=make()) as running:
            yield running


def vote(phone: Phone) -> None:
    phone.choose("Tetap menurut nomor.")
    phone.page.get_by_label("Mengapa?").filter(visible=True).fill(REASON)
    phone.send()


def test_a_database_that_is_restarted_costs_a_phone_nothing_but_a_moment(
    screen,
    served: Served,
    wifi: Proxy,
    lesson: Lesson,
    own_cluster: Cluster,
):
    lesson.present("pemicu")
    lesson.move(POLL, "reading", "open")
    control, phone, late = screen(Control, served.url), screen(Phone, wifi.url), screen(Phone, wifi.url)
    control.enter(served.token)
    phone.join()
    late.page.goto(f"{late.base}/gabung/{lesson.code}")
    late.page.get_by_label("Nama samaran Anda di kelas ini").fill("Kenari Sabar")
    own_cluster.stop("immediate")
    try:
        vote(phone)
        phone.see(BUSY)
        phone.connected()
        late.button("Gabung ke kelas").click()
        late.see("Anda tidak perlu mengetik ulang.")
    finally:
        own_cluster.up()
    phone.stored()
    late.connected()
    late.see("Kenari Sabar")
    control.counts(1, 2)
    assert lesson.answers(POLL) == [{"choices": ["tetap_urut"], "reason": REASON}]
    assert lesson.logged("answer") == 1
    assert len({text for text in phone.sent if '"kind":"answer"' in text}) == 1
    refused = "Failed to load resource: the server responded with a status of 503"
    late.troubles = [said for said in late.troubles if not said.startswith(refused)]


def test_a_phone_that_slept_for_twenty_minutes_has_its_draft_and_sends_what_it_owes_once(
    screen, served: Served, wifi: Proxy, lesson: Lesson
):
    lesson.present("pemicu")
    lesson.move(POLL, "reading", "open")
    control, phone = screen(Control, served.url), screen(Phone, wifi.url)
    phone.page.clock.install()
    control.enter(served.token)
    phone.join()
    control.see("1 peserta, 1 tersambung")
    lesson.present("jurnal")
    lesson.move("jurnal", "reading", "open")
    journal = phone.page.get_by_label("Jurnal saya").filter(visible=True)
    journal.fill(JOURNAL)
    lesson.present("pemicu")
    phone.see("Soal urutan antrean")
    wifi.hold("out")  # the answer never leaves the phone's own network
    wifi.hold("back")
    vote(phone)
    phone.see("Terkirim, menunggu tersimpan")

    sleep = phone.context.new_cdp_session(phone.page)
    sleep.send("Page.setWebLifecycleState", {"state": "frozen"})
    control.see("1 peserta, 0 tersambung")  # its line was let go, and it does not know
    wifi.cut()
    wifi.mend()
    sleep.send("Page.setWebLifecycleState", {"state": "active"})
    phone.page.clock.fast_forward("20:00")

    control.see("1 peserta, 1 tersambung")
    phone.connected()
    phone.stored()
    assert lesson.answers(POLL) == [{"choices": ["tetap_urut"], "reason": REASON}]
    assert lesson.logged("answer") == 1
    intents = [text for text in phone.sent if '"kind":"answer"' in text]
    assert len(intents) >= 2, "the phone did not repeat what was never acknowledged"
    assert len(set(intents)) == 1

    # The draft is there; also if the system has thrown the page away meanwhile.
    lesson.present("jurnal")
    expect(journal).to_have_value(JOURNAL)
    phone.page.reload()
    phone.connected()
    expect(journal).to_have_value(JOURNAL)
    assert JOURNAL not in phone.said_out()
