"""Simulation, its time: deadlines, replay of an inbox, own clocks, and what a definition must not say."""

import random
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from etika_widgets.activities.simulation.course import Course, course_of, run
from etika_widgets.activities.simulation.spec import SimulationSpec
from etika_widgets.activities.simulation.timing import Deadline, Delay, Office
from etika_widgets.activity import Response
from etika_widgets.content.templates import collect_templates
from etika_widgets.errors import FieldError
from etika_widgets.spec import Text
from etika_widgets.testing import memory_class

from .simulations import LEADER, Desk, definition, simulation

OFFICE = Office(time(8), time(16), frozenset({date(2026, 3, 9)}))  # Monday is a holiday
FRIDAY = datetime(2026, 3, 6, 14)


# Delays and deadlines


@pytest.mark.parametrize(
    ("delay", "later"),
    [
        ({}, "2026-03-06T14:00"),
        ({"hours": 4}, "2026-03-06T18:00"),
        ({"minutes": 90}, "2026-03-06T15:30"),
        ({"workdays": 1}, "2026-03-10T14:00"),
        ({"workdays": 1, "at": "09:30"}, "2026-03-10T09:30"),
        ({"at": "15:00"}, "2026-03-06T15:00"),
        ({"at": "08:00"}, "2026-03-10T08:00"),
    ],
)
def test_a_delay_is_working_days_then_hours(delay, later):
    assert Delay.model_validate(delay).after(FRIDAY, OFFICE) == datetime.fromisoformat(later)


def test_hours_run_on_days_off_and_working_days_do_not():
    hours, days = Deadline(hours=72), Deadline(workdays=3)
    assert hours.due(FRIDAY, OFFICE) == datetime(2026, 3, 9, 14)
    assert days.due(FRIDAY, OFFICE) == datetime(2026, 3, 12, 16)
    sunday = datetime(2026, 3, 8, 13, 30)
    assert hours.left(sunday, hours.due(FRIDAY, OFFICE), OFFICE) == 25
    assert days.left(sunday, days.due(FRIDAY, OFFICE), OFFICE) == 3
    assert [one.left(datetime(2026, 4, 1), FRIDAY, OFFICE) for one in (hours, days)] == [0, 0]


@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
    days=st.integers(0, 20),
    hours=st.integers(0, 100),
    at=st.none() | st.times(),
)
def test_nothing_comes_before_its_cause(moment, days, hours, at):
    assert Delay(workdays=days, hours=hours, at=at).after(moment.replace(microsecond=0), OFFICE) >= moment.replace(
        second=0, microsecond=0
    )


# Replay


def decided(event: str, choice: str, at: datetime, step: int) -> Response:
    payload = {"event": event, "choice": choice, "at": at.isoformat(timespec="minutes"), "step": step, "late": False}
    return Response(
        participant="a", name="A", group=None, round=1, slot=f"decide:{event}", payload=payload, at=f"{step:04}"
    )


def told(course: Course) -> list[tuple]:
    """What has come, with the moments that must never change."""
    return [(item.event.id, item.came, item.due, item.cause) for item in course.items.values()]


PLAYS = st.lists(
    st.tuples(st.sampled_from(["lampu", "kabel", "rapat"]), st.integers(0, 1), st.integers(0, 40 * 60)), max_size=6
)


@given(plays=PLAYS)
def test_what_has_happened_stays_whatever_is_done_later(plays):
    spec, now, log = simulation(), datetime(2026, 3, 5, 8), []
    seen: list[tuple] = []
    for event, place, minutes in plays:
        now += timedelta(minutes=minutes)
        course = run(spec, log, now)
        assert told(course)[: len(seen)] == seen
        item = course.items.get(event)
        if item and item.waits:
            log.append(decided(event, item.event.decisions[place].id, now, len(log)))
        after = run(spec, log, now)
        assert told(after)[: len(course.items)] == told(course)
        assert [one.late for one in after.items.values()][: len(course.items)] == [
            one.late for one in course.items.values()
        ]
        assert all(one.came <= now for one in after.items.values())
        assert after.coming is None or after.coming > now
        assert 0 <= after.values["percaya"] <= 2
        seen = told(after)


def test_a_decision_in_the_last_minute_is_in_time():
    due = datetime(2026, 3, 6, 16)
    spec = simulation()
    assert run(spec, [], due).items["lampu"].late is False
    assert run(spec, [], due + timedelta(minutes=1)).items["lampu"].late is True
    assert run(spec, [decided("lampu", "janji", due, 0)], due + timedelta(days=1)).items["lampu"].late is False


