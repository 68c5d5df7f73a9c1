"""Argue and vote again (alasan dan suara kedua): a reason, two reasons of others, a second vote, what moved people."""

from __future__ import annotations

import random
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from etika_widgets.activities.argue_revote.results import (
    HIDDEN,
    NOTHING,
    REASON,
    TALK,
    answers,
    argue_results,
    given,
    hidden_ids,
    reasons_listed,
)
from etika_widgets.activities.argue_revote.spec import ArgueRevoteSpec
from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.heat import draw_heat
from etika_widgets.activities.payload import parse_choice, parse_keys, parse_reason, parse_switch, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.rounds import round_name
from etika_widgets.activities.tables import TEXT, YES_NO, table, who
from etika_widgets.activities.vote import UNSURE, vote_content
from etika_widgets.activity import (
    OPEN_ONLY,
    RUNNING,
    Accepted,
    ActivityType,
    Context,
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

FIRST: Final = N_("Suara pertama")
SECOND: Final = N_("Suara kedua")
MOVED: Final = {REASON: N_("Alasan orang lain"), TALK: N_("Pembicaraan di kelas"), NOTHING: N_("Tidak ada")}
_SAID: Final = (
    "Mereka yang antre ikut menunggu lebih lama.",
    "Tanpa catatan, besok orang lain meminta hal serupa.",
    "Warga berhak tahu mengapa namanya tertulis.",
)


class ArgueRevote(ActivityType[ArgueRevoteSpec]):
    """Round 1: a vote with its reason. While people discuss: two reasons of others. Round 2: keep or change."""

    name = "argue_revote"
    label = N_("Alasan dan suara kedua")
    spec = ArgueRevoteSpec
    privacy = Privacy(
        notice=N_(
            "Fasilitator melihat pilihan dan alasan Anda dengan nama samaran; beberapa peserta membaca alasan Anda "
            "tanpa nama. Setelah hasil dibuka, kelas melihat jumlahnya dan alasan yang ditampilkan, tanpa nama."
        ),
        personal_data=True,
        keep_days=30,
    )
    intents: ClassVar = {"answer": OPEN_ONLY, "revote": OPEN_ONLY}
    traces: ClassVar = {"answer.reason": "alasan"}
    directions: ClassVar = {"hide": RUNNING}
    identities = frozenset({"anonymous", "pseudonym"})

    def content(self, spec: ArgueRevoteSpec, language: str) -> dict[str, Any]:
        """Return the case, the question and the choices."""
        return vote_content(spec, language)

    def reveal(self, spec: ArgueRevoteSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: ArgueRevoteSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {choice, reason}`` as the first vote, ``revote {keep, choice, moved}`` as every later one.

        ``moved`` is the id of a reason that the sender was given, ``talk`` or ``none``.
        """
        earlier = [one for one in answers(spec, context.own) if one.round < context.round]
        if kind == "answer" and not earlier:
            sent = parse_keys(payload, required=("choice",), optional=("reason",))
            choice = parse_choice(sent["choice"], spec.choice_ids)
            reason = parse_reason(sent.get("reason", ""), "required", excused=choice == UNSURE)
            stored = [one.payload["id"] for one in answers(spec, context.own) if "id" in one.payload]
            # The id outlasts corrections, so that a reason that was taken off stays off.
            name = stored[0] if stored else secrets.token_hex(6)
            return Accepted("answer", {"choice": choice, "reason": reason, "id": name})
        if kind != "revote" or not earlier:
            raise unknown_kind()
        sent = parse_keys(payload, required=("keep", "choice", "moved"))
        before = max(earlier, key=lambda one: one.round).payload["choice"]
        keep, choice = parse_switch(sent["keep"]), parse_choice(sent["choice"], spec.choice_ids)
        if keep is not (choice == before):
            raise Refused(
                "not_reconsidered", "Pilih “Tetap” untuk pilihan semula, atau “Berubah” dan satu pilihan yang lain."
            )
        read = [reason["id"] for reason in (given(spec, context) or {"reasons": []})["reasons"]]
        moved = parse_choice(sent["moved"], (TALK, NOTHING, *read, *hidden_ids(context.directions)))
        return Accepted("answer", {"keep": keep, "choice": choice, "moved": moved})

    def direct(self, spec: ArgueRevoteSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``hide {id, on}``: nobody is given that reason any more, or again."""
        if kind != "hide":
            raise unknown_kind()
        sent = parse_keys(payload, required=("id", "on"))
        name = parse_choice(
            sent["id"], [one.payload["id"] for one in answers(spec, context.responses) if "id" in one.payload]
        )
        others = [one for one in hidden_ids(context.directions) if one != name]
        return Accepted(HIDDEN, {"ids": [*others, name] if parse_switch(sent["on"]) else others})

    def dealt(self, spec: ArgueRevoteSpec, context: Context, language: str) -> dict[str, Any]:
        """Return the sender's earlier choice and the reasons to weigh, from *discussing* on.

        ``{before, reasons: [{id, text, choice, same}], again}``; ``again`` tells whether a second vote is on.
        """
        found = given(spec, context)
        return {} if found is None else {**found, "again": context.phase is not Phase.DISCUSSING}

    def mine(self, spec: ArgueRevoteSpec, own: Sequence[Response], language: str, *, revealed: bool) -> dict[str, Any]:
        """Return the votes without the id of their reason."""
        return {
            str(one.round): {one.slot: {name: value for name, value in one.payload.items() if name != "id"}}
            for one in own
        }

    def results(self, spec: ArgueRevoteSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return counts by round, the shift, and what moved people."""
        found = argue_results(spec, responses)
        for entry in found["rounds"]:
            entry["name"] = _vote_name(entry["round"], language)
        return found

    def facilitator_results(
        self, spec: ArgueRevoteSpec, responses: Sequence[Response], language: str
    ) -> dict[str, Any]:
        """Return the results with all reasons (``listed``): who reads them, whom they moved, which are taken off."""
        return {**self.results(spec, responses, language), "listed": reasons_listed(spec, responses)}

    def summary(self, spec: ArgueRevoteSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return the votes of every round, how people moved, and what moved them."""
        found, labels = self.results(spec, responses, language), spec.labels(language)
        rounds = found["rounds"]
        names = tuple(entry["name"] for entry in rounds)
        voted = tuple((labels[i], *(entry["counts"][i] for entry in rounds)) for i in spec.choice_ids)
        choice = translate("Pilihan", language)
        tables = [Table(caption=translate("Suara", language), columns=(choice, *names), rows=voted, bars=len(rounds))]
        if found["shift"]:
            tables.append(
                Table(
                    caption=translate("Dari pilihan (baris) ke pilihan (kolom)", language),
                    columns=(choice, *(labels[i] for i in found["shift"]["ids"])),
                    rows=tuple(
                        (labels[i], *row)
                        for i, row in zip(found["shift"]["ids"], found["shift"]["matrix"], strict=True)
                    ),
                )
            )
        if len(rounds) > 1:
            moved = tuple((translate(MOVED[i], language), n) for i, n in found["moved"]["counts"].items())
            columns = (translate("Yang menggerakkan", language), translate("Jumlah peserta", language))
            tables.append(Table(caption=columns[0], columns=columns, rows=moved, bars=1))
        return Summary(
            n=rounds[-1]["n"],
            question=spec.question.get(language),
            tables=tuple(tables),
            texts=tuple(one["text"] for one in found["reasons"]),
        )

    def bot(
        self, spec: ArgueRevoteSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Vote once a round; about one in four changes their mind, mostly because of a reason."""
        if str(state["round"]) in state["mine"]:
            return ()
        dealt = state["dealt"]
        if "before" not in dealt:
            return [("answer", {"choice": dice.choice(spec.choice_ids), "reason": dice.choice(_SAID)})]
        others = [i for i in spec.choice_ids if i != dealt["before"]]
        keep = dice.random() < 0.75
        moved = dice.choice([TALK, NOTHING, *(reason["id"] for reason in dealt["reasons"])])
        return [("revote", {"keep": keep, "choice": dealt["before"] if keep else dice.choice(others), "moved": moved})]

    def bot_facilitator(
        self, spec: ArgueRevoteSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Take one reason off once there are five."""
        listed = state["results"]["listed"]
        if Phase(state["phase"]) not in RUNNING or len(listed) < 5 or any(row["hidden"] for row in listed):
            return ()
        return [("hide", {"id": dice.choice(listed)["id"], "on": True})]

    def frame(self, spec: ArgueRevoteSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per vote: ``kode``, ``pilihan``, ``alasan``, ``tetap``, ``penggerak``, ``alasan_penggerak``.

        ``tetap`` and ``penggerak`` (``reason``, ``talk``, ``none``) are missing in first votes. Anonymous votes give
        neither names nor reasons, leave out hidden counts and stand in an order that says nothing.
        """
        texts, votes = spec.texts("id"), answers(spec, responses)
        columns = dict.fromkeys(("kode", "pilihan", "alasan"), TEXT)
        columns |= {"tetap": YES_NO, "penggerak": TEXT, "alasan_penggerak": TEXT}
        if spec.hides_small:
            rows: list[dict[str, Any]] = [
                {"putaran": entry["round"], "kode": i, "pilihan": texts[i]}
                for entry in argue_results(spec, responses)["rounds"]
                for i, count in entry["counts"].items()
                for _ in range(count or 0)
            ]
            return table(rows, columns)
        said = {one.payload["id"]: one.payload["reason"] for one in votes if "id" in one.payload}
        rows = [
            {
                **who(one),
                "kode": one.payload["choice"],
                "pilihan": texts[one.payload["choice"]],
                "alasan": one.payload.get("reason") or None,
                "tetap": one.payload.get("keep"),
                "penggerak": REASON if (moved := one.payload.get("moved")) in said else moved,
                "alasan_penggerak": said.get(moved or ""),
            }
            for one in votes
        ]
        return table(rows, columns)

    def plot(self, spec: ArgueRevoteSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the transition between the last two votes; before that, the counts."""
        found, labels = self.results(spec, responses, "id"), spec.labels("id")
        if found["shift"]:
            names = [labels[i] for i in found["shift"]["ids"]]
            rows = list(zip(names, found["shift"]["matrix"], strict=True))
            return draw_heat(ax, title=spec.question.id, columns=names, rows=rows, across=SECOND, up=FIRST)
        return draw_bars(
            ax,
            title=spec.question.id,
            labels=list(labels.values()),
            series=[(entry["name"], [entry["counts"][i] for i in labels]) for entry in found["rounds"]],
            axis="Jumlah peserta",
        )

    def notice(self, spec: ArgueRevoteSpec) -> str:
        """Return who reads the vote and its reason."""
        if spec.hides_small:
            return N_(
                "Anonim: fasilitator dan beberapa peserta membaca alasan Anda tanpa nama samaran dan tanpa pilihan "
                "Anda. Jumlah di bawah 5 disembunyikan di semua layar."
            )
        return self.privacy.notice


def _vote_name(number: int, language: str) -> str:
    return translate({1: FIRST, 2: SECOND}[number], language) if number < 3 else round_name(number, language)


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the argument with a second vote."""
    return [ArgueRevote]
