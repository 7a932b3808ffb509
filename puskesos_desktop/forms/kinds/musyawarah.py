"""A meeting about the data: when, where, who, on which ground, what came of it, and the words of its letters."""

from __future__ import annotations

from puskesos_desktop.domain.codes import meetings
from puskesos_desktop.forms.fields import Choice, Coordinate, Date, Merge, Number, Sensitivity, Text
from puskesos_desktop.forms.form import section

SUSUNAN = "susunan berita acara yang lazim (11-2026)"
ASK, PRIBADI = Merge.ASK, Sensitivity.PRIBADI

ACARA = section(
    "I", "Acara",
    Choice("jenis", "Jenis musyawarah", options=meetings.JENIS_MUSYAWARAH, required=True, merge=ASK, source=SUSUNAN),
    Text("nomor_agenda", "Nomor agenda", longest=60, merge=ASK, source="Permendagri 83/2022",
         hint="Kode 400.9 untuk urusan sosial, misalnya 400.9/12/2026."),
    Text("acara", "Tentang", longest=200, merge=ASK, hint="Misalnya: penetapan usulan dan pemutakhiran DTSEN."),
    Date("tanggal", "Tanggal", required=True, merge=ASK),
    Text("jam", "Pukul mulai", longest=5, hint="Misalnya 09.00."),
    Text("jam_selesai", "Pukul selesai", longest=5, hint="Kosongkan bila belum selesai."),
    Text("tempat", "Tempat", longest=120),
    Coordinate("koordinat", "Koordinat tempat", counted=False),
    Text("nomor_undangan", "Nomor surat undangan", longest=60, counted=False),
    Date("tanggal_undangan", "Tanggal surat undangan", counted=False),
)  # fmt: skip

PESERTA = section(
    "II", "Pimpinan dan peserta",
    Text("pemimpin", "Pemimpin musyawarah", longest=60, sensitivity=PRIBADI, hint="Ketua BPD; di kelurahan: lurah."),
    Text("notulis", "Notulis", longest=60, sensitivity=PRIBADI),
    Text("narasumber", "Narasumber", longest=120, sensitivity=PRIBADI, counted=False),
    Text("ketua_bpd", "Ketua BPD/LPMK", longest=60, sensitivity=PRIBADI, counted=False),
    Text("wakil_masyarakat", "Wakil masyarakat yang menandatangani", longest=200, lines=2, sensitivity=PRIBADI,
         counted=False, hint="Satu baris satu nama, paling sedikit dua."),
    Text("pendamping", "Pendamping yang menandatangani", longest=60, sensitivity=PRIBADI, counted=False),
    Number("jumlah_undangan", "Jumlah yang diundang", most=9999, unit="orang"),
    Number("hadir_laki", "Hadir laki-laki", most=9999, unit="orang"),
    Number("hadir_perempuan", "Hadir perempuan", most=9999, unit="orang"),
    Text("daftar_peserta", "Daftar peserta", longest=8000, lines=6, sensitivity=PRIBADI, counted=False,
         hint="Satu baris satu orang: nama; unsur atau jabatan; alamat; L atau P."),
)  # fmt: skip

HASIL = section(
    "III", "Hasil",
    Choice("cara_keputusan", "Cara mengambil keputusan", options=meetings.CARA_KEPUTUSAN, merge=ASK),
    Text("hasil", "Hasil dan keputusan lain", longest=2000, lines=4, merge=ASK, counted=False,
         hint="Satu baris satu butir. Jumlah dan daftar usulan terisi sendiri."),
    Text("dasar_hukum", "Dasar hukum", longest=2000, lines=5, counted=False, hint="Satu baris satu peraturan."),
)  # fmt: skip

TEKS = section(
    "IV", "Kalimat surat",
    Text("teks_undangan", "Undangan", longest=2000, lines=3, counted=False),
    Text("teks_pembuka", "Berita acara: pembuka", longest=2000, lines=3, counted=False),
    Text("teks_penutup", "Berita acara: penutup", longest=2000, lines=3, counted=False),
    Text("teks_sptjm", "SPTJM: pernyataan", longest=3000, lines=5, counted=False),
    Text("teks_pengantar", "Surat pengantar", longest=2000, lines=3, counted=False),
    Text("teks_perubahan", "Berita acara perubahan", longest=2000, lines=3, counted=False),
    Text("teks_pengumuman", "Pengumuman", longest=2000, lines=3, counted=False),
)  # fmt: skip

SECTIONS = (ACARA, PESERTA, HASIL, TEKS)
