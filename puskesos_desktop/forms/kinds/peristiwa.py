"""Something that happened to a family or a person on a day; written once, never changed afterwards."""

from __future__ import annotations

from puskesos_desktop.domain.codes import life
from puskesos_desktop.domain.household import ANGGOTA, KELUARGA
from puskesos_desktop.forms.fields import Choice, Date, Merge, Nik, Reference, Sensitivity, Text
from puskesos_desktop.forms.form import section

TAMBAHAN = "tambahan"
ASK, PRIBADI = Merge.ASK, Sensitivity.PRIBADI

KEJADIAN = section(
    "Peristiwa", "Peristiwa keluarga",
    Reference("keluarga_id", "Keluarga", to=KELUARGA, merge=ASK, counted=False),
    Reference("anggota_id", "Anggota keluarga", to=ANGGOTA, merge=ASK, counted=False),
    Reference("keluarga_lain_id", "Keluarga lain yang bersangkutan", to=KELUARGA, merge=ASK, counted=False),
    Choice("jenis", "Jenis peristiwa", options=life.JENIS_PERISTIWA, required=True, merge=ASK, source=TAMBAHAN),
    Date("tanggal", "Tanggal", required=True, merge=ASK, source=TAMBAHAN),
    Text("alasan", "Alasan", longest=120, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Text("asal", "Datang dari", longest=120, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Text("tujuan", "Pindah ke", longest=120, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Nik("nomor_kk_lama", "Nomor KK lama", card=True, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Nik("nomor_kk_baru", "Nomor KK baru", card=True, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Text("keterangan", "Keterangan", longest=500, lines=3, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
)  # fmt: skip

SECTIONS = (KEJADIAN,)
