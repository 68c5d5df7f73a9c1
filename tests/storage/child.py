"""Another process that uses the same store; the tests start it and talk to it through its pipes."""

from __future__ import annotations

import sys
from contextlib import suppress

from etika_widgets.errors import StoreBusy
from etika_widgets.storage import Changes, ResponseRow, open_store

CODE = "K7PQ4M"


def response(name: str, slot: str, rev: int) -> ResponseRow:
    return ResponseRow(
        activity="jajak", round=1, slot=slot, participant=name, payload={"n": rev}, seq=1, at="t", rev=rev
    )


def say_and_wait(word: str) -> None:
    """Tell the test where we are; go on when it says so (or is gone)."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()
    sys.stdin.readline()


def hold(url: str) -> None:
    """Stop in the middle of a transaction, with rows saved in it."""
    with open_store(url).transaction(CODE) as tx:
        rev = tx.changes(0).rev + 1
        tx.save(Changes(responses=[response("child", str(n), rev) for n in range(500)]))
        say_and_wait("saved")


def write(url: str, name: str, count: str) -> None:
    """Write one response per transaction, each under the next revision; once more while others write, as phones do."""
    store = open_store(url)
    say_and_wait("ready")
    known = n = 0
    while n < int(count):
        with suppress(StoreBusy):
            with store.transaction(CODE) as tx:
                rev = max(known, tx.changes(known).rev) + 1
                tx.save(Changes(responses=[response(name, str(n), rev)]))
            known, n = rev, n + 1


def migrate(url: str) -> None:
    """Open the store at the same moment as others do."""
    say_and_wait("ready")
    open_store(url).close()


if __name__ == "__main__":
    {"hold": hold, "write": write, "migrate": migrate}[sys.argv[1]](*sys.argv[2:])
