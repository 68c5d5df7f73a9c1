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

book = Workbook.open("mentoring")
book

# %% [markdown]
# # Mentoring etika di tempat kerja
#
# Selamat datang. Di sini dua orang menjadi pasangan belajar untuk tiga bulan. Semua orang, kantor, dan kasus contoh **fiktif**.
#
# **Jangan tulis nama orang dan jangan tulis kasus nyata**, juga di lembar. Lembar yang Anda simpan dapat dibaca fasilitator dengan nama samaran Anda. Laporan punya kanal resmi; halaman ini bukan salah satunya.

# %% [markdown]
# ## 1. Lima kejadian untuk memulai
#
# Bacalah pelan-pelan, lalu pilih yang paling tepat menurut Anda.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Siapa pantas menjadi mentor
#
# Delapan calon, delapan cerita pendek. Pilih sendiri dulu.

# %%
book.show("siapa_mentor")

# %% [markdown]
# ## 3. Tiga laci
#
# Apa yang tinggal berdua, apa yang keluar dengan izin, dan apa yang tidak dapat dikunci.

# %%
book.show("tiga_laci")

# %% [markdown]
# ## 4. Tiga tanda terima
#
# Dengarkan dulu, baru pilih. Satu alasan cukup. Berubah pikiran itu boleh; tetap pada pilihan juga boleh.

# %%
book.show("rahasia")

# %% [markdown]
# ## 5. Umpan balik yang dapat diterima
#
# Situasi, perilaku, dampak. Tentang adegan fiktif yang baru Anda lihat, bukan tentang pasangan Anda.

# %%
book.show("umpan_balik")

# %% [markdown]
# ## 6. Catatan mentoring
#
# Diisi oleh yang didampingi, bersama mentor. Hari ini kesepakatan awalnya. Lembar ini muncul lagi pada hari ke-30, 60, dan 90.

# %%
book.show("catatan")

# %% [markdown]
# ## 7. Rencana 30, 60, 90 hari
#
# Paling sedikit dua langkah. Tulis jabatan, bukan nama.

# %%
book.show("rencana")

# %% [markdown]
# ## 8. Jurnal pribadi
#
# Beberapa menit hening. Tulisan ini tetap di perangkat Anda; fasilitator dan mentor tidak dapat membacanya.

# %%
book.show("jurnal")

# %% [markdown]
# ## 9. Lima kejadian baru
#
# Kejadiannya lain. Bacalah lagi dengan tenang.

# %%
book.show("posttest")

# %% [markdown]
# Simpan **kode lanjut** dari bagian bawah halaman sebelum pulang. Dengan kode itu Anda masuk lagi pada ketiga pertemuan. Jurnal tidak ikut pindah perangkat; unduh bila ingin menyimpannya.

# %% tags=["check"]
assert book.minutes == 135

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "siapa_mentor",
    "tiga_laci",
    "rahasia",
    "umpan_balik",
    "catatan",
    "rencana",
    "jurnal",
    "posttest",
)

# %% tags=["check"]
assert book.validate() == []
