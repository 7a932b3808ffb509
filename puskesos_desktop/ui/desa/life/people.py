"""The dialogs about persons: birth, death, moving out, coming, presence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from puskesos_desktop.domain.codes import person
from puskesos_desktop.domain.codes.house import YA_TIDAK, codes
from puskesos_desktop.domain.household import PERISTIWA, Answers, Household, age_of, is_present, read_day
from puskesos_desktop.domain.identity import FEMALE
from puskesos_desktop.forms.conditions import When
from puskesos_desktop.forms.fields import Choice
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.life import relations
from puskesos_desktop.services.life.plans import (
    Born,
    Died,
    Joined,
    MovedOut,
    NewPerson,
    PresenceChanged,
    Returned,
)
from puskesos_desktop.services.life.relations import of_child
from puskesos_desktop.ui.desa.life.form import (
    NO,
    YES,
    Following,
    LifeForm,
    People,
    chosen,
    date_field,
    day,
    person_fields,
    reason_field,
    text,
    yes_rows,
)

MOTHER_FROM, MOTHER_TO = 10, 60
"""Ages at which somebody is offered as a newborn's mother."""
PRESENCE = codes({code: words for code, words in person.KEBERADAAN.items.items() if code != 2})
"""Question 404 without the dead, for whom there is a dialog of its own."""


def birth(home: Household, today: date) -> LifeForm:
    """A child born into the family; mother first, for she says most of the rest."""
    people = People(home, today)
    mothers = {
        number: people.words(one)
        for number, one in enumerate(people.members, 1)
        if one["jenis_kelamin"] == FEMALE and MOTHER_FROM <= (age_of(one.answers, today) or MOTHER_FROM) <= MOTHER_TO
    }
    mother = (Choice("ibu", "Ibu kandung", options=codes(mothers)),) if mothers else ()
    name, sex, birthplace, nik = person_fields("nama", "jenis_kelamin", "tempat_lahir", "nik")
    relation = person_fields("hubungan")[0]
    fields = (
        *mother, date_field("Tanggal lahir"), replace(name, label="Nama anak"), sex, replace(relation, hint=""),
        birthplace, nik,
    )  # fmt: skip

    def plan(answers: Answers, _found: str) -> Born:
        mine = people.of(answers["ibu"]).id if answers.get("ibu") else None
        return Born(family=home.family.id, on=day(answers), child=_new_person(answers), mother=mine)

    def follows(key: str, answers: Answers) -> Answers:
        return {"hubungan": of_child(people.of(answers["ibu"]))} if key == "ibu" and answers["ibu"] else {}

    only = next(iter(mothers)) if len(mothers) == 1 else None
    start: Answers = {"ibu": only, "hubungan": of_child(people.of(only) if only else None)}
    return LifeForm(
        title="Kelahiran", intro="Anak menjadi anggota keluarga ini (404 = 5). NIK boleh menyusul.", fields=fields,
        plan=plan, follows=follows, start=start,
    )  # fmt: skip


def death(home: Household, today: date) -> LifeForm:
    """A death; the head's brings a new head, relations and perhaps a new card with it."""
    people = People(home, today)
    who = Choice("orang", "Siapa yang meninggal", options=people.options(), required=True)
    widows = {
        number: partner
        for number, one in enumerate(people.members, 1)
        if (partner := relations.widowed_by(home, one.id)) is not None
    }
    widow = Choice("cerai_mati", "Pasangannya menjadi cerai mati", options=YA_TIDAK, number="408",
                   when=When("orang", tuple(widows)))  # fmt: skip
    following = Following(people, When("orang", (people.head,)))
    reason = reason_field("Misalnya sakit, usia lanjut, kecelakaan.")
    fields = (
        who, date_field("Tanggal meninggal"), reason, *((widow,) if widows else ()), *following.fields(),
    )  # fmt: skip

    def plan(answers: Answers, _found: str) -> Died:
        number = int(answers["orang"] or 0)
        return Died(
            family=home.family.id, person=people.of(number).id, on=day(answers), reason=text(answers, "alasan"),
            succession=following.succession(answers) if number == people.head else None,
            widowed=widows.get(number) if answers.get("cerai_mati") == YES else None,
        )  # fmt: skip

    return LifeForm(
        title="Meninggal",
        intro="Orang yang meninggal tetap tercatat (404 = 2); yang berubah tertulis di kanan sebelum disimpan.",
        fields=fields, plan=plan, follows=following.follows, start={"cerai_mati": YES}, places=following.places(),
    )  # fmt: skip


