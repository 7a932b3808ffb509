"""A desil as it was seen on a day: an observation of somebody else's ranking, never our own."""

from __future__ import annotations

from puskesos_desktop.domain.codes import house
from puskesos_desktop.domain.household import KELUARGA
from puskesos_desktop.forms.fields import Choice, Date, Reference, Sensitivity, Text
from puskesos_desktop.forms.form import section

PENGAMATAN = section(
    "Desil", "Pengamatan desil",
    Reference("keluarga_id", "Keluarga", to=KELUARGA, counted=False),
    Choice("desil", "Desil", options=house.DESIL, required=True, sensitivity=Sensitivity.PRIBADI,
           source="Permensos 3/2025"),
    Date("tanggal_cek", "Tanggal dicek", required=True),
    Choice("sumber", "Sumber", options=house.SUMBER_DESIL),
    Text("periode", "Periode pemeringkatan", longest=20),
)  # fmt: skip

SECTIONS = (PENGAMATAN,)
