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

book = Workbook.open("regulasi_standar_layanan")
book

# %% [markdown]
# # Regulasi dan standar layanan
#
# Selamat datang. Di sini Anda bekerja dengan hasil survei, batas waktu, dan papan kantor. Semua kasus, orang, kantor, dan angka di sini **fiktif**.
#
# Tidak ada yang dinilai lulus atau tidak lulus. Jawablah dengan jujur, dan **jangan tulis nama orang**. Bila sinyal putus, tunggu saja: jawaban Anda disimpan di ponsel dan dikirim lagi.

# %% [markdown]
# ## 1. Lima situasi untuk memulai
#
# Bacalah pelan-pelan, lalu pilih yang paling tepat menurut Anda.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Survei yang sempurna
#
# Surveinya bernama **SKM**, Survei Kepuasan Masyarakat. Hasilnya bernama **IKM**, Indeks Kepuasan Masyarakat. Tulis satu angka; boleh memakai kalkulator ponsel.

# %%
book.show("taksiran")

# %% [markdown]
# ## 3. Kalimat untuk papan
#
# Anda mengolah survei sebuah kantor. Tabelnya memuat sembilan unsur, masing-masing dengan namanya: persyaratan, prosedur, waktu penyelesaian, biaya atau tarif, produk layanan, kompetensi pelaksana, perilaku pelaksana, penanganan pengaduan, serta sarana dan prasarana.
#
# Saring, urutkan, buka dokumennya. Baru pilih.

# %%
book.show("membaca_skm")

# %% [markdown]
# ## 4. Angka terakhir di maklumat
#
# Sekarang Anda duduk di tim penyusun. Pilih satu rumusan dan tulis alasannya. Nanti Anda membaca dua alasan orang lain, tanpa nama, lalu memilih sekali lagi di tempat yang sama. Berubah pikiran itu boleh; tetap pada pilihan juga boleh.

# %%
book.show("janji_waktu")

# %% [markdown]
# ## 5. Menyusun Standar Pelayanan
#
# Dua nama yang mirip, dua hal yang berbeda: **Standar Pelayanan Minimal** (SPM) dan **Standar Pelayanan**. Bedanya dijelaskan pada awal kegiatan.
#
# Anda bekerja dalam kelompok, dengan satu juru tulis. Mulailah dari enam komponen yang dibaca warga. Yang belum Anda ketahui, biarkan kosong.

# %%
book.show("susun_standar")

# %% [markdown]
# ## 6. Jurnal pribadi
#
# Beberapa menit hening, untuk Anda sendiri. Tulisan yang tidak Anda bagikan tetap di perangkat ini; fasilitator tidak dapat membacanya. Bila Anda pindah ponsel, tulisan itu tidak ikut.

# %%
book.show("jurnal")

# %% [markdown]
# ## 7. Satu kalimat yang diperbaiki
#
# Pilih satu hal kecil yang benar-benar bisa Anda kerjakan atau usulkan dalam 14 hari.

# %%
book.show("komitmen")

# %% [markdown]
# ## 8. Lima situasi baru
#
# Situasinya lain. Bacalah lagi dengan tenang.

# %%
book.show("posttest")

# %% [markdown]
# Terima kasih sudah ikut berpikir. Bawa kartu komitmen Anda ke kantor; tiga bulan lagi kita melihatnya bersama.

# %% tags=["check"]
assert book.minutes == 135

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "taksiran",
    "membaca_skm",
    "janji_waktu",
    "susun_standar",
    "jurnal",
    "komitmen",
    "posttest",
)

# %% tags=["check"]
assert book.validate() == []
