"""Who the rows of a file are: one resident for sure, nobody here, or a question to a person."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from puskesos_desktop.domain.matching.description import TEXTS, Description, prepare
from puskesos_desktop.domain.matching.judging import Match, Verdict, judge
from puskesos_desktop.domain.matching.linking import link
from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words.names import person_words
from puskesos_desktop.exchange.tables.kinds.kind import SourceRow
from puskesos_desktop.journal.op import canonical
from puskesos_desktop.services.imports.findings import Choice, Decision
from puskesos_desktop.services.imports.village import Village
from puskesos_desktop.store.log.unsure import Answer

_STEP = 200
_OTHER_NIK = "NIK di berkas berbeda dengan NIK yang tercatat"
_LEFT = "Pada impor terdahulu baris ini ragu dan belum diputuskan."
_NUMBER_ONLY = 1.0


@dataclass(frozen=True)
class Who:
    """Whom a row names: `person` is the resident it is; with `doubts` a person must look, `matches` may help.

    Without either it is somebody new. `skipped` says that the operator passes over the row.
    """

    person: str = ""
    matches: tuple[Match, ...] = ()
    doubts: tuple[str, ...] = ()
    skipped: bool = False

    @property
    def waits(self) -> bool:
        """Whether the row stays out until a person answers."""
        return self.skipped or bool(self.doubts)


NOBODY = Who()


def identify(
    rows: Sequence[SourceRow | None], village: Village, progress: Progress, *, overwrites: bool, once: bool = True
) -> list[Who]:
    """For each row, in order, who it is; a row of `None` is not looked at.

    `overwrites` says that the row's NIK would be written: one that differs from the resident's goes to a person. With
    `once` so does a second row about the same new person, and one that has neither name nor NIK to be known by.
    """
    found: list[Who] = [NOBODY] * len(rows)
    open_rows: list[Description] = []
    for at, row in enumerate(rows):
        if at % _STEP == 0:
            progress(at, len(rows), "Mencari orang yang sama…")
        if row is None:
            continue
        asked = described(at, row)
        who = _by_number(asked, village) if asked.nik in village.by_nik else None
        if who is not None:
            found[at] = who
        elif village.people:
            open_rows.append(asked)
    if open_rows:
        linked = link(open_rows, village.index, progress)
        for number, (asked, one) in enumerate(zip(open_rows, linked, strict=True)):
            if number % _STEP == 0:
                progress(number, len(open_rows), "Mencari menurut isian sebelum diubah…")
            found[int(one.row)] = _of_matches(one.matches or village.formerly(asked))
    _keep_own_numbers(rows, found, village, overwrites)
    _left_again(rows, found, village)
    _claimed_once(rows, found, village)
    if once:
        _known_by_something(rows, found)
        _told_once(rows, found)
    return found


def remembered(
    rows: Sequence[SourceRow | None], found: Sequence[Who], village: Village, *, makes: bool
) -> dict[int, Decision]:
    """What a person said of these rows at an earlier import, where it can still be so.

    It is asked anew where the resident has another NIK by now, and about somebody who was nobody here when the row
    resembles other residents by now, or when new people would be registered (`makes`).
    """
    answers: dict[int, Decision] = {}
    known = village.unsure.said
    for at, name in marks(rows).items() if known else ():
        row, said = rows[at], known.get(name)
        if row is None or said is None:
            continue
        if said.choice == Choice.SKIP:
            answers[at] = Decision(Choice.SKIP)
        elif found[at].doubts and said.person in village.people:
            if not _other_number(row, said.person, village):
                answers[at] = Decision(Choice.SAME, said.person)
        elif found[at].doubts and _still_nobody(said, found[at], makes):
            answers[at] = Decision(Choice.NEW)
    return answers


def _still_nobody(said: Answer, who: Who, makes: bool) -> bool:
    """Whether what was said to be nobody here, and was not registered, is so again."""
    nobody = said.choice == Choice.NEW and not said.person and not makes
    return nobody and all(one.id in said.matches for one in who.matches)


def _other_number(row: SourceRow, person: str, village: Village) -> bool:
    known = village.people[person].text("nik")
    return bool(known and row.person.get("nik")) and known != row.person["nik"]


def _own_number(row: SourceRow | None, person: str, village: Village) -> bool:
    number = row.person.get("nik") if row is not None else None
    return bool(person and number) and village.people[person]["nik"] == number


def decided(found: Sequence[Who], decisions: Mapping[int, Decision], village: Village) -> list[Who]:
    """The same after the operator's answers; a resident who is gone meanwhile answers nothing."""
    answered = list(found)
    for at, decision in decisions.items():
        if decision.choice is Choice.SAME:
            known = decision.person in village.people
            answered[at] = Who(decision.person, found[at].matches) if known else answered[at]
        elif decision.choice is Choice.SKIP:
            answered[at] = Who(matches=found[at].matches, skipped=True)
        else:
            answered[at] = NOBODY
    return answered


def described(at: int, row: SourceRow) -> Description:
    """The row as the matching knows people; a damaged NIK by its sure digits."""
    person, home = row.person, row.household
    texts = {key: str(value) for key in TEXTS if (value := person.get(key) or home.get(key))}
    sex = person.get("jenis_kelamin")
    texts["nik"] = texts.get("nik", row.nik_start)
    return Description(id=str(at), jenis_kelamin=sex if isinstance(sex, int) else None, **texts)


