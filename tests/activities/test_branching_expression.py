"""Conditions of a branching case: what they mean, what is refused, and that nothing in them is ever executed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etika_widgets.activities.branching_case.expression import DEEPEST, LONGEST, Expression, parse
from etika_widgets.errors import FieldError

VARIABLES = {"waktu": 3, "percaya": -1, "tercatat": True}
CHOICES = {"pagi": ["terima", "tolak"], "sore": []}
HISTORY = {("pagi",), ("pagi", "terima")}


def value(text):
    return parse(text).evaluate(VARIABLES, HISTORY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", True),
        ("12", 12),
        ("waktu - 1 - 1", 1),
        ("-waktu + 10", 7),
        ("waktu >= 3 and not tercatat or percaya < 0", True),
        ("not waktu == 3", False),
        ('visited("pagi") and not visited("sore")', True),
        ("chose('pagi', 'terima') == true", True),
        ('chose("pagi", "tolak")', False),
        ("(waktu + 1) != (percaya - -5)", False),
        ("  tercatat\n", True),
    ],
)
def test_an_expression_means_what_it_says(text, expected):
    assert value(text) == expected
    assert type(value(text)) is parse(text).kind(VARIABLES, CHOICES)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Syarat terputus. Ada bagian yang belum ditulis di akhir."),
        ("waktu >", "Syarat terputus. Ada bagian yang belum ditulis di akhir."),
        ("waktu = 3", "Tanda di kolom 7 tidak dikenal di sini."),
        ("waktu > 1 > 0", "'>' di kolom 11 tidak pada tempatnya."),
        ("(waktu", "Syarat terputus. Ada bagian yang belum ditulis di akhir."),
        ("visited(pagi)", "'pagi' di kolom 9 tidak pada tempatnya."),
        ('chose("pagi")', "')' di kolom 13 tidak pada tempatnya."),
        ("and", "'and' di kolom 1 tidak pada tempatnya."),
        ('"pagi"', "'pagi' di kolom 2 tidak pada tempatnya."),
        ("1000000", "Angka di kolom 1 terlalu besar."),
        ("waktu ** 2", "Tanda di kolom 7 tidak dikenal di sini."),
        ("__import__('os').system('id')", "Tanda di kolom 17 tidak dikenal di sini."),
        ("__import__('os')", "'(' di kolom 11 tidak pada tempatnya."),
        ("waktu.__class__", "Tanda di kolom 6 tidak dikenal di sini."),
        ("lambda: 1", "Tanda di kolom 7 tidak dikenal di sini."),
        ("٣", "Tanda di kolom 1 tidak dikenal di sini."),
        ("(" * 50, f"Syarat bersarang terlalu dalam, paling banyak {DEEPEST} lapis."),
        ("not " * 50 + "true", f"Syarat bersarang terlalu dalam, paling banyak {DEEPEST} lapis."),
        ("1" * 301, f"Syarat terlalu panjang: 301 karakter, paling banyak {LONGEST}."),
    ],
)
def test_what_is_no_expression_is_refused_with_its_place(text, words):
    with pytest.raises(FieldError) as caught:
        parse(text)
    assert str(caught.value) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("uang > 1", "Variabel 'uang' tidak ada. Yang ada: waktu, percaya, tercatat."),
        ('visited("malam")', "Simpul 'malam' tidak ada. Periksa lagi id-nya."),
        ('chose("pagi", "lari")', "Simpul 'pagi' tidak punya pilihan 'lari'. Yang ada: terima, tolak."),
        ("waktu > true", "'>' memerlukan angka."),
        ("-tercatat > 1", "'-' memerlukan angka."),
        ("waktu and true", "'and' memerlukan benar/salah, misalnya 'waktu > 0'."),
        ("waktu == tercatat", "'==' membandingkan angka dengan benar/salah. Samakan jenisnya."),
    ],
)
def test_names_and_types_are_checked_before_a_class_starts(text, words):
    with pytest.raises(FieldError) as caught:
        parse(text).kind(VARIABLES, CHOICES)
    assert str(caught.value) == words


TOKENS = st.sampled_from(
    [
        "waktu",
        "tercatat",
        "true",
        "7",
        "and",
        "or",
        "not",
        "(",
        ")",
        "==",
        "<",
        "+",
        "-",
        ",",
        "visited",
        '"pagi"',
        "eval",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400) | st.lists(TOKENS, max_size=40).map(" ".join))
def test_any_text_is_an_expression_or_refused_with_our_own_error(text):
    try:
        tree = parse(text)
        kind = tree.kind(VARIABLES, CHOICES)
    except FieldError:
        return
    assert isinstance(tree, Expression)
    assert type(tree.evaluate(VARIABLES, HISTORY)) is kind


NUMBERS = st.recursive(
    st.sampled_from(["waktu", "percaya", "0", "5"]),
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-"]), inner).map(" ".join) | inner.map("-({})".format),
    max_leaves=6,
)
TRUTHS = st.recursive(
    st.sampled_from(["tercatat", "true", "false", 'visited("pagi")', 'visited("sore")', 'chose("pagi", "tolak")'])
    | st.tuples(NUMBERS, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), NUMBERS).map(" ".join),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join)
        | inner.map("not {}".format)
        | inner.map("({})".format)
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(TRUTHS.filter(lambda text: len(text) <= LONGEST and text.count("(") < DEEPEST))
def test_precedence_and_meaning_are_those_of_python(text):
    names = {
        **VARIABLES,
        "true": True,
        "false": False,
        "visited": lambda node: (node,) in HISTORY,
        "chose": lambda node, choice: (node, choice) in HISTORY,
    }
    assert parse(text).kind(VARIABLES, CHOICES) is bool
    assert value(text) is eval(text, {"__builtins__": {}}, names)  # our own text; Python is the measure
