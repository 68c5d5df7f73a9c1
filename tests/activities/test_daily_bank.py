"""Questions of the daily practice out of tables of teaching data, and packs that name one."""

from __future__ import annotations

import json

import pytest

from etika_widgets.activities.daily.bank import items_of
from etika_widgets.content.data_tables import table_rows
from etika_widgets.content.loader import load_pack
from etika_widgets.errors import EtikaError, SettingError

ROW = {"soal": "Apa?", "pilihan": [{"id": "a", "teks": "Ya", "alasan": "Sebab"}], "kunci": "a", "ingat": "Ingat"}


def test_questions_of_a_table_come_from_every_module_in_turn():
    modules = {"a1": "satu", "a2": "satu", "a3": "satu", "b1": "dua", "b2": "dua"}
    rows = [{**ROW, "id": name, "modul": module} for name, module in modules.items()]
    assert [item["id"] for item in items_of("pagi", lambda _: rows)] == ["a1", "b1", "a2", "b2", "a3"]


def test_a_question_says_what_it_rests_on():
    tables = {
        "pagi": [{**ROW, "id": "a", "hukum": ["uu1", "uu2"], "nilai": ["berorientasi_pelayanan", "loyal"]}],
        "regulasi": [
            {"id": "uu1", "number": "UU 1/2001", "title": "Satu", "status": "berlaku"},
            {"id": "uu2", "number": "UU 2/2002", "title": "Dua", "status": "perlu diperiksa"},
        ],
    }
    assert items_of("pagi", tables.__getitem__) == [
        {
            "id": "a",
            "text": "Apa?",
            "options": [{"id": "a", "text": "Ya", "rationale": "Sebab"}],
            "key": "a",
            "reference": "UU 1/2001 tentang Satu; UU 2/2002 tentang Dua (perlu diperiksa); "
            "nilai Berorientasi Pelayanan, Loyal",
            "remember": "Ingat",
        }
    ]


def test_a_table_of_other_things_is_refused_by_its_missing_columns():
    with pytest.raises(SettingError, match="soal, pilihan, kunci, ingat"):
        items_of("gratifikasi", table_rows())


PACK = """\
schema: 1
slug: pagi
version: "1"
title: Pagi
summary: Pagi
module: pagi
jp: 1
licence: CC BY 4.0
fictional: true
runsheet: [{{id: satu, title: Pagi, minutes: 45, activity: pagi}}]
activities:
  - id: pagi
    type: daily
    {bank}
"""
SCHEMA = """\
kita: {about: Kita, licence: CC BY 4.0, source: Kita, fictional: true, key: id, columns: {
  id: {type: slug, about: Id}, soal: {type: text, about: Soal}, pilihan: {type: list, about: Pilihan},
  kunci: {type: slug, about: Kunci}, ingat: {type: text, about: Ingat}}}
"""


def pack(folder, bank):
    path = folder / "pagi.yaml"
    path.write_text(PACK.format(bank=bank), encoding="utf-8")
    return load_pack(path)


def test_a_pack_takes_the_shipped_table(tmp_path):
    activity = pack(tmp_path, "table: harian5").activity("pagi")
    assert len(activity.items) >= 120
    assert all(item.reference and item.remember for item in activity.items)
    assert all(option.rationale for item in activity.items for option in item.options)


def test_a_table_beside_the_pack_is_found_first(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "schema.yaml").write_text(SCHEMA, encoding="utf-8")
    row = {**ROW, "id": "a", "pilihan": [*ROW["pilihan"], {"id": "b", "teks": "Tidak", "alasan": "Sebab lain"}]}
    (tmp_path / "tables" / "kita.yaml").write_text(json.dumps({"rows": [row]}), encoding="utf-8")
    assert [item.id for item in pack(tmp_path, "table: kita").activity("pagi").items] == ["a"]


@pytest.mark.parametrize(
    ("bank", "said"),
    [
        ("table: harian6", "aktivitas 'pagi', table: Tabel 'harian6' tidak ada"),
        ("table: gratifikasi", "tidak memuat kolom soal, pilihan, kunci, ingat"),
        ("table: harian5\n    items: [x]", "Tulis 'table' atau 'items', jangan keduanya."),
        ("title: Pagi", "kunci wajib 'items' belum ada"),
    ],
)
def test_a_bank_that_cannot_be_used_is_named(tmp_path, bank, said):
    with pytest.raises(EtikaError) as caught:
        pack(tmp_path, bank)
    assert said in str(caught.value)
