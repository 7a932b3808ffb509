"""The 26 kinds of PPKS with their checklists, and the lists a PPKS record is answered from (Permensos 8/2012)."""

from __future__ import annotations

from puskesos_desktop.domain.codes.house import Codes, codes

JENIS_PPKS = codes(
    {
        1: "Anak Balita Terlantar",
        2: "Anak Terlantar",
        3: "Anak yang Berhadapan dengan Hukum",
        4: "Anak Jalanan",
        5: "Anak dengan Kedisabilitasan",
        6: "Anak yang menjadi Korban Tindak Kekerasan atau diperlakukan Salah",
        7: "Anak yang Memerlukan Perlindungan Khusus",
        8: "Lanjut Usia Terlantar",
        9: "Penyandang Disabilitas",
        10: "Tuna Susila",
        11: "Gelandangan",
        12: "Pengemis",
        13: "Pemulung",
        14: "Kelompok Minoritas",
        15: "Bekas Warga Binaan Lembaga Pemasyarakatan",
        16: "Orang dengan HIV/AIDS",
        17: "Korban Penyalahgunaan NAPZA",
        18: "Korban Trafficking",
        19: "Korban Tindak Kekerasan",
        20: "Pekerja Migran Bermasalah Sosial",
        21: "Korban Bencana Alam",
        22: "Korban Bencana Sosial",
        23: "Perempuan Rawan Sosial Ekonomi",
        24: "Fakir Miskin",
        25: "Keluarga Bermasalah Sosial Psikologis",
        26: "Komunitas Adat Terpencil",
    },
    width=2,
)

SENSITIVE = frozenset({3, 6, 7, 10, 14, 15, 16, 17, 18, 19})
"""Kinds that are shown only in the record itself (UU 27/2022, data spesifik)."""


def _checklist(*criteria: str) -> Codes:
    """Criteria as a bit sum: the first is 1, the second 2, the third 4 …; 0 says that none is met."""
    return codes({0: "Tidak ada yang terpenuhi"} | {1 << place: words for place, words in enumerate(criteria)})