# Everybody's own clock


@pytest.fixture
def alone():
    """A class in which everybody's decisions move their own clock; it ends with the test."""
    with ExitStack() as stack:
        yield Desk(stack.enter_context(memory_class([simulation(lead="self")])))


def test_alone_a_decision_takes_its_time_and_an_empty_desk_moves_on_to_the_next_event(alone):
    assert alone.decides(0, "lampu", "janji")["ok"]
    assert (alone.sees(0)["now"], alone.inbox(0)) == ("2026-03-06T09:00", ["rapat", "lampu"])
    assert alone.decides(0, "rapat", "hadir")["ok"]
    assert (alone.sees(0)["now"], alone.inbox(0)[0]) == ("2026-03-06T10:00", "kabel")
    assert (alone.sees(1)["now"], alone.inbox(1)) == ("2026-03-05T08:00", ["lampu"])
    assert alone.decides(0, "kabel", "diam")["ok"]
    assert (alone.sees(0)["done"], alone.inbox(0)[0], alone.sees(0)["now"]) == (True, "pujian", "2026-03-09T09:00")
    assert alone.projector()["board"] == {"walkers": 1, "decided": 3, "spot": None}


def test_alone_time_may_be_let_pass_until_an_event_or_a_missed_deadline(alone):
    now = alone.sees(0)["now"]
    assert alone.sees(0)["waitable"] is True
    assert alone.sends(0, "wait", now="2026-03-05T09:00")["code"] == "moved_on"
    assert alone.sends(0, "wait", now=now)["ok"]
    assert (alone.sees(0)["now"], alone.inbox(0)) == ("2026-03-06T09:00", ["rapat", "lampu"])
    assert alone.sends(0, "wait", now="2026-03-06T09:00")["ok"]
    assert alone.sees(0)["now"] == "2026-03-06T16:01"
    assert (alone.mail(0, "lampu")["deadline"]["late"], alone.inbox(0)) == (True, ["foto", "rapat", "lampu"])
    assert alone.sees(0)["waitable"] is False  # as things stand nothing else comes
    forward = {"to": "event", "now": now}
    assert alone.klass.submit(LEADER, "meja", "advance", forward)["code"] == "unknown_kind"


def test_an_own_clock_never_stands_before_the_last_entry():
    spec = simulation(lead="self")
    log = [decided("lampu", "janji", spec.start, 0)]
    assert course_of(spec, log, []).now == datetime(2026, 3, 6, 9)


# Definitions


def wrong(**changes):
    with pytest.raises(ValidationError) as found:
        simulation(**changes)
    return [(error["loc"], str(error["ctx"]["error"])) for error in found.value.errors()]


def events(place, **changes):
    made = definition()["events"]
    made[place] = {key: value for key, value in {**made[place], **changes}.items() if value is not None}
    return made


@pytest.mark.parametrize(
    ("changes", "loc", "message"),
    [
        ({"start": "besok"}, ("start",), "Tulis tanggal dan jam seperti 2026-03-02 08:00."),
        (
            {"start": "2026-03-02T08:00+07:00"},
            ("start",),
            "Tulis tanggal dan jam tanpa zona waktu, seperti 2026-03-02 08:00.",
        ),
        ({"opens": "pagi"}, ("opens",), 'Tulis jam dalam tanda kutip, seperti "08:00".'),
        ({"opens": "17:00"}, (), "'opens' harus lebih awal daripada 'closes'."),
        ({"events": []}, (), "'events' berisi 0 kejadian; harus 1 sampai 40. Tambah atau kurangi kejadian."),
        (
            {"events": events(0, at={"hours": 1})},
            (),
            "Sedikitnya satu kejadian harus datang saat mulai: tulis 'at: {}', tanpa 'if'.",
        ),
        (
            {"events": events(0, deadline={})},
            ("events", 0, "deadline"),
            "Tenggat ditulis dalam 'hours' (jam) atau 'workdays' (hari kerja), salah satu saja.",
        ),
        (
            {"events": events(0, deadline=None)},
            ("events", 0),
            "'missed' memerlukan 'deadline'. Tulis tenggatnya, atau hapus 'missed'.",
        ),
        (
            {"events": events(3, at=None)},
            ("events", 3),
            "Kejadian 'rapat' tidak pernah datang: tulis 'at' atau 'leads'.",
        ),
        (
            {"events": events(2, reply="Balas")},
            ("events", 2),
            "'deadline' dan 'reply' hanya berlaku untuk kejadian dengan 'decisions'.",
        ),
        (
            {"events": events(4, **{"if": "percaya"})},
            ("events", 4, "if"),
            "'if' harus menghasilkan benar/salah, misalnya 'waktu > 0'.",
        ),
        (
            {"events": events(4, **{"if": 'chose("lampu", "kabur")'})},
            ("events", 4, "if"),
            "Simpul 'lampu' tidak punya pilihan 'kabur'. Yang ada: janji, tutup, missed.",
        ),
        ({"choices_only": True}, ("events", 0, "reply"), "'choices_only' tidak menerima tulisan. Hapus 'reply'."),
        ({"variables": {}}, ("events", 4, "if"), "Variabel 'jujur' tidak ada. Yang ada: percaya."),
        (
            {"variables": {"percaya": 1}},
            (),
            "'variables, meters' memuat id yang sama lebih dari sekali: percaya. Beri id yang berbeda.",
        ),
        (
            {"meters": [{"id": "percaya", "text": "P", "words": ["a", "b"], "start": 0}]},
            ("meters", 0),
            "'words' harus berisi 3 sampai 7 kata atau frasa, dari yang terendah.",
        ),
        (
            {"meters": [{"id": "percaya", "text": "P", "words": ["a", "b", "c"], "start": 3}]},
            ("meters", 0),
            "'start' dihitung dari 0 dan paling besar 2.",
        ),
    ],
)
def test_what_is_wrong_with_a_definition_is_said_with_its_place(changes, loc, message):
    assert (loc, message) in wrong(**changes)


