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

book = Workbook.open("etika_digital_pdp")
book

# %% [markdown]
# # Etika digital dan pelindungan data pribadi
#
# Selamat datang. Hari ini Anda menimbang sebelum menekan “kirim”, lalu menangani hari ketika data warga sudah telanjur keluar. Semua kasus, orang, dan kantor di sini **fiktif**.
#
# Tidak ada yang dinilai lulus atau tidak lulus. **Jangan tulis nama orang, kasus nyata, tautan, atau kata sandi.** Bila sinyal putus, tunggu saja: jawaban Anda disimpan di ponsel dan dikirim lagi.

# %% [markdown]
# ## 1. Lima situasi untuk memulai
#
# Bacalah pelan-pelan, lalu pilih yang paling tepat menurut Anda.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Delapan kiriman
#
# Anda bertugas di humas kecamatan. Untuk tiap kiriman, tanyakan dua hal: siapa yang terlihat di sana, dan siapa yang menunggu kabarnya? “Ragu” juga jawaban.

# %%
book.show("kiriman")

# %% [markdown]
# ## 3. Empat hari, satu daftar
#
# Pilih sendiri dan tulis alasan Anda. Sesudah itu Anda membaca dua alasan teman, tanpa nama, dan memilih sekali lagi di tempat yang sama. Berubah pikiran itu boleh; tetap pada pilihan juga boleh.

# %%
book.show("daftar_rumah")

# %% [markdown]
# ## 4. Jumat pagi
#
# Kelompok Anda menjadi tim tanggap insiden. Baca dulu, sepakati, lalu juru tulis memutuskan. Jam simulasi berjalan terus, juga pada hari libur. Putusan tidak dapat diubah, dan tidak memutuskan juga ada akibatnya.

# %%
book.show("insiden")

# %% [markdown]
# ## 5. Inventaris kecil
#
# Lihat meja dan ponsel kerja Anda: data warga apa saja yang singgah di situ? Tulis jenisnya, bukan isinya, lalu pilih satu yang Anda benahi. Unduh lembar Anda sebelum kelas ditutup.

# %%
book.show("inventaris")

# %% [markdown]
# ## 6. Jurnal pribadi
#
# Beberapa menit hening, untuk Anda sendiri. Tulisan ini tetap di perangkat Anda; fasilitator tidak dapat membacanya. Bila Anda pindah ponsel, tulisan itu tidak ikut.

# %%
book.show("jurnal")

# %% [markdown]
# ## 7. Lima situasi baru
#
# Situasinya lain. Bacalah lagi dengan tenang.

# %%
book.show("posttest")

# %% [markdown]
# Terima kasih sudah ikut berpikir. Empat belas hari lagi, lihat lembar Anda: sudah, sebagian, atau belum?

# %% tags=["check"]
assert book.minutes == 135

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "kiriman",
    "daftar_rumah",
    "insiden",
    "inventaris",
    "jurnal",
    "posttest",
)

# %% tags=["check"]
assert book.validate() == []
