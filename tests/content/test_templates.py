"""Templates: a definition in one line, from the package, a plug-in or a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from etika_widgets.content.data_tables import read_schemas
from etika_widgets.content.folders import own_folder
from etika_widgets.content.loader import load_pack
from etika_widgets.content.templates import collect_templates, read_template
from etika_widgets.errors import SettingError, SpecError

TEMPLATE = """
template: tinjau_cepat
type: reflection
about: Tiga baris di akhir sesi
title: Tinjau cepat
prompt: Apa yang Anda bawa pulang?
hints: [Satu hal baru, Satu hal yang diragukan]
"""

PACK = """
schema: 1
id: {slug}
title: Uji
language: id
jp: 1
objectives:
  - {{id: menulis, text: Peserta menulis satu langkah, behaviour: menulis, measure: satu kalimat, activities: [akhir]}}
law: []
activities:
  - {definition}
runsheet:
  - {{id: tutup, title: Menutup, minutes: 45, activity: akhir, say: Mari menulis.}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "tinjau_cepat.yaml").write_text(TEMPLATE)
    return tmp_path


def pack_of(folder: Path, definition: str) -> Path:
    path = folder / "uji.yaml"
    path.write_text(PACK.format(slug="uji", definition=definition))
    return path


def problems(path: Path) -> str:
    with pytest.raises(SpecError) as raised:
        load_pack(path)
    return str(raised.value)


def test_a_definition_takes_over_its_template_and_what_it_says_itself_wins(folder):
    made = collect_templates([(folder, "uji")])["tinjau_cepat"]
    assert (made.type, made.about, made.owner) == ("reflection", "Tiga baris di akhir sesi", "uji")
    assert made.fill({"id": "akhir", "template": "tinjau_cepat", "title": "Pulang"}) == {
        "id": "akhir",
        "template": "tinjau_cepat",
        "type": "reflection",
        "title": "Pulang",
        "prompt": "Apa yang Anda bawa pulang?",
        "hints": ["Satu hal baru", "Satu hal yang diragukan"],
    }


def test_an_unknown_template_is_named_with_those_there_are(folder):
    said = problems(pack_of(folder, "{id: akhir, template: tinjau_lambat}"))
    assert "templat 'tinjau_lambat' tidak ada" in said
    assert "tinjau_cepat" in said


def test_a_template_of_another_type_is_refused(folder):
    said = problems(pack_of(folder, "{id: akhir, type: poll, template: tinjau_cepat}"))
    assert "templat 'tinjau_cepat' berjenis 'reflection'. Hapus baris 'type'." in said


def test_two_templates_of_one_name_stop_with_both_owners(folder, tmp_path):
    other = tmp_path / "lain"
    (other / "templates").mkdir(parents=True)
    (other / "templates" / "tinjau_cepat.yaml").write_text(TEMPLATE)
    with pytest.raises(SettingError, match=r"'tinjau_cepat' disediakan oleh 'paket_a' .* dan 'paket_b'"):
        collect_templates([(folder, "paket_a"), (other, "paket_b")])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEMPLATE.replace("type: reflection\n", ""), "harus memuat 'type'"),
        (TEMPLATE.replace("template: tinjau_cepat", "template: lain"), "tulis 'template: tinjau_cepat'"),
        ("- satu\n", "harus memuat 'type'"),
    ],
)
def test_a_template_without_its_head_is_refused_with_what_to_write(folder, text, said):
    path = folder / "templates" / "tinjau_cepat.yaml"
    path.write_text(text)
    with pytest.raises(SpecError, match=said):
        read_template(path, "uji")


def test_the_observation_form_asks_what_the_fictional_table_holds():
    packs = own_folder().packs
    form = read_template(packs / "templates" / "observasi_layanan.yaml", "")
    fields = [field for section in form.values["sections"] for field in section["fields"]]
    (conduct,) = (field for field in fields if field.get("kind") == "table")
    columns = read_schemas(packs / "tables")["observasi_layanan"].columns
    noted = [name for name, column in columns.items() if "tidak_terlihat" in column.values]
    assert [row["id"] for row in conduct["rows"]] == noted
    assert {option["id"] for option in conduct["columns"][0]["options"]} == set(columns["disapa"].values)
    assert {"bagian_hari", "antrean", "menit_tunggu"} <= {field["id"] for field in fields} & set(columns)


def test_the_country_card_states_nothing_about_a_country_but_the_names_of_seven_principles():
    card = read_template(own_folder().packs / "templates" / "banding_negara.yaml", "").values
    assert "Selflessness, Integrity, Objectivity, Accountability, Openness, Honesty, Leadership" in card["case"]["id"]
    assert "belum diperiksa" in card["case"]["id"]
    told = str({key: value for key, value in card.items() if key not in {"case", "sections"}})
    assert [name for name in ("Singapura", "Jepang", "Australia", "Korea") if name in told + card["case"]["id"]] == []
    (found,) = (field for field in card["sections"][0]["fields"] if field.get("kind") == "table")
    assert [option["id"] for option in found["columns"][2]["options"]] == ["resmi", "ringkasan", "ingatan"]


def test_the_fair_process_has_the_steps_of_the_paper_sheet_and_marks_what_is_uncertain():
    packs = own_folder().packs
    steps = read_template(packs / "templates" / "proses_adil.yaml", "").values["steps"]
    sheet = (packs.parent / "facilitator_guides" / "lembar_siap_salin.md").read_text(encoding="utf-8")
    exercise = sheet.split("## 8. ")[1].split("## 9. ")[0]
    on_paper = [line for line in exercise.splitlines() if line[:1].isdigit()]
    uncertain = [number for number, line in enumerate(on_paper) if "perlu diperiksa" in line]
    assert len(steps) == len(on_paper) == 6
    assert [number for number, step in enumerate(steps) if "perlu diperiksa" in step["detail"]["id"]] == uncertain
    assert [number for number, step in enumerate(steps) if "to be checked" in step["detail"]["en"]] == uncertain
