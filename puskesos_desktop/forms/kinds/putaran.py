"""A round of verification on paper: what it is called, when, what for, and how many sheets are keyed twice."""

from __future__ import annotations

from puskesos_desktop.domain.codes import rounds
from puskesos_desktop.forms.fields import Choice, Date, Merge, Number, Text
from puskesos_desktop.forms.form import section

TAMBAHAN = "tambahan"
ASK = Merge.ASK

PUTARAN = section(
    "Putaran", "Putaran verifikasi",
    Text("nama", "Nama putaran", longest=60, required=True, merge=ASK, source=TAMBAHAN,
         hint="Misalnya: Verval November 2026."),
    Date("tanggal_mulai", "Tanggal mulai", merge=ASK, source=TAMBAHAN),
    Date("tanggal_selesai", "Tanggal selesai", merge=ASK, source=TAMBAHAN, counted=False),
    Choice("tujuan", "Tujuan", options=rounds.TUJUAN_PUTARAN, required=True, merge=ASK, source=TAMBAHAN),
    Text("keterangan", "Keterangan", longest=500, lines=2, source=TAMBAHAN, counted=False),
    Number("persen_ketik_ganda", "Lembar yang diketik dua kali", most=100, unit="%", source=TAMBAHAN, counted=False,
           hint="Diketik lagi oleh operator lain untuk mengukur salah ketik; lazimnya 5."),
)  # fmt: skip

SECTIONS = (PUTARAN,)
