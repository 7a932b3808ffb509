"""Names as people search for them: Indonesian spellings folded together, titles dropped, look-alikes kept apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from sys import intern

_TITLES = frozenset(
    """H HJ HAJI HAJAH HJH KH KYAI DR DRS DRA IR PROF SPD SPDI SAG SE SH SKM SKOM SSOS SIP ST MM MPD MSI MH MKES AMD
    AMDKEB STR ALM ALMH BIN BINTI SPDSD SHI SKEP NERS SPSI SPT""".split()
)
_CHILD_OF = frozenset("BIN BINTI ALIAS ALS".split())
_SHORT_FRONT = re.compile(r"^\s*(?:(?:M|MOH|MOCH|MUH|MHD|ST|ABD|ACH|H|HJ|DR|DRS|DRA|KH)\.\s*)+", re.IGNORECASE)
_ONE_SPELLING = {
    "MUHAMAD": """M MOH MOCH MUH MHD MOHAMAD MOHAMMAD MOHAMED MOCHAMAD MOCHAMMAD MUHAMMAD MUHAMMED MUCHAMAD MUKHAMAD
    MUKHAMMAD MOKHAMAD MOKHAMMAD""",
    "SITI": "ST SITTI SITTY",
    "ABDUL": "ABD ABDL ABDOEL",
    "AHMAD": "AHMD ACHMAD AHMAT ACH",
}
_WHOLE = {variant: word for word, variants in _ONE_SPELLING.items() for variant in (word, *variants.split())}
_SPELLINGS = tuple(
    pair.split(">") for pair in "OE>U DJ>J TJ>C NJ>NY SJ>SY CH>K KH>K SY>S DH>D TH>T V>F Q>K X>KS".split()
)


def plain(text: str) -> str:
    """Upper case letters and digits with single spaces; accents and punctuation gone ("Moh. Ja'far" is MOH JAFAR)."""
    if text.isascii():
        if text.isupper() and text.replace(" ", "").isalpha():
            return " ".join(text.split())
        letters = text
    else:
        letters = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", re.sub(r"['`’.]", "", letters.upper().replace(". ", " "))).split())


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """The name in one spelling: Mohamad, Muhammad and Moh. are one, Soeharto is SUHARTO but never SUHARTI."""
    words = plain(name).split()
    kept = [word for at, word in enumerate(words, 1) if word not in _TITLES or (word in _WHOLE and at < len(words))]
    return " ".join(_fold_word(word) for word in kept or words)


@lru_cache(maxsize=20_000)
def person_words(name: str) -> tuple[str, ...]:
    """The folded words of a person's own name: what follows bin, binti or alias is left out, M.RIZKI is two words."""
    words = plain(_SHORT_FRONT.sub(lambda front: front[0].replace(".", ". "), name, count=1)).split()
    end = next((at for at, word in enumerate(words) if at and word in _CHILD_OF), len(words))
    return tuple(map(intern, fold(" ".join(words[:end])).split()))


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """How a folded word sounds at its coarsest: consonants only, no h, z as j, f as p (SOFIYAH and SOPIAH are SP).

    Two names of one person nearly always share it; it finds candidates and proves nothing.
    """
    heard = re.sub(r"H|Y(?=[AEIOU])", "", word.replace("Z", "J").replace("F", "P"))
    bones = heard[:1] + re.sub(r"[AEIOUY]", "", heard[1:])
    return re.sub(r"(.)\1+", r"\1", bones) if len(bones) > 1 else heard or word


def _fold_word(word: str) -> str:
    if word in _WHOLE:
        return _WHOLE[word]
    for old, new in _SPELLINGS:
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word)
