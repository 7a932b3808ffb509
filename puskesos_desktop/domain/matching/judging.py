"""Whether two descriptions are of one person: a score from 0 to 1, a verdict and the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp2, log2
from typing import NamedTuple

from puskesos_desktop.domain.matching import comparing
from puskesos_desktop.domain.matching.comparing import Level
from puskesos_desktop.domain.matching.description import Prepared

PRIOR = -12.0
"""Before anything is compared: one of about 4,000 people, in bits."""
SURE = 0.999
"""From this score on, two descriptions are taken for one person unless something asks for a person's eye."""
POSSIBLE = 0.1
"""Below this score they are of two people."""

TWINS = "mungkin kembar"
"""The reason that two born on one day in one family may be two."""

_ALMOST = 0.99
_POSSIBLE_BITS = log2(POSSIBLE / (1 - POSSIBLE))
_CANNOT_TELL = "tidak ada yang dapat dibandingkan"
_PARENT = "mungkin orang tua dan anak"
_GENERATION = 12
"""Years a parent is older than a child at least (domain 5.6)."""
_NO_ANCHOR = "tanpa NIK atau tanggal lahir yang cocok"
_OTHER_RT = comparing.RT_OTHER.words
_SURE_NAMES = frozenset({comparing.NAME_SAME, comparing.NAME_SAME_ONE_WORD, comparing.NAME_TURNED})
_KIN_MOTHERS = (comparing.MOTHER_SAME, comparing.MOTHER_ALIKE)
_WHOLE_DAYS = (comparing.BORN_SAME, comparing.BORN_SAME_COMMON, comparing.BORN_AS_NIK, comparing.BORN_AS_NIK_COMMON)


class Verdict(StrEnum):
    """One person, a person must look, or two people."""

    SAMA = "sama"
    RAGU = "ragu"
    BEDA = "beda"


@dataclass(frozen=True, slots=True)
class Match:
    """How likely a description is of the person `id`: score from 0 to 1, and the reasons, never none."""

    id: str
    score: float
    verdict: Verdict
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        """The reasons in one line: "nama sama, lahir sama, RT 003"."""
        return ", ".join(self.reasons)

    def doubted(self, reason: str) -> Match:
        """The same match put before a person for one more reason."""
        return replace(self, score=min(self.score, _ALMOST), verdict=Verdict.RAGU, reasons=(*self.reasons, reason))


class Own(NamedTuple):
    """What was found comparing what is a person's own."""

    name: Level
    nik: Level
    born: Level
    sex: Level


class Shared(NamedTuple):
    """What was found comparing what a family or a house shares."""

    mother: Level
    kk: Level
    street: Level
    ward: Level


def judge(one: Prepared, other: Prepared) -> Match:
    """Both descriptions compared; the match names `other`. Which comes first changes nothing else."""
    return _judge(one, other, _compare_own(one, other))


def judge_if_possible(one: Prepared, other: Prepared) -> Match | None:
    """The same, or nothing where the verdict is surely BEDA: most candidates cost no more than their own parts."""
    own = _compare_own(one, other)
    if not _possible(own):
        return None
    match = _judge(one, other, own)
    return None if match.verdict is Verdict.BEDA else match


def probability(points: float) -> float:
    """The score of that many points for one person, from 0 to 1; `PRIOR` is taken into account."""
    bits = max(-60.0, min(60.0, PRIOR + points))
    return round(1 / (1 + exp2(-bits)), 6)


def _compare_own(one: Prepared, other: Prepared) -> Own:
    if (one.born and other.born) or (one.nik and other.nik):
        born = comparing.compare_born(one.born, other.born)
    elif one.born:
        born = comparing.compare_with_nik(one.born, other.nik_day)
    else:
        born = comparing.compare_with_nik(other.born, one.nik_day)
    return Own(
        comparing.compare_names(one.words, other.words),
        comparing.compare_nik(one.nik, other.nik),
        born,
        comparing.compare_sexes(one.sex or one.nik_sex, other.sex or other.nik_sex),
    )


