"""The main job as a rehearsal on the sample village: register, change, undo, check; each step says what it proved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from puskesos_desktop.domain.household import Household
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.services.family import registry
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.log import undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, search

NAME = "PERAGAAN PUSKESOS"


@dataclass(frozen=True)
class Step:
    """One step that worked."""

    name: str
    words: str


def run(store: Store, operator: str) -> list[Step]:
    """Do the steps in order; `UserError` at the first one whose result is not what it must be.

    Leaves a family in the journal that is deleted again, so it refuses any village but the sample.
    """
    village = households.village(store.reader())
    if village is None or village["contoh"] != 1:
        raise UserError("Peragaan hanya untuk desa contoh.", "Buat dengan: puskesos contoh --ke FOLDER.")
    before = households.totals(store.reader())
    home = _invented(store)
    registry.save_household(store, home, operator)
    family = home.family.id
    steps = [
        _step(
            "daftarkan",
            households.totals(store.reader())["keluarga"] == before["keluarga"] + 1,
            "Satu keluarga didaftarkan.",
        )
    ]
    found = [hit.family for hit in search.search(store.reader(), NAME)]
    steps.append(_step("cari", family in found, "Keluarga itu ditemukan lewat pencarian."))
    saved = _loaded(store, family)
    registry.save_household(store, replace(saved, family=saved.family.answering(bahan_bakar=4)), operator)
    steps.append(_step("ubah", _loaded(store, family).family["bahan_bakar"] == 4, "Satu isian diubah."))
    undo.undo(store, operator)
    steps.append(_step("batalkan", _loaded(store, family).family["bahan_bakar"] is None, "Perubahan itu dibatalkan."))
    undo.undo(store, operator)
    gone = households.load(store.reader(), family) is None and households.totals(store.reader()) == before
    steps.append(_step("batalkan pendaftaran", gone, "Pendaftaran dibatalkan; jumlah kembali seperti semula."))
    health = selfcheck.check(store)
    steps.append(_step("cek", health.sound, f"Data diperiksa: {health.operations} catatan utuh."))
    return steps


def _invented(store: Store) -> Household:
    home = registry.new_household(store)
    person = registry.new_member(store, home)
    head = person.answering(
        nama=NAME, jenis_kelamin=1, status_nik=2, alasan_tanpa_nik="contoh", tanggal_lahir="1980-05-17"
    )
    building = home.building.answering(dusun="Krajan", rw="001", rt="001", alamat="Jalan Contoh 1")
    return replace(home, building=building, members=(head,))


def _loaded(store: Store, family: str) -> Household:
    home = households.load(store.reader(), family)
    if home is None:
        raise UserError("Peragaan berhenti: keluarga yang disimpan tidak ada.", "Laporkan kepada pengembang.")
    return home


def _step(name: str, held: bool, words: str) -> Step:
    if not held:
        raise UserError(f"Peragaan berhenti pada langkah “{name}”.", "Laporkan kepada pengembang.")
    return Step(name, words)
