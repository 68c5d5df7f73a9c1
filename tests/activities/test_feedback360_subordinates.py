"""Subordinates in feedback from all sides: a group of its own, of which fewer than three say nothing to anybody."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from pydantic import ValidationError

from etika_widgets.activities.feedback360 import Feedback360
from etika_widgets.activities.feedback360.results import Rated, person_summary
from etika_widgets.activity import Phase
from etika_widgets.room import Role
from etika_widgets.testing import memory_class, play, submit_from_browser

KIND = Feedback360()
DEFINITION = {
    "type": "feedback360",
    "id": "balikan",
    "question": "Seberapa sering?",
    "behaviours": [{"id": name, "text": f"Perilaku {name}"} for name in "abcd"],
    "subordinates": True,
}
SPEC = KIND.spec.model_validate(DEFINITION)
PLAIN = KIND.spec.model_validate({**DEFINITION, "subordinates": False})


def levels(*given: int | None) -> dict[str, int | None]:
    return dict(zip("abcd", given, strict=True))


@pytest.fixture
def klass():
    with memory_class([DEFINITION]) as made:
        made.move("balikan", "reading", "open")
        yield made


def send(klass: Any, who: str, kind: str, **payload: Any) -> dict[str, Any]:
    return submit_from_browser(klass, who, "balikan", kind, payload)


def asks(klass: Any, name: str) -> tuple[str, dict[str, str]]:
    who = klass.join(name)
    assert send(klass, who, "self", scores=levels(4, 4, 3, 4))["ok"]
    return who, klass.state("balikan", who)["mine"]["1"]["self"]["codes"]


def rates(klass: Any, who: str, code: str, *given: int | None) -> None:
    assert send(klass, who, "begin", code=code)["ok"]
    assert send(klass, who, "rate", code=code, scores=levels(*given))["ok"]


def test_a_lesson_without_subordinates_knows_nothing_of_them():
    assert KIND.content(PLAIN, "id")["sources"] == ["self", "peers", "superior"]
    assert KIND.content(SPEC, "id")["sources"] == ["self", "peers", "superior", "subordinates"]
    assert "bawahan" not in KIND.notice(PLAIN)
    assert "nilai bawahan sebagai rata-rata, masing-masing mulai dari 3 orang" in KIND.notice(SPEC)
    with pytest.raises(ValidationError):
        KIND.spec.model_validate({**DEFINITION, "subordinates": "tiga"})
    with memory_class([{**DEFINITION, "subordinates": False}]) as made:
        made.move("balikan", "reading", "open")
        assert list(asks(made, "Rusa")[1]) == ["peer", "superior"]


def test_the_third_code_lets_one_rate_as_a_subordinate_and_only_so(klass):
    boss, codes = asks(klass, "Rusa")
    who = klass.join("Kenari")
    rates(klass, who, codes["subordinate"].lower(), 2, 2, None, 2)
    assert klass.state("balikan", who)["mine"]["1"] == {
        "task:1": {"code": codes["subordinate"], "relation": "subordinate", "scores": levels(2, 2, None, 2)}
    }
    assert [send(klass, who, "begin", code=codes[other])["code"] for other in ("peer", "superior")] == [
        "both_relations",
        "both_relations",
    ]
    assert send(klass, boss, "begin", code=codes["subordinate"])["code"] == "own_code"
    assert klass.state("balikan", boss)["dealt"]["asked"] == {"peers": 0, "superior": 0, "subordinates": 1}


def test_subordinates_have_a_mean_and_a_gap_of_their_own_beside_the_known_vector():
    person = Rated(levels(4, 4, 3, 4), {})
    person.forms["peers"].extend([levels(3, 3, 3, 2)] * 3)
    person.forms["superior"].append(levels(3, 2, 3, 3))
    person.forms["subordinates"].extend([levels(1, 2, 2, None), levels(2, 2, 3, 1), levels(3, 2, 3, 1)])
    assert person_summary(SPEC, person) == {
        "forms": {"peers": 3, "superior": 1, "subordinates": 3},
        "behaviours": [
            {"id": "a", "self": 4, "peers": 3.0, "superior": 3, "subordinates": 2.0},
            {"id": "b", "self": 4, "peers": 3.0, "superior": 2, "subordinates": 2.0},
            {"id": "c", "self": 3, "peers": 3.0, "superior": 3, "subordinates": 2.67},
            {"id": "d", "self": 4, "peers": 2.0, "superior": 3, "subordinates": None},
        ],
        "overall": {"self": 3.75, "peers": 2.75, "superior": 2.75, "subordinates": 2.22},
        "gap": {"peers": 1.0, "subordinates": 1.44},
    }


FORM = st.tuples(*[st.none() | st.integers(1, 4)] * 4).filter(any)
TWO = st.tuples(FORM, FORM)


@pytest.fixture
def told(response, context):
    """Everything that anybody reads after the reveal, of six people who all got these forms from below and peers."""

    def tell(below: list[tuple[Any, ...]], peers: list[tuple[Any, ...]]) -> list[Any]:
        rows, raters = [], iter(range(100, 200))

        def form(code: str, relation: str, one: tuple[Any, ...]) -> None:
            sent = {"code": code, "relation": relation, "scores": levels(*one)}
            rows.append(response(next(raters), sent, slot="task:1"))

        for n in range(6):
            codes = {"peer": f"R-{n}", "superior": f"A-{n}", "subordinate": f"B-{n}"}
            rows.append(response(n, {"scores": levels(4, 3, 2, 1), "codes": codes}, slot="self"))
            for one in below:
                form(codes["subordinate"], "subordinate", one)
            for one in (*peers, (2, 2, 2, 2)):
                form(codes["peer"], "peer", one)
            form(codes["superior"], "superior", (3, 3, 3, 3))
        own = [
            context(
                participant=f"p{n}",
                phase=Phase.REVEALED,
                find_own=lambda n=n: [one for one in rows if one.participant == f"p{n}"],
                find_responses=lambda: rows,
            )
            for n in range(6)
        ]
        axes = KIND.plot(SPEC, rows, Figure().subplots())
        return [
            [KIND.dealt(SPEC, one, "id") for one in own],
            KIND.results(SPEC, rows, "id"),
            KIND.summary(SPEC, rows, "id"),
            KIND.frame(SPEC, rows).to_csv(),
            [marks.get_offsets().tolist() for marks in axes.collections],
        ]

    return tell


def test_nothing_that_anybody_reads_depends_on_what_two_subordinates_gave(told):
    """Were it otherwise, some difference of two numbers would tell it: with and without the group, or over time."""

    @settings(max_examples=25, deadline=None)  # a chart takes a while
    @given(TWO, TWO, TWO)
    def compare(one, other, peers):
        assert told(list(one), list(peers)) == told(list(other), list(peers))

    compare()


def test_a_behaviour_seen_by_two_of_four_subordinates_tells_nothing_either(told):
    """The group as a whole is shown; this behaviour's levels are in no number, not even in the overall mean."""

    def group(pair: tuple[int, int]) -> list[tuple[Any, ...]]:
        return [(1, 2, 3, None), (1, 2, 3, None), (1, 1, 1, pair[0]), (2, 2, 2, pair[1])]

    pairs = st.tuples(st.integers(1, 4), st.integers(1, 4))

    @settings(max_examples=25, deadline=None)
    @given(pairs, pairs)
    def compare(one, other):
        assert told(group(one), []) == told(group(other), [])

    compare()
    [first, *_], *_ = told(group((1, 4)), [])
    assert first["received"][0]["overall"]["subordinates"] == 1.75


