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

book = Workbook.open("whistleblowing_pengaduan")
book

# %% [markdown]
# # Whistleblowing dan pengaduan
#
# Selamat datang. Di halaman ini Anda duduk di kursi penerima laporan. Semua kasus, orang, dan kantor di sini **fiktif**.
#
# Simpan kasus nyata di luar halaman ini, **juga bila namanya disamarkan**: di ruang kecil orang mudah menebak. Halaman ini bukan tempat melapor. Bila ada yang mengganjal, bicaralah berdua dengan fasilitator sesudah sesi. Bila sinyal putus, tunggu saja: jawaban Anda disimpan di ponsel dan dikirim lagi.

# %% [markdown]
# ## 1. Lima situasi untuk memulai
#
# Bacalah pelan-pelan, lalu pilih yang paling tepat menurut Anda.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Lewat jalur mana?
#
# Enam kabar, enam jalur. Sebelum memilih, tanyakan dua hal: siapa yang dilaporkan, dan apa yang dilaporkan?

# %%
book.show("jalur")

# %% [markdown]
# ## 3. Siapa boleh tahu apa?
#
# Delapan orang datang dengan pertanyaan tentang satu laporan. Apa yang Anda katakan kepada masing-masing?

# %%
book.show("siapa_tahu")

# %% [markdown]
# ## 4. “Saya hanya ingin tahu siapa”
#
# Fasilitator akan membacakan satu kejadian. Dengarkan dulu, lalu pilih sendiri, tanpa berunding. Nanti Anda memilih sekali lagi di tempat yang sama. Tetap boleh, berubah boleh.

# %%
book.show("satu_nama")

# %% [markdown]
# ## 5. Meja WBS
#
# Sekarang Anda satu tim. Kabar datang, jam berjalan, putusan tidak dapat ditarik. Tidak memutuskan juga sebuah putusan. Di sini Anda hanya memilih, tidak menulis.

# %%
book.show("meja_wbs")

# %% [markdown]
# Sesudah ini kita kembali ke bagian 4. Fasilitator membuka suara kedua di sana.

# %% [markdown]
# ## 6. Jurnal pribadi
#
# Beberapa menit hening, untuk Anda sendiri. Tulisan ini tetap di perangkat ini dan tidak dapat dibagikan. Bila Anda pindah ponsel, tulisan itu tidak ikut.

# %%
book.show("jurnal")

# %% [markdown]
# ## 7. Satu kebiasaan kecil
#
# Pilih satu hal yang benar-benar bisa Anda kerjakan dalam 14 hari. Fasilitator dapat membaca kartu ini: jangan tulis nama, laporan, atau kejadian nyata.

# %%
book.show("komitmen")

# %% [markdown]
# ## 8. Lima situasi baru
#
# Situasinya lain. Bacalah lagi dengan tenang.

# %%
book.show("posttest")

# %% [markdown]
# Terima kasih sudah ikut menjaga. Bila Anda mengetahui kejadian nyata, pakailah WBS instansi atau APIP, SP4N-LAPOR!, Ombudsman, atau KPK; untuk perlindungan, LPSK.

# %% tags=["check"]
assert book.minutes == 135

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "jalur",
    "siapa_tahu",
    "satu_nama",
    "meja_wbs",
    "jurnal",
    "komitmen",
    "posttest",
)

# %% tags=["check"]
assert book.validate() == []
