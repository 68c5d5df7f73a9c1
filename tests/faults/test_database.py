"""PostgreSQL is restarted, and is gone for a while, under a server with people live."""

from __future__ import annotations

import threading

import pytest

from etika_widgets.storage import open_store

from ..hosts.serving import Browser, measured, until
from ..storage.conftest import own_cluster, own_database  # noqa: F401 - fixtures
from .faulty import troubled
from .test_disk import TOLD

pytestmark = [pytest.mark.server, pytest.mark.timeout(150)]

PHONES = 8


def test_a_database_restarted_under_a_class_loses_nothing_acknowledged_and_the_rest_is_sent_again(
    tmp_path,
    in_class,
    own_cluster,
    own_database,
):
    with troubled(tmp_path / "server", "--db", own_database) as server:
        server.url = own_database
        room = in_class(server, PHONES)
        sent = [[room.answer(phone, f"sebelum {phone}")] for phone in range(PHONES)]
        for phone, frames in enumerate(sent):
            assert room.repeat(phone, frames[0])["ok"]

        # Restarted as after a crash, in the middle of a burst.
        restart = threading.Thread(target=own_cluster.restart_at_once)
        restart.start()
        number = 0
        while restart.is_alive():
            frame = room.answer(number % PHONES, f"selagi mulai ulang {number}", number % 2)
            sent[number % PHONES].append(frame)
            line = room.phones[number % PHONES]
            line.send(frame)
            line.wait(lambda line=line, frame=frame: any(one.get("id") == frame["id"] for _, one in line.frames))
            number += 1
        restart.join()
        told = [one["t"] for line in room.phones for _, one in line.frames if one["t"] in ("ack", "busy")]
        measured(f"restarted: {number} answers meanwhile, {told.count('busy')} of them to be sent again")

        # Gone: everybody is told so, keeps the line and the answer, and pages are still there to be read.
        own_cluster.stop("immediate")
        for phone in range(PHONES):
            frame = room.answer(phone, f"selagi tidak ada {phone}", 1)
            sent[phone].append(frame)
            room.phones[phone].send(frame)
            assert room.phones[phone].frame(t="busy", id=frame["id"])["message"] == TOLD
        assert Browser(server.base).get("/sehat").status == 503
        assert room.browsers[0].get(f"/kelas/{room.code}").status == 200
        visitor = Browser(server.base)
        page = visitor.get(f"/gabung/{room.code}")
        fields = {name: page.field(name) for name in ("nama", "formulir", "tawaran")}
        waiting = visitor.post(f"/gabung/{room.code}", follow=False, **fields)
        assert (waiting.status, waiting.field("formulir")) == (503, fields["formulir"])
        reading = Browser(server.base).get("/gabung/BCDFGH")  # a class that this server has not read yet
        assert (reading.status, reading.headers["Retry-After"]) == (503, "2")
        assert '<meta http-equiv="refresh" content="2">' in reading.text
        assert "127.0.0.1" not in reading.text + waiting.text  # where the database is is nobody's business
        acked = {one["id"] for line in room.phones for _, one in line.frames if one["t"] == "ack"}

        own_cluster.up()
        until(lambda: Browser(server.base).get("/sehat").status == 200)
        store = open_store(own_database)
        assert {row.id for row in store.whole(room.code).intents} >= acked
        store.close()
        for phone, frames in enumerate(sent):
            for frame in frames:  # as the outbox does, and more: those that were acknowledged too
                assert room.repeat(phone, frame)["ok"]
        room.nothing_lost_nothing_twice(sent)
        assert [line.closed for line in room.phones] == [None] * PHONES
        again = visitor.post(f"/gabung/{room.code}", follow=False, **fields)
        assert again.headers["Location"] == f"/kelas/{room.code}"
        room.control.wait(lambda: room.control.room["people"]["joined"] == PHONES + 1)
        assert "Traceback" not in server.log.read_text()
        room.close()
