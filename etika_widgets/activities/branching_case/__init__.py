"""Branching case (kasus bercabang): the story goes on as the room, each group or each participant decides."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from etika_widgets.activities.branching_case.plot import draw_tree
from etika_widgets.activities.branching_case.results import facilitator_tree, tree_results
from etika_widgets.activities.branching_case.scenes import board, dealt, group_votes, may_decide
from etika_widgets.activities.branching_case.spec import BranchingCaseSpec
from etika_widgets.activities.branching_case.summary import case_summary
from etika_widgets.activities.branching_case.walk import (
    LONGEST_WALK,
    Walk,
    count_votes,
    group_walk,
    leading,
    own_walk,
    room_log,
    room_walk,
    seconds_between,
    walks,
)
from etika_widgets.activities.payload import parse_choice, parse_keys, parse_reason, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, WHOLE, table, who
from etika_widgets.activity import (
    FACILITATOR,
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
)
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from etika_widgets.activities.branching_case.story import Edge

DEBRIEF = frozenset({Phase.DISCUSSING, Phase.REVEALED})


class BranchingCase(ActivityType[BranchingCaseSpec]):
    """A case as a graph of nodes. Votes are personal; the room's steps are the facilitator's directions."""

    name = "branching_case"
    label = N_("Kasus bercabang")
    spec = BranchingCaseSpec
    privacy = Privacy(
        notice=N_(
            "Fasilitator melihat pilihan, alasan, dan waktu Anda dengan nama samaran; dalam kelompok, teman melihat "
            "jumlah suara. Kelas melihat jumlahnya dan alasan yang ditampilkan, tanpa nama."
        ),
        personal_data=True,
        keep_days=30,
    )
    intents: ClassVar = {"vote": OPEN_ONLY, "decide": OPEN_ONLY}
    counts = "vote"
    traces: ClassVar = {"vote.reason": "alasan", "step.reason": "alasan"}
    directions: ClassVar = {"advance": RUNNING, "back": RUNNING, "replay": DEBRIEF}
    shares = True
    identities = frozenset({"pseudonym"})

    def content(self, spec: BranchingCaseSpec, language: str) -> dict[str, Any]:
        """Return who decides and whether reasons are asked for; nodes come one by one (``board``, ``dealt``)."""
        return {"decide": spec.decide, "reason": spec.reason}

    def reveal(self, spec: BranchingCaseSpec, language: str) -> dict[str, Any]:
        """Return the closing text and the whole tree in words, without conditions and changes."""
        return {
            "html": html(spec.reveal, language),
            "start": spec.start,
            "nodes": [
                {
                    "id": node.id,
                    "label": node.title.get(language),
                    "html": html(node.text, language),
                    "end": node.end.get(language) if node.end else None,
                    "choices": [
                        {
                            "id": branch.id,
                            "text": branch.text.get(language),
                            "short": (branch.short or branch.text).get(language),
                            "to": branch.to,
                        }
                        for branch in node.choices
                    ],
                }
                for node in spec.nodes
            ],
        }

    def accept(self, spec: BranchingCaseSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``vote`` and, in groups, ``decide``: both ``{step, node, choice, reason}``.

        Alone, a vote is the step itself. In groups the reason stands beside the decision, not beside the votes.
        """
        decides = kind == "decide"
        if kind not in self.intents or (decides and spec.decide != "group"):
            raise unknown_kind()
        sent = parse_keys(payload, required=("step", "node", "choice"), optional=("reason",))
        walk = _walk_of(spec, context)
        offers = _offers_at(spec, walk, sent)
        choice = parse_choice(sent["choice"], [edge.id for edge in offers])
        stored = {
            "step": len(walk.steps),
            "node": walk.state.node,
            "choice": choice,
            "reason": parse_reason(
                sent.get("reason", ""), "none" if spec.decide == "group" and not decides else spec.reason
            ),
            "seconds": seconds_between(walk.since or context.since, context.at),
        }
        if not decides:
            return Accepted(f"vote:{stored['step']}:{stored['node']}", stored)
        counts, present = group_votes(spec, walk, context)
        if choice not in may_decide(counts, present, is_writer=context.is_writer):
            raise Refused(
                "not_writer",
                "Putusan kelompok dikirim juru tulis, atau siapa pun bila lebih dari separuh anggota memilihnya. "
                "Tunggu suara teman, atau ambil alih sebagai juru tulis.",
            )
        return Accepted(f"step:{stored['step']}", {**stored, "group": context.group, "counts": counts})

    def direct(self, spec: BranchingCaseSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``advance {step, node, choice?}`` and ``back {step}`` where the room decides, ``replay {choices}``."""
        if kind == "replay":
            return _replayed(spec, payload)
        if spec.decide != "room":
            raise Refused(
                "not_room", "Pada kasus ini kelas tidak melangkah bersama; tiap kelompok atau peserta memutuskan."
            )
        walk = room_walk(spec, context.responses, context.round)
        slot = f"step:{len(room_log(context.responses, context.round)) + 1}"
        if kind == "back":
            step = parse_keys(payload, required=("step",))["step"]
            if type(step) is not int or step != len(walk.steps) or not walk.steps:
                raise _moved_on()
            return Accepted(slot, {"do": "back"})
        sent = parse_keys(payload, required=("step", "node"), optional=("choice",))
        offers = [edge.id for edge in _offers_at(spec, walk, sent)]
        counts = count_votes(spec, walk, context.responses, context.round)
        first = leading(counts)
        if sent.get("choice") is None and len(first) != 1:
            raise Refused("tie", "Suara seri atau belum ada. Pilih sendiri langkah yang diikuti kelas.")
        choice = first[0] if sent.get("choice") is None else parse_choice(sent["choice"], offers)
        by = "votes" if first == [choice] else "tie" if choice in first else "facilitator"
        return Accepted(
            slot,
            {
                "do": "advance",
                "step": len(walk.steps),
                "node": walk.state.node,
                "choice": choice,
                "counts": counts,
                "by": by,
                "seconds": seconds_between(walk.since or context.since, context.at),
            },
        )

    def board(
        self, spec: BranchingCaseSpec, responses: Sequence[Response], moment: Moment, language: str
    ) -> dict[str, Any]:
        """Return where the room stands, or how far the others are, and the way that is replayed."""
        return board(spec, responses, moment, language)

    def dealt(self, spec: BranchingCaseSpec, context: Context, language: str) -> dict[str, Any]:
        """Return where the participant or their group stands."""
        return dealt(spec, context, language)

    def works_alone(self, spec: BranchingCaseSpec) -> bool:
        """Return whether everybody walks on their own."""
        return spec.decide == "each"

    def finished(self, spec: BranchingCaseSpec, own: Sequence[Response]) -> bool:
        """Return whether the walk has come to an end."""
        return any(
            not spec.story.offers(walk.state) or len(walk.steps) >= LONGEST_WALK
            for walk in walks(spec, own, max((one.round for one in own), default=1)).values()
        )

    def results(self, spec: BranchingCaseSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the tree of every round with counts, times, endings and the reasons put on the screen."""
        return tree_results(spec, responses)

    def facilitator_results(
        self, spec: BranchingCaseSpec, responses: Sequence[Response], language: str
    ) -> dict[str, Any]:
        """Return the tree with the present votes, all reasons and the ways that can be replayed."""
        return facilitator_tree(spec, responses)

    def bot(
        self, spec: BranchingCaseSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Vote once at every node; in a group decide what most want as soon as it may be decided."""
        here = state["board"] if spec.decide == "room" else state["dealt"]
        if not here or not here["node"]["choices"] or here["step"] >= LONGEST_WALK:
            return ()
        at = {"step": here["step"], "node": here["node"]["id"]}
        reason = {"none": "", "optional": dice.choice(["", "Berkasnya belum lengkap"])}.get(
            spec.reason, "Adil bagi semua"
        )
        if f"vote:{at['step']}:{at['node']}" not in state["mine"].get(str(state["round"]), {}):
            choice = dice.choice(here["node"]["choices"])["id"]
            return [("vote", {**at, "choice": choice, "reason": "" if spec.decide == "group" else reason})]
        most = leading(here.get("counts") or {})
        may = [choice for choice in here.get("may", ()) if choice in most]
        if spec.decide == "group" and 2 * here["voted"] > here["members"]:
            return [("decide", {**at, "choice": may[0], "reason": reason})] if may else [("take_pen", {})]
        return ()

    def bot_facilitator(
        self, spec: BranchingCaseSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Lead the room on once most have voted; take one of those that tie."""
        here = state["board"]
        if spec.decide != "room" or not here["node"]["choices"] or 2 * here["voted"] <= state["expected"]:
            return ()
        live = state["results"]["rounds"][-1]["live"]
        choice = dice.choice(live["leading"])
        return [("advance", {"step": here["step"], "node": here["node"]["id"], "choice": choice})]

    def summary(self, spec: BranchingCaseSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return votes at every branch and the endings, for the report."""
        return case_summary(spec, responses, language)

    def frame(self, spec: BranchingCaseSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per vote, decision of a group and step of the room, as they came.

        ``bagian`` is ``suara``, ``putusan_kelompok``, ``langkah_kelas`` or ``mundur``; ``langkah`` counts from 1;
        ``simpul`` and ``pilihan`` are ids, ``isi`` is the choice in words; ``detik`` are seconds since the node was
        reached.
        """
        words = {(node.id, branch.id): branch.text.id for node in spec.nodes for branch in node.choices}
        rows = []
        for one in responses:
            part = _part(one)
            if part is None:
                continue
            node, choice = one.payload.get("node"), one.payload.get("choice")
            rows.append(
                {
                    **who(one),
                    **({"peserta": None} if one.participant == FACILITATOR else {}),
                    "bagian": part,
                    "langkah": None if part == "mundur" else one.payload["step"] + 1,
                    "simpul": node,
                    "pilihan": choice,
                    "isi": words.get((node, choice)) if node and choice else None,
                    "alasan": one.payload.get("reason") or None,
                    "detik": one.payload.get("seconds"),
                }
            )
        return table(
            rows,
            {
                "bagian": TEXT,
                "langkah": WHOLE,
                "simpul": TEXT,
                "pilihan": TEXT,
                "isi": TEXT,
                "alasan": TEXT,
                "detik": WHOLE,
            },
        )

    def plot(self, spec: BranchingCaseSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the tree of the last round with its counts."""
        return draw_tree(ax, spec, tree_results(spec, responses)["rounds"])


def _walk_of(spec: BranchingCaseSpec, context: Context) -> Walk:
    if spec.decide == "room":
        return room_walk(spec, context.responses, context.round)
    if spec.decide == "each":
        return own_walk(spec, context.responses, context.round, context.participant)
    if context.group is None:
        raise Refused("no_group", "Anda belum masuk kelompok. Tunggu fasilitator membagi kelompok.")
    return group_walk(spec, context.responses, context.round, context.group)


def _offers_at(spec: BranchingCaseSpec, walk: Walk, sent: Mapping[str, Any]) -> tuple[Edge, ...]:
    """Return what is offered where ``walk`` stands, once ``sent`` names that very place."""
    step = sent["step"]
    if type(step) is not int or step != len(walk.steps) or sent["node"] != walk.state.node:
        raise _moved_on()
    offers = spec.story.offers(walk.state)
    if not offers:
        raise Refused("ended", "Kasus ini sudah sampai di akhir. Tidak ada lagi yang dipilih.")
    if step >= LONGEST_WALK:
        raise Refused("too_far", "Kasus ini sudah {limit} langkah. Berhentilah di sini.", limit=LONGEST_WALK)
    return offers


def _moved_on() -> Refused:
    return Refused("moved_on", "Kasus sudah melangkah ke bagian lain. Lihat bagian yang sekarang, lalu pilih lagi.")


def _replayed(spec: BranchingCaseSpec, payload: Mapping[str, Any]) -> Accepted:
    choices = parse_keys(payload, required=("choices",))["choices"]
    if choices is None:
        return Accepted("replay", None)
    well_formed = isinstance(choices, list | tuple) and len(choices) <= LONGEST_WALK
    way = tuple(choices) if well_formed and all(isinstance(choice, str) for choice in choices) else None
    if way is None or len(spec.story.follow(way)) != len(way) + 1:
        raise Refused("no_such_way", "Jalan itu tidak ada dalam kasus ini. Pilih cabang lain untuk diputar ulang.")
    return Accepted("replay", {"choices": list(way)})


def _part(one: Response) -> str | None:
    if one.slot.startswith("vote:"):
        return "suara"
    if not one.slot.startswith("step:"):
        return None
    if one.participant != FACILITATOR:
        return "putusan_kelompok"
    return "mundur" if one.payload["do"] == "back" else "langkah_kelas"


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the branching case."""
    return [BranchingCase]
