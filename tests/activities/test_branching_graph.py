"""The graph of a branching case: faults are named with node and line; what loads can be played to an ending."""

import random
import textwrap
from itertools import pairwise

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from etika_widgets.activities.branching_case.graph import explore
from etika_widgets.activities.branching_case.spec import BranchingCaseSpec
from etika_widgets.activities.branching_case.story import Edge, Place, Story
from etika_widgets.content.explain import explain
from etika_widgets.content.loader import load_pack
from etika_widgets.errors import SpecError


def node(name, *choices, **more):
    """A scene; choices are ``(id, target)`` or ``(id, target, condition)`` or ``(id, target, condition, changes)``."""
    listed = [
        {"id": row[0], "text": row[0], "to": row[1]}
        | ({"if": row[2]} if len(row) > 2 and row[2] else {})
        | ({"set": row[3]} if len(row) > 3 else {})
        for row in choices
    ]
    return {"id": name, "title": name, "text": name, **({"choices": listed} if listed else {}), **more}


END = node("akhir", end="Tanda")


def faults(*nodes, **more):
    """Return where and what is wrong with a case of these nodes, in Indonesian."""
    data = {"id": "uji", "title": "Uji", "start": nodes[0]["id"], "nodes": list(nodes), **more}
    with pytest.raises(ValidationError) as caught:
        BranchingCaseSpec.model_validate(data)
    return [
        (loc, template.format(**fields)) for loc, template, fields in explain(caught.value, data, BranchingCaseSpec)
    ]


def test_a_target_that_does_not_exist_is_named():
    assert faults(node("pagi", ("a", "akhir"), ("b", "malam")), END) == [
        (
            ("nodes", 0, "choices", 1),
            "Simpul 'pagi', pilihan 'b': tujuan 'malam' tidak ada. Simpul yang ada: pagi, akhir.",
        )
    ]


def test_dead_ends_and_unreachable_nodes_are_named_all_at_once():
    assert faults(node("pagi", ("a", "buntu"), ("b", "akhir")), node("buntu"), node("lepas", ("a", "akhir")), END) == [
        (
            ("nodes", 1),
            "Simpul 'buntu' buntu: tidak ada pilihan. Beri 'choices', atau 'end' bila kasus berakhir di sini.",
        ),
        (("nodes", 2), "Simpul 'lepas' tidak pernah tercapai dari 'pagi'. Arahkan satu pilihan ke sini, atau hapus."),
    ]


def test_a_loop_without_a_way_out_is_named():
    assert faults(node("pagi", ("a", "x"), ("b", "akhir")), node("x", ("a", "y")), node("y", ("a", "x")), END) == [
        (
            ("nodes", row),
            f"Dari simpul '{name}' tidak ada jalan ke akhir: kasus berputar terus. Beri satu pilihan keluar.",
        )
        for row, name in ((1, "x"), (2, "y"))
    ]


def test_an_ending_has_no_choices():
    assert faults(node("pagi", ("a", "akhir")), node("akhir", ("a", "pagi"), end="Tanda")) == [
        (("nodes", 1), "Simpul 'akhir' adalah akhir, tetapi punya pilihan. Hapus 'end' atau 'choices'.")
    ]


def test_a_node_where_all_conditions_may_fail_is_named_with_the_way_there():
    scene = node("siang", ("c", "akhir", "waktu > 1"), ("d", "akhir", 'chose("pagi", "b")'))
    start = node("pagi", ("a", "siang", None, {"waktu": "waktu - 1"}), ("b", "siang"), ("c", "siang"))
    assert faults(start, scene, END, variables={"waktu": 2}) == [
        (
            ("nodes", 1),
            "Simpul 'siang' buntu lewat jalan ini: a. Tidak ada syarat yang terpenuhi; beri satu pilihan tanpa 'if'.",
        )
    ]


def test_conditions_that_leave_one_choice_in_any_case_are_fine():
    data = {
        "id": "uji",
        "title": "Uji",
        "start": "pagi",
        "variables": {"waktu": 2},
        "nodes": [
            node("pagi", ("a", "siang", None, {"waktu": 0}), ("b", "siang")),
            node("siang", ("c", "akhir", "waktu > 1"), ("d", "akhir", "not waktu > 1")),
            END,
        ],
    }
    spec = BranchingCaseSpec.model_validate(data)
    assert spec.explored.offered == {
        ("pagi", "a"): (),
        ("pagi", "b"): (),
        ("siang", "c"): ("b",),
        ("siang", "d"): ("a",),
    }
    assert BranchingCaseSpec.model_validate(spec.model_dump(mode="json")) == spec


