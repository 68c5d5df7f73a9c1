"""Makes contexts and stored answers for the tests of activity types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from etika_widgets.activity import ActivityType, Context, Phase, Response
from etika_widgets.errors import Refused


def _context(**changes: Any) -> Context:
    usual = {"participant": "p1", "group": 1, "is_writer": True, "phase": Phase.OPEN, "round": 1}
    return Context(**{**usual, **changes})


@pytest.fixture
def context() -> Callable[..., Context]:
    """A participant of group 1 who holds the pen while the activity is open; keywords change that."""
    return _context


@pytest.fixture
def response() -> Callable[..., Response]:
    """A stored answer of the participant with this number."""

    def make(number: int, payload: dict[str, Any], **changes: Any) -> Response:
        usual = {"participant": f"p{number}", "name": f"Nama {number}", "group": None, "round": 1, "slot": "answer"}
        return Response(payload=payload, **{**usual, **changes})

    return make


@pytest.fixture
def refusal() -> Callable[..., Refused]:
    """Sends an intent that must be turned down and returns the refusal."""

    def send(kind: ActivityType[Any], spec: Any, intent: str, payload: Any, **changes: Any) -> Refused:
        with pytest.raises(Refused) as caught:
            kind.accept(spec, _context(**changes), intent, payload)
        assert "{" not in caught.value.text("id")
        return caught.value

    return send


@pytest.fixture
def records() -> Callable[[Any], list[dict[str, Any]]]:
    """The rows of a data frame as plain values, missing ones as ``None``."""

    def rows(frame: Any) -> list[dict[str, Any]]:
        plain: Sequence[Mapping[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
        return [dict(row) for row in plain]

    return rows
