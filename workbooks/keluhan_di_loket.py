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

book = Workbook.open("keluhan_di_loket")
book

# %% [markdown]
# # Keluhan di loket
#
# Selamat datang. Di halaman ini Anda duduk di belakang loket pada satu sore yang sibuk. Semua kasus, orang, dan kantor di sini **fiktif**.
#
# Tidak ada yang dinilai lulus atau tidak lulus. Jawablah dengan jujur, dan **jangan tulis nama orang**. Bila sinyal putus, tunggu saja: jawaban Anda disimpan di ponsel dan dikirim lagi.

# %% [markdown]
# ## 1. Lima situasi untuk memulai
#
# Bacalah pelan-pelan, lalu pilih yang paling tepat menurut Anda.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Pukul 14.35 di Loket 2
#
# Fasilitator akan membacakan satu kejadian. Dengarkan dulu, lalu pilih sendiri, tanpa berunding. Nanti Anda mendapat kesempatan memilih sekali lagi di tempat yang sama. Berubah pikiran itu boleh; tetap pada pilihan juga boleh.

# %%
book.show("langkah_pertama")

# %% [markdown]
# ## 3. Kata pertama, lalu kata berikutnya
#
# Sebelum memutuskan apa pun, ada orang di depan kita. **5A** adalah *mnemonik modul ini*: alat bantu ingat, bukan aturan. Susun lima kalimat menurut urutan yang akan Anda ucapkan.

# %%
book.show("lima_a")

# %% [markdown]
# ## 4. Dua keluhan, satu rapat pagi
#
# Sekarang Anda bekerja bersama. Baca dokumennya, pilih usul Anda sendiri, lalu bicarakan di kelompok. Satu orang menjadi juru tulis. Teman yang berbeda pendapat membantu Anda melihat hal yang terlewat.

# %%
book.show("diskusi_kasus")

# %% [markdown]
# Sesudah ini kita kembali ke Loket 2. Fasilitator membuka suara kedua di bagian 2.

# %% [markdown]
# ## 5. Jurnal pribadi
#
# Beberapa menit hening, untuk Anda sendiri. Tulisan yang tidak Anda bagikan tetap di perangkat ini; fasilitator tidak dapat membacanya. Bila Anda pindah ponsel, tulisan itu tidak ikut.

# %%
book.show("jurnal")

# %% [markdown]
# ## 6. Satu tindakan kecil
#
# Pilih satu hal yang benar-benar bisa Anda kerjakan di tempat kerja, dalam 14 hari.

# %%
book.show("komitmen")

# %% [markdown]
# ## 7. Lima situasi baru
#
# Situasinya lain. Bacalah lagi dengan tenang.

# %%
book.show("posttest")

# %% [markdown]
# Terima kasih sudah ikut berpikir. Bawa kartu komitmen Anda ke loket; tiga bulan lagi kita melihatnya bersama.

# %% tags=["check"]
assert book.minutes == 135

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "langkah_pertama",
    "lima_a",
    "diskusi_kasus",
    "jurnal",
    "komitmen",
    "posttest",
)

# %% tags=["check"]
assert book.validate() == []
