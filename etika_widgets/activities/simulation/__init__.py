"""Simulation (simulasi): an inbox of events, decisions whose consequences come later, deadlines in hours and days."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.branching_case.walk import seconds_between
from etika_widgets.activities.payload import parse_choice, parse_keys, parse_text, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.simulation.course import CLOCK, DECIDE, WAIT, clock_steps, courses, room_now
from etika_widgets.activities.simulation.desk import SPOT, board, dealt, message, own_course, own_log
from etika_widgets.activities.simulation.results import facilitator_view, simulation_results
from etika_widgets.activities.simulation.spec import Outcome, SimulationSpec
from etika_widgets.activities.simulation.summary import simulation_summary
from etika_widgets.activities.tables import TEXT, WHOLE, YES_NO, table, who
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

HOURS: Final = 4
"""By how many hours ``advance {to: "hours"}`` moves the clock."""
MOST_STEPS: Final = 200
"""Most steps of the clock in one round."""
_ONLY_CHOICES: Final = N_(
    "Yang terkirim hanya pilihan dan waktunya, dengan nama samaran; tidak ada tulisan. Kelas melihat jumlahnya, "
    "tanpa nama."
)


class Simulation(ActivityType[SimulationSpec]):
    """An inbox in simulated time. Decisions are personal or a group's; the room's clock is the facilitator's."""

    name = "simulation"
    label = N_("Simulasi")
    spec = SimulationSpec
    privacy = Privacy(
        notice=N_(
            "Teman sekelompok melihat putusan kelompok; fasilitator membaca balasan Anda dengan nama samaran. "
            "Kelas melihat jumlah putusan dan balasan yang ditampilkan, tanpa nama."
        ),
        personal_data=True,
        keep_days=30,
    )
    intents: ClassVar = {DECIDE: OPEN_ONLY, WAIT: OPEN_ONLY}
    counts = DECIDE
    directions: ClassVar = {"advance": RUNNING, SPOT: frozenset({Phase.REVEALED})}
    shares = True
    identities = frozenset({"pseudonym"})

    def content(self, spec: SimulationSpec, language: str) -> dict[str, Any]:
        """Return who decides, who moves the clock, and what meters are called; events come one by one (``dealt``)."""
        return {
            "by": spec.by,
            "lead": spec.lead,
            "choices_only": spec.choices_only,
            "reply_limit": spec.reply_limit,
            "meters": [
                {"id": one.id, "text": one.text.get(language), "words": [word.get(language) for word in one.words]}
                for one in spec.meters
            ],
        }

    def reveal(self, spec: SimulationSpec, language: str) -> dict[str, Any]:
        """Return the closing text and, for every event, its decisions with what they led to and the rules behind."""
        return {
            "html": html(spec.reveal, language),
            "events": [
                {
                    **message(event, language),
                    "label": event.subject.get(language),  # by which exports name it
                    "decisions": [
                        {
                            "id": one.id,
                            "text": one.text.get(language),
                            "short": (one.short or one.text).get(language),
                            **_led(one, language),
                        }
                        for one in event.decisions
                    ],
                    "missed": _led(event.missed, language) if event.missed else None,
                }
                for event in spec.events
            ],
        }

    def accept(self, spec: SimulationSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``decide {event, choice, reply?}`` and, with own clocks, ``wait {now}``."""
        if kind not in self.intents or (kind == WAIT and spec.lead != "self"):
            raise unknown_kind()
        sent = parse_keys(payload, required=("now",) if kind == WAIT else ("event", "choice"), optional=("reply",))
        if spec.by == "group" and context.group is None:
            raise Refused("no_group", "Anda belum masuk kelompok. Tunggu fasilitator membagi kelompok.")
        if spec.by == "group" and not context.is_writer:
            raise Refused("not_writer", "Juru tulis yang memutuskan. Ambil alih dulu sebagai juru tulis.")
        course, step = own_course(spec, context), len(own_log(spec, context))
        mark = {"group": context.group} if spec.by == "group" else {}
        now = course.now.isoformat(timespec="minutes")
        if kind == WAIT:
            if sent["now"] != now or course.next_change is None or not course.open:
                raise _moved_on()
            to = course.next_change.isoformat(timespec="minutes")
            return Accepted(f"{WAIT}:{step}", {"at": now, "to": to, "step": step, **mark})
        item = course.items.get(parse_choice(sent["event"], spec.by_id))
        if item is None:
            raise _moved_on()
        if item.answer:
            raise Refused("decided", "Kejadian ini sudah diputuskan. Putusan tidak dapat diubah.")
        event = item.event
        reply = parse_text(sent.get("reply", ""), spec.reply_limit, label="Balasan")
        if reply and not event.reply:
            raise Refused("reply_not_asked", "Kejadian ini tidak menerima tulisan. Muat ulang halaman.")
        stored = {
            "event": event.id,
            "choice": parse_choice(sent["choice"], event.by_id),
            "at": now,
            "late": item.late,
            "seconds": seconds_between(item.since or context.since, context.at),
            "step": step,
            **mark,
            **({"reply": reply} if reply else {}),
        }
        return Accepted(f"{DECIDE}:{event.id}", stored)

    def direct(self, spec: SimulationSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``advance {to, now}`` (``event``, ``hours`` or ``workday``) and, in the debrief, ``spot {event}``."""
        if kind == SPOT:
            event = parse_keys(payload, required=("event",))["event"]
            return Accepted(SPOT, None if event is None else {"event": parse_choice(event, spec.by_id)})
        if kind != "advance" or spec.lead != "facilitator":
            raise unknown_kind()
        sent = parse_keys(payload, required=("to", "now"))
        to = parse_choice(sent["to"], ("event", "hours", "workday"))
        steps = clock_steps(context.directions, context.round)
        now = room_now(spec, steps)
        if sent["now"] != now.isoformat(timespec="minutes"):
            raise _moved_on()
        if len(steps) >= MOST_STEPS:
            raise Refused("too_far", "Jam sudah dimajukan {limit} kali. Akhiri simulasi ini.", limit=MOST_STEPS)
        if to == "event":
            coming = facilitator_view(spec, context.responses, context.round)["next"]
            if coming is None:
                raise Refused("nothing_comes", "Tidak ada kejadian lagi. Majukan jam, atau tutup simulasi.")
        elif to == "hours":
            coming = (now + timedelta(hours=HOURS)).isoformat(timespec="minutes")
        else:
            coming = spec.office.next_morning(now).isoformat(timespec="minutes")
        return Accepted(f"{CLOCK}:{len(steps) + 1}", {"at": coming, "to": to})

    def board(
        self, spec: SimulationSpec, responses: Sequence[Response], moment: Moment, language: str
    ) -> dict[str, Any]:
        """Return the shared clock with the newest common event, and what the debrief looks at."""
        return board(spec, responses, moment, language)

    def dealt(self, spec: SimulationSpec, context: Context, language: str) -> dict[str, Any]:
        """Return the inbox of the participant or their group."""
        return dealt(spec, context, language)

    def works_alone(self, spec: SimulationSpec) -> bool:
        """Return whether everybody has an inbox and a clock of their own."""
        return spec.by == "person" and spec.lead == "self"

    def finished(self, spec: SimulationSpec, own: Sequence[Response]) -> bool:
        """Return whether nothing waits in the inbox any more and nothing is on its way."""
        last = max((one.round for one in own), default=1)
        return any(course.done for course in courses(spec, own, last).values())

    def results(self, spec: SimulationSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return decisions, deadlines and meters of every round."""
        return simulation_results(spec, responses)

    def facilitator_results(
        self, spec: SimulationSpec, responses: Sequence[Response], language: str
    ) -> dict[str, Any]:
        """Return the same with the groups' boards, the next event and all replies."""
        last = max((one.round for one in responses), default=1)
        return simulation_results(spec, responses) | facilitator_view(spec, responses, last)

    def bot(
        self, spec: SimulationSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Decide on the oldest event that waits; with an own clock now and then let time pass."""
        desk = state["dealt"]
        waiting = [item for item in desk.get("inbox", ()) if item["decisions"] and not item["decided"]]
        if waiting and not desk["may"] and not any(item["decided"] for item in desk["inbox"]):
            return [("take_pen", {})]
        if not waiting or not desk["may"]:
            return ()
        if desk["waitable"] and dice.random() < 0.1:
            return [(WAIT, {"now": desk["now"]})]
        item = waiting[-1]
        reply = dice.choice(["", "Terima kasih, kami periksa hari ini"]) if item["reply"] else ""
        return [(DECIDE, {"event": item["id"], "choice": dice.choice(item["decisions"])["id"], "reply": reply})]

    def bot_facilitator(
        self, spec: SimulationSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Move the clock to the next event once most have decided."""
        here, known = state["board"], state["results"]
        ended = known["next"] is None and known["round"] == state["round"]
        if spec.by == "group":
            ready, desks = sum(not desk["waiting"] for desk in known["boards"]), len(known["boards"])
        else:
            ready, desks = here.get("voted", 0), state["expected"]
        if ended or 2 * ready <= desks:
            return ()
        return [("advance", {"to": "event", "now": here["now"]})]

    def summary(self, spec: SimulationSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return decisions, deadlines and meters of the last round, for the report."""
        return simulation_summary(spec, responses, language)

    def frame(self, spec: SimulationSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per decision, per wait and per step of the facilitator's clock, as they came.

        ``bagian`` is ``putusan``, ``menunggu`` or ``jam_kelas``; ``waktu_simulasi`` is the simulated moment;
        ``kejadian`` and ``pilihan`` are ids, ``isi`` is the choice in words; ``detik`` are real seconds since the
        event came.
        """
        parts = {DECIDE: "putusan", WAIT: "menunggu", CLOCK: "jam_kelas"}
        rows = []
        for one in responses:
            part = parts.get(one.slot.partition(":")[0])
            if part is None:
                continue
            event, choice = one.payload.get("event"), one.payload.get("choice")
            rows.append(
                {
                    **who(one),
                    **({"peserta": None} if one.participant == FACILITATOR else {}),
                    "bagian": part,
                    "waktu_simulasi": one.payload["at"],
                    "kejadian": event,
                    "pilihan": choice,
                    "isi": spec.by_id[event].by_id[choice].text.id if event and choice else None,
                    "terlambat": one.payload.get("late"),
                    "balasan": one.payload.get("reply"),
                    "detik": one.payload.get("seconds"),
                }
            )
        texts = dict.fromkeys(("bagian", "waktu_simulasi", "kejadian", "pilihan", "isi"), TEXT)
        return table(rows, {**texts, "terlambat": YES_NO, "balasan": TEXT, "detik": WHOLE})

    def plot(self, spec: SimulationSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw for the last round how many decided on each event in time and how many too late or never."""
        rounds = simulation_results(spec, responses)["rounds"]
        rows = [row for row in (rounds[-1]["events"] if rounds else ()) if row["counts"] and row["came"]]
        late = [(row["late"] or 0) + (row["missed"] or 0) for row in rows]
        return draw_bars(
            ax,
            title=spec.title.id,
            labels=[spec.by_id[row["id"]].subject.id for row in rows],
            series=[
                ("Terlambat atau tidak diputuskan", late),
                ("Diputuskan tepat waktu", [row["decided"] - (row["late"] or 0) for row in rows]),
            ],
            axis="Kelompok" if spec.by == "group" else "Orang",
        )

    def notice(self, spec: SimulationSpec) -> str:
        """Return who sees what; where only choices are sent, that."""
        return _ONLY_CHOICES if spec.choices_only else self.privacy.notice


def _led(outcome: Outcome, language: str) -> dict[str, Any]:
    return {
        "consequence_html": html(outcome.consequence, language),
        "note_html": html(outcome.note, language),
        "leads": [lead.event for lead in outcome.leads],
    }


def _moved_on() -> Refused:
    return Refused("moved_on", "Waktu simulasi sudah bergerak. Lihat keadaan yang sekarang, lalu coba lagi.")


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the simulation."""
    return [Simulation]
