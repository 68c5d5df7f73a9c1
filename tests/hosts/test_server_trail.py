"""One's own trail on the room socket: on request, for oneself, and in no frame that anybody else gets."""

from __future__ import annotations

import pytest

from .serving import POLL, Browser, choose

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]

ROWS = [{"label": "Activities you took part in", "n": 1}, {"label": "Reasons you wrote", "n": 1}]


def test_only_the_one_who_asks_gets_it_and_only_after_the_end(server, code, line):
    boss = server.facilitator()
    control, screen = line(boss, code, "kendali"), line(Browser(server.base), code, "layar")
    control.move(POLL, "reading", "open")
    browser = server.join(code)
    browser.post("/bahasa", bahasa="en", kembali="/")
    phone, other = line(browser, code), line(server.join(code), code)
    assert phone.ask("answer", POLL, **choose(phone.states[POLL]))["ok"]
    everybody = (phone, other, control, screen)

    for one in everybody:
        one.send({"t": "trail"})
        one.send({"t": "ping"})
        one.frame(t="pong")  # what came before it is answered by now
    assert not any('"t":"trail"' in raw for one in everybody for raw in one.raw)

    assert control.ask("end")["ok"]
    for one in everybody:
        one.wait(lambda one=one: one.room["ended"])
    for one in (phone, control, screen):
        one.send({"t": "trail"})
        one.send({"t": "ping"})
        one.wait(lambda one=one: sum(frame["t"] == "pong" for _, frame in one.frames) == 2)
    assert phone.frame(t="trail")["rows"] == ROWS
    assert not any('"t":"trail"' in raw for one in (other, control, screen) for raw in one.raw)
