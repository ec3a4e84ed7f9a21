"""Tables for scoring: classes of characters in context, n-grams of each language, characters expected in an encoding.

Built by `training/build_repair_tables.py`. Costs are -ln P, with one column per language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.data import data_file, word_list, word_table
from pipeline.repair.encodings import MULTIBYTE

SPACE, LETTER, DIGIT, OTHER = range(4)  # kinds of neighbour

ALONE, BEFORE, AFTER, INSIDE, BY_DIGIT, ELSEWHERE = range(6)
CONTEXTS = (
    (ALONE, BEFORE, BY_DIGIT, ELSEWHERE),
    (AFTER, INSIDE, BY_DIGIT, AFTER),
    (BY_DIGIT, BY_DIGIT, BY_DIGIT, BY_DIGIT),
    (ELSEWHERE, BEFORE, BY_DIGIT, ELSEWHERE),
)
"""The column of `classes.txt` that applies, by the kind of the neighbour before and of the one after."""
Numbers = NDArray[np.intp]
Flags = NDArray[np.bool_]
ALPHABETS = ("Latin", "Cyrillic", "Greek", "Hebrew", "Arabic", "Thai", "Armenian", "Georgian")
LATIN, CJK = 1, len(ALPHABETS) + 1
"""Script numbers: alphabets are 1, 2, …; CJK is Chinese characters, kana and hangul; 0 is everything else."""

DEAREST = 255 / 16  # nats: the most that a letter costs
WORD_END = 1.0  # deducted from the cost of a word's end; a language without a table has no such cost
RAREST_LETTER, RAREST_IDEOGRAPH = 10.0, 14.0
"""Nats: what costs this in all languages of an encoding is unexpected in it (one in 22,000; an unlisted ideograph)."""


@cache
def class_names() -> tuple[str, ...]:
    """Names of the classes; the number of a class is its index."""
    return tuple(row[0] for row in word_table("repair/classes.txt"))


@cache
def class_costs() -> NDArray[np.float32]:
    """Costs in nats by class, kind of the neighbour before and kind of the one after: (classes, 4, 4)."""
    return np.array([row[2:] for row in word_table("repair/classes.txt")], dtype=np.float32)[:, CONTEXTS]


@dataclass(frozen=True, slots=True)
class Trigrams:
    """The trigrams of all alphabets, so that a text in several is looked up at once; a letter after a pair has a row.

    `costs` holds an array for each alphabet, with a column for each language; the end of a word costs `WORD_END` less
    than counted. For each code point of the BMP, `letter` is its number in its alphabet, `pairs_of` the place where the
    pairs that begin with it start, and `edge` where the pairs at the start of a word do.
    """

    costs: Sequence[NDArray[np.float32]]
    letter: NDArray[np.int32]
    pairs_of: NDArray[np.int32]
    edge: NDArray[np.int32]
    _pairs: NDArray[np.int32]
    _rows: NDArray[np.int32]
    _usual: Flags

    @classmethod
    def of(cls, data: Mapping[str, NDArray[Any]]) -> "Trigrams":
        """The trigrams in the arrays of `tables.npz`."""
        script = data["characters.script"]
        of = np.where(script < CJK, script, 0)
        number = np.where(of, data["characters.letter"], 0).astype(np.int32)
        sizes = np.array([0, *(len(data[f"{name}.letters"]) for name in ALPHABETS)], dtype=np.int32)
        edges = (sizes**2).cumsum(dtype=np.int32) - sizes**2
        pairs, rows = data["pairs"], data["rows"]
        costs = [_nats(data[f"{name}.costs"]) for name in ALPHABETS]
        for block, here in zip(costs, np.split(pairs, edges[2:]), strict=True):
            block[np.unique(rows[here])] -= WORD_END
        return cls(costs, number, number * sizes[of], edges[of], pairs, rows, data["usual"])

    def rows(self, pair: NDArray[np.int32], letter: NDArray[np.int32] | int) -> NDArray[np.int32]:
        """The row in `costs` of each letter (0 is the end of a word) after a pair of letters."""
        return self._rows.take(self._pairs.take(pair) + letter)

    def usual(self, left: Numbers, here: Numbers, right: Numbers) -> Flags:
        """Whether letters stand between their neighbours (or at the edge of a word) as is usual in some language."""
        edge, before, after = self.edge.take(here), self.letter.take(left), self.letter.take(right)
        alike = ((before == 0) | (self.edge.take(left) == edge)) & ((after == 0) | (self.edge.take(right) == edge))
        pair = edge + self.letter.take(here) + self.pairs_of.take(left) * alike
        found: Flags = alike & self._usual.take(self._pairs.take(pair) + after * alike)
        return found


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables, a column for each language; `script_of` is its script, from 0 on, `first` each script's first column.
    `single` holds the costs of single letters by script, with those of unlisted ideographs last; `pair_keys` are first
    << 16 | second. The rest are class, kind of neighbour, script, letter number and case of each BMP code point."""

    languages: NDArray[np.str_]
    script_of: Numbers
    first: Numbers
    trigrams: Trigrams
    single: Sequence[NDArray[np.float32]]
    backoff: NDArray[np.float32]
    pair_keys: NDArray[np.uint32]
    pairs: NDArray[np.float32]
    klass: NDArray[np.uint8]
    neighbour: NDArray[np.uint8]
    script: NDArray[np.uint8]
    letter: NDArray[np.uint16]
    upper: Flags