def moving_out(home: Household, today: date) -> LifeForm:
    """Persons, or all of them, leaving the village."""
    people = People(home, today)
    following = Following(
        people, When(f"ikut_{people.head}", (YES,)), lambda number: When(f"ikut_{number}", (NO,)), required=False
    )
    goal = replace(FORMS[PERISTIWA].fields["tujuan"], hint="Desa, kecamatan, kota, atau negara.")
    abroad = Choice("luar_negeri", "Ke luar negeri", options=YA_TIDAK, number="404")
    reason = reason_field("Misalnya bekerja, sekolah, ikut keluarga.")
    fields = (*yes_rows(people), date_field("Tanggal pindah"), goal, abroad, reason, *following.fields())

    def plan(answers: Answers, _found: str) -> MovedOut:
        return MovedOut(
            family=home.family.id, persons=chosen(people, answers), on=day(answers),
            destination=text(answers, "tujuan"), abroad=answers["luar_negeri"] == YES, reason=text(answers, "alasan"),
            succession=following.succession(answers) if answers.get(f"ikut_{people.head}") == YES else None,
        )  # fmt: skip

    start: Answers = {f"ikut_{number}": NO for number in people.others_than()}
    return LifeForm(
        title="Pindah keluar desa",
        intro="Siapa yang pindah? Untuk seluruh keluarga, jawab Ya pada semua orang. Datanya tetap tersimpan.",
        fields=fields, plan=plan, follows=following.follows, start={**start, "luar_negeri": NO},
        places=following.places(),
    )  # fmt: skip


def coming(home: Household, today: date) -> LifeForm:
    """Registered persons who came (back) to live here."""
    people = People(home, today)
    origin = replace(FORMS[PERISTIWA].fields["asal"], hint="Desa, kecamatan, kota, atau negara.")
    fields = (*yes_rows(people), date_field("Tanggal datang"), origin, reason_field("Misalnya selesai bekerja."))

    def plan(answers: Answers, _found: str) -> Returned:
        return Returned(
            family=home.family.id, persons=chosen(people, answers), on=day(answers), origin=text(answers, "asal"),
            reason=text(answers, "alasan"),
        )  # fmt: skip

    start: Answers = {
        f"ikut_{number}": NO if is_present(one.answers) else YES for number, one in enumerate(people.members, 1)
    }
    return LifeForm(
        title="Datang atau kembali",
        intro="Siapa yang datang? Yang tercatat pergi kembali tinggal di sini (404 = 1).",
        fields=fields, plan=plan, start=start,
    )  # fmt: skip


def joining(home: Household, today: date) -> LifeForm:
    """Somebody who is not registered yet coming to live with the family."""
    origin = replace(FORMS[PERISTIWA].fields["asal"], hint="Desa, kecamatan, kota, atau negara.")
    fields = (
        *person_fields("nama", "nik", "jenis_kelamin", "tanggal_lahir", "hubungan"),
        date_field("Tanggal datang"), origin, reason_field("Misalnya menikah, ikut keluarga."),
    )  # fmt: skip

    def plan(answers: Answers, _found: str) -> Joined:
        return Joined(
            family=home.family.id, person=_new_person(answers), on=day(answers), origin=text(answers, "asal"),
            reason=text(answers, "alasan"),
        )  # fmt: skip

    return LifeForm(
        title="Anggota baru datang",
        intro="Untuk orang yang belum tercatat di desa ini (404 = 5). Isian lainnya dilengkapi di kartu anggota.",
        fields=fields, plan=plan,
    )  # fmt: skip


def presence(home: Household, today: date) -> LifeForm:
    """Question 404 of one person."""
    people = People(home, today)
    who = Choice("orang", "Siapa", options=people.options(), required=True)
    where = Choice("keberadaan", "Keterangan keberadaan", options=PRESENCE, number="404", required=True)
    fields = (who, where, date_field("Sejak tanggal"), reason_field("Misalnya menurut ketua RT."))

    def plan(answers: Answers, _found: str) -> PresenceChanged:
        return PresenceChanged(
            family=home.family.id, person=people.of(answers["orang"]).id, presence=int(answers["keberadaan"] or 0),
            on=day(answers), reason=text(answers, "alasan"),
        )  # fmt: skip

    return LifeForm(
        title="Keberadaan", intro="Untuk membetulkan pertanyaan 404 satu orang, dengan tanggalnya.", fields=fields,
        plan=plan, places={("keberadaan", one.id): ("keberadaan",) for one in people.members},
    )  # fmt: skip


def _new_person(answers: Answers) -> NewPerson:
    sex, relation = answers.get("jenis_kelamin"), answers.get("hubungan")
    return NewPerson(
        name=text(answers, "nama"),
        sex=sex if isinstance(sex, int) else None,
        relation=relation if isinstance(relation, int) else None,
        born=read_day(answers.get("tanggal_lahir")),
        birthplace=text(answers, "tempat_lahir") or None,
        nik=text(answers, "nik") or None,
    )
