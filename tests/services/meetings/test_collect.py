"""Proposals out of a round's results: corrections, families not met, new ones; nothing twice, nothing confidential."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from puskesos_desktop.cli import puskesos
from puskesos_desktop.domain.codes import rounds
from puskesos_desktop.domain.codes.meetings import BARU, PERBAIKAN, TIDAK_LAYAK, TOLAK, TUNDA
from puskesos_desktop.domain.household import Record, Value
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.meetings import collect, deeds
from puskesos_desktop.services.meetings.collect import Collected
from puskesos_desktop.services.meetings.deeds import Decision
from puskesos_desktop.services.rounds import results
from puskesos_desktop.services.rounds.results import Keyed, OpenSheet, Walk
from puskesos_desktop.store.log import history
from puskesos_desktop.store.opened import Store
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.meetings.collect import CollectDialog
from puskesos_desktop.ui.desa.meetings.proposals import ProposalsPage
from tests.support.meetings import a_meeting, all_now, as_now
from tests.support.operator import Operator
from tests.support.paper_rounds import a_printed_round, keyed_all, lines, number_of, three_families, walk
from tests.support.village import OPERATOR, PASSWORD, answering, opened, saved


class Round:
    """A printed round of three families, whose sheets come back one by one."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.homes = three_families(store)
        self.record: Record = a_printed_round(store, folder)

    def sheet(self, place: int = 0) -> OpenSheet:
        """The sheet of one family as it is opened for entry."""
        return results.open_sheet(self.store, number_of(self.store, self.record, self.homes[place].family.id))

    def corrected(self, place: int = 0, note: str = "", **corrections: Value) -> None:
        """Enter a sheet with these corrections, all else right."""
        sheet = self.sheet(place)
        keyed = keyed_all(sheet, **corrections)
        results.save(self.store, sheet, keyed, walk(sheet, note=note), OPERATOR, again=True)

    def not_met(self, place: int, outcome: int, note: str = "") -> None:
        """Enter a sheet of a family that was not met."""
        sheet = self.sheet(place)
        results.save(self.store, sheet, Keyed(), Walk(sheet.today, outcome=outcome, note=note), OPERATOR)

    def collected(self) -> Collected:
        """What the results give now."""
        return collect.from_round(self.store, self.record)

    def grounds(self) -> list[tuple[int, str]]:
        """Kind and ground of each candidate."""
        return [(int(one.record["jenis"] or 0), one.ground) for one in self.collected().candidates]

    def take(self) -> int:
        """Record every candidate."""
        return deeds.propose(self.store, [one.record for one in self.collected().candidates], OPERATOR)


@pytest.fixture
def walked(store: Store, tmp_path: Path) -> Round:
    return Round(store, tmp_path)


def test_a_sheet_that_was_right_gives_nothing(walked: Round) -> None:
    walked.corrected()
    found = walked.collected()
    assert (found.candidates, found.entered, found.recorded) == ((), 1, 0)


def test_corrected_answers_become_one_proposal_with_the_old_and_the_new(walked: Round) -> None:
    """What was not known before is no correction."""
    walked.corrected(sumber_air=4, orang1__status_kawin=4, orang2__tempat_lahir="TEGAL", orang3__nama="NURI")
    [(kind, ground)] = walked.grounds()
    assert kind == PERBAIKAN
    *corrections, visit = ground.splitlines()
    assert corrections == [
        "Sumber air minum utama: Sumur terlindung menjadi Sumur bor/pompa",
        "SARKIM · Status perkawinan: Kawin/nikah menjadi Cerai mati",
        "NURI · Nama lengkap: NUR menjadi NURI",
    ]
    assert visit.startswith("Kunjungan ")
    assert visit.endswith(": ditemukan.")


def test_a_person_who_died_or_is_new_is_told_by_name(walked: Round) -> None:
    walked.corrected(orang3__keberadaan=2, orang4__nama="SITI", orang4__hubungan=3, orang4__jenis_kelamin=2)
    [(kind, ground)] = walked.grounds()
    assert kind == PERBAIKAN
    assert "NUR · Meninggal" in ground
    assert "SITI · Anggota keluarga baru" in ground


