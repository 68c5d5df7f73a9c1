"""What the proxy passes on, keeps and refuses; and whom a server believes about its visitors."""

from __future__ import annotations

import gzip
import json

import pytest
from tornado.httpclient import HTTPClientError

from ..hosts.serving import Browser, Line, etika, running

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]

TRIES = 24
ALLOWED = 20


def asset_of(site, code):
    page = site.join(code).get(f"/kelas/{code}").text
    start = page.index("/aset/")
    return page[start : page.index('"', start)]


def test_join_links_and_qr_code_lead_to_the_public_address(site, code):
    assert all(link.startswith(f"{site.base}/") for server in site.servers for link in server.links.values())
    links = json.loads(site.facilitator().get(f"/tautan/{code}").text)
    assert links["join"] == f"{site.base}/gabung/{code}"
    assert links["typed"] == site.base.removeprefix("http://")
    assert [address["url"] for address in links["addresses"]] == [site.base]


@pytest.mark.parametrize(
    "url", ["kelas.contoh.go.id", "ftp://contoh.go.id", "https://contoh.go.id/etika", "http://a b"]
)
def test_a_public_address_that_is_none_is_refused(url):
    run = etika("serve", "--public-url", url)
    assert (run.returncode, run.stdout) == (2, "")
    assert f"Pilihan --public-url: '{url}' bukan alamat seperti https://" in run.stderr


def test_front_end_files_are_kept_by_the_proxy_and_for_ever_by_browsers(site, code):
    path = asset_of(site, code)
    first, again = (Browser(site.base).get(path, Accept_Encoding="gzip") for _ in range(2))
    plain = Browser(site.base).get(path)
    assert (first.status, again.headers["X-Etika-Cache"], plain.headers["Content-Encoding"]) == (200, "HIT", None)
    assert "immutable" in again.headers["Cache-Control"]
    assert again.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(again.body) == plain.body
    assert first.body == again.body


def test_pages_pass_as_the_server_compressed_them_and_stay_nowhere(site, code):
    page = Browser(site.base).get(f"/gabung/{code}", Accept_Encoding="gzip")
    assert page.headers["Content-Encoding"] == "gzip"
    assert page.headers["Cache-Control"] == "no-cache"
    assert "X-Etika-Cache" not in page.headers
    assert b"</html>" in gzip.decompress(page.body)


def test_a_huge_form_stops_at_the_proxy(site, code):
    browser = Browser(site.base)
    browser.get(f"/gabung/{code}")
    assert browser.post(f"/gabung/{code}", nama="x" * 1_100_000).status == 413


def test_forms_and_lines_of_another_site_are_refused_behind_the_proxy_too(site, code):
    phone = site.join(code)
    Line(phone, code).live().close()
    with pytest.raises(HTTPClientError, match="403"):
        Line(phone, code, origin="http://jahat.example")
    browser = Browser(site.base)
    page = browser.get(f"/gabung/{code}")
    fields = {name: page.field(name) for name in ("nama", "formulir")}
    strange = browser.post(f"/gabung/{code}", headers={"Origin": "http://jahat.example"}, _xsrf="", **fields)
    assert strange.status == 403


def guess(base, code, **headers):
    """Type wrong resume codes; return how often they were looked up."""
    browser = Browser(base)
    browser.get(f"/lanjut/{code}")
    statuses = []
    for number in range(TRIES):
        sent = {name.replace("_", "-"): value.format(number) for name, value in headers.items()}
        statuses.append(browser.post(f"/lanjut/{code}", headers=sent, kode_lanjut=f"BCDFGHJ{number % 8 + 2}").status)
    assert set(statuses) <= {400, 429}
    return statuses.count(400)


def test_a_server_believes_its_proxy_and_the_proxy_believes_nobody(site, code):
    assert guess(site.servers[0].base, code, X_Real_IP="203.0.113.{}") == TRIES  # as if 24 visitors came
    looked_up = guess(site.base, code, X_Real_IP="203.0.113.{}", X_Forwarded_For="198.51.100.{}")
    assert looked_up <= 2 * ALLOWED  # each server counts for itself
    more = guess(site.base, code, X_Real_IP="203.0.113.{}")
    assert looked_up + more <= 2 * ALLOWED


def test_without_a_proxy_nobody_can_say_who_they_are(tmp_path):
    with running(tmp_path, "--demo") as server:
        code = server.links["participant"].rsplit("/", 1)[1]
        assert guess(server.base, code, X_Real_IP="203.0.113.{}", X_Forwarded_For="198.51.100.{}") == ALLOWED
