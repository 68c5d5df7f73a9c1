"""Cutting up Indonesian texts and finding which forms belong together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.activities.wordcloud.words import STOP_WORDS, families, pairs, roots, terms, tokens

FORMS = st.sampled_from(
    ["melayani", "pelayanan", "layanan", "jujur", "kejujuran", "menulis", "tulisan", "masa", "masalah", "pemerintah"]
)


def together(*forms):
    keys = families(forms)
    return len({keys[form] for form in forms}) == 1


@pytest.mark.parametrize(
    "forms",
    [
        ("melayani", "pelayanan", "layanan", "dilayani", "pelayanannya"),
        ("kejujuran", "jujur"),
        ("keadilan", "adil"),
        ("pengaduan", "aduan", "mengadu"),
        ("menulis", "tulisan", "penulis"),
        ("mengirim", "kiriman", "pengiriman"),
        ("menyapu", "sapu"),
        ("memperbaiki", "perbaikan", "baik"),
        ("antre", "antrean"),
        ("perizinan", "izin"),
        ("empati", "berempati"),
        ("pemerintah", "pemerintahan"),
        ("orang-orang", "orang"),
    ],
)
def test_forms_of_one_word_belong_together(forms):
    assert together(*forms)


@pytest.mark.parametrize(
    "forms",
    [
        ("masalah", "masa"),
        ("pemerintah", "perintah"),
        ("petugas", "tugas"),
        ("pejabat", "jabatan"),
        ("kebijakan", "bijak"),
        ("pegawai", "gawai"),
        ("dinas", "nas"),
        ("makan", "mak"),
        ("nilai", "nila"),
        ("tidak jujur", "jujur"),
        ("pelayanan publik", "pelayanan"),
    ],
)
def test_words_that_only_look_alike_stay_apart(forms):
    assert not together(*forms)


def test_a_form_that_stands_alone_is_never_touched():
    assert families(["pelayanan", "kejujuran"]) == {"pelayanan": "pelayanan", "kejujuran": "kejujuran"}


def test_forms_kept_apart_stand_alone():
    keys = families(["bijaksana", "kebijaksanaan", "bijaksananya"], apart={"bijaksananya"})
    assert keys["bijaksananya"] == "bijaksananya"
    assert keys["bijaksana"] == keys["kebijaksanaan"]


@given(st.lists(FORMS, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_the_forms_does_not_matter(forms, dice):
    mixed = list(forms)
    dice.shuffle(mixed)
    assert families(forms) == families(mixed)


@given(st.text(max_size=40))
def test_any_text_is_cut_into_terms_that_have_roots(text):
    for term in terms(text):
        assert term in roots(term)
        assert families([term]) == {term: term}
        assert set(tokens(term)) - STOP_WORDS


def test_stop_words_and_what_is_no_word_are_left_out():
    assert terms("yang paling penting: 24 jam, 😀 dan ramah!") == ("penting", "jam", "ramah")
    assert terms("yang di untuk") == ()


def test_a_negation_stays_with_its_word():
    assert terms("tidak jujur, tanpa pungli, tidak untuk dijual") == ("tidak jujur", "tanpa pungli", "dijual")


def test_the_longest_phrase_wins_and_may_hold_a_stop_word():
    phrases = (("anak", "buah"), ("anak", "buah", "saya"))
    assert terms("Anak buah saya jujur", phrases) == ("anak buah saya", "jujur")
    assert terms("anak buahnya jujur", phrases) == ("anak", "buahnya", "jujur")


def test_neighbouring_words_are_proposed_as_phrases_until_they_are_one():
    assert pairs("pelayanan publik yang ramah") == {"pelayanan publik"}
    assert pairs("pelayanan publik", (("pelayanan", "publik"),)) == set()