@pytest.mark.parametrize(
    ("outcome", "loc", "message"),
    [
        ({"leads": [{"event": "gempa"}]}, ("leads", 0), "Kejadian 'gempa' tidak ada. Periksa lagi id-nya."),
        ({"moves": {"nama": 1}}, ("moves", "nama"), "'nama' tidak ada. Yang ada: percaya."),
        ({"set": {"percaya": 1}}, ("set", "percaya"), "'percaya' tidak ada. Yang ada: jujur."),
        (
            {"set": {"jujur": 1}},
            ("set", "jujur"),
            "Isi 'set' untuk 'jujur' harus sejenis dengan nilai awalnya di 'variables'.",
        ),
        ({"set": {"jujur": "1 +"}}, ("set", "jujur"), "Syarat terputus. Ada bagian yang belum ditulis di akhir."),
    ],
)
def test_what_is_wrong_with_a_consequence_is_said_with_its_place(outcome, loc, message):
    decisions = [{"id": "hadir", "text": "Hadir", **outcome}, {"id": "titip", "text": "Titip"}]
    assert (("events", 3, "decisions", 0, *loc), message) in wrong(events=events(3, decisions=decisions))


KEYS = st.sampled_from(["id", "at", "hours", "event", "text"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["start", "opens", "holidays", "variables", "meters", "events", "minutes", "by"]


@given(value=ANYTHING, key=st.sampled_from(FIELDS))
def test_any_value_in_a_definition_is_taken_or_refused_in_words(value, key):
    try:
        simulation(**{key: value})
    except (ValidationError, FieldError):
        return


# The templates that come with the package

TEMPLATES = {
    name: one
    for name, one in collect_templates([(Path(__file__).parents[2] / "datasets", "etika")]).items()
    if one.type == "simulation"
}


def texts(value):
    """Yield every text of a definition."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)


def test_the_package_brings_three_templates_and_one_of_them_takes_no_text():
    closed = {name: one.values.get("choices_only", False) for name, one in TEMPLATES.items()}
    assert closed == {"incident": False, "ticket_desk": False, "whistleblowing": True}


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_event_of_a_template_can_come_and_every_play_ends(name):
    spec = SimulationSpec.model_validate(TEMPLATES[name].fill({"id": "sim", "lead": "self"}))
    assert [text.id for text in texts(spec) if not text.en] == []
    assert 6 <= len(spec.events) <= 10
    came: set[str] = set()
    for seed in range(60):
        dice, log = random.Random(seed), []
        while (course := course_of(spec, log, [])).open:
            item = dice.choice(course.open)
            later = course.next_change if dice.random() < 0.3 else None
            if later:
                payload = {"at": course.now.isoformat(), "to": later.isoformat(), "step": len(log)}
                log.append(replace(decided("", "", course.now, len(log)), slot=f"wait:{len(log)}", payload=payload))
            else:
                log.append(decided(item.event.id, dice.choice(item.event.decisions).id, course.now, len(log)))
        assert course.done
        came |= set(course.items)
    assert came == set(spec.by_id)