def test_a_choice_that_is_never_offered_is_named():
    assert faults(node("pagi", ("a", "akhir"), ("b", "akhir", "waktu > 9")), END, variables={"waktu": 2}) == [
        (
            ("nodes", 0, "choices", 1),
            "Simpul 'pagi', pilihan 'b': syaratnya tidak pernah terpenuhi. Perbaiki 'if', atau hapus pilihan ini.",
        )
    ]


def test_a_loop_that_conditions_make_endless_is_named_with_the_way_there():
    start = node("pagi", ("a", "x", None, {"bebas": False}), ("b", "x"))
    loop = node("x", ("lagi", "x"), ("keluar", "akhir", "bebas"))
    assert faults(start, loop, END, variables={"bebas": True}) == [
        (
            ("nodes", 1),
            "Dari simpul 'x' lewat jalan ini kasus tidak pernah berakhir: a. Beri satu pilihan keluar tanpa 'if'.",
        )
    ]


def test_where_a_counter_makes_too_many_ways_one_choice_must_be_free():
    counter = node("pagi", ("lagi", "pagi", "waktu < 999999", {"waktu": "waktu + 1"}), ("cukup", "akhir", "waktu > 3"))
    assert faults(counter, END, variables={"waktu": 0}) == [
        (
            ("nodes", 0),
            "Semua pilihan di simpul 'pagi' bersyarat, dan jalannya terlalu banyak untuk diperiksa. "
            "Beri satu pilihan tanpa 'if'.",
        )
    ]


@pytest.mark.parametrize(
    ("more", "loc", "words"),
    [
        ({"start": "malam"}, (), "Simpul awal 'malam' tidak ada. Simpul yang ada: pagi, akhir."),
        (
            {"nodes": [node("pagi", ("a", "akhir", "waktu")), END]},
            ("nodes", 0, "choices", 0, "if"),
            "'if' harus menghasilkan benar/salah, misalnya 'waktu > 0'.",
        ),
        (
            {"nodes": [node("pagi", ("a", "akhir", None, {"uang": 1})), END]},
            ("nodes", 0, "choices", 0, "set", "uang"),
            "Variabel 'uang' tidak ada. Yang ada: waktu.",
        ),
        (
            {"nodes": [node("pagi", ("a", "akhir", None, {"waktu": True})), END]},
            ("nodes", 0, "choices", 0, "set", "waktu"),
            "Isi 'set' untuk 'waktu' harus sejenis dengan nilai awalnya di 'variables'.",
        ),
        (
            {"nodes": [END]},
            (),
            "'nodes' berisi 1 simpul; harus 2 sampai 60. Tambah atau kurangi simpul.",
        ),
        (
            {"variables": {"waktu": 1.5}},
            ("variables", "waktu"),
            "Nilai variabel harus bilangan bulat sampai 999999, 'true', atau 'false'.",
        ),
        (
            {"nodes": [node("pagi", ("a", "akhir", None, {"waktu": [1]})), END]},
            ("nodes", 0, "choices", 0, "set", "waktu"),
            "Nilai variabel harus bilangan bulat sampai 999999, 'true', atau 'false'.",
        ),
    ],
)
def test_other_mistakes_are_named_with_their_place(more, loc, words):
    nodes = [node("pagi", ("a", "akhir")), END]
    data = {"id": "uji", "title": "Uji", "start": "pagi", "variables": {"waktu": 1}, "nodes": nodes, **more}
    with pytest.raises(ValidationError) as caught:
        BranchingCaseSpec.model_validate(data)
    found = [(row.loc, row.template.format(**row.fields)) for row in explain(caught.value, data, BranchingCaseSpec)]
    assert found == [(loc, words)]


