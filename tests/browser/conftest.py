"""A real server on the local network's address, a Wi-Fi that can fail, and the screens of a class."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from etika_widgets.hosts.server.addresses import lan_addresses

from .lesson import Lesson
from .proxy import Proxy
from .screens import SECONDS, Screen
from .serving import Served, serve

api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: no class is played in a browser")

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

S = TypeVar("S", bound=Screen)
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether a test failed, for the pictures of its screens."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def lan() -> str:
    """Return this machine's address on the local network."""
    found = lan_addresses()
    if not found:
        pytest.skip("NO LAN ADDRESS: THIS MACHINE HAS LOOPBACK ONLY, NO CLASS IS PLAYED OVER PLAIN HTTP AS PHONES DO")
    return found[0]


@pytest.fixture(scope="session")
def served(lan: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a running `etika serve`."""
    with serve(lan, tmp_path_factory.mktemp("serve")) as running:
        yield running


@pytest.fixture
def lesson(served: Served) -> Iterator[Lesson]:
    """Return a class of one's own on that server."""
    made = Lesson(served.store_url)
    yield made
    made.store.close()


@pytest.fixture
def wifi(served: Served) -> Iterator[Proxy]:
    """Return the line through which phones reach the server."""
    made = Proxy(served.host, served.port)
    yield made
    made.close()


@pytest.fixture(scope="module")  # two running Playwrights in one process are refused
def browser(lan: str) -> Iterator[api.Browser]:
    """Return a Chromium that knows no host but this machine."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: no class is played in a browser")
    rules = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {lan}, EXCLUDE 127.0.0.1"
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGS, rules])
        api.expect.set_options(timeout=SECONDS * 1000)
        yield started
        api.expect.set_options(timeout=5000)
        started.close()


@pytest.fixture
def screen(
    browser: api.Browser, lan: str, lesson: Lesson, wifi: Proxy, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[type[S], str], S]]:
    """Return ``screen(kind, base)``, which opens a browser for one person.

    At the end nothing may have gone wrong on any page, and no page may have asked another host for anything.
    """
    opened: list[Screen] = []

    def make(kind: type[S], base: str) -> S:
        made = kind(browser, base, lesson.code)
        opened.append(made)
        return made

    yield make
    hosts = {host for one in opened for host in one.hosts()}
    troubles = [trouble for one in opened for trouble in one.troubles if not _of_the_line(trouble)]
    for number, one in enumerate(opened):
        if request.node.stash.get(FAILED, False):
            one.page.screenshot(path=tmp_path / f"{number}_{type(one).__name__}.png")
            sys.stderr.write(f"the screen of {type(one).__name__} {number}: {tmp_path}\n")
        one.context.close()
    assert hosts <= {lan, "127.0.0.1"}
    assert troubles == []


def _of_the_line(trouble: str) -> bool:
    """Chromium itself reports a line that is lost; the page goes on trying."""
    return "WebSocket connection to" in trouble or "net::ERR_" in trouble
