"""A household in words and as plain data, for the command line and for quick looks; confidential answers stay out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.codes.ppks import SENSITIVE
from puskesos_desktop.domain.household import Household, Record
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.forms.fields import Reference, Sensitivity
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.read import households


@dataclass(frozen=True)
class Description:
    """One household, ready to be told."""

    household: Household

    def as_dict(self) -> dict[str, Any]:
        """Ids, and every open answer under its key, as stored."""
        home = self.household
        return {
            "id": home.family.id,
            "nomor_kk": home.family["nomor_kk"],
            "keluarga": _open_answers(home.family),
            "bangunan": {"id": home.building.id, **_open_answers(home.building)},
            "kunjungan": _open_answers(home.visit) if home.visit else None,
            "anggota": [{"id": member.id, **_open_answers(member)} for member in home.members],
            "desil": [_open_answers(one) for one in home.desil],
            "ppks": sum(case["jenis"] not in SENSITIVE for case in home.ppks),
            "serumah": [mate["nomor_kk"] for mate in home.neighbours],
        }

    def as_text(self) -> str:
        """The household as an operator would read it out."""
        home = self.household
        place = home.building
        lines = [
            f"KK {identity.grouped(home.family.text('nomor_kk'))} · RT {place.text('rt')}/RW {place.text('rw')} "
            f"{place.text('dusun')} · {place.text('alamat')}"
        ]
        form = FORMS["anggota"].fields
        for member in home.members:
            relation = form["hubungan"].show(member["hubungan"])
            born = form["tanggal_lahir"].show(member["tanggal_lahir"])
            lines.append(f"  {member['nomor_urut'] or '-'}. {member.text('nama')} · {relation} · lahir {born or '-'}")
        for record in (home.building, home.family):
            lines += _told(record)
        return "\n".join(lines)


def family_by_card(db: Database, number: str) -> Description:
    """The family with this KK number, spaces and dots allowed; `UserError` when there is none or several."""
    clean = identity.clean_number(number)
    found = households.find_by_card(db, clean)
    if not found:
        raise UserError(f"Tidak ada keluarga dengan nomor KK {clean}.", "Periksa nomornya atau cari menurut nama.")
    home = households.load(db, found[0])
    if home is None or len(found) > 1:
        raise UserError(f"Ada {len(found)} keluarga dengan nomor KK {clean}.", "Buka keduanya di jendela Keluarga.")
    return Description(home)


def _open_answers(record: Record) -> dict[str, Any]:
    return {
        key: record[key]
        for key, field in FORMS[record.kind].fields.items()
        if field.sensitivity is not Sensitivity.RAHASIA and not isinstance(field, Reference)
    }


def _told(record: Record) -> list[str]:
    fields = FORMS[record.kind].fields
    return [
        f"  {field.number:>5}  {field.label}: {field.show(record[key])} {field.unit}".rstrip()
        for key, field in fields.items()
        if field.number and record[key] is not None and field.sensitivity is not Sensitivity.RAHASIA
    ]
