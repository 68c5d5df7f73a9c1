"""Rules for prose, wherever it stands: outdated regulations, the number of values, the index, verbs, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from etika_widgets.i18n import N_

Found = tuple[int, str]
"""Index of a line and the gettext id of what is wrong with it."""

_LABELS: Final = re.compile(
    r"dicabut|mencabut|\blama\b|dahulu|\bdulu\b|diganti|menggantikan|digantikan|pengganti|sejarah|tidak berlaku"
    r"|berakhir|keliru|salah\b(?! satu)|bukan|jangan\b(?! lupa)|repealed|revoked|replace[sd]?\b|former|superseded"
    r"|history|outdated",
    re.IGNORECASE,
)
"""Words that show that the author knows: the rule is cited as history, or as a mistake."""


def _regulation(kinds: str, number: int, year: int) -> re.Pattern[str]:
    between = r"(?:\s*/\s*|\s+(?:tahun|thn?\.?)\s+)"
    return re.compile(rf"\b(?:{kinds})\s+(?:no\.?\s*|nomor\s+)?{number}{between}{year}\b", re.IGNORECASE)


_UU: Final = "UU|Undang-Undang"
_PP: Final = "PP|Peraturan Pemerintah"
_PERPRES: Final = "Perpres|Peraturan Presiden"
_PERMENPANRB: Final = "Permen\\s?PAN[- ]?RB|Peraturan Menteri PAN[- ]?RB"

_RULES: Final = (
    (
        re.compile(rf"{_regulation(_UU, 5, 2014).pattern}|\b(?:{_UU}) ASN (?:tahun )?2014\b", re.IGNORECASE),
        N_("UU 5/2014 sudah dicabut; yang berlaku UU 20/2023. Ganti, atau tulis 'dicabut' di kalimatnya."),
    ),
    (
        _regulation(_PP, 53, 2010),
        N_("PP 53/2010 sudah dicabut; disiplin PNS kini PP 94/2021. Ganti, atau tulis 'dicabut' di kalimatnya."),
    ),
    (
        _regulation(_PP, 43, 2015),
        N_(
            "PP 43/2015 mengatur pihak pelapor pencucian uang. "
            "Untuk pelaporan korupsi, yang dimaksud mungkin PP 43/2018."
        ),
    ),
    (
        _regulation(_PERMENPANRB, 14, 2019),
        N_("PermenPANRB 14/2019 jangan dirujuk: isinya belum diperiksa. Standar: 15/2014; survei: 14/2017."),
    ),
    (
        _regulation(_PERMENPANRB, 37, 2012),
        N_("PermenPANRB 37/2012 sudah diganti PermenPANRB 17/2024. Ganti, atau tulis 'diganti' di kalimatnya."),
    ),
    (
        _regulation(_PERMENPANRB, 8, 2021),
        N_("PermenPANRB 8/2021 sudah diganti PermenPANRB 6/2022. Ganti, atau tulis 'diganti' di kalimatnya."),
    ),
    (
        _regulation(_PP, 71, 2000),
        N_("PP 71/2000 sudah diganti PP 43/2018. Ganti, atau tulis 'diganti' di kalimatnya."),
    ),
    (
        _regulation("(?:Peraturan )?Ombudsman(?: RI)?", 26, 2017),
        N_("Peraturan Ombudsman 26/2017 sudah diganti 58/2023. Ganti, atau tulis 'diganti' di kalimatnya."),
    ),
    (
        _regulation(_PERPRES, 81, 2010),
        N_("Perpres 81/2010 (2010–2025) sudah lewat. Periksa penggantinya, atau tulis 'berakhir' di kalimatnya."),
    ),
    (
        _regulation("(?:Peraturan )?(?:Kepala )?BKN|Perka BKN", 16, 2018),
        N_(
            "Peraturan BKN 16/2018 jangan dirujuk untuk pelatihan: tidak ditemukan. "
            "Pengembangan kompetensi diatur LAN."
        ),
    ),
    (
        re.compile(
            r"\b(?:delapan|8) nilai (?:inti|dasar|ASN|BerAKHLAK)|\bdelapan nilai\b|\beight (?:core )?values\b",
            re.IGNORECASE,
        ),
        N_("BerAKHLAK memuat tujuh nilai, bukan delapan. Perbaiki angkanya."),
    ),
    (
        re.compile(
            r"\b(?:IKM|indeks kepuasan masyarakat)\b[^.;|\n]{0,40}?(?:\|\s*)?"
            r"\d[\d.,]*\s*(?:%|persen\b|per cent\b|percent\b)|\d\s*(?:%|persen|percent)\s+IKM\b",
            re.IGNORECASE,
        ),
        N_("IKM adalah indeks 25–100, bukan persen."),
    ),
)
_SENTENCE_END: Final = re.compile(r"[.!?][\"”’)*_]*\s")
_NOT_OBSERVABLE: Final = re.compile(
    r"\b(memahami|mengetahui|mengerti|menyadari|menghayati|meyakini|paham (?:akan|tentang)"
    r"|(?:memiliki|mempunyai) (?:pemahaman|pengetahuan|kesadaran))\b"
    r"|\b(?:can|to|able to)\s+(understand|know|appreciate|be aware)\b",
    re.IGNORECASE,
)
_RIGHT: Final = re.compile(r"(?:paling )?(?:tepat|benar|betul)(?: sekali)?\s*[.!:;]", re.IGNORECASE)
UNOBSERVABLE: Final = N_(
    "'{verb}' tidak dapat diamati. Pakai kata kerja yang terlihat, misalnya menjelaskan atau menilai."
)
SECOND_KEY: Final = N_("alasannya menyebut pilihan ini tepat, padahal bukan kunci. Tepat satu pilihan yang benar.")
SAME_TEXT: Final = N_("isinya sama dengan pilihan '{id}'. Tulis pilihan yang lain.")
_OUTSIDE: Final = re.compile(
    r"!\[[^\]]*\]\(\s*<?(?:https?:)?//"
    r"|<(?:img|script|iframe|link|video|audio|source|object|embed)\b[^>]*(?:src|href|data)\s*=\s*[\"']?(?:https?:)?//"
    r"|@import\s|url\(\s*[\"']?(?:https?:)?//",
    re.IGNORECASE,
)
_UNDESCRIBED: Final = re.compile(r"!\[\s*\](?:\(|\[)|<img\b(?![^>]*\balt\s*=\s*[\"'][^\"']*\w)[^>]*>", re.IGNORECASE)


def prose_faults(lines: Sequence[str], labelled: frozenset[int] = frozenset()) -> Iterator[Found]:
    """Yield outdated regulations, wrong numbers of values and percentages for the index.

    What is cited may be wrong where its own sentence, or its row of a table, says so.

    Args:
        lines: the text, line by line.
        labelled: lines that are known to speak of a rule as history, e.g. a law entry whose status says so.

    Example:
        >>> [message for _, message in prose_faults(["IKM naik 8 persen.", "IKM 88, bukan 88 %."])]
        ['IKM adalah indeks 25–100, bukan persen.']
    """
    for index, line in enumerate(lines):
        if index not in labelled:
            for pattern, message in _RULES:
                if any(not _LABELS.search(_sentence(line, found)) for found in pattern.finditer(line)):
                    yield index, message


def _sentence(line: str, found: re.Match[str]) -> str:
    """Return the sentence around a match; of a table the whole row, whose cells belong together."""
    if line.lstrip().startswith("|"):
        return line
    start = max((end.end() for end in _SENTENCE_END.finditer(line, 0, found.start())), default=0)
    end = _SENTENCE_END.search(line, found.end())
    return line[start : end.end() if end else len(line)]


def unobservable(objective: str) -> str | None:
    """Return the verb for which nobody can see whether it was reached, if ``objective`` has one.

    Example:
        >>> unobservable("Peserta dapat memahami kode etik.")
        'memahami'
        >>> unobservable("Peserta dapat menilai satu keputusan.")
    """
    found = _NOT_OBSERVABLE.search(objective)
    return next(verb for verb in found.groups() if verb).lower() if found else None


def claims_key(rationale: str) -> bool:
    """Return whether a rationale opens by calling its option the right one.

    Example:
        >>> claims_key("Tepat. Warga didahulukan."), claims_key("Benar soal wewenang, tetapi terlambat.")
        (True, False)
    """
    return _RIGHT.match(rationale.strip()) is not None


def outside_faults(lines: Sequence[str]) -> Iterator[Found]:
    """Yield pictures, scripts and frames that would be fetched from outside the server."""
    for index, line in enumerate(lines):
        if _OUTSIDE.search(line):
            yield index, N_("gambar atau berkas diambil dari luar server. Simpan di folder buku kerja, atau hapus.")


def picture_faults(lines: Sequence[str]) -> Iterator[Found]:
    """Yield pictures without a description, which is all that some readers, and all readers of a pack, get of them."""
    for index, line in enumerate(lines):
        if _UNDESCRIBED.search(line):
            yield index, N_("gambar tanpa teks pengganti. Tulis apa yang tampak: ![Antrean di loket](antrean.png).")
