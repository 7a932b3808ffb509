"""Writing: groups, undo that survives a restart, and the fold that keeps the tables true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.household import Household
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.services.family import registry
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.log import commits, history, undo
from puskesos_desktop.store.opened import Store, open_store
from puskesos_desktop.store.read import households
from puskesos_desktop.store.tables import projection
from puskesos_desktop.store.tables.refold import Changed
from tests.support.amount import examples
from tests.support.laptops import a_second_laptop
from tests.support.village import OPERATOR, PASSWORD, a_household, a_store, answering, opened, saved


def begin_and_fail(store: Store) -> None:
    with commits.group(store, "Gagal", OPERATOR) as transaction:
        transaction.create("bangunan", {"rt": "001"})
        raise RuntimeError


def test_a_group_that_fails_leaves_nothing_behind(store: Store) -> None:
    before = store.tip()
    with pytest.raises(RuntimeError):
        begin_and_fail(store)
    assert store.tip() == before
    assert selfcheck.check(store).sound


def test_a_group_that_changes_nothing_writes_nothing(store: Store) -> None:
    home = saved(store, a_household(store))
    before = store.tip()
    registry.save_household(store, home, OPERATOR)
    assert store.tip() == before


def test_listeners_hear_after_the_commit_what_changed(store: Store) -> None:
    heard: list[Changed] = []
    store.listeners.append(heard.append)
    home = saved(store, a_household(store))
    assert heard[0].kinds >= {"bangunan", "keluarga", "anggota"}
    assert home.family.id in heard[0].families


def test_only_what_changed_is_written_and_it_names_what_it_replaces(store: Store) -> None:
    home = saved(store, a_household(store, sumber_air=5))
    saved(store, answering(home, "", sumber_air=3))
    *_, last = projection.ops_of(store.reader().conn, home.family.id)
    assert last.fields == {"sumber_air": [3, *home.family.stamps["sumber_air"]]}


def test_undo_brings_back_the_answer_and_says_so(store: Store) -> None:
    home = saved(store, a_household(store, "SARKIM", sumber_air=5))
    saved(store, answering(home, "", sumber_air=3))
    assert undo.undo(store, OPERATOR) == "Batalkan: Simpan keluarga SARKIM"
    assert opened(store, home.family.id).family["sumber_air"] == 5


def test_undo_works_after_closing_and_opening(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    family = saved(store, a_household(store)).family.id
    store.close()
    again, _ = open_store(tmp_path, PASSWORD)
    undo.undo(again, OPERATOR)
    assert households.load(again.reader(), family) is None
    again.close()


def test_an_undone_undo_is_back_again(store: Store) -> None:
    family = saved(store, a_household(store, "SARKIM")).family.id
    undo.undo(store, OPERATOR)
    undoing = history.deeds(store, store.reader())[0]
    undo.undo(store, OPERATOR, undoing.number)
    assert opened(store, family).members[0]["nama"] == "SARKIM"


def test_taking_an_undo_back_and_undoing_that_again_are_said_in_plain_words(store: Store) -> None:
    saved(store, a_household(store, "SARKIM"))
    undo.undo(store, OPERATOR)
    labels = [undo.undo(store, OPERATOR, history.deeds(store, store.reader())[0].number) for _ in range(2)]
    assert labels == ["Kembalikan: Daftarkan keluarga SARKIM", "Batalkan: Daftarkan keluarga SARKIM"]


def test_undo_is_refused_when_a_field_was_changed_since(store: Store) -> None:
    home = saved(store, a_household(store, sumber_air=5))
    home = saved(store, answering(home, "", sumber_air=3))
    number = history.deeds(store, store.reader())[0].number
    saved(store, answering(home, "", sumber_air=4))
    with pytest.raises(UserError, match="sudah diubah lagi"):
        undo.undo(store, OPERATOR, number)
    assert opened(store, home.family.id).family["sumber_air"] == 4


def test_undo_of_an_unknown_number_is_said(store: Store) -> None:
    with pytest.raises(UserError, match="bernomor 99999"):
        undo.undo(store, OPERATOR, 99999)


def test_the_same_deed_is_not_undone_twice(store: Store) -> None:
    saved(store, a_household(store))
    number = history.deeds(store, store.reader())[0].number
    undo.undo(store, OPERATOR, number)
    with pytest.raises(UserError, match="sudah dibatalkan"):
        undo.undo(store, OPERATOR, number)


def test_history_tells_labels_operators_and_what_was_undone(store: Store) -> None:
    saved(store, a_household(store, "SARKIM"))
    undo.undo(store, OPERATOR)
    last, first, *_ = history.deeds(store, store.reader())
    assert (first.label, first.operator, first.undone) == ("Daftarkan keluarga SARKIM", OPERATOR, True)
    assert (last.label, last.undoes) == ("Batalkan: Daftarkan keluarga SARKIM", first.number)
    assert (first.operations, last.operations) == (4, 4)


def test_a_save_from_an_old_screen_keeps_both_values_and_lists_the_conflict(store: Store) -> None:
    home = saved(store, a_household(store, "SARKIM"))
    head = home.members[0].id
    saved(store, answering(home, head, nama="SARKIMAN"))
    registry.save_household(store, answering(home, head, nama="SARKIMUN"), OPERATOR)
    rows = store.reader().conn.execute("SELECT kind, record, field FROM conflict").fetchall()
    assert rows == [("anggota", head, "nama")]
    assert opened(store, home.family.id).members[0]["nama"] == "SARKIMUN"


def test_kk_numbers_keep_their_history(store: Store) -> None:
    home = saved(store, a_household(store, nomor_kk="3328012001107001"))
    saved(store, answering(home, "", nomor_kk="3328012001207002"))
    numbers = [number for number, _ in households.kk_history(store.reader(), home.family.id)]
    assert numbers == ["3328012001107001", "3328012001207002"]


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["baru", "ubah", "tambah", "keluarkan", "hapus", "batalkan", "serumah"]),
        st.integers(0, 5),
        st.sampled_from(["sumber_air", "luas_lantai", "nama", "nik", "rt"]),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=12,
)


def do(store: Store, families: list[str], edit: tuple[str, int, str, int]) -> None:
    deed, which, key, value = edit
    alive = [family for family in families if households.load(store.reader(), family) is not None]
    if deed == "baru" or not alive:
        home = a_household(store, f"ORANG {value}", rt=f"00{value}")
        families.append(home.family.id)
        registry.save_household(store, home, OPERATOR)
    elif deed == "batalkan":
        undo.undo(store, OPERATOR)
    elif deed == "hapus":
        registry.delete_family(store, alive[which % len(alive)], "salah", OPERATOR)
    else:
        home = opened(store, alive[which % len(alive)])
        registry.save_household(store, edited(store, home, deed, key, value, alive), OPERATOR)


def edited(store: Store, home: Household, deed: str, key: str, value: int, alive: list[str]) -> Household:
    if deed == "tambah":
        person = registry.new_member(store, home).answering(nama=f"ANGGOTA {value}", keberadaan=1)
        return replace(home, members=(*home.members, person))
    if deed == "keluarkan" and home.members:
        return registry.remove_member(home, home.members[-1].id, "salah masuk")
    if deed == "serumah":
        other = opened(store, alive[value % len(alive)])
        return replace(home, family=home.family.answering(bangunan_id=other.building.id), building=other.building)
    texts = {"nama": f"NAMA {value}", "nik": f"332801010190700{value}", "rt": f"00{value}"}
    member = home.members[0].id if home.members else ""
    return answering(home, member, **{key: texts.get(key, value)})


def counted(store: Store) -> dict[str, int]:
    """The records that are there, counted one by one."""
    sql = "SELECT count(*) FROM {} WHERE deleted = 0"
    return {
        kind: store.reader().conn.execute(sql.format(kind)).fetchone()[0]
        for kind in ("bangunan", "keluarga", "anggota", "ppks")
    }


def test_totals_equal_a_real_count_after_deleting_undoing_and_taking_in(store: Store, tmp_path: Path) -> None:
    homes = [saved(store, a_household(store, name)) for name in ("SARKIM", "KARTO", "WASTAP")]
    registry.delete_family(store, homes[1].family.id, "salah catat", OPERATOR)
    saved(store, answering(homes[0], homes[0].members[0].id, nama="SARKIM BIN KARTO"))
    registry.delete_family(store, homes[2].family.id, "pindah", OPERATOR)
    undo.undo(store, OPERATOR)
    second = a_second_laptop(store, tmp_path)
    for one in (store, second):
        assert households.totals(one.reader()) == counted(one)
        assert households.totals(one.reader())["keluarga"] == 2
    second.close()


@settings(
    max_examples=examples(40, 12),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(EDITS)
def test_tables_lines_and_search_equal_a_fold_from_scratch_and_undo_all_leaves_nothing(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int, str, int]]
) -> None:
    store = a_store(tmp_path_factory.mktemp("desa") / "d")
    empty = households.totals(store.reader())
    families: list[str] = []
    for edit in edits:
        do(store, families, edit)
    assert selfcheck.check(store).findings == ()
    indexed = store.reader().conn.execute("SELECT count(*) FROM telusur").fetchone()[0]
    now = households.totals(store.reader())
    assert now == counted(store)
    assert indexed == now["anggota"] + now["keluarga"]
    while (deed := history.next_undo(store, store.reader())) and not deed.label.startswith("Buat data desa"):
        undo.undo(store, OPERATOR)
    assert households.totals(store.reader()) == empty
    assert selfcheck.check(store).findings == ()
    store.close()
