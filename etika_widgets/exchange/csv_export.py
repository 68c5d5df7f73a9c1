"""Answers as CSV for a spreadsheet or for statistics, and the codebook that explains them.

Who answered is a random id, new in each export and derived from nothing, so that two exports cannot be joined and
none leads back to a person. Rows are shuffled and times are rounded to the day. Sensitive and private activities
stay behind, and so do texts unless asked for: they may name people. Of what the facilitator did inside an activity
only counted hands leave: the rest are moves of the lesson, not answers.
"""

from __future__ import annotations

import csv
import io
import random
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from etika_widgets.activity import TALLY, Phase
from etika_widgets.exchange.answers import answers, exported, keys, named, read_room
from etika_widgets.exchange.class_tables import TABLES, TIME, rows_of
from etika_widgets.exchange.log import log_export
from etika_widgets.room.room import AnyType
from etika_widgets.wording import local

if TYPE_CHECKING:
    from etika_widgets.storage.contract import Store

COLUMNS: Final = ("peserta", "aktivitas", "jenis", "putaran", "kolom", "nilai", "hari", "sumber")
_MEANING: Final = {
    "peserta": "Id acak, baru pada tiap ekspor. Tidak dapat dihubungkan ke nama samaran atau ke ekspor lain. "
    "Kosong pada baris yang dicatat fasilitator.",
    "aktivitas": "Id aktivitas di paket ajar.",
    "jenis": "Jenis aktivitas.",
    "putaran": "Nomor putaran, mulai dari 1.",
    "kolom": "Bagian jawaban: slot, lalu nama isian atau nomor urut, dipisah titik.",
    "nilai": "Id pilihan, bilangan, atau (bila diminta) tulisan peserta.",
    "hari": "Hari jawaban terakhir diubah, tanpa jam (tahun-bulan-hari).",
    "sumber": "'peserta': satu jawaban dari perangkat seorang peserta. 'dicatat fasilitator': banyaknya suara tangan "
    "peserta tanpa ponsel untuk pilihan di 'kolom', sesudah 'tally.'; tambahkan sendiri bila menghitung jumlah.",
}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters that make a spreadsheet run a cell as a formula, full-width forms included."""


def export_csv(
    store: Store, code: str, types: Mapping[str, AnyType], *, texts: bool = False, zone: str = "WIB"
) -> bytes:
    """Return the answers of a class as CSV (UTF-8 with BOM, separated by commas), one value per row.

    The export is written to the log of the class first; if that fails, nothing is returned.

    Args:
        store: where the class lives.
        code: the class code.
        types: activity types by name.
        texts: whether to add what people typed; it may name people.
        zone: clock by which a day begins: ``WIB``, ``WITA`` or ``WIT``.

    Raises:
        NoSuchClass: no class has this code.
        StoreBusy: the log could not be written.
        SettingError: the time zone is not an Indonesian one.
    """
    room, rows = read_room(store, code, types)
    aliases = _aliases({row.participant for row in rows if row.slot != TALLY})
    table = [
        (
            aliases.get(answer.row.participant, ""),
            answer.row.activity,
            answer.type,
            answer.row.round,
            answer.field,
            _plain(answer.value),
            local(answer.row.at, zone).date().isoformat(),
            "dicatat fasilitator" if answer.row.slot == TALLY else "peserta",
        )
        for answer in answers(room, rows)
        if texts or not answer.typed
    ]
    random.SystemRandom().shuffle(table)
    log_export(store, code, format="csv", texts=texts)
    return _csv([COLUMNS, *table])


def export_table(store: Store, code: str, types: Mapping[str, AnyType], name: str, *, zone: str = "WIB") -> bytes:
    """Return one of the class tables (``class_tables.TABLES``) in the same form: random ids, shuffled, days only.

    The export is written to the log of the class first; if that fails, nothing is returned.

    Args:
        store: where the class lives.
        code: the class code.
        types: activity types by name.
        name: ``progres``, ``partisipasi`` or ``nilai``.
        zone: clock by which a day begins: ``WIB``, ``WITA`` or ``WIT``.

    Raises:
        NoSuchClass: no class has this code.
        StoreBusy: the log could not be written.
        SettingError: there is no such table, or the time zone is not an Indonesian one.
    """
    room, _ = read_room(store, code, types)
    rows = rows_of(name, room)
    aliases = _aliases({row["peserta"] for row in rows if row["peserta"]})
    columns = [column for column in TABLES[name] if column.leaves]
    table = [
        [
            "" if value is None else local(value, zone).date().isoformat() if column.kind == TIME else _plain(value)
            for column, value in ((one, row.get(one.name)) for one in columns)
        ]
        for row in ({**row, "peserta": aliases.get(row["peserta"], "")} for row in rows)
    ]
    random.SystemRandom().shuffle(table)
    log_export(store, code, format="csv", table=name)
    return _csv([[column.name for column in columns], *table])


def codebook(store: Store, code: str, types: Mapping[str, AnyType], *, texts: bool = False) -> bytes:
    """Return the codebook of ``export_csv`` with the same arguments, as CSV: ``bagian,nama,arti``.

    Raises:
        NoSuchClass: no class has this code.
    """
    room, _ = read_room(store, code, types)
    leaving = exported(room)
    left = [activity for activity in room.in_order() if activity not in leaving]
    rows: list[Sequence[object]] = [
        ("berkas", "format", "CSV; UTF-8 dengan BOM; pemisah koma (,); kutip ganda; satu nilai per baris"),
        (
            "berkas",
            "impor",
            "Bila Excel menaruh semuanya di satu kolom: Data > Dari Teks/CSV, lalu pilih pemisah koma.",
        ),
        ("berkas", "urutan", "Baris diacak; urutannya tidak berarti apa-apa."),
        (
            "berkas",
            "rumus",
            "Sel yang diawali = + - @, tab, atau baris baru diberi tanda petik tunggal (') di depannya, "
            "supaya tidak dijalankan sebagai rumus. Hapus tanda itu sebelum mengolah teks.",
        ),
        (
            "berkas",
            "teks",
            "Tulisan peserta disertakan; dapat menyebut orang. Jaga berkas ini."
            if texts
            else "Tulisan peserta tidak disertakan, sebab dapat menyebut orang.",
        ),
        (
            "berkas",
            "gabung",
            "Orang yang sama punya id yang sama hanya di dalam satu berkas. Jangan cocokkan dengan daftar hadir.",
        ),
        ("kelas", "paket", f"{room.row.workbook}, sidik jari {room.row.pack_digest}"),
        *(("kolom", name, _MEANING[name]) for name in COLUMNS),
        *(
            (f"tabel {name}", column.name, column.meaning + (f" Satuan: {column.unit}." if column.unit else ""))
            for name, columns in TABLES.items()
            for column in columns
            if column.leaves
        ),
        *(("aktivitas", activity.row.activity, activity.spec.title.id) for activity in leaving),
        *(
            ("tidak diekspor", activity.row.activity, f"{activity.spec.title.id}: aktivitas pribadi atau sensitif")
            for activity in left
        ),
        *(
            (f"nilai {activity.row.activity}", name, _words(meaning))
            for activity in leaving
            for name, meaning in named(activity).items()
        ),
        *(
            (f"kunci {activity.row.activity}", name, right)
            for activity in leaving
            if room.ended or activity.phase is Phase.REVEALED
            for name, right in keys(activity).items()
        ),
    ]
    return _csv([("bagian", "nama", "arti"), *rows])


def _aliases(people: Iterable[str]) -> dict[str, str]:
    """Return a fresh random id for everybody; a collision is drawn again."""
    taken: set[str] = set()
    aliases = {}
    for person in people:
        while (alias := f"p{secrets.token_hex(6)}") in taken:
            pass
        taken.add(alias)
        aliases[person] = alias
    return aliases


def _plain(value: str | int | float | bool) -> str | int | float:
    return ("ya" if value else "tidak") if isinstance(value, bool) else value


def _words(meaning: str) -> str:
    """Return an explanation without the tags of safe HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", meaning)).strip()


def _guarded(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    text = cell.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate has no UTF-8 form
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([_guarded(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()
