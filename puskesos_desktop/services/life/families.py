"""Families that change: members going over to another, splitting, a new head, a new KK, another house."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.codes.life import (
    GANTI_KEPALA,
    GANTI_NOMOR_KK,
    PECAH_KK,
    PINDAH_KELUARGA,
    PINDAH_RUMAH,
    PISAH_RUMAH,
    SERUMAH,
)
from puskesos_desktop.domain.household import KEPALA, Household, Record
from puskesos_desktop.domain.outcome import Issue, error
from puskesos_desktop.domain.words.calendar import show_date
from puskesos_desktop.services.life.plans import (
    CardChanged,
    HeadChanged,
    HouseOf,
    MovedToFamily,
    Rehoused,
    Split,
    Succession,
)
from puskesos_desktop.services.life.scene import (
    CARD_FITS,
    CARD_OF_BRANCH,
    CARD_OF_PARENT,
    Outcome,
    Scene,
    cards,
    family_name,
    head_wanted,
    living_problem,
    member,
    name,
    names,
    present,
    received,
    succeeded,
    succession_problems,
    with_card,
    without,
)

NEW_FAMILY, JOINED_ANOTHER = 2, 3
"""Question 111."""


def moved_to_family(scene: Scene, plan: MovedToFamily) -> Outcome:
    """Persons leave one family for another, with their PPKS records; both families are whole afterwards."""
    origin, target = scene.home(plan.family), scene.home(plan.target)
    people = [member(origin, one) for one in plan.relations]
    problems = [*_chosen(people, origin), *scene.day_problems(plan.on, people)]
    if plan.family == plan.target:
        problems.append(error("keluarga_lain_id", "Pilih keluarga lain sebagai tujuan."))
        return Outcome("Pindah keluarga", (), (), (), tuple(problems))
    left, words = _left_behind(origin, people, plan.succession, problems)
    joined = received(target, origin, dict(plan.relations))
    left, joined = _sharing(origin, left, joined, sum(map(present, people)))
    told = {"alasan": plan.reason, "asal": family_name(origin), "tujuan": family_name(target)}
    events = tuple(
        scene.event(PINDAH_KELUARGA, origin, one.id, plan.on, keluarga_lain_id=target.family.id, **told)
        for one in people
    )
    first = f"{names(people)} pindah dari {family_name(origin)} ke {family_name(target)} pada {show_date(plan.on)}."
    label = f"Pindahkan {names(people)} ke {family_name(target)}"
    told_words = (first, *_cases(joined, people), *words) if people else ()
    return Outcome(label, (left, joined), (*events, *_handed(scene, plan, origin, left)), told_words, tuple(problems))


def split(scene: Scene, plan: Split) -> Outcome:
    """Members become a family of their own, with its KK number or none yet, in the same house or another."""
    origin = scene.home(plan.family)
    people = [member(origin, one) for one in plan.relations]
    problems = [*_chosen(people, origin), *scene.day_problems(plan.on, people)]
    if people and not [one for one in origin.living if one.id not in plan.relations]:
        problems.append(error("orang", "Paling sedikit satu orang tetap tinggal di keluarga lama."))
    heads = [one for one in people if plan.relations[one.id] == KEPALA]
    if people and not heads:
        problems.append(error("orang", "Pilih siapa kepala keluarga yang baru dibentuk.", origin.family.id))
    left, words = _left_behind(origin, people, plan.succession, problems)
    branch = received(scene.new_family(), origin, dict(plan.relations))
    same_house = isinstance(plan.house, HouseOf) and plan.house.family == plan.family
    branch = _branch(scene.house(branch, plan.house), plan.card)
    if plan.card is None:
        left = replace(left, family=left.family.answering(kode_kk=CARD_OF_PARENT))
    if same_house:
        branch = replace(branch, others_in_house=len(left.living) + left.others_in_house)
        mates = (*left.neighbours, branch.family)
        left = replace(left, neighbours=mates, others_in_house=left.others_in_house + len(branch.living))
    called = f"keluarga {name(heads[0])}" if heads else "keluarga baru"
    card = f"nomor KK {identity.grouped(plan.card)}" if plan.card else "belum punya nomor KK sendiri"
    first = f"{names(people)} menjadi keluarga tersendiri pada {show_date(plan.on)}, {card}."
    told = {"alasan": plan.reason, "asal": family_name(origin), "tujuan": called, "nomor_kk_baru": plan.card}
    events = tuple(
        scene.event(PECAH_KK, origin, one.id, plan.on, keluarga_lain_id=branch.family.id, **told) for one in people
    )
    words = [*((f"{name(heads[0])} menjadi kepala keluarga baru itu.",) if heads else ()), *words]
    told_words = (first, *words, *_cases(branch, people), _where(branch, same_house)) if people else ()
    label = f"Pecah KK: {called} dari {family_name(origin)}"
    return Outcome(label, (left, branch), (*events, *_handed(scene, plan, origin, left)), told_words, tuple(problems))


def head_changed(scene: Scene, plan: HeadChanged) -> Outcome:
    """Another head, with everybody's relation to them and perhaps a new KK number."""
    home = scene.home(plan.family)
    person = member(home, plan.succession.head)
    problems = [*living_problem(person), *scene.day_problems(plan.on, [person])]
    if person["hubungan"] == KEPALA:
        problems.append(error("kepala", f"{name(person)} memang sudah kepala keluarga.", home.family.id))
    problems += succession_problems(home, plan.succession)
    after = succeeded(home, plan.succession)
    words = [f"{name(person)} menjadi kepala keluarga pada {show_date(plan.on)}; {_others(after)}."]
    if plan.succession.card:
        words.append(f"Nomor KK menjadi {identity.grouped(plan.succession.card)}; yang lama tetap di riwayat.")
    told = cards(home, after) | {"alasan": plan.reason, "asal": family_name(home)}
    event = scene.event(GANTI_KEPALA, home, person.id, plan.on, **told)
    label = f"Ganti kepala {family_name(home)} menjadi {name(person)}"
    return Outcome(label, (after,), (event,), tuple(words), tuple(problems))


