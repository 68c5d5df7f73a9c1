"""Wall (dinding kartu): everybody writes cards and, where asked to, replies; each appears once it has been let up."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.moderation import (
    CARD,
    HIDDEN,
    OFF,
    REPLY,
    SHOWN,
    STATES,
    WAITING,
    Card,
    add_card,
    add_reply,
    cards,
    dealt_cards,
    moderate,
    withdraw_card,
)
from etika_widgets.activities.payload import parse_choice, parse_keys, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, table, who
from etika_widgets.activities.wall.results import facilitator_wall, shown_cards, wall_results
from etika_widgets.activities.wall.spec import WallSpec
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
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_WHILE_SEEN = frozenset({Phase.OPEN, Phase.CLOSED, Phase.DISCUSSING, Phase.REVEALED})
_STATE_NAMES = {WAITING: "menunggu", SHOWN: "tampil", HIDDEN: "disembunyikan", OFF: "kartunya tidak tampil"}
_WITHDRAWN = "(kartu yang ditarik)"
_WITH_REPLIES = N_(
    "Fasilitator membaca kartu dan balasan Anda dengan nama samaran sebelum memutuskan mana yang tampil. "
    "Kelas melihat yang tampil tanpa nama."
)


class Wall(ActivityType[WallSpec]):
    """Several cards per person, in columns or not, with replies or not; nothing appears before it is let up."""

    name = "wall"
    label = N_("Dinding kartu")
    spec = WallSpec
    privacy = Privacy(
        notice=N_(
            "Fasilitator membaca kartu Anda dengan nama samaran sebelum memutuskan mana yang tampil. "
            "Kelas melihat kartu yang tampil tanpa nama."
        ),
        personal_data=True,
        keep_days=30,
    )
    intents: ClassVar = {"add": OPEN_ONLY, "reply": OPEN_ONLY, "withdraw": _WHILE_SEEN}
    counts = CARD
    traces: ClassVar = {CARD: "kartu", REPLY: "bantuan"}
    opens_alone = "nothing"  # a forum goes on until the class ends
    shares = True
    directions: ClassVar = {"moderate": _WHILE_SEEN}

    def content(self, spec: WallSpec, language: str) -> dict[str, Any]:
        """Return the prompt, the columns and the limits."""
        return {
            "prompt": spec.prompt.get(language),
            "columns": [{"id": column.id, "text": column.text.get(language)} for column in spec.columns],
            "per_person": spec.per_person,
            "max": spec.max,
            "replies": spec.replies,
        }

    def reveal(self, spec: WallSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: WallSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``add {text, column}``, ``reply {to, text}``, ``withdraw {id}``; a column only where there are some."""
        if kind == "withdraw":
            return withdraw_card(context, payload)
        if kind == "reply" and spec.replies:
            return add_reply(context, payload, spec.max, spec.replies)
        if kind != "add":
            raise unknown_kind()
        sent = parse_keys(payload, required=("text", "column") if spec.columns else ("text",))
        column = parse_choice(sent["column"], spec.column_ids) if spec.columns else None
        return add_card(context, sent["text"], spec.max, spec.per_person, STATES, column=column)

    def direct(self, spec: WallSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``moderate {ids, to}``: ``waiting``, ``shown`` or ``hidden``."""
        if kind != "moderate":
            raise unknown_kind()
        return moderate(context, payload, STATES)

    def board(self, spec: WallSpec, responses: Sequence[Response], moment: Moment, language: str) -> dict[str, Any]:
        """Return what was let up; after the reveal it stands in the results."""
        return {} if moment.phase is Phase.REVEALED else shown_cards(spec, responses)

    def dealt(self, spec: WallSpec, context: Context, language: str) -> dict[str, Any]:
        """Return one's own cards and replies with what became of them."""
        return {"cards": dealt_cards(context), **({"replies": dealt_cards(context, REPLY)} if spec.replies else {})}

    def mine(self, spec: WallSpec, own: Sequence[Response], language: str, *, revealed: bool) -> dict[str, Any]:
        """Return nothing: one's own cards come with ``dealt``."""
        return {}

    def results(self, spec: WallSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the wall and how many wrote."""
        return wall_results(spec, responses)

    def facilitator_results(self, spec: WallSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the same with every text to review, under pseudonyms."""
        return facilitator_wall(spec, responses)

    def works_alone(self, spec: WallSpec) -> bool:
        """Return whether people answer each other: then it is a forum, which the facilitator looks after from afar."""
        return spec.replies > 0

    def notice(self, spec: WallSpec) -> str:
        """Return who sees cards and, where they are taken, replies."""
        usual = super().notice(spec)
        return _WITH_REPLIES if spec.replies and usual == self.privacy.notice else usual

    def bot(
        self, spec: WallSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Write a card, now and then another, and now and then a reply."""
        dealt, shown = state["dealt"], state["board"].get("cards", [])
        sent: list[tuple[str, dict[str, Any]]] = []
        if len(dealt["cards"]) < spec.per_person and (not dealt["cards"] or dice.random() < 0.5):
            column = {"column": dice.choice(spec.column_ids)} if spec.columns else {}
            sent.append(("add", {"text": f"Kartu latihan {dice.randint(1, 999)}", **column}))
        if shown and len(dealt.get("replies", ())) < spec.replies and dice.random() < 0.3:
            sent.append(("reply", {"to": dice.choice(shown)["id"], "text": f"Balasan latihan {dice.randint(1, 999)}"}))
        return sent

    def bot_facilitator(
        self, spec: WallSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Let everything up that waits, and hide a card now and then."""
        waiting = [card["id"] for card in state["results"]["review"]["cards"] if card["state"] == WAITING]
        return [("moderate", {"ids": waiting, "to": SHOWN if dice.random() < 0.9 else HIDDEN})] if waiting else []

    def summary(self, spec: WallSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return how many cards each column has, and what was let up, each card followed by its replies."""
        told = wall_results(spec, responses)
        texts = {column.id: column.text.get(language) for column in spec.columns}
        table = Table(
            caption=translate("Kartu yang ditampilkan", language),
            columns=(translate("Kolom", language), translate("Kartu", language)),
            rows=tuple((texts[name], count) for name, count in told["columns"].items()),
            bars=1,
        )
        reply = translate("Balasan: {text}", language)
        note = translate("Balasan yang tampil: {n}.", language).format(n=told["replies"]) if spec.replies else ""
        return Summary(
            n=told["n"],
            question=spec.prompt.get(language),
            tables=(table,) if table.rows else (),
            texts=tuple(
                text
                for card in told["cards"]
                for text in (card["text"], *(reply.format(text=one["text"]) for one in card.get("replies", ())))
            ),
            note=note,
        )

    def frame(self, spec: WallSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per card: ``kolom``, ``teks``, ``keadaan``; where replies are taken one for each of them too.

        ``membalas`` is then the text of the card that a reply answers, missing for cards.
        """
        every = cards(responses)
        texts = {card.id: card.text for card in every}

        def told(card: Card) -> dict[str, Any]:
            kept = {
                "kolom": card.response.payload.get("column"),
                "teks": card.text,
                "keadaan": _STATE_NAMES[card.state],
            }
            answers = None if card.to is None else texts.get(card.to, _WITHDRAWN)
            return {**who(card.response), **kept, **({"membalas": answers} if spec.replies else {})}

        kinds = {"kolom": TEXT, "teks": TEXT, "keadaan": TEXT, **({"membalas": TEXT} if spec.replies else {})}
        return table([told(card) for card in every], kinds)

    def plot(self, spec: WallSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw how many cards stand in each column."""
        results = wall_results(spec, responses)
        return draw_bars(
            ax,
            title=spec.prompt.id,
            labels=[column.text.id for column in spec.columns] or ["Kartu"],
            series=[("Kartu yang tampil", list(results["columns"].values()) or [results["shown"]])],
            axis="Jumlah kartu",
        )


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the wall."""
    return [Wall]
