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

book = Workbook.open("lima_pagi")
book

# %% [markdown]
# # Lima pagi: lima pertanyaan setiap hari
#
# Lima pertanyaan pendek setiap pagi, dikerjakan sendiri, sekitar empat menit. Semua orang, kantor, dan tempat di sini **fiktif**.
#
# **Setiap pagi cukup buka bagian 3, *Lima pagi*.** Bagian lain dipakai sekali, pada pertemuan pertama.
#
# ## Cara kerjanya
#
# | Jawaban Anda | Soal itu kembali |
# |---|---|
# | Keliru | besok |
# | Tepat satu kali | 2 hari lagi |
# | Tepat lagi | 4 hari lagi, lalu 8, lalu 16 |
#
# - Sekali sehari. Kunjungan kedua pada hari yang sama tidak memberi soal baru.
# - Tidak sempat satu hari? Tidak ada yang hilang; teruskan pada hari berikutnya.
# - Bacalah alasan setiap pilihan, juga yang tidak Anda ambil. Pada pilihan yang keliru pun ada yang benar.

# %% [markdown]
# ## Siapa melihat apa
#
# | Yang Anda isi | Anda | Layar bersama | Fasilitator |
# |---|---|---|---|
# | Pre-test dan post-test | ya | jumlahnya saja | ya, dengan nama samaran |
# | Satu pertanyaan bersama | ya | jumlahnya saja | ya, dengan nama samaran |
# | Lima pagi: jawaban, kunci, jadwal | ya | tidak | tidak pada halamannya; hanya jumlah dan soal tersulit |
# | Kartu kebiasaan | ya | bila ditampilkan, tanpa nama | ya, dengan nama samaran |
#
# Jawaban disimpan dengan nama samaran, untuk latihan ini saja, bukan untuk menilai kinerja. Untuk analisis, fasilitator dapat membuka tabel jawaban bernama samaran. Anda boleh meminta jawaban Anda dilihat, diperbaiki, atau dihapus: sebutkan nama samaran Anda.

# %% [markdown]
# ## 1. Pre-test
#
# Tiga situasi pendek. Pembahasannya dibuka sesudah post-test.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Satu pertanyaan bersama
#
# Pilih yang paling dapat Anda pertahankan. Tidak ada kunci.

# %%
book.show("coba_bersama")

# %% [markdown]
# ## 3. Lima pagi
#
# Tekan **Mulai**. Kerjakan sendiri.

# %%
book.show("pagi")

# %% [markdown]
# ## 4. Kartu kebiasaan
#
# Tulis untuk besok pagi. Satu kalimat pendek di tiap kotak cukup.

# %%
book.show("kartu_kebiasaan")

# %% [markdown]
# ## 5. Post-test
#
# Tiga situasi baru. Sesudah ditutup, pembahasan keenamnya terbuka.

# %%
book.show("posttest")

# %% [markdown]
# ## Masuk lagi lain kali
#
# - **Telepon yang sama:** buka alamat kelas lagi. Anda kembali sendiri.
# - **Telepon lain, atau lebih dari 30 hari:** di halaman gabung, pilih *Pakai kode lanjut*. Jadwal ulangan Anda ikut.
# - **Sinyal putus:** tunggu saja. Jawaban Anda disimpan di telepon dan dikirim lagi; kuncinya muncul setelah tersimpan.

# %% tags=["check"]
assert book.minutes == 45

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "coba_bersama",
    "pagi",
    "kartu_kebiasaan",
    "posttest",
)

# %% tags=["check"]
from etika_widgets import datasets

assert len(datasets.load_harian5()) >= 120

# %% tags=["check"]
assert book.validate() == []
