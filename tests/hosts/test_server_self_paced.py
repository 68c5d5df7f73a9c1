"""A self-paced class on the server: opened by a form, light on phones, told to whom it concerns, closed on its day."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from etika_widgets.content.library import default_library
from etika_widgets.room import open_class
from etika_widgets.room.pace import end_of, marked
from etika_widgets.storage import Changes

from .serving import POLL, choose, measured

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]

LIGHTEST = 60_000


@pytest.fixture
def code(shared, lesson):
    """The code of a new self-paced class."""
    return open_class(shared, lesson, pace="self").code


def row_of(store, code):
    return store.changes(code).klass


def opened_by(answer):
    assert answer.status == 303
    return answer.headers["Location"].rsplit("/", 1)[1]


def test_the_form_opens_a_self_paced_class_until_a_day(server, shared):
    boss = server.facilitator()
    form = {"buku": "keluhan_di_loket", "bahasa": "id", "cara": "mandiri", "tutup": "2100-01-01"}
    row = row_of(shared, opened_by(boss.post("/kendali", follow=False, **form)))

    assert row.run_sheet["pace"] == {"until": end_of("2100-01-01", row.created_at)}
    assert row.present is None
    assert "Belajar mandiri</td>" in boss.get("/kendali").text


def test_a_day_that_is_over_opens_nothing_and_says_why(server, shared):
    before = len(shared.classes())

    answer = server.facilitator().post("/kendali", buku="keluhan_di_loket", cara="mandiri", tutup="2020-01-01")

    assert answer.status == 400
    assert "Tanggal penutupan sudah lewat" in answer.text
    assert len(shared.classes()) == before


def test_a_led_class_takes_no_notice_of_the_day(server, shared):
    form = {"buku": "keluhan_di_loket", "bahasa": "id", "cara": "", "tutup": "2020-01-01"}
    row = row_of(shared, opened_by(server.facilitator().post("/kendali", follow=False, **form)))

    assert "pace" not in row.run_sheet


def test_its_first_page_is_light_and_a_led_class_pays_nothing(server, shared, lesson, code):
    browser = server.join(code)
    page = browser.get(f"/kelas/{code}")
    folder = re.search(r"/aset/[0-9a-f]+", page.text)[0]
    paths = [f"/kelas/{code}", *(f"{folder}/{name}.js" for name in ("host", "pace", "view-quiz"))]
    sizes = {path: len(browser.get(path, Accept_Encoding="gzip").body) for path in paths}
    led = open_class(shared, lesson).code
    other = server.join(led).get(f"/kelas/{led}")

    measured(f"first page of a self-paced class: {sum(sizes.values())} bytes gzipped: {sizes}")
    assert sum(sizes.values()) <= LIGHTEST
    assert f"<{folder}/pace.js>; rel=modulepreload" in page.headers["Link"]
    assert ".langkah" in page.text
    assert ".langkah" not in other.text
    assert "pace.js" not in other.headers["Link"]


def test_a_key_goes_to_the_line_that_answered_and_to_no_other(server, lesson, code, line):
    first, other = (line(server.join(code), code) for _ in range(2))
    secret = lesson.activity("posttest").items[0].options[0].rationale.id
    answers = {item.id: item.key for item in lesson.activity("posttest").items}
    assert first.ask("answer", "posttest", answers=answers)["ok"]

    first.wait(lambda: first.states["posttest"]["phase"] == "revealed")
    other.ask("answer", POLL, **choose(other.states[POLL]))  # by now it would have heard
    assert secret in "".join(first.raw)
    assert secret not in "".join(other.raw)
    assert other.states["posttest"]["phase"] == "open"


def test_the_last_activity_brings_the_key_of_the_first_also_to_a_line_that_missed_it(server, lesson, code, line):
    browser = server.join(code)
    phone = line(browser, code)
    for quiz in ("pretest", "posttest"):
        ack = phone.ask("answer", quiz, answers={item.id: item.key for item in lesson.activity(quiz).items})
        assert ack["ok"]
    phone.wait(lambda: phone.states["pretest"]["phase"] == "revealed")
    before = ack["rev"] - 1

    again = line(browser, code, greeted=False)
    again.send({"t": "hello", "rev": before, "page": ""})
    again.wait(lambda: again.states.get("pretest", {}).get("phase") == "revealed")


def test_the_fifth_answer_tells_all_who_answered_and_the_sixth_nobody_else(server, code, line):
    lines = [line(server.join(code), code) for _ in range(6)]
    for one in lines[:5]:
        assert one.ask("answer", POLL, **choose(one.states[POLL]))["ok"]
    for one in lines[:5]:
        one.wait(lambda one=one: one.states[POLL]["phase"] == "revealed")
    heard = [sum(frame.get("id") == POLL and frame["t"] == "activity" for _, frame in one.frames) for one in lines]

    assert lines[5].ask("answer", POLL, **choose(lines[5].states[POLL], 1))["ok"]
    lines[5].wait(lambda: lines[5].states[POLL]["phase"] == "revealed")
    assert lines[5].states[POLL]["results"]["rounds"][0]["n"] == 5
    for one in lines[:5]:
        one.ask("answer", "lima_a", order=[])  # refused, but answered after what went before
    now = [sum(frame.get("id") == POLL and frame["t"] == "activity" for _, frame in one.frames) for one in lines[:5]]
    assert now == heard[:5]


def test_the_server_ends_a_class_when_its_day_has_passed(server, shared, code, line):
    phone = line(server.join(code), code)
    with shared.transaction(code) as transaction:
        row = transaction.changes(0).klass
        late = replace(row, run_sheet=marked(row.run_sheet, "2026-01-01T00:00:00.000Z"), rev=row.rev + 1)
        transaction.save(Changes(klass=late))

    phone.wait(lambda: phone.states["pretest"]["phase"] == "closed")
    assert phone.room["ended"]
    assert [event.kind for event in shared.events(code)].count("end") == 1


def test_most_shipped_workbooks_hold_something_to_do_alone(store):
    for slug in ("keluhan_di_loket", "pengantar_etika", "refleksi_komitmen"):
        row = open_class(store, default_library().pack(slug), pace="self")
        assert any(activity.phase == "open" for activity in store.changes(row.code).activities)
