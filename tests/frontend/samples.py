"""States of each activity type as the engine sends them, with texts that would do harm if they were read as HTML."""

from __future__ import annotations

import copy
from typing import Any

Json = dict[str, Any]

CANARY = "<img src=x onerror='etika.alarms++'> <b>tebal</b> & \"kutip\""
"""What a participant or an author might write; must be seen exactly like this."""

CASE = (
    "<p>Warga menunggu tiga jam. Berkasnya kurang satu lembar. Anaknya demam di gendongan. "
    "Antrean di belakangnya mulai gaduh.</p>"
)

NOTICE = (
    "Fasilitator melihat pilihan dan alasan Anda dengan nama samaran. "
    "Setelah dibuka, kelas melihat jumlahnya, tanpa nama."
)

CONTENT: dict[str, Json] = {
    "poll": {
        "case_html": CASE,
        "question": "Apa langkah pertama Anda?",
        "options": [
            {
                "id": "ulang",
                "text": "Meminta warga melengkapi berkas, lalu mengantre ulang",
                "short": "Melengkapi berkas, antre ulang",
            },
            {
                "id": "dengar",
                "text": "Mendengarkan dulu, lalu memeriksa apakah berkas bisa disusulkan",
                "short": "Mendengarkan, cari jalan menyusulkan",
            },
            {
                "id": "dahulu",
                "text": "Mendahulukan warga itu karena membawa anak sakit",
                "short": "Mendahulukan karena anak sakit",
            },
            {"id": "unsure", "text": "Belum yakin", "short": None},
        ],
        "multiple": False,
        "max_choices": 1,
        "unsure": True,
        "reason": "optional",
        "sensitive": False,
        "rounds": ["Suara pertama", "Setelah diskusi"],
    },
    "quiz": {
        "items": [
            {
                "id": "s1",
                "text_html": "<p>Kepada siapa ASN menyampaikan laporan gratifikasi?</p>",
                "options": [
                    {"id": "a", "text": "KPK, melalui unit pengendalian gratifikasi atau langsung"},
                    {"id": "b", "text": "Atasan langsung saja"},
                    {"id": "c", "text": "Tidak perlu, bila nilainya kecil"},
                ],
            },
            {
                "id": "s2",
                "text_html": "<p>Unsur mana yang <em>tidak</em> termasuk standar pelayanan?</p>",
                "options": [
                    {"id": "a", "text": "Persyaratan"},
                    {"id": "b", "text": "Jangka waktu"},
                    {"id": "c", "text": "Pilihan petugas"},
                ],
            },
            {
                "id": "s3",
                "text_html": "<p>Berapa hari kerja tanggapan awal atas pengaduan?</p>",
                "options": [{"id": "a", "text": "3 hari kerja"}, {"id": "b", "text": "14 hari kerja"}],
            },
        ],
    },
    "ordering": {
        "question": "Susun lima langkah menanggapi keluhan",
        "steps": [
            {"id": "h3", "text": "Menawarkan penyelesaian"},
            {"id": "h1", "text": "Mendengarkan sampai selesai"},
            {"id": "h5", "text": "Menindaklanjuti dan mengabari"},
            {"id": "h2", "text": "Mengakui perasaan warga"},
            {"id": "h4", "text": "Menyepakati langkah dan waktunya"},
        ],
    },
    "case_discussion": {
        "case_html": CASE,
        "documents": [
            {
                "id": "sop",
                "title": "SOP loket, halaman 3",
                "body_html": "<p>Berkas yang kurang <strong>dapat disusulkan</strong> dalam tiga hari kerja.</p>",
            }
        ],
        "question": "Bolehkah petugas menerima berkas yang belum lengkap?",
        "positions": [
            {"id": "ya", "text": "Boleh, dengan catatan"},
            {"id": "tidak", "text": "Tidak boleh"},
            {"id": "lain", "text": "Ada jalan lain"},
        ],
        "reason": "optional",
        "synthesis": {
            "prompt": "Tulis bersama apa yang kelompok Anda sepakati.",
            "fields": [
                {"id": "sepakat", "label": "Yang kami sepakati", "hint": "Satu kalimat.", "max": 300},
                {"id": "beda", "label": "Yang masih berbeda", "hint": None, "max": 300},
            ],
        },
    },
    "reflection": {
        "prompt_html": "<p>Ingat satu saat Anda berada di sisi lain loket. Apa yang Anda butuhkan waktu itu?</p>",
        "hints": ["Apa yang terjadi?", "Apa yang Anda rasakan?", "Apa yang akan Anda lakukan lain kali?"],
        "share": {"allowed": True, "prompt": "Satu kalimat yang boleh dibaca kelas."},
    },
    "commitment": {
        "prompt_html": "<p>Satu hal kecil yang akan saya ubah minggu depan</p>",
        "fields": [
            {
                "id": "apa",
                "label": "Yang akan saya lakukan",
                "hint": "Cukup kecil untuk dimulai hari Senin.",
                "max": 300,
                "required": True,
            },
            {"id": "kapan", "label": "Kapan", "hint": None, "max": 100, "required": False},
        ],
    },
}

