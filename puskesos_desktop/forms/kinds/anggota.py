"""A person: block IV of the questionnaire."""

from __future__ import annotations

from puskesos_desktop.domain.codes import house, person
from puskesos_desktop.domain.codes.house import YA_TIDAK, YA_TIDAK_TAHU
from puskesos_desktop.domain.household import KELUARGA
from puskesos_desktop.forms.conditions import Age, All, AnyOf, Condition, When
from puskesos_desktop.forms.fields import (
    Choice,
    Choices,
    Date,
    Digits,
    Field,
    Merge,
    Nik,
    Number,
    Reference,
    Sensitivity,
    Text,
)  # fmt: skip
from puskesos_desktop.forms.form import section

TAMBAHAN = "tambahan"
ASK, PRIBADI, RAHASIA = Merge.ASK, Sensitivity.PRIBADI, Sensitivity.RAHASIA

HADIR = When("keberadaan", (1, 5))
"""404 = 2, 3, 4, 6 end the questions about a person."""


def _if(*parts: Condition) -> Condition:
    """Asked of people who are here, and for whom every part holds."""
    return All((HADIR, *parts))


_5 = Age(5)
_PERNAH_SEKOLAH = When("partisipasi_sekolah", (2, 3))
_BEKERJA = When("bekerja", (1,))
_USAHA = When("punya_usaha", (1,))

IDENTITAS = section(
    "IV.A", "Identitas",
    Reference("keluarga_id", "Keluarga", to=KELUARGA, merge=ASK, counted=False),
    Number("nomor_urut", "Nomor urut", number="401", least=1, most=99, counted=False),
    Text("nama", "Nama lengkap", number="402", upper=True, longest=60, required=True, merge=ASK, sensitivity=PRIBADI,
         hint="Seperti pada KTP atau KK; satu kata pun boleh."),
    Nik("nik", "NIK", number="403", merge=ASK, sensitivity=PRIBADI, source="PP 40/2019", counted=False,
        hint="Kosongkan bila belum ada; jangan mengarang angka."),
    Choice("status_nik", "Status NIK", options=house.STATUS_NIK, source=TAMBAHAN, counted=False),
    Text("alasan_tanpa_nik", "Alasan NIK belum ada atau belum cocok", longest=80, source=TAMBAHAN, counted=False,
         when=When("status_nik", (2, 3, 4, 5))),
    Choice("keberadaan", "Keterangan keberadaan anggota keluarga", number="404", options=person.KEBERADAAN),
    Choice("jenis_kelamin", "Jenis kelamin", number="405", options=person.JENIS_KELAMIN, merge=ASK),
    Text("tempat_lahir", "Tempat lahir", longest=40, source=TAMBAHAN, counted=False),
    Date("tanggal_lahir", "Tanggal lahir", number="406", merge=ASK, sensitivity=PRIBADI),
    Number("umur", "Umur bila tanggal lahir tidak diketahui", number="407", unit="tahun", most=120, counted=False),
    Choice("status_kawin", "Status perkawinan", number="408", options=person.STATUS_KAWIN, when=HADIR),
    Choice("hubungan", "Status hubungan dengan kepala keluarga", number="409", options=person.HUBUNGAN,
           merge=ASK, hint="Kode 1 menjadikannya kepala keluarga."),
    Choice("hamil", "Sedang hamil", number="410", options=YA_TIDAK, sensitivity=PRIBADI,
           when=_if(When("jenis_kelamin", (2,)), Age(10, 54), When("status_kawin", (2, 3, 4)))),
    Choices("identitas", "Kepemilikan kartu identitas", number="411", options=person.IDENTITAS, when=HADIR),
    Text("nama_ibu", "Nama ibu kandung", upper=True, longest=60, source=TAMBAHAN, counted=False, sensitivity=PRIBADI),
    Digits("telepon", "Nomor telepon", length=13, exact=False, source=TAMBAHAN, counted=False, sensitivity=PRIBADI,
           hint="Diawali 0, misalnya 081234567890."),
)  # fmt: skip

PENDIDIKAN = section(
    "IV.B", "Pendidikan",
    Choice("partisipasi_sekolah", "Partisipasi sekolah", number="412", options=person.PARTISIPASI_SEKOLAH,
           when=_if(_5)),
    Choice("jenjang", "Jenjang dan jenis pendidikan tertinggi yang pernah/sedang diduduki", number="413",
           options=person.JENJANG, when=_if(_5, _PERNAH_SEKOLAH)),
    Choice("kelas", "Kelas tertinggi yang pernah/sedang diduduki", number="414", options=person.KELAS,
           when=_if(_5, _PERNAH_SEKOLAH)),
    Choice("ijazah", "Ijazah tertinggi yang dimiliki", number="415", options=person.IJAZAH,
           when=_if(_5, _PERNAH_SEKOLAH)),
)  # fmt: skip

