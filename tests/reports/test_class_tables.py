"""The class tables: what they say of people, of whom they say nothing, and that their sums are those of the store."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etika_widgets._plugins import activity_types
from etika_widgets.activities.poll.spec import PollSpec
from etika_widgets.activity import Trace
from etika_widgets.content.library import default_library
from etika_widgets.errors import SettingError
from etika_widgets.exchange import codebook, export_table
from etika_widgets.exchange.class_tables import TABLES, frame, rows_of
from etika_widgets.room import Role, Room, Viewer
from etika_widgets.storage.rows import Changes, ResponseRow
from etika_widgets.testing import memory_class

from .classroom import CODE, NAMES, POST, PRE, Classroom, open_classroom

DOCUMENT = Path(__file__).parents[2] / "docs" / "class_tables.md"


def room_of(classroom: Classroom) -> Room:
    room = Room(classroom.code, classroom.types)
    room.apply(classroom.store.changes(classroom.code))
    return room


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_progress_says_who_is_how_far_in_what_was_opened(played: Classroom) -> None:
    found = frame("progres", room_of(played))
    assert Counter(zip(found["aktivitas"], found["keadaan"], strict=True)) == {
        ("pretest", "selesai"): 12,
        ("langkah_pertama", "selesai"): 11,
        ("langkah_pertama", "sebagian"): 1,
        ("lima_a", "selesai"): 10,
        ("lima_a", "belum"): 2,
        ("diskusi_kasus", "selesai"): 12,
        ("jurnal", "tidak dirinci"): 1,
        ("komitmen", "tidak dirinci"): 1,
        ("posttest", "selesai"): 11,
        ("posttest", "belum"): 1,
    }
    left = found[(found["peserta"] == NAMES[11]) & (found["aktivitas"] == "langkah_pertama")].iloc[0]
    assert (left["putaran_dijawab"], left["putaran_dibuka"], left["cara"]) == (1, 2, "sendiri")
    assert left["pertama"] == left["terakhir"]
    assert left["pertama"].isoformat() == "2026-11-23T01:20:00+00:00"
    assert found[found["keadaan"] == "tidak dirinci"][["peserta", "kelompok", "pertama"]].isna().all().all()


def test_participation_counts_ways_of_taking_part_and_no_right_answers(played: Classroom) -> None:
    found = frame("partisipasi", room_of(played)).set_index("peserta").drop(columns="kelompok")
    nothing = {"kartu": 0, "bantuan": 0, "pertanyaan": 0, "dukungan": 0}
    assert found.loc[NAMES[0]].to_dict() == {"dijawab": 5, "dibuka": 5, "alasan": 2, **nothing}
    assert found.loc[NAMES[11]].to_dict() == {"dijawab": 3, "dibuka": 5, "alasan": 2, **nothing}


def test_scores_stand_with_their_role_and_say_who_took_both(played: Classroom) -> None:
    found = frame("nilai", room_of(played))
    scores = {(row.peserta, row.peran): (row.benar, row.dari, row.berpasangan) for row in found.itertuples()}
    pre = {(name, "pre-test"): (n, 5, name != NAMES[11]) for name, n in zip(NAMES, PRE, strict=True)}
    post = {(name, "post-test"): (n, 5, True) for name, n in zip(NAMES, POST, strict=False)}
    assert scores == pre | post


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_its_declared_columns_and_types_before_anybody_has_come(
    classroom: Classroom, played: Classroom, name: str
) -> None:
    declared = {column.name: column.kind for column in TABLES[name]}
    empty, full = frame(name, room_of(classroom)), frame(name, room_of(played))
    assert {one: str(kind) for one, kind in full.dtypes.items()} == declared
    assert dict(empty.dtypes) == dict(full.dtypes)


def test_an_activity_that_was_not_opened_is_in_no_table(classroom: Classroom) -> None:
    classroom.join(NAMES)
    classroom.move("pretest", "reading")
    room = room_of(classroom)
    assert (rows_of("progres", room), rows_of("nilai", room)) == ([], [])
    assert {row["dibuka"] for row in rows_of("partisipasi", room)} == {0}


def test_a_sensitive_activity_says_nothing_about_anybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = default_library().pack("keluhan_di_loket")
    poll = PollSpec(id="peka", question="Pernah?", options=["Ya", "Tidak"], sensitive=True)  # type: ignore[arg-type]
    room = open_classroom(tmp_path, monkeypatch, whole.model_copy(update={"activities": (poll,), "runsheet": ()}))
    room.join(NAMES)
    room.move("peka", "reading", "open")
    room.say(0, "answer", "peka", choices=["ya"], reason="")
    [row] = rows_of("progres", room_of(room))
    assert (row["peserta"], row["aktivitas"], row["keadaan"]) == (None, "peka", "tidak dirinci")
    assert {(one["dijawab"], one["dibuka"]) for one in rows_of("partisipasi", room_of(room))} == {(0, 0)}


def test_a_group_that_answers_as_one_is_done_together() -> None:
    gallery = default_library().pack("galeri")
    spec = next(one for one in gallery.activities if one.type == "simulation")
    spec = spec.model_validate({**spec.model_dump(mode="json"), "by": "group", "lead": "facilitator"})
    with memory_class([spec]) as klass:
        people = [klass.join(f"Kenari {letter}") for letter in "ABCDEFGH"]
        klass.online = frozenset(people)
        klass.submit(Viewer(Role.FACILITATOR), None, "group", {"largest": 4})
        klass.move(spec.id, "reading", "open")
        writer = next(one for one in klass.room().people.present() if one.is_writer)
        inbox = klass.state(spec.id, writer.id)["dealt"]["inbox"]
        event = next(item for item in inbox if item["decisions"])
        payload = {"event": event["id"], "choice": event["decisions"][0]["id"]}
        assert klass.submit(Viewer(Role.PARTICIPANT, writer.id), spec.id, "decide", payload)["ok"]
        states = {row["peserta"]: (row["keadaan"], row["cara"]) for row in rows_of("progres", klass.room())}
        group = {one.id: one.group for one in klass.room().people.present()}
        expected = {who: ("selesai" if group[who] == writer.group else "belum", "kelompok") for who in people}
        assert states == expected


@pytest.mark.parametrize("name", TABLES)
def test_a_csv_file_names_nobody_and_tells_days_only(played: Classroom, name: str) -> None:
    first, second = (export_table(played.store, CODE, played.types, name) for _ in range(2))
    text = first.decode()
    assert [secret for secret in (*NAMES, *played.people) if secret in text] == []
    assert re.search(r"T\d\d|\d\d:\d\d", text) is None
    rows = read(first)
    assert list(rows[0]) == [column.name for column in TABLES[name] if column.leaves]
    assert "kelompok" not in rows[0]
    assert len(rows) == len(rows_of(name, room_of(played)))
    assert len({row["peserta"] for row in rows if row["peserta"]}) == 12
    assert not {row["peserta"] for row in rows if row["peserta"]} & {row["peserta"] for row in read(second)}
    event = played.store.events(CODE)[-1]
    assert (event.kind, event.detail) == ("export", {"format": "csv", "table": name})


def test_an_unknown_table_is_refused_by_name_and_leaves_no_trace_in_the_log(played: Classroom) -> None:
    before = played.store.events(CODE)
    with pytest.raises(SettingError, match=r"'peringkat' tidak ada\. Yang ada: progres, partisipasi, nilai"):
        export_table(played.store, CODE, played.types, "peringkat")
    assert played.store.events(CODE) == before


def test_codebook_and_document_explain_every_column(played: Classroom) -> None:
    book = {(row["bagian"], row["nama"]): row["arti"] for row in read(codebook(played.store, CODE, played.types))}
    document = DOCUMENT.read_text(encoding="utf-8")
    for name, columns in TABLES.items():
        assert {part[1] for part in book if part[0] == f"tabel {name}"} == {one.name for one in columns if one.leaves}
        section = document.split(f"## `{name}`")[1].split("\n## ")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [one.name for one in columns]
    assert book["tabel nilai", "dari"].endswith("Satuan: butir.")


QUIZ = default_library().pack("keluhan_di_loket").activity("pretest")
SENSITIVE = {"id": "peka", "type": "poll", "question": "Pernah?", "options": ["Ya", "Tidak"], "sensitive": True}
PEOPLE = 4
TEXTS = st.sampled_from(["", "  ", "Sebab"])
ANSWERS: st.SearchStrategy[tuple[str, str, dict[str, Any]]] = st.one_of(
    st.fixed_dictionaries(
        {"answers": st.fixed_dictionaries({item.id: st.sampled_from("abcd") for item in QUIZ.items})}
    ).map(lambda payload: ("pretest", "answer", payload)),
    st.tuples(st.sampled_from(["suara", "peka"]), TEXTS).map(
        lambda drawn: (drawn[0], "answer", {"choices": ["ya"], "reason": drawn[1]})
    ),
    st.tuples(st.sampled_from(["dinding", "tanya"]), st.integers(1, 3)).map(
        lambda drawn: (drawn[0], f"card:{drawn[1]}", {"id": "0123456789ab", "text": "Satu"})
    ),
    st.lists(st.sampled_from(["aa", "bb", "cc"]), unique=True).map(lambda ids: ("tanya", "votes", {"ids": ids})),
)


@pytest.fixture(scope="module")
def begun() -> Iterator[tuple[str, list[str], Changes]]:
    """A class of four in which all is open: its code, its people, its rows."""
    poll = {"id": "suara", "type": "poll", "question": "Apa?", "options": ["Ya", "Tidak"], "reason": "optional"}
    wall, qna = (
        {"id": name, "type": kind, "prompt": "Apa?"} for name, kind in (("dinding", "wall"), ("tanya", "qna"))
    )
    with memory_class([QUIZ, poll, SENSITIVE, wall, qna]) as klass:
        people = [klass.join(f"Kenari {letter}") for letter in "ABCD"[:PEOPLE]]
        for name in klass.room().activities:
            klass.move(name, "reading", "open")
        yield klass.code, people, klass.store.changes(klass.code)


def answer(participant: str, activity: str, slot: str, payload: Any) -> ResponseRow:
    at = "2026-11-23T01:00:00.000Z"
    return ResponseRow(activity=activity, round=1, slot=slot, participant=participant, payload=payload, seq=1, at=at)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, PEOPLE - 1), ANSWERS, st.booleans()), max_size=25))
def test_sums_of_the_tables_are_those_of_the_stored_answers(
    begun: tuple[str, list[str], Changes], drawn: list[tuple[int, tuple[str, str, Any], bool]]
) -> None:
    code, people, rows = begun
    last = {
        (person, activity, slot): not withdrawn and payload for person, (activity, slot, payload), withdrawn in drawn
    }
    room = Room(code, activity_types())
    room.apply(rows)
    room.apply(
        Changes(responses=[answer(people[who], *place, payload or None) for (who, *place), payload in last.items()])
    )
    told = [
        (people[who], name, slot, payload) for (who, name, slot), payload in last.items() if payload and name != "peka"
    ]
    progress, participation, scores = (rows_of(name, room) for name in TABLES)

    answered = {(who, name) for who, name, _, _ in told}
    states = {(row["peserta"], row["aktivitas"]): row["keadaan"] for row in progress}
    assert {place for place, state in states.items() if state in ("sebagian", "selesai")} == answered
    assert (len(progress), len(states)) == (4 * PEOPLE + 1, 4 * PEOPLE + 1)
    sums = {key: sum(row[key] for row in participation) for key in ("dijawab", *get_args(Trace))}
    assert sums == {
        "dijawab": len(answered),
        "alasan": sum(payload["reason"] == "Sebab" for _, name, _, payload in told if name == "suara"),
        "kartu": sum(name == "dinding" for _, name, _, _ in told),
        "bantuan": 0,
        "pertanyaan": sum(name == "tanya" and slot != "votes" for _, name, slot, _ in told),
        "dukungan": sum(len(payload["ids"]) for _, _, slot, payload in told if slot == "votes"),
    }
    right = {item.id: item.key for item in QUIZ.items}
    sheets = [payload["answers"] for _, name, _, payload in told if name == "pretest"]
    marks = Counter(sum(sheet[item] == key for item, key in right.items()) for sheet in sheets)
    assert Counter(row["benar"] for row in scores) == marks
    assert {(row["dari"], row["peran"], row["berpasangan"]) for row in scores} <= {(len(right), None, None)}
