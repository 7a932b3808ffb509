"""Code lists of meetings about the data and of proposals to SIKS-NG, and the kinds of record that hold them."""

from __future__ import annotations

from puskesos_desktop.domain.codes.house import codes

MUSYAWARAH = "musyawarah"
USULAN = "usulan"
JADWAL = "jadwal"

MUSDES, MUSKEL, MUSDESUS, MUSDUS, TANPA_MUSYAWARAH = 1, 2, 3, 4, 5

JENIS_MUSYAWARAH = codes(
    {
        MUSDES: "Musyawarah desa",
        MUSKEL: "Musyawarah kelurahan",
        MUSDESUS: "Musyawarah desa khusus",
        MUSDUS: "Musyawarah dusun",
        TANPA_MUSYAWARAH: "Penetapan kepala desa dengan SPTJM",
    },
)

BARU, PERBAIKAN, TIDAK_LAYAK, REAKTIVASI = 1, 2, 3, 4

JENIS_USULAN = codes(
    {
        BARU: "Usulan baru",
        PERBAIKAN: "Perbaikan data",
        TIDAK_LAYAK: "Dinyatakan tidak layak",
        REAKTIVASI: "Reaktivasi",
    },
)
"""In the order of SIKS-NG's menus (domain 3.2); "tidak layak" is what the meeting says, never this program."""

LAINNYA = 79

ALASAN_TIDAK_LAYAK = codes(
    {
        11: "A1 Meninggal dunia",
        12: "A2 Meninggal, KK tunggal atau tanpa ahli waris dalam KK",
        13: "A3 Pindah domisili",
        14: "A4 Tidak ditemukan atau alamat tidak dikenal",
        15: "A5 Bekerja atau menetap di luar negeri",
        16: "A6 Menolak atau mengundurkan diri",
        21: "B1 Mampu menurut hasil musyawarah",
        22: "B2 Penghasilan sama dengan atau di atas UMK",
        23: "B3 Aset di luar kriteria",
        24: "B4 Desil di luar batas program",
        31: "C1 ASN, TNI, atau Polri aktif dalam keluarga",
        32: "C2 Pensiunan ASN, TNI, atau Polri",
        33: "C3 Pegawai BUMN atau BUMD",
        34: "C4 Pejabat negara atau anggota DPR/DPRD",
        35: "C5 Kepala desa, perangkat desa, atau BPD",
        36: "C6 Pendamping atau tenaga bansos",
        41: "D1 NIK tidak ditemukan atau tidak padan Dukcapil",
        42: "D2 Nama atau alamat berbeda dengan Dukcapil",
        43: "D3 Data ganda",
        44: "D4 Usia tidak memenuhi",
        45: "D5 KK belum diperbarui atau pecah KK",
        46: "D6 Format nama atau alamat salah atau tidak lengkap",
        47: "D7 Kode wilayah salah",
        51: "E1 Sudah menerima program yang tidak boleh rangkap",
        52: "E2 Komponen program sudah tidak ada",
        61: "F1 Gagal salur atau rekening bermasalah",
        62: "F2 KKS hilang, rusak, atau tidak diambil",
        63: "F3 Tidak bertransaksi",
        71: "G1 Dikeluarkan kabupaten atau Kemensos",
        72: "G2 Temuan pemeriksa",
        LAINNYA: "G9 Lainnya",
    },
    width=2,
)
"""Domain 3.3 as of November 2026: a seed list, for no official code table was found; the letter is its group."""

PROGRAM_USULAN = codes({1: "PKH", 2: "Sembako/BPNT", 4: "PBI-JK", 8: "BLT Dana Desa", 16: "Program lain"})

HASIL_VERIFIKASI = 1

SUMBER_USULAN = codes(
    {
        HASIL_VERIFIKASI: "Hasil verifikasi lapangan",
        2: "Permohonan warga",
        3: "RT/RW",
        4: "PSM atau pendamping",
        5: "Sanggahan Cek Bansos",
        6: "Peserta musyawarah",
        7: "Lainnya",
    },
)

SETUJU, TOLAK, TUNDA = 1, 2, 3

KEPUTUSAN = codes({SETUJU: "Setuju", TOLAK: "Tolak", TUNDA: "Tunda"})

CARA_KEPUTUSAN = codes({1: "Musyawarah mufakat", 2: "Pemungutan suara"})

JAWABAN = codes({1: "Diterima", 2: "Ditolak", 3: "Dikembalikan untuk diperbaiki", 4: "Masih diproses"})
