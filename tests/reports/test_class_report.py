from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from etika_widgets.activities.poll.spec import PollSpec
from etika_widgets.errors import NoSuchClass, SettingError
from etika_widgets.reports import class_report, fingerprint
from etika_widgets.room import open_class

from .classroom import CODE, MARKUP, NAMES, POST, PRE, PRIVATE, Classroom, open_classroom, play

PRINTED = "2026-11-23T04:00:00.000Z"
VOID = {"meta", "br", "hr", "rect", "img", "link", "input"}


def report(room: Classroom, **options: Any) -> str:
    return class_report(room.store, room.code, room.types, printed_at=PRINTED, **options)


def article(page: str, name: str) -> Tag:
    found = BeautifulSoup(page, "html.parser").find("article", {"aria-labelledby": f"a-{name}"})
    assert isinstance(found, Tag)
    return found


def rows(table: Tag) -> list[list[str]]:
    """Return a table's cells; of a row's heading only the label."""
    found = []
    for row in table.select("tbody tr"):
        label = row.select_one("th .label") or row.select_one("th")
        assert label is not None
        found.append([label.get_text(" ", strip=True), *(cell.get_text(" ", strip=True) for cell in row.select("td"))])
    return found


class Balance(HTMLParser):
    """Fails on a tag that is not closed, or closed twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag, (tag, self.getpos())


def test_poll_counts_both_rounds_and_the_shift(played: Classroom) -> None:
    poll = article(report(played), "langkah_pertama")
    counts, matrix, flow = poll.select("table")
    assert "Suara pertama: 12 orang menjawab. Setelah diskusi: 11 orang menjawab." in poll.get_text()
    assert rows(counts) == [
        ["Tetap menurut nomor", "5 41,7%", "3 27,3%"],
        ["Dahulukan, secara terbuka", "3 25,0%", "3 27,3%"],
        ["Minta kerelaan antrean", "2 16,7%", "0 0,0%"],
        ["Minta putusan penyelia", "1 8,3%", "5 45,5%"],
        ["Belum yakin", "1 8,3%", "0 0,0%"],
    ]
    assert [row[1:] for row in rows(matrix)] == [
        ["3", "0", "0", "2", "0"],
        ["0", "0", "0", "3", "0"],
        ["0", "2", "0", "0", "0"],
        ["0", "1", "0", "0", "0"],
        ["0", "0", "0", "0", "0"],
    ]
    assert "Dari 11 orang yang memilih dua kali, 3 tetap dan 8 berganti pilihan." in poll.get_text()
    # Wilson's limits of 3, 3, 0, 5 and 0 of 11 in the second vote.
    assert "(95%, Wilson): Tetap menurut nomor 10–57%;" in poll.get_text()
    assert " 0–26%" in poll.get_text()
    flows = poll.find("caption", string=re.compile("McNemar")).find_parent("table")  # type: ignore[union-attr]
    numbers = [[cell.get_text() for cell in row.select("td")] for row in flows.select("tbody tr")]  # type: ignore[union-attr]
    # Stayed, left, came, exact p: 2 · (1 + 6) / 2⁶ for one who left the supervisor and five who came.
    assert numbers == [
        ["3", "2", "0", "0,500"],
        ["0", "3", "3", "1,000"],
        ["0", "2", "0", "0,500"],
        ["0", "1", "5", "0,219"],
        ["0", "0", "0", "–"],
    ]
    assert rows(flow)[3] == ["Minta putusan penyelia", "0", "1", "5", "0,219"]
    first = counts.select_one("svg")
    assert first is not None
    assert first["aria-label"] == "Suara pertama: 5 dari 12; Setelah diskusi: 3 dari 11"
    bars = [bar for bar in first.select("rect") if bar["fill"] != "#eeebe3"]
    assert [(bar["width"], bar["fill"]) for bar in bars] == [("41.67%", "url(#stripes)"), ("27.27%", "#0b5d5e")]


def test_counted_hands_are_in_the_report_and_said_to_be(classroom: Classroom) -> None:
    classroom.join(NAMES)
    classroom.move("langkah_pertama", "reading", "open")
    classroom.say(0, "answer", "langkah_pertama", choices=["kerelaan"], reason="")
    counts = {"tetap_urut": 4, "dahulukan": 0, "kerelaan": 2, "penyelia": 0, "unsure": 0}
    classroom.lead("tally", "langkah_pertama", round=1, counts=counts)
    classroom.move("langkah_pertama", "closed", "revealed")
    page = report(classroom)
    poll = article(page, "langkah_pertama")
    assert rows(poll.select("table")[0])[:3] == [
        ["Tetap menurut nomor", "4 57,1%"],
        ["Dahulukan, secara terbuka", "0 0,0%"],
        ["Minta kerelaan antrean", "3 42,9%"],
    ]
    mark = poll.select_one(".recorded")
    assert mark is not None
    assert mark.get_text().split(". ")[0] == (
        "Suara pertama: termasuk 6 suara tangan yang dicatat fasilitator "
        "(Tetap menurut nomor 4, Minta kerelaan antrean 2)"
    )
    assert "Mencatat suara tangan" in page
    people = BeautifulSoup(page, "html.parser").select("dt + dd")
    assert [one.get_text(" ", strip=True) for one in people[:2]] == ["12 orang", "1 orang"], "hands are not people"


def test_quiz_ordering_case_journal_and_cards(played: Classroom) -> None:
    page = report(played)
    pre = article(page, "pretest")
    assert "12 orang mengerjakan 5 soal. Rata-rata benar: 2,5 dari 5." in pre.get_text()
    right = [row[1] for row in rows(pre.select("table")[0])]
    assert right == ["12 100,0%", "10 83,3%", "6 50,0%", "2 16,7%", "0 0,0%"]
    ordering = article(page, "lima_a")
    assert "10 orang menyusun; 6 di antaranya tepat seluruhnya." in ordering.get_text()
    assert rows(ordering.select("table")[0])[0][1:] == ["6", "4", "0", "0", "0", "60,0%"]
    case = article(page, "diskusi_kasus")
    assert [row[1] for row in rows(case.select("table")[0])] == ["6 50,0%", "4 33,3%", "0 0,0%", "2 16,7%"]
    assert [card.get_text(" ", strip=True) for card in case.select(".written-card h5")] == ["Kelompok 1"]
    assert "Warga yang diam didahulukan." in case.get_text()
    assert "9 orang menandai sudah menulis; 3 membagikan" in article(page, "jurnal").get_text()
    cards = article(page, "komitmen")
    assert "8 orang membuat kartu komitmen." in cards.get_text()
    assert len(cards.select(".written-card")) == 1


def test_appendix_has_key_and_rationale_of_every_item(played: Classroom) -> None:
    page = BeautifulSoup(report(played), "html.parser")
    tables = page.select(".appendix table")
    assert len(tables) == 10
    right = tables[0].select("tr.right")
    assert len(right) == 1
    assert "Dua hal baik disebut, dan dua orang yang sudah ditolak ikut dihitung." in right[0].get_text()
    assert "Kunci" in right[0].get_text()
    assert "PermenPANRB Nomor 15 Tahun 2014" in page.select(".appendix")[0].get_text()


def test_gain_is_of_the_same_people_and_proves_no_impact(played: Classroom) -> None:
    text = BeautifulSoup(report(played), "html.parser").get_text(" ", strip=True)
    # Eleven people: 28/11 before, 44/11 after, of 5: (4 - 28/11) / (5 - 28/11) = 16/27.
    assert "11 orang yang mengerjakan kedua kuis" in text
    assert "2,55 dari 5" in text
    assert "4,00 dari 5" in text
    assert re.search(r"Gain kelas ⟨g⟩ \(gain dari rata-rata\).*? 0,59 sedang", text)
    assert "bukan bukti dampak" in text


@pytest.mark.parametrize(
    ("pre", "post", "reason"),
    [([5] * 6, [5] * 6, "gain tidak terdefinisi"), ([2] * 4, [3] * 4, "Kurang dari 5 orang")],
)
def test_gain_is_refused_with_a_reason(classroom: Classroom, pre: list[int], post: list[int], reason: str) -> None:
    classroom.join(NAMES[: len(pre)])
    for name, rights in (("pretest", pre), ("posttest", post)):
        classroom.move(name, "reading", "open")
        classroom.quiz(name, rights)
    classroom.lead("end")
    page = report(classroom)
    assert "Gain kelas tidak dihitung." in page
    assert reason in page
    assert "gain dari rata-rata" not in page


def test_gain_counts_people_with_full_marks_apart_and_may_be_negative(classroom: Classroom) -> None:
    classroom.join(NAMES[:5])
    for name, rights in (("pretest", [5, 4, 4, 4, 4]), ("posttest", [5, 3, 4, 4, 3])):
        classroom.move(name, "reading", "open")
        classroom.quiz(name, rights)
    classroom.lead("end")
    text = BeautifulSoup(report(classroom), "html.parser").get_text(" ", strip=True)
    assert re.search(r"Gain kelas ⟨g⟩ \(gain dari rata-rata\).*? −0,50 turun", text)
    assert re.search(r"Rata-rata gain perorangan.*? 1 orang sudah benar semua .*? −0,50", text)


def test_gain_is_refused_when_the_quizzes_differ_in_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = open_classroom(tmp_path, monkeypatch).pack
    short = whole.activity("posttest")
    shorter = short.model_copy(update={"items": short.items[:4]})  # type: ignore[attr-defined]
    parts = tuple(shorter if one.id == "posttest" else one for one in whole.activities)
    folder = tmp_path / "lain"
    folder.mkdir()
    room = open_classroom(folder, monkeypatch, whole.model_copy(update={"activities": parts}))
    room.join(NAMES)
    for name in ("pretest", "posttest"):
        room.move(name, "reading", "open")
        room.quiz(name, [2] * 12)
    room.lead("end")
    assert "Jumlah soal kedua kuis berbeda (5 dan 4)" in report(room)


def test_time_is_told_from_the_log(played: Classroom) -> None:
    page = BeautifulSoup(report(played), "html.parser")
    assert "Senin, 23 November 2026, 08.04–10.21 WIB (2 jam 17 menit)" in page.get_text()
    steps, phases = page.select("section[aria-labelledby=jalannya] table")
    spent = {row[0]: row[1:] for row in rows(steps)}
    assert spent["Pembukaan"] == ["5", "6"]
    assert spent["Pukul 14.35 di Loket 2"] == ["15", "15"]
    assert spent["Dua keluhan, satu rapat pagi"] == ["55", "57"]
    assert ["Langkah pertama, putaran 2", "09.47", "09.51", "09.51"] in rows(phases)
    assert ["Jurnal pribadi", "10.00", "10.21", "–"] in rows(phases), "closed by the end of the class"
    assert "09.04" in report(played, zone="WITA")


def test_a_self_paced_class_has_results_and_no_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = open_classroom(tmp_path, monkeypatch)
    room.code = open_class(room.store, room.pack, code="MANDIR", pace="self").code
    room.join(NAMES)
    for quiz, rights in (("pretest", PRE), ("posttest", POST)):
        room.quiz(quiz, rights)
    room.lead("end")
    page = BeautifulSoup(report(room), "html.parser")

    assert "tidak ada catatan menit per langkah" in page.select_one("section[aria-labelledby=jalannya]").get_text()
    assert "Waktu terpakai" not in page.get_text()
    assert "Gain kelas" in page.get_text()
    assert "Aktivitas ini tidak dijalankan." in page.get_text(), "what only a class can do"


def test_nothing_private_is_in_it(played: Classroom) -> None:
    page = html.unescape(report(played))
    assert PRIVATE not in page
    people = played.store.changes(CODE).participants
    for secret in [*NAMES, *played.people, *(person.resume_hash for person in people)]:
        assert secret not in page
    notes = [str(step["notes"]) for step in played.pack.run_sheet_data()["steps"] if step["notes"]]
    assert notes
    assert not any(line[:50] in page for note in notes for line in note.splitlines() if len(line) > 50)


def test_somebody_removed_is_not_counted(played: Classroom) -> None:
    played.lead("remove", participant=played.people[0])
    poll = article(report(played), "langkah_pertama")
    assert rows(poll.select("table")[0])[0] == ["Tetap menurut nomor", "4 36,4%", "2 20,0%"]
    assert html.escape(MARKUP) not in report(played)


def test_markup_in_texts_is_shown_as_text(played: Classroom) -> None:
    page = report(played)
    assert MARKUP not in page
    assert MARKUP in BeautifulSoup(page, "html.parser").get_text()
    assert BeautifulSoup(page, "html.parser").find("script") is None


def sensitive_class(folder: Path, monkeypatch: pytest.MonkeyPatch, votes: list[str]) -> Classroom:
    whole = open_classroom(folder, monkeypatch).pack
    options = [{"id": "pernah", "text": "Pernah"}, {"id": "tidak", "text": "Tidak pernah"}]
    poll = PollSpec.model_validate(
        {"id": "pengalaman", "question": "Pernah ditekan atasan?", "options": options, "sensitive": True}
    )
    inner = folder / "sensitif"
    inner.mkdir()
    pack = whole.model_copy(update={"activities": (poll,), "runsheet": ()})
    room = open_classroom(inner, monkeypatch, pack)
    room.join(NAMES)
    room.move("pengalaman", "reading", "open")
    for person, vote in enumerate(votes):
        room.say(person, "answer", "pengalaman", choices=[vote], reason="")
    room.move("pengalaman", "closed", "revealed")
    room.lead("end")
    return room


def test_a_sensitive_poll_with_four_answers_shows_no_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = sensitive_class(tmp_path, monkeypatch, ["pernah"] * 3 + ["tidak"])
    page = report(room)
    poll = article(page, "pengalaman")
    text = poll.get_text()
    for allowed in ("1. Pernah", "kurang dari 5", "bawah 5"):
        text = text.replace(allowed, "")
    assert not re.search(r"\d", text)
    assert not [bar for figure in poll.select("svg.bars") for bar in figure.select("rect")]
    assert "disembunyikan" in poll.select("svg.bars")[0]["aria-label"]
    tiles = BeautifulSoup(page, "html.parser").select_one(".tiles")
    assert tiles is not None
    assert "Menjawab 0" in tiles.get_text(" ", strip=True), "or four would be told there"
    assert "Revisi kelas" not in page, "from revision and log the four could be worked out"
    assert "tidak dapat dihitung mundur" in page


def test_a_sensitive_poll_with_many_answers_shows_large_counts_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = sensitive_class(tmp_path, monkeypatch, ["pernah"] * 6 + ["tidak"] * 6)
    # Nobody is unsure: zero is small, and a second cell goes with it.
    table = article(report(room), "pengalaman").select("table")[0]
    assert [row[1] for row in rows(table)] == ["disembunyikan", "6 50,0%", "disembunyikan"]


def test_a_draft_tells_no_more_than_the_room_has_seen(classroom: Classroom) -> None:
    play(classroom, end=False)
    page = report(classroom)
    assert "Laporan sementara" in page
    assert CODE not in page, "whoever holds the code can still join"
    assert "orang membuat kartu komitmen" not in page, "not revealed"
    classroom.join(["Elang Senja"])
    classroom.move("pretest", "open")
    again = report(classroom)
    assert "Dua hal baik disebut, dan dua orang yang sudah ditolak" not in again, "the key of an open quiz"
    assert "Gain kelas tidak dihitung." in again


def test_same_class_same_bytes(played: Classroom) -> None:
    assert report(played) == report(played)
    print_ = fingerprint(played.store, CODE)
    assert print_.sha256 in report(played)
    played.lead("rename", participant=played.people[0], name="Merpati Pagi")
    assert fingerprint(played.store, CODE).sha256 != print_.sha256


def test_page_is_well_formed_and_stands_alone(played: Classroom) -> None:
    for language in ("id", "en"):
        page = report(played, language=language)
        parser = Balance()
        parser.feed(page)
        assert parser.open == []
        assert f'<html lang="{language}">' in page
        assert not re.search(r"""(src|href)=["'](?!#)""", re.sub(r'<a href="https?://', "", page))
        assert "@import" not in page
        assert " style=" not in page
        soup = BeautifulSoup(page, "html.parser")
        ids = [tag["id"] for tag in soup.select("[id]")]
        assert len(ids) == len(set(ids))
        assert all(link["href"][1:] in ids for link in soup.select('a[href^="#"]'))
        assert all(table.find("caption") for table in soup.select("table"))
        assert all(figure["aria-label"] for figure in soup.select("svg.bars"))
        assert {tag.name for tag in soup.select("header, nav, main, footer")} == {"header", "nav", "main", "footer"}


def test_an_empty_class_has_a_report(classroom: Classroom) -> None:
    assert "Aktivitas ini tidak dijalankan." in report(classroom)


def test_unknown_class_language_and_zone_are_refused(classroom: Classroom) -> None:
    with pytest.raises(NoSuchClass):
        class_report(classroom.store, "XXXXXX", classroom.types)
    with pytest.raises(SettingError):
        report(classroom, language="fr")
    with pytest.raises(SettingError):
        report(classroom, zone="CET")
