"""Rubric (rubrik): levels 1 to 4 anchored in behaviour, given live by the facilitator and by peers."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.payload import parse_choice, parse_keys, parse_whole, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.rubric.raters import (
    PERFORM,
    Performance,
    allot,
    line_up,
    next_performers,
    performances,
)
from etika_widgets.activities.rubric.results import (
    RATE,
    SCORE,
    Case,
    calibrated,
    cases,
    gate_counts,
    medians,
    ratings,
    rubric_results,
)
from etika_widgets.activities.rubric.spec import LEVELS, RubricSpec
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

OWN: int = 0
"""Number that stands where nobody performs: for oneself, or for samples."""


class Rubric(ActivityType[RubricSpec]):
    """Performances one after the other; peers are asked by turns and by presence, the facilitator rates as well."""

    name = "rubric"
    label = N_("Rubrik")
    spec = RubricSpec
    privacy = Privacy(
        notice=N_(
            "Kelas dan fasilitator hanya melihat nilai gabungan, paling sedikit dari 3 rekan, bukan siapa memberi "
            "nilai apa. Untuk analisis, penilaian Anda tersimpan dengan nama samaran."
        ),
        personal_data=False,
        keep_days=90,
    )
    intents: ClassVar = {RATE: OPEN_ONLY}
    counts = RATE
    directions: ClassVar = {PERFORM: OPEN_ONLY, SCORE: RUNNING}
    shares = True
    identities = frozenset({"pseudonym"})

    def content(self, spec: RubricSpec, language: str) -> dict[str, Any]:
        """Return the criteria with their anchors, and what is rated."""
        return {
            "of": spec.of,
            "peers": spec.peers,
            "subjects": [
                *({"id": role.id, "text": role.text.get(language)} for role in spec.roles),
                *(
                    {"id": one.id, "text": one.title.get(language), "html": html(one.body, language)}
                    for one in spec.samples
                ),
            ],
            "criteria": [
                {
                    "id": criterion.id,
                    "label": criterion.label.get(language),
                    "anchors": [anchor.get(language) for anchor in criterion.anchors],
                }
                for criterion in spec.criteria
            ],
        }

    def reveal(self, spec: RubricSpec, language: str) -> dict[str, Any]:
        """Return the closing text, and the reference of samples: ``{html, samples: [{id, levels, html}]}``."""
        return {
            "html": html(spec.reveal, language),
            "samples": [
                {"id": one.id, "levels": dict(one.reference), "html": html(one.explanation, language)}
                for one in spec.samples
            ],
        }

    def board(self, spec: RubricSpec, responses: Sequence[Response], moment: Moment, language: str) -> dict[str, Any]:
        """Return who performs and how many ratings came: ``{performance, groups, came, wanted}``.

        ``groups`` are those of all performances so far, the present one last; ``None`` stands for a single person, who
        is not named. ``performance`` is the number of the present one, ``None`` before the first.
        """
        before = performances(responses)
        if not before:
            return {"performance": None, "groups": [], "came": 0, "wanted": 0}
        number = before[-1].number
        came = sum(one.performance == number and not one.leads for one in ratings(responses))
        wanted = spec.peers * len(spec.subjects)
        return {"performance": number, "groups": [one.group for one in before], "came": came, "wanted": wanted}

    def dealt(self, spec: RubricSpec, context: Context, language: str) -> dict[str, Any]:
        """Return ``{performs, asked: [subject], received: [{performance, group, subject, medians}]}``.

        ``asked`` is what this participant is to rate in the present performance, by who is online just now.
        ``received`` is what those who performed got, after the reveal and from three peers on. Of samples comes
        ``own`` as well: ``{kappa, passed, why}`` against the reference, after the reveal; None before.
        """
        if not spec.performed:
            own = {"own": _own(spec, context, language)} if spec.of == "samples" else {}
            return {"performs": False, "asked": [*spec.subjects], "received": [], **own}
        before = performances(context.directions)
        present = before[-1] if before else None
        asked: Sequence[str] = ()
        if present and context.phase is Phase.OPEN and context.participant not in present.performers:
            given = ratings(context.responses)
            allotted = allot(present, spec.subjects, spec.peers, context.everybody, given)
            asked = allotted.get(context.participant, ())
        return {
            "performs": present is not None and context.participant in present.performers,
            "asked": [*asked],
            "received": _received(spec, context, before) if context.phase is Phase.REVEALED else [],
        }

    def accept(self, spec: RubricSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``rate {performance, subject, scores: {criterion: 1…4}}`` from anybody who does not perform.

        Whoever was asked a moment ago may still send what they have begun, so being asked is not checked.
        """
        if kind != RATE:
            raise unknown_kind()
        return _rated(spec, context, kind, payload)

    def direct(self, spec: RubricSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``perform {}``, ``perform {group}``, ``perform {participant}`` and ``score`` (like ``rate``).

        ``perform {}`` is the turn of the group that performed least, or of one person where there are no groups.
        """
        if spec.of == "self":
            raise Refused("nobody_performs", "Pada rubrik ini setiap orang menilai dirinya sendiri.")
        if spec.of == "samples":
            raise Refused("nobody_performs", "Pada rubrik ini semua orang menilai contoh tertulis yang sama.")
        if kind == SCORE:
            return _rated(spec, context, kind, payload)
        if kind != PERFORM:
            raise unknown_kind()
        before = performances(context.directions)
        group, performers = _performers(spec, context, payload, before)
        number = before[-1].number + 1 if before else 1
        present = line_up(number, group, performers, context.everybody, ratings(context.responses))
        return Accepted(f"{PERFORM}:{number}", present.payload())

    def results(self, spec: RubricSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return medians, spread, agreement and the widest disagreements, by group or role."""
        return rubric_results(spec, _cases(spec, responses), language)

    def facilitator_results(self, spec: RubricSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the same, with ``turns`` (how much came in for each performance) and the facilitator's own scores.

        ``turns: [{performance, group, subject, peers, medians | null, scores | null}]``; medians from three peers on.
        Of samples also ``calibration: {n, complete, passed, kappas} | null``, the lowest κ first, without names; null
        until three people rated everything.
        """
        every = _cases(spec, responses)
        turns = [
            {
                "performance": case.performance,
                "group": case.group,
                "subject": case.subject,
                "peers": len(case.peers),
                "medians": medians(spec, [case]) if case.shown else None,
                "scores": dict(case.lead.scores) if case.lead else None,
            }
            for case in every
            if spec.performed
        ]
        if spec.of == "samples":
            return rubric_results(spec, every, language) | {
                "turns": [],
                "calibration": gate_counts(spec, ratings(responses)),
            }
        return rubric_results(spec, every, language) | {"turns": turns}

    def summary(self, spec: RubricSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return the spread of every criterion, and the medians of groups or roles."""
        found = rubric_results(spec, _cases(spec, responses), language)
        labels = {criterion.id: criterion.label.get(language) for criterion in spec.criteria}
        words = {one.id: one.text.get(language) for one in spec.roles}
        words |= {one.id: one.title.get(language) for one in spec.samples}
        spread = Table(
            caption=translate("Berapa kali tiap tingkat diberikan", language),
            columns=(translate("Kriteria", language), *map(str, LEVELS), translate("Nilai tengah", language)),
            rows=tuple((labels[one["id"]], *one["counts"].values(), one["median"]) for one in found["criteria"]),
        )
        by_subject = Table(
            caption=translate("Nilai tengah tiap kelompok atau peran", language),
            columns=(translate("Yang dinilai", language), *labels.values()),
            rows=tuple(
                (
                    words.get(one["subject"]) or translate("Kelompok {n}", language).format(n=one["group"]),
                    *one["medians"].values(),
                )
                for one in found["subjects"]
            ),
        )
        return Summary(
            n=found["n"],
            question=spec.title.get(language),
            tables=tuple(one for one in (spread, by_subject) if any(row[-1] is not None for row in one.rows)),
            note=_note(found["agreement"], language),
        )

    def bot(
        self, spec: RubricSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Rate what one is asked to, mostly 2 and 3; samples near their reference."""
        number = state["board"]["performance"] if spec.performed else OWN
        mine = state["mine"].get(str(state["round"]), {})
        for subject in state["dealt"]["asked"]:
            if f"{RATE}:{number}:{subject}" not in mine:
                scores = {criterion.id: dice.choice((1, 2, 2, 3, 3, 3, 4)) for criterion in spec.criteria}
                if spec.of == "samples":
                    near = {name: spec.reference[subject, name] + dice.choice((-1, 0, 0, 0, 1)) for name in scores}
                    scores = {name: min(max(level, LEVELS[0]), LEVELS[-1]) for name, level in near.items()}
                return [(RATE, {"performance": number, "subject": subject, "scores": scores})]
        return ()

    def bot_facilitator(
        self, spec: RubricSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Let three performances happen, each once the one before was rated, and rate the first oneself."""
        here = state["board"]
        due = min(here["wanted"], state["expected"] // 2 * len(spec.subjects))
        if not spec.performed or here["performance"] == 3 or here["came"] < due:
            return ()
        turns = [turn for turn in state["results"]["turns"] if turn["scores"] is None and turn["performance"] == 1]
        if turns:
            scores = {criterion.id: dice.choice(LEVELS) for criterion in spec.criteria}
            return [(SCORE, {"performance": 1, "subject": turns[0]["subject"], "scores": scores})]
        return [(PERFORM, {})]

    def frame(self, spec: RubricSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per rating and criterion.

        ``peserta`` is who rated (empty for the facilitator); ``sumber`` is ``rekan``, ``fasilitator`` or ``diri``;
        ``penampilan`` counts from 1; ``tampil`` is the group that performed; ``subjek`` is ``all``, a role or a
        sample. Of samples ``acuan`` is the reference level, as :mod:`etika_widgets.measures.calibration` wants it.
        """
        groups = {one.number: one.group for one in performances(responses)}
        sources = {SCORE: "fasilitator", RATE: "diri" if spec.of == "self" else "rekan"}
        rows = [
            {
                **who(one),
                "sumber": sources[slot],
                "penampilan": one.payload["performance"] or None,
                "tampil": groups.get(one.payload["performance"]),
                "subjek": one.payload["subject"],
                "kriteria": criterion,
                "nilai": level,
                **({"acuan": spec.reference.get((one.payload["subject"], criterion))} if spec.of == "samples" else {}),
            }
            for one in responses
            if (slot := one.slot.partition(":")[0]) in sources
            for criterion, level in one.payload["scores"].items()
        ]
        types = {
            "sumber": TEXT,
            "penampilan": WHOLE,
            "tampil": WHOLE,
            "subjek": TEXT,
            "kriteria": TEXT,
            "nilai": WHOLE,
        }
        return table(rows, types | ({"acuan": WHOLE} if spec.of == "samples" else {}))

    def plot(self, spec: RubricSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw how often each level was given, criterion by criterion."""
        found = rubric_results(spec, _cases(spec, responses), "id")["criteria"]
        return draw_bars(
            ax,
            title=spec.title.id,
            labels=[criterion.label.id for criterion in spec.criteria],
            series=[(f"Tingkat {level}", [one["counts"][str(level)] for one in found]) for level in LEVELS],
            axis="Jumlah penilaian",
        )


def _cases(spec: RubricSpec, responses: Sequence[Response]) -> list[Case]:
    return cases(spec, ratings(responses), {one.number: one.group for one in performances(responses)})


def _received(spec: RubricSpec, context: Context, before: Sequence[Performance]) -> list[dict[str, Any]]:
    own = {one.number for one in before if context.participant in one.performers}
    every = _cases(spec, context.responses) if own else []
    return [
        {
            "performance": case.performance,
            "group": case.group,
            "subject": case.subject,
            "medians": medians(spec, [case]),
        }
        for case in every
        if case.performance in own and case.shown
    ]


def _own(spec: RubricSpec, context: Context, language: str) -> dict[str, Any] | None:
    """Return how close somebody's own ratings come to the reference."""
    given = ratings(context.own) if context.phase is Phase.REVEALED else []
    if not given:
        return None
    [rater] = calibrated(spec, given).raters
    kappa = None if rater.kappa is None else round(rater.kappa, 2)
    return {"kappa": kappa, "passed": rater.passed, "why": rater.why and rater.why.text(language)}


def _rated(spec: RubricSpec, context: Context, slot: str, payload: Mapping[str, Any]) -> Accepted:
    sent = parse_keys(payload, required=("performance", "subject", "scores"))
    before = {one.number: one for one in performances(context.directions)}
    if not spec.performed:
        number = parse_whole(sent["performance"], OWN, OWN)
    else:
        if not before:
            raise Refused("nobody_performs", "Belum ada yang tampil. Tunggu fasilitator memulai.")
        number = parse_whole(sent["performance"], 1, max(before))
        if context.participant in before[number].performers:
            raise Refused("own_performance", "Anda ikut tampil, jadi tidak menilai penampilan ini.")
    subject = parse_choice(sent["subject"], spec.subjects)
    given = parse_keys(sent["scores"], required=[criterion.id for criterion in spec.criteria])
    scores = {criterion.id: parse_whole(given[criterion.id], LEVELS[0], LEVELS[-1]) for criterion in spec.criteria}
    return Accepted(f"{slot}:{number}:{subject}", {"performance": number, "subject": subject, "scores": scores})


def _performers(
    spec: RubricSpec, context: Context, payload: Mapping[str, Any], before: Sequence[Performance]
) -> tuple[int | None, list[str]]:
    sent = parse_keys(payload, required=(), optional=("group", "participant"))
    group: int | None = None
    performers: list[str] = []
    if not sent:
        group, performers = next_performers(context.everybody, before)
    elif "group" in sent and type(sent["group"]) is int:
        group = sent["group"]
        performers = [mate.participant for mate in context.everybody if mate.group == group]
    elif isinstance(sent.get("participant"), str):
        performers = [mate.participant for mate in context.everybody if mate.participant == sent["participant"]]
    if not performers:
        raise Refused("nobody_there", "Yang dipilih tidak ada di kelas ini. Muat ulang halaman, lalu pilih lagi.")
    if group is None and spec.of == "roles":
        raise Refused("no_groups", "Rubrik ini menilai peran dalam kelompok. Bagi kelompok dulu.")
    return group, performers


def _note(agreed: Mapping[str, Any] | None, language: str) -> str:
    if agreed is None:
        return ""
    if agreed["exact"] is None:
        return str(agreed["why"])
    told = translate(
        "Dari semua pasangan penilai, {exact} % memberi tingkat yang sama dan {adjacent} % berselisih paling banyak "
        "satu tingkat.",
        language,
    ).format(exact=round(100 * agreed["exact"]), adjacent=round(100 * agreed["adjacent"]))
    return told if agreed["icc"] is None else f"{told} ICC({agreed['kind']}) = {agreed['icc']}."


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the rubric."""
    return [Rubric]