TITLES = {
    "poll": "Keluhan di loket",
    "quiz": "Pre-test",
    "ordering": "Lima langkah",
    "case_discussion": "Berkas kurang satu lembar",
    "reflection": "Jurnal penutup",
    "commitment": "Komitmen saya",
}

RESULTS: dict[str, Json] = {
    "poll": {
        "rounds": [
            {
                "round": 1,
                "name": "Suara pertama",
                "n": 31,
                "counts": {"ulang": 16, "dengar": 9, "dahulu": 4, "unsure": 2},
            },
            {
                "round": 2,
                "name": "Setelah diskusi",
                "n": 31,
                "counts": {"ulang": 6, "dengar": 21, "dahulu": 3, "unsure": 1},
            },
        ],
        "shift": {
            "ids": ["ulang", "dengar", "dahulu", "unsure"],
            "n": 31,
            "matrix": [[6, 10, 0, 0], [0, 9, 0, 0], [0, 1, 3, 0], [0, 1, 0, 1]],
        },
        "suppressed": False,
        "shown": [{"text": "Aturan bisa dijalankan tanpa mengabaikan orangnya."}],
    },
    "quiz": {
        "n": 31,
        "scores": [1, 6, 12, 12],
        "items": [
            {"id": "s1", "counts": {"a": 24, "b": 5, "c": 2}, "correct": 24},
            {"id": "s2", "counts": {"a": 3, "b": 4, "c": 24}, "correct": 24},
            {"id": "s3", "counts": {"a": 13, "b": 18}, "correct": 18},
        ],
    },
    "ordering": {
        "n": 31,
        "exact": 9,
        "positions": {
            "h1": [25, 3, 1, 1, 1],
            "h2": [4, 19, 5, 2, 1],
            "h3": [1, 6, 17, 5, 2],
            "h4": [1, 2, 6, 20, 2],
            "h5": [0, 1, 2, 3, 25],
        },
    },
    "case_discussion": {
        "n": 31,
        "counts": {"ya": 17, "tidak": 9, "lain": 5},
        "shown": [{"text": "SOP memberi ruang tiga hari."}],
        "groups": [
            {
                "group": 2,
                "fields": {
                    "sepakat": "Terima dengan tanda terima sementara.",
                    "beda": "Siapa yang menanggung bila tidak disusulkan.",
                },
            }
        ],
    },
    "reflection": {
        "wrote": 22,
        "shared": 2,
        "texts": [{"text": "Saya butuh ada yang menjelaskan, bukan hanya menolak."}],
    },
    "commitment": {
        "n": 27,
        "texts": [{"fields": {"apa": "Menyapa lebih dulu sebelum memeriksa berkas.", "kapan": "Mulai Senin"}}],
    },
}

