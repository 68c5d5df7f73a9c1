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

book = Workbook.open("kasus_bulan_ini")
book

# %% [markdown]
# # Kasus bulan ini
#
# Selamat datang kembali. Empat puluh lima menit, satu kasus, satu janji. Kasus, orang, dan kantor di sini **fiktif**.
#
# Ini bukan ujian. **Jangan tulis nama orang atau kasus nyata.** Bila sinyal putus, tunggu saja: jawaban Anda disimpan di ponsel dan dikirim lagi.

# %% [markdown]
# ## 1. Dua situasi untuk memulai
#
# Pilih yang paling tepat menurut Anda. Kuis ini dihitung untuk kelas, bukan untuk memeringkat orang.

# %%
book.show("pretest")

# %% [markdown]
# ## 2. Janji bulan lalu
#
# Pilih yang paling dekat. Jumlah yang kecil tidak ditampilkan.

# %%
book.show("janji_lalu")

# %% [markdown]
# ## 3. Kasus
#
# Fasilitator membacakannya. Pilih sendiri, baca alasan rekan, lalu pilih sekali lagi di tempat yang sama.

# %%
book.show("kasus")

# %% [markdown]
# Sesudah ini letakkan ponsel. Satu orang memutuskan di tempat, dan kita melihat apa kata aturan.

# %% [markdown]
# ## 4. Seratus poin tenaga
#
# Setiap tambahan mengurangi yang lain.

# %%
book.show("bagi_tenaga")

# %% [markdown]
# ## 5. Dua situasi baru
#
# Situasinya lain. Sesudah ditutup, alasan tiap pilihan terbuka di sini dan di bagian 1.

# %%
book.show("posttest")

# %% [markdown]
# ## 6. Janji bulan ini
#
# Satu hal kecil sampai pertemuan berikut. Simpan juga **kode lanjut** (di bawah halaman): dengan kode itu Anda masuk lagi dan menulis kabarnya.

# %%
book.show("janji")

# %% [markdown]
# Terima kasih. Sampai bulan depan.

# %% tags=["check"]
# Memilih kasus bulan berikutnya, di JupyterLab: ubah id-nya, jalankan, lalu kosongkan keluarannya.
import yaml
from IPython.display import Markdown, display

from etika_widgets import datasets
from etika_widgets.hosts.kernel_page import participant_page

kasus = datasets.load_kasus().set_index("id")
BULAN_DEPAN = "ditolak_tanpa_surat"
kolom = ["judul", "layanan", "nilai", "benturan", "kasus", "pertanyaan", "lanjutan", "jebakan", "aman", "hukum"]
if not participant_page():
    display(kasus.loc[BULAN_DEPAN, kolom].to_frame())


# %% tags=["check"]
def potongan(nama):
    """Kembalikan aktivitas `kasus` untuk disalin ke paket; teks Inggris dapat menyusul."""
    satu = kasus.loc[nama]
    harga = "\n".join(f"- *{j['pilihan']}* {j['kekuatan']} {j['kelemahan']}" for j in satu.jawaban)
    aktivitas = {
        "id": "kasus",
        "type": "argue_revote",
        "title": satu.judul,
        "case": satu.kasus,
        "question": satu.pertanyaan,
        "options": [{"id": f"p{n}", "text": j["pilihan"]} for n, j in enumerate(satu.jawaban, 1)],
        "reveal": f"Dua hal baik bertabrakan: **{'** dan **'.join(satu.benturan)}**.\n\n{harga}",
        "notes": "\n\n".join(bagian for bagian in (satu.jebakan, satu.aman) if bagian),
        "follow_ups": list(satu.lanjutan),
    }
    return yaml.safe_dump([aktivitas], allow_unicode=True, sort_keys=False, width=10_000)


if not participant_page():
    display(Markdown(f"```yaml\n{potongan(BULAN_DEPAN)}```"))

# %% tags=["check"]
from etika_widgets.activities.argue_revote.spec import ArgueRevoteSpec

for nama in kasus.index:
    [aktivitas] = yaml.safe_load(potongan(nama))
    assert len(ArgueRevoteSpec.model_validate(aktivitas).options) == len(kasus.loc[nama, "jawaban"])

# %% tags=["check"]
# Rencana dua belas bulan pada panduan; ubah menurut keadaan kantor Anda.
RENCANA = (
    "empat_menit_telepon",
    "ditolak_tanpa_surat",
    "foto_kk_di_grup",
    "ikan_untuk_petugas",
    "kuesioner_di_pintu_keluar",
    "senyum_di_loket_enam",
    "daftar_penerima_beasiswa",
    "calon_di_puskesmas",
    "jangan_diproses",
    "kolom_nama_ayah",
    "keluhan_turun_separuh",
    "solar_perahu_obat",
)
setahun = kasus.loc[list(RENCANA)]
assert set().union(*setahun.nilai) == set(datasets.load_nilai_berakhlak()["nilai"])

# %% tags=["check"]
assert book.minutes == 45

# %% tags=["check"]
assert book.activity_ids == ("pretest", "janji_lalu", "kasus", "bagi_tenaga", "posttest", "janji")

# %% tags=["check"]
assert book.validate() == []
