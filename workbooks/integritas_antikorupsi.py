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

book = Workbook.open("integritas_antikorupsi")
book

# %% [markdown]
# # Integritas dan antikorupsi
#
# Selamat datang. Di halaman ini Anda berlatih berhenti sebentar: sebelum menyetujui, menerima, atau diam. Semua kasus, orang, dan kantor di sini **fiktif**.
#
# Tidak ada yang diukur kejujurannya. **Jangan tulis nama orang, kantor, atau kejadian nyata**; halaman ini bukan saluran lapor. Bila sinyal putus, tunggu saja: jawaban Anda disimpan di ponsel dan dikirim lagi.

# %% [markdown]
# ## 1. Lima situasi untuk memulai
#
# Bacalah pelan-pelan, lalu pilih yang paling tepat menurut Anda.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Nota yang rapi
#
# Sebuah nota menunggu persetujuan Anda. Bacalah seperti pada sore yang sibuk di meja Anda sendiri, lalu pilih bagian yang ingin Anda tanyakan lebih dulu.

# %%
book.show("nota")

# %% [markdown]
# ## 3. Sepuluh pemberian
#
# Sepuluh benda kecil datang ke tangan Anda. Lembar batasnya tersedia di atas pertanyaan; silakan dibuka kapan saja.

# %%
book.show("pemberian")

# %% [markdown]
# ## 4. Map hijau
#
# Dengarkan dulu, lalu pilih tanpa berunding. Teman lain nanti membaca alasan Anda **tanpa nama**, jadi tulislah dengan hormat. Di tempat yang sama Anda mendapat kesempatan memilih sekali lagi.

# %%
book.show("map_hijau")

# %% [markdown]
# ## 5. Satu-satunya bengkel di pulau
#
# Punya keluarga bukan kesalahan. Tulis pernyataan kepentingan petugas **dalam kasus fiktif**, bukan kepentingan Anda sendiri. Lembar yang Anda simpan dapat dibaca fasilitator dengan nama samaran Anda.

# %%
book.show("pernyataan")

# %% [markdown]
# ## 6. Jurnal pribadi
#
# Beberapa menit hening, untuk Anda sendiri. Tulisan yang tidak Anda bagikan tetap di perangkat ini; fasilitator tidak dapat membacanya. Bila Anda pindah ponsel, tulisan itu tidak ikut.

# %%
book.show("jurnal")

# %% [markdown]
# ## 7. Rencana 4R
#
# Empat langkah untuk dibawa pulang; **4R** adalah *mnemonik modul ini*. Tulis jenis tekanannya saja, jangan orang atau kejadiannya. Fasilitator dapat membaca lembar ini dengan nama samaran Anda.

# %%
book.show("rencana_4r")

# %% [markdown]
# ## 8. Lima situasi baru
#
# Situasinya lain. Bacalah lagi dengan tenang.

# %%
book.show("posttest")

# %% [markdown]
# Terima kasih sudah berhenti sebentar. Saluran lapor kantor Anda ada di papan; rencana 4R dapat Anda simpan.

# %% tags=["check"]
assert book.minutes == 135

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "nota",
    "pemberian",
    "map_hijau",
    "pernyataan",
    "jurnal",
    "rencana_4r",
    "posttest",
)

# %% tags=["check"]
assert book.validate() == []
