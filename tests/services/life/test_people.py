"""Births, deaths, leaving and coming: each one a checked, labelled deed that can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from puskesos_desktop.domain.codes import life
from puskesos_desktop.domain.household import Household
from puskesos_desktop.domain.outcome import Severity
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.life import deeds
from puskesos_desktop.services.life.plans import (
    Born,
    Died,
    Joined,
    MovedOut,
    NewPerson,
    PresenceChanged,
    Returned,
    Succession,
)
from puskesos_desktop.services.life.relations import widowed_by
from puskesos_desktop.store.log import commits, undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from tests.services.life.test_families import (
    DAY,
    NEW_CARD,
    OLD_CARD,
    a_case,
    a_family,
    after,
    do,
    events,
    named,
    refused,
    relations_in,
    who,
)
from tests.support.village import OPERATOR, opened, saved


@pytest.fixture
def home(store: Store) -> Household:
    return a_family(store, "SARKIM", "TARSINI", "SITI", "RATNA", nomor_kk=OLD_CARD, rt="001")


def test_a_head_dies_and_the_wife_follows_with_relations_widowhood_and_a_new_card(
    store: Store, home: Household
) -> None:
    succession = replace(after(home, "TARSINI"), card=NEW_CARD)
    plan = Died(
        family=home.family.id, person=who(home, "SARKIM"), on=DAY, reason="sakit", succession=succession,
        widowed=who(home, "TARSINI"),
    )  # fmt: skip
    do(store, plan)
    now = opened(store, home.family.id)
    assert relations_in(now) == {"SARKIM": 2, "TARSINI": 1, "SITI": 3, "RATNA": 3}
    assert (named(now, "SARKIM")["keberadaan"], named(now, "TARSINI")["status_kawin"]) == (2, 4)
    assert [number for number, _ in households.kk_history(store.reader(), home.family.id)] == [OLD_CARD, NEW_CARD]
    (event,) = events(store)
    assert (event["jenis"], event["tanggal"], event["alasan"]) == (life.MENINGGAL, "2026-03-05", "sakit")
    assert (event["nomor_kk_lama"], event["nomor_kk_baru"]) == (OLD_CARD, NEW_CARD)


def test_undoing_a_death_brings_back_the_head_the_answers_and_the_card(store: Store, home: Household) -> None:
    plan = Died(
        family=home.family.id, person=who(home, "SARKIM"), on=DAY,
        succession=replace(after(home, "TARSINI"), card=NEW_CARD), widowed=who(home, "TARSINI"),
    )  # fmt: skip
    do(store, plan)
    assert undo.undo(store, OPERATOR) == "Batalkan: Catat SARKIM meninggal"
    now = opened(store, home.family.id)
    assert [one.answers for one in now.members] == [one.answers for one in home.members]
    assert now.family.answers == home.family.answers
    assert events(store) == []


def test_a_head_who_dies_needs_a_living_head_after_them_and_everybody_a_relation(store: Store, home: Household) -> None:
    dead, widow = who(home, "SARKIM"), who(home, "TARSINI")
    assert refused(store, Died(family=home.family.id, person=dead, on=DAY)) == ["Pilih kepala keluarga yang baru."]
    again = Died(family=home.family.id, person=dead, on=DAY, succession=after(home, "SARKIM"))
    assert refused(store, again)[0] == "SARKIM tidak tinggal di keluarga ini. Pilih orang lain."
    alone = Died(family=home.family.id, person=dead, on=DAY, succession=Succession(widow, {who(home, "SITI"): 3}))
    assert refused(store, alone) == ["Isi hubungan RATNA dengan TARSINI."]


def test_two_heads_are_refused_in_a_deed_as_in_the_editor(store: Store, home: Household) -> None:
    both = Succession(who(home, "TARSINI"), {who(home, "SITI"): 1, who(home, "RATNA"): 3})
    plan = Died(family=home.family.id, person=who(home, "SARKIM"), on=DAY, succession=both)
    assert any("Kepala keluarga sudah" in words for words in refused(store, plan))


def test_a_death_on_a_day_to_come_or_before_birth_is_refused_with_a_sentence(store: Store, home: Household) -> None:
    tomorrow = registry.today(store) + timedelta(days=1)
    plan = Died(family=home.family.id, person=who(home, "SITI"), on=tomorrow)
    assert "belum tiba" in refused(store, plan)[0]
    assert refused(store, replace(plan, on=date(1999, 1, 1))) == ["Tanggal ini mendahului kelahiran SITI (03-03-2000)."]


def test_nobody_dies_twice(store: Store, home: Household) -> None:
    plan = Died(family=home.family.id, person=who(home, "SITI"), on=DAY)
    do(store, plan)
    assert refused(store, plan) == ["SITI tercatat meninggal."]


def test_the_dead_no_longer_count_and_their_open_ppks_records_say_so(store: Store, home: Household) -> None:
    home = a_case(store, home, "SITI")
    foreseen = deeds.foresee(store, plan := Died(family=home.family.id, person=who(home, "SITI"), on=DAY))
    assert "1 catatan PPKS menjadi berstatus meninggal/pindah." in foreseen.words
    do(store, plan)
    (case,) = opened(store, home.family.id).ppks
    assert (case["status"], case["tanggal_status"]) == (6, "2026-03-05")
    row = store.reader().conn.execute("SELECT anggota, ppks FROM ringkasan WHERE id = ?", (home.family.id,)).fetchone()
    assert row == (3, 0)


def test_aid_the_dead_still_had_is_pointed_out(store: Store, home: Household) -> None:
    member = named(home, "SITI").answering(jamkes=1)
    home = saved(store, replace(home, members=tuple(member if one.id == member.id else one for one in home.members)))
    issues = do(store, Died(family=home.family.id, person=member.id, on=DAY))
    assert any("PBI/JKN" in issue.message for issue in issues)


def test_persons_move_out_and_come_back(store: Store, home: Household) -> None:
    siti = who(home, "SITI")
    do(store, MovedOut(family=home.family.id, persons=(siti,), on=DAY, destination="Taiwan", abroad=True))
    assert named(opened(store, home.family.id), "SITI")["keberadaan"] == 4
    assert events(store)[0]["tujuan"] == "Taiwan"
    do(store, Returned(family=home.family.id, persons=(siti,), on=DAY, origin="Taiwan"))
    assert named(opened(store, home.family.id), "SITI")["keberadaan"] == 1
    assert [event["jenis"] for event in events(store)] == [life.PINDAH_KELUAR, life.DATANG]


def test_a_whole_family_moves_out_and_stays_registered(store: Store, home: Household) -> None:
    before = households.totals(store.reader())
    everybody = tuple(one.id for one in home.members)
    plan = MovedOut(family=home.family.id, persons=everybody, on=DAY, destination="Brebes")
    assert "datanya tetap tersimpan" in deeds.foresee(store, plan).words[1]
    do(store, plan)
    assert households.totals(store.reader()) == before
    assert opened(store, home.family.id).living == ()
    undo.undo(store, OPERATOR)
    assert [one.answers for one in opened(store, home.family.id).members] == [one.answers for one in home.members]


def test_a_head_may_go_away_and_stay_head_or_be_followed(store: Store, home: Household) -> None:
    plan = MovedOut(family=home.family.id, persons=(who(home, "SARKIM"),), on=DAY)
    do(store, plan)
    assert relations_in(opened(store, home.family.id))["SARKIM"] == 1
    undo.undo(store, OPERATOR)
    do(store, replace(plan, succession=after(home, "TARSINI")))
    assert relations_in(opened(store, home.family.id))["TARSINI"] == 1


def test_nobody_chosen_and_the_dead_are_refused(store: Store, home: Household) -> None:
    family, siti = home.family.id, who(home, "SITI")
    assert refused(store, MovedOut(family=family, persons=(), on=DAY)) == ["Pilih siapa yang pindah."]
    assert refused(store, Returned(family=family, persons=(), on=DAY)) == ["Pilih siapa yang datang."]
    do(store, Died(family=family, person=siti, on=DAY))
    assert refused(store, Returned(family=family, persons=(siti,), on=DAY)) == ["SITI tercatat meninggal."]


def test_a_child_is_born_with_what_the_parents_answers_say(store: Store, home: Household) -> None:
    mother = named(home, "TARSINI").answering(hamil=1, tanggal_lahir="1985-02-02")
    home = saved(store, replace(home, members=tuple(mother if one.id == mother.id else one for one in home.members)))
    child = NewPerson(name="BUDI", sex=1, birthplace="Tegal")
    do(store, Born(family=home.family.id, on=DAY, child=child, mother=mother.id))
    now = opened(store, home.family.id)
    baby = named(now, "BUDI")
    assert (baby["hubungan"], baby["nama_ibu"], baby["tanggal_lahir"], baby["keberadaan"]) == (
        3, "TARSINI", "2026-03-05", 5,
    )  # fmt: skip
    assert (baby["status_kawin"], baby["status_nik"], baby["nomor_urut"], baby["tempat_lahir"]) == (1, 2, 5, "Tegal")
    assert named(now, "TARSINI")["hamil"] == 2
    undo.undo(store, OPERATOR)
    assert len(opened(store, home.family.id).living) == 4


def test_a_daughters_child_is_a_grandchild_of_the_head(store: Store, home: Household) -> None:
    do(store, Born(family=home.family.id, on=DAY, child=NewPerson(name="BUDI"), mother=who(home, "SITI")))
    assert relations_in(opened(store, home.family.id))["BUDI"] == 5


def test_a_birth_before_the_mothers_or_without_a_name_is_refused(store: Store, home: Household) -> None:
    plan = Born(family=home.family.id, on=date(1960, 1, 1), child=NewPerson(name="BUDI"), mother=who(home, "SITI"))
    assert refused(store, plan) == ["Tanggal ini mendahului kelahiran SITI (03-03-2000)."]
    assert refused(store, replace(plan, on=DAY, child=NewPerson(name=""))) == ["Wajib diisi."]


def test_somebody_new_joins_from_elsewhere(store: Store, home: Household) -> None:
    person = NewPerson(name="DARTO", sex=1, relation=4, born=date(1998, 1, 1))
    do(store, Joined(family=home.family.id, person=person, on=DAY, origin="Brebes"))
    now = named(opened(store, home.family.id), "DARTO")
    assert (now["keberadaan"], now["hubungan"], events(store)[0]["asal"]) == (5, 4, "Brebes")


def test_presence_is_set_with_a_day_and_death_has_its_own_deed(store: Store, home: Household) -> None:
    plan = PresenceChanged(family=home.family.id, person=who(home, "SITI"), presence=6, on=DAY)
    do(store, plan)
    assert named(opened(store, home.family.id), "SITI")["keberadaan"] == 6
    assert refused(store, plan) == ["Keberadaan SITI memang sudah begitu."]
    assert refused(store, replace(plan, presence=2)) == ["Untuk orang yang meninggal, pilih Meninggal."]


def test_an_error_that_stood_there_before_does_not_stop_a_deed(store: Store, home: Household) -> None:
    conn_family = home.family.answering(sumber_penerangan=1)
    with_error = replace(home, family=conn_family)
    assert any(issue.severity is Severity.ERROR for issue in registry.check(store.reader(), with_error, DAY))
    with commits.group(store, "Dari laptop lain", "Orang lain") as transaction:
        transaction.save(conn_family)
    do(store, Died(family=home.family.id, person=who(home, "SITI"), on=DAY))
    assert named(opened(store, home.family.id), "SITI")["keberadaan"] == 2


def test_what_will_change_is_told_before_anything_is_written(store: Store, home: Household) -> None:
    before = store.tip()
    plan = Died(
        family=home.family.id, person=who(home, "SARKIM"), on=DAY, succession=after(home, "TARSINI"),
        widowed=who(home, "TARSINI"),
    )  # fmt: skip
    foreseen = deeds.foresee(store, plan)
    assert foreseen.possible
    assert foreseen.words == (
        "SARKIM meninggal pada 05-03-2026 (404 menjadi Meninggal).",
        "TARSINI menjadi kepala keluarga; hubungan 2 anggota lain disesuaikan.",
        "TARSINI berstatus cerai mati (408).",
        "Isian SARKIM yang tidak berlaku lagi (meninggal) dikosongkan; tetap ada di riwayat.",
    )
    assert store.tip() == before


def test_the_widowed_one_is_the_heads_one_spouse(store: Store, home: Household) -> None:
    assert widowed_by(home, who(home, "SARKIM")) == who(home, "TARSINI")
    assert widowed_by(home, who(home, "TARSINI")) == who(home, "SARKIM")
    assert widowed_by(home, who(home, "SITI")) is None
