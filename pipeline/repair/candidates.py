"""Candidates: what each token may have been before an encoding error. Each error is undone; plausible results are kept.

All work is done on whole arrays of concatenated tokens, with a line feed after each. Characters that an error cannot
have produced (“ in a text read as Latin-1) are kept, so that `“Ãå±±”` is repaired between its quotation marks.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from pipeline.repair import encodings as pages
from pipeline.repair.encodings import MULTIBYTE, PASS, Points, encoding_errors, points_of, text_of
from pipeline.repair.tables import CJK, LATIN, Flags, Numbers, tables, unexpected

LINE_FEED, GAP, REPLACED = 0x0A, 0x0C, 0xFFFD
PASSED = chr(PASS)
HALF_LOST = re.compile("(?:[\udcc2-\udcf4][\udc80-\udcbf]{0,2}|[\udc80-\udcff])\f")
"""The rest of a character before U+FFFD, which stands for the whole character; among bytes GAP stands for U+FFFD."""

FIRST_LOST, LAST_LOST = 0xDC80, 0xDCFF  # stand for bytes that could not be decoded
MOST_UNEXPECTED = 0.08  # share of unexpected characters that a candidate from a multibyte encoding may have
LEAST_LETTERS = 3  # of a non-Latin alphabet, for a token to be evidence of an error: “€,” is not “И,”, “â¢” not “тв”

BAD, OTHER, CHANGED = 1, 2, 4
"""Flags for what undoing an error makes of a character: one that is unexpected in the encoding, a letter of a non-Latin
alphabet, a character other than before."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Distinct non-ASCII tokens, laid out with a line feed after each and one before the first.

    `at` are the code points, those beyond the BMP as U+FFFF; a token starts at `starts` and has `sizes` code points,
    including its line feed. `near` are the places of non-ASCII characters and of the character after each, `here` the
    code points there, and `first` is the index in `near` of the first place of each token.
    """

    points: Points
    at: Numbers
    starts: Numbers
    sizes: Numbers
    near: Numbers
    here: Numbers
    first: Numbers

    @classmethod
    def of(cls, tokens: Sequence[str]) -> "Tokens":
        """Lay the tokens out."""
        points = points_of("\n" + "\n".join(tokens) + "\n")
        at = np.minimum(points, 0xFFFF).astype(np.intp)
        feeds = (at == LINE_FEED).nonzero()[0]
        beyond = at >= 0x80
        beyond[1:] |= beyond[:-1]
        near = beyond.nonzero()[0]
        starts = feeds[:-1] + 1
        return cls(points, at, starts, feeds[1:] - feeds[:-1], near, at[near], near.searchsorted(starts))


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of an encoding error and a token, sorted by error, with the token before the error."""

    error: Numbers
    token: Numbers
    points: Points
    sizes: Numbers  # code points of each text with its line feed

    def texts(self) -> list[str]:
        """The tokens as they were written; bytes that could not be decoded are as they were read."""
        points = self.points
        lost = ((points >= FIRST_LOST) & (points <= LAST_LOST)).nonzero()[0]
        if len(lost):
            points = points.copy()
            for i, error in zip(lost.tolist(), self.error.repeat(self.sizes)[lost].tolist(), strict=True):
                points[i] = pages.decoding_table(encoding_errors()[error].read)[points[i] - FIRST_LOST + 0x80]
        return text_of(points).split("\n")


def candidates_of(tokens: Tokens, wanted: Collection[int] | None) -> Candidates:
    """The candidates of the errors with the numbers `wanted`, of all errors if None."""
    same = not np.count_nonzero(tokens.points > 0xFF)  # nothing distinguishes Latin-1 from cp1252
    single, many = ([n for n in numbers if wanted is None or n in wanted] for numbers in _numbers(same))
    parts = [_from_single_bytes(tokens, np.array(single, dtype=np.intp)), *_from_many_bytes(tokens, many)]
    return Candidates(*(np.concatenate([getattr(part, name) for part in parts]) for name in Candidates.__slots__))