KRITERIA: dict[int, Codes] = {
    1: _checklist(
        "Tanpa asuhan yang layak", "Keluarga miskin atau sangat miskin", "Kehilangan hak asuh",
        "Mengalami perlakuan salah", "Dieksploitasi, misalnya dibawa mengemis", "Gizi kurang atau buruk",
    ),
    2: _checklist("Keluarga fakir miskin", "Dilalaikan orang tua", "Kebutuhan dasar tidak terpenuhi"),
    3: _checklist("Disangka", "Didakwa", "Dijatuhi pidana", "Menjadi korban tindak pidana", "Menjadi saksi tindak pidana"),
    4: _checklist(
        "Rentan bekerja di jalanan", "Bekerja di jalanan", "Hidup di jalanan", "Sebagian besar waktu di tempat umum",
    ),
    5: _checklist("Disabilitas fisik", "Disabilitas mental", "Disabilitas ganda", "Tidak mampu beraktivitas sehari-hari"),
    6: _checklist("Sering diperlakukan kasar", "Pernah dianiaya", "Pernah mengalami kekerasan seksual", "Dipaksa bekerja"),
    7: _checklist(
        "Dalam situasi darurat", "Dari kelompok minoritas atau terisolasi", "Dieksploitasi", "Diperdagangkan",
        "Korban NAPZA", "Korban penculikan atau kekerasan", "Penyandang disabilitas",
        "Korban perlakuan salah atau penelantaran",
    ),
    8: _checklist("Sandang, pangan, atau papan tidak terpenuhi", "Telantar secara psikis", "Telantar secara sosial"),
    9: _checklist(
        "Keterbatasan fisik", "Keterbatasan intelektual", "Keterbatasan mental", "Keterbatasan sensorik",
        "Terhambat berpartisipasi dalam masyarakat",
    ),
    10: _checklist("Menjajakan diri di tempat umum", "Menjajakan diri terselubung", "Memperoleh imbalan"),
    11: _checklist("Tanpa KTP", "Tanpa tempat tinggal pasti", "Tanpa penghasilan tetap", "Tanpa rencana hari depan"),
    12: _checklist("Hidup dari belas kasihan", "Berpakaian kumuh", "Di tempat ramai", "Memperalat orang lain"),
    13: _checklist("Tidak mempunyai pekerjaan tetap", "Mengumpulkan barang bekas"),
    14: _checklist("Terganggu fungsi sosialnya", "Mengalami diskriminasi", "Terpinggirkan"),
    15: _checklist(
        "Selesai atau segera selesai menjalani pidana", "Dijauhi keluarga atau masyarakat", "Sulit mendapat pekerjaan",
        "Tidak dapat menjalankan fungsi kepala keluarga",
    ),
    16: _checklist("Terinfeksi HIV menurut pemeriksaan", "Membutuhkan pelayanan sosial", "Membutuhkan pelayanan kesehatan"),
    17: _checklist("Memakai di luar pengobatan", "Bebas ketergantungan secara medis", "Tidak dapat berfungsi sosial"),
    18: _checklist(
        "Kekerasan", "Eksploitasi seksual", "Penelantaran", "Diusir atau dideportasi", "Tidak mampu menyesuaikan diri",
    ),
    19: _checklist(
        "Diperlakukan salah", "Ditelantarkan", "Dieksploitasi", "Didiskriminasi", "Dibiarkan dalam keadaan berbahaya",
    ),
    20: _checklist(
        "Mengalami kekerasan", "Ditelantarkan", "Terkena musibah atau konflik", "Tidak mampu menyesuaikan diri",
        "Dideportasi", "Tanpa dokumen", "Sakit, menjadi penyandang disabilitas, atau meninggal",
    ),
    21: _checklist("Luka atau meninggal", "Kerugian harta", "Dampak psikologis", "Terganggu fungsi sosialnya"),
    22: _checklist("Luka atau meninggal", "Kerugian harta", "Dampak psikologis", "Terganggu fungsi sosialnya"),
    23: _checklist(
        "Perempuan 18–59 tahun", "Ditinggal suami tanpa kejelasan", "Pencari nafkah utama", "Penghasilan tidak mencukupi",
    ),
    24: _checklist(
        "Tanpa tempat berteduh tetap", "Kepala keluarga tidak bekerja", "Pernah khawatir tidak makan dalam setahun",
        "Pangan lebih dari 70 % pengeluaran", "Tidak membeli pakaian dalam setahun", "Lantai tanah atau plesteran",
        "Dinding bambu, papan, atau tanpa plester", "Tidak punya jamban sendiri", "Tanpa listrik atau PLN 450 VA",
    ),
    25: _checklist(
        "Hubungan antaranggota tidak serasi", "Sering bertengkar", "Hidup sendiri-sendiri",
        "Hubungan dengan tetangga buruk", "Kebutuhan anak kurang terpenuhi",
    ),
    26: _checklist("Terikat pada alam dan adat", "Terpencil", "Rentan"),
}  # fmt: skip
"""Checklist of each kind; the count of ticks is shown, never a verdict."""

SUMBER_PPKS = codes(
    {
        1: "Pendataan rutin",
        2: "Laporan warga",
        3: "Unit reaksi cepat",
        4: "Lapor Bupati",
        5: "Rujukan masuk",
        6: "Hasil verval",
    },
)

KEDARURATAN = codes({1: "Biasa", 2: "Mendesak", 3: "Darurat"})

KEBUTUHAN = codes(
    {
        0: "Tidak ada",
        1: "Pangan",
        2: "Sandang",
        4: "Adminduk",
        8: "Kesehatan",
        16: "Hunian",
        32: "Pendampingan",
        64: "Bantuan hukum",
        128: "Alat bantu",
        256: "Panti",
    },
)

TINGGAL_DI = codes({1: "Rumah sendiri", 2: "Keluarga", 3: "Panti", 4: "Jalanan"})

RAGAM_DISABILITAS = codes(
    {
        0: "Tidak ada",
        1: "Fisik",
        2: "Intelektual",
        4: "Mental",
        8: "Sensorik netra",
        16: "Sensorik rungu",
        32: "Sensorik wicara",
    },
)

DERAJAT_DISABILITAS = codes({1: "Ringan", 2: "Sedang", 3: "Berat"})

ALAT_BANTU = codes(
    {
        0: "Tidak perlu",
        1: "Kursi roda",
        2: "Tongkat",
        4: "Alat bantu dengar",
        8: "Kaki palsu",
        16: "Tangan palsu",
        32: "Tongkat adaptif",
    },
)

STATUS_PPKS = codes(
    {
        1: "Baru",
        2: "Diverifikasi",
        3: "Dalam penanganan",
        4: "Dirujuk",
        5: "Selesai/terminasi",
        6: "Meninggal/pindah",
    },
)
