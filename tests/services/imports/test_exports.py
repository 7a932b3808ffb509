"""What goes out comes in again without loss, and a file nobody can read ends in one sentence with nothing written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.codes.photo import LAMPIRAN
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, DESA, KELUARGA, PPKS, Answers
from puskesos_desktop.exchange.tables.guard import UnreadableTable
from puskesos_desktop.forms.fields import Photo, Reference, Sensitivity
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.imports import export, rehearse
from puskesos_desktop.services.imports.findings import Verdict
from puskesos_desktop.services.sample.make import create_sample
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.log import commits, history, undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, population
from tests.support import tables
from tests.support.amount import examples
from tests.support.imports import a_file, imported, rehearsed, without
from tests.support.invent import answers_of
from tests.support.tables import changed, opensid, people
from tests.support.village import OPERATOR, a_household, a_store, opened, saved

KINDS = [kind for kind in FORMS if kind not in (DESA, LAMPIRAN)]
FIVE = people(5)


def everything(store: Store, *, confidential: bool = True) -> dict[str, dict[str, Answers]]:
    return {
        kind: {
            one.id: {
                key: value for key, value in one.answers.items()
                if confidential or FORMS[kind].fields[key].sensitivity is not Sensitivity.RAHASIA
            }
            for one in population.every(store.reader().conn, kind)
        }
        for kind in KINDS
    }  # fmt: skip


@pytest.fixture
def sample(tmp_path: Path) -> Store:
    return create_sample(tmp_path / "contoh", 60, 7, date(2026, 11, 20))


def test_the_whole_village_goes_into_an_empty_one_without_loss(sample: Store, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "desa.xlsx"
    counts = export.village(sample.reader(), path, confidential=True)
    assert counts[ANGGOTA] == households.totals(sample.reader())[ANGGOTA]
    done = imported(store, path)
    assert (done.counts["ditolak"], done.counts["ragu"], done.equal) == (0, 0, True)
    assert everything(store) == everything(sample)
    assert selfcheck.check(store).sound
    sample.close()


def test_without_the_confidential_answers_all_others_come_in(sample: Store, store: Store, tmp_path: Path) -> None:
    export.village(sample.reader(), tmp_path / "desa.xlsx")
    imported(store, tmp_path / "desa.xlsx")
    assert everything(store, confidential=False) == everything(sample, confidential=False)
    assert all(one["penyakit"] is None for one in population.every(store.reader().conn, ANGGOTA))
    sample.close()


def test_the_own_export_changes_nothing_where_it_came_from(sample: Store, tmp_path: Path) -> None:
    export.village(sample.reader(), tmp_path / "desa.xlsx")
    found = imported(sample, tmp_path / "desa.xlsx")
    assert (found.counts["baru"], found.counts["berubah"], found.written) == (0, 0, {})
    sample.close()


def test_an_undone_import_of_the_own_export_can_be_imported_again(sample: Store, store: Store, tmp_path: Path) -> None:
    export.village(sample.reader(), tmp_path / "desa.xlsx", confidential=True)
    imported(store, tmp_path / "desa.xlsx")
    undo.undo(store, OPERATOR)
    assert households.totals(store.reader())[ANGGOTA] == 0
    again = imported(store, tmp_path / "desa.xlsx")
    assert again.equal
    assert everything(store) == everything(sample)
    sample.close()


def test_what_somebody_deleted_lives_again_only_by_decision(store: Store, tmp_path: Path) -> None:
    home = saved(store, a_household(store, "SARKIM"))
    export.village(store.reader(), tmp_path / "desa.xlsx")
    registry.delete_family(store, home.family.id, "pindah", OPERATOR)
    found = rehearsed(store, tmp_path / "desa.xlsx")
    told = {one.said for one in found.lines if one.verdict is Verdict.UNSURE}
    assert told == {("Catatan ini sudah dihapus di desa ini (alasan: pindah).",)}


def test_a_village_typed_twice_is_not_doubled_by_the_export_of_the_other(store: Store, tmp_path: Path) -> None:
    other = a_store(tmp_path / "lain")
    for one in (store, other):
        imported(one, a_file(tmp_path, opensid(FIVE)))
    export.village(other.reader(), tmp_path / "desa.xlsx")
    done = imported(store, tmp_path / "desa.xlsx")
    assert households.totals(store.reader())[ANGGOTA] == 15
    assert done.counts["ragu"] >= 15
    other.close()


def _free(kind: str, answers: Answers) -> Answers:
    """Without references and photos, which lead to other records; a person has a name."""
    fields = FORMS[kind].fields
    kept = {key: one for key, one in answers.items() if not isinstance(fields[key], Reference | Photo)}
    if kind == ANGGOTA:
        kept["nama"] = kept["nama"] or "SARKIM"
    return FORMS[kind].complete(kept)


@settings(max_examples=examples(10, 4))
@given(data=st.data())
def test_any_answers_come_back_as_they_went(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    kinds = (BANGUNAN, KELUARGA, ANGGOTA, PPKS)
    drawn = {kind: _free(kind, data.draw(answers_of(FORMS[kind]))) for kind in kinds}
    folder = tmp_path_factory.mktemp("bolak")
    store, empty = a_store(folder / "satu"), a_store(folder / "dua")
    with commits.group(store, "isi", OPERATOR) as writing:
        for kind, answers in drawn.items():
            writing.create(kind, answers)
    export.village(store.reader(), folder / "desa.xlsx", confidential=True)
    done = imported(empty, folder / "desa.xlsx")
    assert done.left == ()
    assert everything(empty) == everything(store)
    store.close()
    empty.close()


def test_persons_go_to_opensid_and_come_back_the_same(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE)))
    before = everything(store)
    done = export.opensid(store.reader(), tmp_path / "opensid.xlsx")
    assert (done.written, done.left, done.by_hand) == (15, (), None)
    assert without(imported(store, tmp_path / "opensid.xlsx").counts) == {"sama": 15}
    assert everything(store) == before
    empty = a_store(tmp_path / "kosong")
    again = imported(empty, tmp_path / "opensid.xlsx")
    assert (again.after.persons, again.after.families, again.after.by_rt) == (
        15,
        5,
        rehearsed(empty, tmp_path / "opensid.xlsx").file.by_rt,
    )
    empty.close()


def test_who_moved_since_opensid_gave_its_file_comes_into_the_list_by_hand(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE)))
    home = opened(store, households.find_by_card(store.reader(), FIVE[0].kk)[0])
    member = home.members[2]
    registry.save_household(store, replace(home, members=(*home.members[:2], member.answering(keberadaan=2))), OPERATOR)
    saved(
        store,
        a_household(
            store, "WARGA BARU", nik="3328011704800017", nomor_kk="3328010506250017", rt="001", rw="001", dusun="Krajan"
        ),
    )
    done = export.opensid(store.reader(), tmp_path / "opensid.xlsx")
    assert [one.row["nama"] for one in done.left] == [FIVE[2].name]
    assert (done.written, done.by_hand) == (15, tmp_path / "opensid - diubah manual.xlsx")


def _text(path: Path) -> Path:
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    return path


def _nothing(path: Path) -> Path:
    path.touch()
    return path


BAD: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "kosong": ("kosong.xlsx", _nothing),
    "gambar": ("foto.xlsx", _text),
    "tanpa_tabel": ("lembar.xlsx", lambda path: tables.xlsx(path, {"Data": [["surat"]]})),
    "terlalu_lebar": ("lebar.xlsx", lambda path: tables.xlsx(path, {"Data": [["NIK", "Nama", *[""] * 16_000, "x"]]})),
    "tidak_terbuka": ("hilang.xlsx", lambda path: path),
}


@pytest.mark.parametrize("code", sorted(BAD))
def test_a_bad_file_ends_in_a_sentence_and_nothing_is_written(store: Store, tmp_path: Path, code: str) -> None:
    name, make = BAD[code]
    with pytest.raises(UnreadableTable) as caught:
        rehearsed(store, make(tmp_path / name))
    assert caught.value.code == code
    assert str(caught.value).startswith(f"Berkas {name}: ")
    assert len(history.deeds(store, store.reader(), 5)) == 1


def test_the_bar_moves_while_a_file_is_loaded(store: Store, tmp_path: Path) -> None:
    steps: list[str] = []
    rehearse.rehearse(
        store.reader(), a_file(tmp_path, opensid(changed(people(300), 0))), None, lambda *step: steps.append(step[2])
    )
    assert steps[0] == "Membuka berkas… 0 detik"