def test_means_of_the_class_need_five_people_with_three_subordinates_each(klass):
    raters = [klass.join(f"Bawahan {n}") for n in range(3)]
    bosses = [asks(klass, f"Rusa {n}") for n in range(5)]
    for number, (_, codes) in enumerate(bosses):
        for rater in raters[: 3 if number else 2]:
            rates(klass, rater, codes["subordinate"], 2, 3, None, 4)
    viewers = ({}, {"role": Role.FACILITATOR})
    assert klass.state("balikan")["board"] == {
        "people": 5,
        "complete": {"peers": 0, "superior": 0, "subordinates": 4},
    }
    klass.move("balikan", "closed", "revealed")
    assert [klass.state("balikan", **one)["results"]["rounds"][0]["behaviours"][0] for one in viewers] == [
        {"id": "a", "self": 4.0, "peers": None, "superior": None, "subordinates": None}
    ] * 2
    received = [klass.state("balikan", who)["dealt"]["received"][0]["overall"] for who, _ in bosses]
    assert [one["subordinates"] for one in received] == [None, 3.0, 3.0, 3.0, 3.0]

    klass.move("balikan", "open")
    bosses = [(who, again(klass, who)) for who, _ in bosses]
    for _, codes in bosses:
        for rater in raters:
            rates(klass, rater, codes["subordinate"], 2, 3, None, 4)
    klass.move("balikan", "closed", "revealed")
    assert [
        [row["subordinates"] for row in one["behaviours"]]
        for viewer in viewers
        for one in klass.state("balikan", **viewer)["results"]["rounds"]
    ] == [[None] * 4, [2.0, 3.0, None, 4.0]] * 2


