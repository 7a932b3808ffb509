"""Code lists of block IV, about persons, as printed."""

from __future__ import annotations

from puskesos_desktop.domain.codes.house import codes

KEBERADAAN = codes(
    {
        1: "Tinggal bersama keluarga",
        2: "Meninggal",
        3: "Tidak tinggal bersama keluarga/pindah ke wilayah lain di Indonesia",
        4: "Tidak tinggal bersama keluarga/pindah ke luar negeri",
        5: "Anggota keluarga baru",
        6: "Tidak ditemukan",
    },
)

JENIS_KELAMIN = codes(
    {
        1: "Laki-laki",
        2: "Perempuan",
    },
)

STATUS_KAWIN = codes(
    {
        1: "Belum kawin",
        2: "Kawin/nikah",
        3: "Cerai hidup",
        4: "Cerai mati",
    },
)

HUBUNGAN = codes(
    {
        1: "Kepala keluarga",
        2: "Istri/suami",
        3: "Anak",
        4: "Menantu",
        5: "Cucu",
        6: "Orang tua/mertua",
        7: "Pembantu/sopir",
        8: "Lainnya",
    },
)

IDENTITAS = codes(
    {
        0: "Tidak memiliki",
        1: "Akta kelahiran",
        2: "KIA",
        4: "KTP",
    },
)

PARTISIPASI_SEKOLAH = codes(
    {
        1: "Tidak/belum pernah sekolah",
        2: "Masih sekolah",
        3: "Tidak bersekolah lagi",
    },
)

JENJANG = codes(
    {
        1: "Paket A",
        2: "SDLB",
        3: "SD",
        4: "MI",
        5: "SPM/PDF Ula",
        6: "Paket B",
        7: "SMPLB",
        8: "SMP",
        9: "MTs",
        10: "SPM/PDF Wustha",
        11: "Paket C",
        12: "SMLB",
        13: "SMA",
        14: "MA",
        15: "SMK",
        16: "MAK",
        17: "SPM/PDF Ulya",
        18: "D1/D2/D3",
        19: "D4/S1",
        20: "Profesi",
        21: "S2",
        22: "S3",
    },
    width=2,
)

KELAS = codes(
    {
        1: "1",
        2: "2",
        3: "3",
        4: "4",
        5: "5",
        6: "6",
        7: "7",
        8: "8 (Tamat & lulus)",
    },
)

IJAZAH = codes({**JENJANG.items, 23: "Tidak punya ijazah SD"}, width=2)

LAPANGAN_USAHA = codes(
    {
        1: "Pertanian tanaman padi & palawija",
        2: "Hortikultura",
        3: "Perkebunan",
        4: "Perikanan",
        5: "Peternakan",
        6: "Kehutanan & pertanian lainnya",
        7: "Pertambangan/penggalian",
        8: "Industri pengolahan",
        9: "Pengadaan listrik, gas, uap/air panas, & udara dingin",
        10: "Pengelolaan air, air limbah, daur ulang sampah, dan aktivitas remediasi",
        11: "Konstruksi",
        12: "Perdagangan besar dan eceran, reparasi dan perawatan mobil dan sepeda motor",
        13: "Pengangkutan dan pergudangan",
        14: "Penyediaan akomodasi & makan minum",
        15: "Informasi & komunikasi",
        16: "Keuangan & asuransi",
        17: "Real estate",
        18: "Aktivitas profesional, ilmiah, dan teknis",
        19: "Aktivitas penyewaan dan sewa guna tanpa hak opsi, ketenagakerjaan, agen perjalanan, dan penunjang usaha lainnya",
        20: "Administrasi pemerintahan, pertahanan, dan jaminan sosial wajib",
        21: "Pendidikan",
        22: "Aktivitas kesehatan manusia dan aktivitas sosial",
        23: "Kesenian, hiburan, dan rekreasi",
        24: "Aktivitas jasa lainnya",
        25: "Aktivitas keluarga sebagai pemberi kerja",
        26: "Aktivitas badan internasional dan badan ekstra internasional lainnya",
    },
    width=2,
)

