"""A finding of Periksa that a person looked at and found right, with the reason; on every laptop it stays quiet."""

from __future__ import annotations

from puskesos_desktop.forms.fields import Sensitivity, Text
from puskesos_desktop.forms.form import section

TAMBAHAN = "tambahan"

SELESAI = section(
    "Sudah benar", "Sudah benar",
    Text("pemeriksaan", "Pemeriksaan", longest=40, required=True, source=TAMBAHAN, counted=False),
    Text("catatan", "Catatan yang diperiksa", longest=80, required=True, source=TAMBAHAN, counted=False),
    Text("alasan", "Alasan sudah benar", longest=200, required=True, source=TAMBAHAN, counted=False,
         sensitivity=Sensitivity.PRIBADI),
    Text("jejak", "Jejak jawaban yang dilihat", longest=64, source=TAMBAHAN, counted=False),
)  # fmt: skip

SECTIONS = (SELESAI,)
"""`jejak` is a hash over the answers that were looked at: once they change, the finding comes back."""
