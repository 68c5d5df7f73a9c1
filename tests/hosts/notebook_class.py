"""What the tests of notebook hosts share: a class led from the test, and a browser without a way out."""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from etika_widgets._plugins import activity_types
from etika_widgets.content.library import default_library
from etika_widgets.room import Desk, Intent, Role, Viewer, open_class
from etika_widgets.storage import Store, open_store

SECONDS = 60
POLL = "langkah_pertama"


class Class:
    """A class in a file of its own, led from the test."""

    def __init__(self, url: str, workbook: str = "keluhan_di_loket") -> None:
        self.store: Store = open_store(url)
        self.code = open_class(self.store, default_library().pack(workbook)).code
        self.desk = Desk(self.store, activity_types())

    def lead(self, kind: str, activity: str | None = None, /, **payload: Any) -> None:
        intent = Intent(id=uuid.uuid4().hex, activity=activity, kind=kind, payload=payload)
        online = self.store.presence(self.code, time.time())
        [outcome], _ = self.desk.submit(self.code, [(Viewer(Role.FACILITATOR), intent)], online=frozenset(online))
        assert outcome.ok, outcome.error

    def move(self, activity: str, *phases: str) -> None:
        for phase in phases:
            rev = next(row.rev for row in self.store.changes(self.code).activities if row.activity == activity)
            self.lead("move", activity, to=phase, rev=rev)

    def move_all(self, *phases: str) -> None:
        for row in self.store.changes(self.code).activities:
            self.move(row.activity, *phases)

    def present(self, activity: str) -> None:
        steps = self.store.changes(self.code).klass.run_sheet["steps"]
        self.lead("present", step=next(step["id"] for step in steps if step["activity"] == activity))

    def phase(self, activity: str) -> str:
        return next(row.phase for row in self.store.changes(self.code).activities if row.activity == activity)

    def answers(self) -> list[tuple[str, object]]:
        return [(row.participant, row.payload) for row in self.store.changes(self.code).responses]

    def names(self) -> list[str]:
        return [person.name for person in self.store.changes(self.code).participants]


@pytest.fixture
def klass(tmp_path: Path) -> Iterator[Class]:
    made = Class(f"sqlite:///{tmp_path}/etika.sqlite3")
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
        path = shutil.which("chromium") or "/usr/bin/chromium"
        started = playwright.chromium.launch(executable_path=path, args=options)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    made.set_default_timeout(SECONDS * 1000)
    expect.set_options(timeout=SECONDS * 1000)
    yield made
    made.close()
