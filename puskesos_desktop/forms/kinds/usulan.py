"""A proposal to SIKS-NG about a family or a person: facts and reasons, what a meeting decided, what was answered."""

from __future__ import annotations

from puskesos_desktop.domain.codes import meetings
from puskesos_desktop.domain.codes.meetings import MUSYAWARAH, USULAN
from puskesos_desktop.domain.codes.rounds import LEMBAR
from puskesos_desktop.domain.household import ANGGOTA, KELUARGA
from puskesos_desktop.forms.conditions import When
from puskesos_desktop.forms.fields import Choice, Choices, Date, Merge, Number, Reference, Sensitivity, Text
from puskesos_desktop.forms.form import section

DAFTAR_ALASAN = "daftar benih, belum ada kode resmi (11-2026)"
MENU = "menu SIKS-NG (12-2025)"
NOTE = 500
"""Letters in an account of what was seen or corrected."""
ASK, PRIBADI = Merge.ASK, Sensitivity.PRIBADI
_PROGRAM = When("jenis", (meetings.BARU, meetings.REAKTIVASI))
_TIDAK_LAYAK = When("jenis", (meetings.TIDAK_LAYAK,))
_DIPUTUS = When("keputusan", tuple(meetings.KEPUTUSAN.items))

PENGUSULAN = section(
    "Usulan", "Usulan",
    Reference("keluarga_id", "Keluarga", to=KELUARGA, merge=ASK, counted=False),
    Reference("anggota_id", "Anggota keluarga", to=ANGGOTA, merge=ASK, counted=False),
    Reference("lembar_id", "Lembar verifikasi", to=LEMBAR, counted=False),
    Reference("lanjutan_dari", "Lanjutan dari usulan", to=USULAN, counted=False),
    Choice("jenis", "Jenis usulan", options=meetings.JENIS_USULAN, required=True, merge=ASK, source=MENU),
    Date("tanggal", "Tanggal diusulkan", required=True, merge=ASK),
    Choices("program", "Program yang diusulkan", options=meetings.PROGRAM_USULAN, merge=ASK, source=MENU,
            when=_PROGRAM),
    Choice("alasan_tidak_layak", "Alasan dinyatakan tidak layak", options=meetings.ALASAN_TIDAK_LAYAK, merge=ASK,
           source=DAFTAR_ALASAN, when=_TIDAK_LAYAK, required_when=_TIDAK_LAYAK),
    Text("perbaikan", "Isian yang diperbaiki", longest=NOTE, lines=3, merge=ASK, sensitivity=PRIBADI,
         when=When("jenis", (meetings.PERBAIKAN,)), hint="Satu baris satu isian: yang lama menjadi yang baru."),
    Text("alasan", "Alasan dan keadaan di lapangan", longest=NOTE, lines=3, merge=ASK, sensitivity=PRIBADI,
         required_when=When("alasan_tidak_layak", (meetings.LAINNYA,)),
         hint="Fakta yang dilihat. Jangan menulis penyakit, disabilitas, atau hal rahasia."),
    Choice("sumber", "Sumber usulan", options=meetings.SUMBER_USULAN),
)  # fmt: skip

KEPUTUSAN = section(
    "Keputusan", "Keputusan musyawarah",
    Reference("musyawarah_id", "Musyawarah", to=MUSYAWARAH, merge=ASK, counted=False),
    Choice("keputusan", "Keputusan", options=meetings.KEPUTUSAN, merge=ASK, counted=False),
    Date("tanggal_keputusan", "Tanggal keputusan", merge=ASK, counted=False, when=_DIPUTUS),
    Number("suara_setuju", "Suara setuju", most=9999, merge=ASK, counted=False, when=_DIPUTUS),
    Number("suara_tidak", "Suara tidak setuju", most=9999, merge=ASK, counted=False, when=_DIPUTUS),
    Text("catatan_keputusan", "Catatan keputusan", longest=300, lines=2, merge=ASK, sensitivity=PRIBADI, counted=False,
         when=_DIPUTUS),
)  # fmt: skip

TINDAK_LANJUT = section(
    "SIKS-NG", "Pengiriman dan jawaban",
    Date("tanggal_kirim", "Tanggal dimasukkan ke SIKS-NG", merge=ASK, counted=False, source=MENU),
    Choice("jawaban", "Jawaban", options=meetings.JAWABAN, merge=ASK, counted=False),
    Date("tanggal_jawaban", "Tanggal jawaban", merge=ASK, counted=False),
    Text("catatan_jawaban", "Catatan jawaban", longest=300, lines=2, merge=ASK, sensitivity=PRIBADI, counted=False),
)  # fmt: skip

SECTIONS = (PENGUSULAN, KEPUTUSAN, TINDAK_LANJUT)
