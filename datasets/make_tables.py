"""Make the fictional tables of numbers: ``python datasets/make_tables.py [FOLDER]``, by default ``datasets/tables``.

Every table has a seed of its own, so that changing one leaves the others as they were. ``tables/schema.yaml`` says
what each holds, ``README.md`` which faults were put in for people to find, and
``tests/content/test_fictional_data.py`` holds them to it. numpy keeps its random streams between versions as far as it
can; where one changed, that test shows it, and the tables are made again.
"""

from __future__ import annotations

import csv
import datetime
import sys
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML

from etika_widgets.measures.skm import ELEMENTS

Rng = np.random.Generator
Rows = list[dict[str, Any]]

# --- Kota Sejahtera, month by month -------------------------------------------------------------------------------

SEMESTERS: Final = {  # services; services and complaints of the comparison city; complaints: conduct, procedure, other
    "2024-1": (30_400, 22_600, 372, (240, 228, 162)),
    "2024-2": (29_600, 22_400, 348, (216, 206, 148)),
    "2025-1": (18_600, 22_000, 330, (134, 74, 90)),
    "2025-2": (22_400, 21_800, 322, (160, 101, 111)),
}
COURSE: Final = {  # how the complaints of a semester spread over its months
    "2024-1": (17, 16, 17, 17, 17, 16),
    "2024-2": (19, 18, 17, 16, 15, 15),
    "2025-1": (23, 19, 16, 15, 14, 13),
    "2025-2": (13, 15, 17, 18, 18, 19),
}
ONLINE: Final = (8, 14, 19, 24, 28, 31, 33, 34, 35, 35, 36, 36)  # per cent of services, from January 2025
HAPPENED: Final = {
    "2024-09": "Inspektorat menyerahkan temuan pemeriksaan",
    "2024-11": "Survei kepuasan gelombang 1",
    "2025-01": "Pelatihan kelas a–c; kanal permohonan daring dibuka",
    "2025-02": "Pelatihan kelas d dan e; izin usaha mikro pindah ke kecamatan dan tidak lagi dihitung di sini",
    "2025-04": "Kotak aduan di loket dicabut; aduan lewat kanal daring dengan akun",
    "2025-05": "Tes tiga bulan",
    "2025-07": "Survei kepuasan gelombang 2; laporan keberhasilan terbit",
}


def monthly(rng: Rng) -> Rows:
    """Return 24 months: services and complaints add up to what SEMESTERS says."""
    rows: Rows = []
    for semester, (services, other_services, other_complaints, kinds) in SEMESTERS.items():
        share = np.array(COURSE[semester]) / sum(COURSE[semester])
        served = _spread(rng, services)
        conduct, procedure, other = (rng.multinomial(kind, share) for kind in kinds)
        other_served = _spread(rng, other_services)
        other_complained = rng.multinomial(other_complaints, np.full(6, 1 / 6))
        year, half = map(int, semester.split("-"))
        for i in range(6):
            month = f"{year}-{i + 1 + 6 * (half - 1):02}"
            online = ONLINE[len(rows) - 12] if len(rows) >= 12 else 0
            rows.append(
                {
                    "bulan": f"{month}-01",
                    "semester": semester,
                    "layanan": served[i],
                    "layanan_daring": served[i] * online // 100,
                    "keluhan": conduct[i] + procedure[i] + other[i],
                    "keluhan_perilaku": conduct[i],
                    "keluhan_prosedur": procedure[i],
                    "keluhan_lain": other[i],
                    "layanan_banding": other_served[i],
                    "keluhan_banding": other_complained[i],
                    "peristiwa": HAPPENED.get(month, ""),
                }
            )
    return rows


def _spread(rng: Rng, total: int) -> NDArray[np.int64]:
    """Return six months of nearly equal weight that add up to ``total``."""
    return rng.multinomial(total, rng.dirichlet(np.full(6, 400.0)))


# --- Kota Sejahtera, survey of satisfaction -----------------------------------------------------------------------

