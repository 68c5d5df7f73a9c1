# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: tags
#     formats: ipynb,py:percent
#     notebook_metadata_filter: voila
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   voila:
#     template: etika
# ---

# %% tags=["setup"]
from etika_widgets import Workbook

book = Workbook.open("pelatihan_fasilitator")
book

# %% [markdown]
# # Pelatihan fasilitator
#
# Selamat datang. Hari ini Anda di depan kelas, bukan di bangku. Semua kelas, orang, kantor, dan peragaan di sini **fiktif**.
#
# Nilai hari ini untuk belajar, bukan untuk memeringkat. **Jangan tulis nama orang.** Bila sinyal putus, tunggu saja: jawaban Anda disimpan di ponsel dan dikirim lagi.

# %% [markdown]
# ## 1. Lima kejadian untuk memulai
#
# Bacalah pelan-pelan, lalu pilih yang paling tepat menurut Anda.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Memegang ruang
#
# Satu pemungutan suara punya tujuh langkah. Susunlah.

# %%
book.show("urutan_suara")

# %% [markdown]
# Sekarang sepuluh kalimat yang pernah diucapkan fasilitator. Pilih sendiri dulu.

# %%
book.show("jangan_tanya")

# %% [markdown]
# ## 3. Satu kejadian di ruang kelas
#
# Dengarkan dulu, baru pilih. Satu alasan cukup. Sesudah itu alasan orang lain datang ke ponsel Anda, tanpa nama. Berubah pikiran itu boleh; tetap pada pilihan juga boleh.

# %%
book.show("pintu_belakang")

# %% [markdown]
# ## 4. Mengajar mikro
#
# Anda bekerja dalam kelompok. Kartu Anda hanya untuk Anda. Sesudah tiap putaran, umpan balik menyebut **situasi, perilaku, dampak**.

# %%
book.show("mengajar_mikro")

# %% [markdown]
# ## 5. Tiga peragaan, dinilai langsung
#
# Formulir muncul bila Anda diminta menilai. Yang tampil membaca nilainya di ponselnya sendiri; fasilitator melihatnya juga, kelas tidak.

# %%
book.show("nilai_mengajar")

# %% [markdown]
# ## 6. Kalibrasi penilai
#
# Semua membaca peragaan yang sama dan menilainya sendiri, tanpa bicara. Sesudah dibuka, ponsel memperlihatkan kappa: 1 sama persis dengan nilai acuan, 0 seperti kebetulan. Batas 0,60 adalah *usulan alat ini*, sebuah konvensi.

# %%
book.show("kalibrasi_1")

# %% [markdown]
# Dua peragaan lagi. Yang belum mencapai batas mencoba lagi; yang sudah, memastikan.

# %%
book.show("kalibrasi_2")

# %% [markdown]
# ## 7. Jurnal pribadi
#
# Beberapa menit hening, untuk Anda sendiri. Tulisan ini tetap di perangkat Anda; fasilitator tidak dapat membacanya.

# %%
book.show("jurnal")

# %% [markdown]
# ## 8. Mengajar pertama
#
# Satu rencana yang kecil dan bertanggal.

# %%
book.show("komitmen")

# %% [markdown]
# ## 9. Lima kejadian baru
#
# Kejadiannya lain. Bacalah lagi dengan tenang.

# %%
book.show("posttest")

# %% [markdown]
# Terima kasih sudah berlatih. Bawa kartunya ke kelas Anda.

# %% tags=["check"]
from etika_widgets.errors import EtikaError
from etika_widgets.measures import calibration


def gerbang(kegiatan):
    """Hitung kappa tiap penilai dari jawaban kelas; di JupyterLab, dengan kode kelas."""
    try:
        return calibration.of_frame(book.responses(kegiatan)).table()
    except EtikaError:  # halaman peserta, atau belum ada yang menilai
        return None


gerbang("kalibrasi_1")

# %% tags=["check"]
gerbang("kalibrasi_2")

# %% tags=["check"]
# Data tetap: dua belas penilaian fiktif seorang penilai, dan acuannya.
import pandas as pd

acuan = [4, 3, 3, 2, 4, 1, 2, 3, 4, 2, 3, 3]
nilai = [4, 3, 2, 2, 4, 2, 2, 3, 3, 2, 3, 4]
contoh = pd.DataFrame(
    {"peserta": "Rusa Tenang", "subjek": range(12), "kriteria": "tanya", "nilai": nilai, "acuan": acuan}
)
[penilai] = calibration.of_frame(contoh).raters
assert (round(penilai.kappa, 4), penilai.passed) == (0.7692, True)

# %% tags=["check"]
terbalik = contoh.assign(nilai=[5 - satu for satu in acuan])
assert not calibration.of_frame(terbalik).raters[0].passed

# %% tags=["check"]
assert book.minutes == 270

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "urutan_suara",
    "jangan_tanya",
    "pintu_belakang",
    "mengajar_mikro",
    "nilai_mengajar",
    "kalibrasi_1",
    "kalibrasi_2",
    "jurnal",
    "komitmen",
    "posttest",
)

# %% tags=["check"]
assert book.validate() == []
