"""The letters of a meeting: every figure as in the data, words for numbers, what is public masked, nothing cut off."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from puskesos_desktop.documents.letters import flow, write
from puskesos_desktop.documents.letters.data import BLOCKS, TITLES, Case, Matter, filled, people_of, template
from puskesos_desktop.documents.letters.notices import PUBLIC_TITLES, public_rows
from puskesos_desktop.documents.press.ink import Words
from puskesos_desktop.documents.press.letterhead import Letterhead
from puskesos_desktop.documents.press.page import A4, F4, Paper
from puskesos_desktop.domain.codes.meetings import (
    BARU,
    JENIS_MUSYAWARAH,
    JENIS_USULAN,
    KEPUTUSAN,
    MUSDES,
    MUSKEL,
    PERBAIKAN,
    REAKTIVASI,
    SETUJU,
    TANPA_MUSYAWARAH,
    TIDAK_LAYAK,
    TOLAK,
    TUNDA,
)
from puskesos_desktop.domain.codes.ppks import JENIS_PPKS
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.domain.words import spelled
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.meetings import deeds, letters
from puskesos_desktop.services.meetings.words import with_words, without_template
from puskesos_desktop.services.sample import make
from puskesos_desktop.services.village.settings import save_village
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, meetings
from tests.support.amount import examples
from tests.support.ink import extent, words_of
from tests.support.meetings import NUMBER, PEOPLE, a_meeting, a_proposal, a_village_with_a_meeting, as_now, decided
from tests.support.places import TESTS
from tests.support.village import OPERATOR, a_household, saved

GOLDEN = TESTS / "golden" / "berita-acara.txt"
HEAD = Letterhead("33.28.01.2998", "Kalibata", "Margasari", "Tegal", "Jawa Tengah")
DAY = date(2026, 11, 16)


def a_case(**given: object) -> Case:
    case = Case(
        BARU, "Usulan baru", "3328011103000001", "3328011203720001", "SARKIM", "003", "001", "Krajan", "2", "PKH",
        "Rumah menumpang", SETUJU,
    )  # fmt: skip
    return replace(case, **given)  # type: ignore[arg-type]


def a_matter(*cases: Case, **answers: str) -> Matter:
    known = {"nomor_agenda": NUMBER, "jam": "09.00", "jam_selesai": "11.30", "tempat": "Balai Desa Kalibata",
             "pemimpin": "WARSITO", "notulis": "ENDANG LESTARI", "cara_keputusan": "Musyawarah mufakat"}  # fmt: skip
    return Matter(
        HEAD, "Jalan Raya Kalibata No. 1", "SUTRISNO", DAY, MUSDES, "Musyawarah desa", {**known, **answers},
        30, 17, 8, people_of(PEOPLE), cases,
    )  # fmt: skip


def words(name: str, matter: Matter, paper: Paper = F4) -> str:
    return words_of(write.letter_pages(name, matter, paper))


def some_of_every_kind() -> list[Case]:
    gone = a_case(kind=TIDAK_LAYAK, kind_words="Dinyatakan tidak layak", reason="A1 Meninggal dunia", name="KARTO")
    asset = replace(gone, reason="B3 Aset di luar kriteria", name="DARMO", votes=(20, 5))
    fixed = a_case(kind=PERBAIKAN, kind_words="Perbaikan data", reason="Alamat: Gang Mawar menjadi Gang Melati")
    return [
        *[a_case(name=f"WARGA {number}") for number in range(12)], a_case(decision=TOLAK, name="TARSINI"),
        a_case(decision=TUNDA), a_case(decision=None), gone, asset, fixed,
        a_case(kind=REAKTIVASI, kind_words="Reaktivasi", program="PBI-JK", name="NURHIDAYAH"),
    ]  # fmt: skip


def test_numbers_and_days_are_written_in_words() -> None:
    assert spelled.with_words(25) == "25 (dua puluh lima)"
    assert spelled.day_in_words(date(2026, 5, 11)) == ("Senin, tanggal sebelas bulan Mei tahun dua ribu dua puluh enam")


def test_the_minutes_read_as_in_the_golden_text() -> None:
    pages = write.letter_pages("berita-acara", a_matter(*some_of_every_kind()), F4)
    told = "\n".join(_lines(page) for page in pages) + "\n"
    assert told == GOLDEN.read_text(encoding="utf-8"), "If the minutes are meant to read so, renew the golden text."


def _lines(page: flow.LetterPage) -> str:
    rows: dict[float, list[tuple[float, str]]] = {}
    for ink in page.inks:
        if isinstance(ink, Words):
            rows.setdefault(-round(ink.y, 1), []).append((ink.x, ink.text))
    return "\n".join(" ".join(text for _, text in sorted(row)) for _, row in sorted(rows.items()))


@settings(max_examples=examples(30, 10))
@given(
    cases=st.lists(
        st.builds(
            a_case, kind=st.sampled_from(sorted(JENIS_USULAN.items)),
            decision=st.sampled_from([None, *KEPUTUSAN.items]),
        ),
        max_size=40,
    ),
    people=st.integers(0, 300),
)  # fmt: skip
def test_every_figure_in_the_minutes_equals_the_data(cases: list[Case], people: int) -> None:
    said = words("berita-acara", replace(a_matter(*cases), women=people))
    agreed = [one for one in cases if one.decision == SETUJU]
    assert f"Dari {spelled.with_words(len(cases))} usulan" in said
    assert f"{spelled.with_words(17 + people)} orang" in said
    for kind, start in (
        (BARU, "Usulan baru"), (REAKTIVASI, "Usulan reaktivasi"), (PERBAIKAN, "Perbaikan data"),
        (TIDAK_LAYAK, "Dinyatakan tidak layak oleh musyawarah"),
    ):  # fmt: skip
        count = sum(one.kind == kind for one in agreed)
        assert f"{start}: {spelled.with_words(count)} usulan" in said
        row = [sum(one.kind == kind and one.decision == code for one in cases) for code in KEPUTUSAN.items]
        total = sum(one.kind == kind for one in cases)
        cells = " ".join(map(str, (total, *row, total - sum(row))))
        assert f"{JENIS_USULAN.label(kind)} {cells}" in said
    assert said.count("SARKIM") == len(cases)


def test_the_statement_the_covering_letter_and_the_slip_tell_the_same_counts() -> None:
    matter = a_matter(*some_of_every_kind())
    assert "sebanyak 16 (enam belas) usulan" in words("sptjm", matter)
    assert "Usulan baru: 12 (dua belas) usulan;" in words("sptjm", matter)
    assert "12 (dua belas) usulan" in words("pengantar", matter)
    assert words("tanda-terima", matter).count("usulan baru 12, perbaikan data 1,") == 2
    assert "Jumlah perubahan: 2 (dua)" in words("perubahan", matter)


def test_votes_stand_beside_the_decision_and_in_the_minutes() -> None:
    said = words("berita-acara", a_matter(*some_of_every_kind()))
    assert "Pemungutan suara dilakukan untuk 1 (satu) usulan" in said
    assert "Setuju (20 setuju, 5" in said


@pytest.mark.parametrize("paper", [A4, F4], ids=lambda paper: paper.name)
@pytest.mark.parametrize("name", TITLES)
def test_nothing_leaves_the_page_and_the_last_page_is_numbered(name: str, paper: Paper) -> None:
    long = a_case(
        name="MUHAMMAD WIRYAWAN KUSUMANINGRAT " * 2, reason="panjang sekali " * 33, hamlet="KARANGTENGAH WETAN"
    )
    matter = a_matter(*[long] * 30, *some_of_every_kind(), acara="pembahasan " * 18, hasil="butir lain " * 60)
    pages = write.letter_pages(name, replace(matter, people=matter.people * 12), paper)
    for sheet in pages:
        for ink in sheet.inks:
            left, bottom, right, top = extent(ink)
            assert min(left, bottom) >= 10
            assert right <= sheet.paper.width - 10
            assert top <= sheet.paper.height - 10
    assert f"Halaman {len(pages)} dari {len(pages)}" in words_of(pages[-1:])


@pytest.mark.parametrize("people", range(14))
def test_signatures_never_stand_alone_on_a_page(people: int) -> None:
    matter = a_matter(*some_of_every_kind(), hasil="butir\n" * people)
    for page in write.letter_pages("berita-acara", matter, A4):
        said = words_of([page])
        if "Ketua BPD Kalibata," in said:
            assert "Demikian berita acara ini" in said


def test_the_same_data_give_the_same_bytes_and_every_part_is_bookmarked(tmp_path: Path) -> None:
    matter = a_matter(*some_of_every_kind())
    pages = [write.write_letter(tmp_path / f"{turn}.pdf", "berita-acara", matter, A4) for turn in (1, 2)]
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()
    made = PdfReader(tmp_path / "1.pdf")
    marks = [str(mark["/Title"]) for mark in made.outline]  # type: ignore[call-overload]
    assert marks == ["Berita acara", *(f"Lampiran {number}" for number in ("I", "II", "III", "IV", "V", "VI"))]
    assert len(made.pages) == pages[0]
    text = " ".join(page.extract_text() for page in made.pages)
    assert "BERITA ACARA" in text
    assert "enam belas bulan November" in " ".join(text.split())


def test_a_block_is_the_templates_until_it_is_edited_and_only_the_edit_is_stored(store: Store) -> None:
    meeting = a_meeting(store)
    shown = with_words(meeting)
    assert all(shown[key] for key in BLOCKS)
    assert without_template(shown).answers == meeting.answers
    edited = without_template(shown.answering(teks_penutup="Selesai di {tempat}."))
    deeds.hold(store, edited, OPERATOR)
    now = meetings.meeting(store.reader(), meeting.id)
    assert now is not None
    assert [key for key in BLOCKS if now[key] is not None] == ["teks_penutup"]
    assert "Selesai di Balai Desa Kalibata." in words("berita-acara", letters.matter(store, now))


def test_words_in_braces_nobody_knows_stay_and_no_template_has_any() -> None:
    assert filled("{tempat} {apa} {", {"tempat": "Balai"}) == "Balai {apa} {"
    matter = a_matter()
    assert all("{" not in matter.block(key) for key in BLOCKS)
    assert template(date(2001, 1, 1)) == template(date(2025, 2, 5))


def test_the_village_and_the_meeting_are_named_as_people_say_them() -> None:
    matter = a_matter()
    assert matter.meeting_here == "Musyawarah Desa Kalibata"
    kelurahan = replace(matter, head=replace(HEAD, kind="Kelurahan"), kind=MUSKEL, kind_words="Musyawarah kelurahan")
    assert (kelurahan.meeting_here, kelurahan.chief_title) == ("Musyawarah Kelurahan Kalibata", "Lurah")
    alone = replace(matter, kind=TANPA_MUSYAWARAH, kind_words=JENIS_MUSYAWARAH.label(5))
    assert alone.meeting_here == "Penetapan Kepala Desa Kalibata"
    assert "Surat Pernyataan Tanggung Jawab Mutlak" in words("berita-acara", alone)


def test_the_public_list_has_initials_for_children_and_tells_namesakes_apart() -> None:
    rows = public_rows([a_case(), a_case(nik=""), a_case(name="SITI NUR AINI", minor=True), a_case(rt="009")])
    assert [row[1] for row in rows] == ["SARKIM (1)", "SARKIM (2)", "S.N.A.", "SARKIM"]
    assert {row[2] for row in rows} == {"332801**********", "–"}


@settings(max_examples=4)
@given(seed=st.integers(0, 10_000))
def test_the_public_list_of_any_village_has_no_whole_number_no_desil_and_nothing_confidential(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("umum")
    store = make.create_sample(folder / "desa", 24, seed, date(2026, 11, 20))
    meeting = a_village_with_a_meeting(store, 6)
    db = store.reader()
    target = folder / "umum.pdf"
    letters.write_letter(store, target, "pengumuman", meeting)
    said = " ".join(page.extract_text() for page in PdfReader(target).pages)
    flat = "".join(said.split())
    secret = [str(row[0]) for row in db.conn.execute("SELECT kondisi FROM ppks WHERE kondisi IS NOT NULL")]
    numbers = [
        row[0] for row in db.conn.execute("SELECT nik FROM anggota UNION SELECT nomor_kk FROM keluarga") if row[0]
    ]
    assert not [number for number in numbers if number in flat or number[6:] in flat]
    assert not [kind for kind in JENIS_PPKS.items.values() if kind in said]
    assert not [words for words in secret if words in said]
    for one in meetings.proposals(db, meeting.id):
        assert one.record.text("alasan") not in said
        agreed = one["keputusan"] == SETUJU and one["jenis"] in PUBLIC_TITLES
        assert (f"{(one.subject.nik or '–')[:6]}" in flat) or not agreed
    assert not [words for words in ("Desil", "tidak layak", "A3") if words in said]
    store.close()


def test_a_confidential_case_of_somebody_proposed_is_nowhere_in_any_letter(store: Store, tmp_path: Path) -> None:
    home = a_household(store, "SARKIM", nik="3328011203720001", nomor_kk="3328011103000001")
    case = registry.new_case(store, home, home.members[0].id).answering(
        jenis=18, kondisi="RAHASIABENAR", bukti="RAHASIABENAR"
    )
    home = saved(store, replace(home, ppks=(case,)))
    one = a_proposal(store, home.family.id)
    meeting = a_meeting(store)
    deeds.attach(store, meeting, [one], OPERATOR)
    decided(store, [as_now(store, one.id)], SETUJU)
    matter = letters.matter(store, meeting)
    for name in TITLES:
        said = words(name, matter)
        assert "RAHASIABENAR" not in said
        assert JENIS_PPKS.items[18] not in said


def test_the_letterhead_has_the_offices_address_and_the_chief_signs(store: Store) -> None:
    village = households.village(store.reader())
    assert village is not None
    known = village.answering(
        alamat_kantor="Jalan Raya 1", kode_pos="52463", telepon="0283 000", kepala_desa="SUTRISNO"
    )
    save_village(store, known, OPERATOR)
    matter = letters.matter(store, a_meeting(store))
    assert (matter.contact, matter.chief) == ("Jalan Raya 1 52463 · Telepon 0283 000", "SUTRISNO")
    assert "SUTRISNO" in words("undangan", matter)


def test_a_meeting_is_found_by_its_number_and_doubt_is_said(store: Store) -> None:
    meeting = a_meeting(store)
    assert letters.meeting_of_number(store.reader(), " 400.9/12/2026 ").id == meeting.id
    with pytest.raises(UserError, match="Tidak ada musyawarah dengan nomor agenda 7"):
        letters.meeting_of_number(store.reader(), "7")
    a_meeting(store)
    with pytest.raises(UserError, match="Ada 2 musyawarah"):
        letters.meeting_of_number(store.reader(), NUMBER)


def test_a_place_that_cannot_be_written_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="tidak dapat ditulis"):
        letters.write_letter(store, tmp_path / "tidak-ada" / "x.pdf", "hadir", a_meeting(store))


def test_opening_the_pages_loads_nothing_that_draws_paper_or_excel() -> None:
    code = (
        "import sys, puskesos_desktop.ui.desa.meetings.page, puskesos_desktop.ui.desa.meetings.proposals;"
        "print({name.partition('.')[0] for name in sys.modules} & {'reportlab', 'xlsxwriter', 'lokal', 'segno'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
