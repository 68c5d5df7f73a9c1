"""Whatever people and a facilitator do on a wall with replies: what is seen is what was decided, and limits hold."""

from __future__ import annotations

import json
import string
from itertools import count
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from etika_widgets.activities.moderation import SHOWN, STATES
from etika_widgets.activities.wall import Wall
from etika_widgets.activities.wall.spec import WallSpec
from etika_widgets.activity import FACILITATOR, Context, Moment, Phase, Response
from etika_widgets.errors import Refused

KIND = Wall()
SPEC = WallSpec(id="forum", prompt="Apa?", per_person=2, replies=2)
OPEN = Moment(phase=Phase.OPEN, round=1)


class Threads(RuleBasedStateMachine):
    """Four people and a facilitator do what they can; what anybody sees is compared with what was decided."""

    def __init__(self) -> None:
        super().__init__()
        self.stored: dict[tuple[str, str], Response] = {}
        self.clock = count()
        self.withdrawn: list[str] = []

    @property
    def responses(self) -> list[Response]:
        return sorted(self.stored.values(), key=lambda one: one.at)

    def context(self, who: str) -> Context:
        own = [one for one in self.responses if one.participant == who]
        directions = [one for one in self.responses if one.participant == FACILITATOR]
        return Context(
            participant=who,
            group=None,
            is_writer=False,
            phase=Phase.OPEN,
            round=1,
            find_responses=lambda: self.responses,
            find_own=lambda: own,
            find_directions=lambda: directions,
        )

    def keep(self, who: str, kind: str, payload: dict[str, Any]) -> None:
        tell = KIND.direct if who == FACILITATOR else KIND.accept
        try:
            accepted = tell(SPEC, self.context(who), kind, payload)
        except Refused as refused:
            if refused.code not in {"too_many_cards", "unknown_card"}:
                raise
            return
        key = (who, accepted.slot)
        old = self.stored.pop(key, None)
        if accepted.payload is None:
            assert old
            self.withdrawn.append(old.payload["id"])
            return
        assert old is None or who == FACILITATOR  # a new text never takes the place of another
        self.stored[key] = Response(
            participant=who,
            name=f"Nama {who}",
            group=None,
            round=1,
            slot=accepted.slot,
            payload=accepted.payload,
            at=f"{next(self.clock):06}",
        )

    def ids(self) -> list[str]:
        return [one.payload["id"] for one in self.responses if one.participant != FACILITATOR] + self.withdrawn

    PEOPLE = st.sampled_from(["pa", "pb", "pc", "pd"])
    TEXTS = st.text(string.ascii_letters, min_size=1, max_size=8)

    @rule(who=PEOPLE, text=TEXTS)
    def write(self, who: str, text: str) -> None:
        self.keep(who, "add", {"text": text})

    @precondition(lambda self: self.ids())
    @rule(who=PEOPLE, text=TEXTS, data=st.data())
    def answer(self, who: str, text: str, data: st.DataObject) -> None:
        self.keep(who, "reply", {"to": data.draw(st.sampled_from(self.ids())), "text": text})

    @precondition(lambda self: self.ids())
    @rule(to=st.sampled_from([*STATES, SHOWN, SHOWN]), data=st.data())
    def decide(self, to: str, data: st.DataObject) -> None:
        some = data.draw(st.lists(st.sampled_from(self.ids()), min_size=1, max_size=4))
        self.keep(FACILITATOR, "moderate", {"ids": some, "to": to})

    @precondition(lambda self: self.ids())
    @rule(who=PEOPLE, data=st.data())
    def withdraw(self, who: str, data: st.DataObject) -> None:
        self.keep(who, "withdraw", {"id": data.draw(st.sampled_from(self.ids()))})

    def became(self) -> dict[str, str]:
        """What must have become of every text: a reply is where its card is not, whatever was decided about it."""
        moderation = self.stored.get((FACILITATOR, "moderation"))
        states = moderation.payload["states"] if moderation else {}
        texts = {one.payload["id"]: one.payload.get("to") for one in self.responses if one.participant != FACILITATOR}
        cards = {name for name, to in texts.items() if to is None and states.get(name) == SHOWN}
        return {
            name: states.get(name, "waiting") if to is None or to in cards else "off" for name, to in texts.items()
        }

    @invariant()
    def what_is_seen_is_what_was_decided(self) -> None:
        shown = {name for name, state in self.became().items() if state == SHOWN}
        texts = [one.payload for one in self.responses if one.payload.get("id") in shown]
        board = KIND.board(SPEC, self.responses, OPEN, "id")
        assert [(card["id"], card["text"], card["replies"]) for card in board["cards"]] == [
            (
                card["id"],
                card["text"],
                [{"id": one["id"], "text": one["text"]} for one in texts if one.get("to") == card["id"]],
            )
            for card in reversed(texts)
            if "to" not in card
        ]
        results = KIND.results(SPEC, self.responses, "id")
        assert results["replies"] == sum("to" in one for one in texts)
        assert "Nama" not in json.dumps(results)

    @invariant()
    def everybody_finds_their_own_and_never_too_many(self) -> None:
        review = KIND.facilitator_results(SPEC, self.responses, "id")["review"]["cards"]
        assert {row["id"]: row["state"] for row in review} == self.became()
        assert len(review) == len(self.became())
        for who in ("pa", "pb", "pc", "pd"):
            own = [one.payload["id"] for one in self.responses if one.participant == who]
            dealt = KIND.dealt(SPEC, self.context(who), "id")
            assert len(dealt["cards"]) <= SPEC.per_person
            assert len(dealt["replies"]) <= SPEC.replies
            assert {one["id"]: one["state"] for one in (*dealt["cards"], *dealt["replies"])} == {
                name: self.became()[name] for name in own
            }


TestThreads = Threads.TestCase
TestThreads.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
