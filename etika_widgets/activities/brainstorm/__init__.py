"""Brainstorm (curah gagasan): ideas, duplicates put together, votes, a shortlist; the facilitator leads the stages."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.brainstorm.results import (
    IDEAS,
    MERGED,
    SHORTLIST,
    STAGE,
    STAGES,
    VOTE,
    VOTES,
    brainstorm_board,
    brainstorm_results,
    facilitator_ideas,
    heads_of,
    ideas_of,
    stage_of,
    visible,
    votes_of,
)
from etika_widgets.activities.brainstorm.spec import BrainstormSpec
from etika_widgets.activities.moderation import (
    HIDDEN,
    SHOWN,
    STATES,
    WAITING,
    add_card,
    cards,
    dealt_cards,
    decisions,
    moderate,
    parse_ids,
    withdraw_card,
)
from etika_widgets.activities.payload import parse_choice, parse_keys, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, WHOLE, table, who
from etika_widgets.activity import (
    OPEN_ONLY,
    RUNNING,
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

_PLOTTED: Final = 10
_STATE_NAMES: Final = {WAITING: "menunggu", SHOWN: "tampil", HIDDEN: "disembunyikan"}


class Brainstorm(ActivityType[BrainstormSpec]):
    """First everybody writes for themselves; then all see the ideas, vote, and keep the best."""

    name = "brainstorm"
    label = N_("Curah gagasan")
    spec = BrainstormSpec
    privacy = Privacy(
        notice=N_(
            "Fasilitator membaca gagasan Anda dengan nama samaran sebelum memutuskan mana yang tampil. "
            "Kelas melihat gagasan dan jumlah suara tanpa nama."
        ),
        personal_data=True,
        keep_days=30,
    )
    intents: ClassVar = {"add": OPEN_ONLY, "withdraw": RUNNING, "vote": OPEN_ONLY}
    counts = "card"
    traces: ClassVar = {"card": "kartu", "votes.ids": "dukungan"}
    shares = True
    directions: ClassVar = {
        "stage": RUNNING,
        "merge": RUNNING,
        "separate": RUNNING,
        "moderate": RUNNING | {Phase.REVEALED},
    }

    def content(self, spec: BrainstormSpec, language: str) -> dict[str, Any]:
        """Return the prompt and the limits."""
        return {
            "prompt": spec.prompt.get(language),
            "per_person": spec.per_person,
            "max": spec.max,
            "votes": spec.votes,
            "shortlist": spec.shortlist,
        }

    def reveal(self, spec: BrainstormSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: BrainstormSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``add {text}`` while people write, ``withdraw {id}`` before the vote, ``vote {ids}`` in it."""
        stage = stage_of(context.directions)
        if kind == "vote":
            return _vote(spec, context, payload, stage)
        if kind == "withdraw":
            if stage in (VOTE, SHORTLIST):
                raise Refused("stage_over", "Pemilihan sudah dimulai, jadi gagasan tidak dapat ditarik lagi.")
            return withdraw_card(context, payload)
        if kind != "add":
            raise unknown_kind()
        text = parse_keys(payload, required=("text",))["text"]
        if stage != IDEAS:
            raise Refused("stage_over", "Waktu menulis gagasan sudah selesai. Gagasan baru tidak diterima lagi.")
        return add_card(context, text, spec.max, spec.per_person, STATES)

    def direct(self, spec: BrainstormSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``stage {to}``, ``merge {ids}``, ``separate {id}`` and ``moderate {ids, to}``."""
        if kind == "moderate":
            return moderate(context, payload, STATES)
        if kind == "stage":
            return Accepted(STAGE, {"stage": parse_choice(parse_keys(payload, required=("to",))["to"], STAGES)})
        if kind not in {"merge", "separate"}:
            raise unknown_kind()
        if stage_of(context.directions) in (VOTE, SHORTLIST):
            raise Refused("stage_over", "Pemilihan sudah dimulai. Kembali ke tahap menggabungkan dulu.")
        return _merge(context, payload) if kind == "merge" else _separate(context, payload)

    def board(
        self, spec: BrainstormSpec, responses: Sequence[Response], moment: Moment, language: str
    ) -> dict[str, Any]:
        """Return the stage and what all see in it; after the reveal that stands in the results."""
        return {} if moment.phase is Phase.REVEALED else brainstorm_board(spec, responses)

    def dealt(self, spec: BrainstormSpec, context: Context, language: str) -> dict[str, Any]:
        """Return one's own ideas with what became of them."""
        return {"cards": dealt_cards(context)}

    def mine(self, spec: BrainstormSpec, own: Sequence[Response], language: str, *, revealed: bool) -> dict[str, Any]:
        """Return one's own votes; one's ideas come with ``dealt``."""
        return super().mine(spec, [one for one in own if one.slot == VOTES], language, revealed=revealed)

    def results(self, spec: BrainstormSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return every idea that was let up, the most voted first."""
        return brainstorm_results(spec, responses)

    def facilitator_results(
        self, spec: BrainstormSpec, responses: Sequence[Response], language: str
    ) -> dict[str, Any]:
        """Return the same with every idea to review, under pseudonyms."""
        return facilitator_ideas(spec, responses)

    def bot(
        self, spec: BrainstormSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Write an idea or two, later vote once."""
        board, own = state["board"], len(state["dealt"]["cards"])
        if board["stage"] == IDEAS and own < min(2, spec.per_person) and (not own or dice.random() < 0.4):
            return [("add", {"text": f"Gagasan latihan {dice.randint(1, 999)}"})]
        voted = VOTES in state["mine"].get(str(state["round"]), {})
        if board["stage"] != VOTE or voted or not board["ideas"]:
            return ()
        ids = [idea["id"] for idea in board["ideas"]]
        return [("vote", {"ids": dice.sample(ids, min(len(ids), dice.randint(1, spec.votes)))})]

    def bot_facilitator(
        self, spec: BrainstormSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Let everything up that waits, then lead to the next stage."""
        results = state["results"]
        waiting = [card["id"] for card in results["review"]["cards"] if card["state"] == WAITING]
        if waiting:
            return [("moderate", {"ids": waiting, "to": SHOWN})]
        if results["stage"] == SHORTLIST or not results["ideas"] or dice.random() < 0.5:
            return ()
        return [("stage", {"to": STAGES[STAGES.index(results["stage"]) + 1]})]

    def summary(self, spec: BrainstormSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return the ideas that were let up with their votes, and which are on the shortlist."""
        told = brainstorm_results(spec, responses)
        table = Table(
            caption=translate("Gagasan dan suara", language),
            columns=(
                translate("Gagasan", language),
                translate("Suara", language),
                translate("Daftar pendek", language),
            ),
            rows=tuple(
                (one["text"], one["votes"], translate("ya", language) if one["short"] else "–")
                for one in told["ideas"]
            ),
            bars=1,
        )
        return Summary(n=told["n"], question=spec.prompt.get(language), tables=(table,) if table.rows else ())

    def frame(self, spec: BrainstormSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per idea: ``teks``, ``digabung`` (into which text), ``suara``, ``keadaan``.

        The votes stand at the idea that speaks for its duplicates.
        """
        votes = votes_of(responses)
        speaks: dict[str, int | None] = {}
        joined: dict[str, str] = {}
        for idea in ideas_of(responses):
            first, *others = idea.texts
            speaks[first] = visible(spec, votes[idea.id])
            joined |= dict.fromkeys(others, idea.texts[first])
        rows = [
            {
                **who(card.response),
                "teks": card.text,
                "digabung": joined.get(card.id),
                "suara": speaks.get(card.id),
                "keadaan": _STATE_NAMES[card.state],
            }
            for card in cards(responses)
        ]
        return table(rows, {"teks": TEXT, "digabung": TEXT, "suara": WHOLE, "keadaan": TEXT})

    def plot(self, spec: BrainstormSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the ten ideas with most votes."""
        first = brainstorm_results(spec, responses)["ideas"][:_PLOTTED]
        return draw_bars(
            ax,
            title=spec.prompt.id,
            labels=[idea["text"] for idea in first],
            series=[("Suara", [idea["votes"] for idea in first])],
            axis="Jumlah suara",
        )


def _vote(spec: BrainstormSpec, context: Context, payload: Mapping[str, Any], stage: str) -> Accepted:
    ids = parse_ids(parse_keys(payload, required=("ids",))["ids"])
    if stage != VOTE:
        raise Refused("no_vote_now", "Pemilihan belum atau tidak lagi dibuka. Lihat layar, lalu coba lagi.")
    if len(ids) > spec.votes:
        raise Refused("too_many", "Paling banyak {limit} pilihan. Hapus sebagian, lalu kirim.", limit=spec.votes)
    heads = heads_of(context.directions)
    votable = {heads.get(name, name) for name, state in decisions(context.directions).items() if state == SHOWN}
    if not set(ids) <= votable:
        raise Refused("unknown_idea", "Salah satu gagasan sudah tidak ada di daftar. Pilih lagi, lalu kirim.")
    return Accepted(VOTES, {"ids": ids})


def _merge(context: Context, payload: Mapping[str, Any]) -> Accepted:
    """Put ideas together, each with the duplicates it has; the oldest speaks for all."""
    wanted = set(parse_ids(parse_keys(payload, required=("ids",))["ids"]))
    heads = dict(heads_of(context.directions))
    chosen = [card.id for card in cards(context.responses) if card.id in wanted]
    keys = list(dict.fromkeys(heads.get(name, name) for name in chosen))
    if len(keys) < 2:
        raise Refused("too_few", "Pilih sedikitnya dua gagasan yang berbeda untuk digabungkan.")
    first, others = keys[0], keys[1:]
    moved = [*others, *(name for name, head in heads.items() if head in others)]
    return Accepted(MERGED, {"heads": {**heads, **dict.fromkeys(moved, first)}})


def _separate(context: Context, payload: Mapping[str, Any]) -> Accepted:
    """Let every duplicate of an idea stand alone again."""
    wanted = parse_keys(payload, required=("id",))["id"]
    heads = heads_of(context.directions)
    if not isinstance(wanted, str) or wanted not in heads.values():
        raise Refused("unknown_idea", "Gagasan itu tidak berisi gabungan.")
    return Accepted(MERGED, {"heads": {name: head for name, head in heads.items() if head != wanted}})


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the brainstorm."""
    return [Brainstorm]
