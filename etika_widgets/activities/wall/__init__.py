"""Wall (dinding kartu): everybody writes cards; each appears once the facilitator has let it up."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.moderation import (
    HIDDEN,
    SHOWN,
    STATES,
    WAITING,
    add_card,
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
_STATE_NAMES = {WAITING: "menunggu", SHOWN: "tampil", HIDDEN: "disembunyikan"}


class Wall(ActivityType[WallSpec]):
    """Several cards per person, in columns or not; nothing appears before the facilitator lets it up."""

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
    intents: ClassVar = {"add": OPEN_ONLY, "withdraw": _WHILE_SEEN}
    counts = "card"
    shares = True
    directions: ClassVar = {"moderate": _WHILE_SEEN}

    def content(self, spec: WallSpec, language: str) -> dict[str, Any]:
        """Return the prompt, the columns and the limits."""
        return {
            "prompt": spec.prompt.get(language),
            "columns": [{"id": column.id, "text": column.text.get(language)} for column in spec.columns],
            "per_person": spec.per_person,
            "max": spec.max,
        }

    def reveal(self, spec: WallSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: WallSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``add {text, column}`` (``column`` only where there are columns) and ``withdraw {id}``."""
        if kind == "withdraw":
            return withdraw_card(context, payload)
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
        """Return the cards that were let up; after the reveal they stand in the results."""
        return {} if moment.phase is Phase.REVEALED else shown_cards(responses)

    def dealt(self, spec: WallSpec, context: Context, language: str) -> dict[str, Any]:
        """Return one's own cards with what became of them."""
        return {"cards": dealt_cards(context)}

    def mine(self, spec: WallSpec, own: Sequence[Response], language: str, *, revealed: bool) -> dict[str, Any]:
        """Return nothing: one's own cards come with ``dealt``."""
        return {}

    def results(self, spec: WallSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the wall and how many wrote."""
        return wall_results(spec, responses)

    def facilitator_results(self, spec: WallSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the same with every card to review, under pseudonyms."""
        return facilitator_wall(spec, responses)

    def bot(
        self, spec: WallSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Write a card, now and then another."""
        own = len(state["dealt"]["cards"])
        if own >= spec.per_person or (own and dice.random() < 0.5):
            return ()
        column = {"column": dice.choice(spec.column_ids)} if spec.columns else {}
        return [("add", {"text": f"Kartu latihan {dice.randint(1, 999)}", **column})]

    def bot_facilitator(
        self, spec: WallSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Let everything up that waits, and hide a card now and then."""
        waiting = [card["id"] for card in state["results"]["review"]["cards"] if card["state"] == WAITING]
        return [("moderate", {"ids": waiting, "to": SHOWN if dice.random() < 0.9 else HIDDEN})] if waiting else []

    def summary(self, spec: WallSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return how many cards each column has, and the cards that were let up."""
        told = wall_results(spec, responses)
        texts = {column.id: column.text.get(language) for column in spec.columns}
        table = Table(
            caption=translate("Kartu yang ditampilkan", language),
            columns=(translate("Kolom", language), translate("Kartu", language)),
            rows=tuple((texts[name], count) for name, count in told["columns"].items()),
            bars=1,
        )
        return Summary(
            n=told["n"],
            question=spec.prompt.get(language),
            tables=(table,) if table.rows else (),
            texts=tuple(card["text"] for card in told["cards"]),
        )

    def frame(self, spec: WallSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per card: ``kolom``, ``teks``, ``keadaan``."""
        rows = [
            {
                **who(card.response),
                "kolom": card.response.payload["column"],
                "teks": card.text,
                "keadaan": _STATE_NAMES[card.state],
            }
            for card in cards(responses)
        ]
        return table(rows, {"kolom": TEXT, "teks": TEXT, "keadaan": TEXT})

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