LISTED: dict[str, Json] = {
    "poll": {
        "reasons": [
            {
                "participant": "p7",
                "name": "Melati 7",
                "round": 2,
                "choices": ["dengar"],
                "text": "Aturan bisa dijalankan tanpa mengabaikan orangnya.",
                "shown": True,
            },
            {
                "participant": "p8",
                "name": "Kenari 2",
                "round": 2,
                "choices": ["ulang"],
                "text": "Kalau satu dibolehkan, semua minta.",
                "shown": False,
            },
        ]
    },
    "quiz": {},
    "ordering": {},
    "case_discussion": {
        "reasons": [
            {
                "participant": "p7",
                "name": "Melati 7",
                "round": 1,
                "choices": ["ya"],
                "text": "SOP memberi ruang tiga hari.",
                "shown": False,
            }
        ],
        "groups": [
            {
                "group": 2,
                "participant": "p9",
                "round": 1,
                "shown": True,
                "fields": {"sepakat": "Terima dengan tanda terima sementara.", "beda": ""},
            }
        ],
    },
    "reflection": {
        "texts": [
            {
                "participant": "p7",
                "name": "Melati 7",
                "round": 1,
                "text": "Saya butuh ada yang menjelaskan.",
                "shown": False,
            }
        ]
    },
    "commitment": {
        "texts": [
            {
                "participant": "p7",
                "name": "Melati 7",
                "round": 1,
                "fields": {"apa": "Menyapa lebih dulu.", "kapan": ""},
                "shown": False,
            }
        ]
    },
}

REVEAL: dict[str, Json] = {
    "poll": {"html": "<p>Mendengarkan bukan melanggar aturan. SOP halaman 3 memberi jalan menyusulkan berkas.</p>"},
    "quiz": {
        "items": [
            {
                "id": "s1",
                "key": "a",
                "rationales": {
                    "a": "Laporan dapat melalui UPG atau langsung.",
                    "b": "Atasan boleh tahu, tetapi laporan tetap ke KPK.",
                },
                "reference": "PerKPK 2/2019",
            },
            {
                "id": "s2",
                "key": "c",
                "rationales": {"c": "Petugas tidak dipilih oleh warga."},
                "reference": "UU 25/2009 pasal 21",
            },
            {"id": "s3", "key": "b", "rationales": {}, "reference": None},
        ]
    },
    "ordering": {
        "order": ["h1", "h2", "h3", "h4", "h5"],
        "html": "<p>Langkah pertama paling sering dilewati.</p>",
        "details_html": {
            "h1": "<p>Tanpa memotong, tanpa membela diri.</p>",
            "h2": "<p>“Saya paham Ibu sudah menunggu lama.”</p>",
        },
    },
    "case_discussion": {
        "html": "<p>Menyusulkan berkas adalah jalan yang sah. Yang diuji adalah kesetaraan perlakuan.</p>"
    },
    "reflection": {},
    "commitment": {},
}

ANSWERS: dict[str, Json] = {
    "poll": {"answer": {"choices": ["dengar"], "reason": "Berkas bisa disusulkan, anaknya tidak bisa menunggu."}},
    "quiz": {"answer": {"answers": {"s1": "a", "s2": "b", "s3": "b"}}},
    "ordering": {"answer": {"order": ["h1", "h3", "h2", "h4", "h5"]}},
    "case_discussion": {"position": {"choice": "ya", "reason": "SOP memberi ruang."}},
    "reflection": {"wrote": {"paragraphs": 3}, "shared": {"text": "Saya butuh ada yang menjelaskan."}},
    "commitment": {"answer": {"fields": {"apa": "Menyapa lebih dulu.", "kapan": "Senin"}}},
}

ROOM: Json = {
    "code": "K7PQ4M",
    "title": "Keluhan di Loket",
    "role": "participant",
    "me": {
        "id": "p1",
        "name": "Anggrek 4",
        "group": 2,
        "members": ["Anggrek 4", "Melati 7", "Kenari 2"],
        "is_writer": True,
        "resume": None,
    },
}


def state(kind: str, role: str = "participant", phase: str = "open", **changes: Any) -> Json:
    """Return the state of an activity of this type as this role sees it; ``changes`` replace keys."""
    made: Json = {
        "id": f"{kind}_1",
        "type": kind,
        "role": role,
        "phase": phase,
        "round": 1,
        "rev": 7,
        "title": TITLES[kind],
    }
    if phase == "hidden" and role != "facilitator":
        return made | changes
    open_to_all = phase == "revealed" or role == "facilitator"
    results = RESULTS[kind] | (LISTED[kind] if role == "facilitator" else {})
    made |= {
        "intro_html": None,
        "content": CONTENT[kind],
        "notice": NOTICE,
        "results": results if open_to_all else None,
        "reveal": REVEAL[kind] if open_to_all else None,
    }
    if role == "participant":
        made |= {"mine": {}, "mine_seq": 0, "group": {"fields": None, "writer": None}}
    else:
        made |= {"answered": 24, "expected": 34}
    return copy.deepcopy(made | changes)