def _compare_shared(one: Prepared, other: Prepared) -> Shared:
    return Shared(
        comparing.compare_mothers(one.mother, other.mother),
        comparing.compare_kk(one.kk, other.kk),
        comparing.compare_streets(one.street, other.street),
        comparing.compare_wards((one.rt, one.rw, one.dusun), (other.rt, other.rw, other.dusun)),
    )


def _possible(own: Own) -> bool:
    """Whether family and house could still make it more than BEDA."""
    if own.nik in comparing.NIK_SAME_DAY or own.born in _WHOLE_DAYS:
        return True
    mine = own.name.points + own.nik.points + own.born.points + own.sex.points
    most = comparing.MOST_SHARED if own.name.points >= comparing.NAME_NICK.points else max(mine, 0.0)
    return PRIOR + mine + most >= _POSSIBLE_BITS


def _judge(one: Prepared, other: Prepared, own: Own) -> Match:
    shared = _compare_shared(one, other)
    score, doubts = _score(own, shared), _doubts(one, other, own, shared)
    if TWINS in doubts or own.nik is comparing.NIK_SAME:
        score = max(score, POSSIBLE)
    if doubts:
        score = min(score, _ALMOST)
    verdict = Verdict.SAMA if score >= SURE else Verdict.RAGU if score >= POSSIBLE else Verdict.BEDA
    reasons = tuple(level.words for level in (*own, *shared) if level.words) + tuple(filter(None, doubts))
    return Match(other.id, score, verdict, reasons or (_CANNOT_TELL,))


def _score(own: Own, shared: Shared) -> float:
    """Between different names, what a house shares weighs no more than what speaks for the person."""
    mine = own.name.points + own.nik.points + own.born.points + own.sex.points
    ours = shared.mother.points + shared.kk.points + shared.street.points + shared.ward.points
    if own.name.points < comparing.NAME_NICK.points:
        ours = min(ours, max(mine, 0.0))
    return probability(mine + ours)


def _doubts(one: Prepared, other: Prepared, own: Own, shared: Shared) -> tuple[str, ...]:
    """Why a person must look whatever the score is; "" is a doubt that its own reason already tells."""
    doubts = [""] if own.name is comparing.UNKNOWN or any(level.asks for level in own) else []
    if _may_be_twins(one, other, own, shared):
        doubts.append(TWINS)
    elif shared.kk is comparing.KK_SAME and own.name in _SURE_NAMES and _generation_apart(one.born, other.born):
        doubts.append(_PARENT)
    elif own.nik not in comparing.NIK_CLOSE and own.born not in _WHOLE_DAYS:
        doubts.append(_NO_ANCHOR)
    elif own.nik is not comparing.NIK_SAME and (own.name not in _SURE_NAMES or shared.mother is comparing.MOTHER_OTHER):
        doubts.append("")
    return tuple(doubts)


def _may_be_twins(one: Prepared, other: Prepared, own: Own, shared: Shared) -> bool:
    """Born on one day in one family, and not of one name.

    The family shows in KK or mother; where these are not known, 12 equal digits of the NIK and no other RT will do.
    With one and the same NIK a shorter name and letters out of place are still one person; another letter may be the
    other twin's, with a copied number.
    """
    if own.name in _SURE_NAMES or own.name is comparing.UNKNOWN or own.born.points < 0:
        return False
    kin = shared.kk is comparing.KK_SAME or shared.mother in _KIN_MOTHERS
    strangers = comparing.KK_OTHER in shared or comparing.MOTHER_OTHER in shared or shared.ward.words == _OTHER_RT
    same_day = bool(one.nik) and one.nik[:12] == other.nik[:12]
    by_number = same_day and (own.nik is comparing.NIK_SAME or not strangers)
    if not by_number and not (kin and (same_day or own.born in _WHOLE_DAYS)):
        return False
    if own.nik is not comparing.NIK_SAME:
        return True
    shortened = own.name in (comparing.NAME_SHORTER, comparing.NAME_INITIAL)
    return not shortened and not comparing.same_letters_misplaced(one.words, other.words)


def _generation_apart(one: int, other: int) -> bool:
    return bool(one and other) and abs(one // 10_000 - other // 10_000) >= _GENERATION