def test_the_check_names_file_line_activity_and_node(tmp_path):
    pack = tmp_path / "desa.yaml"
    pack.write_text(
        textwrap.dedent("""\
            schema: 1
            slug: desa
            version: "1"
            title: Desa
            summary: Desa
            module: 1
            jp: 1
            licence: CC BY 4.0
            fictional: true
            runsheet: [{id: satu, title: Satu, minutes: 45, activity: map}]
            activities:
              - id: map
                type: branching_case
                title: Map
                start: pagi
                nodes:
                  - id: pagi
                    title: Pagi
                    text: Berkas kurang.
                    choices:
                      - {id: terima, text: Terima, to: sore}
                      - {id: tolak, text: Tolak, to: malam}
                  - id: sore
                    title: Sore
                    text: Selesai.
                    end: Tanda
            """),
        encoding="utf-8",
    )
    with pytest.raises(SpecError) as caught:
        load_pack(pack)
    assert str(caught.value) == (
        f"{pack}:22: aktivitas 'map', nodes ke-1, choices ke-2: "
        "Simpul 'pagi', pilihan 'tolak': tujuan 'malam' tidak ada. Simpul yang ada: pagi, sore."
    )


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["pagi", "akhir"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "to", "if", "n"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(
    top=st.dictionaries(st.sampled_from(["start", "variables", "nodes", "decide", "reveal"]), JSON, max_size=2),
    scene=st.dictionaries(st.sampled_from(["id", "title", "text", "choices", "end", "documents"]), JSON, max_size=2),
    choice=st.dictionaries(st.sampled_from(["id", "text", "to", "if", "set", "consequence"]), JSON, max_size=2),
)
def test_whatever_stands_in_a_definition_it_loads_or_every_fault_is_explained(top, scene, choice):
    first = node("pagi", ("a", "akhir"), ("b", "akhir"))
    first["choices"][0] |= choice
    data = {"id": "uji", "title": "Uji", "start": "pagi", "nodes": [first | scene, END], **top}
    try:
        BranchingCaseSpec.model_validate(data)
    except ValidationError as error:
        explained = [row.template.format(**row.fields) for row in explain(error, data, BranchingCaseSpec)]
        assert all(explained)


NAMES = ["a", "b", "c", "d", "e"]
CONDITIONS = st.none() | st.sampled_from(["n > 0", "not n > 0", "n == 2", 'visited("b")', 'chose("a", "x0")'])
CHANGES = st.sampled_from([{}, {"n": 0}, {"n": 2}, {"n": "n + 1"}, {"n": "n - 1"}])
ONWARD = st.tuples(st.none() | CONDITIONS, CHANGES)
"""The choice that leads to the next node; the others lead anywhere."""
EDGES = st.tuples(ONWARD, st.lists(st.tuples(st.sampled_from(NAMES), CONDITIONS, CHANGES), max_size=2))


@settings(max_examples=200, deadline=None)
@given(edges=st.lists(EDGES, min_size=4, max_size=4), seed=st.integers(0, 99))
def test_whatever_loads_can_always_be_played_to_an_ending(edges, seed):
    nodes = [
        node(name, ("x0", following, *onward), *[(f"x{place}", *row) for place, row in enumerate(others, 1)])
        for (name, following), (onward, others) in zip(pairwise(NAMES), edges, strict=True)
    ]
    data = {
        "id": "uji",
        "title": "Uji",
        "start": "a",
        "variables": {"n": 1},
        "nodes": [*nodes, node("e", end="Tanda")],
    }
    try:
        spec = BranchingCaseSpec.model_validate(data)
    except ValidationError:
        event("refused")
        return
    event("loaded")
    dice, state = random.Random(seed), spec.story.begin()
    for _ in range(10):
        if not spec.story.places[state.node].is_end:
            state = spec.story.take(state, dice.choice(spec.story.offers(state)))
    assert not spec.explored.complete or can_end(spec.story, state)


def can_end(story, state):
    """Return whether an ending can be reached from ``state``."""
    seen, waiting = set(), [state]
    while waiting:
        one = waiting.pop()
        key = (one.node, tuple(one.variables.items()), one.history)
        if story.places[one.node].is_end:
            return True
        if key not in seen:
            seen.add(key)
            waiting += [story.take(one, edge) for edge in story.offers(one)]
    return False


def test_exploring_stops_at_its_limit():
    story = Story("a", {}, {"a": Place("a", False, (Edge("x", "b"),)), "b": Place("b", True)})
    assert (explore(story, 1).complete, explore(story, 2).complete) == (False, True)
