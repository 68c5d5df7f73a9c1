"""The process: starting, failing to start, being killed, starting again, sharing its file, stopping."""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import uuid

import pytest

from etika_widgets.storage import open_store

from .serving import POLL, Browser, Line, Server, choose, etika, free_port, measured, running, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]

ANSWERS = 120


def answers(url, code):
    store = open_store(url)
    try:
        return store.changes(code).responses
    finally:
        store.close()


def code_of(server):
    return server.links["participant"].rsplit("/", 1)[1]


def test_a_taken_port_is_an_error_and_nothing_is_started(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        options = ("--port", str(port), "--host", "127.0.0.1", "--data", str(tmp_path / "data"))
        run = etika("serve", "--demo", "--no-browser", "--json", *options)
    assert run.returncode == 2
    assert run.stdout == ""
    assert f"127.0.0.1:{port} tidak dapat dipakai: porta sedang dipakai program lain." in run.stderr
    assert f"--port {port + 1}" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "data").exists()


COMMANDS = "serve, check, plugins, link, move, bench, rehearse, new, guide"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("serve", "--port", "99999"), "'99999' bukan nomor porta"),
        (("serve", "--port", "delapan"), "'delapan' bukan nomor porta"),
        (("serve", "--ping-seconds", "0"), "Pilihan --ping-seconds: '0' bukan 1 sampai 60 detik."),
        (("serve", "--ping-seconds", "nan"), "'nan' bukan 1 sampai 60 detik."),
        (("serve", "--prot", "8866"), "Pilihan '--prot' tidak dikenal. Maksud Anda --port?"),
        (("serve", "--host", "203.0.113.77", "--port", "8866"), "komputer ini tidak memiliki alamat itu"),
        (("serve", "--db", "mysql://localhost/etika"), "mysql tidak dikenal"),
        (("sreve",), f"Perintah 'sreve' tidak dikenal. Yang ada: {COMMANDS}."),
        ((), f"Perintah apa? Yang ada: {COMMANDS}."),
        (("serve", "--data"), "Pilihan --data memerlukan satu nilai."),
        (("link", "--data", "DATA"), "Tidak ada server yang berjalan pada data ini."),
    ],
)
def test_what_cannot_be_run_is_said_in_one_line(tmp_path, options, says):
    run = etika(*(str(tmp_path) if option == "DATA" else option for option in options))
    assert run.returncode == 2
    assert run.stdout == ""
    assert says in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_files_and_folders_that_cannot_be_used(tmp_path):
    plain = tmp_path / "catatan.txt"
    plain.write_text("bukan basis data, " * 400)
    foreign = tmp_path / "lain.sqlite3"
    with sqlite3.connect(foreign) as other:
        other.execute("CREATE TABLE punya_orang (x)")
    other.close()
    for options, says in [
        (("--data", str(plain / "data")), "tidak dapat dibuat atau ditulisi"),
        (("--db", f"sqlite:///{plain}"), "bukan berkas data Etika Widgets"),
        (("--db", f"sqlite:///{foreign}"), "milik program lain"),
        (("--db", f"sqlite:///{tmp_path / 'tidak' / 'ada.sqlite3'}"), str(tmp_path)),
    ]:
        run = etika("serve", "--no-browser", "--host", "127.0.0.1", "--port", str(free_port()), *options)
        assert (run.returncode, run.stdout) == (2, "")
        assert says in run.stderr
        assert "Traceback" not in run.stderr
    assert plain.read_text().startswith("bukan basis data")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(tmp_path):
    (tmp_path / "data").mkdir(mode=0o500)
    assert etika("serve", "--data", str(tmp_path / "data")).returncode == 2


def test_one_json_line_then_silence_and_no_secret_in_the_log(tmp_path):
    with running(tmp_path, "--demo") as server:
        printed = server.out.read_text()
        assert printed.count("\n") == 1
        assert json.loads(printed).keys() == {"facilitator", "participant", "projector"}
        code = code_of(server)
        assert re.fullmatch(r"[2-9B-DF-HJ-NP-TV-Z]{6}", code)
        browser = server.facilitator()
        for path in (
            "/kendali",
            f"/kendali/{code}",
            f"/kendali?token={server.token}",
            "/hilang?rahasia=1",
            "/voila/templates/x",
        ):
            browser.get(path)
        phone = Line(server.join(code, "Burung Sangat Rahasia"), code).live()
        resume = phone.room["me"]["resume"]
        phone.close()
        until(lambda: "light page, rendered in" in server.log.read_text(), 60)
        log = server.log.read_text() + server.out.read_text().replace(server.links["facilitator"], "")
    for secret in (server.token, "Burung Sangat Rahasia", resume, "rahasia=1", "remote_ip", "(127.0.0.1)"):
        assert secret not in log
    for noise in ("not trusted", "TCP", "Traceback", "WARNING"):
        assert noise not in server.log.read_text()


def test_a_participant_and_the_answers_survive_a_restart_the_facilitators_token_does_not(tmp_path):
    with running(tmp_path / "satu", "--demo") as first:
        code = code_of(first)
        boss, phone = first.facilitator(), first.join(code, "Kenari Tenang")
        control = Line(boss, code, "kendali").live()
        control.move(POLL, "reading", "open")
        line = Line(phone, code).live()
        payload = choose(line.states[POLL])
        assert line.ask("answer", POLL, **payload)["ok"]
        me = line.room["me"]
        seconds = first.stop()
        for one in (line, control):
            one.wait(lambda one=one: one.closed)
            assert one.closed == 1012
    measured(f"stopped after SIGTERM in {seconds:.1f} s")
    assert seconds < 5
    with sqlite3.connect(first.data / "etika.sqlite3") as file:
        tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        left = {
            name: file.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in tables
            if "run" in name or "token" in name
        }
    file.close()
    assert left
    assert set(left.values()) == {0}

    with running(tmp_path / "dua", "--demo", data=first.data, port=first.port) as second:
        assert code_of(second) == code  # the demo class that runs is opened again
        line = Line(phone, code).live()
        assert line.room["me"] == me
        assert line.states[POLL]["mine"]["1"]["answer"]["choices"] == payload["choices"]
        line.close()
        assert "Masuk sebagai fasilitator" in boss.get("/kendali").text
        stale = Line(boss, code, "kendali")
        assert stale.frame(t="gone")["code"] == "signed_out"
        stale.close()
        assert boss.post("/masuk", token=first.token).status == 403
        assert boss.post("/masuk", token=second.token).status == 200


