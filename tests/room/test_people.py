from __future__ import annotations

from collections import Counter

import pytest

from etika_widgets.room import Desk
from etika_widgets.room.codes import ALPHABET, new_class_code

from .conftest import DOOR


def test_class_codes_are_six_characters_that_cannot_be_misread():
    codes = {new_class_code() for _ in range(300)}
    assert all(len(code) == 6 and set(code) <= set(ALPHABET) for code in codes)
    assert not set("0O1IL") & set(ALPHABET)
    assert len(codes) == 300


def test_a_join_sent_twice_makes_one_participant_with_one_resume_code(klass):
    intent = klass.intent("join", name="Kenari Teduh")
    first, second = klass.send(DOOR, intent), klass.send(DOOR, intent)
    assert first.data == second.data
    assert [person.name for person in klass.room.people.present()] == ["Kenari Teduh"]


def test_a_resume_code_leads_to_its_owner_and_is_stored_only_as_a_hash(klass, tmp_path):
    data = klass.send(DOOR, klass.intent("join", name="Kenari Teduh")).data
    klass.join("Merpati Tenang")
    found = klass.send(DOOR, klass.intent("resume", code=f" {data['resume'][:4].lower()}-{data['resume'][4:]} "))
    assert found.data == {"participant": data["participant"]}
    assert len(data["resume"]) == 8
    klass.desk.store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("etika.sqlite3*"))
    assert data["participant"].encode() in kept
    assert data["resume"].encode() not in kept


def test_a_wrong_resume_code_is_refused(klass):
    klass.join("Kenari")
    assert klass.send(DOOR, klass.intent("resume", code="22222222")).error.code == "unknown_resume"


@pytest.mark.parametrize(
    "name", ["198503122010011002", "1985 0312 2010 0110 02", "3174-0512-0385-0001", "a", "  ", "1" * 41]
)
def test_a_name_that_is_a_number_of_a_person_or_no_name_is_refused(klass, name):
    assert not klass.send(DOOR, klass.intent("join", name=name)).ok
    assert klass.room.people.present() == []


def test_a_pseudonym_in_use_is_refused_and_another_one_offered(klass):
    klass.join("Kenari Teduh")
    outcome = klass.send(DOOR, klass.intent("join", name="kenari teduh"))
    assert outcome.error.code == "name_taken"
    assert "Coba '" in str(outcome.error)


def test_an_offered_pseudonym_taken_meanwhile_is_replaced_by_a_free_one(klass):
    klass.join("Kenari Teduh")
    outcome = klass.send(DOOR, klass.intent("join", name="Kenari Teduh", offered=True))
    assert outcome.ok
    names = [person.name for person in klass.room.people.present()]
    assert names[0] == "Kenari Teduh"
    assert len(set(names)) == 2


def test_groups_differ_by_at_most_one_and_have_one_writer_each(klass):
    for number in range(13):
        klass.join(f"Peserta {chr(97 + number)}")
    assert klass.lead("group", largest=6).ok
    people = klass.room.people.present()
    assert sorted(Counter(person.group for person in people).values()) == [4, 4, 5]
    assert Counter(person.group for person in people if person.is_writer) == {1: 1, 2: 1, 3: 1}


def test_a_late_joiner_lands_in_the_present_phase_and_in_the_smallest_group(klass):
    for number in range(5):
        klass.join(f"Peserta {chr(97 + number)}")
    klass.lead("group", largest=3)
    klass.move("diskusi_kasus", "reading", "open")
    late = klass.join("Terlambat")
    assert klass.sees(late, "diskusi_kasus")["phase"] == "open"
    assert sorted(Counter(person.group for person in klass.room.people.present()).values()) == [3, 3]


def test_only_one_member_holds_the_pen_and_another_can_take_it(klass):
    people = [klass.join(f"Peserta {letter}") for letter in "abc"]
    klass.lead("group", largest=6)
    reader = next(person for person in people if not klass.room.people.all[person.participant].is_writer)
    assert klass.send(reader, klass.intent("take_pen")).ok
    writers = [person.id for person in klass.room.people.present() if person.is_writer]
    assert writers == [reader.participant]


def test_removing_somebody_takes_their_words_out_and_hands_the_pen_on(klass, tmp_path):
    people = [klass.join(f"Peserta {letter}") for letter in "abc"]
    klass.lead("group", largest=6)
    klass.move("diskusi_kasus", "reading", "open")
    writer = next(person for person in people if klass.room.people.all[person.participant].is_writer)
    position = klass.room.activities["diskusi_kasus"].spec.positions[0].id
    assert klass.answer(writer, "diskusi_kasus", "position", choice=position, reason="KENARI_MENULIS_INI").ok
    assert klass.lead("remove", participant=writer.participant).ok
    room = klass.room
    assert room.people.get(writer.participant) is None
    assert room.responses("diskusi_kasus") == []
    assert sum(person.is_writer for person in room.people.present()) == 1
    assert klass.answer(writer, "diskusi_kasus", "position", choice=position, reason="x").error.code == "removed"


def test_renaming_keeps_answers_and_refuses_a_number(klass):
    person = klass.join("Kenari")
    assert klass.lead("rename", participant=person.participant, name="Merpati Tenang").ok
    assert not klass.lead("rename", participant=person.participant, name="198503122010011002").ok
    assert klass.sees(person)["me"]["name"] == "Merpati Tenang"


def test_a_new_desk_rebuilds_the_class_from_the_store_alone(klass, store):
    person = klass.join("Kenari")
    klass.move("pretest", "reading", "open")
    fresh = Desk(store, klass.desk.types)
    outcomes, _ = fresh.submit(klass.code, [(DOOR, klass.intent("join", name="Kenari"))])
    assert outcomes[0].error.code == "name_taken"
    assert klass.room.people.get(person.participant).name == "Kenari"
