from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.content.folders import own_folder
from etika_widgets.content.pseudonyms import clean_name, offer
from etika_widgets.content.yaml_source import read_yaml
from etika_widgets.errors import Refused

WORDS = read_yaml(own_folder().packs / "nama_samaran.yaml").data
ALL = {f"{noun} {word}" for noun in WORDS["nouns"] for word in WORDS["adjectives"]}


def test_there_are_enough_pairs_and_each_passes_the_check_of_names() -> None:
    assert len(set(WORDS["nouns"])) == len(WORDS["nouns"]) >= 80
    assert len(set(WORDS["adjectives"])) == len(WORDS["adjectives"]) >= 30
    assert all(clean_name(name) == name for name in ALL)


def test_an_offered_name_is_free_whatever_its_capitals() -> None:
    first = offer(set(), random.Random(1))
    assert first in ALL
    assert offer({first.upper()}, random.Random(1)) != first


def test_the_last_free_pair_is_found_and_then_numbers_follow() -> None:
    last = "Cendrawasih Tenang"
    assert offer(ALL - {last}, random.Random(1)) == last
    name = offer(ALL, random.Random(1))
    assert name.removesuffix(" 2") in ALL
    assert name.endswith(" 2")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Kenari   Teduh ", "Kenari Teduh"),
        ("Kenari\nTeduh", "Kenari Teduh"),
        ("\u202eKenari\u202c\u200b", "Kenari"),
        ("Kafe\u0301", "Kafé"),
        ("Penyu 12345678", "Penyu 12345678"),
    ],
)
def test_names_are_tidied(typed: str, stored: str) -> None:
    assert clean_name(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("3201234567890123", "name_personal_number"),
        ("3201 2345-6789.0123", "name_personal_number"),
        ("197001011990031001", "name_personal_number"),
        ("Budi 19700101 199003 1 001", "name_personal_number"),
        ("\uff13201234567890123", "name_personal_number"),
        ("Budi 0812-3456-789", "name_phone"),
        ("12345678901234567", "name_phone"),
        ("budi@kantor.go.id", "name_email"),
        ("x", "name_length"),
        ("x" * 41, "name_length"),
        ("\u200b\u200b\u200b", "name_length"),
        ("12 34", "name_no_letter"),
        ("!!", "name_no_letter"),
    ],
)
def test_names_that_tell_who_somebody_is_are_refused(typed: str, code: str) -> None:
    with pytest.raises(Refused) as error:
        clean_name(typed)
    assert error.value.code == code


def test_the_refusal_of_a_personal_number_says_why() -> None:
    with pytest.raises(Refused) as error:
        clean_name("197001011990031001")
    assert str(error.value) == (
        "Nama ini berisi 18 angka, seperti NIK atau NIP. Nomor itu data pribadi dan tidak boleh disimpan di sini. "
        "Pakai nama samaran."
    )


@given(st.text(max_size=60))
def test_a_stored_name_is_short_visible_and_stays_as_it_is(text: str) -> None:
    try:
        name = clean_name(text)
    except Refused:
        return
    assert 2 <= len(name) <= 40
    assert not any(unicodedata.category(character).startswith("C") for character in name)
    assert clean_name(name) == name