@cache
def tables() -> Tables:
    """The tables, read once (about 70 ms)."""
    with data_file("repair/tables.npz").open("rb") as file:
        data = dict(np.load(file, allow_pickle=False))
    languages = [data[f"{name}.languages"] for name in (*ALPHABETS, "CJK")]
    sizes = np.array([len(names) for names in languages])
    single = [_nats(data[f"{name}.costs"][-len(data[f"{name}.letters"]) :]) for name in ALPHABETS]
    single.append(np.pad(_nats(data["CJK.unigrams"]), ((0, 1), (0, 0)), constant_values=RAREST_IDEOGRAPH))
    return Tables(
        np.concatenate(languages),
        np.arange(CJK).repeat(sizes),
        sizes.cumsum() - sizes,
        Trigrams.of(data),
        single,
        np.pad(_nats(data["CJK.backoff"]), ((0, 1), (0, 0))),
        data["CJK.pair_keys"],
        _nats(data["CJK.pairs"]),
        *(data[f"characters.{name}"] for name in ("class", "neighbour", "script", "letter", "upper")),
    )


def _nats(costs: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Costs in nats; the file holds sixteenths."""
    return np.divide(costs, 16, dtype=np.float32)


@cache
def languages_for(encoding: str) -> Flags | None:
    """Marks the languages (columns) for which an encoding is used; None if it is used for all."""
    used = next((names for keys, names in word_table("repair/encodings.txt") if encoding in keys.split()), None)
    return None if used is None else np.isin(tables().languages, used.split())


@cache
def not_for(encoding: str, *, alone: bool = False) -> Flags:
    """Marks the languages for which an encoding is not used, among those of scripts in which it is used for some. With
    `alone` (for words without a letter of its alphabet) not English: “Kaitûhono” is no Cyrillic “Kait–hono”."""
    used, t = languages_for(encoding), tables()
    used = np.ones(len(t.script_of), dtype=bool) if used is None else used | (alone & (t.languages == "en"))
    return np.isin(t.script_of, t.script_of[used]) & ~used


@cache
def unexpected(encoding: str) -> Flags:
    """Marks the code points of the BMP that are unlikely in any text in the encoding."""
    t, names, used = tables(), class_names(), languages_for(encoding)
    if used is None:
        out = np.isin(t.klass, [names.index(name) for name in ("undecoded", "unassigned")])
        out[ord("ſ")] = True  # its bytes are ┼ and ┐ in DOS code pages, more likely a drawn box
        return out
    scripts = {LATIN, *(t.script_of[used] + 1).tolist()}
    out = np.ones(0x10000, dtype=bool)
    out[[0x09, 0x0A, 0x0D]] = False
    marks = [*word_list("repair/usual_classes.txt"), *["cjk_mark", "wide_sign"] * (encoding in MULTIBYTE)]
    out[np.isin(t.klass, [names.index(name) for name in marks])] = False
    for script in scripts:
        picked, costs = used[t.script_of == script - 1], t.single[script - 1]
        # ideographs of any CJK language may occur in each of them, English letters in every encoding
        in_some = costs if script == CJK else costs[:, picked] if picked.any() else costs[:, :1]
        here = np.flatnonzero(t.script == script)
        out[here] = (in_some.min(axis=1) >= (RAREST_IDEOGRAPH if script == CJK else RAREST_LETTER))[t.letter[here]]
    out[0x41:0x5B] = out[0x61:0x7B] = False
    return out
