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

book = Workbook.open("pengantar_etika")
book

# %% [markdown]
# # Pengantar etika dan filosofi pelayanan
#
# Selamat datang. Anda sudah sering mendengar tujuh nilai ASN. Di halaman ini Anda memakainya untuk memutuskan. Semua kasus, orang, dan kantor di sini **fiktif**.
#
# Tidak ada yang dinilai lulus atau tidak lulus. Jawablah dengan jujur, dan **jangan tulis nama orang**. Bila sinyal putus, tunggu saja: jawaban Anda disimpan di ponsel dan dikirim lagi.

# %% [markdown]
# ## 1. Lima situasi untuk memulai
#
# Bacalah pelan-pelan, lalu pilih yang paling tepat menurut Anda.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Bahan untuk menimbang
#
# ### Arti kepercayaan
#
# Anda juga warga. Ingat loket tempat Anda terakhir menunggu, lalu tulis kata yang muncul.

# %%
book.show("kepercayaan")

# %% [markdown]
# ### Boleh dan patut
#
# Lima tindakan dari satu kantor. Beri dua jawaban untuk tiap tindakan: satu menurut aturan, satu menurut nurani Anda.

# %%
book.show("boleh_patut")

# %% [markdown]
# ### Seratus jam
#
# Empat kebutuhan, dan waktunya tidak cukup untuk semua. Bagilah sendiri dulu.

# %%
book.show("nilai_publik")

# %% [markdown]
# ## 3. Satu berkas, tiga kali datang
#
# **Kartu 21 perilaku** (UU 20/2023 Pasal 3 dan 4). Tidak perlu dihafal; pakailah untuk menyebut apa yang Anda pegang.
#
# - **Berorientasi Pelayanan:** (1) memahami dan memenuhi kebutuhan masyarakat; (2) ramah, cekatan, solutif, dan dapat diandalkan; (3) melakukan perbaikan tiada henti
# - **Akuntabel:** (1) melaksanakan tugas dengan jujur, bertanggung jawab, cermat, disiplin, dan berintegritas tinggi; (2) menggunakan kekayaan dan barang milik negara secara bertanggung jawab, efektif, dan efisien; (3) tidak menyalahgunakan kewenangan jabatan
# - **Kompeten:** (1) meningkatkan kompetensi diri untuk menjawab tantangan yang selalu berubah; (2) membantu orang lain belajar; (3) melaksanakan tugas dengan kualitas terbaik
# - **Harmonis:** (1) menghargai setiap orang tanpa membedakan latar belakang; (2) suka menolong; (3) membangun lingkungan kerja yang kondusif
# - **Loyal:** (1) memegang teguh Pancasila dan UUD 1945 serta setia kepada NKRI dan pemerintahan yang sah; (2) menjaga nama baik ASN, pimpinan, instansi, dan negara; (3) menjaga rahasia jabatan dan negara
# - **Adaptif:** (1) cepat menyesuaikan diri menghadapi perubahan; (2) terus berinovasi dan mengembangkan kreativitas; (3) bertindak proaktif
# - **Kolaboratif:** (1) memberi kesempatan kepada berbagai pihak untuk berkontribusi; (2) terbuka dalam bekerja sama untuk menghasilkan nilai tambah; (3) menggerakkan pemanfaatan berbagai sumber daya untuk tujuan bersama
#
# Fasilitator akan membacakan satu kejadian. Dengarkan dulu, lalu pilih sendiri dan tulis alasannya. Sesudah itu muncul dua alasan dari kelas, tanpa nama. Menjelang akhir, Anda memilih sekali lagi di tempat yang sama.

# %%
book.show("berkas_kembali")

# %% [markdown]
# ## 4. Kerangka keputusan
#
# Sekarang Anda bekerja bersama. Kelompok mengisi satu lembar; satu orang menjadi juru tulis. Di bawah kasus ada kartu berisi 21 perilaku. Pakailah sebagai alat, bukan hiasan.

# %%
book.show("kerangka")

# %% [markdown]
# Sesudah ini kita kembali ke bagian 3. Fasilitator membuka suara kedua di sana.

# %% [markdown]
# ## 5. Untuk diri sendiri
#
# ### Jurnal pribadi
#
# Beberapa menit hening. Tulisan yang tidak Anda bagikan tetap di perangkat ini; fasilitator tidak dapat membacanya. Bila Anda pindah ponsel, tulisan itu tidak ikut.

# %%
book.show("jurnal")

# %% [markdown]
# ### Satu tindakan kecil
#
# Pilih satu hal yang benar-benar bisa Anda kerjakan di tempat kerja, dalam 14 hari.

# %%
book.show("komitmen")

# %% [markdown]
# ### Lima situasi baru
#
# Situasinya lain. Bacalah lagi dengan tenang.

# %%
book.show("posttest")

# %% [markdown]
# Terima kasih sudah ikut menimbang. Bawa kartu komitmen Anda ke meja kerja; tiga bulan lagi kita melihatnya bersama.

# %% tags=["check"]
assert book.minutes == 135

# %% tags=["check"]
assert book.activity_ids == (
    "pretest",
    "kepercayaan",
    "boleh_patut",
    "nilai_publik",
    "berkas_kembali",
    "kerangka",
    "jurnal",
    "komitmen",
    "posttest",
)

# %% tags=["check"]
assert book.validate() == []