def test_confidential_answers_and_the_walkers_note_are_left_out(store: Store, walked: Round) -> None:
    home = opened(store, walked.homes[0].family.id)
    saved(store, answering(home, home.members[0].id, penyakit=1, penglihatan=4))
    again = Round.__new__(Round)
    again.store, again.homes = store, walked.homes
    again.record = a_printed_round(store, Path(store.folder))
    again.corrected(note="sering kambuh", orang1__penyakit=2, orang1__penglihatan=1, sumber_air=4)
    [(_, ground)] = again.grounds()
    assert "Sumber air" in ground
    for secret in ("enyakit", "elihat", "kambuh"):
        assert secret not in ground


@pytest.mark.parametrize("outcome", rounds.ALASAN_OF)
def test_a_family_that_was_not_met_gives_its_reason(walked: Round, outcome: int) -> None:
    walked.not_met(1, outcome, "kata tetangga")
    [one] = walked.collected().candidates
    assert (one.record["jenis"], one.record["alasan_tidak_layak"]) == (TIDAK_LAYAK, rounds.ALASAN_OF[outcome])
    assert one.name == "KARTO"
    assert rounds.HASIL_KUNJUNGAN.label(outcome).lower() in one.ground
    assert "tetangga" not in one.ground


def test_nobody_at_home_says_nothing_about_a_family(walked: Round) -> None:
    walked.not_met(1, rounds.TIDAK_BERTEMU)
    assert walked.grounds() == []


def test_a_new_family_is_proposed_as_new(walked: Round) -> None:
    walked.corrected(2, status_keluarga=2)
    [(kind, ground)] = walked.grounds()
    assert (kind, "keluarga baru (111)" in ground) == (BARU, True)


def test_what_was_taken_is_one_deed_and_does_not_come_again(store: Store, walked: Round) -> None:
    walked.corrected(sumber_air=4)
    walked.not_met(1, rounds.PINDAH)
    assert walked.take() == 2
    [deed, *_] = history.deeds(store, store.reader())
    assert (deed.label, deed.operations) == ("Catat 2 usulan", 2)
    found = walked.collected()
    assert (found.candidates, found.recorded) == ((), 2)
    [one, other] = deeds.listed(store.reader())
    assert {one["sumber"], other["sumber"]} == {1}
    assert {one["lembar_id"], other["lembar_id"]} <= {line.id for line in lines(store, walked.record)}


def test_what_a_meeting_refused_or_postponed_does_not_come_again_from_its_sheet(store: Store, walked: Round) -> None:
    walked.corrected(sumber_air=4)
    walked.not_met(1, rounds.PINDAH)
    walked.take()
    made = deeds.listed(store.reader())
    deeds.attach(store, a_meeting(store), made, OPERATOR)
    for one, code in zip(all_now(store, made), (TOLAK, TUNDA), strict=True):
        deeds.decide(store, [one], Decision(code), OPERATOR)
    assert walked.grounds() == []
    postponed = as_now(store, made[1].id)
    deeds.attach(store, a_meeting(store, nomor_agenda="400.9/13/2026"), [postponed], OPERATOR)
    continued = next(one for one in deeds.listed(store.reader()) if one["lanjutan_dari"])
    assert continued["lembar_id"] == postponed["lembar_id"]


def test_a_proposal_by_hand_of_the_same_kind_is_not_doubled(store: Store, walked: Round) -> None:
    walked.not_met(1, rounds.PINDAH)
    family = walked.homes[1].family.id
    made = deeds.new_proposal(store, family, TIDAK_LAYAK).answering(alasan_tidak_layak=13)
    deeds.propose(store, [made], OPERATOR)
    assert (walked.grounds(), walked.collected().recorded) == ([], 1)


