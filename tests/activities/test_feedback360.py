"""Feedback from all sides: codes instead of names, forms that count once, a summary for one person and nobody else."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from pydantic import ValidationError

from etika_widgets.activities.feedback360 import Feedback360
from etika_widgets.activities.feedback360.codes import draw_codes, tidy
from etika_widgets.activities.feedback360.results import Rated, class_results, person_summary
from etika_widgets.activities.feedback360.spec import Feedback360Spec
from etika_widgets.activity import Summary, Table
from etika_widgets.errors import Refused
from etika_widgets.exchange.csv_export import export_csv
from etika_widgets.reports.class_report import class_report
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser
from etika_widgets.workbook import plot_in, responses_in

KIND = Feedback360()
FACILITATOR = {"role": Role.FACILITATOR}
RELATIONS = ("peer", "superior", "subordinate")
BEHAVIOURS = [{"id": name, "text": f"Perilaku {name}"} for name in "abcd"]
DEFINITION = {
    "type": "feedback360",
    "id": "balikan",
    "question": "Seberapa sering?",
    "behaviours": BEHAVIOURS,
    "reveal": "Penutup rahasia",
}
SPEC = Feedback360Spec.model_validate(DEFINITION)
LED = Feedback360Spec.model_validate(DEFINITION | {"subordinates": True})


def levels(*given):
    return dict(zip("abcd", given, strict=True))


def rated(number, *given):
    return Rated(levels(*given), {"peer": f"R-{number}", "superior": f"A-{number}"})


@pytest.fixture
def klass():
    with memory_class([DEFINITION]) as made:
        made.move("balikan", "reading", "open")
        yield made


def send(klass, who, kind, **payload):
    return submit_from_browser(klass, who, "balikan", kind, payload)


def asks(klass, name, *given):
    """Let somebody join and rate themselves; return their id and codes."""
    who = klass.join(name)
    assert send(klass, who, "self", scores=levels(*given))["ok"]
    return who, klass.state("balikan", who)["mine"]["1"]["self"]["codes"]


def rates(klass, who, code, *given):
    assert send(klass, who, "begin", code=code)["ok"]
    assert send(klass, who, "rate", code=code, scores=levels(*given))["ok"]


def crowd(klass, n):
    return [klass.join(f"Penilai {number}") for number in range(n)]


def test_it_keeps_the_contract():
    check_activity_type(Feedback360, DEFINITION, {"self": {"scores": levels(1, 2, None, 4)}})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"behaviours": []}, "'behaviours' berisi 0 pernyataan; harus 1 sampai 12"),
        ({"behaviours": [f"Perilaku {n}" for n in range(13)]}, "harus 1 sampai 12"),
        ({"behaviours": [*BEHAVIOURS, BEHAVIOURS[0]]}, "id yang sama lebih dari sekali: a"),
        ({"identity": "pseudonym"}, "Input should be 'anonymous'"),
        ({"comments": True}, "Extra inputs are not permitted"),
    ],
)
def test_a_definition_that_cannot_work_is_refused(changes, words):
    with pytest.raises(ValidationError) as caught:
        Feedback360Spec.model_validate({**DEFINITION, **changes})
    assert words in str(caught.value)


def test_the_known_vector_shows_the_blind_spot():
    """Self 4 4 3 4, peers 3 3 3 2 each, superior 3 2 3 3."""
    person = rated(1, 4, 4, 3, 4)
    person.forms["peers"].extend([levels(3, 3, 3, 2)] * 3)
    person.forms["superior"].append(levels(3, 2, 3, 3))
    assert person_summary(SPEC, person) == {
        "forms": {"peers": 3, "superior": 1},
        "behaviours": [
            {"id": "a", "self": 4, "peers": 3.0, "superior": 3},
            {"id": "b", "self": 4, "peers": 3.0, "superior": 2},
            {"id": "c", "self": 3, "peers": 3.0, "superior": 3},
            {"id": "d", "self": 4, "peers": 2.0, "superior": 3},
        ],
        "overall": {"self": 3.75, "peers": 2.75, "superior": 2.75},
        "gap": {"peers": 1.0},
    }


def test_a_behaviour_that_two_peers_saw_has_no_mean():
    person = rated(1, 4, None, 3, 4)
    person.forms["peers"].extend([levels(1, 1, None, 2), levels(2, 2, 4, 2), levels(2, 3, 4, 4)])
    found = person_summary(SPEC, person)
    assert [one["peers"] for one in found["behaviours"]] == [1.67, 2.0, None, 2.67]
    assert found["overall"] == {"self": 3.67, "peers": 2.11, "superior": None}
    assert found["gap"] == {"peers": 1.83}


@given(st.lists(st.lists(st.none() | st.integers(1, 4), min_size=4, max_size=4), max_size=8))
@pytest.mark.parametrize("group", ["peers", "subordinates"])
def test_a_mean_of_a_group_is_that_of_three_or_more_or_none(group, given_levels):
    person = rated(1, 1, 1, 1, 1)
    person.forms[group].extend(levels(*one) for one in given_levels)
    for place, line in enumerate(person_summary(LED, person)["behaviours"]):
        seen = [one[place] for one in given_levels if one[place] is not None]
        if len(seen) < 3:
            assert line[group] is None
        else:
            assert abs(Fraction(line[group]) - Fraction(sum(seen), len(seen))) <= Fraction(6, 1000)


def test_codes_are_drawn_apart_and_read_however_they_are_typed():
    first = draw_codes(RELATIONS, ())
    codes = [code for _ in range(500) for code in draw_codes(RELATIONS, first.values()).values()]
    assert len(set(codes) | set(first.values())) == 1503
    assert {code[:2] for code in codes} == {"R-", "A-", "B-"}
    assert [tidy(typed) for typed in ("r 7kd-m2q", " R-7KDM2Q ", "", "\ud800😀")] == ["R-7KDM2Q", "R-7KDM2Q", "-", "-"]


def test_an_own_rating_gives_codes_that_stay(klass):
    who, codes = asks(klass, "Rusa", 1, 2, 3, 4)
    assert send(klass, who, "self", scores=levels(4, 4, 4, 4))["ok"]
    assert klass.state("balikan", who)["mine"]["1"] == {"self": {"scores": levels(4, 4, 4, 4), "codes": codes}}
    assert klass.state("balikan", who)["dealt"] == {
        "asked": {"peers": 0, "superior": 0},
        "received": [],
    }


def test_a_code_says_in_which_relation_one_rates(klass):
    _, codes = asks(klass, "Rusa", 1, 2, 3, 4)
    [peer, superior] = crowd(klass, 2)
    assert send(klass, peer, "begin", code=codes["peer"].lower().replace("-", " "))["ok"]
    assert send(klass, superior, "begin", code=codes["superior"])["ok"]
    assert [klass.state("balikan", who)["mine"]["1"] for who in (peer, superior)] == [
        {"task:1": {"code": codes["peer"], "relation": "peer", "scores": None}},
        {"task:1": {"code": codes["superior"], "relation": "superior", "scores": None}},
    ]


def test_codes_that_do_not_fit_are_refused_in_plain_words(klass):
    rusa, codes = asks(klass, "Rusa", 1, 2, 3, 4)
    [one, two] = crowd(klass, 2)
    assert send(klass, one, "begin", code=codes["superior"])["ok"]
    acks = [
        send(klass, one, "begin", code="R-2222XX"),
        send(klass, rusa, "begin", code=codes["peer"]),
        send(klass, one, "begin", code=codes["peer"]),
        send(klass, two, "begin", code=codes["superior"]),
        send(klass, two, "rate", code=codes["peer"], scores=levels(1, 1, 1, 1)),
        send(klass, two, "withdraw", code=codes["peer"]),
    ]
    assert [(ack["ok"], ack["code"]) for ack in acks] == [
        (False, "unknown_code"),
        (False, "own_code"),
        (False, "both_relations"),
        (False, "superior_taken"),
        (False, "not_begun"),
        (False, "not_begun"),
    ]
    assert acks[0]["message"] == (
        "Kode ini tidak dikenal di kelas ini. Periksa lagi huruf dan angkanya pada orang yang memberikannya."
    )


def test_a_rater_counts_once_and_the_newest_form_counts(klass):
    rusa, codes = asks(klass, "Rusa", 1, 2, 3, 4)
    raters = crowd(klass, 3)
    for who in raters:
        rates(klass, who, codes["peer"], 4, 4, 4, 4)
    rates(klass, raters[0], codes["peer"], 1, 1, 1, 1)
    klass.move("balikan", "closed", "revealed")
    [found] = klass.state("balikan", rusa)["dealt"]["received"]
    assert (found["forms"]["peers"], [one["peers"] for one in found["behaviours"]]) == (3, [3.0] * 4)


def test_a_form_can_be_withdrawn_and_given_in_the_other_relation(klass):
    rusa, codes = asks(klass, "Rusa", 1, 2, 3, 4)
    [boss] = crowd(klass, 1)
    rates(klass, boss, codes["peer"], 2, 2, 2, 2)
    assert send(klass, boss, "withdraw", code=codes["peer"])["ok"]
    assert klass.state("balikan", rusa)["dealt"]["asked"] == {"peers": 0, "superior": 0}
    rates(klass, boss, codes["superior"], 3, 3, 3, None)
    assert klass.state("balikan", rusa)["dealt"]["asked"] == {"peers": 0, "superior": 1}


def test_one_rater_may_rate_several_people(klass):
    everybody = [asks(klass, f"Rusa {n}", 1, 2, 3, 4) for n in range(3)]
    [boss] = crowd(klass, 1)
    for _, codes in everybody:
        rates(klass, boss, codes["superior"], 2, 3, 2, 3)
    assert sorted(klass.state("balikan", boss)["mine"]["1"]) == ["task:1", "task:2", "task:3"]
    assert klass.state("balikan")["board"] == {"people": 3, "complete": {"peers": 0, "superior": 3}}


def test_nothing_to_say_is_no_form(refusal):
    error = refusal(KIND, SPEC, "self", {"scores": levels(None, None, None, None)})
    assert error.text("id").startswith("Semua dijawab “belum terlihat”.")


def test_whatever_is_sent_is_taken_clean_or_refused(context):
    @given(st.sampled_from(["self", "begin", "rate", "withdraw", "other"]), JSON)
    def attack(kind, payload):
        try:
            accepted = KIND.accept(SPEC, context(), kind, payload)
        except Refused:
            return
        assert json.loads(json.dumps(accepted.payload, allow_nan=False)) == accepted.payload

    attack()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 5) | st.floats() | st.text(max_size=20) | st.just("\ud800R-"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*"abcd", "scores", "code", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@pytest.fixture
def rated_class(klass):
    return all_rated(klass)


@pytest.fixture(scope="module")
def opened():
    """The same class after the reveal; only to be read."""
    with memory_class([DEFINITION]) as made:
        made.move("balikan", "reading", "open")
        all_rated(made).move("balikan", "closed", "revealed")
        yield made


def all_rated(klass):
    """Let five people be rated by three peers and a superior each, in a class of nine."""
    raters = crowd(klass, 4)
    klass.rated = [asks(klass, f"Rusa {n}", 4, 3, 2, 1) for n in range(5)]
    for number, (_, codes) in enumerate(klass.rated):
        for rater in raters[:3]:
            rates(klass, rater, codes["peer"], 1 + number % 4, 2, 3, None)
        rates(klass, raters[3], codes["superior"], 2, 2, 2, 2)
    klass.raters = raters
    return klass


MEANS = [
    {"id": "a", "self": 4.0, "peers": 2.2, "superior": 2.0},
    {"id": "b", "self": 3.0, "peers": 2.0, "superior": 2.0},
    {"id": "c", "self": 2.0, "peers": 3.0, "superior": 2.0},
    {"id": "d", "self": 1.0, "peers": None, "superior": 2.0},
]


def test_nobody_reads_any_level_before_the_last_form_is_in(rated_class):
    """A mean before and after one more form would tell that form, to the facilitator as well."""
    for phase in ("open", "closed", "open", "closed", "discussing"):
        if phase != rated_class.state("balikan")["phase"]:
            rated_class.move("balikan", phase)
        for person, codes in rated_class.rated:
            state = rated_class.state("balikan", person)
            assert (state["dealt"]["received"], state["results"], state["reveal"]) == ([], None, None)
            assert state["mine"]["1"] == {"self": {"scores": levels(4, 3, 2, 1), "codes": codes}}
        assert rated_class.state("balikan")["results"] is None
        assert rated_class.state("balikan", **FACILITATOR)["results"] == {"rounds": []}
    room = rated_class.room()
    assert len(responses_in(room, "balikan")) == 0
    assert all(len(marks.get_offsets()) == 0 for marks in plot_in(room, "balikan", axes()).collections[:3])
    assert "2,2" not in class_report(rated_class.store, rated_class.code, rated_class.types)


def axes():
    return Figure().subplots()


def test_after_the_reveal_each_reads_their_own_and_the_room_reads_means(opened):
    for number, (person, _) in enumerate(opened.rated):
        [found] = opened.state("balikan", person)["dealt"]["received"]
        lines = [(one["self"], one["peers"], one["superior"]) for one in found["behaviours"]]
        assert lines == [(4, 1.0 + number % 4, 2), (3, 2.0, 2), (2, 3.0, 2), (1, None, 2)]
    whole = {"rounds": [{"round": 1, "people": 5, "complete": {"peers": 5, "superior": 5}, "behaviours": MEANS}]}
    for viewer in ({}, FACILITATOR, {"participant": opened.raters[0]}):
        assert opened.state("balikan", **viewer)["results"] == whole
    assert opened.state("balikan", opened.raters[0])["dealt"] == {"asked": None, "received": []}
    assert opened.state("balikan", opened.rated[0][0])["reveal"] == {"html": "<p>Penutup rahasia</p>"}


def test_no_code_or_level_of_a_person_reaches_the_facilitator_the_projector_or_a_file(opened):
    codes = [code for _, pair in opened.rated for code in pair.values()]
    seen = [json.dumps(opened.state("balikan", **viewer)) for viewer in ({}, FACILITATOR)]
    seen.append(class_report(opened.store, opened.code, opened.types))
    seen.append(export_csv(opened.store, opened.code, opened.types, texts=True).decode())
    seen.append(responses_in(opened.room(), "balikan").to_csv())
    seen.append(str([event.detail for event in opened.store.events(opened.code)]))
    assert [code for code in codes for text in seen if code in text] == []
    assert seen[3].splitlines() == ["\ufeffpeserta,aktivitas,jenis,putaran,kolom,nilai,hari,sumber"]


def test_the_frame_holds_means_of_the_class_only(opened, records):
    nobody = {"peserta": None, "kelompok": None, "putaran": 1}
    assert records(responses_in(opened.room(), "balikan")) == [
        nobody | {"perilaku": one["id"], "penilai": word, "rerata": one[source]}
        for one in MEANS
        for source, word in (("self", "diri"), ("peers", "rekan"), ("superior", "atasan"))
    ]


def test_a_new_round_keeps_the_old_summary_and_hides_its_own(rated_class):
    rated_class.move("balikan", "closed", "revealed", "open")
    person = rated_class.rated[0][0]
    assert send(rated_class, person, "self", scores=levels(1, 1, 1, 1))["ok"]
    dealt = rated_class.state("balikan", person)["dealt"]
    assert dealt["asked"] == {"peers": 0, "superior": 0}
    assert [one["round"] for one in dealt["received"]] == [1]
    assert [one["round"] for one in rated_class.state("balikan", **FACILITATOR)["results"]["rounds"]] == [1]
    assert send(rated_class, rated_class.raters[0], "begin", code=rated_class.rated[1][1]["peer"])["code"] == (
        "unknown_code"
    )


def test_four_people_are_too_few_for_a_mean_of_the_class(response):
    four = [
        response(n, {"scores": levels(4, 4, 4, 4), "codes": rated(n, 1, 1, 1, 1).codes}, slot="self") for n in range(4)
    ]
    assert {
        value for row in class_results(SPEC, four)["rounds"][0]["behaviours"] for value in list(row.values())[1:]
    } == {None}


def test_the_summary_gives_means_and_says_what_is_not_there(opened):
    assert KIND.summary(SPEC, opened.room().told("balikan"), "id") == Summary(
        n=5,
        question="Seberapa sering?",
        tables=(
            Table(
                caption="Putaran 1. Rata-rata kelas; 1 = Hampir tidak pernah, 4 = Hampir selalu",
                columns=("Perilaku", "Diri sendiri", "Rekan", "Atasan"),
                rows=tuple((f"Perilaku {one['id']}", one["self"], one["peers"], one["superior"]) for one in MEANS),
            ),
        ),
        note="Rata-rata kelas, paling sedikit dari 5 orang. Yang diterima orang per orang tidak ada di laporan ini: "
        "hanya yang dinilai melihatnya. Penilaian diri sendiri dan orang lain adalah pendapat, bukan bukti "
        "sebab-akibat.",
    )


def test_forms_for_somebody_who_left_count_for_nobody(rated_class):
    gone, codes = rated_class.rated[0]
    assert rated_class.submit(Viewer(Role.FACILITATOR), None, "remove", {"participant": gone})["ok"]
    assert rated_class.state("balikan")["board"] == {"people": 4, "complete": {"peers": 4, "superior": 4}}
    assert send(rated_class, rated_class.join("Baru"), "begin", code=codes["peer"])["code"] == "unknown_code"
