"""Randomized response (jawaban teracak): what nobody would say aloud, estimated for the room and for no one in it.

The lot is drawn on the participant's device and stays there. A single answer therefore proves nothing, and counts
need no hiding: what is counted is what people said after a lot, never what they did.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.bars import INK, TEAL
from etika_widgets.activities.payload import parse_choice, parse_keys, unknown_kind
from etika_widgets.activities.randomized_response.results import randomized_results
from etika_widgets.activities.randomized_response.spec import SIDES, RandomizedResponseSpec
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, table
from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response, Summary, Table
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_WORDS = {"yes": N_("Ya"), "no": N_("Tidak"), "same": N_("Sama"), "different": N_("Berbeda")}
_CROSSWISE = N_(
    "Anda tidak memberi tahu kalimat mana yang benar, jadi satu jawaban tidak membuktikan apa pun tentang Anda. "
    "Sampai kelas dihapus, server tahu jawaban ini dari perangkat Anda, supaya tidak terhitung dua kali."
)


class RandomizedResponse(ActivityType[RandomizedResponseSpec]):
    """A sensitive statement behind a die, or beside a harmless one; always anonymous, and answered once."""

    name = "randomized_response"
    label = N_("Jawaban teracak")
    spec = RandomizedResponseSpec
    privacy = Privacy(
        notice=N_(
            "Hasil undian tidak pernah keluar dari perangkat ini, jadi tidak ada yang tahu apakah jawaban Anda jujur "
            "atau disuruh dadu. Sampai kelas dihapus, server tahu jawaban ini dari perangkat Anda, supaya tidak "
            "terhitung dua kali."
        ),
        personal_data=False,
        keep_days=30,
    )
    identities = frozenset({"anonymous"})

    def content(self, spec: RandomizedResponseSpec, language: str) -> dict[str, Any]:
        """Return the statement and the rule of the lot."""
        return {
            "case_html": html(spec.case, language),
            "question": spec.statement.get(language),
            "method": spec.method,
            "options": [{"id": name, "text": translate(_WORDS[name], language)} for name in spec.options],
            "truth": spec.die.truth,
            "yes": spec.die.yes,
            "sides": SIDES,
            "known": spec.known.text.get(language),
            "chance": spec.known.chance,
            "least": spec.least,
        }

    def reveal(self, spec: RandomizedResponseSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(
        self, spec: RandomizedResponseSpec, context: Context, kind: str, payload: Mapping[str, Any]
    ) -> Accepted:
        """Take ``answer {said}``, once: the mean of several answers of one person would tell the truth."""
        if kind != "answer":
            raise unknown_kind()
        said = parse_choice(parse_keys(payload, required=("said",))["said"], spec.options)
        if context.own:
            raise Refused("already", "Jawaban Anda sudah tersimpan. Menjawab dua kali mengurangi perlindungan Anda.")
        return Accepted("answer", {"said": said})

    def results(self, spec: RandomizedResponseSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the estimate with its interval, or why there is none."""
        return randomized_results(spec, responses)

    def mine(
        self, spec: RandomizedResponseSpec, own: Sequence[Response], language: str, *, revealed: bool
    ) -> dict[str, Any]:
        """Return that this person answered, not what: a look over the shoulder tells nothing."""
        return {str(response.round): {response.slot: {}} for response in own}

    def summary(self, spec: RandomizedResponseSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return the estimate and its limits in percent, or why there is none."""
        found = randomized_results(spec, responses)
        statement, estimate = spec.statement.get(language), found["estimate"]
        if estimate is None:
            why = {
                "few": N_("Tidak ditaksir: baru {n} jawaban, perlu sedikitnya {least}."),
                "mismatch": N_("Tidak ditaksir: {n} jawaban ini tidak cocok dengan aturan undiannya."),
            }[found["why"]]
            note = translate(why, language).format(n=found["n"], least=spec.least)
            return Summary(n=found["n"], question=statement, note=note)
        heads = (N_("Pernyataan"), N_("Taksiran (%)"), N_("Paling rendah"), N_("Paling tinggi"))
        row = (statement, *(round(100 * estimate[name]) for name in ("share", "low", "high")))
        note = translate("Batas 95%: taksiran dari jawaban yang diacak, bukan hitungan orang.", language)
        caption = translate("Taksiran", language)
        columns = tuple(translate(head, language) for head in heads)
        made = Table(caption=caption, columns=columns, rows=(row,), bars=1, whole=100)
        return Summary(n=found["n"], question=statement, tables=(made,), note=note)

    def bot(
        self, spec: RandomizedResponseSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, Any]]:
        """Answer once by the rule of the lot; the statement is true for one in four."""
        if state["mine"]:
            return ()
        true = dice.random() < 0.25
        if spec.method == "crosswise":
            same = true == (dice.random() < spec.known.chance)
            return [("answer", {"said": "same" if same else "different"})]
        side = dice.randint(1, SIDES)
        yes = true if side <= spec.die.truth else side <= spec.die.truth + spec.die.yes
        return [("answer", {"said": "yes" if yes else "no"})]

    def frame(self, spec: RandomizedResponseSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per answer, ``jawaban`` as it was said after the lot, in no order of people."""
        said = sorted((response.round, response.payload["said"]) for response in responses)
        rows = [
            {"peserta": None, "kelompok": None, "putaran": number, "jawaban": _WORDS[word]} for number, word in said
        ]
        return table(rows, {"jawaban": TEXT})

    def plot(self, spec: RandomizedResponseSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the estimate with its interval of 95 %."""
        found = randomized_results(spec, responses)
        ax.set_xlim(0, 100)
        ax.set_ylim(-1, 1)
        ax.set_yticks([])
        ax.set_xlabel("Persen orang di kelas, dengan batas 95%")
        ax.set_title(spec.statement.id, loc="left", color=INK, wrap=True)
        ax.spines[["top", "right", "left"]].set_visible(False)
        estimate = found["estimate"]
        if estimate is None:
            ax.text(50, 0, self.summary(spec, responses, "id").note, ha="center", va="center", color=INK, wrap=True)
            return ax
        share, low, high = (100 * estimate[name] for name in ("share", "low", "high"))
        ax.plot([low, high], [0, 0], color=INK, linewidth=3, marker="|", markersize=18)
        ax.plot([share], [0], color=TEAL, marker="D", markersize=12)
        ax.annotate(f"{share:.0f}%", (share, 0.2), ha="center", color=INK)
        return ax

    def notice(self, spec: RandomizedResponseSpec) -> str:
        """Return what protects people here: the lot, not a threshold."""
        return _CROSSWISE if spec.method == "crosswise" else self.privacy.notice


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the sensitive question."""
    return [RandomizedResponse]
