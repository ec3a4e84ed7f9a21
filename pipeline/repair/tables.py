"""What a character is where it stands, n-grams of each language, and what a text in an encoding may hold.

Source: `training/build_repair_tables.py`. Costs are -ln P, one column per language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.data import data_file, word_table
from pipeline.repair.encodings import MULTIBYTE

SPACE, LETTER, DIGIT, OTHER = range(4)
"""Kinds of neighbour."""

ALONE, BEFORE, AFTER, INSIDE, BY_DIGIT, ELSEWHERE = range(6)
CONTEXTS = (
    (ALONE, BEFORE, BY_DIGIT, ELSEWHERE),
    (AFTER, INSIDE, BY_DIGIT, AFTER),
    (BY_DIGIT, BY_DIGIT, BY_DIGIT, BY_DIGIT),
    (ELSEWHERE, BEFORE, BY_DIGIT, ELSEWHERE),
)
"""Columns of costs in `classes.txt`, by kind of the neighbour before and of the one behind."""


@cache
def class_names() -> tuple[str, ...]:
    """Names of the classes; a class's number is its place."""
    return tuple(row[0] for row in word_table("repair/classes.txt"))


@cache
def class_costs() -> NDArray[np.float32]:
    """Cost in nats by class, kind of the neighbour before and kind of the neighbour after: (classes, 4, 4)."""
    costs = np.array([row[2:] for row in word_table("repair/classes.txt")], dtype=np.float32)
    return costs[:, CONTEXTS]


Numbers = NDArray[np.intp]
ALPHABETS = ("Latin", "Cyrillic", "Greek", "Hebrew", "Arabic", "Thai", "Armenian", "Georgian")
LATIN, ARABIC, CJK = 1, ALPHABETS.index("Arabic") + 1, len(ALPHABETS) + 1
"""Script numbers: alphabets are 1, 2, …; CJK are Chinese characters, kana and hangul; 0 is everything else."""

DEAREST = 255 / 16  # nats: no letter costs more
RAREST_LETTER, RAREST_IDEOGRAPH = 10.0, 14.0
"""Nats: what is rarer in all languages of an encoding is not expected in it (one in 22,000; not in the list at all)."""

MARKS = (
    "ascii digit opening low_mark closing apostrophe dash bullet ellipsis currency degree per_mille fraction mark "
    "section math inverted space local direction native_digit"
)
SIGNS = "opening low_mark closing bullet ellipsis currency degree per_mille fraction math box"
"""What a letter inside a word does not become: “grün” is not “gr›n”, though “ItÕs” is “It’s”."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Trigrams of an alphabet: rows of triples, then of pairs, then of single letters, a column for each language."""

    languages: tuple[str, ...]
    letters: int  # with the edge of a word, which is letter 0
    costs: NDArray[np.float32]

    @property
    def single(self) -> NDArray[np.float32]:
        """Costs of single letters: (letters, languages)."""
        return self.costs[-self.letters :]


@dataclass(frozen=True, slots=True)
class Trigrams:
    """The trigrams of all alphabets, so that a text in several takes one look: a letter after a pair has a row.

    `letter` is the number of each code point of the BMP within its alphabet; `pairs_of`: where the pairs stand that
    begin with it; `edge`: where those that begin a word do.
    """

    letter: NDArray[np.int32]
    pairs_of: NDArray[np.int32]
    edge: NDArray[np.int32]
    _pairs: NDArray[np.int32]
    _rows: NDArray[np.int32]
    _usual: NDArray[np.bool_]

    @classmethod
    def of(cls, data: Mapping[str, NDArray[Any]]) -> Trigrams:
        """Those of a file."""
        script = data["characters.script"]
        of = np.where(script < CJK, script, 0)
        number = np.where(of, data["characters.letter"], 0).astype(np.int32)
        sizes = np.array([0, *(len(data[f"{name}.letters"]) for name in ALPHABETS)], dtype=np.int32)
        edges = (sizes**2).cumsum(dtype=np.int32) - sizes**2
        return cls(number, number * sizes[of], edges[of], data["pairs"], data["rows"], data["usual"])

    def rows(self, pair: NDArray[np.int32], letter: NDArray[np.int32] | int) -> NDArray[np.int32]:
        """Row in the costs of its alphabet of each letter after a pair of letters; 0 is the end of a word."""
        return self._rows.take(self._pairs.take(pair) + letter)

    def usual(self, left: Numbers, here: Numbers, right: Numbers) -> NDArray[np.bool_]:
        """Whether letters stand between others, or at the edges of words, as they do in some language."""
        edge, before, behind = self.edge.take(here), self.letter.take(left), self.letter.take(right)
        alike = ((before == 0) | (self.edge.take(left) == edge)) & ((behind == 0) | (self.edge.take(right) == edge))
        pair = edge + self.letter.take(here) + self.pairs_of.take(left) * alike
        found: NDArray[np.bool_] = alike & self._usual.take(self._pairs.take(pair) + behind * alike)
        return found


