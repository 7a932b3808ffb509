"""A photo of a family or a house by the hash of its file; written once, never changed afterwards."""

from __future__ import annotations

from puskesos_desktop.domain.codes import photo
from puskesos_desktop.domain.household import BANGUNAN, KELUARGA
from puskesos_desktop.forms.fields import Choice, Number, Photo, Reference, Sensitivity, Text
from puskesos_desktop.forms.form import section

TAMBAHAN = "tambahan"
PRIBADI = Sensitivity.PRIBADI

FOTO = section(
    "Foto", "Foto",
    Reference("bangunan_id", "Bangunan", to=BANGUNAN, counted=False),
    Reference("keluarga_id", "Keluarga", to=KELUARGA, counted=False),
    Choice("jenis", "Jenis foto", options=photo.JENIS_FOTO, required=True, source=TAMBAHAN, counted=False),
    Photo("sha256", "Foto", required=True, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Number("lebar", "Lebar", least=1, most=1600, unit="titik", source=TAMBAHAN, counted=False),
    Number("tinggi", "Tinggi", least=1, most=1600, unit="titik", source=TAMBAHAN, counted=False),
    Number("ukuran", "Ukuran berkas", least=1, most=8_000_000, unit="bita", source=TAMBAHAN, counted=False),
    Text("waktu_ambil", "Waktu diambil", longest=19, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Text("lintang", "Lintang", longest=12, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Text("bujur", "Bujur", longest=12, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Text("keterangan", "Keterangan", longest=200, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
)  # fmt: skip

SECTIONS = (FOTO,)