GROUPS: Final = {  # city, wave, how the form was filled in: people, mean of each element
    ("sejahtera", 1, "loket"): (382, (2.80, 2.25, 2.40, 3.80, 2.85, 2.75, 2.28, 2.45, 2.90)),
    ("sejahtera", 2, "loket"): (104, (3.20, 3.15, 3.20, 3.80, 3.25, 3.10, 3.00, 2.85, 3.18)),
    ("sejahtera", 2, "daring"): (156, (3.50, 3.60, 3.70, 3.85, 3.50, 3.40, 3.25, 3.10, 3.35)),
    ("banding", 1, "loket"): (200, (2.75, 2.60, 2.50, 3.80, 2.80, 2.75, 2.65, 2.50, 2.85)),
    ("banding", 2, "loket"): (200, (2.95, 2.85, 2.80, 3.80, 3.00, 2.95, 2.85, 2.75, 3.05)),
}
PERMITS: Final = 0.25  # share of permits; the other services are free, so that their cost is always "Gratis", 4


def survey(rng: Rng) -> Rows:
    """Return one row per respondent; the means of GROUPS hold up to the answers that are missing."""
    rows: Rows = []
    for (city, wave, mode), (people, means) in GROUPS.items():
        permits = round(PERMITS * people)
        free = rng.choice(["kependudukan", "informasi_publik"], people - permits, p=[0.8, 0.2])
        services = ["perizinan"] * permits + free.tolist()
        mood = rng.normal(size=people)
        answers: dict[str, list[Any]] = {}
        for element, mean in zip(ELEMENTS, means, strict=True):
            if element == "biaya":
                paid = _scores(rng, mood[:permits], 4 - (4 - mean) * people / permits)
                scores = np.concatenate([paid, np.full(people - permits, 4)])
            else:
                scores = _scores(rng, mood, mean)
            left_out = rng.random(people) < (0.04 if element == "pengaduan" else 0.008)
            answers[element] = ["" if out else score for out, score in zip(left_out, scores, strict=True)]
        for i in rng.permutation(people):
            place = {"kota": city, "gelombang": wave, "cara": mode, "layanan": services[i]}
            scored = {element: column[i] for element, column in answers.items()}
            rows.append({"id": f"r{len(rows) + 1:04}", **place, **scored})
    return rows


