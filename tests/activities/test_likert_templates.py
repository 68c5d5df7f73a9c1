"""Self-rating templates: the wording of the law, a job profile, and what a class gets from them."""

from collections import Counter

import pytest

from etika_widgets import datasets
from etika_widgets._plugins import activity_types
from etika_widgets.content.folders import own_folder
from etika_widgets.content.template_rules import template_problems
from etika_widgets.content.templates import FOLDER, read_template
from etika_widgets.testing import memory_class, play

KINDS = {"teknis": "Teknis", "manajerial": "Manajerial", "sosial_kultural": "Sosial kultural"}


def path(name):
    return own_folder().packs / FOLDER / f"{name}.yaml"


def spec(name):
    template = read_template(path(name), "")
    return activity_types()[template.type].spec.model_validate(template.fill({"id": "diri", "template": name}))


@pytest.mark.parametrize("name", ["berakhlak_21", "gap_kompetensi", "kebutuhan_pelatihan"])
def test_a_template_is_sound_bilingual_and_plays(name):
    assert list(template_problems(path(name), activity_types())) == []
    with memory_class([spec(name)]) as klass:
        play(klass, "diri", people=7)
        [entry] = klass.state("diri")["results"]["rounds"]
        assert (entry["n"], spec(name).identity) == (7, "anonymous")


def test_the_mirror_holds_the_21_behaviours_in_the_wording_of_the_law():
    mirror = spec("berakhlak_21")
    rows = datasets.load_nilai_berakhlak()
    said = [(one.id, one.text.id, mirror.headings[one.id].id) for one in mirror.statements]
    assert said == list(zip(rows["id"], rows["perilaku"], rows["nama"], strict=True))
    assert len(said) == 21
    assert (mirror.scale, mirror.points, mirror.has_targets) == ("sering", 4, False)


def test_the_gap_template_asks_what_the_profile_of_its_post_asks():
    gap = spec("gap_kompetensi")
    rows = datasets.load_profil_jabatan().query("jabatan == 'petugas_loket'")
    asked = [(one.id, one.text.id, one.target, gap.headings[one.id].id) for one in gap.statements]
    kinds = [KINDS[kind] for kind in rows["jenis"]]
    assert asked == list(zip(rows["id"], rows["kompetensi"], rows["tingkat_diminta"], kinds, strict=True))


def test_profiles_are_fictional_and_ask_for_six_to_nine_competences_of_every_kind():
    rows = datasets.load_profil_jabatan()
    assert rows.attrs["fictional"] is True
    assert all(name.endswith("(fiktif)") for name in rows["nama_jabatan"])
    posts = Counter(rows["jabatan"])
    assert len(posts) >= 3
    assert all(6 <= count <= 9 for count in posts.values())
    assert set(zip(rows["jabatan"], rows["jenis"], strict=True)) == {(post, kind) for post in posts for kind in KINDS}
    assert rows["tingkat_diminta"].between(1, 5).all()
    assert rows["bukti_perilaku"].is_unique