@cache
def _numbers(same: bool) -> tuple[list[int], list[int]]:
    """Numbers of the single-byte errors and of the others; with `same`, without Latin-1's if cp1252 has them too."""
    numbers = [n for n, e in enumerate(encoding_errors()) if not same or e.read != "latin-1" or e.written == "cp1252"]
    single = [number for number in numbers if encoding_errors()[number].written not in MULTIBYTE]
    return single, numbers[len(single) :]


@cache
def _single() -> tuple[Numbers, NDArray[np.uint32], NDArray[np.uint8]]:
    """What undoing each single-byte error (column) makes of the BMP's code points, with flags (`BAD` and so on). The
    second array has a row for each code point that some error changes; the first array gives that row, or -1. The
    third, of flags, has a row for each code point of the BMP. Made once (about 40 ms)."""
    group = [error for error in encoding_errors() if error.written not in MULTIBYTE]
    beyond_ascii = [pages.encoding_table(read) >= 0x80 for read in pages.bits() if read not in MULTIBYTE]
    listed = np.flatnonzero(np.any(beyond_ascii, axis=0))
    row = np.full(0x10000, -1, dtype=np.intp)
    row[listed] = np.arange(len(listed))
    flags = _unexpected()[: len(group)].T.astype(np.uint8) * BAD
    flags[:0x80] = 0
    codes = np.stack([pages.encoding_table(e.read)[listed] for e in group], axis=1)
    decoded = [pages.decoding_table(e.written)[of_error] for e, of_error in zip(group, codes.T, strict=True)]
    written = np.where(codes < 0, listed[:, None], np.stack(decoded, axis=1)).astype(np.uint32)  # -1 took any
    changed = written != listed[:, None]
    flags[listed] = np.take_along_axis(flags, written.astype(np.intp), axis=0)
    other = (tables().script > LATIN)[written]
    flags[listed] |= (CHANGED + OTHER * other).astype(np.uint8) * changed
    return row, written, flags


def _from_single_bytes(tokens: Tokens, errors: Numbers) -> Candidates:
    """The candidates of the single-byte errors, all at once; these errors come first in `encoding_errors()`."""
    error, token = fitting_errors(tokens, errors).nonzero()
    row, written, _ = _single()
    sizes = tokens.sizes[token]
    source = (tokens.starts[token] - sizes.cumsum() + sizes).repeat(sizes)
    source += np.arange(len(source))
    points = tokens.points[source]
    rows = row[tokens.at[source]]
    touched = (rows >= 0).nonzero()[0]
    points[touched] = written[rows[touched], errors[error].repeat(sizes)[touched]]
    return Candidates(errors[error], token, points, sizes)


def fitting_errors(tokens: Tokens, errors: Numbers) -> Flags:
    """Whether undoing an error in a token gives something plausible: (errors, tokens)."""
    flags = _single()[2][tokens.here]
    letter = tables().klass[tokens.at] == 0
    before, after = tokens.near - 1, np.minimum(tokens.near + 1, len(letter) - 1)
    inside = letter[tokens.near] & letter[before] & letter[after]
    flags[~inside | (tokens.at[before] >= 0x80) | (tokens.at[after] >= 0x80)] &= ~np.uint8(OTHER)  # not “naпve”
    fit: Flags = np.bitwise_or.reduceat(flags, tokens.first, axis=0) == CHANGED
    return fit.T[errors]


@cache
def _bytes_or_stand_ins(read: str) -> NDArray[np.uint8]:
    """The byte of each code point of the BMP in an encoding: 0 if it has several, `PASS` or `GAP` if it has none."""
    codes = pages.encoding_table(read) if pages.is_single(read) else pages.encodable(read) - np.int16(1)
    out: NDArray[np.uint8] = np.where(codes < 0, PASS, codes).astype(np.uint8)
    out[REPLACED] = GAP
    return out


