"""Pages and files: rendered once, light on the wire, closed where they should be, nothing from outside."""

from __future__ import annotations

import gzip
import json
import re
import time

import brotli
import pytest

from etika_widgets.content.folders import Folder
from etika_widgets.content.library import Library
from etika_widgets.room import open_class

from .serving import POLL, Browser, choose, measured
from .workbooks import write_workbook

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]

LIGHTEST = 60_000
REQUESTS = 8


@pytest.fixture
def browser(server):
    return Browser(server.base)


@pytest.fixture
def open_from(shared, content):
    """Return ``open_from(slug)``, which opens a class from a workbook of the test content."""
    library = Library([Folder.at(content)])
    return lambda slug: open_class(shared, library.pack(slug)).code


def on_the_wire(browser, path):
    answer = browser.get(path, Accept_Encoding="gzip")
    assert answer.status == 200, path
    text = gzip.decompress(answer.body) if answer.headers["Content-Encoding"] == "gzip" else answer.body
    return len(answer.body), text.decode()


def test_a_phone_loads_little(server, code):
    browser = server.join(code)
    size, page = on_the_wire(browser, f"/kelas/{code}")
    wanted = list(dict.fromkeys(re.findall(r'(?:href|src)="(/aset/[^"]+)"', page)))
    folder = wanted[0].rsplit("/", 1)[0]
    sizes = {"page": size}
    for path in [*wanted, f"{folder}/view-poll.js"]:
        sizes[path.rsplit("/", 1)[1]], text = on_the_wire(browser, path)
        missing = [name for name in re.findall(r'from "\./([^"]+)"', text) if f"{folder}/{name}" not in wanted]
        assert missing == [], "fetched only after its importer arrived"
    measured(f"class page with the poll: {sum(sizes.values())} bytes gzipped in {len(sizes)} requests: {sizes}")
    assert sum(sizes.values()) <= LIGHTEST
    assert len(sizes) <= REQUESTS


def test_behind_tls_a_phone_loads_still_less(server, code):
    """Browsers name Brotli behind TLS only, because proxies once damaged what they did not know."""
    browser = server.join(code)
    page = browser.get(f"/kelas/{code}")
    total = {"gzip": 0, "br": 0}
    for path in (f"/kelas/{code}", re.search(r"/aset/[0-9a-f]+/host\.js", page.text)[0]):
        plain = browser.get(path)
        assert plain.headers["Content-Encoding"] is None
        for accept, coding in (("gzip, deflate", "gzip"), ("gzip, deflate, br, zstd", "br"), ("gzip, br;q=0", "gzip")):
            answer = browser.get(path, Accept_Encoding=accept)
            assert (answer.status, answer.headers["Content-Encoding"]) == (200, coding)
            assert "Accept-Encoding" in answer.headers["Vary"]
            unpack = {"gzip": gzip.decompress, "br": brotli.decompress}[coding]
            assert unpack(answer.body) == plain.body
        for accept, coding in (("gzip", "gzip"), ("br", "br")):
            total[coding] += len(browser.get(path, Accept_Encoding=accept).body)
    measured(f"class page and its module: {total['gzip']} bytes gzipped, {total['br']} in Brotli")
    assert total["br"] < 0.9 * total["gzip"]


def test_front_end_files_are_kept_for_ever_and_pages_are_asked_for_again(server, code):
    browser = server.join(code)
    page = browser.get(f"/kelas/{code}")
    path = re.search(r"/aset/[0-9a-f]+/host\.js", page.text)[0]
    file = browser.get(path)
    assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert file.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert browser.get("/aset/000000000000/host.js").headers["Cache-Control"] == "no-cache"
    assert browser.get("/aset/000000000000/tidak_ada.js").status == 404
    assert page.headers["Cache-Control"] == "no-cache"
    again = browser.get(f"/kelas/{code}", If_None_Match=page.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/gabung/{code}",
        "/lanjut/{code}",
        "/kelas/{code}",
        "/layar/{code}",
        "/kendali",
        "/kendali/{code}",
        "/hilang",
    ],
)
def test_no_page_asks_anything_of_anybody_else(server, code, path):
    for browser in (server.join(code), server.facilitator()):
        answer = browser.get(path.format(code=code))
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert f"connect-src 'self' ws://127.0.0.1:{server.port} wss://" in policy
        assert "unsafe-eval" not in policy
        assert "script-src 'self';" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        outside = [
            url for url in re.findall(r"(?:https?:)?//[\w.\-]+\.[a-z]{2,}", answer.text) if "www.w3.org" not in url
        ]
        assert outside == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"])
def test_unknown_pages_and_methods_are_answered_in_plain_words(browser, method):
    for path in ("/hilang", "/gabung/../../etc/passwd", "/aset/"):
        answer = browser.ask(method, path, b"" if method in {"PUT", "PATCH"} else None, {})
        assert answer.status in {403, 404, 405}
        assert "Traceback" not in answer.text
        if method == "GET":
            assert "<h1>" in answer.text
            assert '<html lang="id">' in answer.text


