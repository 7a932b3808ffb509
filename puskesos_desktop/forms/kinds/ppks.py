"""A PPKS record: which of the 26 kinds a person or family is, by which criteria, and what is being done."""

from __future__ import annotations

from puskesos_desktop.domain.codes import ppks
from puskesos_desktop.domain.household import ANGGOTA, KELUARGA
from puskesos_desktop.forms.conditions import When
from puskesos_desktop.forms.fields import Choice, Choices, Date, Merge, Reference, Sensitivity, Text
from puskesos_desktop.forms.form import section

PERMENSOS = "Permensos 8/2012"
ASK, RAHASIA = Merge.ASK, Sensitivity.RAHASIA
_DISABILITAS = When("jenis", (5, 9))

KASUS = section(
    "PPKS", "Catatan PPKS",
    Reference("anggota_id", "Anggota keluarga", to=ANGGOTA, merge=ASK, counted=False),
    Reference("keluarga_id", "Keluarga", to=KELUARGA, merge=ASK, counted=False),
    Choice("jenis", "Jenis PPKS", options=ppks.JENIS_PPKS, required=True, merge=ASK, sensitivity=RAHASIA,
           source=PERMENSOS),
    Choices("kriteria", "Kriteria yang terpenuhi", options=ppks.KRITERIA[24], options_by="jenis",
            tables=ppks.KRITERIA, merge=ASK, sensitivity=RAHASIA, source=PERMENSOS,
            when=When("jenis", tuple(range(1, 27)))),
    Date("tanggal_ditemukan", "Tanggal ditemukan", merge=ASK, source=PERMENSOS),
    Choice("sumber", "Sumber", options=ppks.SUMBER_PPKS, merge=ASK),
    Choice("kedaruratan", "Tingkat kedaruratan", options=ppks.KEDARURATAN, merge=ASK,
           sensitivity=RAHASIA),
    Text("kondisi", "Kondisi ringkas", longest=500, lines=3, merge=ASK, sensitivity=RAHASIA, counted=False),
    Choices("kebutuhan", "Kebutuhan", options=ppks.KEBUTUHAN, merge=ASK, sensitivity=RAHASIA),
    Choice("tinggal_di", "Tinggal di", options=ppks.TINGGAL_DI, merge=ASK, sensitivity=RAHASIA),
    Text("wali", "Wali/pendamping", longest=60, merge=ASK, sensitivity=RAHASIA, counted=False),
    Choices("ragam_disabilitas", "Ragam disabilitas", options=ppks.RAGAM_DISABILITAS, when=_DISABILITAS,
            merge=ASK, sensitivity=RAHASIA, source="UU 8/2016"),
    Choice("derajat_disabilitas", "Derajat disabilitas", options=ppks.DERAJAT_DISABILITAS, when=_DISABILITAS,
           merge=ASK, sensitivity=RAHASIA),
    Choices("alat_bantu", "Alat bantu yang dibutuhkan", options=ppks.ALAT_BANTU, when=_DISABILITAS,
            merge=ASK, sensitivity=RAHASIA),
    Text("bukti", "Bukti", longest=200, merge=ASK, sensitivity=RAHASIA, counted=False,
         hint="Surat, catatan pemeriksaan, atau saksi."),
    Choice("status", "Status penanganan", options=ppks.STATUS_PPKS, merge=ASK),
    Date("tanggal_status", "Tanggal status", merge=ASK),
    Text("petugas", "Petugas", longest=60, counted=False),
    Text("catatan", "Catatan", longest=1000, lines=4, merge=ASK, sensitivity=RAHASIA, counted=False),
)  # fmt: skip

SECTIONS = (KASUS,)
