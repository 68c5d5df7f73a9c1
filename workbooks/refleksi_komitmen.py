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

book = Workbook.open("refleksi_komitmen")
book

# %% [markdown]
# # Refleksi dan komitmen
#
# Selamat datang di bagian yang paling sepi. Di sini Anda melihat ke belakang sebentar, lalu menyiapkan satu perubahan yang dapat dilihat warga.
#
# Di luar dua kuis pendek, tidak ada jawaban benar. Tulisan Anda **bukan dokumen kinerja**. Jangan tulis nama orang atau kasus nyata yang dapat dikenali. Contoh di halaman ini **fiktif**.

# %% [markdown]
# ## 1. Tiga situasi untuk memulai
#
# Pilih yang paling tepat menurut Anda. Kuis ini dihitung untuk kelas, bukan untuk memeringkat orang.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Jurnal: satu hari yang tertinggal
#
# Tulisan ini tetap di perangkat Anda dan akan Anda baca lagi nanti. Pakailah perangkat yang sama sampai akhir sesi.

# %%
book.show("jurnal_awal")

# %% [markdown]
# ## 3. Cermin: tujuh perilaku
#
# Nilai diri sendiri, anonim. Jumlah yang kecil tidak ditampilkan. Tidak ada yang melihat jawaban orang per orang, termasuk fasilitator.

# %%
book.show("cermin")

# %% [markdown]
# ## 4. Jurnal: membaca ulang
#
# Tulisan dari bagian 2 tampil kembali di sini. Hanya Anda yang melihatnya.

# %%
book.show("jurnal_lanjut")

# %% [markdown]
# ## 5. Dari niat ke target
#
# Lembar yang Anda simpan dapat dibaca fasilitator dengan nama samaran Anda. Pilih hal yang tidak keberatan Anda tunjukkan.

# %%
book.show("target")

# %% [markdown]
# ## 6. Rencana aksi
#
# Target Anda muncul di atas lembar. Tulis langkah, penanggung jawab (jabatan, bukan nama), waktu, dan bukti. Rencana ini ditengok lagi setelah 30, 60, dan 90 hari.

# %%
book.show("rencana")

# %% [markdown]
# ## 7. Kartu komitmen
#
# Satu tindakan kecil yang dimulai dalam 14 hari. Kecil, tetapi terlihat.

# %%
book.show("komitmen")

# %% [markdown]
# ## 8. Tiga situasi baru
#
# Situasinya lain. Sesudah ditutup, alasan tiap pilihan terbuka di sini dan di bagian 1.

# %%
book.show("posttest")

# %% [markdown]
# Catat **kode lanjut** Anda sebelum pulang. Letaknya di bagian bawah halaman. Dengan kode itu Anda masuk lagi ke kelas ini pada tindak lanjut. Jurnal pribadi tidak ikut pindah; unduh bila ingin menyimpannya.

# %% tags=["check"]
assert book.minutes == 90

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "jurnal_awal",
    "cermin",
    "jurnal_lanjut",
    "target",
    "rencana",
    "komitmen",
    "posttest",
)

# %% tags=["check"]
assert book.validate() == []
