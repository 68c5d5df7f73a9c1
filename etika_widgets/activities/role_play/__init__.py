"""Role play (bermain peran): private cards for groups, rounds with a clock, another role for everybody each time."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.definitions import TextField
from etika_widgets.activities.payload import parse_fields, parse_keys, parse_whole, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.role_play.results import NOTE, READY, leader_results, play_results, stored
from etika_widgets.activities.role_play.seating import ROUND, Play, deal, deal_again, plays
from etika_widgets.activities.role_play.spec import LONGEST_ROUND, Role, RolePlaySpec
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

NOTE_LIMIT: Final = 500
"""Most characters that an observer writes under one prompt."""


class RolePlay(ActivityType[RolePlaySpec]):
    """A scene played in groups. Seats are the facilitator's directions; a card is sent to its holder alone."""

    name = "role_play"
    label = N_("Bermain peran")
    spec = RolePlaySpec
    privacy = Privacy(
        notice=N_(
            "Teman sekelompok melihat peran Anda, bukan kartu Anda; fasilitator melihat peran dan catatan Anda dengan "
            "nama samaran. Kelas melihat catatan yang ditampilkan, tanpa nama."
        ),
        personal_data=True,
        keep_days=30,
    )
    intents: ClassVar = {READY: RUNNING, NOTE: frozenset({Phase.OPEN, Phase.DISCUSSING})}
    counts = READY
    traces: ClassVar = {NOTE: "bantuan"}
    directions: ClassVar = dict.fromkeys(("start_round", "redeal", "extend", "stop"), OPEN_ONLY)
    shares = True
    identities = frozenset({"pseudonym"})

    def content(self, spec: RolePlaySpec, language: str) -> dict[str, Any]:
        """Return the scenario, the public side of the roles, the rounds and what observers look for."""
        return {
            "scenario_html": html(spec.scenario, language),
            "roles": [
                {"id": role.id, "title": role.title.get(language), "line": role.line.get(language), "many": role.many}
                for role in spec.roles
            ],
            "scenes": [{"name": one.name.get(language), "minutes": one.minutes} for one in spec.rounds],
            "prompts": [{"id": prompt.id, "text": prompt.text.get(language)} for prompt in spec.prompts],
            "note_limit": NOTE_LIMIT,
        }

    def reveal(self, spec: RolePlaySpec, language: str) -> dict[str, Any]:
        """Return all cards: what each role wanted, knew and kept back, with the news of each round."""
        return {
            "html": html(spec.reveal, language),
            "cards": [{"id": role.id, **_card(role, language)} for role in spec.roles],
            "twists": [
                {"round": number, "to": list(one.twist.to), "html": html(one.twist.text, language)}
                for number, one in enumerate(spec.rounds, start=1)
                if one.twist
            ],
        }

    def board(
        self, spec: RolePlaySpec, responses: Sequence[Response], moment: Moment, language: str
    ) -> dict[str, Any]:
        """Return ``{round, ends}`` of the round that was started last, both ``None`` before the first."""
        play = next(reversed(plays(responses)), None)
        return {"round": play.number if play else None, "ends": play.ends if play else None}

    def dealt(self, spec: RolePlaySpec, context: Context, language: str) -> dict[str, Any]:
        """Return this participant's card and who plays what in their group; nothing before the first round.

        ``{round, role, card: {wants_html, knows_html, withholds_html, twist_html}, cast: [{role, name, me}]}``;
        ``role`` and ``card`` are ``None`` for somebody whose group does not play.
        """
        started = plays(context.directions)
        if not started:
            return {}
        play = started[-1]
        held = play.role_of(spec, context.participant, context.group)
        twist = spec.rounds[play.number - 1].twist
        names = {mate.participant: mate.name for mate in context.mates}
        return {
            "round": play.number,
            "role": held,
            "card": held
            and _card(spec.role(held), language)
            | {"twist_html": html(twist.text, language) if twist and held in twist.to else None},
            "cast": [
                {
                    "role": play.role_of(spec, mate, context.group),
                    "name": name,
                    "me": mate == context.participant,
                }
                for mate, name in names.items()
                if held
            ],
        }

    def accept(self, spec: RolePlaySpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``ready {round}`` from whoever opened their card, ``note {round, notes}`` from observers."""
        if kind not in self.intents:
            raise unknown_kind()
        sent = parse_keys(payload, required=("round", "notes") if kind == NOTE else ("round",))
        number = parse_whole(sent["round"], 1, len(spec.rounds))
        play = next((one for one in plays(context.directions) if one.number == number), None)
        role = play.role_of(spec, context.participant, context.group) if play else None
        if role is None:
            raise Refused("no_card", "Anda belum mendapat kartu pada putaran ini. Tunggu fasilitator memulai putaran.")
        if kind == READY:
            return Accepted(f"{READY}:{number}", {"round": number, "role": role})
        if role != spec.watchers.id:
            raise Refused("not_watching", "Pada putaran ini Anda bermain. Hanya pengamat yang menulis catatan.")
        fields = [TextField(id=prompt.id, label=prompt.text, max=NOTE_LIMIT) for prompt in spec.prompts]
        return Accepted(f"{NOTE}:{number}", {"round": number, "notes": parse_fields(sent["notes"], fields)})

    def direct(self, spec: RolePlaySpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``start_round {round}``, ``redeal {group}``, ``extend {minutes}`` and ``stop {}``."""
        started = plays(context.directions)
        if kind == "start_round":
            number = parse_whole(parse_keys(payload, required=("round",))["round"], 1, len(spec.rounds))
            return _stored(_started(spec, context, number, [one for one in started if one.number != number]))
        if not started:
            raise Refused("not_started", "Belum ada putaran yang dimulai. Mulai putaran dulu.")
        play = started[-1]
        if kind == "redeal":
            wanted = parse_keys(payload, required=("group",))["group"]
            return _stored(_dealt_again(spec, context, wanted, started))
        if kind == "extend":
            minutes = parse_whole(parse_keys(payload, required=("minutes",))["minutes"], 1, LONGEST_ROUND)
            return _stored(replace(play, ends=_later(max(play.ends, context.at), minutes)))
        if kind != "stop":
            raise unknown_kind()
        parse_keys(payload, required=())
        if play.ends <= context.at:
            raise Refused("over", "Waktu putaran ini sudah habis.")
        return _stored(replace(play, ends=context.at))

    def results(self, spec: RolePlaySpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return how many played which role, and the notes put on the shared screen."""
        return play_results(spec, responses, language)

    def facilitator_results(self, spec: RolePlaySpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the same with the seats of the present round and all notes."""
        return play_results(spec, responses, language) | leader_results(spec, responses, language)

    def summary(self, spec: RolePlaySpec, responses: Sequence[Response], language: str) -> Summary:
        """Return how many played which role in each round, and the notes that were shown."""
        found = play_results(spec, responses, language)
        return Summary(
            n=found["n"],
            question=spec.title.get(language),
            tables=(
                Table(
                    caption=translate("Peran yang dimainkan", language),
                    columns=(translate("Peran", language), *(one["name"] for one in found["rounds"])),
                    rows=tuple(
                        (role.title.get(language), *(one["roles"][role.id] for one in found["rounds"]))
                        for role in spec.roles
                    ),
                ),
            )
            if found["rounds"]
            else (),
            texts=tuple(f"{note['prompt']} {note['text']}" for one in found["shown"] for note in one["notes"]),
        )

    def bot(
        self, spec: RolePlaySpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Open the card of the round; observers write one note."""
        dealt, mine = state["dealt"], state["mine"].get(str(state["round"]), {})
        if not dealt.get("role"):
            return ()
        number = dealt["round"]
        if mine.get(f"{READY}:{number}", {}).get("role") != dealt["role"]:
            return [(READY, {"round": number})]
        if dealt["role"] != spec.watchers.id or f"{NOTE}:{number}" in mine:
            return ()
        prompt = dice.choice(spec.prompts).id
        note = dice.choice(["Menatap, mendengar sampai selesai.", "Menyebut langkah berikutnya dengan jelas."])
        return [(NOTE, {"round": number, "notes": {prompt: note}})]

    def bot_facilitator(
        self, spec: RolePlaySpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Start the first round, and the next one once most cards are open and most observers have written."""
        present = state["board"]["round"] or 0
        seats = [seat for group in state["results"]["groups"] for seat in group["seats"]]
        notes = sum(note["play"] == present for note in state["results"]["notes"])
        due = sum(seat["role"] == spec.watchers.id for seat in seats)
        waiting = 2 * sum(seat["opened"] for seat in seats) <= len(seats) or 2 * notes < due
        if present == len(spec.rounds) or (present and waiting):
            return ()
        return [("start_round", {"round": present + 1})]

    def frame(self, spec: RolePlaySpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per card opened and per note.

        ``babak`` is the round of the play; ``bagian`` is ``peran`` (``kode`` is the role) or ``catatan`` (``kode`` is
        the prompt, ``teks`` what the observer wrote).
        """
        rows = [
            {**who(one), "babak": one.payload["round"], "bagian": "peran", "kode": one.payload["role"]}
            for one in stored(responses, READY)
        ]
        rows += [
            {**who(one), "babak": one.payload["round"], "bagian": "catatan", "kode": prompt, "teks": text}
            for one in stored(responses, NOTE)
            for prompt, text in one.payload["notes"].items()
            if text
        ]
        return table(rows, {"babak": WHOLE, "bagian": TEXT, "kode": TEXT, "teks": TEXT})

    def plot(self, spec: RolePlaySpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw how many played each role, round by round."""
        found = play_results(spec, responses, "id")
        return draw_bars(
            ax,
            title=spec.title.id,
            labels=[role.title.id for role in spec.roles],
            series=[(one["name"], list(one["roles"].values())) for one in found["rounds"]],
            axis="Jumlah peserta",
        )


def _card(role: Role, language: str) -> dict[str, Any]:
    return {
        "wants_html": html(role.wants, language),
        "knows_html": html(role.knows, language),
        "withholds_html": html(role.withholds, language),
    }


def _started(spec: RolePlaySpec, context: Context, number: int, before: Sequence[Play]) -> Play:
    """Return a round that begins now; starting one anew deals it anew."""
    seats = deal(spec, context.everybody, before)
    if not seats:
        raise Refused(
            "no_groups",
            "Belum ada kelompok dengan peserta yang daring. Bagi kelompok dulu, 5 atau 6 orang, lalu mulai putaran.",
        )
    return Play(number, context.at, _later(context.at, spec.rounds[number - 1].minutes), seats)


def _dealt_again(spec: RolePlaySpec, context: Context, group: object, started: Sequence[Play]) -> Play:
    play = started[-1]
    if type(group) is not int or group not in play.seats:
        raise Refused("unknown_group", "Kelompok itu tidak ikut putaran ini. Muat ulang halaman.")
    ring = deal_again(spec, play, group, context.everybody, started)
    before, after = (
        {who: role for who, role in seats if role != spec.watchers.id} for seats in (play.seats[group], ring)
    )
    if before == after:
        raise Refused(
            "nothing_to_deal",
            "Tidak ada kartu yang berpindah di Kelompok {group}: semua pemegang kartu daring, atau tidak ada pengamat "
            "yang dapat menggantikan.",
            group=group,
        )
    return replace(play, seats={**play.seats, group: ring})


def _stored(play: Play) -> Accepted:
    return Accepted(f"{ROUND}:{play.number}", play.payload())


def _later(moment: str, minutes: int) -> str:
    ends = datetime.fromisoformat(moment).astimezone(UTC) + timedelta(minutes=minutes)
    return ends.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the role play."""
    return [RolePlay]
