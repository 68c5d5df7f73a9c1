"""The fictional numbers: made again byte for byte, true to the claims of the case, with faults there are to find."""

from __future__ import annotations

import datetime
import runpy
from typing import Any

import pandas as pd
import pytest

from etika_widgets import datasets
from etika_widgets.content.folders import own_folder
from etika_widgets.errors import SettingError
from etika_widgets.measures import agreement, clocks, did, gain, skm
from etika_widgets.measures.rounding import half_up

PACKS = own_folder().packs
ELEMENTS = list(skm.ELEMENTS)
MAKER = runpy.run_path(str(PACKS / "make_tables.py"))


def per_semester(count: str, base: str = "layanan") -> dict[str, str]:
    """Complaints per 1,000 services, one decimal."""
    sums = datasets.load_kota_sejahtera("bulanan").groupby("semester")[[count, base]].sum()
    return {name: str(half_up(did.rate(*map(int, row)), 1)) for name, row in zip(sums.index, sums.values, strict=True)}


def ikm(**where: str | int) -> skm.Skm:
    frame = datasets.load_kota_sejahtera("skm")
    for column, value in where.items():
        frame = frame[frame[column] == value]
    return skm.index(frame[ELEMENTS])


def shown(survey: skm.Skm) -> tuple[int, str, str]:
    return survey.n, str(half_up(survey.ikm, 2)), survey.grade