def test_what_was_changed_again_since_and_a_family_that_is_gone_give_nothing(store: Store, walked: Round) -> None:
    walked.corrected(sumber_air=4)
    home = opened(store, walked.homes[0].family.id)
    saved(store, answering(home, home.members[0].id, sumber_air=5))
    walked.not_met(1, rounds.PINDAH)
    registry.delete_family(store, walked.homes[1].family.id, "salah masuk", OPERATOR)
    assert walked.grounds() == []


def test_more_corrections_than_there_is_room_for_are_counted(walked: Round) -> None:
    walked.corrected(
        sumber_air=4, sumber_penerangan=2, fasilitas_bab=2, nomor_kk="3328011103000009", jarak_limbah=1, daya_1=3,
        orang1__nama="SARKIMIN PANJANG SEKALI NAMANYA", orang2__nama="TARSINI PANJANG SEKALI NAMANYA",
        orang3__nama="NUR PANJANG SEKALI NAMANYA", orang1__tanggal_lahir="1973-03-12",
        orang2__tanggal_lahir="1976-06-15", orang3__tanggal_lahir="2014-07-01",
    )  # fmt: skip
    [one] = walked.collected().candidates
    text = one.record.text("perbaikan")
    assert len(text) <= 500
    *_, last = text.splitlines()
    assert last.startswith("dan ")
    assert last.endswith(" isian lain; lihat riwayat keluarga")
    assert walked.take() == 1


def test_the_dialog_records_what_stays_ticked(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    walked = Round(desk.store, tmp_path)
    walked.corrected(sumber_air=4)
    walked.not_met(1, rounds.PINDAH)
    page = ProposalsPage(desk)
    qtbot.addWidget(page)
    page.resize(1150, 690)
    page.show()
    page.refresh()
    operator = Operator(page, desk.jobs)
    assert operator.sees("Kumpulkan dari hasil verifikasi")
    operator.press("Dari hasil verifikasi…")
    dialog = page.collecting
    assert isinstance(dialog, CollectDialog)
    inside = Operator(dialog, desk.jobs)
    assert inside.sees("2 lembar dientri")
    assert inside.sees("Catat 2 usulan")
    dialog.table.select(next(one.record.id for one in dialog.table.rows.rows if one.name == "KARTO"))
    assert inside.sees("A3 Pindah domisili")
    dialog.activateWindow()
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    inside.press("Catat 1 usulan")
    assert operator.sees("1 usulan dicatat dari hasil verifikasi.")
    assert [one.name for one in deeds.listed(desk.db)] == ["SARKIM"]


def test_the_dialog_says_why_it_is_empty(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    def words() -> Operator:
        dialog = CollectDialog(host, desk)
        qtbot.addWidget(dialog)
        dialog.show()
        seen = Operator(dialog, desk.jobs)
        seen.settle()
        return seen

    host = ProposalsPage(desk)
    qtbot.addWidget(host)
    assert words().sees("Belum ada putaran")
    walked = Round(desk.store, tmp_path)
    assert words().sees("Belum ada lembar yang dientri")
    walked.corrected()
    assert words().sees("Tidak ada yang perlu diusulkan")
    walked.not_met(1, rounds.PINDAH)
    walked.take()
    assert words().sees("Semua sudah diusulkan")


def test_the_command_line_collects_once(store: Store, walked: Round, tmp_path: Path) -> None:
    walked.corrected(sumber_air=4)
    folder = store.folder
    store.close()

    def call(*words: str) -> str:
        told = CliRunner().invoke(puskesos, ["--data", str(folder), *words], env={"PUSKESOS_SANDI": PASSWORD})
        return told.output or str(told.exception)

    words = call("usulan", "--dari-putaran", "verval november")
    assert "Dari 1 lembar yang dientri: 1 usulan baru dicatat." in words
    assert "SARKIM" in words
    assert "0 usulan baru dicatat, 1 sudah diusulkan." in call("usulan", "--dari-putaran", "verval november")
    assert "Tidak ada putaran" in call("usulan", "--dari-putaran", "lain")
