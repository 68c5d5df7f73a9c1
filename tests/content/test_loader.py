from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from etika_widgets.content.loader import load_pack
from etika_widgets.content.pack import Pack
from etika_widgets.content.upgrades import upgrade
from etika_widgets.content.yaml_source import MAX_BYTES
from etika_widgets.errors import SpecError

PACK_KEYS = (
    "schema, slug, version, title, summary, module, jp, licence, fictional, values, "
    "objectives, law, runsheet, activities"
)
POLL_KEYS = "id, type, title, intro, notes, follow_ups, identity, template, question, options, reason, seconds"
TEXT = "harus berupa teks. Apit dengan tanda kutip bila isinya angka, tanggal, atau 'true'/'false'."

Write = Callable[..., Path]


def test_a_pack_is_read_whole(write: Write, pack_text: str, types: Any) -> None:
    pack = load_pack(write(pack_text), types)
    assert pack.slug == "contoh"
    assert pack.minutes == 45
    assert pack.activity_ids == ("suara", "kuis")
    assert pack.activity("kuis").title.get("en") == "Quiz"
    assert pack.law[0].checked_on == datetime.date(2026, 11, 22)


def test_the_frozen_run_sheet_is_json_in_all_languages(write: Write, pack_text: str, types: Any) -> None:
    sheet = load_pack(write(pack_text), types).run_sheet_data()
    assert sheet["minutes"] == 45
    assert sheet["steps"][0]["title"] == {"id": "Pembukaan", "en": "Opening"}
    assert sheet["steps"][0]["ladder"] == [
        {"level": "fakta", "ask": "Apa yang kita ketahui?", "follow_ups": ["Dari siapa?"]}
    ]
    assert sheet["law"][0]["checked_on"] == "2026-11-22"
    assert "activities" not in sheet


def test_the_digest_follows_the_content_and_not_the_layout(write: Write, pack_text: str, types: Any) -> None:
    pack = load_pack(write(pack_text), types)
    assert load_pack(write("# catatan\n" + pack_text), types).digest() == pack.digest()
    assert load_pack(write(pack_text.replace("Dengar", "Simak")), types).digest() != pack.digest()


def test_an_unknown_activity_names_the_one_that_was_meant(write: Write, pack_text: str, types: Any) -> None:
    with pytest.raises(SpecError) as error:
        load_pack(write(pack_text), types).activity("suaro")
    assert str(error.value) == (
        "Paket 'contoh' tidak punya aktivitas 'suaro'. Maksud Anda 'suara'? Yang ada: suara, kuis."
    )


