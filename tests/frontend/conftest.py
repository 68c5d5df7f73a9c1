"""The views in a real browser: a small server, one Chromium, one fresh page per test."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "etika_widgets"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Phones reach the laptop over plain http on a LAN address; localhost would be a secure context.
    "--host-resolver-rules=MAP etika.test 127.0.0.1",
]


class Files(SimpleHTTPRequestHandler):
    """Serves the front-end of the package and the harness beside this file."""

    def translate_path(self, path: str) -> str:
        name = path.partition("?")[0].lstrip("/")
        return str((HERE if name == "harness.html" else PACKAGE) / name)

    def log_message(self, *args: Any) -> None:
        """Keep test output quiet."""


@pytest.fixture(scope="session")
def harness() -> Iterator[str]:
    """Return the address of the harness page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://etika.test:{server.server_port}/harness.html"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")  # two running Playwrights in one process are refused
def chromium() -> Iterator[Any]:
    """Return a running Chromium."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: the views go untested")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: the views go untested")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def draw(chromium: Any, harness: str) -> Iterator[Callable[..., Any]]:
    """Return ``draw(state, width=..., **options)``, which opens a page with one view and returns the page.

    ``draw.again(page, state)`` loads the page anew, as a reload does.
    """
    contexts: list[Any] = []
    troubles: list[str] = []

    def start(page: Any, state: dict[str, Any], **options: Any) -> Any:
        page.goto(harness)
        page.wait_for_selector("html[data-ready]", state="attached")
        page.evaluate("options => etika.start(options)", {"state": state, **options})
        return page

    def make(state: dict[str, Any], *, width: int = 360, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 740})
        context.set_default_timeout(20000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        return start(page, state, **options)

    make.again = start  # type: ignore[attr-defined]
    yield make
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)
