"""A fresh store of every kind, rows to put in it, and child processes that use it too."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL, make_url

from etika_widgets import errors
from etika_widgets.storage import (
    ActivityRow,
    Changes,
    ClassRow,
    EventRow,
    IntentRow,
    ParticipantRow,
    ResponseRow,
    Store,
    open_store,
)

from .cluster import Bouncer, Cluster, Missing, private_folder

ROOT = Path(errors.__file__).parents[1]
CHILD = Path(__file__).with_name("child.py")
AT = "2026-03-02T01:02:03.004Z"


@dataclass(frozen=True)
class Samples:
    """Rows with every field filled in a way that a careless column type would spoil."""

    at: str = AT

    def klass(self, code: str = "K7PQ4M", **fields: Any) -> ClassRow:
        return ClassRow(
            **{
                "code": code,
                "workbook": "gratifikasi",
                "title": {"id": "Gratifikasi: “hadiah” 🎁", "en": None},
                "language": "id",
                "pack_digest": "sha256:1",
                "run_sheet": {"steps": [{"id": "buka", "minutes": 5.5}], "laws": []},
                "created_at": AT,
                "rev": 1,
                **fields,
            }
        )

    def activity(self, activity: str = "jajak", **fields: Any) -> ActivityRow:
        return ActivityRow(
            **{
                "activity": activity,
                "type": "poll",
                "position": 1,
                "digest": "sha256:2",
                "spec": {"question": "Terima?", "options": ["ya", "tidak"], "key": None},
                "rev": 1,
                **fields,
            }
        )

    def event(self, rev: int = 1, **fields: Any) -> EventRow:
        return EventRow(**{"rev": rev, "at": AT, "kind": "class.opened", "role": "facilitator", **fields})

    def participant(self, id: str = "p1", **fields: Any) -> ParticipantRow:
        return ParticipantRow(
            **{"id": id, "name": 'Melati "O\'" 7', "resume_hash": "h", "joined_at": AT, "rev": 2, **fields}
        )

    def response(self, participant: str = "p1", **fields: Any) -> ResponseRow:
        return ResponseRow(
            **{
                "activity": "jajak",
                "round": 1,
                "slot": "choice",
                "participant": participant,
                "payload": {"choice": 0, "why": "karena\nitu"},
                "seq": 1,
                "at": AT,
                "rev": 2,
                **fields,
            }
        )

    def intent(self, id: str = "u1", rev: int = 2) -> IntentRow:
        return IntentRow(id=id, participant="p1", rev=rev)

    def create(self, store: Store, code: str = "K7PQ4M", **fields: Any) -> ClassRow:
        """Store a class with one activity; return its row."""
        row = self.klass(code, **fields)
        store.create_class(row, [self.activity()], self.event())
        return row

    def fill(self, store: Store, code: str, word: str) -> None:
        """Write ``word`` wherever a class can hold text, under its next revision."""
        rev = store.changes(code).rev + 1
        rows = Changes(
            participants=[self.participant(f"{word}{n}", name=word, rev=rev) for n in range(30)],
            responses=[self.response(f"{word}{n}", payload={"t": word * n}, rev=rev) for n in range(30)],
            events=[self.event(rev, participant=word, detail={"t": word})],
            intents=[self.intent(f"{word}{rev}-{n}", rev) for n in range(30)],
        )
        with store.transaction(code) as tx:
            tx.save(rows)
        store.set_presence(code, word, {word}, 1.0)


@pytest.fixture
def samples() -> Samples:
    return Samples()


def missing(reason: object) -> None:
    """Skip loudly; where everything must be there, fail."""
    if os.environ.get("ETIKA_TEST_ALL"):
        pytest.fail(f"A real component is missing: {reason}")
    pytest.skip(f"TIDAK DIUJI (not tested): {reason}")


@pytest.fixture(scope="session")
def own_cluster() -> Iterator[Cluster]:
    """A PostgreSQL of our own, which tests may stop and start."""
    with private_folder() as folder:
        try:
            cluster = Cluster(folder)
            cluster.start()
        except Missing as reason:
            missing(reason)
        yield cluster
        cluster.stop("immediate")


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> URL:
    """The address of a PostgreSQL in which databases may be made: a given one, or one of our own."""
    given = os.environ.get("ETIKA_TEST_POSTGRES_URL")
    return make_url(given or request.getfixturevalue("own_cluster").url())


@contextmanager
def databases(server: URL) -> Iterator[Callable[[], str]]:
    """Makes empty databases and gives their addresses; all are dropped afterwards."""
    made: list[str] = []

    def run(statement: str) -> None:
        address = server.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    def make(settings: str = "ENCODING 'UTF8'") -> str:
        made.append(f"etika_test_{uuid.uuid4().hex}")
        run(f"CREATE DATABASE {made[-1]} {settings} TEMPLATE template0")
        return server.set(drivername="postgresql", database=made[-1]).render_as_string(hide_password=False)

    yield make
    for name in made:
        run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_database(postgres: URL) -> Iterator[Callable[..., str]]:
    """Makes an empty database and returns its address."""
    with databases(postgres) as make:
        yield make


@pytest.fixture
def own_database(own_cluster: Cluster) -> Iterator[str]:
    """The address of an empty database in the cluster that tests may stop and start."""
    with databases(make_url(own_cluster.url())) as make:
        yield make()


@pytest.fixture(scope="session")
def bouncer(own_cluster: Cluster) -> Iterator[Bouncer]:
    """PgBouncer in transaction mode before our own cluster."""
    with private_folder() as folder:
        try:
            bouncer = Bouncer(folder, "127.0.0.1", own_cluster.port)
        except Missing as reason:
            missing(reason)
        bouncer.start()
        yield bouncer
        bouncer.stop()


@pytest.fixture
def bounced(bouncer: Bouncer, own_database: str) -> str:
    """The address of ``own_database`` behind the pooler."""
    return bouncer.url(str(make_url(own_database).database))


@pytest.fixture(
    params=["sqlite", *(pytest.param(name, marks=pytest.mark.server) for name in ("postgresql", "pgbouncer"))]
)
def every_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """As ``store_url``, and once more with a pooler between."""
    match request.param:
        case "postgresql":
            return str(request.getfixturevalue("new_database")())
        case "pgbouncer":
            return str(request.getfixturevalue("bounced"))
    return f"sqlite:///{tmp_path / 'etika.sqlite3'}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that does not exist yet; one parameter per database."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("new_database")())
    return f"sqlite:///{tmp_path / 'etika.sqlite3'}"


@pytest.fixture
def open_again(store_url: str) -> Iterator[Callable[[], Store]]:
    """Opens the store once more, as another process would; closes all of them afterwards."""
    opened: list[Store] = []

    def open_it() -> Store:
        opened.append(open_store(store_url))
        return opened[-1]

    yield open_it
    for one in opened:
        one.close()


@pytest.fixture
def store(open_again: Callable[[], Store]) -> Store:
    return open_again()


@pytest.fixture
def child(store_url: str) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts ``child.py`` on the store; whatever still runs at the end is killed."""
    children: list[subprocess.Popen[str]] = []

    def start(task: str, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, str(CHILD), task, store_url, *map(str, arguments)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, env={"PYTHONPATH": str(ROOT)}, stdin=pipe, stdout=pipe, text=True)
        children.append(process)
        return process

    yield start
    for process in children:
        process.kill()
        process.communicate()
