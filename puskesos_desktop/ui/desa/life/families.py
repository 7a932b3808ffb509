"""The dialogs about families: going over to another, pecah KK, head, KK number, house."""

from __future__ import annotations

from datetime import date

from puskesos_desktop.domain.codes.house import codes
from puskesos_desktop.domain.codes.person import HUBUNGAN
from puskesos_desktop.domain.household import Answers, Household
from puskesos_desktop.forms.conditions import AnyOf, When
from puskesos_desktop.forms.fields import Choice
from puskesos_desktop.services.life.plans import (
    CardChanged,
    HeadChanged,
    House,
    HouseOf,
    MovedToFamily,
    Rehoused,
    Split,
    Succession,
)
from puskesos_desktop.ui.desa.life.form import (
    Following,
    LifeForm,
    People,
    card_field,
    date_field,
    day,
    house_fields,
    new_house,
    reason_field,
    text,
)

STAYS = 0
GOES = tuple(HUBUNGAN.items)
WHERE_TO = codes({STAYS: "Tetap di keluarga ini", **HUBUNGAN.items})
"""Question 409 in the other family, or 0 for who does not go."""
SAME_HOUSE, HOUSE_OF_OTHERS, HOUSE_NOT_KNOWN = 1, 2, 3
HOUSE_AFTER_SPLIT = codes(
    {
        SAME_HOUSE: "Tetap di rumah yang sama",
        HOUSE_OF_OTHERS: "Serumah dengan keluarga lain yang sudah tercatat",
        HOUSE_NOT_KNOWN: "Rumah lain yang belum tercatat",
    }
)
OTHER_HOUSE = codes({code: words for code, words in HOUSE_AFTER_SPLIT.items.items() if code != SAME_HOUSE})


def to_family(home: Household, today: date) -> LifeForm:
    """Members who go over to another family of the village."""
    people = People(home, today)
    following = _left(people)
    fields = (
        *people.rows("ikut", WHERE_TO, "409"), date_field("Tanggal pindah"),
        reason_field("Misalnya menikah, ikut anak, ikut saudara."), *following.fields(),
    )  # fmt: skip

    def plan(answers: Answers, found: str) -> MovedToFamily:
        return MovedToFamily(
            family=home.family.id, relations=people.answered(answers, "ikut", but=STAYS), target=found,
            on=day(answers), reason=text(answers, "alasan"), succession=_succession(following, answers),
        )  # fmt: skip

    return LifeForm(
        title="Pindah ke keluarga lain",
        intro="Jawab untuk setiap orang: 0 tetap di sini, atau hubungannya dengan kepala keluarga yang dituju (409). "
              "Catatan PPKS orang itu ikut pindah.",
        fields=fields, plan=plan, follows=following.follows, start=_all_stay(people), places=following.places(),
        finds=AnyOf(tuple(When(f"ikut_{number}", GOES) for number in people.others_than())),
        finding="Keluarga yang dituju",
    )  # fmt: skip


def splitting(home: Household, today: date) -> LifeForm:
    """Members who become a family of their own."""
    people = People(home, today)
    following = _left(people)
    house = Choice("rumah", "Tempat tinggal keluarga baru", options=HOUSE_AFTER_SPLIT, required=True)
    card = card_field("Nomor KK keluarga baru", "Kosongkan bila KK belum terbit.")
    fields = (
        *people.rows("ikut", WHERE_TO, "409"), date_field("Tanggal pecah KK"), card,
        reason_field("Misalnya menikah, berumah sendiri."), house,
        *house_fields(When("rumah", (HOUSE_NOT_KNOWN,))), *following.fields(),
    )  # fmt: skip

    def plan(answers: Answers, found: str) -> Split:
        return Split(
            family=home.family.id, relations=people.answered(answers, "ikut", but=STAYS), on=day(answers),
            house=HouseOf(home.family.id) if answers["rumah"] == SAME_HOUSE else _house(answers, found),
            card=text(answers, "nomor_kk") or None, reason=text(answers, "alasan"),
            succession=_succession(following, answers),
        )  # fmt: skip

    return LifeForm(
        title="Pecah KK",
        intro="Jawab untuk setiap orang: 0 tetap di sini, 1 kepala keluarga baru, atau hubungannya dengan kepala "
              "keluarga baru itu (409).",
        fields=fields, plan=plan, follows=following.follows, start={**_all_stay(people), "rumah": SAME_HOUSE},
        places=following.places(), finds=When("rumah", (HOUSE_OF_OTHERS,)), finding="Keluarga pemilik rumah",
    )  # fmt: skip