MALFORMED = [
    # what is replaced, by what, what the author reads
    (
        "title: {id: \"Suara\"",
        "titel: {id: \"Suara\"",
        [
            "contoh.yaml:42: aktivitas 'suara': kunci wajib 'title' belum ada.",
            f"contoh.yaml:44: aktivitas 'suara', titel: kunci 'titel' tidak dikenal. Maksud Anda 'title'? "
            f"Kunci yang ada: {POLL_KEYS}.",
        ],
    ),
    ("jp: 1\n", "", ["contoh.yaml:1: kunci wajib 'jp' belum ada."]),
    ("jp: 1\n", "jp: satu\n", ["contoh.yaml:7: jp: harus berupa bilangan bulat, tanpa tanda kutip."]),
    ("jp: 1\n", "jp: 0\n", ["contoh.yaml:7: jp: paling kecil 1."]),
    ("fictional: false", "fictional: mungkin", ["contoh.yaml:9: fictional: harus 'true' atau 'false'."]),
    (
        "licence: CC BY 4.0",
        "licence: CC BY 4.0\nlicense: x",
        [
            f"contoh.yaml:9: license: kunci 'license' tidak dikenal. Maksud Anda 'licence'? "
            f"Kunci yang ada: {PACK_KEYS}."
        ],
    ),
    ("bloom: C4", "bloom: C9", ["contoh.yaml:13: tujuan 'tj1', bloom: 'C9' tidak cocok dengan pola "
                                 "^(?:C[1-6]|A[1-5]|P[1-7])$."]),
    ("competence: manajerial", "competence: sosial kultural", [
        "contoh.yaml:14: tujuan 'tj1', competence: 'sosial kultural' tidak dikenal. "
        "Pilihannya: teknis, manajerial, sosial_kultural."]),
    ("minutes: 30", "minutes: 7.5", ["contoh.yaml:28: langkah 'buka', minutes: harus berupa bilangan bulat, "
                                     "tanpa tanda kutip."]),
    ("ask: \"Apa yang kita ketahui?\"", "ask: 5", [f"contoh.yaml:34: langkah 'buka', ladder ke-1, ask: {TEXT}"]),
    ("question: {id: \"Apa langkah Anda?\", en: \"What do you do?\"}", "question: 2026-01-01",
     [f"contoh.yaml:45: aktivitas 'suara', question: {TEXT}"]),
    ("question: {id: \"Apa langkah Anda?\", en: \"What do you do?\"}", "question: ''",
     ["contoh.yaml:45: aktivitas 'suara', question: tidak boleh kosong."]),
    ("question: {id: \"Apa langkah Anda?\", en: \"What do you do?\"}", "question: {en: x}",
     ["contoh.yaml:45: aktivitas 'suara', question: kunci wajib 'id' belum ada."]),
    ("question: {id: \"Apa langkah Anda?\", en: \"What do you do?\"}", "question: '?'",
     ["contoh.yaml:42: aktivitas 'suara': pertanyaan belum ditulis. Tulis satu kalimat tanya."]),
    ("question: {id: \"Apa langkah Anda?\", en: \"What do you do?\"}", "question: '!'",
     ["contoh.yaml:42: aktivitas 'suara': pertanyaan '!' bukan kalimat tanya."]),
    ("      - {id: tolak, text: {id: \"Tolak\", en: \"Refuse\"}}\n", "",
     ["contoh.yaml:46: aktivitas 'suara', options: paling sedikit 2 butir; sekarang 1."]),
    ("{id: tolak, text: {id: \"Tolak\", en: \"Refuse\"}}", "tolak",
     ["contoh.yaml:48: aktivitas 'suara', options ke-2: harus berisi pasangan kunci dan nilai."]),
    ("{id: tolak, text", "{id: Tolak saja, text",
     ["contoh.yaml:48: aktivitas 'suara', options ke-2, id: 'Tolak saja' tidak dapat dipakai sebagai id. "
      "Pakai huruf kecil, angka, dan '_'; awali dengan huruf; paling panjang 60 karakter."]),
    ("notes: \"Jangan", "reason: wajib\n    notes: \"Jangan",
     ["contoh.yaml:49: aktivitas 'suara', reason: 'wajib' tidak dikenal. Pilihannya: none, optional, required."]),
    ("notes: \"Jangan", "seconds: 601\n    notes: \"Jangan",
     ["contoh.yaml:49: aktivitas 'suara', seconds: paling besar 600."]),
    ("type: poll", "type: pool", [
        "contoh.yaml:43: aktivitas 'suara', type: jenis 'pool' tidak dikenal. Maksud Anda 'poll'? "
        "Jenis yang ada: poll, quiz."]),
    ("    type: poll\n", "", ["contoh.yaml:42: aktivitas 'suara': kunci wajib 'type' belum ada. "
                              "Jenis yang ada: poll, quiz."]),
    ("  - id: kuis\n", "  - id: suara\n", [
        "contoh.yaml:40: langkah 'tutup', activity: aktivitas 'kuis' tidak ada di paket ini.",
        "contoh.yaml:50: aktivitas 'suara', id: id ini sudah dipakai di baris 42. Pakai id lain."]),
    ("activity: kuis", "activity: kuiz", [
        "contoh.yaml:40: langkah 'tutup', activity: aktivitas 'kuiz' tidak ada di paket ini. Maksud Anda 'kuis'?"]),
    ("    activity: suara\n", "", [
        "contoh.yaml:29: langkah 'buka', round: putaran ditulis tanpa aktivitas. "
        "Isi 'activity' atau hapus 'round'."]),
    ("law: [uu20_2023]", "law: [uu5_2014]", [
        "contoh.yaml:36: langkah 'buka', law ke-1: dasar hukum 'uu5_2014' tidak ada di bagian 'law'."]),
    ("certainty: H", "certainty: H\n    status: lama", [
        "contoh.yaml:25: kunci 'status' ditulis dua kali (pertama di baris 22). Hapus salah satunya."]),
    ("schema: 1", "schema: 2", ["contoh.yaml:1: schema: versi 2 lebih baru daripada yang dikenal (1). "
                                "Perbarui etika-widgets."]),
    ("schema: 1", "schema: satu", ["contoh.yaml:1: schema: versi 'satu' tidak dikenal. Tulis 'schema: 1'."]),
    ("schema: 1\n", "", ["contoh.yaml:1: kunci wajib 'schema' belum ada. Tulis 'schema: 1' di baris pertama."]),
    ("\"Apa yang kita ketahui?\"", "Kita tahu: apa?", [
        "contoh.yaml:34: titik dua di tengah teks. Apit teks itu dengan tanda kutip, atau tulis di bawah '|'."]),
    ("  - id: tutup", "\t- id: tutup", [
        "contoh.yaml:37: baris ini diawali tanda yang punya arti khusus dalam YAML (tab, '@', '%', '`'). "
        "Pakai spasi, bukan tab, dan apit teksnya dengan tanda kutip."]),
    ("values: [akuntabel, harmonis]", "values: [akuntabel, harmonis", [
        "contoh.yaml:11: kurung '[' atau '{' belum ditutup, atau koma belum ada."]),
    ("status: berlaku", "status: *lama", [
        "contoh.yaml:22: alias YAML ('*lama') tidak dipakai di sini. Tulis isinya langsung."]),
    ("status: berlaku", "status: !!python/name:os.system x", [
        "contoh.yaml:22: penanda jenis YAML ('tag:yaml.org,2002:python/name:os.system') tidak dipakai di sini. "
        "Hapus penandanya."]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "lines"), MALFORMED)
