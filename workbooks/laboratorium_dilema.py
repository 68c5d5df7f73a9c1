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

book = Workbook.open("laboratorium_dilema")
book

# %% [markdown]
# # Laboratorium dilema: enam cara menimbang
#
# Selamat datang. Di laboratorium ini yang diuji adalah **alatnya**, bukan Anda. Semua kasus, orang, dan kantor di sini **fiktif**.
#
# Jawablah dengan jujur, dan **jangan tulis nama orang**. Bila sinyal putus, tunggu saja: jawaban Anda disimpan di ponsel dan dikirim lagi.

# %% [markdown]
# ## 1. Lima situasi untuk memulai
#
# Bacalah pelan-pelan, lalu pilih yang paling tepat menurut Anda.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Alat 1: tiga uji loket
#
# Alat paling cepat: tiga pertanyaan. Letakkan lima tindakan pada dua sumbu, menurut pendapat Anda sendiri.

# %%
book.show("boleh_patut")

# %% [markdown]
# ## 3. Alat 2: empat kotak
#
# Fakta, nilai, prinsip, kesetiaan. Dengarkan satu kejadian di perbatasan, lalu pilih sendiri. Nanti Anda kembali ke meja yang sama; berubah boleh, tetap juga boleh.

# %%
book.show("klinik")

# %% [markdown]
# ## 4. Alat 3: enam langkah
#
# Sekarang bersama kelompok. Isi lembar dari atas ke bawah, satu bagian demi satu bagian. Teman yang berbeda pendapat membantu Anda melihat hal yang terlewat.

# %%
book.show("kerangka")

# %% [markdown]
# ## 5. Alat 4 dan 5: tujuh prinsip, empat saringan
#
# Kasus ini bergerak. Tiap putusan kelas membuka keadaan baru. Dua kartu menemani Anda di ponsel.

# %%
book.show("perahu")

# %% [markdown]
# ## 6. Alat 6: dari peka sampai berani
#
# Mengetahui yang benar belum tentu mengerjakannya. Buka kartu peran Anda sendiri. Anda boleh berhenti kapan saja dan menjadi pengamat.

# %%
book.show("kursi_roda")

# %% [markdown]
# Sesudah ini kita kembali ke bagian 3. Fasilitator membuka suara kedua.

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
# Terima kasih. Alat membantu melihat; Anda yang memutuskan dan menjelaskan.
#
# *Sumber gagasan:* langkah bergaya ETHICS dari ICAC Hong Kong; tujuh prinsip jabatan publik dari Committee on Standards in Public Life, Inggris, 1995 (memuat informasi sektor publik di bawah [Open Government Licence v3.0](https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/), terjemahan tidak resmi); empat kotak bergaya Potter; empat saringan bergaya ECI; empat komponen bergaya Rest. Kata-katanya rumusan modul ini.

# %% tags=["check"]
assert book.minutes == 135

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "boleh_patut",
    "klinik",
    "kerangka",
    "perahu",
    "kursi_roda",
    "jurnal",
    "posttest",
)

# %% tags=["check"]
assert book.validate() == []