def card_changed(scene: Scene, plan: CardChanged) -> Outcome:
    """Another KK number; the old one stays in the family's history."""
    home = scene.home(plan.family)
    problems = list(scene.day_problems(plan.on, ()))
    if home.family["nomor_kk"] == plan.card:
        problems.append(error("nomor_kk", "Nomor ini memang sudah tercatat.", home.family.id))
    after = with_card(home, plan.card)
    before = home.family.text("nomor_kk")
    words = [f"Nomor KK {family_name(home)} menjadi {identity.grouped(plan.card)} mulai {show_date(plan.on)}."]
    if before:
        words.append(f"Nomor lama {identity.grouped(before)} tetap tercatat di riwayat.")
    event = scene.event(GANTI_NOMOR_KK, home, None, plan.on, alasan=plan.reason, **cards(home, after))
    return Outcome(f"Ganti nomor KK {family_name(home)}", (after,), (event,), tuple(words), tuple(problems))


def rehoused(scene: Scene, plan: Rehoused) -> Outcome:
    """Another house: shared with another family, parted from the ones it was shared with, or simply elsewhere."""
    home = scene.home(plan.family)
    after = scene.house(home, plan.house)
    problems = list(scene.day_problems(plan.on, ()))
    if after.building.id == home.building.id:
        problems.append(error("rumah", "Keluarga ini memang sudah tinggal di rumah itu.", home.family.id))
    if after.neighbours:
        kind, hosts = SERUMAH, _hosts(scene, after)
        label = f"Catat {family_name(home)} serumah dengan {hosts}"
    elif home.neighbours:
        kind, label = PISAH_RUMAH, f"Catat {family_name(home)} pisah rumah"
    else:
        kind, label = PINDAH_RUMAH, f"Catat {family_name(home)} pindah rumah"
    other = plan.house.family if isinstance(plan.house, HouseOf) else None
    told = {"alasan": plan.reason, "asal": place(home.building), "tujuan": place(after.building)}
    event = scene.event(kind, home, None, plan.on, keluarga_lain_id=other, **told)
    words = [
        f"{_capital(family_name(home))} tinggal di {place(after.building) or 'rumah baru'} mulai {show_date(plan.on)}.",
        "Periksa lagi isian III.A dan III.C (air, listrik, jamban) di rumah itu.",
    ]
    if kind == SERUMAH:
        words.insert(1, f"Rumah itu juga ditempati {hosts}; keadaan rumahnya satu untuk semua.")
    elif home.neighbours:
        words.insert(1, "Keluarga lain tetap di rumah yang lama.")
    return Outcome(label, (after,), (event,), tuple(words), tuple(problems))


