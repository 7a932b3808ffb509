"""Two records that look like one and are not, as a person found; the pair is not asked about again on any laptop."""

from __future__ import annotations

from puskesos_desktop.forms.fields import Sensitivity, Text
from puskesos_desktop.forms.form import section

TAMBAHAN = "tambahan"

PASANGAN = section(
    "Bukan ganda", "Bukan ganda",
    Text("jenis", "Jenis catatan", longest=30, required=True, source=TAMBAHAN, counted=False),
    Text("satu", "Catatan yang satu", longest=36, required=True, source=TAMBAHAN, counted=False),
    Text("dua", "Catatan yang lain", longest=36, required=True, source=TAMBAHAN, counted=False),
    Text("alasan", "Alasan", longest=200, source=TAMBAHAN, counted=False, sensitivity=Sensitivity.PRIBADI),
)  # fmt: skip

SECTIONS = (PASANGAN,)
"""`satu` and `dua` are record ids, the smaller one first."""
