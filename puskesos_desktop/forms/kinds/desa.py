"""The village itself: its code, its names, its class and its thresholds."""

from __future__ import annotations

from puskesos_desktop.domain.codes import house
from puskesos_desktop.forms.fields import Choice, Digits, Merge, Text
from puskesos_desktop.forms.form import section

DESA = section(
    "Desa", "Keterangan desa",
    Text("kode", "Kode desa (Kemendagri)", longest=13, required=True, merge=Merge.ASK,
         source="Kepmendagri 300.2.2-2138/2025"),
    Text("nama", "Nama desa/kelurahan", number="104", longest=60, required=True, merge=Merge.ASK),
    Choice("jenis", "Desa atau kelurahan", options=house.JENIS_DESA),
    Text("kecamatan", "Kecamatan", number="103", longest=60),
    Text("kabupaten", "Kabupaten/kota", number="102", longest=60),
    Text("provinsi", "Provinsi", number="101", longest=60),
    Digits("kode_bps", "Kode desa (BPS)", length=10),
    Choice("klasifikasi", "Klasifikasi desa", options=house.KLASIFIKASI_DESA, merge=Merge.ASK, source="BPS",
           hint="Menentukan kelayakan sanitasi berlubang tanah."),
    Choice("ambang_luas", "Ambang luas lantai per orang", options=house.AMBANG_LUAS, merge=Merge.ASK),
    Text("kepala_desa", "Nama kepala desa/lurah", longest=60),
    Choice("contoh", "Desa contoh untuk latihan", options=house.YA_TIDAK),
)  # fmt: skip

KOP = section(
    "Kop", "Kop surat",
    Text("alamat_kantor", "Alamat kantor desa", longest=120),
    Digits("kode_pos", "Kode pos", length=5),
    Text("telepon", "Telepon", longest=30),
    Text("surel", "Surel", longest=80),
    Text("laman", "Laman", longest=80),
)  # fmt: skip

SECTIONS = (DESA, KOP)
