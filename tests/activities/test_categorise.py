"""Sorting and matching: every item has one box, the widest disagreement comes first, keys open at the reveal."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from etika_widgets.activities.categorise import Categorise
from etika_widgets.activities.categorise.spec import CategoriseSpec
from etika_widgets.activities.spread import parting
from etika_widgets.activity import Response, Summary, Table
from etika_widgets.room import Role
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

SORT = Categorise()
BOXES = ["Boleh", "Ragu", "Tidak"]
ITEMS = [{"id": "foto", "text": "Foto antrean", "key": "tidak", "rationale": "Sebab rahasia"}, "Jam buka"]
DEFINITION = {"id": "unggah", "question": "Boleh diunggah?", "boxes": BOXES, "items": ITEMS}
PAIRS = {"kind": "match", "boxes": ["Satu", "Dua", "Tiga"], "items": [{"text": "Apel", "key": "dua"}]}


def sorting(**changes):
    return CategoriseSpec.model_validate({**DEFINITION, **changes})


def sheets(response, *pairs, **changes):
    return [
        response(n, {"places": dict(zip(["foto", "jam_buka"], pair, strict=True))}, **changes)
        for n, pair in enumerate(pairs)
    ]


@pytest.mark.parametrize("changes", [{}, PAIRS, {"identity": "anonymous"}])
def test_it_keeps_the_contract(changes):
    check_activity_type(Categorise, {**DEFINITION, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"boxes": BOXES[:1]}, "'boxes' berisi 1 kotak; harus 2 sampai 4"),
        ({"boxes": list("abcde")}, "'boxes' berisi 5 kotak; harus 2 sampai 4"),
        ({"items": []}, "'items' berisi 0 butir; harus 1 sampai 12"),
        ({"items": ["A", "A"]}, "'items' memuat id yang sama lebih dari sekali: a"),
        ({"items": [{"text": "A", "key": "lain"}]}, "menyebut 'lain', padahal kotaknya: boleh, ragu, tidak"),
        ({"kind": "match"}, "Belum ada pada: jam_buka"),
        (PAIRS | {"items": [{"text": text, "key": "dua"} for text in "AB"]}, "'key' memuat id yang sama"),
        ({"kind": "swipe"}, "'sort' or 'match'"),
    ],
)
def test_a_wrong_definition_is_refused(changes, words):
    with pytest.raises(ValidationError) as caught:
        sorting(**changes)
    assert words in str(caught.value)


def test_pairs_are_offered_in_an_order_that_is_the_same_for_all_and_not_that_of_the_definition():
    spec = sorting(
        **PAIRS | {"boxes": [f"Pasangan {n}" for n in range(10)], "items": [{"text": "A", "key": "pasangan_0"}]}
    )
    offered = [box.id for box in spec.offered()]
    assert (sorted(offered), offered != spec.box_ids) == (sorted(spec.box_ids), True)
    assert [box["id"] for box in SORT.content(spec, "en")["boxes"]] == offered


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ({"foto": "boleh"}, "Nomor 2 belum diisi. Isi dulu semuanya."),
        ({"foto": "boleh", "jam_buka": "lain"}, "Pilihan itu tidak ada. Muat ulang halaman, lalu pilih lagi."),
        ({"foto": "boleh", "jam_buka": True}, "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
        (
            {"foto": "boleh", "jam_buka": "ragu", "x": "ragu"},
            "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi.",
        ),
        (["boleh", "ragu"], "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
        ({"foto": "boleh", "jam_buka": "r" * 100_000}, "Pilihan itu tidak ada. Muat ulang halaman, lalu pilih lagi."),
    ],
)
def test_anything_but_one_box_per_item_is_refused(refusal, places, words):
    assert refusal(SORT, sorting(), "answer", {"places": places}).text("id") == words


def test_results_put_the_widest_disagreement_first(response):
    answers = sheets(response, ("tidak", "boleh"), ("tidak", "ragu"), ("tidak", "tidak"))
    answers += sheets(response, ("boleh", "boleh"), round=2)
    assert SORT.results(sorting(), answers, "id") == {
        "rounds": [
            {
                "round": 1,
                "n": 3,
                "items": [
                    {"id": "jam_buka", "counts": {"boleh": 1, "ragu": 1, "tidak": 1}, "apart": 100},
                    {"id": "foto", "counts": {"boleh": 0, "ragu": 0, "tidak": 3}, "apart": 0},
                ],
            },
            {
                "round": 2,
                "n": 1,
                "items": [
                    {"id": "foto", "counts": {"boleh": 1, "ragu": 0, "tidak": 0}, "apart": None},
                    {"id": "jam_buka", "counts": {"boleh": 1, "ragu": 0, "tidak": 0}, "apart": None},
                ],
            },
        ],
        "suppressed": False,
    }


def test_the_summary_and_the_frame_say_the_same(response, records):
    answers = sheets(response, ("tidak", "boleh"), ("tidak", "ragu"))
    assert SORT.summary(sorting(), answers, "id") == Summary(
        n=2,
        question="Boleh diunggah?",
        tables=(
            Table(
                caption="Putaran 1",
                columns=("Butir", *BOXES, "Berbeda pendapat (%)"),
                rows=(("Jam buka", 1, 1, 0, 100), ("Foto antrean", 0, 0, 2, 0)),
                bars=4,
                whole=100,
            ),
        ),
        note="Berbeda pendapat: dari 100 pasang peserta, berapa yang jawabannya tidak sama.",
    )
    first = {"peserta": "Nama 0", "kelompok": None, "putaran": 1}
    assert records(SORT.frame(sorting(), answers[:1])) == [
        {**first, "butir": "foto", "kotak": "tidak", "benar": True},
        {**first, "butir": "jam_buka", "kotak": "boleh", "benar": None},
    ]


@given(boxes=st.lists(st.sampled_from(["boleh", "ragu", "tidak"]), max_size=40))
def test_anonymous_counts_under_five_are_never_shown(boxes):
    spec = sorting(identity="anonymous")
    rows = [
        Response(
            participant=f"p{n}",
            name="",
            group=None,
            round=1,
            slot="answer",
            payload={"places": {"foto": box, "jam_buka": "ragu"}},
        )
        for n, box in enumerate(boxes)
    ]
    [entry] = SORT.results(spec, rows, "id")["rounds"]
    for one in entry["items"]:
        assert all(count is None or count >= 5 for count in one["counts"].values())
        assert (one["apart"] is None) == (None in one["counts"].values())
    assert (entry["n"] is None) == (len(boxes) < 5)
    shown = {(one["id"], box) for one in entry["items"] for box, count in one["counts"].items() if count}
    frame = SORT.frame(spec, rows)
    assert set(zip(frame["butir"], frame["kotak"], strict=True)) == shown


@given(counts=st.lists(st.integers(0, 8), min_size=2, max_size=4))
def test_parting_counts_pairs_that_differ(counts):
    people = [place for place, count in enumerate(counts) for _ in range(count)]
    pairs = [(one, two) for at, one in enumerate(people) for two in people[:at]]
    share = parting(dict(zip("abcd", counts, strict=False)))
    if not pairs:
        assert share is None
    else:
        assert abs(share - 100 * sum(one != two for one, two in pairs) / len(pairs)) <= 0.5


def test_a_class_plays_it_and_sees_nothing_before_the_reveal():
    with memory_class([sorting(reveal="Penutup rahasia")]) as klass:
        klass.move("unggah", "reading", "open")
        people = [klass.join(f"Kenari {n}") for n in range(6)]
        dice = random.Random(1)
        for person in people:
            [(kind, payload)] = SORT.bot(sorting(), klass.state("unggah", person), dice)
            assert submit_from_browser(klass, person, "unggah", kind, payload)["ok"]
            assert SORT.bot(sorting(), klass.state("unggah", person), dice) == ()
        for viewer in ({"participant": people[0]}, {}):
            state = klass.state("unggah", **viewer)
            assert (state["results"], state["reveal"], "rahasia" in str(state)) == (None, None, False)
        assert klass.state("unggah", role=Role.FACILITATOR)["results"]["rounds"][0]["n"] == 6
        klass.move("unggah", "closed", "revealed")
        state = klass.state("unggah", people[0])
        assert state["results"]["rounds"][0]["n"] == 6
        assert state["reveal"]["items"] == [{"id": "foto", "box": "tidak", "html": "<p>Sebab rahasia</p>"}]
