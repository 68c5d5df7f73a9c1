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

book = Workbook.open("kota_sejahtera")
book

# %% [markdown]
# # Kota Sejahtera: menguji klaim
#
# Selamat datang. Di sini Anda membaca laporan keberhasilan sebuah kota. Semua kasus, orang, kantor, dan angka di sini **fiktif**.
#
# Cukup kalkulator ponsel dan rasa ingin tahu. Jawablah dengan jujur, dan **jangan tulis nama orang**. Bila sinyal putus, tunggu saja: jawaban Anda disimpan di ponsel dan dikirim lagi.

# %% [markdown]
# ## 1. Lima situasi untuk memulai
#
# Bacalah pelan-pelan, lalu pilih yang paling tepat menurut Anda.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Satu hitungan, satu spanduk
#
# Mulai dari kota lain. Hitung satu angka; kalkulator ponsel boleh.

# %%
book.show("penyebut")

# %% [markdown]
# Di balai kota tergantung sebuah spanduk. Nilailah lima kalimatnya. Menjelang akhir, pernyataan yang sama kembali di tempat ini.

# %%
book.show("keyakinan")

# %% [markdown]
# ## 3. Keluhan, 24 bulan
#
# Tabelnya dapat disaring dan diurutkan. Ada juga dokumen yang dapat dibuka. Baca dulu, baru pilih.

# %%
book.show("keluhan")

# %% [markdown]
# ## 4. Dua ratus sertifikat
#
# Daftar ini tanpa nama. Kotak kosong berarti orang itu tidak mengerjakan tes itu.

# %%
book.show("tes_peserta")

# %% [markdown]
# ## 5. Satu kata dalam judul
#
# Pilih dan tulis satu alasan. Nanti Anda membaca dua alasan orang lain, tanpa nama, lalu memilih sekali lagi. Berubah pikiran itu boleh; tetap pada pilihan juga boleh.

# %%
book.show("judul")

# %% [markdown]
# ## 6. Kritik klaim ini
#
# Anda bekerja dalam kelompok, dengan satu juru tulis. Pilih satu klaim, uji dengan datanya, lalu tulis kalimat yang lebih baik.

# %%
book.show("kritik")

# %% [markdown]
# Sesudah ini kita kembali ke spanduk di bagian 2. Fasilitator membuka putaran kedua.

# %% [markdown]
# ## 7. Jurnal pribadi
#
# Beberapa menit hening, untuk Anda sendiri. Tulisan yang tidak Anda bagikan tetap di perangkat ini; fasilitator tidak dapat membacanya. Bila Anda pindah ponsel, tulisan itu tidak ikut.

# %%
book.show("jurnal")

# %% [markdown]
# ## 8. Lima situasi baru
#
# Situasinya lain. Bacalah lagi dengan tenang.

# %%
book.show("posttest")

# %% [markdown]
# Terima kasih sudah ikut berpikir. Bawa tiga pertanyaan itu ke laporan Anda sendiri.

# %% tags=["check"]
assert book.minutes == 135

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "penyebut",
    "keyakinan",
    "keluhan",
    "tes_peserta",
    "judul",
    "kritik",
    "jurnal",
    "posttest",
)

# %% tags=["check"]
assert book.validate() == []
