"""Running a server: numbers, logs without personal data, what the machine holds, stopping with a word."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
import threading
import time
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from etika_widgets.hosts.server import capacity
from etika_widgets.hosts.server.capacity import Machine, rounded, this_machine
from etika_widgets.hosts.server.hub import BYE
from etika_widgets.hosts.server.logs import JsonLines, PlainLines, clean_path
from etika_widgets.storage import open_store

from .serving import POLL, Browser, Line, choose, measured, running, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]

AGENT = "PonselRahasia/9.9"
NAME = "Burung Sangat Rahasia"
REASON = "Karena ibu saya bekerja di loket itu."
FROM_AFAR = {"X-Forwarded-For": "10.1.2.3"}


def numbers(browser, **headers):
    """Return the metrics by name with labels."""
    answer = browser.get("/metrik", **headers)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = [line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def test_the_numbers_follow_a_class_and_name_nobody(server, code, line):
    browser = Browser(server.base)
    before = numbers(browser)
    boss = server.facilitator()
    control = line(boss, code, "kendali")
    control.move(POLL, "reading", "open")
    phone = line(server.join(code, NAME), code)
    assert phone.ask("answer", POLL, **choose(phone.states[POLL], 0, REASON))["ok"]
    assert not phone.ask("answer", "tidak_ada", choices=[])["ok"]
    after = numbers(browser)

    def grown(name):
        return after[name] - before[name]

    assert grown('etika_intents_total{outcome="ok"}') == 4  # two moves, one who joined, one answer
    assert grown('etika_intents_total{outcome="refused"}') == 1
    assert grown("etika_ack_seconds_count") == 5
    assert 0 < grown("etika_ack_seconds_sum") < 20
    assert 0 < grown("etika_commit_batch_size_count") <= 5
    assert grown("etika_commit_batch_size_sum") == 5
    assert grown("etika_people_connected") == 1
    assert grown('etika_sockets{role="participant"}') == grown('etika_sockets{role="facilitator"}') == 1
    assert after["etika_classes_running"] >= 1
    assert after["etika_queue_length"] == 0
    assert 0 <= after["etika_feed_lag_seconds"] < 5
    assert after["etika_resident_memory_bytes"] > 20e6
    assert after["etika_kernels"] >= 0
    assert {f'etika_page_renders_total{{kind="{kind}"}}' for kind in ("light", "kernel", "failed")} <= after.keys()
    text = browser.get("/metrik").text
    for secret in (code, NAME, REASON, phone.room["me"]["id"], "127.0.0.1"):
        assert secret not in text


def test_the_numbers_are_for_this_machine_and_the_facilitator(server):
    assert Browser(server.base).ask("GET", "/metrik", None, {}).status == 200
    assert Browser(server.base).ask("GET", "/metrik", None, FROM_AFAR).status == 403
    assert server.facilitator().ask("GET", "/metrik", None, FROM_AFAR).status == 200


@pytest.mark.parametrize("options", [("--log-json",), ()], ids=["json", "plain"])
def test_no_log_line_holds_personal_data(tmp_path, options):
    with running(tmp_path, "--demo", *options) as server:
        code = server.links["participant"].rsplit("/", 1)[1]
        boss = server.facilitator()
        control = Line(boss, code, "kendali").live()
        boss.get(f"/kendali/{code}")
        control.move(POLL, "reading", "open")
        browser = server.join(code, NAME)
        phone = Line(browser, code).live()
        resume = phone.room["me"]["resume"]
        assert phone.ask("answer", POLL, **choose(phone.states[POLL], 0, REASON))["ok"]
        assert not phone.ask("answer", POLL, choices=[REASON], reason=NAME)["ok"]
        phone.send(REASON)
        phone.send({"t": "intent", "id": NAME, "kind": REASON})
        for path in (f"/gabung/{resume}", f"/{resume}", f"/?kode={resume}", f"/kendali?token={server.token}"):
            browser.get(path, User_Agent=AGENT)
        browser.ask("GET", "/voila/templates/x", None, {"User-Agent": AGENT})
        browser.post(f"/lanjut/{code}", kode_lanjut="2222 2222", headers={"User-Agent": AGENT})
        browser.post("/masuk", token=server.token + "x", headers={"User-Agent": AGENT})
        browser.ask("POST", f"/gabung/{code}", b"nama=%ff", {"User-Agent": AGENT})
        direct = build_opener(ProxyHandler({}))
        direct.open(Request(f"{server.base}/sehat", headers={"User-Agent": AGENT}), timeout=20).close()
        until(lambda: "light page" in server.log.read_text(), 60)
        phone.close()
        control.close()
    log = server.log.read_text()
    cookies = [cookie.value for cookie in (*browser.jar, *boss.jar)]
    for secret in (NAME, REASON, resume, server.token, "2222", AGENT, "Python-urllib", "127.0.0.1", code, *cookies):
        assert secret not in log, log
    assert "Traceback" not in log
    assert "Komputer ini sanggup sekitar" in log
    if not options:
        assert "INFO etika: POST /lanjut/…: 400" in log
        return
    entries = [json.loads(line) for line in log.splitlines()]
    assert all({"time", "level", "logger", "message"} <= entry.keys() for entry in entries)
    events = {entry.get("event") for entry in entries}
    assert {"preflight", "request", "render", "stop"} <= events
    turned_down = next(entry for entry in entries if entry.get("path") == "/lanjut/…")
    assert (turned_down["method"], turned_down["status"], turned_down["level"]) == ("POST", 400, "info")


def test_a_traceback_names_places_but_not_what_the_error_says():
    try:
        try:
            raise KeyError(REASON)
        except KeyError as cause:
            raise ValueError(NAME) from cause
    except ValueError as error:
        record = logging.makeLogRecord({"msg": "gagal", "exc_info": (type(error), error, error.__traceback__)})
    for text in (JsonLines().format(record), PlainLines().format(record)):
        assert "builtins.ValueError" in text
        assert "builtins.KeyError" in text
        assert "test_server_operations.py:" in text
        assert REASON not in text
        assert NAME not in text


def test_paths_in_the_log_keep_nothing_that_was_typed():
    assert clean_path("/") == "/"
    assert clean_path("/gabung/BKT7QX") == "/gabung/…"
    assert clean_path("/kendali") == "/kendali"
    assert clean_path("/Ani Rahmawati") == "/…"
    assert clean_path("/aset/0a1b/host.js") == "/aset/0a1b/host.js"


def test_what_the_machine_holds_and_why():
    assert Machine(memory=16_000, files=65_536, cores=2).people() == (2000, capacity.CORES)
    assert Machine(memory=50, files=None, cores=2).people() == (625, capacity.MEMORY)
    small = Machine(memory=16_000, files=256, cores=8, disk=100, network="nfs4")
    assert small.people() == (28, capacity.FILES)
    assert "sekitar 28 ponsel; yang membatasi: batas berkas terbuka" in small.line()
    assert "about 28 phones; the limit is: open files" in small.line("en")
    files, disk, network = small.warnings()
    assert "256" in files
    assert "100 MB" in disk
    assert "nfs4" in network
    assert Machine(memory=16_000, files=65_536, cores=2, disk=10_000).warnings() == []
    assert [rounded(number) for number in (7, 99, 128, 2000, 276_543)] == ["7", "99", "120", "2.000", "270.000"]


def test_the_control_page_says_what_the_machine_holds(server, code):
    links = json.loads(server.facilitator().get(f"/tautan/{code}").text)
    assert any("Komputer ini sanggup sekitar" in text for text in links["preflight"])
    assert "preflight" not in json.loads(Browser(server.base).get(f"/tautan/{code}").text)


def test_this_machine_is_looked_at(tmp_path):
    machine = this_machine(f"sqlite:///{tmp_path / 'etika.sqlite3'}", 4096)
    assert machine.memory > 0
    assert machine.cores > 0
    assert machine.disk is not None
    assert machine.files == 4096
    elsewhere = this_machine("postgresql://basis/etika", None)
    assert (elsewhere.files, elsewhere.disk, elsewhere.network) == (None, None, None)


def test_data_on_a_network_file_system_is_noticed(tmp_path, monkeypatch):
    class Mount:
        def __init__(self, mountpoint, fstype, opts="rw"):
            self.mountpoint, self.fstype, self.opts = mountpoint, fstype, opts

    def mounts(*found):
        monkeypatch.setattr(capacity.psutil, "disk_partitions", lambda all: list(found))
        return this_machine(f"sqlite:///{tmp_path / 'etika.sqlite3'}", None).network

    assert mounts(Mount("/", "ext4"), Mount(str(tmp_path), "NFS4")) == "nfs4"
    assert mounts(Mount("/", "nfs4"), Mount(str(tmp_path), "ext4")) is None
    assert mounts(Mount("/", "", "rw,remote")) == "remote"


def test_a_stopping_server_tells_phones_stores_what_waits_and_lets_nobody_in(tmp_path):
    with running(tmp_path, "--demo") as server:
        code = server.links["participant"].rsplit("/", 1)[1]
        control = Line(server.facilitator(), code, "kendali").live()
        control.move(POLL, "reading", "open")
        lines = [Line(server.join(code), code).live() for _ in range(3)]
        english = server.join(code)
        english.post("/bahasa", bahasa="en", kembali="/")
        lines.append(Line(english, code).live())
        late = Browser(server.base)
        late.get(f"/gabung/{code}")
        sent = [line.intent("answer", POLL, **choose(line.states[POLL])) for line in lines]
        # Another program holds the data file for a moment: the answers wait while the server is told to stop.
        other = sqlite3.connect(server.data / "etika.sqlite3", isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        for line, frame in zip(lines, sent, strict=True):
            line.send(frame)
        # Less than a writer's patience (WRITE_SECONDS) in all, also on a busy machine.
        time.sleep(0.2)
        threading.Timer(0.3, lambda: other.execute("ROLLBACK")).start()
        seconds = server.stop()
        for line in (*lines, control):
            line.wait(lambda line=line: line.closed)
            assert line.closed == 1012
            line.close()
        other.close()
    measured(f"stopped in {seconds:.1f} s while the store was held for 0.3 s")
    assert seconds < 5
    assert server.process.returncode == 0
    for line in lines[:3]:
        assert [frame["message"] for _, frame in line.frames if frame["t"] == "bye"] == [BYE]
    assert "safe" in lines[3].frame(t="bye")["message"]
    acked = [frame["id"] for line in lines for _, frame in line.frames if frame["t"] == "ack" and frame["ok"]]
    assert sorted(acked) == sorted(frame["id"] for frame in sent)
    store = open_store(server.url)
    try:
        assert len(store.changes(code).responses) == len(sent)
    finally:
        store.close()
    assert re.search(r"INFO etika: stopped", server.log.read_text())


def test_a_store_that_stays_locked_does_not_keep_the_server_from_stopping(tmp_path):
    with running(tmp_path, "--demo") as server:
        code = server.links["participant"].rsplit("/", 1)[1]
        control = Line(server.facilitator(), code, "kendali").live()
        control.move(POLL, "reading", "open")
        phone = Line(server.join(code), code).live()
        other = sqlite3.connect(server.data / "etika.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        phone.send(phone.intent("answer", POLL, **choose(phone.states[POLL])))
        time.sleep(0.3)
        seconds = server.stop()
        other.close()
        phone.wait(lambda: phone.closed)
        assert phone.closed == 1012
        assert not any(frame["t"] == "ack" for _, frame in phone.frames)
        phone.close()
        control.close()
    measured(f"stopped in {seconds:.1f} s while the store was locked for good")
    assert seconds < 5
