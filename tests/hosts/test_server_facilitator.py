"""The facilitator's side: one token, exchanged by POST, and nothing of it for anybody else."""

from __future__ import annotations

import csv
import io
import json

import pytest

from etika_widgets.room import open_class

from .serving import POLL, Browser, choose, etika

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]

FILES = ("data", "kodebuku", "progres", "partisipasi", "nilai")
GUARDED = ["/laporan/{code}", *(f"/laporan/{{code}}/{name}.csv" for name in FILES), "/kendali/{code}/hapus"]


@pytest.fixture(scope="module")
def boss(server):
    return server.facilitator()


@pytest.mark.parametrize("who", ["nobody", "participant"])
def test_control_pages_show_the_sign_in_to_everybody_else(server, code, who):
    browser = server.join(code) if who == "participant" else Browser(server.base)
    for path in ("/kendali", f"/kendali/{code}"):
        page = browser.get(path).text
        assert "Masuk sebagai fasilitator" in page
        assert "etika-config" not in page
        assert code not in page.replace(f"/kendali/{code}", "")
    for path in GUARDED:
        answer = browser.get(path.format(code=code))
        assert answer.status == 403
        assert "hanya untuk fasilitator" in answer.text
    for path, fields in [("/kendali", {"buku": "keluhan_di_loket"}), ("/alamat", {"alamat": server.base})]:
        assert browser.post(path, **fields).status == 403
    assert browser.post(f"/kendali/{code}/hapus", kode=code).status == 403


@pytest.mark.parametrize("who", ["nobody", "participant"])
def test_the_control_socket_refuses_everybody_else(server, code, line, who):
    browser = server.join(code) if who == "participant" else Browser(server.base)
    refused = line(browser, code, "kendali", greeted=False)
    assert refused.frame(t="gone")["code"] == "signed_out"
    assert [frame["t"] for _, frame in refused.frames] == ["gone"]


def test_a_participant_and_the_projector_cannot_lead(server, code, line):
    for browser, role in [(server.join(code), "peserta"), (Browser(server.base), "layar")]:
        one = line(browser, code, role)
        for kind, fields in [("move", {"to": "reading", "rev": 1}), ("end", {}), ("group", {"largest": 5})]:
            ack = one.ask(kind, POLL if kind == "move" else None, **fields)
            assert not ack["ok"]
            assert ack["code"] in {"unknown_kind", "forbidden"}


def test_the_token_goes_by_post_only_and_a_wrong_one_opens_nothing(server):
    browser = Browser(server.base)
    assert browser.get(f"/masuk?token={server.token}").status == 405
    assert "Masuk sebagai fasilitator" in browser.get(f"/kendali?token={server.token}").text
    for token in ("", "x", server.token[:-1], "é"):
        assert browser.post("/masuk", token=token).status == 403
    assert browser.post("/masuk", token=server.token).status == 200
    cookie = next(one for one in browser.jar if one.name == "etika_fasilitator")
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "Lax"
    assert "Kelas Anda" in browser.get("/kendali").text


def test_the_command_prints_a_new_link_that_works(server):
    printed = etika("link", "--data", str(server.data))
    assert printed.returncode == 0, printed.stderr
    address, _, token = printed.stdout.strip().partition("#")
    assert address == f"{server.base}/kendali"
    assert token != server.token
    browser = Browser(server.base)
    browser.get("/kendali")
    assert browser.post("/masuk", token=token).status == 200


def test_a_class_is_opened_from_the_list(server, boss):
    answer = boss.post("/kendali", follow=False, buku="keluhan_di_loket", bahasa="en")
    assert answer.status == 303
    code = answer.headers["Location"].rsplit("/", 1)[1]
    assert len(code) == 6
    assert '<html lang="en">' in Browser(server.base).get(f"/gabung/{code}").text
    assert code in boss.get("/kendali").text
    wrong = boss.post("/kendali", buku="keluhan_di_lokt")
    assert wrong.status == 400
    assert "keluhan_di_loket" in wrong.text


def test_links_name_a_short_address_to_type_and_a_qr_code(server, code, boss):
    import json

    links = json.loads(boss.get(f"/tautan/{code}").text)
    assert links["typed"] == server.base.removeprefix("http://")
    assert links["join"] == f"{server.base}/gabung/{code}"
    assert links["qr_svg"].startswith("<svg")
    assert links["preflight"]
    everybody = json.loads(Browser(server.base).get(f"/tautan/{code}").text)
    assert everybody.keys() == {"join", "typed", "projector", "qr_svg", "chosen"}


def test_another_address_is_told_to_control_page_and_projector(server, code, boss, line):
    watching = [line(boss, code, "kendali"), line(Browser(server.base), code, "layar")]
    phone = line(server.join(code), code)
    assert boss.post("/alamat", alamat="http://jahat.example").status == 400
    assert boss.post("/alamat", alamat=server.base).status == 200
    for one in watching:
        one.frame(t="links")
    assert not any(frame["t"] == "links" for _, frame in phone.frames)


