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

book = Workbook.open("galeri")
book

# %% [markdown]
# # Galeri kegiatan
#
# Setiap jenis kegiatan sekali, dengan contoh yang dapat langsung dicoba. Semua kasus, orang, dan kantor di sini **fiktif**.
#
# Untuk memakainya di buku kerja Anda sendiri: tulis definisinya di paket (`datasets/`), lalu satu baris kode di buku kerja. Baris itu ada di bawah setiap judul.

# %% [markdown]
# ## 1. Jajak pendapat
#
# Ambil jenis ini bila Anda ingin melihat sebaran pendapat sebelum siapa pun bicara. Hasilnya tertutup sampai Anda buka, jadi tidak ada yang ikut arus. Ulangi sesudah diskusi: pergeserannya sering lebih berharga daripada suara pertama.
#
# `book.show("poll")`

# %%
book.show("poll")

# %% [markdown]
# ## 2. Skala sikap
#
# Pilih **skala sikap** bila Anda ingin tahu seberapa kuat pendapat kelas, bukan hanya ya atau tidak. Beberapa pernyataan pendek memakai satu skala berlabel.
# Hasilnya selalu memuat rata-rata **dan** sebaran, sebab rata-rata yang sama bisa berarti sepakat atau terbelah.
# Jangan pakai untuk menilai orang.
#
# `book.show("likert")`

# %%
book.show("likert")

# %% [markdown]
# ## 3. Taksiran
#
# Pilih **taksiran** bila kelas perlu menyadari jarak antara perkiraan dan kenyataan: lama tunggu, biaya, banyaknya keluhan.
# Layar menampilkan sebaran, median, dan kuartil; angka acuan baru terbuka bersama hasil. Tulis dari mana angka acuan itu.
#
# `book.show("numeric")`

# %%
book.show("numeric")

# %% [markdown]
# ## 4. Urutan prioritas
#
# Pilih **urutan prioritas** bila semua pilihan baik dan kelas harus menimbang mana yang lebih dulu. Tidak ada kunci dan tidak ada skor.
# Layar menampilkan urutan rata-rata dan mengatakan dengan kata-kata seberapa mirip urutan peserta.
# Untuk langkah yang memang punya urutan benar, pakai *susun langkah*.
#
# `book.show("ranking")`

# %%
book.show("ranking")

# %% [markdown]
# ## 5. Bagi 100 poin
#
# Pilih **bagi 100 poin** bila sumber daya terbatas dan setiap pilihan mengurangi pilihan lain. Peserta merasakan sendiri arti memilih.
# Hasilnya rata-rata poin dan sebarannya. Sebaran yang lebar adalah bahan diskusi, bukan kegagalan.
#
# `book.show("allocation")`

# %%
book.show("allocation")

# %% [markdown]
# ## 6. Matriks dua sumbu
#
# Pilih **matriks dua sumbu** bila satu pertanyaan mencampur dua hal, misalnya *boleh* dan *patut*, atau *kemungkinan* dan *dampak*.
# Peserta menjawab dua baris untuk tiap butir; kelas melihat jumlah pada setiap kotak, dimulai dari yang paling terbelah.
# Untuk risiko, pakai `steps: 5`: lima kali lima kotak.
#
# `book.show("matrix2x2")`

# %%
book.show("matrix2x2")

# %% [markdown]
# ## 7. Kelompokkan
#
# Pilih **kelompokkan** bila kelas perlu menilai banyak hal pendek dengan cepat: boleh, ragu, atau tidak.
# Hasilnya dimulai dari butir yang paling memecah kelas, jadi Anda langsung tahu mana yang patut dibahas. Kunci dan alasan boleh ada, boleh tidak.
# Dengan `kind: match`, peserta memasangkan, misalnya keluhan dengan unit yang berwenang.
#
# `book.show("categorise")`

# %%
book.show("categorise")

# %% [markdown]
# ## 8. Denyut
#
# Pakai **denyut** di tengah sesi, tanpa persiapan: suasana, tempo, atau ya–tidak. Dua ketukan membuka, satu ketukan menutup dan menampilkan.
# Langkah yang sedang berjalan tidak berubah. Peserta tanpa ponsel dapat mengangkat tangan.
#
# `book.show("pulse")`

# %%
book.show("pulse")

# %% [markdown]
# ## 9. Jawaban teracak
#
# Pilih **jawaban teracak** untuk pertanyaan yang tidak akan dijawab jujur dengan angkat tangan.
# Undian di ponsel menutupi setiap jawaban; kelas tetap dapat menaksir bagian yang sebenarnya, beserta batas 95%.
# Perlu sedikitnya 30 orang. Untuk kelas kecil, pakai jajak pendapat `identity: anonymous`.
#
# `book.show("randomized_response")`

# %%
book.show("randomized_response")

# %% [markdown]
# ## 10. Kuis dengan keyakinan
#
# Pilih **kuis dengan keyakinan** bila pengetahuan yang keliru tetapi mantap lebih berbahaya daripada tidak tahu.
# Setiap jawaban disertai tingkat keyakinan. Setelah hasil dibuka, kelas melihat berapa jawaban yang *yakin tapi keliru*, hanya sebagai jumlah.
#
# `book.show("quiz")`

