"""A line of somebody else's list (DTKS, DTSEN, BDT, bantuan): what it says of whom, and which resident that is."""

from __future__ import annotations

from puskesos_desktop.domain.codes import prelist
from puskesos_desktop.domain.household import ANGGOTA, KELUARGA
from puskesos_desktop.forms.fields import Choice, Date, Merge, Nik, Number, Reference, Sensitivity, Text
from puskesos_desktop.forms.form import section

LONGEST = 20_000
"""A line of 101 columns takes about 4,000 letters."""
ASK, PRIBADI, RAHASIA = Merge.ASK, Sensitivity.PRIBADI, Sensitivity.RAHASIA

BARIS = section(
    "Prelist", "Baris prelist",
    Text("jenis", "Jenis daftar", longest=40, counted=False, hint="Kunci jenis berkas, misalnya dtks_23."),
    Text("daftar", "Nama daftar", longest=120, counted=False),
    Text("berkas", "Berkas", longest=200, counted=False),
    Text("lembar", "Lembar", longest=40, counted=False),
    Number("baris", "Baris", least=1, most=999_999, counted=False),
    Choice("keadaan", "Keadaan", options=prelist.KEADAAN_PRELIST, merge=ASK, counted=False),
    Reference("anggota_id", "Anggota keluarga", to=ANGGOTA, merge=ASK, counted=False),
    Reference("keluarga_id", "Keluarga", to=KELUARGA, merge=ASK, counted=False),
    Text("nama", "Nama", upper=True, longest=60, counted=False, sensitivity=PRIBADI),
    Nik("nik", "NIK", counted=False, sensitivity=PRIBADI),
    Nik("nomor_kk", "Nomor KK", card=True, counted=False, sensitivity=PRIBADI),
    Date("tanggal_lahir", "Tanggal lahir", counted=False, sensitivity=PRIBADI),
    Text("isi", "Isi baris", lines=8, longest=LONGEST, counted=False, sensitivity=RAHASIA,
         hint="Kolom daftar itu apa adanya, satu baris satu kolom."),
)  # fmt: skip

SECTIONS = (BARIS,)
