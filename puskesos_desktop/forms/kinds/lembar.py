"""One sheet of paper of a round: for which family, when it was printed, came back, was entered, and what came of it."""

from __future__ import annotations

from puskesos_desktop.domain.codes import rounds
from puskesos_desktop.domain.household import KELUARGA, KUNJUNGAN
from puskesos_desktop.forms.conditions import When
from puskesos_desktop.forms.fields import Choice, Date, Digits, Number, Reference, Sensitivity, Text
from puskesos_desktop.forms.form import section

TAMBAHAN = "tambahan"
PRIBADI = Sensitivity.PRIBADI
_NOT_MET = When("hasil", tuple(rounds.ALASAN_OF))

CETAKAN = section(
    "Lembar", "Lembar verifikasi",
    Reference("putaran_id", "Putaran", to=rounds.PUTARAN, counted=False),
    Reference("keluarga_id", "Keluarga", to=KELUARGA, counted=False),
    Digits("nomor", "Nomor lembar", length=12, required=True, source=TAMBAHAN, counted=False),
    Text("petugas", "Petugas pendata (PSM)", longest=60, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Date("dicetak", "Tanggal dicetak", source=TAMBAHAN, counted=False),
    Text("cap", "Cap keadaan yang dicetak", longest=20_000, source=TAMBAHAN, counted=False),
    Date("kembali", "Tanggal kembali", source=TAMBAHAN, counted=False),
)  # fmt: skip

HASIL = section(
    "Hasil", "Hasil kunjungan",
    Date("tanggal_kunjungan", "Tanggal kunjungan", number="201", source=TAMBAHAN, counted=False),
    Choice("hasil", "Hasil kunjungan", options=rounds.HASIL_KUNJUNGAN, source="daftar benih, grup A (11-2026)",
           counted=False),
    Choice("alasan", "Alasan", options=rounds.ALASAN_KEBERADAAN, source="daftar benih, grup A (11-2026)", when=_NOT_MET,
           required_when=_NOT_MET, counted=False),
    Text("catatan", "Catatan petugas", number="VI", longest=500, lines=2, source=TAMBAHAN, sensitivity=PRIBADI,
         counted=False),
)  # fmt: skip

ENTRI = section(
    "Entri", "Entri",
    Date("dientri", "Tanggal dientri", source=TAMBAHAN, counted=False),
    Text("dientri_oleh", "Dientri oleh", longest=60, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Number("entri_ke", "Entri ke", most=99, source=TAMBAHAN, counted=False),
    Number("diputuskan", "Isian berubah yang diputuskan", most=9999, source=TAMBAHAN, counted=False),
    Reference("kunjungan_id", "Kunjungan", to=KUNJUNGAN, counted=False),
    Date("ketikan_kedua", "Tanggal ketikan kedua", source=TAMBAHAN, counted=False),
    Text("ketikan_kedua_oleh", "Ketikan kedua oleh", longest=60, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Number("ketikan_kedua_isian", "Isian yang dibandingkan", most=99_999, source=TAMBAHAN, counted=False),
    Text("ketikan_kedua_beda", "Isian yang berbeda", longest=20_000, source=TAMBAHAN, counted=False),
)  # fmt: skip
"""`ketikan_kedua_beda` names questions ("keluarga.sumber_air anggota.nama"), never answers."""

SECTIONS = (CETAKAN, HASIL, ENTRI)