def test_a_malformed_pack_says_file_line_part_and_remedy(
    write: Write, pack_text: str, types: Any, old: str, new: str, lines: list[str]
) -> None:
    assert old in pack_text
    with pytest.raises(SpecError) as error:
        load_pack(write(pack_text.replace(old, new, 1)), types)
    assert str(error.value).splitlines() == lines


def test_all_problems_are_listed_at_once_in_the_order_of_lines(write: Write, pack_text: str, types: Any) -> None:
    broken = (
        pack_text.replace("jp: 1", "jp: x").replace("minutes: 15", "minutes: y").replace("type: quiz", "type: kuis")
    )
    with pytest.raises(SpecError) as error:
        load_pack(write(broken), types)
    assert [line.split(":")[1] for line in str(error.value).splitlines()] == ["7", "39", "51"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "contoh.yaml:1: paket harus berisi pasangan kunci dan nilai, dimulai dengan 'schema: 1'."),
        (b"- a\n- b\n", "contoh.yaml:1: paket harus berisi pasangan kunci dan nilai, dimulai dengan 'schema: 1'."),
        (b"a: 1\nb: caf\xe9\n", "contoh.yaml:2: file bukan UTF-8. Simpan ulang dengan pengodean UTF-8."),
        (b"a: 1\nb: \x01\n", "contoh.yaml:2: ada karakter yang tidak boleh dipakai (U+0001). Hapus karakter itu."),
        (
            b"#" * (MAX_BYTES + 1),
            "contoh.yaml:1: file lebih besar dari 1000 kB. Bagi isinya menjadi beberapa paket.",
        ),
        (
            b"a: 1\n---\nb: 2\n",
            "contoh.yaml:2: file berisi lebih dari satu dokumen. Hapus baris '---' di tengah file.",
        ),
        (
            b"[" * 5000,
            "contoh.yaml:1: isi bersarang terlalu dalam. Periksa kurung dan jarak tulisan di awal baris.",
        ),
        (
            b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
            "contoh.yaml:2: alias YAML ('*a') tidak dipakai di sini. Tulis isinya langsung.\n"
            "contoh.yaml:3: alias YAML ('*b') tidak dipakai di sini. Tulis isinya langsung.",
        ),
        (
            b"- a\n" * 60_000,
            "contoh.yaml:49998: file berisi terlalu banyak butir. Bagi isinya menjadi beberapa paket.",
        ),
        (b"a: 'b\nc: d\n", "contoh.yaml:1: tanda kutip yang dibuka di sini belum ditutup."),
    ],
    ids=["empty", "list", "latin-1", "control", "large", "two documents", "deep", "bomb", "many", "quote"],
)
def test_files_that_are_no_pack_at_all(write: Write, types: Any, content: bytes, message: str) -> None:
    with pytest.raises(SpecError) as error:
        load_pack(write(content), types)
    assert str(error.value) == message