def new_head(home: Household, today: date) -> LifeForm:
    """Another head while the old one lives on in the family."""
    people = People(home, today)
    following = Following(people, None)
    fields = (*following.fields(), date_field("Sejak tanggal"), reason_field("Misalnya KK baru sudah terbit."))

    def plan(answers: Answers, _found: str) -> HeadChanged:
        succession = following.succession(answers) or Succession("")
        return HeadChanged(
            family=home.family.id, succession=succession, on=day(answers), reason=text(answers, "alasan")
        )

    return LifeForm(
        title="Ganti kepala keluarga",
        intro="Hubungan anggota lain diusulkan dari hubungan yang lama. Periksa satu per satu.",
        fields=fields, plan=plan, follows=following.follows, places=following.places(),
    )  # fmt: skip


def new_card(home: Household, today: date) -> LifeForm:
    """Another KK number."""
    fields = (
        card_field("Nomor KK baru", "Nomor yang lama tetap tercatat di riwayat.", required=True),
        date_field("Tanggal terbit"), reason_field("Misalnya KK hilang, pecah KK, pindah."),
    )  # fmt: skip

    def plan(answers: Answers, _found: str) -> CardChanged:
        return CardChanged(
            family=home.family.id, card=text(answers, "nomor_kk"), on=day(answers), reason=text(answers, "alasan")
        )

    return LifeForm(
        title="Nomor KK baru", intro="Keluarganya tetap satu; hanya nomor kartunya yang berganti.", fields=fields,
        plan=plan, places={("nomor_kk", home.family.id): ("nomor_kk",)},
    )  # fmt: skip


def rehousing(home: Household, today: date) -> LifeForm:
    """Another house, shared or not."""
    house = Choice("rumah", "Tinggal di", options=OTHER_HOUSE, required=True)
    fields = (
        house, *house_fields(When("rumah", (HOUSE_NOT_KNOWN,))), date_field("Sejak tanggal"),
        reason_field("Misalnya membangun rumah sendiri, ikut orang tua."),
    )  # fmt: skip

    def plan(answers: Answers, found: str) -> Rehoused:
        return Rehoused(
            family=home.family.id, house=_house(answers, found), on=day(answers), reason=text(answers, "alasan")
        )

    return LifeForm(
        title="Serumah, pisah, atau pindah rumah",
        intro="Seluruh keluarga pindah rumah di dalam desa. Data rumah yang lama tetap tersimpan.",
        fields=fields, plan=plan, places={("rumah", home.family.id): ("rumah",)},
        finds=When("rumah", (HOUSE_OF_OTHERS,)), finding="Keluarga yang rumahnya ditempati",
    )  # fmt: skip


def _left(people: People) -> Following:
    """A new head for those who stay, when the old one goes; the family keeps its card."""
    return Following(
        people,
        When(f"ikut_{people.head}", GOES),
        lambda number: When(f"ikut_{number}", (STAYS,)),
        with_card=False,
        required=False,
    )


def _succession(following: Following, answers: Answers) -> Succession | None:
    head_goes = answers.get(f"ikut_{following.people.head}") in GOES
    return following.succession(answers) if head_goes else None


def _all_stay(people: People) -> Answers:
    return {f"ikut_{number}": STAYS for number in people.others_than()}


def _house(answers: Answers, found: str) -> House:
    return HouseOf(found) if answers["rumah"] == HOUSE_OF_OTHERS else new_house(answers)
