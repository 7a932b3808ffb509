"""Every check of Periksa, one entry each: a new check is one more. What is wrong first, then odd, then open."""

from __future__ import annotations

from puskesos_desktop.domain import identity, rules
from puskesos_desktop.domain.outcome import Severity
from puskesos_desktop.services.checks.families import odd_numbers
from puskesos_desktop.services.checks.kinds import Between, Check, Fix, Through, Within
from puskesos_desktop.services.checks.searches import in_conflict, not_visited, twice
from puskesos_desktop.store.read import checks
from puskesos_desktop.store.read.checks import Odd

WRONG, ODD, OPEN = Severity.ERROR, Severity.WARNING, Severity.HINT
AGE = ("tanggal_lahir", "umur")
AID = ("keberadaan", "sembako", "pkh", "blt_dd", "bantuan_pemda", "prakerja", "kur", "umi", "pip", "jamkes")


def _number(odd: Odd) -> str:
    """The number that is shared, in groups of four."""
    return identity.grouped(odd.looked_at[:16])


CHECKS = (
    Check(
        "nik_ganda", WRONG, "NIK dipakai lebih dari satu orang",
        "Satu orang dua kali: gabungkan. Dua orang: cocokkan dengan KTP, lalu betulkan yang keliru.",
        Between(checks.shared_niks, lambda odd: f"NIK {_number(odd)} juga dipakai {odd.about}."),
        Fix.MERGE, counted=True,
    ),
    Check(
        "kk_ganda", WRONG, "Nomor KK dipakai lebih dari satu keluarga",
        "Satu keluarga dua kali: gabungkan. Menumpang KK: isi 115 = 2 dan kosongkan nomornya.",
        Between(checks.shared_cards, lambda odd: f"Nomor KK {_number(odd)} juga dipakai {odd.about}."),
        Fix.MERGE, counted=True,
    ),
    Check(
        "kepala", WRONG, "Keluarga tanpa kepala", "Buka keluarganya, lalu Peristiwa keluarga, Ganti kepala.",
        Between(checks.headless, lambda odd: f"Kepala keluarga, {odd.about}, sudah meninggal." if odd.about
                else "Belum ada kepala keluarga."),
        counted=True,
    ),
    Check(
        "keluarga_hilang", WRONG, "Anggota keluarga yang dihapus",
        "Kembalikan keluarganya, lalu pindahkan atau hapus anggotanya satu per satu.",
        Between(checks.orphans, lambda odd: "Keluarganya sudah dihapus." if odd.about
                else "Keluarganya belum ada di laptop ini."),
        Fix.FAMILY_BACK, counted=True,
    ),
    Check(
        "rumah_hilang", WRONG, "Keluarga tanpa rumah", "Kembalikan rumahnya, atau buka keluarganya dan pilih rumah.",
        Between(checks.homeless, lambda odd: "Rumahnya sudah dihapus." if odd.about else "Rumahnya belum dicatat."),
        Fix.HOUSE_BACK, counted=True,
    ),
    Check(
        "ganda_terputus", WRONG, "Ganda dari catatan yang dihapus", "Tampilkan lagi, lalu periksa mana yang benar.",
        Between(checks.lost_duplicates, lambda _odd: "Digabung ke catatan yang kemudian dihapus, jadi tidak tampil "
                "di mana pun."),
        Fix.SEPARATE, counted=True,
    ),
    Check(
        "ganda_diubah", WRONG, "Ganda yang masih diubah",
        "Tampilkan lagi, lalu gabungkan sekali lagi dengan isian yang benar.",
        Between(checks.doubted_duplicates, lambda odd: "Laptop lain menggabungkannya ke catatan lain." if odd.about
                else "Diubah oleh yang belum tahu bahwa sudah digabung; perubahannya tidak tampil."),
        Fix.SEPARATE, counted=True,
    ),
    Check(
        "bentrok", WRONG, "Bentrok antara dua laptop", "Pilih jawaban yang benar di halaman Bentrok.",
        Through("Membaca bentrok…", in_conflict), Fix.DECIDE, several=True,
    ),
    Check(
        "bantuan_meninggal", WRONG, "Bantuan untuk yang sudah meninggal",
        "Laporkan, lalu ubah isian bantuannya bila sudah dihentikan.",
        Within(AID, (rules.aid_of_the_dead, rules.aid_without_head)), several=True,
    ),
    Check(
        "ganda_mungkin", ODD, "Mungkin tercatat dua kali", "Bandingkan keduanya: gabungkan, atau tandai bukan ganda.",
        Through("Mencari orang yang mungkin tercatat dua kali…", twice), Fix.MERGE, twins=True,
    ),
    Check(
        "tanpa_anggota", ODD, "Keluarga tanpa anggota", "Tambahkan anggotanya, gabungkan, atau hapus keluarganya.",
        Between(checks.empty_families, lambda _odd: "Tidak ada seorang pun di keluarga ini."),
    ),
    Check(
        "umur_anak", ODD, "Umur anak atau orang tua tidak wajar", "Periksa tanggal lahir dan hubungan keluarga.",
        Within(("hubungan", *AGE), (rules.generations_apart,)),
    ),
    Check(
        "umur_kepala", ODD, "Kepala keluarga di bawah 15 tahun", "Periksa tanggal lahir, atau siapa kepalanya.",
        Within(AGE, (rules.head_of_age,)),
    ),
    Check(
        "pasangan", ODD, "Jenis kelamin pasangan", "Periksa jenis kelamin dan hubungan keluarga.",
        Within(("hubungan", "jenis_kelamin"), (rules.spouse_of_other_sex,)),
    ),
    Check(
        "hamil", ODD, "Kehamilan yang tidak wajar", "Periksa jenis kelamin, umur, dan isian hamil.",
        Within(("hamil", "jenis_kelamin", *AGE), (rules.pregnancy_possible,)),
    ),
    Check(
        "tanggal_lahir", ODD, "Tanggal lahir tidak wajar", "Cocokkan dengan KTP, KK, atau akta.",
        Within(AGE, (rules.born_believably,)),
    ),
    Check(
        "surat_umur", ODD, "Status kawin tidak cocok dengan umur", "Periksa tanggal lahir dan status kawin.",
        Within(("status_kawin", *AGE), (rules.papers_fit_age,)), several=True,
    ),
    Check(
        "nik_janggal", ODD, "NIK atau nomor KK yang janggal",
        "Cocokkan dengan KTP atau KK. NIK yang memang berbeda boleh ditandai sudah benar.",
        Within(("nik", "nomor_kk", "tanggal_lahir", "jenis_kelamin"), (odd_numbers,)), several=True,
    ),
    Check(
        "jumlah_anggota", ODD, "Jumlah anggota berbeda dengan KK", "Cocokkan anggota dengan kartu keluarga.",
        Within(("jumlah_anggota_kk",), (rules.members_counted,)),
    ),
    Check(
        "listrik", ODD, "Isian listrik", "Isi daya meteran, atau cocokkan IDPEL dan nomor meter.",
        Within(("sumber_penerangan", "daya_1", "daya_2", "daya_3", "idpel", "nomor_meter"),
               (rules.metered_power, rules.numbers_of_pln)),
        several=True,
    ),
    Check(
        "kunjungan", ODD, "Tanggal kunjungan", "Periksa tanggal pendataan dan pemeriksaan.",
        Within(("tanggal_pendataan", "tanggal_pemeriksaan"), (rules.visit_days,)), several=True,
    ),
    Check(
        "ppks_umur", ODD, "Jenis PPKS tidak cocok dengan orangnya", "Periksa jenis PPKS dan tanggal lahir.",
        Within(("jenis", "anggota_id", *AGE), (rules.ppks_fit_person,)),
    ),
    Check(
        "sekolah", OPEN, "Anak usia sekolah yang tidak bersekolah", "Periksa apakah termasuk PPKS.",
        Within(("partisipasi_sekolah", *AGE), (rules.children_at_school,)),
    ),
    Check(
        "lansia_sendiri", OPEN, "Lanjut usia yang tinggal sendiri", "Periksa apakah termasuk PPKS.",
        Within(("keberadaan", *AGE), (rules.elders_alone,)),
    ),
    Check(
        "kawin", OPEN, "Kawin tanpa pasangan yang tercatat", "Periksa apakah pasangannya tinggal di tempat lain.",
        Within(("status_kawin", "hubungan"), (rules.spouses_together,)),
    ),
    Check(
        "tanpa_nik", OPEN, "Belum mempunyai NIK",
        "Isi NIK begitu ada KTP, KIA, atau KK. Jangan membuat nomor sendiri.",
        Between(checks.without_nik, lambda _odd: "Belum mempunyai NIK."), Fix.GIVE_NIK,
    ),
    Check(
        "lama", OPEN, "Lama tidak dikunjungi", "Rencanakan kunjungan lebih dari enam bulan yang lalu.",
        Through("Membaca kunjungan…", not_visited),
    ),
    Check(
        "belum_lengkap", OPEN, "Isian belum lengkap", "Lengkapi pada kunjungan berikutnya.",
        Between(checks.incomplete, lambda odd: f"{odd.about} isian masih kosong."),
    ),
)  # fmt: skip
"""The order in which Periksa shows them."""
