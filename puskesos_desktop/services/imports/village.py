"""The village as an import meets it: every person, family and house by what files know them by."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property

from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, Record
from puskesos_desktop.domain.matching.description import Description, Prepared, describe, prepare
from puskesos_desktop.domain.matching.index import Index
from puskesos_desktop.domain.matching.judging import Match
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.domain.words.names import plain
from puskesos_desktop.services.imports.findings import Sums
from puskesos_desktop.services.imports.former import Former
from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.log import unsure
from puskesos_desktop.store.log.unsure import Unsure
from puskesos_desktop.store.read import population
from puskesos_desktop.store.tables import duplicates, projection

_NOTHING: dict[str, str | int | None] = {}


class Village:
    """Everything that lives here, read once; the maps lead from numbers and places to ids."""

    def __init__(self, connection: Connection, progress: Progress = silent) -> None:
        """Read all persons, families and houses; `progress` is told of that, and of what is read only when needed."""
        self.connection, self._progress = connection, progress
        self.people, self.families, self.houses = (
            {one.id: one for one in population.every(connection, kind)}
            for kind in projection.told((ANGGOTA, KELUARGA, BANGUNAN), 3, "Membaca desa…", progress, every=1)
        )
        self.by_nik = _grouped(self.people, "nik")
        self.by_card = _grouped(self.families, "nomor_kk")
        self.members = _grouped(self.people, "keluarga_id")
        self.families_in = _grouped(self.families, "bangunan_id")
        self._prepared: dict[str, Prepared] = {}
        self._former: Former | None = None

    def family_of(self, person: str) -> Record | None:
        """The family a resident belongs to."""
        return self.families.get(self.people[person].text("keluarga_id"))

    def house_of(self, family: Record | None) -> Record | None:
        """The house of a family."""
        return self.houses.get(family.text("bangunan_id")) if family else None

    def described(self, person: str) -> Description:
        """A resident as the matching knows people."""
        family = self.family_of(person)
        house = self.house_of(family)
        return describe(
            person, self.people[person].answers, family.answers if family else _NOTHING,
            house.answers if house else _NOTHING,
        )  # fmt: skip

    def prepared(self, person: str) -> Prepared:
        """The same ready for comparing, made once."""
        if person not in self._prepared:
            self._prepared[person] = prepare(self.described(person))
        return self._prepared[person]

    @cached_property
    def index(self) -> Index:
        """For finding whom a row may be."""
        told = projection.told(self.people, len(self.people), "Menyusun warga…", self._progress)
        return Index(self.described(person) for person in told)

    def formerly(self, asked: Description) -> tuple[Match, ...]:
        """Whom somebody may be whom nobody is like as they are now; the past is read when it is first asked for."""
        if self._former is None:
            self._former = Former(self.connection, self.people, self.families, self.houses, self._progress)
        return self._former.likely(asked)

    @cached_property
    def unsure(self) -> Unsure:
        """What earlier imports left to a person, and the answers; of those merged, the resident who was kept."""
        before, kept = unsure.before(self.connection), duplicates.load(self.connection)
        said = {mark: one._replace(person=kept.of(ANGGOTA, one.person)) for mark, one in before.said.items()}
        return replace(before, said=said)

    @cached_property
    def dusun(self) -> dict[str, str]:
        """The village's own spelling of each hamlet, by its plain letters."""
        known = Counter(house.text("dusun") for house in self.houses.values() if house["dusun"])
        return {plain(name): name for name, _ in reversed(known.most_common())}

    def words(self, person: str) -> str:
        """Who a resident is: "SARKIM, lahir 17-05-1980, RT 003"."""
        answers = self.people[person]
        house = self.house_of(self.family_of(person))
        born = "-".join(reversed(answers.text("tanggal_lahir").split("-")))
        where = house.text("rt") if house else ""
        parts = (answers.text("nama") or "tanpa nama", born and f"lahir {born}", where and f"RT {where}")
        return ", ".join(filter(None, parts))


def sums_of(connection: Connection) -> Sums:
    """The control sums of the village as the store counts them."""
    found = list(population.counted(connection))
    by_rt: Counter[str] = Counter()
    for rt, rw, _sex, count in found:
        by_rt[place_words(rt, rw)] += count
    men, women = (sum(count for *_, sex, count in found if sex == wanted) for wanted in (1, 2))
    persons = sum(count for *_, count in found)
    return Sums(population.how_many(connection, KELUARGA), persons, men, women, dict(by_rt))


def place_words(rt: str, rw: str) -> str:
    """A neighbourhood as it stands in the sums."""
    return " / ".join(filter(None, (rt and f"RT {rt}", rw and f"RW {rw}"))) or "tanpa RT"


def _grouped(records: dict[str, Record], key: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in records.values():
        value = one.answers[key]
        if value is not None:
            found.setdefault(str(value), []).append(one.id)
    return found
