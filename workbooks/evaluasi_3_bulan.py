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

book = Workbook.open("evaluasi_3_bulan")
book

# %% [markdown]
# # Evaluasi tiga bulan
#
# Selamat datang kembali. Kita melihat apa yang masih diingat, apa yang terjadi dengan komitmen Anda, dan apa yang dilihat orang lain.
#
# Ini **bukan ujian dan bukan penilaian kinerja**. Jangan tulis nama orang atau kasus nyata yang dapat dikenali. Contoh, kota, dan angka di halaman ini **fiktif**.

# %% [markdown]
# ## 1. Lima situasi: apa yang tersisa
#
# Satu situasi dari tiap modul sejak modul kedua. Yang tampil dan dibahas hanya angka kelas; jawaban Anda tersimpan dengan nama samaran, untuk analisis.

# %%
book.show("tes_retensi")

# %% [markdown]
# ## 2. Menengok komitmen
#
# Keluarkan kartu tiga bulan lalu. “Belum” dan “berhenti” adalah kabar yang sah. Lembar ini dapat dibaca fasilitator dengan nama samaran Anda.

# %%
book.show("tengok")

# %% [markdown]
# ## 3. Apa yang menghalangi?
#
# Anonim, paling banyak dua. Jumlah kecil tidak ditampilkan.

# %%
book.show("penghalang")

# %% [markdown]
# ## 4. Umpan balik dari semua arah
#
# Nilai diri dulu. Sesudah itu Anda mendapat tiga kode: untuk rekan, untuk atasan langsung, dan, bagi yang memimpin, untuk bawahan. Mereka masuk ke kelas ini dengan nama samaran dan memasukkan kode itu.
#
# Ringkasannya **hanya Anda** yang membaca, sesudah penilaian ditutup. Nilai rekan tampil mulai dari tiga orang, begitu juga nilai bawahan. Nilai atasan tampil apa adanya, jadi tidak anonim; lembarnya mengatakan itu lebih dulu. Anda boleh berhenti sesudah menilai diri.

# %%
book.show("balikan")

# %% [markdown]
# Catat **kode lanjut** Anda (bagian bawah halaman). Dengan kode itu Anda membuka ringkasan dua minggu lagi, juga dari ponsel lain.

# %% [markdown]
# ## 5. Jurnal: satu percakapan
#
# Pertemuan kedua. Beberapa menit hening; tulisan ini tetap di perangkat Anda.

# %%
book.show("jurnal")

# %% [markdown]
# ## 6. Kalimat dalam laporan
#
# Sekarang Anda duduk di kursi penyelenggara. Tabelnya dapat disaring dan diurutkan; kotak kosong berarti tidak ada nilai, dan kosong bukan nol. Baca juga dokumennya.

# %%
book.show("laporan")

# %% [markdown]
# ## 7. Kartu komitmen berikutnya
#
# Satu tindakan, lebih kecil daripada yang dulu.

# %%
book.show("komitmen")

# %% [markdown]
# Terima kasih sudah mau dilihat orang lain. Ringkasan Anda dihapus bersama kelas ini; catat yang ingin Anda simpan di kertas Anda sendiri.

# %% [markdown]
# ---
# ### Untuk penyelenggara: gambaran tiga bulan
#
# Di bawah ini contoh dari Kota Sejahtera, semua angka **fiktif**. Sel yang sama menghitung kelas Anda sendiri di JupyterLab, dengan kode kelas. Yang keluar hanya angka kelas; penilaian orang per orang tidak ada di sini.

# %% tags=["check"]
# Tingkat 2 (pembelajaran): berapa bagian kenaikan yang bertahan, pada orang yang sama.
from etika_widgets.datasets import load_kota_sejahtera
from etika_widgets.measures import gain
from etika_widgets.measures.rounding import half_up

peserta = load_kota_sejahtera("peserta")
tes = ["pre", "post", "tiga_bulan"]
lengkap = peserta.dropna(subset=tes)
retensi = gain.retention(*lengkap[tes].mean())
assert (len(peserta), len(lengkap), str(half_up(retensi, 2))) == (200, 148, "0.57")
lengkap.groupby("kelas")[tes].mean().round(1).assign(orang=lengkap.groupby("kelas").size())

# %% tags=["check"]
# Siapa yang hilang? Yang ikut post-test tetapi tidak menjawab tes tiga bulan.
hilang = peserta[peserta.tiga_bulan.isna() & peserta.post.notna()]
assert (len(hilang), str(half_up(hilang.post.mean(), 1)), str(half_up(lengkap.post.mean(), 1))) == (38, "75.2", "83.9")

# %% tags=["check"]
# Kelas Anda: isi dua angka dari laporan kelas (rata-rata pre-test dan post-test orang yang sama, dalam persen).
# Perkiraan saja: tes tiga bulan dirata-ratakan dari semua yang menjawab hari ini, bukan hanya dari orang tadi;
# orang tidak dapat disambungkan antarkelas. Laporkan bersama jumlah orang di tiap gelombang.
from etika_widgets.errors import EtikaError

pre_kelas, post_kelas = None, None


def retensi_kelas():
    """Hitung retensi kelas ini; di JupyterLab, dengan kode kelas."""
    try:
        jawaban = book.responses("tes_retensi")
    except EtikaError:  # halaman peserta
        return None
    if jawaban.empty or pre_kelas is None or post_kelas is None:
        return None
    return gain.retention(pre_kelas, post_kelas, 100 * float(jawaban["benar"].mean()))


retensi_kelas()


# %% tags=["check"]
# Tingkat 3 (perilaku): rata-rata kelas menurut diri, rekan, atasan, dan bawahan; kosong sampai hasil dibuka dan ada 5 orang.
def perilaku_kelas():
    """Ambil rata-rata kelas dari umpan balik; tidak ada baris untuk orang per orang."""
    try:
        rata = book.responses("balikan")
    except EtikaError:  # halaman peserta
        return None
    return rata.pivot_table(index=["putaran", "perilaku"], columns="penilai", values="rerata", observed=True)


perilaku_kelas()

# %% tags=["check"]
assert book.minutes == 90

# %% tags=["check"]
assert book.activity_ids == (
    "tes_retensi",
    "tengok",
    "penghalang",
    "balikan",
    "jurnal",
    "laporan",
    "komitmen",
)

# %% tags=["check"]
assert book.validate() == []
