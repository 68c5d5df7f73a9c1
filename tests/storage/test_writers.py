"""Several writers of one class, in any database: nobody waits for long, nothing is lost."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import pytest

from etika_widgets.errors import StoreBusy
from etika_widgets.storage import Changes
from etika_widgets.storage.contract import BUSY_SECONDS

from .waiting import follow

CODE = "K7PQ4M"


@pytest.fixture
def store_url(every_store_url):
    return every_store_url


def test_threads_sharing_a_store_lose_nothing_and_readers_skip_nothing(store, samples):
    samples.create(store)
    writers, each = 4, 25

    def write(name: str) -> None:
        n = 0
        while n < each:
            with suppress(StoreBusy):
                with store.transaction(CODE) as tx:
                    rev = tx.changes(0).rev + 1
                    tx.save(Changes(responses=[samples.response(name, slot=str(n), rev=rev)]))
                n += 1

    threads = [threading.Thread(target=write, args=(f"p{n}",)) for n in range(writers)]
    for thread in threads:
        thread.start()
    seen = follow(store, 1 + writers * each)
    for thread in threads:
        thread.join()

    assert seen == list(range(2, 2 + writers * each))


def test_a_writer_gives_up_after_a_second_because_phones_wait_behind_it(store, samples, child):
    samples.create(store)
    assert child("hold").stdout.readline() == "saved\n"
    started = time.monotonic()
    with pytest.raises(StoreBusy), store.transaction(CODE):
        pytest.fail("the transaction opened")
    assert 0.9 < time.monotonic() - started < BUSY_SECONDS


def test_processes_writing_at_once_lose_nothing_and_readers_skip_nothing(store, samples, child):
    samples.create(store)
    writers, each = 3, 40
    children = [child("write", f"p{n}", each) for n in range(writers)]
    assert [process.stdout.readline() for process in children] == ["ready\n"] * writers

    for process in children:
        process.stdin.write("go\n")
        process.stdin.flush()
    seen = follow(store, 1 + writers * each)

    assert seen == list(range(2, 2 + writers * each))
    assert [process.wait(30) for process in children] == [0] * writers
    assert sorted((row.participant, int(row.slot)) for row in store.changes(CODE).responses) == [
        (f"p{writer}", n) for writer in range(writers) for n in range(each)
    ]