def _by_number(asked: Description, village: Village) -> Who | None:
    """By a whole NIK that residents have: the one resident when nothing speaks against it."""
    owners = village.by_nik[asked.nik]
    if len(owners) == 1 and not asked.nama:
        return Who(owners[0])
    matches = [judge(prepare(asked), village.prepared(owner)) for owner in owners]
    if len(matches) > 1:
        doubted = tuple(one.doubted("NIK ini tercatat pada beberapa warga") for one in matches)
        return Who(matches=doubted, doubts=("NIK ini tercatat pada beberapa warga.",))
    return _of_matches(tuple(matches))


def _of_matches(matches: tuple[Match, ...]) -> Who:
    if not matches:
        return NOBODY
    first = matches[0]
    if first.verdict is Verdict.SAMA:
        return Who(first.id, matches)
    return Who(matches=matches, doubts=("Mungkin sudah tercatat.",))


def _keep_own_numbers(rows: Sequence[SourceRow | None], found: list[Who], village: Village, overwrites: bool) -> None:
    """A damaged NIK, a doubtful cell, and a NIK that would replace another one, always go to a person."""
    for at, row in enumerate(rows):
        who = found[at]
        if row is None:
            continue
        if row.doubts:
            matches = tuple(one.doubted("ada isian yang perlu dipastikan") for one in who.matches[:1])
            others = (*matches, *who.matches[1:]) or resident(who)
            found[at] = Who(matches=others, doubts=who.doubts or ("",))
        elif who.person and overwrites and _other_number(row, who.person, village):
            found[at] = Who(matches=who.matches, doubts=(f"{_OTHER_NIK}.",))


def resident(who: Who) -> tuple[Match, ...]:
    """The resident a row surely is, as one to choose."""
    return (Match(who.person, _NUMBER_ONLY, Verdict.RAGU, ("NIK sama",)),) if who.person else ()


def _claimed_once(rows: Sequence[SourceRow | None], found: list[Who], village: Village) -> None:
    """Of several rows that are surely one resident the one with the NIK stays, else the best; others go to a person."""

    def worth(at: int) -> tuple[bool, float]:
        return _own_number(rows[at], found[at].person, village), _score(found[at])

    best: dict[str, int] = {}
    for at, who in enumerate(found):
        if who.person and (who.person not in best or worth(at) > worth(best[who.person])):
            best[who.person] = at
    for at, who in enumerate(found):
        if who.person and best[who.person] != at:
            other = rows[best[who.person]]
            where = f"Baris {other.row if other else ''} di berkas ini sudah mencocokkan warga yang sama."
            found[at] = Who(matches=who.matches or resident(who), doubts=(where,))


def _score(who: Who) -> float:
    return who.matches[0].score if who.matches else _NUMBER_ONLY


def _left_again(rows: Sequence[SourceRow | None], found: list[Who], village: Village) -> None:
    """What an earlier import left to a person stays so: that import changed whom the row is like."""
    for at, name in marks(rows).items() if village.unsure.left else ():
        who = found[at]
        if name in village.unsure.left and not who.doubts and not _own_number(rows[at], who.person, village):
            found[at] = Who(matches=who.matches or resident(who), doubts=(_LEFT,))


def _known_by_something(rows: Sequence[SourceRow | None], found: list[Who]) -> None:
    for at, row in enumerate(rows):
        if row is not None and not (row.person.get("nama") or row.person.get("nik") or row.nik_start):
            found[at] = Who(matches=found[at].matches, doubts=("Baris ini tanpa nama dan tanpa NIK.",))


def marks(rows: Sequence[SourceRow | None]) -> dict[int, str]:
    """What each row about a person is met again by, by its place: 16 letters for all it says, and which such row it is.

    Rows that say the same are told apart by their order alone; which of them is which changes nothing.
    """
    found: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for at, row in enumerate(rows):
        if row is not None and row.person:
            known = canonical([{**row.household}, {**row.person}, row.nik_start])
            name = hashlib.blake2b(known.encode(), digest_size=8).hexdigest()
            found[at] = f"{name}.{seen[name]}" if seen[name] else name
            seen[name] += 1
    return found


def _told_once(rows: Sequence[SourceRow | None], found: list[Who]) -> None:
    """A new person whom an earlier row names too: by NIK, or by name, birth date and family."""
    seen: dict[object, int] = {}
    for at, row in enumerate(rows):
        if row is None or found[at] != NOBODY:
            continue
        earlier = next((seen[key] for key in _keys(row) if key in seen), None)
        if earlier is not None:
            found[at] = replace(NOBODY, doubts=(f"Orang yang sama sudah ada di baris {earlier}.",))
        for key in _keys(row):
            seen.setdefault(key, row.row)


def _keys(row: SourceRow) -> Iterator[object]:
    if nik := row.person.get("nik"):
        yield nik
    born, name = row.person.get("tanggal_lahir"), row.person.get("nama")
    if born and name:
        yield person_words(str(name)), born, row.household.get("nomor_kk") or row.family