def test_killed_in_a_burst_nothing_acknowledged_is_lost_and_nothing_is_stored_twice(tmp_path):
    first = Server(tmp_path / "satu", "--demo")
    code = code_of(first)
    control = Line(first.facilitator(), code, "kendali").live()
    control.move(POLL, "reading", "open")
    phones = [first.join(code) for _ in range(8)]
    lines = [Line(phone, code).live() for phone in phones]
    sent = {phone: [] for phone in phones}
    for number in range(ANSWERS):
        phone, line = phones[number % 8], lines[number % 8]
        frame = line.intent("answer", POLL, **choose(line.states[POLL], number % 3, f"alasan {number}"))
        sent[phone].append(frame)
        line.send(frame)
        if number == ANSWERS // 2:
            lines[0].wait(lambda: sum(frame["t"] == "ack" for _, frame in lines[0].frames) >= 5)
    first.kill()
    for line in [*lines, control]:
        line.wait(lambda line=line: line.closed)
        line.close()
    acked = {frame["id"] for line in lines for _, frame in line.frames if frame["t"] == "ack" and frame["ok"]}
    assert acked
    measured(f"killed with {len(acked)} of {ANSWERS} answers acknowledged")

    def events():
        store = open_store(first.url)
        try:
            return [event for event in store.events(code) if event.kind == "answer"]
        finally:
            store.close()

    assert len(events()) >= len(acked)
    with running(tmp_path / "dua", "--demo", data=first.data, port=first.port):
        for phone in phones:
            line = Line(phone, code).live()
            for frame in sent[phone]:  # as the outbox does, those that were acknowledged just before too
                line.send(frame)
            for frame in sent[phone]:
                assert line.frame(t="ack", id=frame["id"])["ok"]
            assert line.states[POLL]["mine"]["1"]["answer"]["reason"] == sent[phone][-1]["payload"]["reason"]
            line.close()
    stored = answers(first.url, code)
    assert len(stored) == len(phones)
    assert len(events()) <= ANSWERS
    assert len({event.rev for event in events()}) == len(events())


def test_a_class_is_driven_from_one_server_and_answered_on_another(tmp_path):
    with running(tmp_path / "satu", "--demo") as first, running(tmp_path / "dua", data=first.data) as second:
        code = code_of(first)
        control = Line(first.facilitator(), code, "kendali").live()
        there = second.join(code)
        phone = Line(there, code).live()
        control.move(POLL, "reading", "open")
        phone.wait(lambda: phone.states[POLL]["phase"] == "open")
        assert phone.ask("answer", POLL, **choose(phone.states[POLL]))["ok"]
        control.wait(lambda: control.states[POLL]["answered"] == 1)
        until(lambda: control.room["people"] == {"joined": 1, "online": 1})

        here = Browser(first.base)
        here.jar = there.jar
        twin = Line(here, code).live()  # the same participant through both: counted once
        control.wait(lambda: control.states[POLL]["expected"] == 1)
        assert control.room["people"] == {"joined": 1, "online": 1}
        seconds = second.stop()
        assert seconds < 5
        control.wait(lambda: control.room["people"]["online"] == 1)
        for line in (twin, control, phone):
            line.close()


def test_waiting_answers_are_stored_before_it_stops(tmp_path):
    with running(tmp_path, "--demo") as server:
        code = code_of(server)
        control = Line(server.facilitator(), code, "kendali").live()
        control.move(POLL, "reading", "open")
        lines = [Line(server.join(code), code).live() for _ in range(5)]
        for line in lines:
            line.send(line.intent("answer", POLL, **choose(line.states[POLL])) | {"id": uuid.uuid4().hex})
        server.stop()
        for line in [*lines, control]:
            line.wait(lambda line=line: line.closed)
            line.close()
        acked = sum(frame["t"] == "ack" and frame["ok"] for line in lines for _, frame in line.frames)
    assert len(answers(server.url, code)) >= acked


def test_a_link_of_a_killed_server_is_not_offered(tmp_path):
    server = Server(tmp_path, "--demo")
    server.kill()
    run = etika("link", "--data", str(server.data))
    assert (run.returncode, run.stdout) == (2, "")
    store = open_store(server.url)
    try:
        assert store.runs() == []
    finally:
        store.close()


def test_plugins_names_owner_and_version():
    run = etika("plugins")
    assert run.returncode == 0
    assert re.search(r"^  poll +Jajak pendapat +etika\S* +\d", run.stdout, re.MULTILINE), run.stdout


def test_check_tells_good_from_bad(tmp_path):
    assert etika("check").returncode == 0
    (tmp_path / "rusak.yaml").write_text(
        "schema: 1\nslug: rusak\nactivities:\n  - id: satu\n    type: pol\n", encoding="utf-8"
    )
    run = etika("check", str(tmp_path))
    assert run.returncode == 1
    assert "rusak.yaml" in run.stdout
    assert "Traceback" not in run.stderr