DEEDS: dict[type, Callable[..., Outcome]] = {
    MovedToFamily: moved_to_family,
    Split: split,
    HeadChanged: head_changed,
    CardChanged: card_changed,
    Rehoused: rehoused,
}
"""From each plan about families to what it makes."""


def place(building: Record) -> str:
    """Where a house stands, in one line: "Gang Melati, RT 003/RW 001 Krajan"."""
    unit = "/".join(f"{word} {building.text(key)}" for word, key in (("RT", "rt"), ("RW", "rw")) if building[key])
    parts = (building.text("alamat"), " ".join(filter(None, (unit, building.text("dusun")))))
    return ", ".join(filter(None, parts))


def _chosen(people: list[Record], origin: Household) -> Iterator[Issue]:
    if not people:
        yield error("orang", "Pilih siapa yang pindah.", origin.family.id)
    for one in people:
        yield from living_problem(one)


def _left_behind(
    origin: Household, people: list[Record], succession: Succession | None, problems: list[Issue]
) -> tuple[Household, list[str]]:
    """The family they leave, under a new head if the old one goes too, adding what is wrong; and what to tell of it."""
    left = without(origin, [one.id for one in people])
    words = []
    if any(one["hubungan"] == KEPALA for one in people):
        if succession is None:
            problems += head_wanted(left, succession)
        else:
            problems += succession_problems(left, succession)
            left = succeeded(left, succession)
            heads = [one for one in left.living if one["hubungan"] == KEPALA]
            words += [f"{name(one)} menjadi kepala keluarga lama; {_others(left)}." for one in heads]
    if not left.living:
        left = replace(left, family=left.family.answering(status_keluarga=JOINED_ANOTHER))
        words.append("Tidak ada lagi yang tinggal di keluarga lama; datanya tetap tersimpan.")
    return left, words


def _branch(branch: Household, card: str | None) -> Household:
    code = CARD_FITS if card else CARD_OF_BRANCH
    return replace(branch, family=branch.family.answering(nomor_kk=card, kode_kk=code, status_keluarga=NEW_FAMILY))


def _sharing(origin: Household, left: Household, joined: Household, moved: int) -> tuple[Household, Household]:
    """Both families with the people around them counted anew when they live in one house."""
    if origin.building.id != joined.building.id:
        return left, joined
    return (
        replace(left, others_in_house=left.others_in_house + moved),
        replace(joined, others_in_house=joined.others_in_house - moved),
    )


def _handed(scene: Scene, plan: MovedToFamily | Split, origin: Household, left: Household) -> tuple[Record, ...]:
    """The change of head in the family that was left, as an event of its own."""
    heads = [one for one in left.members if one["hubungan"] == KEPALA and one.id != origin.family["kepala"]]
    told = cards(origin, left) | {"alasan": plan.reason}
    return tuple(scene.event(GANTI_KEPALA, origin, one.id, plan.on, **told) for one in heads)


def _cases(home: Household, people: list[Record]) -> Iterator[str]:
    mine = {one.id for one in people}
    count = sum(case["anggota_id"] in mine for case in home.ppks)
    if count:
        yield f"{count} catatan PPKS ikut pindah."


def _others(home: Household) -> str:
    count = len(home.living) - 1
    return f"hubungan {count} anggota lain disesuaikan" if count > 0 else "tidak ada anggota lain"


def _where(branch: Household, same_house: bool) -> str:
    if same_house:
        return "Keduanya tetap tinggal serumah; air, listrik, dan jamban keluarga baru perlu diisi."
    return f"Keluarga baru tinggal di {place(branch.building) or 'rumah baru'}; isiannya perlu dilengkapi."


def _hosts(scene: Scene, home: Household) -> str:
    called = [family_name(scene.home(mate.id)) for mate in home.neighbours]
    return called[0] if len(called) == 1 else f"{called[0]} dan {len(called) - 1} keluarga lain"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
