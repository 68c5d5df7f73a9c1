"""Templates: a definition in one line, from the package, a plug-in or a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

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
