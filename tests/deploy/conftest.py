"""Two `etika serve` on one PostgreSQL behind nginx: started once for all tests, which may kill and restart servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from ..hosts.rooms import code, line, shared  # noqa: F401 - fixtures
from ..hosts.serving import Browser, Server, free_port
from ..storage.cluster import Missing, private_folder
from ..storage.conftest import databases, missing, own_cluster, postgres  # noqa: F401 - fixtures
from .proxy import Proxy


class Site:
    """What a city would run: a database, two servers, a proxy."""

    def __init__(self, folder: Path, database: str, proxy: Proxy, ports: list[int]) -> None:
        self.folder, self.database, self.proxy, self.ports = folder, database, proxy, ports
        self.base = proxy.base
        self._starts = 0
        self.servers: list[Server] = []
        for port in ports:
            self.servers.append(self._serve(port))

    def _serve(self, port: int) -> Server:
        self._starts += 1
        options = ("--db", self.database, "--behind-proxy", "--public-url", self.base)
        return Server(self.folder / str(self._starts), *options, port=port)

    def bring_back(self, index: int) -> None:
        """Start a killed server again, on its port."""
        self.servers[index] = self._serve(self.ports[index])

    def close(self) -> None:
        for server in self.servers:
            with suppress(Exception):
                server.stop()
            server.kill()

    def people(self) -> list[int]:
        """How many participants hold a line to each server; None of them is asked through the proxy."""
        return [int(health(server.base)["people"]) for server in self.servers]

    def join(self, code: str) -> Browser:
        """Join through the proxy."""
        browser = Browser(self.base)
        page = browser.get(f"/gabung/{code}")
        fields = {name: page.field(name) for name in ("nama", "formulir")}
        answer = browser.post(f"/gabung/{code}", follow=False, **fields)
        assert (answer.status, answer.headers["Location"]) == (303, f"/kelas/{code}"), answer.text
        return browser

    def facilitator(self, index: int = 0) -> Browser:
        """Sign in through the proxy with a token that one of the servers printed."""
        browser = Browser(self.base)
        browser.get("/kendali")
        answer = browser.post("/masuk", token=self.servers[index].token)
        assert answer.status == 200, answer.text
        return browser


def health(base: str) -> dict[str, Any]:
    answer = Browser(base).get("/sehat")
    assert answer.status == 200, answer.text
    return dict(json.loads(answer.text))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, postgres: URL) -> Iterator[Site]:
    with ExitStack() as stack:
        database = stack.enter_context(databases(postgres))()
        ports = [free_port(), free_port()]
        try:
            proxy = Proxy(stack.enter_context(private_folder()), ports)
        except Missing as reason:
            missing(reason)
        proxy.start()
        stack.callback(proxy.stop)
        site = Site(tmp_path_factory.mktemp("site"), database, proxy, ports)
        stack.callback(site.close)
        yield site


@pytest.fixture
def database(site: Site) -> str:
    """The address of the store that both servers use."""
    return site.database
