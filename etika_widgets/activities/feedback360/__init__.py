"""Feedback from all sides (umpan balik 360): oneself, peers, a superior and subordinates on behaviour one can see.

Only the person rated reads what came about them, and only after the last form: whoever watches a mean move from
three peers to four knows what the fourth one gave. For the same reason the type is sealed, see ``ActivityType``.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from etika_widgets.activities.feedback360.codes import PEER, SUBORDINATE, SUPERIOR, draw_codes, tidy
from etika_widgets.activities.feedback360.labels import ANCHORS, LABELS
from etika_widgets.activities.feedback360.plot import draw_levels
from etika_widgets.activities.feedback360.results import (
    SELF,
    TASK,
    class_results,
    count_forms,
    others,
    person_summary,
    progress,
    rated_people,
    sources,
)
from etika_widgets.activities.feedback360.spec import LEAST_RATERS, LEVELS, Feedback360Spec
from etika_widgets.activities.payload import parse_every, parse_keys, parse_text, parse_whole, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.rounds import round_name, visible_n
from etika_widgets.activities.tables import TEXT, table
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

_WORDS = {
    "self": N_("Diri sendiri"),
    "peers": N_("Rekan"),
    "superior": N_("Atasan"),
    "subordinates": N_("Bawahan"),
}
_COLUMNS = {"self": "diri", "peers": "rekan", "superior": "atasan", "subordinates": "bawahan"}
_NOTICE_SUBORDINATES = N_(
    "Ringkasan tentang Anda hanya Anda yang membaca: nilai rekan dan nilai bawahan sebagai rata-rata, masing-masing "
    "mulai dari 3 orang, nilai atasan apa adanya; fasilitator dan layar hanya melihat rata-rata kelas mulai dari 5 "
    "orang. Sampai kelas dihapus, server tahu siapa mengirim apa, supaya tidak terhitung dua kali."
)
_BOT_RELATIONS = (PEER,) * 3 + (SUPERIOR,) + (SUBORDINATE,) * 3
"""In which relation a made-up participant rates whoever asked one place before, two places before, and so on."""
_SEALED_NOTE = N_(
    "Rata-rata kelas, paling sedikit dari 5 orang. Yang diterima orang per orang tidak ada di laporan ini: hanya "
    "yang dinilai melihatnya. Penilaian diri sendiri dan orang lain adalah pendapat, bukan bukti sebab-akibat."
)


class Feedback360(ActivityType[Feedback360Spec]):
    """One rates oneself, hands out codes, and reads at the end what others saw."""

    name = "feedback360"
    label = N_("Umpan balik 360")
    spec = Feedback360Spec
    privacy = Privacy(
        notice=N_(
            "Ringkasan tentang Anda hanya Anda yang membaca: nilai rekan sebagai rata-rata mulai dari 3 orang, nilai "
            "atasan apa adanya; fasilitator dan layar hanya melihat rata-rata kelas mulai dari 5 orang. Sampai kelas "
            "dihapus, server tahu siapa mengirim apa, supaya tidak terhitung dua kali."
        ),
        personal_data=False,
        keep_days=30,
        exported=False,
    )
    intents: ClassVar = dict.fromkeys((SELF, "begin", "rate", "withdraw"), OPEN_ONLY)
    counts = SELF
    shares = True
    sealed = True
    identities = frozenset({"anonymous"})

    def content(self, spec: Feedback360Spec, language: str) -> dict[str, Any]:
        """Return the behaviours and the words of the scale."""
        return {
            "case_html": html(spec.case, language),
            "question": spec.question.get(language),
            "behaviours": [{"id": one.id, "text": one.text.get(language)} for one in spec.behaviours],
            "labels": [translate(label, language) for label in LABELS],
            "anchors": [translate(anchor, language) for anchor in ANCHORS],
            "least": LEAST_RATERS,
            "sources": list(sources(spec)),
        }

    def reveal(self, spec: Feedback360Spec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def board(
        self, spec: Feedback360Spec, responses: Sequence[Response], moment: Moment, language: str
    ) -> dict[str, Any]:
        """Return how many forms of this round are complete, not what they say (:func:`progress`)."""
        return progress(spec, rated_people(responses).get(moment.round, ()))

    def dealt(self, spec: Feedback360Spec, context: Context, language: str) -> dict[str, Any]:
        """Return what came about this participant: ``{asked, received}``.

        ``asked`` is ``{source: n}`` while this round runs (``None`` without a self-rating): how many forms came, not
        what they say. ``received: [{round, …}]`` (:func:`person_summary`) holds finished rounds.
        """
        asked, received = None, []
        own = {one.round: one.payload["codes"] for one in context.own if one.slot == SELF}
        every = rated_people(context.responses) if own else {}
        for number, codes in sorted(own.items()):
            [person] = (one for one in every[number] if one.codes == codes)
            if number < context.round or context.phase is Phase.REVEALED:
                received.append({"round": number, **person_summary(spec, person)})
            else:
                asked = count_forms(spec, person)
        return {"asked": asked, "received": received}

    def accept(self, spec: Feedback360Spec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``self {scores}``, ``begin {code}``, ``rate {code, scores}`` and ``withdraw {code}``.

        ``scores`` hold a level or ``None`` for every behaviour. The first ``self`` draws the codes, which stay.
        """
        tasks = {one.payload["code"]: one for one in context.own if one.round == context.round and one.slot != SELF}
        if kind == SELF:
            scores = _scores(spec, parse_keys(payload, required=("scores",))["scores"])
            return Accepted(SELF, {"scores": scores, "codes": _new_codes(spec, context) | _own_codes(context)})
        if kind == "begin":
            code = _code(parse_keys(payload, required=("code",))["code"])
            if code in tasks:
                return Accepted(tasks[code].slot, tasks[code].payload)
            slots = {one.slot for one in tasks.values()}
            slot = next(name for n in range(1, len(slots) + 2) if (name := f"{TASK}:{n}") not in slots)
            return Accepted(slot, {"code": code, "relation": _relation(context, code, tasks), "scores": None})
        if kind not in ("rate", "withdraw"):
            raise unknown_kind()
        rates = kind == "rate"
        sent = parse_keys(payload, required=("code", "scores") if rates else ("code",))
        begun = tasks.get(_code(sent["code"]))
        if begun is None:
            raise Refused("not_begun", "Masukkan dulu kode orang yang Anda nilai.")
        return Accepted(begun.slot, {**begun.payload, "scores": _scores(spec, sent["scores"])} if rates else None)

    def results(self, spec: Feedback360Spec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return means of the class, nothing of a single person."""
        return class_results(spec, responses)

    def summary(self, spec: Feedback360Spec, responses: Sequence[Response], language: str) -> Summary:
        """Return the means of the latest round by behaviour."""
        found = class_results(spec, responses)["rounds"][-1:]
        heads = [translate(head, language) for head in (N_("Perilaku"), *(_WORDS[source] for source in sources(spec)))]
        words = {one.id: one.text.get(language) for one in spec.behaviours}
        tables = [
            Table(
                caption=f"{round_name(one['round'], language)}. {_scale(language)}",
                columns=tuple(heads),
                rows=tuple(
                    (words[row["id"]], *(row[source] for source in sources(spec))) for row in one["behaviours"]
                ),
            )
            for one in found
        ]
        n = visible_n(found[0]["people"], hides_small=True) if found else None
        return Summary(
            n=n, question=spec.question.get(language), tables=tuple(tables), note=translate(_SEALED_NOTE, language)
        )

    def bot(
        self, spec: Feedback360Spec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Rate oneself, then those who asked shortly before: three as a peer, one as superior, three from below.

        Whoever asks early is rated from all sides, the last ones by too few to be shown.
        """
        mine = state["mine"].get(str(state["round"]), {})
        if SELF not in mine:
            return [(SELF, {"scores": _made_up(spec, dice)})]
        done = {task["code"] for slot, task in mine.items() if slot != SELF and task["scores"]}
        earlier = state["heard"][: state["heard"].index(mine[SELF]["codes"])]
        codes = [codes.get(relation) for codes, relation in zip(reversed(earlier), _BOT_RELATIONS, strict=False)]
        return [
            one
            for code in codes
            if code and code not in done
            for one in (("begin", {"code": code}), ("rate", {"code": code, "scores": _made_up(spec, dice)}))
        ]

    def bot_says(self, spec: Feedback360Spec, state: Mapping[str, Any]) -> Any:
        """Hand out one's codes."""
        own = state["mine"].get(str(state["round"]), {}).get(SELF)
        return own and own["codes"]

    def frame(self, spec: Feedback360Spec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per mean of the class: ``perilaku``, ``penilai`` and ``rerata`` (level 1 to 4).

        There is no row per answer, and no mean for fewer than five people: in a small office, who rated is soon known.
        """
        rows = [
            {
                "peserta": None,
                "kelompok": None,
                "putaran": one["round"],
                "perilaku": row["id"],
                "penilai": _COLUMNS[source],
                "rerata": row[source],
            }
            for one in class_results(spec, responses)["rounds"]
            for row in one["behaviours"]
            for source in sources(spec)
        ]
        return table(rows, {"perilaku": TEXT, "penilai": TEXT, "rerata": "Float64"})

    def plot(self, spec: Feedback360Spec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the means of the latest round, one line per behaviour."""
        found = class_results(spec, responses)["rounds"][-1:]
        rows = found[0]["behaviours"] if found else []
        return draw_levels(
            ax,
            title=spec.question.id,
            labels=[one.text.id for one in spec.behaviours],
            series=[(_WORDS[source], [row[source] for row in rows]) for source in sources(spec)],
        )

    def notice(self, spec: Feedback360Spec) -> str:
        """Return who reads what: a superior's rating is not anonymous, whatever the definition's identity says."""
        return _NOTICE_SUBORDINATES if spec.subordinates else self.privacy.notice


def _code(value: object) -> str:
    return tidy(parse_text(value, 20, label="Kode umpan balik"))


def _scores(spec: Feedback360Spec, value: object) -> dict[str, int | None]:
    def level(one: object) -> int | None:
        return None if one is None else parse_whole(one, LEVELS[0], LEVELS[-1])

    scores = parse_every(value, [one.id for one in spec.behaviours], level)
    if not any(scores.values()):
        raise Refused(
            "nothing_seen", "Semua dijawab “belum terlihat”. Nilai sedikitnya satu perilaku, atau jangan kirim."
        )
    return scores


def _made_up(spec: Feedback360Spec, dice: random.Random) -> dict[str, int | None]:
    """Return scores of a made-up participant, for the first behaviour always a level."""
    first, *rest = (one.id for one in spec.behaviours)
    return {first: dice.choice(LEVELS), **{name: dice.choice((2, 3, 3, 4, None)) for name in rest}}


def _own_codes(context: Context) -> dict[str, str]:
    own = (one.payload["codes"] for one in context.own if one.slot == SELF and one.round == context.round)
    return next(own, {})


def _codes(context: Context) -> list[Mapping[str, str]]:
    """Return the codes by relation of everybody who asked for feedback in this round."""
    return [one.payload["codes"] for one in context.responses if one.slot == SELF and one.round == context.round]


def _new_codes(spec: Feedback360Spec, context: Context) -> dict[str, str]:
    return draw_codes(others(spec).values(), {code for codes in _codes(context) for code in codes.values()})


def _relation(context: Context, code: str, tasks: Mapping[str, Response]) -> str:
    """Return in which relation ``code`` lets one rate.

    Raises:
        Refused: nobody has this code, it is one's own, one rates this person already, or its superior is found.
    """
    if code in _own_codes(context).values():
        raise Refused("own_code", "Ini kode Anda sendiri. Nilai diri sudah Anda isi; berikan kode ini kepada penilai.")
    codes = next((one for one in _codes(context) if code in one.values()), None)
    if codes is None:
        raise Refused(
            "unknown_code",
            "Kode ini tidak dikenal di kelas ini. Periksa lagi huruf dan angkanya pada orang yang memberikannya.",
        )
    relation = next(name for name, one in codes.items() if one == code)
    if any(other in tasks for other in codes.values()):
        raise Refused(
            "both_relations",
            "Anda sudah menilai orang ini dengan kodenya yang lain. Tiap penilai memakai satu kode saja dari satu "
            "orang. Bila keliru, tarik dulu penilaian yang pertama.",
        )
    if relation == SUPERIOR and any(
        one.round == context.round and one.slot != SELF and one.payload["code"] == code for one in context.responses
    ):
        raise Refused(
            "superior_taken", "Kode atasan ini sudah dipakai orang lain. Beri tahu orang yang memberikannya."
        )
    return relation


def _scale(language: str) -> str:
    ends = f"1 = {translate(LABELS[0], language)}, 4 = {translate(LABELS[-1], language)}"
    return translate("Rata-rata kelas; {ends}", language).format(ends=ends)


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide feedback from all sides."""
    return [Feedback360]
