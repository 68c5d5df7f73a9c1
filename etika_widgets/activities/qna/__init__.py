"""Questions (tanya jawab): everybody asks and supports; the facilitator lets up, pins, answers, archives, hides."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.moderation import (
    HIDDEN,
    SHOWN,
    WAITING,
    add_card,
    cards,
    dealt_cards,
    decisions,
    moderate,
    own_cards,
    withdraw_card,
)
from etika_widgets.activities.payload import parse_keys, parse_switch, unknown_kind
from etika_widgets.activities.qna.results import (
    ANSWERED,
    ARCHIVED,
    OPEN_STATES,
    PINNED,
    STATES,
    VOTED,
    VOTES,
    facilitator_questions,
    qna_board,
    qna_results,
    visible,
    votes_of,
)
from etika_widgets.activities.qna.spec import QnaSpec
from etika_widgets.activities.tables import TEXT, WHOLE, table, who
from etika_widgets.activity import (
    OPEN_ONLY,
    Accepted,
    ActivityType,
    Context,
    Moment,
    Phase,
    Privacy,
    Response,
    Summary,
    Table,
)
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_WHILE_SEEN: Final = frozenset({Phase.OPEN, Phase.CLOSED, Phase.DISCUSSING, Phase.REVEALED})
_PLOTTED: Final = 10
_STATE_NAMES: Final = {
    WAITING: "menunggu",
    SHOWN: "tampil",
    PINNED: "disematkan",
    ANSWERED: "dijawab",
    ARCHIVED: "diarsipkan",
    HIDDEN: "disembunyikan",
}


class Qna(ActivityType[QnaSpec]):
    """Questions with up-votes. They appear once let up, the most supported first."""

    name = "qna"
    label = N_("Tanya jawab")
    spec = QnaSpec
    privacy = Privacy(
        notice=N_(
            "Fasilitator membaca pertanyaan Anda dengan nama samaran sebelum memutuskan mana yang tampil. "
            "Kelas melihat pertanyaan dan jumlah dukungan tanpa nama."
        ),
        personal_data=True,
        keep_days=30,
    )
    intents: ClassVar = {"add": OPEN_ONLY, "withdraw": _WHILE_SEEN, "vote": OPEN_ONLY}
    counts = "card"
    traces: ClassVar = {"card": "pertanyaan", "votes.ids": "dukungan"}
    shares = True
    directions: ClassVar = {"moderate": _WHILE_SEEN}

    def content(self, spec: QnaSpec, language: str) -> dict[str, Any]:
        """Return the prompt and the limits."""
        return {"prompt": spec.prompt.get(language), "per_person": spec.per_person, "max": spec.max}

    def accept(self, spec: QnaSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``add {text}``, ``withdraw {id}`` and ``vote {id, on}``."""
        if kind == "withdraw":
            return withdraw_card(context, payload)
        if kind == "add":
            text = parse_keys(payload, required=("text",))["text"]
            return add_card(context, text, spec.max, spec.per_person, OPEN_STATES)
        if kind == "vote":
            return _vote(context, payload)
        raise unknown_kind()

    def direct(self, spec: QnaSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``moderate {ids, to}``: ``waiting``, ``shown``, ``pinned``, ``answered``, ``archived``, ``hidden``."""
        if kind != "moderate":
            raise unknown_kind()
        return moderate(context, payload, STATES)

    def board(self, spec: QnaSpec, responses: Sequence[Response], moment: Moment, language: str) -> dict[str, Any]:
        """Return the questions that were let up; after the reveal they stand in the results."""
        return {} if moment.phase is Phase.REVEALED else qna_board(spec, responses)

    def dealt(self, spec: QnaSpec, context: Context, language: str) -> dict[str, Any]:
        """Return one's own questions with what became of them, and which ones one supports."""
        return {"cards": dealt_cards(context), "votes": _own_votes(context)}

    def mine(self, spec: QnaSpec, own: Sequence[Response], language: str, *, revealed: bool) -> dict[str, Any]:
        """Return nothing: one's own questions come with ``dealt``."""
        return {}

    def results(self, spec: QnaSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the questions in order and how many took part."""
        return qna_results(spec, responses)

    def facilitator_results(self, spec: QnaSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the same with every question to review, under pseudonyms."""
        return facilitator_questions(spec, responses)

    def bot(
        self, spec: QnaSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Ask a question now and then, and support some of what others ask."""
        own = {card["id"] for card in state["dealt"]["cards"]}
        done = own | set(state["dealt"]["votes"])
        open_ = [one["id"] for one in state["board"]["questions"] if one["state"] in VOTED and one["id"] not in done]
        sent: list[tuple[str, dict[str, Any]]] = []
        if not own and dice.random() < 0.5:
            sent.append(("add", {"text": f"Pertanyaan latihan {dice.randint(1, 999)}?"}))
        if open_ and len(state["dealt"]["votes"]) < 5:
            sent.append(("vote", {"id": dice.choice(open_), "on": True}))
        return sent

    def bot_facilitator(
        self, spec: QnaSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Let everything up that waits; pin the most supported question, then call it answered."""
        rows = state["results"]["review"]["cards"]
        waiting = [card["id"] for card in rows if card["state"] == WAITING]
        if waiting:
            return [("moderate", {"ids": waiting, "to": SHOWN})]
        following = {PINNED: ANSWERED, SHOWN: PINNED}
        first = next((card for card in rows if card["state"] in following), None)
        if first is None or dice.random() < 0.7:
            return ()
        return [("moderate", {"ids": [first["id"]], "to": following[first["state"]]})]

    def summary(self, spec: QnaSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return the questions that were let up, with their votes."""
        told = qna_results(spec, responses)
        table = Table(
            caption=translate("Pertanyaan dan dukungan", language),
            columns=(translate("Pertanyaan", language), translate("Dukungan", language)),
            rows=tuple((one["text"], one["votes"]) for one in told["questions"]),
        )
        return Summary(n=told["n"], question=spec.prompt.get(language), tables=(table,) if table.rows else ())

    def frame(self, spec: QnaSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per question: ``teks``, ``dukungan``, ``keadaan``."""
        votes = votes_of(responses)
        rows = [
            {
                **who(card.response),
                "teks": card.text,
                "dukungan": visible(spec, votes[card.id]),
                "keadaan": _STATE_NAMES[card.state],
            }
            for card in cards(responses)
        ]
        return table(rows, {"teks": TEXT, "dukungan": WHOLE, "keadaan": TEXT})

    def plot(self, spec: QnaSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the ten most supported questions that were let up."""
        asked = qna_results(spec, responses)["questions"]
        first = sorted(asked, key=lambda one: -(one["votes"] or 0))[:_PLOTTED]
        return draw_bars(
            ax,
            title=spec.prompt.id,
            labels=[one["text"] for one in first],
            series=[("Dukungan", [one["votes"] for one in first])],
            axis="Jumlah dukungan",
        )


def _own_votes(context: Context) -> list[str]:
    votes = [one for one in context.own if one.slot == VOTES]
    return list(max(votes, key=lambda one: one.round).payload["ids"]) if votes else []


def _vote(context: Context, payload: Mapping[str, Any]) -> Accepted:
    """Return the sender's supported questions with one more or one less."""
    sent = parse_keys(payload, required=("id", "on"))
    wanted, on = sent["id"], parse_switch(sent["on"])
    states = decisions(context.directions)
    if not isinstance(wanted, str) or states.get(wanted) not in VOTED:
        raise Refused("unknown_question", "Pertanyaan itu tidak lagi menunggu dukungan.")
    if any(card.id == wanted for card in own_cards(context)):
        raise Refused("own_question", "Ini pertanyaan Anda sendiri. Dukunglah pertanyaan orang lain.")
    others = [name for name in _own_votes(context) if name != wanted and name in states]
    return Accepted(VOTES, {"ids": [*others, wanted] if on else others})


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the question round."""
    return [Qna]