# %%
book.show("quiz")

# %% [markdown]
# ## 11. Tiga soal setiap pagi
#
# Pilih **latihan harian** untuk hari-hari sesudah kelas: beberapa soal setiap pagi, tiga sampai lima menit, dikerjakan sendiri.
# Begitu satu soal dijawab, kuncinya terbuka di ponsel itu saja. Yang keliru datang lagi besok; yang tepat makin jarang.
# Tidak ada nilai dan tidak ada peringkat. Fasilitator melihat berapa orang berlatih dan soal mana yang sulit.
#
# `book.show("daily")`

# %%
book.show("daily")

# %% [markdown]
# ## 12. Awan kata di dermaga
#
# Pilih **awan kata** untuk membuka pembicaraan: setiap orang menulis sampai tiga kata, dan kata yang ditulis banyak orang membesar.
# Bentuk yang serumpun (jujur, kejujuran) dihitung bersama. Kata yang ditulis kurang dari tiga orang tidak tampil, jadi tidak ada yang dapat dikenali.
# Fasilitator dapat melarang kata dan menyatukan frasa. Ia juga dapat memisahkan bentuk dan membekukan awan.
#
# `book.show("wordcloud")`

# %%
book.show("wordcloud")

# %% [markdown]
# ## 13. Dinding kartu: datang dua kali
#
# Pilih **dinding kartu** untuk mengumpulkan banyak gagasan pendek, dengan atau tanpa kolom.
# Tidak ada kartu yang tampil sebelum fasilitator menampilkannya, dan layar tidak memuat nama. Peserta dapat menarik kartunya kembali.
# Satu tombol menampilkan semua yang menunggu; papan tombol saja cukup untuk meninjau.
#
# `book.show("wall")`

# %%
book.show("wall")

# %% [markdown]
# ## 14. Tanya jawab: oleh-oleh di meja
#
# Pilih **tanya jawab** bila ada pertanyaan yang sulit diucapkan. Setiap orang boleh punya tiga pertanyaan yang belum terjawab, dan mendukung pertanyaan orang lain.
# Fasilitator menampilkan dan menyematkan pertanyaan. Ia menandai yang sudah dijawab, dan menyembunyikan yang tidak pantas.
# Dengan `identity: anonymous`, fasilitator pun tidak melihat nama samaran.
#
# `book.show("qna")`

# %%
book.show("qna")

# %% [markdown]
# ## 15. Curah gagasan: nomor antrean habis
#
# Pilih **curah gagasan** bila kelas perlu sampai pada beberapa usulan, bukan hanya daftar panjang.
# Gagasan ditulis sendiri-sendiri dulu, lalu yang serupa digabungkan, setiap orang memilih beberapa, dan tersisa daftar pendek. Fasilitator memimpin tahapnya.
# Selama menulis tidak ada yang melihat gagasan orang lain, jadi suara pertama tidak menentukan arah.
#
# `book.show("brainstorm")`

# %%
book.show("brainstorm")

# %% [markdown]
# ## 16. Daftar di papan kantor
#
# Pilih **alasan dan suara kedua** bila kelas terbelah dan orang perlu mendengar alasan pihak lain, bukan hanya jumlahnya.
# Tiap orang membaca dua alasan yang berlawanan, lalu boleh tetap atau berubah. Yang dibahas: alasan mana yang menggerakkan.
#
# `book.show("argue_revote")`

# %%
book.show("argue_revote")

# %% [markdown]
# ## 17. Diskusi kasus
#
# Ambil jenis ini bila putusan perlu dirundingkan dan ditulis. Setiap orang bersikap dulu, baru kelompok menulis; suara pelan tidak hilang. Juru tulis dapat berganti kapan saja.
#
# `book.show("case_discussion")`

# %%
book.show("case_discussion")

# %% [markdown]
# ## 18. Map kuning sebelum libur
#
# **Kasus bercabang** dipakai bila akibat sebuah keputusan baru terasa beberapa langkah kemudian.
# Kelas, tiap kelompok, atau tiap orang memilih langkah berikutnya; setiap pilihan, alasan, dan waktunya tercatat.
# Di akhir, satu pohon menunjukkan berapa suara di tiap cabang, dan jalan yang kalah suara dapat diputar ulang di layar.
#
# `book.show("map_kuning")`

# %%
book.show("map_kuning")

# %% [markdown]
# ## 19. Petugas tambahan
#
# Pilih **bukti dan suara** bila keputusan harus bertumpu pada data atau dokumen, dan bacaan pertama mudah keliru.
# Peserta menyaring tabel di ponsel sebelum memilih. Fasilitator membelah jawaban menurut apa yang diperiksa: siapa yang melihat pembaginya?
#
# `book.show("evidence")`

# %%
book.show("evidence")

# %% [markdown]
# ## 20. Timbang pilihan
#
# Pilih **timbang pilihan** bila kelas berdebat “mana yang terbaik” padahal memakai ukuran yang berbeda.
# Peserta menilai tiap pilihan menurut tiap kriteria. Kelas melihat rata-rata, dan di sel mana pendapat paling terbelah.
# Bobot kriteria dapat ditetapkan, atau diisi oleh tiap peserta.
#
# `book.show("case_grid")`