def test_the_command_makes_the_shipped_tables_byte_for_byte(tmp_path):
    MAKER["write"](tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(made) == [
        "kota_sejahtera_bulanan.csv",
        "kota_sejahtera_peserta.csv",
        "kota_sejahtera_skm.csv",
        "kota_sejahtera_temuan.csv",
        "lapor_latihan.csv",
        "observasi_layanan.csv",
    ]
    assert {
        name: (PACKS / "tables" / name).read_bytes() == content for name, content in made.items()
    } == dict.fromkeys(made, True)
    assert sum(map(len, made.values())) < 400_000


@pytest.mark.parametrize("name", sorted(MAKER["TABLES"]))
def test_every_table_says_that_it_is_fictional_and_how_it_was_made(name):
    head = datasets.load(name).attrs
    assert head["fictional"] is True
    assert "fiktif" in head["about"]
    assert f"datasets/make_tables.py (seed {MAKER['TABLES'][name][1]})" in head["source"]
    assert head["licence"] in {"CC0 1.0", "CC BY 4.0"}


def test_an_unknown_part_of_the_case_is_named_with_those_there_are():
    with pytest.raises(SettingError) as caught:
        datasets.load_kota_sejahtera("ikm")
    assert str(caught.value) == "Kota Sejahtera tidak punya bagian 'ikm'. Yang ada: bulanan, skm, temuan, peserta."
    assert caught.value.text("en") == "Kota Sejahtera has no part 'ikm'. There are: bulanan, skm, temuan, peserta."


def test_complaints_fall_by_half_but_their_rate_by_a_fifth_and_then_both_rise():
    months = datasets.load_kota_sejahtera("bulanan")
    assert months["bulan"].astype(str).str[:7].tolist() == [f"{y}-{m:02}" for y in (2024, 2025) for m in range(1, 13)]
    assert months.groupby("semester")[["layanan", "keluhan"]].sum().to_dict("list") == {
        "layanan": [30_400, 29_600, 18_600, 22_400],
        "keluhan": [630, 570, 298, 372],
    }
    assert per_semester("keluhan") == {"2024-1": "20.7", "2024-2": "19.3", "2025-1": "16.0", "2025-2": "16.6"}
    assert str(half_up(did.change(1200 / 2, 298).relative, 2)) == "-0.50"
    assert str(half_up(did.change(did.rate(1200, 60_000), did.rate(298, 18_600)).relative, 2)) == "-0.20"
    kinds = months[["keluhan_perilaku", "keluhan_prosedur", "keluhan_lain"]].sum(axis=1)
    assert kinds.tolist() == months["keluhan"].tolist()


def test_what_the_training_taught_hardly_changes_while_what_the_online_channel_eased_does():
    assert per_semester("keluhan_perilaku") == {"2024-1": "7.9", "2024-2": "7.3", "2025-1": "7.2", "2025-2": "7.1"}
    assert per_semester("keluhan_prosedur") == {"2024-1": "7.5", "2024-2": "7.0", "2025-1": "4.0", "2025-2": "4.5"}
    months = datasets.load_kota_sejahtera("bulanan")
    first = months[months["layanan_daring"] > 0].iloc[0]
    assert first["peristiwa"] == "Pelatihan kelas a–c; kanal permohonan daring dibuka"


def test_the_comparison_city_complains_a_little_less_too():
    rates = per_semester("keluhan_banding", "layanan_banding")
    assert rates == {"2024-1": "16.5", "2024-2": "15.5", "2025-1": "15.0", "2025-2": "14.8"}


def test_satisfaction_rises_from_c_to_b_and_by_eleven_points_more_than_elsewhere():
    before, after = ikm(kota="sejahtera", gelombang=1), ikm(kota="sejahtera", gelombang=2)
    other_before, other_after = ikm(kota="banding", gelombang=1), ikm(kota="banding", gelombang=2)
    assert [shown(each) for each in (before, after, other_before, other_after)] == [
        (382, "67.99", "C"),
        (260, "83.99", "B"),
        (200, "70.07", "C"),
        (200, "75.14", "C"),
    ]
    assert (before.lowest, after.lowest) == (["prosedur"], ["pengaduan"])
    both = did.difference((before.ikm, after.ikm), (other_before.ikm, other_after.ikm))
    assert str(half_up(both, 2)) == "10.93"


def test_a_quarter_of_the_rise_comes_from_people_asked_in_another_way():
    assert shown(ikm(kota="sejahtera", gelombang=2, cara="loket")) == (104, "79.74", "B")
    assert shown(ikm(kota="sejahtera", gelombang=2, cara="daring")) == (156, "86.81", "B")
    assert set(datasets.load_kota_sejahtera("skm").query("gelombang == 1")["cara"]) == {"loket"}


def test_the_second_wave_asked_fewer_people_than_its_services_call_for():
    assert (skm.sample_size(29_600), skm.sample_size(18_600)) == (379, 376)
    assert ikm(kota="sejahtera", gelombang=2).n == 260


def test_free_services_lift_the_index_and_some_answers_are_missing():
    frame = datasets.load_kota_sejahtera("skm")
    free = frame[frame["layanan"] != "perizinan"]
    assert set(free["biaya"].dropna()) == {4}
    assert frame[ELEMENTS].isna().sum().to_dict() == {
        "persyaratan": 4, "prosedur": 10, "waktu": 6, "biaya": 11, "produk": 10,
        "kompetensi": 7, "perilaku": 7, "pengaduan": 42, "sarana": 8,
    }  # fmt: skip


def test_more_than_120_findings_are_120_of_which_three_stand_twice():
    found = datasets.load_kota_sejahtera("temuan")
    once = found.drop_duplicates("berkas")
    assert (len(found), len(once)) == (123, 120)
    assert len(found.drop(columns="id").drop_duplicates()) == 120
    assert once["bentuk"].value_counts().to_dict() == {
        "penundaan_berlarut": 37,
        "tidak_memberikan_pelayanan": 30,
        "penyimpangan_prosedur": 22,
        "permintaan_imbalan": 16,
        "tidak_patut": 11,
        "tidak_kompeten": 4,
    }
    assert max(found["tgl_periksa"]).isoformat() == "2024-08-21"  # nothing was inspected after the training
    assert str(half_up(agreement.cohen_kappa(once["bentuk"], once["bentuk_kedua"]), 2)) == "0.73"


def test_everyone_has_a_certificate_but_one_class_lacks_people_who_finished():
    people = datasets.load_kota_sejahtera("peserta")
    assert people.groupby("kelas").size().to_dict() == dict.fromkeys("abcde", 40)
    assert people["sertifikat"].all()
    finished = people["jp_hadir"] >= 0.85 * 36
    assert finished.groupby(people["kelas"]).sum().to_dict() == {"a": 39, "b": 39, "c": 40, "d": 29, "e": 39}
    assert finished.tolist() == people["post"].notna().tolist()


def test_thirty_points_compare_different_people_and_fewer_are_left_after_three_months():
    people = datasets.load_kota_sejahtera("peserta")
    done = people.dropna(subset=["post"])
    assert str(half_up(done["post"].mean() - people["pre"].mean(), 1)) == "30.0"
    assert str(half_up((done["post"] - done["pre"]).mean(), 1)) == "29.0"
    assert str(half_up(gain.class_gain(done["pre"], done["post"], 100), 2)) == "0.62"
    later = done.dropna(subset=["tiga_bulan"])
    means = [float(later[column].mean()) for column in ("pre", "post", "tiga_bulan")]
    assert (len(done), len(later)) == (186, 148)
    assert [str(half_up(mean, 1)) for mean in means] == ["54.7", "83.9", "71.5"]
    assert str(half_up(gain.retention(*means), 2)) == "0.57"
    silent = done[done["tiga_bulan"].isna()]
    assert str(half_up(float(silent["post"].mean()), 1)) == "75.2"


def test_one_class_was_marked_in_fives():
    done = datasets.load_kota_sejahtera("peserta").dropna(subset=["post"])
    fives = (done["post"] % 5 == 0).groupby(done["kelas"]).sum()
    assert fives.to_dict() == {"a": 8, "b": 9, "c": 37, "d": 8, "e": 10}


@pytest.fixture(scope="module")
def tickets() -> pd.DataFrame:
    return datasets.load_lapor_latihan()


def test_600_tickets_come_in_order_from_every_channel(tickets):
    assert len(tickets) == 600
    assert tickets["tgl_masuk"].is_monotonic_increasing
    assert (str(tickets["tgl_masuk"].min()), str(tickets["tgl_masuk"].max())) == ("2026-01-01", "2026-06-30")
    assert tickets["status"].value_counts().to_dict() == {
        "selesai": 520,
        "diproses": 52,
        "bukan_kewenangan": 18,
        "masuk": 10,
    }
    complaint = tickets["klasifikasi"] == "pengaduan"
    assert complaint.tolist() == tickets["jenis_keluhan"].notna().tolist() == tickets["unsur_skm"].notna().tolist()
    assert set(tickets.loc[complaint, "unsur_skm"]) == set(ELEMENTS)
    assert (tickets["identitas"] == "anonim").tolist() == tickets["pelapor"].isna().tolist()


def test_the_tickets_hold_just_the_faults_that_the_readme_lists(tickets):
    came, checked, done = (tickets[f"tgl_{name}"] for name in ("masuk", "verifikasi", "selesai"))
    both = done.notna() & checked.notna()
    named = tickets[tickets["pelapor"].notna()]
    assert {
        "done before it came": sum(done[both] < came[both]),
        "checked after done": sum((checked[both] > done[both]) & (done[both] >= came[both])),
        "checked before it came": sum(checked.dropna() < came[checked.notna()]),
        "done without a date": sum((tickets["status"] == "selesai") & done.isna()),
        "a date but not done": sum((tickets["status"] != "selesai") & done.notna()),
        "done in the next year": sum(day.year == 2027 for day in done.dropna()),
        "a telephone number in the text": tickets["ringkasan"].str.contains(r"\d{4}-\d{4}-\d{4}").sum(),
        "entered twice": named.duplicated(["pelapor", "ringkasan"]).sum(),
    } == {
        "done before it came": 3,
        "checked after done": 3,
        "checked before it came": 0,
        "done without a date": 5,
        "a date but not done": 0,
        "done in the next year": 2,
        "a telephone number in the text": 3,
        "entered twice": 4,
    }


def test_many_tickets_are_closed_just_on_their_last_day_and_open_ones_are_late_as_well(tickets):
    def days_over(rows: pd.DataFrame, ends: list[datetime.date]) -> pd.Series[int]:
        days = [clocks.working_days_between(*pair) for pair in zip(rows["tgl_masuk"], ends, strict=True)]
        return pd.Series(days) - rows["tingkat"].map(MAKER["DEADLINES"]).to_numpy()

    drawn = MAKER["LAST_DAY"]
    done = tickets[tickets["tgl_selesai"].notna()]
    done = done[(done["tgl_selesai"] >= done["tgl_masuk"]) & (done["tgl_selesai"] <= drawn)]
    over = days_over(done, done["tgl_selesai"].tolist())
    assert {day: int((over == day).sum()) for day in (-1, 0, 1)} == {-1: 54, 0: 126, 1: 14}
    assert (len(done), int((over <= 0).sum())) == (510, 344)
    still = tickets[tickets["status"].isin(["masuk", "diproses"])]
    assert (len(still), int((days_over(still, [drawn] * len(still)) > 0).sum())) == (62, 12)


POINTS = list(MAKER["_words"]()["observations"]["points"])


def yes_share(forms: pd.DataFrame) -> tuple[int, int]:
    """How many points were *ya*, of those that could be seen."""
    answers = forms[POINTS].to_numpy()
    return int((answers == "ya").sum()), int((answers != "tidak_terlihat").sum())


def test_counting_forms_instead_of_visits_weighs_the_weakest_counter_more():
    forms = datasets.load_observasi_layanan()
    visits = forms.drop_duplicates("kunjungan")
    assert (len(forms), len(visits), visits["loket"].value_counts().unique().tolist()) == (48, 36, [6])
    assert (yes_share(visits), yes_share(forms)) == ((195, 285), (253, 376))
    shares = {name: yes_share(rows) for name, rows in visits.groupby("loket")}
    assert min(shares, key=lambda name: shares[name][0] / shares[name][1]) == "perizinan"
    assert shares["perizinan"] == (20, 47)
    assert forms[forms.duplicated("kunjungan")]["loket"].value_counts().to_dict() == {
        "perizinan": 4, "kependudukan": 2, "pajak_daerah": 2, "sosial": 2, "informasi_publik": 1, "kesehatan": 1,
    }  # fmt: skip
    assert str(half_up((forms[POINTS] == "ya").to_numpy().mean(), 2)) == "0.53"
    seen = {name: ((visits[name] == "ya").sum(), (visits[name] != "tidak_terlihat").sum()) for name in POINTS}
    assert (seen["disapa"], seen["kabar_berikutnya"], seen["ditolong"]) == ((32, 36), (15, 36), (7, 9))


def test_one_counter_was_visited_in_the_morning_only_and_one_wait_pulls_a_mean_up():
    visits = datasets.load_observasi_layanan().drop_duplicates("kunjungan")
    waits = visits.groupby(["loket", "bagian_hari"])["menit_tunggu"].median().unstack()
    assert waits["siang"].isna().tolist() == (waits.index == "informasi_publik").tolist()
    assert [float(edge) for day in ("pagi", "siang") for edge in waits[day].agg(["min", "max"])] == [8, 14, 16, 30]
    medians = visits.groupby("loket")["menit_tunggu"].median()
    assert (medians.idxmin(), medians.min()) == ("informasi_publik", 12)
    stuck = visits[visits["loket"] == "sosial"]["menit_tunggu"]
    assert (str(half_up(stuck.mean(), 0)), stuck.median(), stuck.max()) == ("33", 20, 108)


def test_two_observers_agree_as_the_sheet_for_trainers_says():
    sheet = (PACKS.parent / "facilitator_guides" / "lembar_siap_salin.md").read_text(encoding="utf-8")
    code = sheet.split("```python\n")[1].split("```")[0]
    *lines, last = code.strip().splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    one, other, seen = names["satu"], names["lain"], names["terlihat"]
    same = int((one == other)[seen].sum())
    told = "Dari {n} butir yang keduanya lihat, {same} sama ({share} %). Kappa Cohen **{kappa}**"
    kappa = half_up(eval(last, names), 2)
    share = half_up(100 * same / int(seen.sum()), 0)
    assert told.format(n=seen.sum(), same=same, share=share, kappa=str(kappa).replace(".", ",")) in sheet
    by_point = {}
    for number, name in enumerate(POINTS):
        both = seen.reshape(-1, len(POINTS))[:, number]
        first, second = (answers.reshape(-1, len(POINTS))[both, number] for answers in (one, other))
        if both.sum() >= 10:
            by_point[name] = str(half_up(agreement.cohen_kappa(first, second), 2))
    assert by_point == {
        "disapa": "0.43", "ditanya_dulu": "1.00", "sama_dengan_pengumuman": "0.74", "diperlakukan_sama": "0.25",
        "kata_dimengerti": "0.35", "kabar_berikutnya": "0.82", "data_terjaga": "0.12",
    }  # fmt: skip
    assert str(half_up(agreement.cohen_kappa(one, other), 2)) == "0.77"