@dataclass(frozen=True, slots=True)
class Ideographs:
    """Single characters and pairs of Chinese (two scripts), Japanese and Korean."""

    languages: tuple[str, ...]
    single: NDArray[np.float32]  # (characters + 1, languages); the last for characters not listed
    backoff: NDArray[np.float32]
    keys: NDArray[np.uint32]  # sorted: first << 16 | second
    pair: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables, with class, kind of neighbour, script, letter number and case of each code point of the BMP."""

    alphabets: tuple[Alphabet, ...]
    trigrams: Trigrams
    cjk: Ideographs
    klass: NDArray[np.uint8]
    neighbour: NDArray[np.uint8]
    script: NDArray[np.uint8]
    letter: NDArray[np.uint16]
    upper: NDArray[np.bool_]


@cache
def tables() -> Tables:
    """Read the tables (about 50 ms, once)."""
    with data_file("repair/tables.npz").open("rb") as file:
        data = dict(np.load(file, allow_pickle=False))
    alphabets = []
    for name in ALPHABETS:
        alphabets.append(Alphabet(_names(data, name), len(data[f"{name}.letters"]), _nats(data[f"{name}.costs"])))
    known = [data[f"characters.{name}"] for name in ("class", "neighbour", "script", "letter", "upper")]
    return Tables(tuple(alphabets), Trigrams.of(data), _ideographs(data), *known)


def _names(data: Mapping[str, NDArray[Any]], script: str) -> tuple[str, ...]:
    return tuple(map(str, data[f"{script}.languages"]))


def _ideographs(data: Mapping[str, NDArray[Any]]) -> Ideographs:
    languages = _names(data, "CJK")
    rare = np.full((1, len(languages)), RAREST_IDEOGRAPH, dtype=np.float32)
    single = np.vstack([_nats(data["CJK.unigrams"]), rare])
    backoff = np.vstack([_nats(data["CJK.backoff"]), rare * 0])
    return Ideographs(languages, single, backoff, data["CJK.pair_keys"], _nats(data["CJK.pairs"]))


def _nats(costs: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Costs as the file holds them, in sixteenths."""
    return np.divide(costs, 16, dtype=np.float32)


@cache
def first_columns() -> Numbers:
    """By script from 1 on the column of its first language, where those of all scripts stand side by side."""
    sizes = [len(languages_of(script)) for script in range(1, CJK + 1)]
    return np.cumsum([0, *sizes])[:-1]


@cache
def script_of_columns() -> Numbers:
    """Of each of these columns the script, from 0 on."""
    return np.arange(CJK).repeat(np.diff(first_columns(), append=sum(len(languages_of(s + 1)) for s in range(CJK))))


def languages_of(script: int) -> tuple[str, ...]:
    """Names of the languages in the columns of a script."""
    return tables().cjk.languages if script == CJK else tables().alphabets[script - 1].languages


@cache
def columns_for(encoding: str) -> Mapping[int, Numbers] | None:
    """By script, columns of the languages that an encoding is used for; None where it holds them all."""
    for keys, languages in word_table("repair/encodings.txt"):
        if encoding in keys.split():
            wanted = languages.split()
            picked = {s: np.flatnonzero(np.isin(languages_of(s), wanted)) for s in range(1, CJK + 1)}
            return {script: columns for script, columns in picked.items() if len(columns)}
    return None


@cache
def not_for(encoding: str) -> NDArray[np.bool_]:
    """Which columns are languages that an encoding is not used for, of the scripts in which it is used for some."""
    out = np.zeros(len(script_of_columns()), dtype=bool)
    for script, columns in (columns_for(encoding) or {}).items():
        out[script_of_columns() == script - 1] = True
        out[first_columns()[script - 1] + columns] = False
    return out


@cache
def unexpected(encoding: str) -> NDArray[np.bool_]:
    """For each code point of the BMP whether it is unlikely in any text in the encoding."""
    t, names, columns = tables(), class_names(), columns_for(encoding)
    if columns is None:
        out = np.isin(t.klass, [names.index(name) for name in ("undecoded", "unassigned")])
        out[ord("ſ")] = True  # boxes drawn with ├ and ┐ are no old German
        return out
    out = np.ones(0x10000, dtype=bool)
    out[[0x09, 0x0A, 0x0D]] = False
    marks = MARKS.split() + ["cjk_mark", "wide_sign"] * (encoding in MULTIBYTE)
    marks += ["far_mark"] * (max(columns) > LATIN) + ["joiner"] * (ARABIC in columns)  # signs: no letters of the tables
    out[np.isin(t.klass, [names.index(name) for name in marks])] = False
    for script, picked in {LATIN: np.array([0]), **columns}.items():
        table, rarest = (
            (t.cjk.single, RAREST_IDEOGRAPH) if script == CJK else (t.alphabets[script - 1].single, RAREST_LETTER)
        )
        # Chinese characters stand in Korean text, and in all of Japanese and both Chinese scripts
        rare = (table if script == CJK else table[:, picked]).min(axis=1) >= rarest
        here = np.flatnonzero(t.script == script)
        out[here] = rare[t.letter[here]]
    out[0x41:0x5B] = out[0x61:0x7B] = False
    return out


@cache
def signs() -> NDArray[np.bool_]:
    """For each code point of the BMP whether it is one of `SIGNS`."""
    out: NDArray[np.bool_] = np.isin(tables().klass, [class_names().index(name) for name in SIGNS.split()])
    return out
