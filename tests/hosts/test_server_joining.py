"""The way into a class: nobody is made by opening a link, and only the server says who somebody is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from etika_widgets.room import Desk, Intent, Role, Viewer

from .serving import Browser, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]

PREVIEW = "WhatsApp/2.23.20.0 facebookexternalhit/1.1"


@pytest.fixture
def names(shared, code):
    return lambda: [person.name for person in shared.changes(code).participants]


@pytest.fixture
def browser(server):
    return Browser(server.base)


def end(shared, code, desk_types):
    desk = Desk(shared, desk_types)
    [outcome], _ = desk.submit(code, [(Viewer(Role.FACILITATOR), Intent(id="e" * 32, kind="end"))])
    assert outcome.ok


def test_opening_the_link_makes_nobody(server, code, browser, names):
    for method, agent in [("GET", "Mozilla/5.0"), ("HEAD", "Mozilla/5.0"), ("GET", PREVIEW), ("HEAD", PREVIEW)]:
        answer = browser.ask(method, f"/gabung/{code}", None, {"User-Agent": agent})
        assert answer.status == 200
    assert names() == []


def test_the_page_says_what_is_stored_before_anybody_joins(code, browser):
    page = browser.get(f"/gabung/{code}").text
    for words in ("UU 27/2022 Pasal 20", "Pasal 21", "Berapa lama", "Siapa yang melihat", "Hak Anda"):
        assert words in page


def test_the_page_names_every_right_of_the_law(code, browser):
    page = browser.get(f"/gabung/{code}").text
    rights = page[page.index("Semua hak Anda") :].partition("</ul>")[0]
    for right in (
        "Mendapat penjelasan", "melihat data Anda", "salinannya", "Memperbaiki", "Mengakhiri dan menghapus",
        "Menunda, membatasi", "menarik persetujuan", "Menolak keputusan otomatis", "Memindahkan data", "menggugat",
    ):  # fmt: skip
        assert right in rights


def test_posting_the_form_twice_makes_one_participant(server, code, browser, names):
    page = browser.get(f"/gabung/{code}")
    fields = {"nama": "Kenari Tenang", "formulir": page.field("formulir")}
    other = Browser(server.base)
    other.get("/")
    first, second = (one.post(f"/gabung/{code}", follow=False, **fields) for one in (browser, other))
    assert (first.status, second.status) == (303, 303)
    assert names() == ["Kenari Tenang"]


def test_a_form_without_its_token_is_refused_in_plain_words(code, browser, names):
    page = browser.get(f"/gabung/{code}")
    answer = browser.post(f"/gabung/{code}", _xsrf="", nama="Kenari", formulir=page.field("formulir"))
    assert answer.status == 403
    assert "Muat ulang halaman" in answer.text
    assert names() == []


@pytest.mark.parametrize("origin", ["http://jahat.example", "null", "http://127.0.0.1:1"])
def test_a_form_from_another_site_is_refused(code, browser, names, origin):
    page = browser.get(f"/gabung/{code}")
    fields = {"nama": "Kenari", "formulir": page.field("formulir")}
    assert browser.post(f"/gabung/{code}", headers={"Origin": origin}, **fields).status == 403
    assert names() == []
    assert browser.post(f"/gabung/{code}", headers={"Origin": browser.base}, **fields).status == 200


@pytest.mark.parametrize(
    "path", ["/gabung/XXXXXX", "/gabung/abc", "/gabung/%C3%89%00'\"", "/layar/XXXXXX", "/lanjut/XXXXXX"]
)
def test_a_wrong_code_gets_a_page_that_helps(browser, path):
    answer = browser.get(path)
    assert answer.status == 404
    assert "tidak ditemukan. Periksa lagi kodenya." in answer.text
    assert "Traceback" not in answer.text
    assert 'href="/"' in answer.text


def test_an_ended_class_takes_nobody_in_and_says_so(shared, code, browser, names, desk):
    page = browser.get(f"/gabung/{code}")
    end(shared, code, desk.types)
    answer = browser.post(f"/gabung/{code}", nama="Kenari", formulir=page.field("formulir"))
    assert answer.status == 400
    assert "Kelas ini sudah diakhiri" in answer.text
    until(lambda: "Kelas ini sudah diakhiri" in browser.get(f"/gabung/{code}").text)  # ended by another process
    assert 'name="nama"' not in browser.get(f"/gabung/{code}").text
    assert names() == []


@pytest.mark.parametrize("name", ["198503122010011002", "3174091203850001", "1985 0312 2010 0110 02", "", "x" * 200])
def test_numbers_of_people_and_unusable_names_are_refused_and_stay_in_the_form(code, browser, names, name):
    page = browser.get(f"/gabung/{code}")
    answer = browser.post(f"/gabung/{code}", nama=name, formulir=page.field("formulir"))
    assert answer.status == 400
    assert 'class="problem"' in answer.text
    if name:
        assert answer.field("nama") == name
    assert names() == []


def test_a_name_is_never_markup(code, browser):
    page = browser.get(f"/gabung/{code}")
    answer = browser.post(f"/gabung/{code}", nama="<img src=x onerror=1>", formulir=page.field("formulir"))
    assert "<img" not in answer.text
    assert "&lt;img src=x" in answer.text or answer.status == 200


def test_a_name_that_is_taken_is_answered_with_another(server, code, browser):
    server.join(code, "Kenari Tenang")
    page = browser.get(f"/gabung/{code}")
    answer = browser.post(f"/gabung/{code}", nama="kenari tenang", formulir=page.field("formulir"))
    assert answer.status == 400
    assert "sudah dipakai" in answer.text


def test_bytes_that_are_no_text_are_a_bad_request(code, browser):
    browser.get(f"/gabung/{code}")
    body = b"_xsrf=" + browser.cookie("_xsrf").encode() + b"&nama=%FF%FE&formulir="
    answer = browser.ask("POST", f"/gabung/{code}", body, {})
    assert answer.status == 400
    assert "Traceback" not in answer.text


def test_the_cookie_is_out_of_reach_of_scripts_and_there_is_no_other(server, code):
    browser = server.join(code)
    cookies = {cookie.name: cookie for cookie in browser.jar}
    assert cookies.keys() == {"_xsrf", f"etika_{code}"}
    mine = cookies[f"etika_{code}"]
    assert mine.has_nonstandard_attr("HttpOnly")
    assert mine.get_nonstandard_attr("SameSite") == "Lax"
    assert mine.path == "/"


def test_whoever_comes_back_is_remembered_for_thirty_days_more(server, code):
    browser = server.join(code)
    for address in (f"/kelas/{code}", f"/kelas/{code}"):
        [given] = [
            line for line in browser.get(address).headers.get_all("Set-Cookie") if line.startswith(f"etika_{code}=")
        ]
        expires = parsedate_to_datetime(re.search(r"expires=([^;]*)", given)[1])
        assert timedelta(days=29) < expires - datetime.now(UTC) <= timedelta(days=30)


def test_a_forged_cookie_or_that_of_another_class_opens_nothing(server, shared, code, lesson, line):
    from etika_widgets.room import open_class

    other = open_class(shared, lesson).code
    mine = server.join(code).cookie(f"etika_{code}")
    for value in ("bohong", mine, mine[:-4] + "0000"):
        stranger = Browser(server.base)
        headers = {"Cookie": f"etika_{other}={value}"}
        answer = stranger.ask("GET", f"/kelas/{other}", None, headers, follow=False)
        assert (answer.status, answer.headers["Location"]) == (302, f"/gabung/{other}")
        stranger.cookies = lambda value=value: f"etika_{other}={value}"
        assert line(stranger, other, greeted=False).frame(t="gone")["code"] == "not_joined"


def test_a_resume_code_moves_a_participant_to_another_phone(server, code, browser, line):
    first = line(server.join(code, "Kenari Tenang"), code)
    me = first.room["me"]
    assert len(me["resume"]) == 8
    browser.get(f"/lanjut/{code}")
    typed = f" {me['resume'][:4].lower()}-{me['resume'][4:]} "
    assert browser.post(f"/lanjut/{code}", follow=False, kode_lanjut=typed).status == 303
    assert line(browser, code).room["me"] == me


def test_guessing_resume_codes_is_slowed_down(server, code, shared, lesson):
    from etika_widgets.room import open_class

    guessed = open_class(shared, lesson).code  # its own counter
    browser = Browser(server.base)
    browser.get(f"/lanjut/{guessed}")
    statuses = [browser.post(f"/lanjut/{guessed}", kode_lanjut=f"BCDFGHJ{n % 8 + 2}").status for n in range(24)]
    assert statuses == [400] * 20 + [429] * 4
    assert "Tunggu satu menit" in browser.post(f"/lanjut/{guessed}", kode_lanjut="BCDFGHJ2").text
    assert browser.get(f"/gabung/{guessed}").status == 200


def test_done_on_this_device_takes_the_cookie_away_and_keeps_the_answers(server, code, names):
    browser = server.join(code, "Kenari Tenang")
    assert browser.post(f"/keluar/{code}").status == 200
    assert browser.cookie(f"etika_{code}") == ""
    assert browser.ask("GET", f"/kelas/{code}", None, {}, follow=False).status == 302
    assert names() == ["Kenari Tenang"]
    assert "sudah melupakan" in browser.get("/?selesai=1").text


def test_the_home_page_takes_a_code_as_people_type_it(code, browser):
    spaced = f"{code[:3].lower()}+{code[3:].lower()}"
    answer = browser.ask("GET", f"/?kode={spaced}", None, {}, follow=False)
    assert (answer.status, answer.headers["Location"]) == (302, f"/gabung/{code}")
    wrong = browser.get("/?kode=%3Cb%3Exyz")
    assert wrong.status == 404
    assert "tidak ditemukan" in wrong.text
    assert wrong.field("kode") == "&lt;b&gt;xyz"


@pytest.mark.parametrize(
    ("back", "goes"), [("/gabung/K7PQ4M", "/gabung/K7PQ4M"), ("//jahat.example", "/"), ("/\\jahat", "/")]
)
def test_the_language_is_chosen_by_form_and_leads_back_here_only(browser, code, back, goes):
    browser.get(f"/gabung/{code}")
    answer = browser.post("/bahasa", follow=False, bahasa="en", kembali=back)
    assert (answer.status, answer.headers["Location"]) == (303, goes)
    assert '<html lang="en">' in browser.get(f"/gabung/{code}").text
    browser.post("/bahasa", bahasa="xx", kembali="/")
    assert '<html lang="en">' in browser.get("/").text