def test_counted_hands_reach_the_room_with_the_results_and_leave_marked(server, code, boss, line):
    control, screen = line(boss, code, "kendali"), line(Browser(server.base), code, "layar")
    phone = line(server.join(code), code)
    control.move(POLL, "reading", "open")
    phone.wait(lambda: phone.states[POLL]["phase"] == "open")
    assert phone.ask("answer", POLL, **choose(phone.states[POLL]))["ok"]
    counts = {option["id"]: place for place, option in enumerate(control.states[POLL]["tally"]["options"])}
    stale = control.ask("tally", POLL, round=2, counts=counts)
    assert (stale["ok"], stale["code"]) == (False, "tally_closed")
    assert phone.ask("tally", POLL, round=1, counts=counts)["code"] == "unknown_kind"
    asked = control.intent("tally", POLL, round=1, counts=counts)
    for _ in range(2):  # as a page does that never heard the acknowledgement
        control.send(asked)
    assert control.frame(t="ack", id=asked["id"])["ok"]
    control.wait(lambda: control.states[POLL]["tally"]["counts"] == counts)
    assert (control.states[POLL]["answered"], control.room["people"]["joined"]) == (1, 1)
    control.move(POLL, "closed", "revealed")
    for one in (phone, screen):
        one.wait(lambda one=one: one.states[POLL]["phase"] == "revealed")
        [first] = one.states[POLL]["results"]["rounds"]
        assert (first["n"], first["hands"]) == (11, {"n": 10, "counts": counts})
        assert not any("tally" in raw for raw in one.raw if '"t": "activity"' in raw or '"t":"activity"' in raw)
    rows = csv.DictReader(io.StringIO(boss.get(f"/laporan/{code}/data.csv").body.decode("utf-8-sig")))
    kept = {row["kolom"]: row["nilai"] for row in rows if row["sumber"] == "dicatat fasilitator"}
    assert kept == {f"tally.{name}": str(count) for name, count in counts.items()}
    assert "termasuk 10 suara tangan yang dicatat fasilitator" in boss.get(f"/laporan/{code}").text


def test_report_table_and_codebook(server, code, boss, line):
    control = line(boss, code, "kendali")
    control.move(POLL, "reading", "open")
    for number in range(2):
        phone = line(server.join(code, f"Kenari {'AB'[number]}"), code)
        assert phone.ask("answer", POLL, **choose(phone.states[POLL], number))["ok"]
    report = boss.get(f"/laporan/{code}")
    assert report.status == 200
    assert "<h1" in report.text
    table = boss.get(f"/laporan/{code}/data.csv")
    assert table.headers["Content-Disposition"] == f'attachment; filename="etika-{code}-data.csv"'
    assert len(list(csv.reader(io.StringIO(table.body.decode("utf-8-sig"))))) > 1
    assert "Kenari" not in table.body.decode("utf-8-sig")
    assert boss.get(f"/laporan/{code}/kodebuku.csv").status == 200
    tables = json.loads(boss.get(f"/tautan/{code}").text)["tables"]
    assert tables == {name: f"/laporan/{code}/{name}.csv" for name in FILES[2:]}
    progress = boss.get(tables["progres"]).body.decode("utf-8-sig")
    states = [(row["aktivitas"], row["keadaan"]) for row in csv.DictReader(io.StringIO(progress))]
    assert states == [(POLL, "selesai")] * 2
    assert boss.get(f"/laporan/{code}/peringkat.csv").status == 404


def test_a_class_is_deleted_after_its_code_was_typed_and_its_bytes_are_gone(server, shared, lesson, boss, line):
    code = open_class(shared, lesson).code
    control = line(boss, code, "kendali")
    control.move(POLL, "reading", "open")
    phone = line(server.join(code, "Burung Rahasia Sekali"), code)
    screen = line(Browser(server.base), code, "layar")
    assert phone.ask("answer", POLL, **choose(phone.states[POLL], 0, "TULISAN-YANG-DIHAPUS"))["ok"]

    def stored() -> bytes:
        return b"".join(path.read_bytes() for path in server.data.iterdir() if path.is_file())

    assert b"TULISAN-YANG-DIHAPUS" in stored()
    wrong = boss.post(f"/kendali/{code}/hapus", kode="K7PQ4M")
    assert wrong.status == 400
    assert "Tidak ada yang dihapus" in wrong.text
    assert phone.ask("answer", POLL, **choose(phone.states[POLL], 1, "TULISAN-YANG-DIHAPUS"))["ok"]
    assert boss.post(f"/kendali/{code}/hapus", follow=False, kode=f" {code.lower()} ").status == 303
    for one in (phone, screen, control):
        assert one.frame(t="gone")["code"] == "deleted"
        one.wait(lambda one=one: one.closed)
    assert boss.get(f"/kendali/{code}").status == 404
    assert boss.get(f"/laporan/{code}").status == 404
    remains = stored()
    for secret in (b"TULISAN-YANG-DIHAPUS", b"Burung Rahasia Sekali", code.encode()):
        assert secret not in remains
