"""Three tables of a class, made of its stored answers alone: ``progres``, ``partisipasi``, ``nilai``. Pure.

They tell of single people, so private and sensitive activities have no person's row in them: in ``progres`` such an
activity is one row without a person, ``tidak dirinci``, and it counts in no number of ``partisipasi``.
Nothing here measures time spent: the store knows when an answer came, not how long somebody read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.errors import SettingError
from etika_widgets.exchange.answers import keys
from etika_widgets.room.participation import TRACES, opened, participation, progress, told_by_person
from etika_widgets.room.room import Activity, Room

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
TEXT: Final = "string"
WHOLE: Final = "Int64"
YES_NO: Final = "boolean"
TIME: Final = "datetime64[ns, UTC]"
PRE: Final = "pre-test"
POST: Final = "post-test"
NOT_TOLD: Final = "tidak dirinci"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a class table.

    Attributes:
        name: its heading.
        kind: type in a data frame; times become days in a CSV file.
        meaning: what it says, in Indonesian, as the codebook prints it.
        unit: what its numbers count.
        leaves: whether it is in the CSV file too.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    leaves: bool = True


_WHO: Final = (
    Column("peserta", TEXT, "Nama samaran; dalam CSV id acak, baru pada tiap berkas."),
    Column("kelompok", WHOLE, "Nomor kelompok sekarang; kosong tanpa kelompok.", leaves=False),
)
TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    "progres": (
        *_WHO,
        Column("aktivitas", TEXT, "Id aktivitas di paket ajar. Yang belum pernah dibuka tidak ada di tabel."),
        Column("jenis", TEXT, "Jenis aktivitas."),
        Column(
            "keadaan",
            TEXT,
            "belum: tanpa jawaban. sebagian: ada jawaban, belum di semua putaran atau belum sampai akhir. selesai. "
            "tidak dirinci: aktivitas anonim, peka, atau pribadi; satu baris tanpa peserta.",
        ),
        Column("cara", TEXT, "sendiri, atau kelompok bila kelompok menjawab bersama lewat juru tulisnya."),
        Column("putaran_dijawab", WHOLE, "Putaran yang sudah dijawab sampai selesai.", "putaran"),
        Column("putaran_dibuka", WHOLE, "Putaran yang sudah dibuka.", "putaran"),
        Column("pertama", TIME, "Jawaban tertua yang berlaku; jawaban yang diubah bertanggal perubahannya.", "waktu"),
        Column("terakhir", TIME, "Jawaban terbaru.", "waktu"),
    ),
    "partisipasi": (
        *_WHO,
        Column("dijawab", WHOLE, "Aktivitas yang dijawab, seluruhnya atau sebagian.", "aktivitas"),
        Column("dibuka", WHOLE, "Aktivitas yang dibuka dan dirinci per orang.", "aktivitas"),
        Column("alasan", WHOLE, "Alasan yang ditulis pada suara, posisi, atau langkah kasus.", "alasan"),
        Column("kartu", WHOLE, "Kartu dan gagasan yang ditulis dan tidak ditarik.", "kartu"),
        Column("bantuan", WHOLE, "Tanggapan untuk rekan dan catatan pengamat.", "tulisan"),
        Column("pertanyaan", WHOLE, "Pertanyaan yang diajukan dan tidak ditarik.", "pertanyaan"),
        Column("dukungan", WHOLE, "Pertanyaan, kartu, atau gagasan yang didukung.", "dukungan"),
    ),
    "nilai": (
        *_WHO,
        Column("kuis", TEXT, "Id kuis di paket ajar; kuis anonim tidak ada di tabel."),
        Column("benar", WHOLE, "Butir yang benar pada jawaban terakhir.", "butir"),
        Column("dari", WHOLE, "Butir dalam kuis.", "butir"),
        Column("peran", TEXT, "pre-test untuk kuis pertama, post-test untuk kuis terakhir; kosong untuk yang lain."),
        Column("berpasangan", YES_NO, "Apakah orang ini mengerjakan pre-test dan post-test; kosong tanpa peran."),
    ),
}
"""Every table by name, with its columns."""


def rows_of(name: str, room: Room) -> list[Row]:
    """Return a table's rows; ``peserta`` is the participant's id in the store, None where nobody is told.

    Raises:
        SettingError: there is no such table.
    """
    if name not in _ROWS:
        raise SettingError("Tabel '{name}' tidak ada. Yang ada: {known}.", name=name, known=", ".join(_ROWS))
    return list(_ROWS[name](room))


def frame(name: str, room: Room) -> pd.DataFrame:
    """Return a table as a data frame under pseudonyms, with the same types whether or not anybody has answered.

    Raises:
        SettingError: there is no such table.
    """
    import pandas as pd

    people = {person.id: person for person in room.people.present()}
    rows = []
    for row in rows_of(name, room):
        person = people.get(row["peserta"])
        rows.append(row | {"peserta": person and person.name, "kelompok": person and person.group})
    types = {column.name: column.kind for column in TABLES[name]}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _progress(room: Room) -> Iterator[Row]:
    for activity in room.in_order():
        rounds = opened(activity)
        what = {"aktivitas": activity.row.activity, "jenis": activity.row.type, "putaran_dibuka": rounds}
        if rounds and not activity.exported:
            yield {"peserta": None, **what, "keadaan": NOT_TOLD}
        for person in room.people.present() if rounds and activity.exported else ():
            found = progress(room, activity, person)
            yield {
                "peserta": person.id,
                **what,
                "keadaan": found.state,
                "cara": "kelompok" if found.by_group else "sendiri",
                "putaran_dijawab": found.rounds,
                "pertama": found.first,
                "terakhir": found.last,
            }


def _participation(room: Room) -> Iterator[Row]:
    told = len(told_by_person(room))
    for person in room.people.present():
        answered, found = participation(room, person)
        yield {"peserta": person.id, "dijawab": answered, "dibuka": told, **{one: found[one] for one in TRACES}}


def _scores(room: Room) -> Iterator[Row]:
    quizzes = [one for one in room.in_order() if one.row.type == "quiz" and one.exported]
    sheets = [_sheets(room, quiz) for quiz in quizzes]
    both = set(sheets[0]) & set(sheets[-1]) if len(quizzes) > 1 else set()
    for place, (quiz, answers) in enumerate(zip(quizzes, sheets, strict=True)):
        role = _role(place, len(quizzes))
        right = keys(quiz)
        for person, given in answers.items():
            yield {
                "peserta": person,
                "kuis": quiz.row.activity,
                "benar": sum(given.get(item) == key for item, key in right.items()),
                "dari": len(right),
                "peran": role,
                "berpasangan": person in both if role else None,
            }


def _sheets(room: Room, quiz: Activity) -> Mapping[str, Mapping[str, str]]:
    stored = sorted(room.responses(quiz.row.activity), key=lambda one: one.round)  # the latest round stands
    return {one.participant: one.payload["answers"] for one in stored if one.slot == "answer"}


def _role(place: int, quizzes: int) -> str | None:
    return None if quizzes < 2 else PRE if place == 0 else POST if place == quizzes - 1 else None


_ROWS: Final[Mapping[str, Callable[[Room], Iterator[Row]]]] = {
    "progres": _progress,
    "partisipasi": _participation,
    "nilai": _scores,
}
