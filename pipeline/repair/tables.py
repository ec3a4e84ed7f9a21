"""The character n-gram tables, read when the first suspicious text appears.

Source: `training/build_repair_tables.py`. Costs are -ln P in sixteenths of a nat, one column per language.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.data import data_file
from pipeline.repair.classes import class_of

Numbers = NDArray[np.intp]
ALPHABETS = ("Latin", "Cyrillic", "Greek", "Hebrew", "Arabic", "Thai", "Armenian", "Georgian")
CJK = len(ALPHABETS) + 1
"""Script number of Chinese characters, kana and hangul; alphabets are 1, 2, …; 0 is everything else."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Trigrams of an alphabet: `costs[row(a, b, c)]` are the costs of c after a, b in each language."""

    languages: tuple[str, ...]
    pairs: NDArray[np.int32]  # (letters, letters) -> number of the pair; the last two are ^^ and unseen
    triples: NDArray[np.int32]  # (pairs + 2, letters) -> row, -1 = unseen
    first_pair: int  # row of the first pair; those of single letters follow the pairs
    costs: NDArray[np.uint8]  # (rows, languages)

    @property
    def single(self) -> NDArray[np.uint8]:
        """Costs of single letters: (letters, languages)."""
        return self.costs[-len(self.pairs) :]


@dataclass(frozen=True, slots=True)
class Triples:
    """The pairs and triples of all alphabets, one behind the other, each alphabet's at its number in the lists."""

    pairs: NDArray[np.int32]
    triples: NDArray[np.int32]
    letters: NDArray[np.intp]  # how many letters an alphabet has
    first_of_pairs: NDArray[np.intp]
    first_of_triples: NDArray[np.intp]
    listed: NDArray[np.intp]  # how many pairs have a row
    first_pair: NDArray[np.intp]

    @classmethod
    def of(cls, alphabets: tuple[Alphabet, ...]) -> Triples:
        """Those of some alphabets, the first being number 1."""
        sizes, listed, first_pair = (
            np.array([0, *numbers], dtype=np.intp)
            for numbers in zip(*((len(a.pairs), len(a.triples) - 2, a.first_pair) for a in alphabets), strict=True)
        )
        return cls(
            np.concatenate([a.pairs.ravel() for a in alphabets]),
            np.concatenate([a.triples.ravel() for a in alphabets]),
            sizes,
            np.cumsum(sizes**2) - sizes**2,
            np.cumsum((listed + 2) * sizes) - (listed + 2) * sizes,
            listed,
            first_pair,
        )

    def rows(self, script: Numbers, a: Numbers, b: Numbers, c: Numbers) -> NDArray[np.int32]:
        """Row in the costs of its alphabet of each triple, of its last pair where it was not seen, else of c."""
        letters, pairs = self.letters[script], self.first_of_pairs[script]
        rows: NDArray[np.int32] = self.triples[
            self.first_of_triples[script] + self.pairs[pairs + a * letters + b] * letters + c
        ]
        missing = (rows < 0).nonzero()[0]
        if missing.size:
            of, last = script[missing], c[missing]
            pair, listed = self.pairs[pairs[missing] + b[missing] * letters[missing] + last], self.listed[of]
            rows[missing] = self.first_pair[of] + np.where(pair >= listed, listed + last, pair)
        return rows


@dataclass(frozen=True, slots=True)
class Ideographs:
    """Single characters and pairs of Chinese (two scripts), Japanese and Korean."""

    languages: tuple[str, ...]
    single: NDArray[np.uint8]  # (characters + 1, languages); the last for characters not listed
    backoff: NDArray[np.uint8]
    keys: NDArray[np.uint32]  # sorted: first << 16 | second
    pair: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables, with script, letter number and case of each code point of the BMP."""

    alphabets: tuple[Alphabet, ...]
    triples: Triples
    cjk: Ideographs
    klass: NDArray[np.uint8]
    script: NDArray[np.uint8]
    letter: NDArray[np.uint16]
    upper: NDArray[np.bool_]


@cache
def tables() -> Tables:
    """Read the tables (about 50 ms, once)."""
    with data_file("repair/tables.npz").open("rb") as file:
        data = dict(np.load(file, allow_pickle=False))
    klass = class_of().copy()
    script = np.zeros(0x10000, dtype=np.uint8)
    letter = np.zeros(0x10000, dtype=np.uint16)
    upper = np.zeros(0x10000, dtype=bool)
    alphabets = []
    for number, name in enumerate(ALPHABETS, 1):
        alphabets.append(_alphabet(name, data))
        for i, point in enumerate(data[f"{name}.letters"].tolist()):
            if i:  # 0 is the edge of a word
                script[point], letter[point] = number, i
    for point in range(0x2000):  # beyond are doubles of letters: the signs of kelvin and ångström
        small = chr(point).lower()  # not upper(): ı and ς would take I and Σ away from i and σ
        if small != chr(point) and len(small) == 1 and script[ord(small)]:
            script[point], letter[point], upper[point] = script[ord(small)], letter[ord(small)], True
    script[ord("İ")], letter[ord("İ")], upper[ord("İ")] = 1, letter[ord("i")], True
    listed = data["CJK.letters"]
    wide = np.r_[0x3400:0x4DC0, 0x4E00:0xA000, 0xAC00:0xD7A4, 0x3041:0x3100, 0xF900:0xFB00]
    script[wide], letter[wide] = CJK, len(listed)
    script[listed], letter[listed] = CJK, np.arange(len(listed))
    klass[script > 0] = 0
    return Tables(tuple(alphabets), Triples.of(tuple(alphabets)), _ideographs(data), klass, script, letter, upper)


def _alphabet(name: str, data: dict[str, NDArray[np.generic]]) -> Alphabet:
    letters, pair_keys, triple_keys = (
        data[f"{name}.{what}"].astype(np.intp) for what in ("letters", "bigram_keys", "trigram_keys")
    )
    edges, unseen = len(pair_keys), len(pair_keys) + 1  # ^^ stands before every first letter and is in no word
    pairs = np.full((len(letters), len(letters)), unseen, dtype=np.int32)
    pairs[pair_keys[:, 0], pair_keys[:, 1]] = np.arange(len(pair_keys))
    pairs[0, 0] = edges
    triples = np.full((unseen + 1, len(letters)), -1, dtype=np.int32)
    triples[pairs[triple_keys[:, 0], triple_keys[:, 1]], triple_keys[:, 2]] = np.arange(len(triple_keys))
    triples[unseen] = -1
    costs = np.vstack([data[f"{name}.{what}"] for what in ("trigrams", "bigrams", "unigrams")]).astype(np.uint8)
    return Alphabet(tuple(map(str, data[f"{name}.languages"])), pairs, triples, len(triple_keys), costs)


def _ideographs(data: dict[str, NDArray[np.generic]]) -> Ideographs:
    languages = tuple(map(str, data["CJK.languages"]))
    keys = data["CJK.pair_keys"].astype(np.uint32)
    order = np.argsort(keys[:, 0] << 16 | keys[:, 1])
    rare = np.full((1, len(languages)), 13 * 16, dtype=np.uint8)
    return Ideographs(
        languages,
        np.vstack([data["CJK.unigrams"].astype(np.uint8), rare]),
        np.vstack([data["CJK.backoff"].astype(np.uint8), rare * 0]),
        (keys[:, 0] << 16 | keys[:, 1])[order].astype(np.uint32),
        data["CJK.pairs"].astype(np.uint8)[order],
    )
