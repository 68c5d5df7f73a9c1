from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from etika_widgets.activities.poll.spec import PollSpec
from etika_widgets.activity import FACILITATOR
from etika_widgets.content.library import default_library
from etika_widgets.errors import NoSuchClass
from etika_widgets.exchange import codebook, export_csv, log_export
from etika_widgets.storage.rows import Changes

from .classroom import CODE, FIRST, NAMES, PRIVATE, Classroom, open_classroom

BOM = b"\xef\xbb\xbf"


def read(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(BOM)
    return list(csv.DictReader(io.StringIO(data[3:].decode(), newline="")))


def export(room: Classroom, **options: Any) -> list[dict[str, str]]:
    return read(export_csv(room.store, room.code, room.types, **options))


def test_votes_and_answers_are_all_there(played: Classroom) -> None:
    rows = export(played)
    assert list(rows[0]) == ["peserta", "aktivitas", "jenis", "putaran", "kolom", "nilai", "hari", "sumber"]
    votes = [row["nilai"] for row in rows if row["aktivitas"] == "langkah_pertama" and row["putaran"] == "1"]
    assert Counter(votes) == Counter(FIRST)
    kinds = Counter((row["aktivitas"], row["putaran"]) for row in rows)
    assert kinds == {
        ("pretest", "1"): 60,
        ("langkah_pertama", "1"): 12,
        ("langkah_pertama", "2"): 11,
        ("lima_a", "1"): 50,
        ("diskusi_kasus", "1"): 12,
        ("posttest", "1"): 55,
    }
    assert {row["hari"] for row in rows} == {"2026-11-23"}
    assert {row["sumber"] for row in rows} == {"peserta"}
    assert len({row["peserta"] for row in rows}) == 12


def test_counted_hands_are_marked_rows_of_nobody(classroom: Classroom) -> None:
    classroom.join(NAMES)
    classroom.move("langkah_pertama", "reading", "open")
    classroom.say(0, "answer", "langkah_pertama", choices=["kerelaan"], reason="")
    counts = {"tetap_urut": 4, "dahulukan": 0, "kerelaan": 2, "penyelia": 0, "unsure": 1}
    classroom.lead("tally", "langkah_pertama", round=1, counts=counts)
    rows = export(classroom)
    assert [row["kolom"] for row in rows if row["sumber"] == "peserta"] == ["answer.choices.1"]
    counted = [row for row in rows if row["sumber"] == "dicatat fasilitator"]
    assert {row["kolom"]: row["nilai"] for row in counted} == {f"tally.{name}": str(n) for name, n in counts.items()}
    assert {(row["peserta"], row["aktivitas"], row["putaran"]) for row in counted} == {("", "langkah_pertama", "1")}


def test_what_the_facilitator_directed_stays_behind(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    gallery = default_library().pack("galeri")
    [scene] = [activity for activity in gallery.activities if activity.type == "role_play"]
    room = open_classroom(tmp_path, monkeypatch, gallery.model_copy(update={"activities": (scene,), "runsheet": ()}))
    room.join(NAMES)
    room.lead("group", largest=6)
    room.move(scene.id, "reading", "open")
    room.lead("start_round", scene.id, round=1)
    room.say(0, "ready", scene.id, round=1)
    [start] = [row for row in room.store.changes(CODE).responses if row.participant == FACILITATOR]
    assert room.people[0] in json.dumps(start.payload)  # who plays what: with the ids that must not leave
    rows = export(room, texts=True)
    assert {row["sumber"] for row in rows} == {"peserta"}
    assert len({row["peserta"] for row in rows}) == 1
    assert not any(person in json.dumps(rows) for person in room.people)


def test_neither_names_nor_ids_nor_texts_leave(played: Classroom) -> None:
    data = export_csv(played.store, CODE, played.types).decode()
    for secret in [*NAMES, *played.people, PRIVATE, "Nomor urut itu janji kita."]:
        assert secret not in data
    assert "T0" not in data, "no time of day"


def test_texts_leave_only_when_asked_for_and_journals_never(played: Classroom) -> None:
    rows = export(played, texts=True)
    texts = [row for row in rows if row["kolom"] == "answer.reason"]
    assert len(texts) == 12
    assert not [row for row in rows if row["aktivitas"] in ("jurnal", "komitmen")]


def test_sensitive_activities_stay_behind(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = open_classroom(tmp_path, monkeypatch).pack
    poll = PollSpec(id="peka", question="Pernah?", options=["Ya", "Tidak"], sensitive=True)  # type: ignore[arg-type]
    inner = tmp_path / "peka"
    inner.mkdir()
    room = open_classroom(inner, monkeypatch, whole.model_copy(update={"activities": (poll,), "runsheet": ()}))
    room.join(NAMES)
    room.move("peka", "reading", "open")
    for person in range(12):
        room.say(person, "answer", "peka", choices=["ya"], reason="")
    assert export(room) == []
    book = read(codebook(room.store, CODE, room.types))
    assert ("tidak diekspor", "peka") in [(row["bagian"], row["nama"]) for row in book]


def test_two_exports_share_no_id_and_not_their_order(played: Classroom) -> None:
    first, second = export(played), export(played)
    assert not {row["peserta"] for row in first} & {row["peserta"] for row in second}
    bare = [[(row["aktivitas"], row["kolom"], row["nilai"]) for row in rows] for rows in (first, second)]
    assert Counter(bare[0]) == Counter(bare[1])
    assert bare[0] != bare[1], "two hundred shuffled rows"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝"])
def test_formulas_are_disarmed(played: Classroom, start: str) -> None:
    # The class has ended; a text that begins like a formula is put in the store as it would have come.
    room = played
    rows = room.store.changes(CODE)
    [answer] = [
        row
        for row in rows.responses
        if row.activity == "langkah_pertama" and row.round == 1 and row.participant == room.people[3]
    ]
    evil = f'{start}HYPERLINK("http://x";"y")'
    assert answer.payload is not None
    with room.store.transaction(CODE) as transaction:
        klass = transaction.changes(0).klass
        assert klass is not None
        changed = replace(answer, payload={**answer.payload, "reason": evil}, rev=klass.rev + 1)
        changes = Changes(klass=replace(klass, rev=klass.rev + 1), responses=[changed])
        transaction.save(changes)
    values = [row["nilai"] for row in export(room, texts=True)]
    assert f"'{evil}" in values
    assert not [value for value in values if value.startswith(start)]


def test_an_export_is_logged_without_people(played: Classroom) -> None:
    before = played.store.changes(CODE).rev
    export_csv(played.store, CODE, played.types)
    event = played.store.events(CODE)[-1]
    assert (event.kind, event.role, event.participant) == ("export", "facilitator", None)
    assert event.detail == {"format": "csv", "texts": False}
    assert played.store.changes(CODE).rev == event.rev == before + 1
    played.lead("rename", participant=played.people[0], name="Merpati Pagi")  # the desk keeps up with it


def test_an_export_that_cannot_be_logged_does_not_happen(played: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*args: object) -> None:
        raise NoSuchClass(CODE)

    monkeypatch.setattr(played.store, "transaction", busy)
    with pytest.raises(NoSuchClass):
        export_csv(played.store, CODE, played.types)


def test_log_of_an_unknown_class(classroom: Classroom) -> None:
    with pytest.raises(NoSuchClass):
        log_export(classroom.store, "XXXXXX", format="csv")


def test_codebook_explains_every_column_activity_and_value(played: Classroom) -> None:
    book = read(codebook(played.store, CODE, played.types))
    entries = {(row["bagian"], row["nama"]): row["arti"] for row in book}
    assert "koma" in entries["berkas", "format"]
    assert "petik tunggal" in entries["berkas", "rumus"]
    assert entries["nilai pretest", "p1.b"].startswith("Perlakuan yang sama bagi semua")
    assert entries["nilai langkah_pertama", "unsure"] == "Belum yakin"
    assert entries["kunci pretest", "p1"] == "b"
    for row in export(played):
        assert ("aktivitas", row["aktivitas"]) in entries
        part = row["kolom"].removeprefix("answer.answers.")
        prefix = f"{part}." if row["jenis"] == "quiz" else ""
        assert (f"nilai {row['aktivitas']}", prefix + row["nilai"]) in entries
    assert set(next(iter(export(played)))) <= {name for part, name in entries if part == "kolom"}


def test_keys_are_not_in_the_codebook_before_they_are_revealed(classroom: Classroom) -> None:
    book = read(codebook(classroom.store, CODE, classroom.types))
    assert not [row for row in book if row["bagian"].startswith("kunci")]