def _from_many_bytes(tokens: Tokens, errors: Sequence[int]) -> Iterator[Candidates]:
    """The candidates of the multibyte errors, one error at a time: the bytes of all tokens are decoded."""
    lead, trail, high = (roles.take(tokens.here) for roles in pages.byte_roles())
    lead[:-1] &= trail[1:]  # `here` also holds the character after each non-ASCII one
    lead[-1] = 0
    # for each token, the encodings (bits) in which it may have been read if it is UTF-8, or a double-byte encoding
    fitting = [np.bitwise_or.reduceat(roles, tokens.first) for roles in (lead, high)]
    readable = [reduce(or_, fit.tolist()) for fit in fitting]
    bytes_of = cache(partial(_bytes_of, tokens))
    found: list[tuple[int, str, Points, Flags]] = []
    for number in errors:
        error = encoding_errors()[number]
        double, bit = error.written != "utf-8", pages.bits()[error.read]
        if readable[double] & bit:
            data, passed = bytes_of(error.read)
            text = data.decode(error.written, "surrogateescape")
            text = HALF_LOST.sub("\f", text) if "\f" in text else text
            if text.count("\n") == len(tokens.sizes) and text.count(PASSED) + text.count("\f") == len(passed):
                found.append((number, text, passed, (fitting[double] & bit) > 0))
    if found:
        yield _plausible(found)


def _bytes_of(tokens: Tokens, read: str) -> tuple[bytes, Points]:
    """The bytes that were read as the tokens, and the characters for which `PASS` or `GAP` stands in them."""
    points = tokens.points[1:]
    codes = _bytes_or_stand_ins(read).take(tokens.at[1:])
    lost = (codes == PASS) | (codes == GAP)
    data = codes.tobytes() if pages.is_single(read) else text_of(np.where(lost, codes, points)).encode(read)
    return data, points[lost]


def _plausible(found: Sequence[tuple[int, str, Points, Flags]]) -> Candidates:
    """The plausible candidates among the decoded texts."""
    numbers, texts, passed, fits = zip(*found, strict=True)
    points = points_of("".join(texts)).copy()
    points[(points == PASS) | (points == GAP)] = np.concatenate(passed)
    ends = (points == LINE_FEED).nonzero()[0]
    starts = np.concatenate(([0], ends[:-1] + 1))
    sizes = ends + 1 - starts
    fit = np.concatenate(fits)
    error = np.array(numbers).repeat(len(fits[0]))
    token = np.arange(len(fit)) % len(fits[0])
    at = pages.on_the_bmp(points)
    odd = np.add.reduceat(_unexpected()[error.repeat(sizes), at], starts, dtype=np.intp)
    fit &= odd <= MOST_UNEXPECTED * sizes
    fit &= ~_lone_ideograph(at, starts)
    return Candidates(error[fit], token[fit], points[fit.repeat(sizes)], sizes[fit])


@cache
def _unexpected() -> Flags:
    """For each error (row), marks the code points of the BMP that are unlikely in the encoding it was written in."""
    return np.stack([unexpected(error.written) for error in encoding_errors()])


def _lone_ideograph(at: Numbers, starts: Numbers) -> Flags:
    """Marks texts whose only ideograph is beside a lower-case Latin letter: “caf茅”, “彎a” are misread Latin words."""
    wide = tables().script[at] == CJK
    if not np.count_nonzero(wide):
        return np.zeros(len(starts), dtype=bool)
    small = (at >= 0x61) & (at <= 0x7A)
    after = np.concatenate(([False], wide[1:] & small[:-1])) | np.concatenate((wide[:-1] & small[1:], [False]))
    one = np.add.reduceat(wide, starts, dtype=np.intp) == 1
    accented: Flags = np.logical_or.reduceat(after, starts) & one
    return accented
