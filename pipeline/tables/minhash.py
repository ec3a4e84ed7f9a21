"""MinHash signatures, by which releases are compared: shingles of the words of the body, and minima of their hashes.

Boilerplate, contacts, datelines and footers are left out, as all releases of a publisher share them. Two releases must
also be similar at their beginning: releases made from one form, or with boilerplate that no heading marks, differ there
(in an archive, 286 of 317 true pairs are similar at the beginning, but only 19 of 1,557 pairs made from one form).

The method is Broder's (On the resemblance and containment of documents, 1997): the share of common word shingles is
estimated from minima of hash functions; only texts whose minima agree in a band of four are compared exactly.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.data import word_list
from pipeline.records import without_accents

Hashes = NDArray[np.uint32]

SIMILAR = 0.6  # share of common shingles from which on releases are duplicates; one changed word costs five shingles
_LEAD = 0.6  # share of either lead's shingles that must be in the other text
_LEAD_WORDS = 40
_ALIKE = 0.83  # similarity from which on leads may differ; of the 22 pairs this adds, 21 are duplicates by headline
_WORDS = 5  # of a shingle
_FEWEST = 75  # shingles; a shorter text must have the same letters: of 20 other pairs 18 were no duplicates
_BANDS, _ROWS = 20, 4  # bands find 93 of 100 pairs with a similarity of .6, 99.6 of those with .7, 5 of those with .2
_WORD = re.compile(r"\w+")
_NO_LETTER = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile(r"['’‘`´]")
_HEAD = 600  # characters at the start of a text in which it may say that it is amended
_AMENDING = re.compile(rf"\b(?:{'|'.join(word_list('tables/amended.txt'))})\b", re.IGNORECASE)


class Signature(NamedTuple):
    """What is compared of a release."""

    letters: int  # hash of all its letters and digits in order
    shingles: Hashes  # sorted
    lead: Hashes  # those of the first words, sorted
    amended: bool  # its head says that it corrects or replaces another

    def buckets(self) -> list[tuple[int, int]]:
        """Pairs (band, key); releases that share one are compared. Band 0 is for texts with the same letters."""
        found = [(0, self.letters)]
        if len(self.shingles) >= _FEWEST:
            lowest = (self.shingles * _MINIMA[:, None] >> np.uint64(32)).min(axis=1).reshape(_BANDS, _ROWS)
            found += [(band, _hash(row.tobytes())) for band, row in enumerate(lowest, 1)]
        return found


def signature(text: str, sections: Iterable[tuple[int, int, str]] = (), headline: str | None = None) -> Signature:
    """The signature of a release; `sections` are start, end and kind of its parts, without its headline."""
    parts = [text[start:end] for start, end, kind in sorted(sections) if kind == "body"]
    plain = without_accents("\n".join(parts) or text).casefold()
    words = _WORD.findall(_APOSTROPHES.sub("", plain))
    hashes = np.array([_hash(word.encode()) for word in words], dtype=np.int64).view(np.uint64)
    filled = np.pad(hashes, (0, max(0, _WORDS - len(hashes))))
    rows = np.lib.stride_tricks.sliding_window_view(filled, _WORDS)
    # a hash of every five consecutive words, in order: the upper half of a sum of products
    shingles: Hashes = ((rows * _PLACES).sum(axis=1) >> np.uint64(32)).astype(np.uint32)
    lead = np.unique(shingles[: _LEAD_WORDS - _WORDS + 1])
    letters = _hash(_NO_LETTER.sub("", (headline or "").casefold() + plain).encode())
    return Signature(letters, np.unique(shingles), lead, amended=bool(_AMENDING.search(text[:_HEAD])))


def similarity(a: Signature, b: Signature) -> float:
    """The share of common shingles of two releases, 0 to 1; 0 if their leads differ or one of them is short. An amended
    release may begin with what was wrong, so its lead need not be in the other one."""
    if a.letters == b.letters:
        return 1.0
    if min(len(a.shingles), len(b.shingles)) < _FEWEST:
        return 0.0
    common = _common(a.shingles, b.shingles)
    alike = common / (len(a.shingles) + len(b.shingles) - common)
    for one, other in ((a, b), (b, a)):
        lead_may_differ = alike >= _ALIKE or (one.amended and not other.amended)
        if not lead_may_differ and _common(one.lead, other.shingles) < _LEAD * len(one.lead):
            return 0.0
    return alike


def _common(one: Hashes, two: Hashes) -> int:
    return len(np.intersect1d(one, two, assume_unique=True))


def _hash(data: bytes) -> int:
    """A signed 64-bit hash, as SQLite's integers are; unlike `hash` it is the same in every run."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)


def _odd_numbers(what: str, count: int) -> NDArray[np.uint64]:
    """Odd 64-bit numbers, one per hash function: the upper half of a product is a hash (Dietzfelbinger 1997)."""
    return np.array([_hash(f"{what} {n}".encode()) | 1 for n in range(count)], dtype=np.int64).view(np.uint64)


_MINIMA = _odd_numbers("minimum", _BANDS * _ROWS)
_PLACES = _odd_numbers("place", _WORDS)
