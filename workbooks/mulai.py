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

book = Workbook.open("mulai")
book

# %% [markdown]
# # Mulai: 15 menit pertama
#
# Selamat datang. Halaman ini untuk mencoba. Salah tekan tidak apa-apa, dan jawaban tidak dinilai. Semua cerita di sini **fiktif**.
#
# Ada tiga percobaan: satu pilihan, satu kata, dan satu catatan pribadi. Di awal dan di akhir ada dua soal pendek. Kerjakan saat fasilitator membukanya. Kalau bingung, angkat tangan.

# %% [markdown]
# ## Siapa melihat apa
#
# | Yang Anda isi | Anda | Layar bersama | Fasilitator |
# |---|---|---|---|
# | Dua soal di awal dan di akhir | ya | jumlahnya saja | ya, dengan nama samaran |
# | Pilihan | ya | jumlahnya saja | ya, dengan nama samaran |
# | Satu kata | ya | bila ditulis tiga orang atau lebih | ya, tanpa nama penulis |
# | Catatan pribadi | ya, di telepon ini | tidak | tidak; ia hanya tahu Anda sudah menulis |
# | Kalimat yang Anda bagikan | ya | bila ditampilkan, tanpa nama | ya, dengan nama samaran |
#
# Jawaban disimpan di laptop fasilitator. Nama asli, NIP, dan nomor telepon tidak disimpan. Anda boleh meminta jawaban Anda dilihat, diperbaiki, atau dihapus: sebutkan nama samaran Anda kepada fasilitator.

# %% [markdown]
# ## 1. Dua soal dulu
#
# Satu menit. Menebak boleh; pembahasannya dibuka di akhir.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Satu pilihan
#
# Pilih satu, lalu kirim. Selama belum ditutup, Anda boleh mengubahnya.

# %%
book.show("coba_pilih")

# %% [markdown]
# ## 3. Satu kata
#
# Tutup dulu halaman ini, lalu buka lagi alamat yang sama. Sesudah kembali, tulis satu kata.

# %%
book.show("coba_kata")

# %% [markdown]
# ## 4. Satu catatan pribadi
#
# Tulis untuk diri sendiri. Tulisan ini tidak dikirim, kecuali Anda sendiri membagikannya.

# %%
book.show("coba_jurnal")

# %% [markdown]
# ## 5. Dua soal lagi
#
# Satu menit. Sesudah ditutup, baca pembahasan keempat soal, juga alasan pilihan yang tidak Anda ambil.

# %%
book.show("posttest")

# %% [markdown]
# ## Masuk lagi lain kali
#
# - **Telepon yang sama:** buka alamat kelas lagi. Anda kembali sendiri.
# - **Telepon lain:** di halaman gabung, pilih *Pakai kode lanjut*. Kodenya ada di bagian bawah halaman ini. Catatan pribadi tidak ikut pindah.
# - **Sinyal putus:** caranya ada pada pembahasan dua soal awal (bagian 1).
# - **Memakai telepon bersama:** setelah selesai, tekan tombol *Selesai di perangkat ini* di bagian bawah. Catatan pribadi di telepon itu ikut dihapus.
#
# Modul berikutnya memakai kode kelas yang baru. Caranya sama.

# %% tags=["check"]
assert book.minutes == 45

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "coba_pilih",
    "coba_kata",
    "coba_jurnal",
    "posttest",
)

# %% tags=["check"]
assert book.validate() == []
