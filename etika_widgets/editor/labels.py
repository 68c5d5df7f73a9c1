"""What a form calls the keys of packs and definitions, for people who do not know YAML."""

from __future__ import annotations

from typing import Final

from etika_widgets.i18n import N_, translate

LABELS: Final = {
    "about": N_("Isi singkat"),
    "activities": N_("Aktivitas"),
    "activity": N_("Aktivitas"),
    "ask": N_("Pertanyaan"),
    "bloom": N_("Taraf Bloom"),
    "case": N_("Kasus"),
    "certainty": N_("Kepastian"),
    "checked_on": N_("Diperiksa tanggal"),
    "competence": N_("Jenis kompetensi"),
    "cut": N_("Cara menghemat menit"),
    "evaluation": N_("Dinilai lewat"),
    "fictional": N_("Kasusnya fiktif"),
    "fields": N_("Isian"),
    "follow_ups": N_("Pertanyaan lanjutan"),
    "hint": N_("Petunjuk"),
    "hints": N_("Petunjuk"),
    "id": N_("Nama singkat (id)"),
    "identity": N_("Nama pada jawaban"),
    "if_silent": N_("Bila ruangan diam"),
    "intro": N_("Pengantar"),
    "items": N_("Butir"),
    "jp": N_("Jam pelajaran (JP)"),
    "key": N_("Kunci"),
    "label": N_("Nama isian"),
    "ladder": N_("Tangga pertanyaan"),
    "law": N_("Dasar hukum"),
    "level": N_("Anak tangga"),
    "licence": N_("Lisensi"),
    "max": N_("Paling panjang (karakter)"),
    "minutes": N_("Menit"),
    "module": N_("Modul"),
    "multiple": N_("Boleh memilih lebih dari satu"),
    "notes": N_("Catatan fasilitator"),
    "objectives": N_("Tujuan"),
    "options": N_("Pilihan"),
    "prompt": N_("Permintaan"),
    "question": N_("Pertanyaan"),
    "rationale": N_("Alasan"),
    "reason": N_("Kolom alasan"),
    "reference": N_("Rujukan"),
    "required": N_("Wajib diisi"),
    "reveal": N_("Sesudah hasil dibuka"),
    "round": N_("Putaran"),
    "rounds": N_("Putaran"),
    "runsheet": N_("Lembar jalan"),
    "say": N_("Ucapan fasilitator"),
    "screen": N_("Di layar"),
    "sensitive": N_("Peka"),
    "slug": N_("Nama paket"),
    "status": N_("Keadaan (berlaku, dicabut)"),
    "summary": N_("Ringkasan"),
    "template": N_("Templat"),
    "text": N_("Teks"),
    "title": N_("Judul"),
    "type": N_("Jenis"),
    "values": N_("Nilai BerAKHLAK"),
    "version": N_("Versi"),
}


def label_of(key: str, language: str) -> str:
    """Return what a key is called; keys without a name of their own are shown as they are written.

    Example:
        >>> label_of("minutes", "id")
        'Menit'
    """
    return translate(LABELS[key], language) if key in LABELS else key