CLOSED = [
    "/voila/tree",
    "/voila/tree/",
    "/voila/files/keluhan_di_loket.ipynb",
    "/voila/api/contents",
    "/voila/api/themes/x",
    "/voila/render/",
    "/voila/render/keluhan_di_loket.ipynb",
    "/voila/render/tidak_ada.ipynb",
    "/voila/render/geser",
    "/voila/render/geser.ipynb/x",
    "/voila/render/..%2F..%2Fetc%2Fpasswd",
    "/voila/render/%2Fetc%2Fpasswd",
    "/voila/templates/",
    "/voila/templates/lab/static/..%2F..%2Fconf.json",
    "/voila/static/",
    "/api/kernels",
    "/api/contents",
    "/login",
    "/lab",
]


@pytest.mark.parametrize("path", CLOSED)
def test_what_voila_would_list_or_hand_out_is_closed(browser, path):
    answer = browser.get(path)
    assert answer.status == 404
    assert "Traceback" not in answer.text


def test_a_light_page_shows_the_workbook_without_its_checks(server, code):
    page = server.join(code).get(f"/kelas/{code}").text
    assert page.count('class="etika-activity"') == 7
    assert "Pukul 14.35 di Loket 2" in page
    assert "assert book" not in page
    assert "etika:cell-error" not in page


def test_a_failing_cell_leaves_the_activities_and_does_not_keep_others_waiting(server, open_from, content, line):
    code = open_from("gagal")
    phones = [server.join(code) for _ in range(5)]
    started = time.monotonic()
    for phone in phones:
        page = phone.get(f"/kelas/{code}")
        assert page.status == 200
        assert "kegiatannya tetap bisa diikuti" in page.text
        assert "ZeroDivisionError" not in page.text
    measured(f"five visitors of a failing workbook: {time.monotonic() - started:.1f} s")
    control = line(server.facilitator(), code, "kendali")
    control.move(POLL, "reading", "open")
    phone = line(phones[0], code)
    assert phone.ask("answer", POLL, **choose(phone.states[POLL]))["ok"]

    write_workbook(content, "gagal", "# Halaman yang baik lagi")
    time.sleep(1.1)  # as long as a page is handed out without a look at its file
    assert "Halaman yang baik lagi" in phones[0].get(f"/kelas/{code}").text


def test_a_changed_workbook_or_pack_is_rendered_anew(server, open_from, content):
    code = open_from("ubah")
    phone = server.join(code)
    first = phone.get(f"/kelas/{code}")
    assert "Versi satu" in first.text
    assert "Versi satu" in phone.get(f"/kelas/{code}").text
    write_workbook(content, "ubah", "# Versi dua, dengan lebih banyak kata")
    time.sleep(1.1)
    second = phone.get(f"/kelas/{code}", If_None_Match=first.headers["ETag"])
    assert (second.status, "Versi dua" in second.text) == (200, True)

    write_workbook(content, "ubah", "from etika_widgets import Workbook\nprint(Workbook.open('ubah').title)")
    time.sleep(1.1)
    before = phone.get(f"/kelas/{code}").text
    pack = content / "datasets" / "ubah.yaml"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace('id: "Keluhan di loket"', 'id: "Judul yang baru"', 1), encoding="utf-8")
    time.sleep(1.1)
    assert "Judul yang baru" not in before
    assert "Judul yang baru" in phone.get(f"/kelas/{code}").text

    pack.write_text("activities: [", encoding="utf-8")  # somebody is in the middle of editing
    time.sleep(1.1)
    assert "Judul yang baru" in phone.get(f"/kelas/{code}").text
    pack.write_text(text, encoding="utf-8")


def test_another_widget_makes_it_a_kernel_page(server, open_from):
    code = open_from("geser")
    phone = server.join(code)
    answer = phone.ask("GET", f"/kelas/{code}", None, {}, follow=False)
    assert (answer.status, answer.headers["Location"]) == (302, f"/voila/render/geser.ipynb?kelas={code}")
    page = phone.get(answer.headers["Location"])
    assert page.status == 200
    assert "application/vnd.jupyter.widget-view+json" in page.text
    assert "workbook geser (id): kernel page" in server.log.read_text()
    assert "cdn" not in page.text.lower().replace("voila_cdn", "")


def test_health_is_for_machines(server, browser, code, line):
    line(server.join(code), code)
    health = json.loads(browser.get("/sehat").text)
    assert health["status"] == "ok"
    assert re.fullmatch(r"\d+\.\d+\.\d+", health["version"])
    assert health["classes"] >= 2
    assert health["people"] >= 1


def test_a_full_class_loads_its_page_quickly(server, code):
    phone = server.join(code)
    phone.get(f"/kelas/{code}")
    started = time.monotonic()
    for _ in range(60):
        phone.get(f"/kelas/{code}", Accept_Encoding="gzip")
    taken = time.monotonic() - started
    measured(f"class page: {60 / taken:.0f} per second, one after the other")
    assert taken < 6
