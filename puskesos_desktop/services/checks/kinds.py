"""The checks of Periksa by name: how much each weighs, what it is called, what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from puskesos_desktop.domain.outcome import Severity


class Fix(StrEnum):
    """What can be done about a finding without opening the family, in the words of its button."""

    MERGE = "Gabungkan…"
    FAMILY_BACK = "Kembalikan keluarganya"
    HOUSE_BACK = "Kembalikan rumahnya"
    SEPARATE = "Tampilkan lagi"
    GIVE_NIK = "Isi NIK…"
    DECIDE = "Putuskan di Bentrok"


@dataclass(frozen=True)
class Check:
    """One check: its key, its name, what to do; `counted` says that a finding between records cannot stay so."""

    key: str
    title: str
    advice: str
    weight: Severity
    counted: bool = False


@dataclass(frozen=True)
class Finding:
    """One thing to mend: about which record, in which family (empty when none can be opened), who, where, and why.

    `trace` names the answers that were looked at; `other` is the second record of a pair, or the house to bring back.
    """

    check: str
    kind: str
    record: str
    family: str
    who: str
    place: str
    words: str
    trace: str
    other: str = ""
    fix: Fix | None = None

    @property
    def several(self) -> bool:
        """Whether one record may have several findings of this check, each found right on its own."""
        return self.check in _SEVERAL


WRONG, ODD, OPEN = Severity.ERROR, Severity.WARNING, Severity.HINT

CHECKS = (
    Check("nik_ganda", "NIK dipakai lebih dari satu orang",
          "Satu orang dua kali: gabungkan. Dua orang: cocokkan dengan KTP, lalu betulkan yang keliru.", WRONG, True),
    Check("kk_ganda", "Nomor KK dipakai lebih dari satu keluarga",
          "Satu keluarga dua kali: gabungkan. Menumpang KK: isi 115 = 2 dan kosongkan nomornya.", WRONG, True),
    Check("kepala", "Keluarga tanpa kepala", "Buka keluarganya, lalu Peristiwa keluarga, Ganti kepala.", WRONG, True),
    Check("keluarga_hilang", "Anggota keluarga yang dihapus",
          "Kembalikan keluarganya, lalu pindahkan atau hapus anggotanya satu per satu.", WRONG, True),
    Check("rumah_hilang", "Keluarga tanpa rumah", "Kembalikan rumahnya, atau buka keluarganya dan pilih rumah.",
          WRONG, True),
    Check("ganda_terputus", "Ganda dari catatan yang dihapus", "Tampilkan lagi, lalu periksa mana yang benar.",
          WRONG, True),
    Check("ganda_diubah", "Ganda yang masih diubah",
          "Tampilkan lagi, lalu gabungkan sekali lagi dengan isian yang benar.", WRONG, True),
    Check("bentrok", "Bentrok antara dua laptop", "Pilih jawaban yang benar di halaman Bentrok.", WRONG),
    Check("bantuan_meninggal", "Bantuan untuk yang sudah meninggal",
          "Laporkan, lalu ubah isian bantuannya bila sudah dihentikan.", WRONG),
    Check("ganda_mungkin", "Mungkin tercatat dua kali",
          "Bandingkan keduanya: gabungkan, atau tandai bukan ganda.", ODD),
    Check("tanpa_anggota", "Keluarga tanpa anggota", "Tambahkan anggotanya, gabungkan, atau hapus keluarganya.", ODD),
    Check("umur_anak", "Umur anak atau orang tua tidak wajar", "Periksa tanggal lahir dan hubungan keluarga.", ODD),
    Check("umur_kepala", "Kepala keluarga di bawah 15 tahun", "Periksa tanggal lahir, atau siapa kepalanya.", ODD),
    Check("pasangan", "Jenis kelamin pasangan", "Periksa jenis kelamin dan hubungan keluarga.", ODD),
    Check("hamil", "Kehamilan yang tidak wajar", "Periksa jenis kelamin, umur, dan isian hamil.", ODD),
    Check("tanggal_lahir", "Tanggal lahir tidak wajar", "Cocokkan dengan KTP, KK, atau akta.", ODD),
    Check("surat_umur", "Status kawin tidak cocok dengan umur", "Periksa tanggal lahir dan status kawin.", ODD),
    Check("nik_janggal", "NIK atau nomor KK yang janggal",
          "Cocokkan dengan KTP atau KK. NIK yang memang berbeda boleh ditandai sudah benar.", ODD),
    Check("jumlah_anggota", "Jumlah anggota berbeda dengan KK", "Cocokkan anggota dengan kartu keluarga.", ODD),
    Check("listrik", "Isian listrik", "Isi daya meteran, atau cocokkan IDPEL dan nomor meter.", ODD),
    Check("kunjungan", "Tanggal kunjungan", "Periksa tanggal pendataan dan pemeriksaan.", ODD),
    Check("ppks_umur", "Jenis PPKS tidak cocok dengan orangnya", "Periksa jenis PPKS dan tanggal lahir.", ODD),
    Check("sekolah", "Anak usia sekolah yang tidak bersekolah", "Periksa apakah termasuk PPKS.", OPEN),
    Check("lansia_sendiri", "Lanjut usia yang tinggal sendiri", "Periksa apakah termasuk PPKS.", OPEN),
    Check("kawin", "Kawin tanpa pasangan yang tercatat", "Periksa apakah pasangannya tinggal di tempat lain.", OPEN),
    Check("tanpa_nik", "Belum mempunyai NIK", "Isi NIK begitu ada KTP, KIA, atau KK. Jangan membuat nomor sendiri.",
          OPEN),
    Check("lama", "Lama tidak dikunjungi", "Rencanakan kunjungan lebih dari enam bulan yang lalu.", OPEN),
    Check("belum_lengkap", "Isian belum lengkap", "Lengkapi pada kunjungan berikutnya.", OPEN),
)  # fmt: skip
"""Every check: what is wrong first, then what is odd, then what is open."""
BY_KEY = {check.key: check for check in CHECKS}
_SEVERAL = frozenset({"bantuan_meninggal", "listrik", "nik_janggal", "kunjungan", "bentrok", "surat_umur"})
