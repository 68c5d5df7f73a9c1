"""Daily practice (latihan harian): a few questions each morning, those due first; the key right after each answer."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.daily.bank import items_of
from etika_widgets.activities.daily.results import by_person, daily_results, first_answers, most_taken
from etika_widgets.activities.daily.schedule import SLOT, Session, returns, session_of, sessions, standings
from etika_widgets.activities.daily.spec import DailyItem, DailySpec
from etika_widgets.activities.payload import parse_choice, parse_keys, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, WHOLE, YES_NO, table, who
from etika_widgets.activity import (
    OPEN_ONLY,
    Accepted,
    ActivityType,
    Context,
    Privacy,
    Response,
    Summary,
    Table,
)
from etika_widgets.errors import Refused, SpecError
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate
from etika_widgets.wording import ZONES, Words, local

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

START: Final = "start"
ANSWER: Final = "answer"
LAST_DAYS: Final = 30
"""So many days are listed; frame and report of a notebook hold all."""


class Daily(ActivityType[DailySpec]):
    """Everybody practises alone, at their own time; the room sees how many did and what was hard."""

    name = "daily"
    label = N_("Latihan harian")
    spec = DailySpec
    privacy = Privacy(
        notice=N_(
            "Di layar hanya Anda yang melihat jawaban dan jadwal Anda; fasilitator dan kelas melihat berapa orang "
            "berlatih dan soal mana yang sulit. "
            "Jawaban tersimpan dengan nama samaran untuk analisis dan tidak dinilai."
        ),
        personal_data=False,
        keep_days=120,
    )
    intents: ClassVar = {START: OPEN_ONLY, ANSWER: OPEN_ONLY}
    counts = SLOT
    identities = frozenset({"anonymous", "pseudonym"})
    tells = frozenset({"rationale", "reference"})
    opens_alone = "nothing"  # there is always another morning

    def filled(
        self, definition: Mapping[str, Any], rows: Callable[[str], Sequence[Mapping[str, Any]]]
    ) -> dict[str, Any]:
        """Take the questions from the table that the definition names, unless it lists its own."""
        name = definition.get("table")
        if not isinstance(name, str):
            return dict(definition)
        if definition.get("items"):
            raise SpecError("Tulis 'table' atau 'items', jangan keduanya.")
        return {**definition, "items": items_of(name, rows)}

    def content(self, spec: DailySpec, language: str) -> dict[str, Any]:
        """Return how many questions there are and how they come; none of them."""
        return {
            "size": len(spec.items),
            "per_day": min(spec.per_day, len(spec.items)),
            "minutes": round(spec.seconds / 60),
            "zone": spec.zone,
        }

    def reveal(self, spec: DailySpec, language: str) -> dict[str, Any]:
        """Return the closing text; keys open for each person after their own answers."""
        return {"html": html(spec.reveal, language)}

    def dealt(self, spec: DailySpec, context: Context, language: str) -> dict[str, Any]:
        """Return this person's latest day; nothing before they first began.

        ``{day, until, waits, items: [{id, text_html, options, seen, solution}], back: [{day, n}], fresh, days}``:
        ``until`` is the moment from which a new day can begin, ``waits`` whether questions of this one are unanswered
        (a self-paced page opens at what waits or is over), ``seen`` how often the person answered that question
        before, ``solution`` is ``None`` until they answered it today, ``back`` what comes back when, ``fresh`` how
        many questions they have not answered yet, ``days`` on how many they practised.
        """
        history = sessions(context.own)
        if not history:
            return {}
        session, before = history[-1], standings(spec, history[:-1])
        items = {item.id: item for item in spec.items}
        midnight = datetime.combine(session.day + timedelta(days=1), time(), ZONES[spec.zone])
        return {
            "day": session.day.isoformat(),
            "until": midnight.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "waits": not session.complete,
            "items": [
                _shown(items[name], session, language, context.participant)
                | {"seen": before[name].seen if name in before else 0}
                for name in session.items
            ],
            "back": [{"day": day.isoformat(), "n": n} for day, n in returns(spec, history)],
            "fresh": len(items) - len(standings(spec, history)),
            "days": sum(bool(one.answers) for one in history),
        }

    def accept(self, spec: DailySpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``start {}``, which deals the day's questions, and ``answer {item, option}`` to one dealt last.

        An answer belongs to the day on which its question was dealt, also when it arrives after midnight.
        """
        history = sessions(context.own)
        today = local(context.at, spec.zone).date()
        if kind == START:
            parse_keys(payload, required=())
            session = session_of(spec, history, today)
        elif kind == ANSWER:
            sent = parse_keys(payload, required=("item", "option"))
            session = history[-1] if history else session_of(spec, history, today)
            session = _answered(spec, session, sent["item"], sent["option"])
        else:
            raise unknown_kind()
        return Accepted(session.slot, session.payload())

    def finished(self, spec: DailySpec, own: Sequence[Response]) -> bool:
        """Return whether every question of some day is answered; whoever begins another one stays finished."""
        return any(session.complete for session in sessions(own))

    def mine(self, spec: DailySpec, own: Sequence[Response], language: str, *, revealed: bool) -> dict[str, Any]:
        """Return nothing: what a person needs of their own answers is in ``dealt``, and the rest would pile up."""
        return {}

    def results(self, spec: DailySpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return how many practised on each of the last days, and the hardest questions without their keys."""
        found = daily_results(spec, responses)
        texts = {item.id: html(item.text, language) for item in spec.items}
        return {
            **found,
            "days": found["days"][-LAST_DAYS:],
            "hardest": [{**row, "text_html": texts[row["id"]]} for row in found["hardest"]],
        }

    def facilitator_results(self, spec: DailySpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the same with key, rationale and the wrong option most taken, for talking the hardest ones over."""
        found = self.results(spec, responses, language)
        first = first_answers(list(by_person(responses).values()))
        items = {item.id: item for item in spec.items}
        for row in found["hardest"]:
            item = items[row["id"]]
            taken = most_taken(item, first[item.id])
            row |= {"key": _option(item, item.key, language), "taken": taken and _option(item, taken, language)}
        return found

    def summary(self, spec: DailySpec, responses: Sequence[Response], language: str) -> Summary:
        """Return people by day, and the hardest questions."""
        found, words = daily_results(spec, responses), Words(language, spec.zone)
        items = {item.id: item for item in spec.items}
        hard = tuple((items[one["id"]].text.get(language), one["n"], one["right"]) for one in found["hardest"])
        days = Table(
            caption=translate(N_("Peserta yang berlatih, per hari"), language),
            columns=(translate(N_("Tanggal"), language), translate(N_("Peserta"), language)),
            rows=tuple((words.date(one["day"]), one["n"]) for one in found["days"]),
            bars=1,
            whole=found["n"],
        )
        hardest = Table(
            caption=translate(N_("Soal tersulit, menurut jawaban pertama"), language),
            columns=(
                translate(N_("Soal"), language),
                translate(N_("Peserta"), language),
                translate(N_("Tepat"), language),
            ),
            rows=hard,
        )
        again = found["again"]
        note = again and words(
            N_("Soal yang diulang: {n}. Tepat pada kali pertama {first}, pada kali terakhir {last}."), **again
        )
        tables = ((days,) if found["days"] else ()) + ((hardest,) if hard else ())
        return Summary(n=found["n"], question=spec.title.get(language), tables=tables, note=note or "")

    def bot(
        self, spec: DailySpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Begin the day and answer one question after the other, right more often than not."""
        if not state["dealt"]:
            return [(START, {})]
        keys = {item.id: item.key for item in spec.items}
        for item in state["dealt"]["items"]:
            if item["solution"] is None:
                option = keys[item["id"]] if dice.random() < 0.6 else dice.choice(item["options"])["id"]
                return [(ANSWER, {"item": item["id"], "option": option})]
        return ()

    def frame(self, spec: DailySpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per answer: ``hari``, ``soal``, ``jawaban``, ``kunci``, ``benar``, ``kali`` (1, 2 …)."""
        keys = {item.id: item.key for item in spec.items}
        names = {response.participant: who(response) for response in responses}
        rounds = {(one.participant, one.slot): one.round for one in sorted(responses, key=lambda one: one.round)}
        rows = []
        for person, theirs in by_person(responses).items():
            for place, session in enumerate(theirs):
                before = standings(spec, theirs[:place])
                rows += [
                    {
                        **names[person],
                        "putaran": rounds[person, session.slot],
                        "hari": session.day.isoformat(),
                        "soal": item,
                        "jawaban": session.answers[item],
                        "kunci": keys[item],
                        "benar": session.answers[item] == keys[item],
                        "kali": before[item].seen + 1 if item in before else 1,
                    }
                    for item in session.items
                    if item in session.answers
                ]
        columns = {"hari": TEXT, "soal": TEXT, "jawaban": TEXT, "kunci": TEXT, "benar": YES_NO, "kali": WHOLE}
        return table(rows, columns)

    def plot(self, spec: DailySpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw how many practised on each day."""
        found, words = daily_results(spec, responses), Words("id", spec.zone)
        return draw_bars(
            ax,
            title=spec.title.id,
            labels=[words.date(one["day"]) for one in found["days"]],
            series=[("Berlatih", [one["n"] for one in found["days"]])],
            axis=f"Jumlah peserta, dari {found['n']} yang pernah berlatih",
        )


def _answered(spec: DailySpec, session: Session, item: object, option: object) -> Session:
    """Return the day with one more answer."""
    asked = next((one for one in spec.items if one.id == item), None)
    if asked is None or asked.id not in session.items:
        raise Refused("not_dealt", "Soal itu bukan bagian latihan Anda hari ini. Muat ulang halaman.")
    if asked.id in session.answers:
        raise Refused("answered", "Soal ini sudah Anda jawab hari ini. Lanjutkan ke soal berikutnya.")
    chosen = parse_choice(option, asked.option_ids)
    return Session(session.day, session.items, {**session.answers, asked.id: chosen})


def _shown(item: DailyItem, session: Session, language: str, participant: str) -> dict[str, Any]:
    """Return a question as its owner sees it; its solution only once it is answered.

    Options change places from day to day, so that nobody learns the place instead of the reason.
    """
    options = [{"id": option.id, "text": option.text.get(language)} for option in item.options]
    random.Random(f"{participant}:{session.day}:{item.id}").shuffle(options)  # noqa: S311 - a game
    given = session.answers.get(item.id)
    solution = {
        "given": given,
        "key": item.key,
        "rationales": {option.id: option.rationale.get(language) for option in item.options if option.rationale},
        "reference": item.reference.get(language) if item.reference else None,
        "remember": item.remember.get(language) if item.remember else None,
    }
    return {
        "id": item.id,
        "text_html": html(item.text, language),
        "options": options,
        "solution": solution if given else None,
    }


def _option(item: DailyItem, name: str, language: str) -> dict[str, Any]:
    option = next(one for one in item.options if one.id == name)
    return {"text": option.text.get(language), "why": option.rationale.get(language) if option.rationale else None}


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the daily practice."""
    return [Daily]