def test_a_problem_takes_one_line_whatever_the_pack_says(write: Write, pack_text: str, types: Any) -> None:
    broken = pack_text.replace("- id: suara", '- id: "su\\n\\nara"')
    with pytest.raises(SpecError) as error:
        load_pack(write(broken), types)
    assert all(line.startswith("contoh.yaml:") for line in str(error.value).splitlines())


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path, types: Any) -> None:
    with pytest.raises(SpecError, match=r"tidak ada\.yaml:1: file tidak ditemukan"):
        load_pack(tmp_path / "tidak ada.yaml", types)
    with pytest.raises(SpecError, match="file tidak dapat dibaca"):
        load_pack(tmp_path, types)


def test_older_packs_are_raised_step_by_step() -> None:
    steps = {1: lambda old: {"slug": old["nama"]}, 2: lambda old: {**old, "jp": 1}}
    assert upgrade({"schema": 1, "nama": "x"}, current=3, upgrades=steps) == {"schema": 3, "slug": "x", "jp": 1}
    assert upgrade({"schema": 1, "nama": "x"}, current=3, upgrades={2: steps[2]}) is None
    assert upgrade({"schema": True}) is None


_SIGNS = st.one_of(st.characters(codec="utf-8"), st.sampled_from("[]{}:,-?&*!|>'\"%@`#\n \t~<=.0"))
_SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _loads_or_explains(path: Path, types: Any) -> None:
    try:
        pack = load_pack(path, types)
    except SpecError as error:
        explanation: str | None = error.text("en")
    else:
        assert isinstance(pack, Pack)
        explanation = f"{pack.digest()}: {pack.run_sheet_data()['minutes']}"
    assert explanation


@_SLOW
@given(content=st.binary(max_size=200))
def test_any_bytes_are_a_pack_or_a_spec_error(content: bytes, write: Write, types: Any) -> None:
    _loads_or_explains(write(content), types)


@_SLOW
@given(content=st.text(alphabet=_SIGNS, max_size=80))
def test_any_text_is_a_pack_or_a_spec_error(content: str, write: Write, types: Any) -> None:
    _loads_or_explains(write(content), types)


_LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.dates())
_KEYS = st.sampled_from(["id", "type", "title", "poll", "quiz", "options", "text", "activity", "law", "minutes", "x"])
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=4)),
    max_leaves=8,
)


@_SLOW
@given(data=st.data())
def test_a_pack_with_any_part_exchanged_is_a_pack_or_a_spec_error(
    data: st.DataObject, write: Write, pack_text: str, types: Any, tmp_path: Path
) -> None:
    plain = YAML(typ="safe").load(pack_text)
    at: Any = plain
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else list(range(len(at)))))
        deeper = isinstance(at[key], dict | list) and at[key]
        if deeper and data.draw(st.booleans()):
            at = at[key]
            continue
        at[key] = data.draw(st.one_of(_TREES, st.just("poll"), st.just("quiz")))
        break
    path = tmp_path / "contoh.yaml"
    with path.open("w", encoding="utf-8") as file:
        try:
            YAML(typ="safe").dump(plain, file)
        except (UnicodeEncodeError, ValueError):
            return
    _loads_or_explains(path, types)
