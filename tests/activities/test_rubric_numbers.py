"""Who is asked to rate, and what comes of the ratings: medians, agreement, the widest disagreements."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.activities.rubric.raters import Performance, allot, line_up, next_performers
from etika_widgets.activities.rubric.results import Rating, cases, rubric_results
from etika_widgets.activities.rubric.spec import RubricSpec
from etika_widgets.activity import FACILITATOR, Mate
from etika_widgets.measures.agreement import icc

DEFINITION = {
    "id": "nilai",
    "criteria": [{"id": name, "label": name, "anchors": list("1234")} for name in ("dengar", "jelas")],
}
SPEC = RubricSpec.model_validate(DEFINITION)
ROLES = RubricSpec.model_validate(DEFINITION | {"of": "roles", "roles": ["Petugas", "Warga"]})


def mates(count, offline=(), size=4):
    return [
        Mate(participant=f"p{n}", name=f"Nama {n}", online=f"p{n}" not in offline, group=1 + (n - 1) // size)
        for n in range(1, count + 1)
    ]


def rated(rater, dengar, jelas, number=1, subject="all", leads=False):
    return Rating(number, subject, rater, {"dengar": dengar, "jelas": jelas}, leads)


# Who is asked


PEOPLE = mates(12)
FIRST = line_up(1, 1, ["p1", "p2", "p3", "p4"], PEOPLE, [])


def test_the_performers_do_not_rate_and_everybody_else_stands_in_line():
    assert sorted(FIRST.order) == sorted(f"p{n}" for n in range(5, 13))
    assert line_up(1, 1, ["p1", "p2", "p3", "p4"], reversed(PEOPLE), []) == FIRST


def test_whoever_rated_least_is_asked_first():
    given = [rated(who, 2, 2) for who in FIRST.order[:3]]
    second = line_up(2, 2, ["p5", "p6", "p7", "p8"], PEOPLE, given)
    busy = [who for who in second.order if who in FIRST.order[:3]]
    assert second.order[len(second.order) - len(busy) :] == tuple(busy)


def test_as_many_as_wanted_are_asked_and_the_next_in_line_replaces_who_leaves():
    asked = allot(FIRST, ["all"], 3, PEOPLE, [])
    assert asked == {who: ["all"] for who in FIRST.order[:3]}
    left = allot(FIRST, ["all"], 3, mates(12, offline={FIRST.order[1]}), [])
    assert left == {who: ["all"] for who in [FIRST.order[0], *FIRST.order[2:4]]}


def test_what_came_fills_its_seat_even_when_its_rater_is_gone():
    gone = FIRST.order[0]
    asked = allot(
        FIRST, ["all"], 3, mates(12, offline={gone}), [rated(gone, 2, 2), rated(FACILITATOR, 1, 1, leads=True)]
    )
    assert asked == {who: ["all"] for who in FIRST.order[:3]}


def test_two_roles_are_rated_by_different_people_and_by_the_same_only_where_few_are_there():
    asked = allot(FIRST, ["petugas", "warga"], 3, PEOPLE, [])
    assert Counter(one for subjects in asked.values() for one in subjects) == {"petugas": 3, "warga": 3}
    assert max(map(len, asked.values())) == 1
    few = mates(7)
    asked = allot(line_up(1, 1, ["p1", "p2", "p3", "p4"], few, []), ["petugas", "warga"], 3, few, [])
    assert {who: sorted(subjects) for who, subjects in asked.items()} == {
        who: ["petugas", "warga"] for who in ("p5", "p6", "p7")
    }


def test_newcomers_wait_at_the_end_of_the_line():
    more = [*PEOPLE, *(Mate(participant=f"x{n}", name="X", online=True) for n in range(9))]
    for subjects in (["all"], ["petugas", "warga"]):
        assert allot(FIRST, subjects, 3, more, []) == allot(FIRST, subjects, 3, PEOPLE, [])


@given(
    st.integers(5, 30),
    st.sets(st.integers(1, 30)),
    st.integers(1, 30),
    st.integers(3, 8),
    st.sampled_from([["all"], ["a", "b"], ["a", "b", "c"]]),
)
def test_when_somebody_leaves_nobody_who_was_asked_loses_a_task(count, offline, leaver, peers, subjects):
    everybody = mates(count, {f"p{n}" for n in offline})
    turn = line_up(1, 1, ["p1", "p2", "p3", "p4"], everybody, [])
    before = allot(turn, subjects, peers, everybody, [])
    here = {one.participant for one in everybody if one.online} - set(turn.performers)
    assert set(before) <= here
    wanted = min(peers, len(here))
    assert Counter(one for own in before.values() for one in own) == Counter(
        dict.fromkeys(subjects, wanted) if here else {}
    )
    after = allot(turn, subjects, peers, mates(count, {f"p{n}" for n in {*offline, leaver}}), [])
    assert all(set(own) <= set(after[who]) for who, own in before.items() if who != f"p{leaver}")


def test_turns_go_round_by_group_or_by_person():
    assert next_performers(PEOPLE, [])[0] == 1
    assert next_performers(PEOPLE, [FIRST]) == (2, ["p5", "p6", "p7", "p8"])
    assert next_performers(PEOPLE, [Performance(n, n, (), ()) for n in (1, 2, 3)])[0] == 1
    alone = [Mate(participant=who, name=who, online=who != "b") for who in "abc"]
    assert next_performers(alone, [Performance(1, None, ("a",), ())]) == (None, ["c"])
    assert next_performers([], []) == (None, [])


# Results


def results(given, groups, of=SPEC):
    return rubric_results(of, cases(of, given, groups), "id")


THREE = [rated("a", 1, 3), rated("b", 2, 3), rated("c", 4, 3), rated(FACILITATOR, 2, 4, leads=True)]


def test_results_with_whole_values():
    found = results(THREE, {1: 2})
    rows = [[1, 2, 4, 2], [3, 3, 3, 4]]
    assert found == {
        "n": 3,
        "performances": 1,
        "hidden": 0,
        "criteria": [
            {"id": "dengar", "n": 4, "counts": {"1": 1, "2": 2, "3": 0, "4": 1}, "median": 2.0, "low": 1, "high": 4}
            | {"gap": -0.3},
            {"id": "jelas", "n": 4, "counts": {"1": 0, "2": 0, "3": 3, "4": 1}, "median": 3.0, "low": 3, "high": 4}
            | {"gap": 1.0},
        ],
        "subjects": [{"group": 2, "subject": "all", "medians": {"dengar": 2.0, "jelas": 3.0}}],
        "agreement": {
            "n": 4,
            "exact": 4 / 12,
            "adjacent": 9 / 12,
            "icc": round(icc(rows), 2),
            "kind": "2,1",
            "enough": False,
            "why": None,
        },
        "widest": [
            {"performance": 1, "group": 2, "subject": "all", "criterion": "dengar"}
            | {"counts": {"1": 1, "2": 2, "3": 0, "4": 1}, "low": 1, "high": 4}
        ],
    }


def test_under_three_peers_nothing_is_shown_and_agreement_says_why():
    found = results(THREE[1:], {1: 2})
    assert (found["n"], found["performances"], found["hidden"]) == (2, 1, 1)
    assert [(row["n"], row["median"], row["gap"]) for row in found["criteria"]] == [(0, None, None)] * 2
    assert (found["subjects"], found["widest"]) == ([], [])
    assert found["agreement"] == {
        "n": 0,
        **dict.fromkeys(("exact", "adjacent", "icc", "kind", "enough")),
        "why": "Kesepakatan baru dihitung bila sedikitnya 3 rekan menilai penampilan yang sama; "
        "sekarang paling banyak 2.",
    }


def test_where_raters_change_the_one_way_correlation_stands_over_equal_numbers():
    second = [
        rated(who, *levels, number=2) for who, levels in zip("defg", [(4, 4), (4, 3), (4, 4), (3, 3)], strict=True)
    ]
    found = results([*THREE[:3], *second], {1: 1, 2: 2})["agreement"]
    rows = [[1, 2, 4], [3, 3, 3], [4, 4, 4], [4, 3, 4]]
    assert (found["kind"], found["icc"], found["n"]) == ("1,1", round(icc(rows, "1,1"), 2), 7)


def test_an_undefined_correlation_leaves_the_plain_agreement():
    found = results([rated(who, 3, 3) for who in "abc"], {1: 1})["agreement"]
    assert (found["exact"], found["adjacent"], found["icc"], found["enough"]) == (1.0, 1.0, None, None)
    assert "tidak terdefinisi" in found["why"]


def test_the_widest_disagreement_comes_first_and_a_single_person_is_not_among_them():
    wide = [rated(who, 3, level, number=2) for who, level in zip("abc", (1, 1, 4), strict=True)]
    alone = [rated(who, level, 3, number=3) for who, level in zip("abc", (1, 4, 4), strict=True)]
    found = results([*THREE[:3], *wide, *alone], {1: 1, 2: 2, 3: None})
    assert [(row["performance"], row["criterion"]) for row in found["widest"]] == [(2, "jelas"), (1, "dengar")]
    assert [row["group"] for row in found["subjects"]] == [1, 2]
    assert found["criteria"][0]["n"] == 9


def test_roles_are_pooled_over_all_groups():
    given = [rated(who, level, 2, number=n, subject="petugas") for n, level in ((1, 2), (2, 4)) for who in "abc"]
    assert results(given, {1: 1, 2: 2}, ROLES)["subjects"] == [
        {"group": None, "subject": "petugas", "medians": {"dengar": 3.0, "jelas": 2.0}}
    ]
