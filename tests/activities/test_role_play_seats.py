"""Who holds which card: dealing, rotating, dealing again."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.activities.role_play.seating import Play, deal, deal_again, lineup
from etika_widgets.activities.role_play.spec import RolePlaySpec
from etika_widgets.activity import Mate

ACTING = {"petugas", "warga", "pengawas"}
DEFINITION = {
    "id": "peran",
    "scenario": "Berkas ditolak.",
    "roles": [
        {"id": name, "title": name, "line": "Di loket", "wants": "Selesai"}
        for name in ("petugas", "warga", "pengawas")
    ]
    + [{"id": "pengamat", "title": "Pengamat", "line": "Melihat", "wants": "Mencatat", "many": True}],
    "rounds": [{"name": "Satu", "minutes": 4}],
    "prompts": ["Apa yang menenangkan?"],
}


def spec(**changes):
    return RolePlaySpec.model_validate(DEFINITION | changes)


SPEC = spec()


def mates(count, group=1, offline=(), first=1):
    return [
        Mate(participant=f"p{n}", name=f"Nama {n}", online=f"p{n}" not in offline, group=group)
        for n in range(first, first + count)
    ]


def played(definition, everybody, rounds):
    """Return the rounds dealt one after the other."""
    done = []
    for number in range(1, rounds + 1):
        done.append(Play(number, f"{number:02}", f"{number:02}", deal(definition, everybody, done)))
    return done


@pytest.mark.parametrize(
    ("size", "roles"),
    [
        (1, ["petugas"]),
        (2, ["petugas", "warga"]),
        (3, ["petugas", "warga", "pengawas"]),
        (4, ["petugas", "warga", "pengawas", "pengamat"]),
        (5, ["petugas", "warga", "pengamat", "pengawas", "pengamat"]),
        (6, ["petugas", "pengamat", "warga", "pengamat", "pengawas", "pengamat"]),
    ],
)
def test_a_group_has_its_roles_by_importance_with_observers_in_between(size, roles):
    assert lineup(SPEC, size) == roles


def test_a_role_may_be_there_twice_where_the_group_is_large_enough():
    roles = [{**role, "max": 2} if role["id"] == "warga" else role for role in DEFINITION["roles"]]
    assert Counter(lineup(spec(roles=roles), 6)) == {"petugas": 1, "warga": 2, "pengawas": 1, "pengamat": 2}
    assert Counter(lineup(spec(roles=roles), 3)) == {"petugas": 1, "warga": 1, "pengawas": 1}


@given(st.integers(1, 40), st.integers(1, 3), st.integers(1, 3))
def test_every_chair_has_a_role_and_no_role_too_many(size, most, least):
    least = min(least, most)
    roles = [{**role, "min": least, "max": most} for role in DEFINITION["roles"]]
    seats = Counter(lineup(spec(roles=roles), size))
    assert sum(seats.values()) == size
    assert all(seats[name] <= most for name in ACTING)
    assert seats["pengamat"] == max(0, size - 3 * most)


@given(st.integers(3, 8))
def test_nobody_plays_a_role_twice_before_everybody_had_it(size):
    rounds = played(SPEC, mates(size), size)
    for who in (f"p{n}" for n in range(1, size + 1)):
        acted = [role for play in rounds for name, role in play.seats[1] if name == who and role in ACTING]
        assert sorted(acted) == sorted(ACTING)


@given(st.integers(4, 8))
def test_who_watched_acts_next(size):
    first, second = played(SPEC, mates(size), 2)
    watched = [{who for who, role in play.seats[1] if role == "pengamat"} for play in (first, second)]
    assert len(watched[0] & watched[1]) == max(0, size - 6)


@given(st.lists(st.sets(st.integers(1, 8), min_size=3), min_size=1, max_size=4))
def test_whoever_comes_and_goes_everybody_present_has_one_seat(here):
    done = []
    for number, people in enumerate(here, start=1):
        everybody = mates(8, offline={f"p{n}" for n in range(1, 9)} - {f"p{n}" for n in people})
        seats = deal(SPEC, everybody, done)
        assert sorted(who for who, _ in seats[1]) == sorted(f"p{n}" for n in people)
        assert {role for _, role in seats[1]} >= ACTING
        done.append(Play(number, f"{number:02}", "", seats))
    assert deal(SPEC, everybody, done[:-1]) == done[-1].seats  # the same people always get the same cards


def test_each_group_is_dealt_for_itself_and_people_without_a_group_or_a_line_are_left_out():
    everybody = [*mates(3), *mates(4, group=2, first=4, offline={"p7"}), Mate(participant="x", name="X", online=True)]
    assert deal(SPEC, everybody, []) == {
        1: [("p1", "petugas"), ("p2", "warga"), ("p3", "pengawas")],
        2: [("p4", "petugas"), ("p5", "warga"), ("p6", "pengawas")],
    }


def test_the_card_of_somebody_gone_goes_to_an_observer_and_no_other_card_moves():
    [play] = played(SPEC, mates(5), 1)
    assert play.seats[1][0] == ("p1", "petugas")
    again = deal_again(SPEC, play, 1, mates(5, offline={"p1"}), [play])
    assert again == [("p1", "pengamat"), ("p2", "warga"), ("p3", "petugas"), ("p4", "pengawas"), ("p5", "pengamat")]


def test_a_latecomer_may_take_the_card_of_somebody_gone():
    [play] = played(SPEC, mates(3), 1)
    again = deal_again(SPEC, play, 1, mates(4, offline={"p2"}), [play])
    assert again == [("p1", "petugas"), ("p2", "pengamat"), ("p3", "pengawas"), ("p4", "warga")]


def test_without_an_observer_a_card_stays_where_it_is():
    [play] = played(SPEC, mates(3), 1)
    assert deal_again(SPEC, play, 1, mates(3, offline={"p2"}), [play]) == play.seats[1]
