"""A key that can be guessed by its length is found in packs and in tables; chance is let pass."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.content.check import check
from etika_widgets.content.folders import own_folder
from etika_widgets.content.guess_rules import guessed
from etika_widgets.content.table_rules import tables_checked

LONG, SHORT = "Pilihan yang panjang sekali", "Pendek"
TOLD = re.compile(r"pada \d+ dari \d+ soal, kunci adalah pilihan terpanjang")


def items(longest: int, n: int) -> list[tuple[str, list[str]]]:
    return [(LONG, [SHORT])] * longest + [(SHORT, [LONG])] * (n - longest)


@given(n=st.integers(0, 60), data=st.data())
def test_a_key_may_be_the_longest_in_three_of_five_items(n: int, data: st.DataObject) -> None:
    longest = data.draw(st.integers(0, n))
    told = n >= 5 and 5 * longest > 3 * n
    assert guessed(items(longest, n)) == ({"longest": longest, "n": n} if told else None)


def test_an_option_of_the_same_length_hides_the_key() -> None:
    assert guessed([("Sama", ["Sama"])] * 9) is None


@pytest.mark.parametrize(("longest", "found"), [(4, 1), (3, 0)])
def test_the_quizzes_of_a_pack_are_taken_together(
    write: Callable[..., Path], pack_text: str, types: Any, longest: int, found: int
) -> None:
    pack = yaml.safe_load(pack_text)
    [quiz] = [one for one in pack["activities"] if one["type"] == "quiz"]
    [item] = quiz["items"]
    rows = []
    for place, (key, [other]) in enumerate(items(longest - 1, 4)):  # the key of the pack's own item is the longest
        options = [{**item["options"][0], "text": key}, {**item["options"][1], "text": other}]
        rows.append({**item, "id": f"s{place}", "options": options})
    pack["activities"].append({**quiz, "id": "kuis_akhir", "items": rows})
    problems = check(write(json.dumps(pack, default=str)), types=types)
    assert [one.severity for one in problems if TOLD.search(one.message)] == ["warning"] * found


@pytest.mark.parametrize(("longest", "found"), [(4, 1), (3, 0)])
def test_a_table_of_items_is_read_file_by_file(tmp_path: Path, longest: int, found: int) -> None:
    schema = (own_folder().packs / "tables" / "schema.yaml").read_text(encoding="utf-8")
    [part] = [part for part in schema.split("\n\n") if part.startswith("harian5:")]
    (tmp_path / "schema.yaml").write_text(part.replace(", of: regulasi.id", ""), encoding="utf-8")
    rows = [
        {
            "id": f"s{place}",
            "modul": "keluhan_di_loket",
            "nilai": ["akuntabel"],
            "soal": "Apa langkah Anda?",
            "pilihan": [
                {"id": "a", "teks": key, "alasan": "Sesuai."},
                {"id": "b", "teks": other, "alasan": "Cepat, tetapi sepihak."},
                {"id": "c", "teks": "Tunda", "alasan": "Aman, tetapi warga menunggu."},
            ],
            "kunci": "a",
            "rujukan": "Nilai Akuntabel",
            "ingat": "Satu hal.",
            "detik": 48,
        }
        for place, (key, [other]) in enumerate(items(longest, 5))
    ]
    (tmp_path / "harian5").mkdir()
    for name in ("satu", "dua"):
        mine = [{**row, "id": f"{name}_{row['id']}"} for row in rows[: 5 if name == "satu" else 4]]
        (tmp_path / "harian5" / f"{name}.yaml").write_text(yaml.safe_dump({"rows": mine}), encoding="utf-8")
    problems = list(tables_checked(tmp_path))
    assert [one for one in problems if one.severity == "error"] == []
    assert [one.path.stem for one in problems] == ["satu"] * found