KEDUDUKAN = codes(
    {
        1: "Berusaha sendiri",
        2: "Berusaha dibantu buruh tidak tetap/tidak dibayar",
        3: "Berusaha dibantu buruh tetap/dibayar",
        4: "Buruh/karyawan/pegawai swasta",
        5: "PNS/TNI/Polri/BUMN/BUMD/pejabat negara",
        6: "Pekerja bebas pertanian",
        7: "Pekerja bebas non-pertanian",
        8: "Pekerja keluarga/tidak dibayar",
    },
)

NPWP = codes(
    {
        1: "Ada, dapat menunjukkan",
        2: "Ada, tidak dapat menunjukkan",
        3: "Tidak ada",
    },
)

IZIN_USAHA = codes(
    {
        1: "Surat Izin Tempat Usaha (SITU)",
        2: "Surat Izin Usaha Perdagangan (SIUP)",
        3: "Nomor Registrasi Perusahaan (NRP)",
        4: "Nomor Induk Berusaha (NIB)",
        5: "Surat Keterangan Domisili Perusahaan (SKDP)",
        6: "Amdal",
        7: "Surat Izin Mendirikan Bangunan (SIMB)",
        8: "Surat Keputusan Badan Hukum (SKBH)",
        9: "Akta Pendirian Perseroan Terbatas",
        10: "Surat izin lainnya",
        11: "Belum memiliki izin usaha",
        12: "Surat Izin Gangguan",
    },
    width=2,
)

OMZET = codes(
    {
        1: "< 5 juta (ultra mikro)",
        2: "5 – < 15 juta (ultra mikro)",
        3: "15 – < 25 juta (ultra mikro)",
        4: "25 – < 167 juta (mikro)",
        5: "167 – < 1.250 juta (kecil)",
        6: "1.250 – < 4.167 juta (menengah)",
        7: "≥ 4.167 juta (besar)",
    },
)

INTERNET_USAHA = codes(
    {
        0: "Tidak menggunakan internet",
        1: "Sarana komunikasi",
        2: "Mencari informasi",
        4: "Pemasaran/iklan",
        8: "Penjualan produk/output",
        16: "Pembelian dan/atau produksi",
        32: "Lainnya",
    },
)

GIZI = codes(
    {
        1: "Kurang gizi (wasting)",
        2: "Kerdil (stunting)",
        3: "Tidak ada catatan",
        8: "Tidak tahu",
    },
)

KESULITAN = codes(
    {
        1: "Ya, sama sekali tidak bisa",
        2: "Ya, banyak kesulitan dan membutuhkan bantuan",
        3: "Ya, sedikit kesulitan, tapi tidak membutuhkan bantuan",
        4: "Tidak mengalami kesulitan",
    },
)

DEPRESI = codes(
    {
        1: "Sangat sering",
        2: "Sering",
        3: "Jarang",
        4: "Tidak pernah",
    },
)

PENGASUH = codes(
    {
        1: "Ya, anggota keluarga",
        2: "Ya, bukan anggota keluarga",
        3: "Ya, tinggal sendiri",
    },
)

PENYAKIT = codes(
    {
        1: "Tidak ada",
        2: "Hipertensi (darah tinggi)",
        3: "Rematik",
        4: "Asma",
        5: "Masalah jantung",
        6: "Diabetes (kencing manis)",
        7: "Tuberculosis (TBC)",
        8: "Stroke",
        9: "Kanker atau tumor ganas",
        10: "Gagal ginjal",
        11: "Haemophilia",
        12: "HIV/AIDS",
        13: "Kolesterol",
        14: "Sirosis hati",
        15: "Thalasemia",
        16: "Leukemia",
        17: "Alzheimer",
        18: "Lainnya",
    },
    width=2,
)

JAMKES = codes(
    {
        0: "Tidak memiliki",
        1: "PBI/JKN",
        2: "JKN mandiri",
        4: "JKN pemberi kerja",
        8: "Jamkes lainnya",
        99: "Lainnya",
    },
)

JAMSOSTEK = codes(
    {
        0: "Tidak memiliki",
        1: "BPJS Jaminan Kecelakaan Kerja",
        2: "BPJS Jaminan Kematian",
        4: "BPJS Jaminan Hari Tua",
        8: "BPJS Jaminan Pensiun",
        16: "Pensiunan/jaminan hari tua lainnya (Taspen/program pensiun swasta)",
        99: "Tidak tahu",
    },
)
