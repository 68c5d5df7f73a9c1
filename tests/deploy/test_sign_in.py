"""A facilitator's sign-in holds on all servers of a store while one of them runs, and ends with the last."""

from __future__ import annotations

import pytest

from ..hosts.serving import Browser, Line, Server, etika

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]

SIGN_IN = "Masuk sebagai fasilitator"


def at(server, browser):
    """Return the same browser, going to another server."""
    there = Browser(server.base)
    for cookie in browser.jar:
        there.jar.set_cookie(cookie)
    return there


def test_the_sign_in_follows_the_servers_and_ends_with_the_last(tmp_path):
    first = Server(tmp_path / "satu", "--demo")
    code = first.links["participant"].rsplit("/", 1)[1]
    second = third = None
    try:
        boss = first.facilitator()
        second = Server(tmp_path / "dua", data=first.data)
        assert SIGN_IN not in at(second, boss).get("/kendali").text
        Line(at(second, boss), code, "kendali").live().close()
        stranger = Browser(second.base)
        stranger.get("/kendali")
        assert stranger.post("/masuk", token=first.token).status == 200  # any server takes any server's token

        printed = etika("link", "--data", str(first.data)).stdout.split()
        assert sorted(link.partition("/kendali#")[0] for link in printed) == sorted([first.base, second.base])

        first.stop()
        assert SIGN_IN not in at(second, boss).get(f"/kendali/{code}").text
        old = Browser(second.base)
        old.get("/kendali")
        assert old.post("/masuk", token=first.token).status == 403  # its token ended with it
        second.stop()
        third = Server(tmp_path / "tiga", data=first.data)
        assert SIGN_IN in at(third, boss).get("/kendali").text
        late = Line(at(third, boss), code, "kendali")
        assert late.frame(t="gone")["code"] == "signed_out"
        late.close()
    finally:
        for server in (first, second, third):
            if server is not None:
                server.kill()


def test_a_server_that_is_silent_for_long_no_longer_vouches(store, monkeypatch):
    from etika_widgets.hosts.server import identity
    from etika_widgets.hosts.server.identity import Tokens

    gone = Tokens(store, "mati")
    monkeypatch.setattr(identity, "now", lambda: "2026-01-01T00:00:00.000Z")
    gone.register("http://127.0.0.1:1")
    monkeypatch.undo()
    here = Tokens(store, "hidup")
    here.register("http://127.0.0.1:2")
    assert here._alive == {"hidup"}
    gone.register("http://127.0.0.1:1")
    here.register("http://127.0.0.1:2")
    assert here._alive == {"hidup", "mati"}
