"""A visit to a family: block II and the notes of block VI."""

from __future__ import annotations

from puskesos_desktop.domain.codes import house
from puskesos_desktop.domain.household import KELUARGA
from puskesos_desktop.forms.conditions import When
from puskesos_desktop.forms.fields import Choice, Date, Digits, Reference, Sensitivity, Text
from puskesos_desktop.forms.form import section
from puskesos_desktop.forms.question import PRINTED

PETUGAS = section(
    "II", "Keterangan petugas dan responden",
    Reference("keluarga_id", "Keluarga", to=KELUARGA, counted=False),
    Date("tanggal_pendataan", "Tanggal pendataan", number="201"),
    Text("petugas", "Nama petugas pendataan", number="202", longest=60),
    Date("tanggal_pemeriksaan", "Tanggal pemeriksaan", number="203", counted=False),
    Text("pemeriksa", "Nama petugas pemeriksa", number="204", longest=60, counted=False),
    Choice("hasil", "Hasil pendataan keluarga", number="205", options=house.HASIL_PENDATAAN),
    Text("catatan", "Catatan", number="VI", longest=1000, lines=3, counted=False, sensitivity=Sensitivity.PRIBADI,
         required_when=When("hasil", (2, 3, 4, 5)), hint="Wajib bila tidak terisi lengkap: jelaskan mengapa."),
    Text("responden", "Nama responden", source=PRINTED, longest=60, counted=False, sensitivity=Sensitivity.PRIBADI),
    Digits("telepon_responden", "Nomor telepon responden", source=PRINTED, length=13, exact=False, counted=False,
           hint="Diawali 0, misalnya 081234567890.", sensitivity=Sensitivity.PRIBADI),
)  # fmt: skip

SECTIONS = (PETUGAS,)
