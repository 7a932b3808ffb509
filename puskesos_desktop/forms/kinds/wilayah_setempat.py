"""The village's own list of dusun, RW and RT, so that lists never split on spelling."""

from __future__ import annotations

from puskesos_desktop.forms.fields import Digits, Place
from puskesos_desktop.forms.form import section

WILAYAH = section(
    "Wilayah", "Wilayah setempat",
    Place("dusun", "Dusun/dukuh"),
    Digits("rw", "RW", length=3, pad=True),
    Digits("rt", "RT", length=3, pad=True),
)  # fmt: skip

SECTIONS = (WILAYAH,)
