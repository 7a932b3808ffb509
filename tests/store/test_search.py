"""Finding people: parts of names and numbers, Indonesian spellings, and why something matched."""

from __future__ import annotations

import pytest

from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import search
from puskesos_desktop.store.tables import summaries
from tests.support.village import a_household, answering, opened, saved


def names(store: Store, text: str) -> list[str]:
    return sorted({hit.name for hit in search.search(store.reader(), text)})


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sark", ["SARKIM"]),
        ("SA", ["SARKIM"]),
        ("moh rohman", ["MUHAMMAD ROHMAN"]),
        ("Mochamad Rohman", ["MUHAMMAD ROHMAN"]),
        ("soeharto", ["SUHARTO"]),
        ("33280112", ["SARKIM"]),
        ("3328 0112 0580", ["SARKIM"]),
        ("gang melati", ["SUHARTO"]),
        ("rt 007", ["SUHARTO"]),
        ("525212345678", ["SUHARTO"]),
        ("tidak ada", []),
        ("", []),
        ("   ", []),
        ('" OR 1', []),
    ],
)
def test_what_is_typed_finds(store: Store, typed: str, found: list[str]) -> None:
    saved(store, a_household(store, "SARKIM", nik="3328011205807001"))
    saved(store, a_household(store, "MUHAMMAD ROHMAN"))
    saved(store, a_household(store, "SITI ROHMAH"))
    saved(
        store,
        a_household(
            store, "SUHARTO", alamat="Gang Melati 3", rt="007", sumber_penerangan=1, daya_1=1, idpel="525212345678"
        ),
    )
    saved(store, a_household(store, "SUHARTI"))
    assert names(store, typed) == found


def test_a_hit_says_why(store: Store) -> None:
    saved(store, a_household(store, "MUHAMMAD ROHMAN", nik="3328011205807001"))
    assert search.search(store.reader(), "rohman")[0].why == "nama memuat ROHMAN"
    assert search.search(store.reader(), "moch")[0].why == "ejaan nama mirip MOCH"
    assert search.search(store.reader(), "05807")[0].why == "NIK memuat 05807"


def test_a_renamed_person_is_found_by_the_new_name_only(store: Store) -> None:
    home = saved(store, a_household(store, "SARKIM"))
    saved(store, answering(home, home.members[0].id, nama="WASTAP"))
    assert (names(store, "sarkim"), names(store, "wastap")) == ([], ["WASTAP"])


def test_a_moved_house_is_found_at_its_new_place_by_all_its_families(store: Store) -> None:
    home = saved(store, a_household(store, "SARKIM", alamat="Gang Lama"))
    saved(store, answering(home, "", alamat="Gang Baru"))
    assert (names(store, "gang lama"), names(store, "gang baru")) == ([], ["SARKIM"])


def test_confidential_answers_are_not_searched(store: Store) -> None:
    home = a_household(store, "SARKIM")
    saved(store, answering(home, home.members[0].id, penyakit=12))
    assert opened(store, home.family.id).members[0]["penyakit"] == 12
    assert names(store, "HIV") == []


def test_a_whole_nik_is_found_although_many_share_its_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MANY", 3)
    for number in range(6):
        saved(store, a_household(store, f"ORANG {number}", nik=f"332801{number + 10}05800001"))
    assert names(store, "3328011505800001") == ["ORANG 5"]


def test_everybody_is_found_after_the_index_was_put_in_order(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summaries, "BULK", 0)
    home = saved(store, a_household(store, "SARKIM"))
    saved(store, answering(home, home.members[0].id, nama="WASTAP"))
    saved(store, a_household(store, "KARTO", nik="3328011205807001"))
    assert [names(store, text) for text in ("sarkim", "wastap", "5807001")] == [[], ["WASTAP"], ["KARTO"]]