# %%
book.show("case_grid")

# %% [markdown]
# ## 21. Tandai naskah
#
# Pilih **tandai naskah** untuk melatih mata: peserta menandai kalimat yang janggal pada nota, surat, atau percakapan rekaan.
# Kelas melihat berapa orang menandai tiap kalimat dan seberapa jauh mereka sepakat; kunci dan alasan dibuka kemudian.
# Pakai naskah *fiktif* saja, jangan dokumen kantor yang sebenarnya.
#
# `book.show("highlight")`

# %%
book.show("highlight")

# %% [markdown]
# ## 22. Susun langkah
#
# Ambil jenis ini bila urutan tindakan itulah ilmunya: menangani keluhan, melapor, mengamankan bukti. Tombol naik dan turun bekerja tanpa menyeret.
#
# `book.show("ordering")`

# %%
book.show("ordering")

# %% [markdown]
# ## 23. Bermain peran: berkas yang ditolak
#
# **Bermain peran** dipakai bila pengetahuan sudah ada, tetapi sikap di depan orang perlu dilatih.
# Kartu rahasia dibagi ke kelompok berisi 5 atau 6 orang; setiap putaran kartu bergeser, sehingga setiap orang pernah menjadi petugas, warga, pengawas, dan pengamat.
# Kartu hanya tampil di ponsel pemegangnya, dan catatan pengamat menjadi bahan umpan balik.
#
# `book.show("berkas_ditolak")`

# %%
book.show("berkas_ditolak")

# %% [markdown]
# ## 24. Rubrik: pelayanan saat menolak
#
# **Rubrik** dipakai bila sebuah keterampilan ditunjukkan di depan kelas: bermain peran, mengajar, atau presentasi.
# Fasilitator dan rekan memilih tingkat 1 sampai 4 menurut perilaku yang tertulis; bila seorang penilai keluar, gilirannya pindah sendiri.
# Yang dibahas adalah selisih paling lebar, bukan angka seseorang.
#
# `book.show("nilai_peran")`

# %%
book.show("nilai_peran")

# %% [markdown]
# ## 25. Umpan balik 360
#
# **Umpan balik 360** dipakai beberapa minggu sesudah pelatihan, ketika perubahan perilaku dapat dilihat orang lain.
# Tiap orang menilai diri, lalu menyerahkan kode kepada rekan dan atasannya; tidak ada nama dan tidak ada komentar.
# Hanya yang dinilai membaca ringkasannya, rekan mulai dari tiga orang; kelas melihat rata-rata mulai dari lima orang.
#
# `book.show("balikan")`

# %%
book.show("balikan")

# %% [markdown]
# ## 26. Simulasi: meja pengaduan
#
# **Simulasi** dipakai bila waktu ikut menentukan: tenggat dalam jam atau hari kerja, dan akibat yang datang kemudian.
# Tiap orang atau tiap kelompok punya kotak masuk; fasilitator memajukan jam, atau jam bergerak menurut putusan masing-masing.
# Ada tiga templat: `ticket_desk` (meja pengaduan), `incident` (insiden data, jam 3×24), dan `whistleblowing` (hanya pilihan, tanpa tulisan).
#
# `book.show("meja_pengaduan")`

# %%
book.show("meja_pengaduan")

# %% [markdown]
# ## 27. Kerangka keputusan: satu izin
#
# Pakai lembar kerja bila hasilnya harus dapat dibawa pulang: rencana, rancangan standar, pernyataan, atau keputusan beralasan. Petunjuk dan contoh menolong yang ragu; pemeriksaan hanya memberi saran.
# Tersedia dua belas templat, misalnya `framework`, `recovery_plan`, `standar_pelayanan`, dan `action_plan` dengan tindak lanjut 30, 60, dan 90 hari. Tulis `template: framework` di paket, dan lembarnya sudah lengkap.
# Lembar dapat diunduh sebagai Markdown, dan sebagai DOCX bila kelas berjalan di `etika serve`.
#
# `book.show("canvas")`

# %%
book.show("canvas")

# %% [markdown]
# ## 28. Jurnal: keputusan yang saya tulis tadi
#
# Pakai jurnal setelah keputusan yang berat, sebelum orang pulang. Tulisan tidak dikirim ke server; hanya “sudah menulis” yang terhitung, dan orang boleh membagikan sebagian.
# Dengan `recalls: [canvas]`, kata-kata peserta dari kegiatan sebelumnya kembali di atas pertanyaan, hanya bagi penulisnya sendiri. Penghitung paragraf (3–5) hanya memberi tahu; ia tidak menilai.
#
# `book.show("reflection")`

# %%
book.show("reflection")

# %% [markdown]
# ## 29. Kartu komitmen
#
# Ambil jenis ini di akhir sesi. Satu tindakan, satu tanda. Peserta menyimpannya sendiri; hanya yang Anda tampilkan dilihat kelas, tanpa nama.
#
# `book.show("commitment")`

# %%
book.show("commitment")
