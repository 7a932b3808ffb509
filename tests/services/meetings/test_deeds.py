"""Proposals and meetings: each step one undoable deed, states that follow from facts, refusals with a reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from puskesos_desktop.cli import puskesos
from puskesos_desktop.domain.codes.meetings import (
    BARU,
    JENIS_USULAN,
    REAKTIVASI,
    SETUJU,
    TIDAK_LAYAK,
    TOLAK,
    TUNDA,
    USULAN,
)
from puskesos_desktop.domain.outcome import InvalidData, UserError
from puskesos_desktop.exchange.tables import sheets
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.meetings import deeds, siksng
from puskesos_desktop.services.meetings.deeds import Decision, ProposalState, state_of
from puskesos_desktop.store.log import commits, history, undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import meetings
from tests.support.meetings import NUMBER, a_meeting, a_proposal, a_village_with_a_meeting, all_now, as_now, decided
from tests.support.village import OPERATOR, PASSWORD, a_household, a_store, saved

SENT = date(2026, 11, 17)


@pytest.fixture
def family(store: Store) -> str:
    home = a_household(store, "SARKIM", nik="3328011203720001", nomor_kk="3328011103000001", rt="003", rw="001")
    return saved(store, home).family.id


def states(store: Store) -> list[str]:
    return [state_of(one).value for one in deeds.listed(store.reader())]


def test_a_proposal_goes_from_proposed_to_answered_and_every_step_is_taken_back_by_its_name(
    store: Store, family: str
) -> None:
    one = a_proposal(store, family)
    meeting = a_meeting(store)
    seen = states(store)
    deeds.attach(store, meeting, [one], OPERATOR)
    seen += states(store)
    [one] = decided(store, [as_now(store, one.id)], SETUJU)
    seen += states(store)
    deeds.mark_sent(store, [one], SENT, OPERATOR)
    seen += states(store)
    deeds.record_answer(store, [as_now(store, one.id)], 1, OPERATOR, day=date(2026, 12, 1))
    seen += states(store)
    assert seen == ["diusulkan", "diagendakan", "disetujui", "dikirim", "dijawab"]
    labels = [undo.undo(store, OPERATOR) for _ in range(4)]
    assert labels == [
        "Batalkan: Catat jawaban diterima: SARKIM", "Batalkan: Tandai terkirim SARKIM",
        "Batalkan: Putuskan setuju: SARKIM", "Batalkan: Agendakan SARKIM",
    ]  # fmt: skip
    assert states(store) == ["diusulkan"]
    undo.undo(store, OPERATOR)
    assert undo.undo(store, OPERATOR) == "Batalkan: Catat usulan baru: SARKIM"
    assert states(store) == []


def test_several_proposals_are_one_deed(store: Store, family: str) -> None:
    made = [deeds.new_proposal(store, family, kind) for kind in (BARU, REAKTIVASI)]
    assert deeds.propose(store, made, OPERATOR) == 2
    [newest, *_] = history.deeds(store, store.reader())
    assert (newest.label, newest.operations) == ("Catat 2 usulan", 2)


@pytest.mark.parametrize(
    ("kind", "answers", "field"),
    [(None, {}, "jenis"), (TIDAK_LAYAK, {}, "alasan_tidak_layak"), (3, {"alasan_tidak_layak": 79}, "alasan")],
)
def test_a_proposal_without_its_kind_or_reason_is_refused_at_that_question(
    store: Store, family: str, kind: int | None, answers: dict[str, int], field: str
) -> None:
    made = deeds.new_proposal(store, family, kind).answering(**answers)
    with pytest.raises(InvalidData) as refused:
        deeds.propose(store, [made], OPERATOR)
    assert [issue.field for issue in refused.value.issues] == [field]
    assert states(store) == []


def test_a_reason_goes_when_the_kind_becomes_another(store: Store, family: str) -> None:
    one = a_proposal(store, family, TIDAK_LAYAK)
    deeds.propose(store, [one.record.answering(jenis=BARU)], OPERATOR)
    assert as_now(store, one.id)["alasan_tidak_layak"] is None


def test_what_is_decided_is_not_changed_behind_the_minutes(store: Store, family: str) -> None:
    meeting = a_meeting(store)
    one = a_proposal(store, family)
    deeds.attach(store, meeting, [one], OPERATOR)
    [one] = decided(store, [as_now(store, one.id)], TOLAK)
    for deed in (
        lambda: deeds.propose(store, [one.record.answering(alasan="lain")], OPERATOR),
        lambda: deeds.detach(store, [one], OPERATOR),
        lambda: deeds.attach(store, meeting, [one], OPERATOR),
    ):
        with pytest.raises(UserError, match="sudah diputuskan"):
            deed()


def test_a_postponed_proposal_comes_again_and_the_old_minutes_keep_it(store: Store, family: str) -> None:
    first = a_meeting(store)
    one = a_proposal(store, family, alasan="Rumah menumpang", program=1)
    deeds.attach(store, first, [one], OPERATOR)
    [one] = decided(store, [as_now(store, one.id)], TUNDA)
    second = a_meeting(store, nomor_agenda="400.9/13/2026", tanggal="2026-12-14")
    deeds.attach(store, second, [one], OPERATOR)
    assert states(store) == ["dilanjutkan", "diagendakan"]
    [old] = meetings.proposals(store.reader(), first.id)
    [new] = meetings.proposals(store.reader(), second.id)
    assert (old["keputusan"], new["keputusan"], new["lanjutan_dari"]) == (TUNDA, None, old.id)
    assert (new["alasan"], new["program"]) == ("Rumah menumpang", 1)


def test_nothing_is_decided_without_an_agenda_or_with_more_votes_than_people(store: Store, family: str) -> None:
    one = a_proposal(store, family)
    with pytest.raises(UserError, match="belum masuk agenda"):
        deeds.decide(store, [one], Decision(SETUJU), OPERATOR)
    deeds.attach(store, a_meeting(store), [one], OPERATOR)
    one = as_now(store, one.id)
    with pytest.raises(UserError, match="Suara yang dihitung 26, yang hadir 25"):
        deeds.decide(store, [one], Decision(SETUJU, 20, 6), OPERATOR)
    assert states(store) == ["diagendakan"]
    deeds.decide(store, [one], Decision(SETUJU, 20, 5), OPERATOR)
    assert (as_now(store, one.id)["suara_setuju"], as_now(store, one.id)["tanggal_keputusan"]) == (20, "2026-11-16")


def test_only_agreed_proposals_are_sent_and_only_sent_ones_answered(store: Store, family: str) -> None:
    one = a_proposal(store, family)
    with pytest.raises(UserError, match="belum disetujui"):
        deeds.mark_sent(store, [one], SENT, OPERATOR)
    with pytest.raises(UserError, match="belum dimasukkan"):
        deeds.record_answer(store, [one], 1, OPERATOR, day=SENT)
    deeds.attach(store, a_meeting(store), [one], OPERATOR)
    [one] = decided(store, [as_now(store, one.id)], SETUJU)
    deeds.mark_sent(store, [one], SENT, OPERATOR)
    with pytest.raises(UserError, match="dikirim sesudah tanggal itu"):
        deeds.record_answer(store, [as_now(store, one.id)], 1, OPERATOR, day=date(2026, 11, 1))
    with pytest.raises(UserError, match="sudah dimasukkan"):
        deeds.withdraw(store, as_now(store, one.id), "salah", OPERATOR)


def test_a_meeting_is_warned_about_its_number_its_invitation_and_its_guests(store: Store) -> None:
    a_meeting(store)
    made = deeds.new_meeting(store).answering(
        nomor_agenda="400.9/12/2026",
        tanggal="2026-11-20",
        tanggal_undangan="2026-11-21",
        jumlah_undangan=3,
        hadir_laki=4,
    )
    issues = deeds.hold(store, made, OPERATOR)
    assert [issue.field for issue in issues] == ["nomor_agenda", "jumlah_undangan", "tanggal_undangan"]


@pytest.mark.parametrize(
    ("today", "day", "left"),
    [((2026, 11, 16), (2026, 11, 17), 1), ((2026, 11, 17), (2026, 11, 17), 0), ((2026, 12, 31), (2027, 1, 17), 17)],
)
def test_the_cut_off_is_the_usual_day_until_there_is_a_schedule(
    store: Store, today: tuple[int, int, int], day: tuple[int, int, int], left: int
) -> None:
    found = deeds.cutoff(store.reader(), date(*today))
    assert (found.day, found.left) == (date(*day), left)


def test_a_schedule_counts_from_its_day_and_ends_with_short_months(store: Store) -> None:
    for day, since in ((31, "2027-01-01"), (10, "2027-03-01")):
        made = deeds.new_schedule(store).answering(berlaku_sejak=since, tanggal_batas=day)
        deeds.save_schedule(store, made.answering(dasar_hukum="Surat dinas"), OPERATOR)
    db = store.reader()
    assert deeds.cutoff(db, date(2026, 12, 20)).day == date(2027, 1, 17)
    assert deeds.cutoff(db, date(2027, 2, 3)).day == date(2027, 2, 28)
    assert deeds.cutoff(db, date(2027, 3, 11)).day == date(2027, 4, 10)
    assert deeds.cutoff(db, date(2027, 3, 11)).ground == "Surat dinas"
    with pytest.raises(InvalidData):
        deeds.save_schedule(store, deeds.new_schedule(store).answering(tanggal_batas=32), OPERATOR)


def test_what_is_copied_into_siksng_stands_in_the_order_of_its_menu(store: Store, family: str) -> None:
    meeting = a_meeting(store)
    one = a_proposal(store, family, TIDAK_LAYAK, alasan="Pindah ke Brebes")
    deeds.attach(store, meeting, [one], OPERATOR)
    told = dict(siksng.entries(store.reader(), as_now(store, one.id)))
    assert list(told)[:3] == ["Nomor KK", "NIK", "Nama"]
    assert (told["Nomor KK"], told["NIK"], told["Nama"]) == ("3328011103000001", "3328011203720001", "SARKIM")
    assert (told["Alasan tidak layak"], told["Uraian"]) == ("A3 Pindah domisili", "Pindah ke Brebes")
    assert (told["Nomor berita acara"], told["Tanggal berita acara"]) == ("400.9/12/2026", "16-11-2026")


def test_excel_has_a_sheet_for_each_kind_with_numbers_as_text(store: Store, tmp_path: Path) -> None:
    for name in ("SARKIM", "KARTO", "TARSINI", "DARMO"):
        saved(store, a_household(store, name, nik="3328011203720001", nomor_kk="0028011103000001"))
    a_village_with_a_meeting(store, 1)
    target = tmp_path / "usulan.xlsx"
    assert siksng.write_excel(store, target, deeds.listed(store.reader())) == 4
    book = sheets.open_book(target)
    assert [sheet.name for sheet in book.sheets] == list(siksng.MENUS.values())
    _, (_, first) = book.sheets[0].rows()
    assert first[:3] == (1, "0028011103000001", "3328011203720001")


def test_states_cover_every_decision_and_the_menus_every_kind() -> None:
    assert set(siksng.MENUS) == set(JENIS_USULAN.items)
    fields = FORMS[USULAN].fields
    assert all(fields[key].show(code) for key in ("keputusan", "jawaban") for code in (1, 2, 3))


def test_a_proposal_of_a_deleted_family_still_tells_who_it_was(store: Store, family: str) -> None:
    one = a_proposal(store, family)
    with commits.group(store, "Hapus keluarga", OPERATOR) as transaction:
        transaction.delete("keluarga", family, "uji")
    assert as_now(store, one.id).name == "SARKIM"
    assert state_of(all_now(store, [one])[0]) is ProposalState.PROPOSED


def test_the_command_line_writes_letters_and_lists_proposals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = a_store(tmp_path / "desa")
    for name in ("SARKIM", "KARTO", "TARSINI", "DARMO"):
        saved(store, a_household(store, name))
    a_village_with_a_meeting(store, 1)
    store.close()
    monkeypatch.setenv("PUSKESOS_SANDI", PASSWORD)

    def run(*words: str) -> Result:
        return CliRunner().invoke(puskesos, ["--data", str(tmp_path / "desa"), *words])

    target = tmp_path / "surat.pdf"
    assert "halaman" in run("surat", "berita-acara", "--musyawarah", NUMBER, "--ke", str(target)).output
    assert target.read_bytes().startswith(b"%PDF")
    listed = run("usulan", "--keadaan", "disetujui", "--excel", str(tmp_path / "usulan.xlsx")).output
    assert listed.count("disetujui") == 3
    assert "3 usulan ditulis ke usulan.xlsx." in listed
    for words, said in (
        (("surat", "pidato", "--musyawarah", NUMBER, "--ke", "x.pdf"), "Surat pidato tidak dikenal"),
        (("usulan", "--keadaan", "selesai"), "Keadaan selesai tidak dikenal"),
    ):
        assert said in str(run(*words).exception)
