"""By which day of the month proposals have to be in SIKS-NG, and since when: the kabupaten changes it now and then."""

from __future__ import annotations

from puskesos_desktop.forms.fields import Date, Merge, Number, Text
from puskesos_desktop.forms.form import section

BATAS = section(
    "Jadwal", "Batas usulan",
    Date("berlaku_sejak", "Berlaku sejak", required=True, merge=Merge.ASK),
    Number("tanggal_batas", "Tanggal batas setiap bulan", least=1, most=31, required=True, merge=Merge.ASK,
           hint="Bulan yang lebih pendek berakhir pada hari terakhirnya."),
    Text("dasar_hukum", "Dasar", longest=200, counted=False, hint="Misalnya surat edaran dinas sosial."),
)  # fmt: skip

SECTIONS = (BATAS,)