def again(klass: Any, who: str) -> dict[str, str]:
    assert send(klass, who, "self", scores=levels(4, 4, 3, 4))["ok"]
    return klass.state("balikan", who)["mine"]["2"]["self"]["codes"]


def test_the_table_and_the_report_name_subordinates_where_the_lesson_asks_for_them(records, response):
    own = response(1, {"scores": levels(4, 3, 2, 1), "codes": {"peer": "R-1", "superior": "A-1"}}, slot="self")
    for spec, more in ((SPEC, ["bawahan"]), (PLAIN, [])):
        assert [row["penilai"] for row in records(KIND.frame(spec, [own]))][: 3 + len(more)] == [
            *("diri", "rekan", "atasan"),
            *more,
        ]
        assert [name.lower() for name in KIND.summary(spec, [own], "id").tables[0].columns[4:]] == more


def test_answers_of_a_class_from_before_are_read_and_bring_the_third_code_when_sent_again(context, response):
    codes = {"peer": "R-222222", "superior": "A-333333"}
    old = [
        response(1, {"scores": levels(4, 4, 4, 4), "codes": codes}, slot="self"),
        response(2, {"code": "R-222222", "relation": "peer", "scores": levels(1, 2, 3, 4)}, slot="task:1"),
    ]
    now = context(participant="p1", find_own=lambda: old[:1], find_responses=lambda: old)
    assert KIND.dealt(SPEC, now, "id")["asked"] == {"peers": 1, "superior": 0, "subordinates": 0}
    sent = KIND.accept(SPEC, now, "self", {"scores": levels(4, 4, 4, 4)}).payload["codes"]
    assert sent.pop("subordinate").startswith("B-")
    assert sent == codes


def forms(people: int, sources: list[str]) -> list[dict[str, int]]:
    """What bots send about each other, first about who asks first: three peers, a superior, three from below."""
    after = range(people - 1, -1, -1)
    return [
        {
            name: least
            for name, least in (
                ("peers", min(n, 3)),
                ("superior", int(n > 3)),
                ("subordinates", min(max(n - 4, 0), 3)),
            )
            if name in sources
        }
        for n in after
    ]


@pytest.mark.parametrize("spec", [SPEC, PLAIN], ids=["subordinates", "plain"])
def test_bots_exchange_codes_rate_each_other_and_see_nothing_early(spec):
    with memory_class([spec]) as fresh:
        play(fresh, "balikan", people=13)
        found = [fresh.state("balikan", who)["dealt"]["received"][0] for who in fresh.room().people.all]
        came = sorted((one["forms"] for one in found), key=lambda one: list(one.values()), reverse=True)
        assert came == forms(13, KIND.content(spec, "id")["sources"])
        [whole] = fresh.state("balikan")["results"]["rounds"]
        complete = {"peers": 10, "superior": 9} | ({"subordinates": 6} if spec.subordinates else {})
        assert (whole["people"], whole["complete"]) == (13, complete)
        assert None not in whole["behaviours"][0].values()