PEKERJAAN = section(
    "IV.C", "Pekerjaan dan usaha",
    Choice("bekerja", "Bekerja/membantu bekerja selama seminggu yang lalu", number="416a", options=YA_TIDAK,
           when=_if(_5)),
    Number("jam_kerja", "Jumlah jam kerja seminggu", number="416b", unit="jam", most=168, when=_if(_5, _BEKERJA)),
    Text("uraian_lapangan_usaha", "Lapangan usaha pekerjaan utama (uraian)", number="417", longest=80, counted=False,
         when=_if(_5, _BEKERJA)),
    Choice("lapangan_usaha", "Lapangan usaha pekerjaan utama (kode)", number="417",
           options=person.LAPANGAN_USAHA, when=_if(_5, _BEKERJA)),
    Choice("kedudukan", "Status kedudukan dalam pekerjaan utama", number="418", options=person.KEDUDUKAN,
           when=_if(_5, _BEKERJA)),
    Choice("npwp", "Kepemilikan NPWP", number="419", options=person.NPWP, when=_if(_5)),
    Choice("punya_usaha", "Memiliki usaha sendiri/bersama", number="420a", options=YA_TIDAK, when=_if(_5)),
    Number("jumlah_usaha", "Jumlah usaha sendiri/bersama", number="420b", least=1, most=99, when=_if(_5, _USAHA)),
    Choice("lapangan_usaha_utama", "Lapangan usaha dari usaha utama", number="421",
           options=person.LAPANGAN_USAHA, when=_if(_5, _USAHA)),
    Number("pekerja_dibayar", "Jumlah pekerja yang dibayar", number="422", unit="orang", when=_if(_5, _USAHA)),
    Number("pekerja_tidak_dibayar", "Jumlah pekerja yang tidak dibayar", number="423", unit="orang",
           when=_if(_5, _USAHA)),
    Choice("izin_usaha", "Kepemilikan perizinan usaha utama", number="424", options=person.IZIN_USAHA,
           when=_if(_5, _USAHA)),
    Choice("omzet", "Omzet usaha utama per bulan", number="425", options=person.OMZET, when=_if(_5, _USAHA),
           sensitivity=PRIBADI),
    Choices("internet_usaha", "Penggunaan internet dalam usaha utama", number="426",
            options=person.INTERNET_USAHA, when=_if(_5, _USAHA)),
)  # fmt: skip

_KESULITAN = (
    ("a", "penglihatan", "Kesulitan melihat meskipun memakai alat bantu", 2),
    ("b", "pendengaran", "Kesulitan mendengar meskipun memakai alat bantu", 2),
    ("c", "berjalan", "Kesulitan berjalan atau naik tangga", 2),
    ("d", "tangan_jari", "Kesulitan menggerakkan tangan atau jari", 2),
    ("e", "intelektual", "Dibanding sebayanya: kesulitan belajar atau berpikir", 2),
    ("f", "perilaku", "Dibanding sebayanya: kesulitan mengendalikan perilaku", 2),
    ("g", "bicara", "Kesulitan berbicara atau berkomunikasi", 5),
    ("h", "urus_diri", "Kesulitan mengurus diri sendiri", 5),
    ("i", "ingatan", "Kesulitan mengingat atau berkonsentrasi", 5),
)


def _difficulties() -> tuple[Field, ...]:
    return tuple(
        Choice(key, words, number=f"428{letter}", options=person.KESULITAN, sensitivity=RAHASIA,
               when=_if(Age(least)))
        for letter, key, words, least in _KESULITAN
    )  # fmt: skip


_BERAT = tuple(When(key, (1, 2)) for _, key, _, _ in _KESULITAN)

KESEHATAN = section(
    "IV.D", "Kesehatan",
    Choice("gizi", "Kondisi gizi anak menurut catatan 3 bulan terakhir", number="427", options=person.GIZI,
           sensitivity=RAHASIA, when=_if(Age(0, 4)), hint="Dari catatan posyandu, puskesmas, atau rumah sakit."),
    *_difficulties(),
    Choice("depresi", "Seberapa sering mengalami kesedihan/depresi", number="428j", options=person.DEPRESI,
           sensitivity=RAHASIA, when=_if(_5)),
    Choice("pengasuh", "Memiliki pemberi rawat/pengasuh/wali", number="429", options=person.PENGASUH,
           sensitivity=RAHASIA, when=_if(AnyOf((Age(60), *_BERAT, When("depresi", (1, 2)))))),
    Choice("penyakit", "Keluhan kesehatan kronis/menahun", number="430", options=person.PENYAKIT,
           sensitivity=RAHASIA, when=HADIR),
)  # fmt: skip

PERLINDUNGAN = section(
    "IV.E", "Program perlindungan sosial",
    Choices("jamkes", "Jaminan kesehatan setahun terakhir", number="431a", options=person.JAMKES,
            exclusive=(99,), when=HADIR),
    Choice("prakerja", "Ikut program Prakerja", number="431b", options=YA_TIDAK_TAHU, when=_if(_5)),
    Choice("kur", "Ikut Kredit Usaha Rakyat (KUR)", number="431c", options=YA_TIDAK_TAHU, when=_if(_5)),
    Choice("umi", "Ikut pembiayaan Ultra Mikro (UMi)", number="431d", options=YA_TIDAK_TAHU, when=_if(_5)),
    Choice("pip", "Ikut Program Indonesia Pintar (PIP)", number="431e", options=YA_TIDAK_TAHU, when=_if(Age(5, 30))),
    Choices("jamsostek", "Jaminan ketenagakerjaan", number="431f", options=person.JAMSOSTEK, exclusive=(99,),
            when=_if(Age(15))),
)  # fmt: skip

SECTIONS = (IDENTITAS, PENDIDIKAN, PEKERJAAN, KESEHATAN, PERLINDUNGAN)