def _scores(rng: Rng, mood: NDArray[np.float64], mean: float) -> NDArray[np.int64]:
    """Return scores 1–4 with that mean, higher for those in a better mood."""
    share = (mean - 1) / 3
    chances = np.array([(1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2 * (1 - share), share**3])
    sorted_scores = 1 + np.searchsorted(np.cumsum(chances)[:3], (np.arange(mood.size) + 0.5) / mood.size)
    scores = np.empty(mood.size, dtype=np.int64)
    scores[np.argsort(mood + rng.normal(scale=0.9, size=mood.size))] = sorted_scores
    return scores


# --- Kota Sejahtera, findings of the inspection -------------------------------------------------------------------

SECOND_CODER_DIFFERS: Final = 0.2
UNITS: Final = {"perizinan": "PZ", "kependudukan": "KP", "informasi_publik": "IP"}
TWICE: Final = 3


def findings(rng: Rng) -> Rows:
    """Return 120 findings in the order of their days, three of them entered a second time under another id."""
    cases = [
        (form, known["taken_for"], str(rng.choice(known["texts"])))
        for form, known in _words()["findings"].items()
        for _ in range(known["count"])
    ]
    days = np.sort(np.busday_offset("2024-02-05", rng.integers(0, 145, len(cases)), roll="forward"))
    rows: Rows = []
    for number, (day, i) in enumerate(zip(days, rng.permutation(len(cases)), strict=True), start=1):
        form, other, text = cases[i]
        unit = str(rng.choice(list(UNITS), p=[0.45, 0.4, 0.15]))
        rows.append(
            {
                "tgl_periksa": day,
                "unit": unit,
                "berkas": f"{UNITS[unit]}-{number:04}",
                "uraian": text,
                "bentuk": form,
                "bentuk_kedua": other if rng.random() < SECOND_CODER_DIFFERS else form,
                "tindak_lanjut": str(rng.choice(["selesai", "berjalan", "belum"], p=[0.45, 0.3, 0.25])),
            }
        )
    rows += [rows[i] for i in rng.choice(len(rows), TWICE, replace=False)]
    rows.sort(key=itemgetter("tgl_periksa"))
    return [{"id": f"t{number:03}", **row} for number, row in enumerate(rows, start=1)]


# --- Kota Sejahtera, participants ---------------------------------------------------------------------------------

CLASSES: Final = {"a": 1, "b": 1, "c": 0, "d": 11, "e": 1}  # of 40 people each: those who did not finish
HAND_MARKED: Final = "c"  # its post-test was marked by hand, mostly in fives
JP: Final = 36
JP_NEEDED: Final = 31  # 85 per cent of 36 JP, rounded up
ANSWERED_LATER: Final = 148


def participants(rng: Rng) -> Rows:
    """Return 200 people in five classes: the course finished or not, and their scores of 0–100 in three tests."""
    rows: Rows = []
    for name, stopped in CLASSES.items():
        finished = rng.permutation(np.arange(40) >= stopped)
        rows += [
            {"id": f"p{len(rows) + i + 1:03}", "kelas": name, "finished": bool(f)} for i, f in enumerate(finished)
        ]
    finished = np.array([row.pop("finished") for row in rows])
    count = int(finished.sum())
    skill = rng.normal(size=count)
    pre = np.empty(len(rows))
    pre[finished] = _scaled(skill + rng.normal(scale=0.7, size=count), 53, 12)
    pre[~finished] = _scaled(rng.normal(size=len(rows) - count), 40, 9)
    learned = skill + rng.normal(scale=0.9, size=count)
    post = np.full(len(rows), np.nan)
    post[finished] = _scaled(learned, 82.1, 8)
    by_hand = finished & (np.array([row["kelas"] for row in rows]) == HAND_MARKED) & (rng.random(len(rows)) < 0.9)
    post[by_hand] = 5 * np.round(post[by_hand] / 5)
    later = np.full(len(rows), np.nan)
    eager = np.argsort(-(learned + rng.normal(scale=1.2, size=count)))[:ANSWERED_LATER]  # the able answer more often
    later[np.flatnonzero(finished)[eager]] = _scaled(learned[eager] + rng.normal(scale=0.8, size=eager.size), 71.5, 10)
    for i, row in enumerate(rows):
        row["unit"] = str(rng.choice(["perizinan", "kependudukan", "informasi_publik", "pusat_panggilan"]))
        row["jabatan"] = str(
            rng.choice(["pelaksana", "fungsional", "pengawas", "administrator"], p=[0.6, 0.25, 0.1, 0.05])
        )
        row["jp_hadir"] = rng.integers(JP_NEEDED, JP + 1) if finished[i] else rng.integers(9, 28)
        row["sertifikat"] = "ya"
        row |= {"pre": _mark(pre[i]), "post": _mark(post[i]), "tiga_bulan": _mark(later[i])}
    return rows


def _scaled(values: NDArray[np.float64], mean: float, spread: float) -> NDArray[np.float64]:
    """Return the values moved and stretched to a mean and standard deviation, then cut to 0–100."""
    standard: NDArray[np.float64] = (values - values.mean()) / values.std()
    return np.clip(mean + spread * standard, 0, 100)


def _mark(score: float) -> str:
    return "" if np.isnan(score) else str(round(score))


# --- Practice tickets ---------------------------------------------------------------------------------------------

DEADLINES: Final = {"ringan": 2, "normatif": 5, "tidak_berkadar_pengawasan": 14, "berkadar_pengawasan": 60}
CHANNELS: Final = ("aplikasi", "tatap_muka", "whatsapp", "surat", "telepon")
OFFICE_HOURS_ONLY: Final = frozenset({"tatap_muka", "telepon", "surat"})
FIRST_DAY: Final = datetime.date(2026, 1, 1)
LAST_DAY: Final = datetime.date(2026, 6, 30)  # the table was drawn on this day: what was not done then is empty
TICKETS: Final = 600
AGAIN: Final = 4


def tickets(rng: Rng) -> Rows:
    """Return 600 tickets of half a year in the order they came in, with faults to find."""
    words = _words()
    seen: dict[tuple[Any, str], dict[str, Any]] = {}
    while len(seen) < TICKETS - AGAIN:  # nobody says the same twice, but for the duplicates put in below
        row = _ticket(rng, words)
        seen.setdefault((row["pelapor"] or len(seen), row["ringkasan"]), row)
    rows = sorted(seen.values(), key=itemgetter("tgl_masuk"))
    _spoil(rng, rows)
    rows.sort(key=itemgetter("tgl_masuk"))
    return [{"id": f"lt{number:03}", **row} for number, row in enumerate(rows, start=1)]


def _ticket(rng: Rng, words: Mapping[str, Any]) -> dict[str, Any]:
    topic = words["topics"][_drawn(rng, words["topics"])]
    level = topic["level"]
    channel = str(rng.choice(CHANNELS, p=[0.36, 0.27, 0.22, 0.06, 0.09]))
    service = list(words["services"])[_drawn(rng, words["services"].values())]
    text = topic["text"].format(rng.choice(words["services"][service]["things"]))
    hidden = 0.3 if level == "berkadar_pengawasan" else 0.06
    identity = str(rng.choice(["terbuka", "rahasia", "anonim"], p=[1 - 2 * hidden, hidden, hidden]))
    if channel == "tatap_muka" and identity == "anonim":  # the officer sees the face
        identity = "rahasia"
    came = FIRST_DAY + datetime.timedelta(days=int(rng.integers(0, (LAST_DAY - FIRST_DAY).days + 1)))
    if channel in OFFICE_HOURS_ONLY:
        came = _workday(came, 0)
    checked = _workday(came, int(rng.choice([0, 1, 2, 3, 5, 8], p=[0.25, 0.3, 0.2, 0.13, 0.08, 0.04])))
    done = max(checked, _workday(came, _days_taken(rng, DEADLINES[level])))
    if checked > LAST_DAY:
        status = "masuk"
    elif rng.random() < 0.04:
        status = "bukan_kewenangan"
    else:
        status = "selesai" if done <= LAST_DAY else "diproses"
    return {
        "kanal": channel,
        "klasifikasi": topic["kind"],
        "layanan": service,
        "jenis_keluhan": topic.get("complaint", ""),
        "tingkat": level,
        "identitas": identity,
        "pelapor": "" if identity == "anonim" else f"w{rng.integers(1, 901):03}",
        "ringkasan": text,
        "tgl_masuk": came,
        "tgl_verifikasi": "" if status == "masuk" else checked,
        "tgl_selesai": done if status == "selesai" else "",
        "status": status,
        "unsur_skm": topic.get("element", ""),
    }


def _drawn(rng: Rng, parts: Iterable[Mapping[str, Any]]) -> int:
    """Return the place of one of the parts, drawn by their weights."""
    weights = np.array([part["weight"] for part in parts])
    return int(rng.choice(weights.size, p=weights / weights.sum()))


def _days_taken(rng: Rng, deadline: int) -> int:
    """Return working days until the answer: a fifth exactly on the last day, a quarter late."""
    draw = rng.random()
    if draw < 0.2:
        return deadline
    if draw < 0.72:
        return int(rng.integers(0, deadline))
    return deadline + 1 + int(rng.geometric(1 / (3 + deadline / 2)))


def _workday(day: datetime.date, later: int) -> datetime.date:
    """Return the working day that many working days later; on a Saturday or Sunday, the count begins on Monday."""
    moved = np.busday_offset(day, later, roll="backward" if later else "forward")
    return datetime.date.fromisoformat(str(moved))


def _spoil(rng: Rng, rows: Rows) -> None:
    """Put in the faults that the README lists, each in tickets of its own."""
    done = [row for row in rows if row["status"] == "selesai"]
    chosen = iter([done[i] for i in rng.permutation(len(done))])
    day = datetime.timedelta(days=1)
    for _, row in zip(range(3), chosen, strict=False):
        row["tgl_selesai"] = row["tgl_masuk"] - 6 * day
        row["tgl_verifikasi"] = row["tgl_masuk"]
    for _, row in zip(range(3), chosen, strict=False):
        row["tgl_verifikasi"] = row["tgl_selesai"] + 2 * day
    for _, row in zip(range(5), chosen, strict=False):
        row["tgl_selesai"] = ""
    for _, row in zip(range(2), chosen, strict=False):
        row["tgl_selesai"] = row["tgl_selesai"].replace(year=2027)
    for number, row in zip(range(1, 4), chosen, strict=False):
        row["ringkasan"] += f" Telepon saya 0800-0000-000{number}."
    named = (row for row in chosen if row["pelapor"] and row["kanal"] != "tatap_muka")
    for _, row in zip(range(AGAIN), named, strict=False):
        later = _workday(row["tgl_masuk"] + day, 0)
        again = row | {"kanal": "tatap_muka", "tgl_masuk": later, "tgl_verifikasi": later, "tgl_selesai": ""}
        rows.append(again | {"status": "diproses"})


# --- Observations at the counter ----------------------------------------------------------------------------------


def observations(rng: Rng) -> Rows:
    """Return one form per visit and observer, in the order of the days: 36 visits, a third seen by two people."""
    words = _words()["observations"]
    days = np.sort(np.busday_offset("2026-08-03", rng.integers(0, 40, 36), roll="forward"))
    rows: Rows = []
    for number, (day, j) in enumerate(zip(days, rng.permutation(36), strict=True), start=1):
        name, i = list(words["counters"])[j // 6], j % 6
        counter = words["counters"][name]
        morning = i < counter["mornings"]
        queue = int(rng.poisson(4 if morning else 11))
        waited = round(queue * counter["pace"] * rng.uniform(0.8, 1.2)) + int(rng.integers(1, 5))
        stuck = name == words["stuck"]["counter"] and i == 5
        happened = {point: _seen(rng, *chances, counter["good"]) for point, chances in words["points"].items()}
        for place, k in enumerate(sorted(rng.permutation(4)[: 1 + (i < counter["twice"])])):
            visit = {"kunjungan": f"k{number:02}", "pengamat": f"p{k + 1}", "tgl": day, "loket": name}
            noted = {point: _noted(rng, seen, *words["points"][point]) for point, seen in happened.items()}
            minutes = waited + stuck * words["stuck"]["minutes"] + place * int(rng.integers(0, 3))
            visit |= {"bagian_hari": "pagi" if morning else "siang", "antrean": queue, "menit_tunggu": minutes}
            rows.append(visit | noted | {"catatan": words["stuck"]["note"] if stuck else ""})
    return [{"id": f"f{number:02}", **row} for number, row in enumerate(rows, start=1)]


def _seen(rng: Rng, yes: float, visible: float, _: float, good: float) -> str:
    return "tidak_terlihat" if rng.random() > visible else "ya" if rng.random() < yes + good else "tidak"


def _noted(rng: Rng, seen: str, _: float, visible: float, slip: float) -> str:
    """Return what an observer writes down: at times the other thing, where not all is visible at times nothing."""
    draw = rng.random()
    if seen != "tidak_terlihat" and draw < slip:
        return "tidak" if seen == "ya" else "ya"
    return "tidak_terlihat" if visible < 1 and draw > 1 - slip / 2 else seen


# --- Files --------------------------------------------------------------------------------------------------------

TABLES: Final = {
    "kota_sejahtera_bulanan": (monthly, 1001),
    "kota_sejahtera_skm": (survey, 1002),
    "kota_sejahtera_temuan": (findings, 1003),
    "kota_sejahtera_peserta": (participants, 1004),
    "lapor_latihan": (tickets, 1005),
    "observasi_layanan": (observations, 1006),
}
"""What makes each table, and its seed."""


def write(folder: Path) -> None:
    """Write every table into ``folder``."""
    for name, (make, seed) in TABLES.items():
        _save(folder / f"{name}.csv", make(np.random.default_rng(seed)))


def _words() -> dict[str, Any]:
    """Return the texts of findings and tickets."""
    found: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_suffix(".yaml"))
    return found


def _save(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "tables")
