"""Who and what belongs to the family that is being edited: members, PPKS records, desil, and the house it lives in."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.household import Household
from puskesos_desktop.services.family.editing import Editing
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.family.house_picker import HousePicker
from puskesos_desktop.ui.desa.family.sections import Sections
from puskesos_desktop.ui.kit import dialogs

REASONS = ("Salah masuk", "Ganda")


class Composing(QObject):
    """Adds and takes out what the sections ask for, after a question where it must be asked.

    `added` carries a record and the question to begin with, `removed` says that something is gone, `answered` carries
    a record with answers that were not typed, `told` a sentence to read.
    """

    added = Signal(str, str)
    removed = Signal()
    answered = Signal(str, object)
    told = Signal(str)

    def __init__(self, desk: Desk, editing: Editing, sections: Sections) -> None:
        super().__init__(sections)
        self._desk = desk
        self._editing = editing
        self._sections = sections
        sections.member_added.connect(self.add_member)
        sections.member_removed.connect(self.remove_member)
        sections.case_added.connect(self.add_case)
        sections.record_removed.connect(self.remove_record)
        sections.house_wanted.connect(self.pick_house)
        sections.place_found.connect(self.take_place)

    def add_member(self) -> None:
        """A new person, to be named first."""
        self._sections.commit()
        self.added.emit(self._editing.add_member().id, "nama")

    def add_case(self, member: str | None = None) -> None:
        """A new PPKS record, of a member or of the whole family."""
        self.added.emit(self._editing.add_case(member).id, "")

    def add_desil(self) -> None:
        """A new desil observation."""
        self.added.emit(self._editing.add_desil().id, "")

    def remove_member(self, record: str) -> None:
        """Ask why, and take the person out."""
        name = self._editing.record(record).text("nama") or "anggota ini"
        text = f"Mengapa {name} dikeluarkan dari keluarga ini? Bila meninggal atau pindah, isi pertanyaan 404 saja."
        chosen = dialogs.choose(self._sections, "Keluarkan anggota", text, REASONS)
        if chosen is not None:
            self._editing.remove(record, REASONS[chosen].lower())
            self.removed.emit()

    def remove_record(self, record: str) -> None:
        """Ask, and take a PPKS record or a desil observation out."""
        if dialogs.ask(self._sections, "Hapus catatan", "Hapus catatan ini? Isinya tetap ada di riwayat.", "Hapus"):
            self._editing.remove(record, "dihapus operator")
            self.removed.emit()

    def pick_house(self) -> None:
        """Let the family live in a house that another family lives in."""
        picked = HousePicker.pick(self._sections, self._desk, self._editing.household.family.id)
        if picked is not None:
            neighbours = (picked.family, *picked.neighbours)
            self._editing.move_into(picked.building, neighbours, len(picked.living) + picked.others_in_house)
            self.added.emit(picked.building.id, "")
            self.told.emit(shared_words(self._editing.household))

    def take_place(self, point: str) -> None:
        """Take the point of a photo for the house."""
        house = self._editing.household.building
        self.answered.emit(house.id, {**house.answers, "koordinat": point})
        self.told.emit("Titik koordinat rumah terisi dari foto. Tekan Simpan bila sudah benar.")


def shared_words(household: Household) -> str:
    """Who else lives in this house, said before anything about it is changed; empty for a house of one family."""
    cards = ", ".join(identity.grouped(mate.text("nomor_kk")) for mate in household.neighbours)
    return f"Rumah ini juga ditempati keluarga {cards}. Perubahan keadaan rumah berlaku untuk semua." if cards else ""
