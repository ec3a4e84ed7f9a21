"""Accidents with encodings of several bytes a character: the bytes of tokens that may be in one are decoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import (
    MULTIBYTE,
    PASS,
    Points,
    channels,
    encoding_table,
    points_of,
    single_byte_readings,
    text_of,
)
from pipeline.repair.plausible import MOST_UNEXPECTED, unexpected
from pipeline.repair.tables import CJK, tables

LINE_FEED = 0x0A


@dataclass(frozen=True, slots=True)
class Tokens:
    """Distinct tokens, each with something beyond ASCII; a line feed stands before the first and behind each.

    `at` are the code points with those beyond the BMP as U+FFFF; a token goes from `starts` to `ends`.
    """

    points: Points
    at: NDArray[np.intp]
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]

    @classmethod
    def of(cls, tokens: Sequence[str]) -> Tokens:
        """Lay the tokens out."""
        points = points_of("\n" + "\n".join(tokens) + "\n")
        feeds = (points == LINE_FEED).nonzero()[0]
        return cls(points, np.minimum(points, 0xFFFF).astype(np.intp), feeds[:-1] + 1, feeds[1:])

    def picked(self, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
        """Places of some tokens, one after the other, each with its line feed."""
        sizes = self.ends[chosen] + 1 - self.starts[chosen]
        starts = np.cumsum(sizes) - sizes
        places: NDArray[np.intp] = np.arange(sizes.sum()) + np.repeat(self.starts[chosen] - starts, sizes)
        return places


@dataclass(frozen=True, slots=True)
class Readings:
    """Pairs of an accident and a token, those of one accident in a row, with what the token was before it.

    The texts lie one after the other, each with a line feed behind it; `starts` tells where each begins.
    """

    channel: NDArray[np.intp]
    token: NDArray[np.intp]
    points: Points
    starts: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Bytes:
    """The bytes that a reading mistook for some tokens; `passed` are the code points at its `PASS` bytes."""

    tokens: NDArray[np.intp]
    data: bytes
    passed: Points


def multibyte_readings(tokens: Tokens, numbers: Sequence[int], *, evident: bool) -> Readings | None:
    """Undo the accidents with these numbers, one side of which has several bytes; None if nothing comes of it."""
    utf_8, double = _qualified(tokens, evident)
    rows = {
        (read, written == "utf-8"): row
        for written, table in (("utf-8", utf_8), ("", double))
        for read, row in zip(single_byte_readings(), table, strict=True)
        if row.any()
    }
    wide = bool((tokens.at >= 0x2E80).any())
    if not rows and not wide:
        return None
    found: list[tuple[int, _Bytes, str]] = []
    made: dict[tuple[str, bool], _Bytes | None] = {}
    for number in numbers:
        channel = channels()[number]
        key = channel.read, channel.written == "utf-8"
        if key not in made:
            if key in rows:
                made[key] = _from_single(tokens, channel.read, rows[key].nonzero()[0])
            else:
                made[key] = _from_multibyte(tokens, channel.read) if wide and channel.read in MULTIBYTE else None
        source = made[key]
        if source is not None:
            text = source.data.decode(channel.written, "surrogateescape")
            if text.count("\n") == len(source.tokens) and text.count(chr(PASS)) == len(source.passed):
                found.append((number, source, text))
    return _checked(tokens, found) if found else None


def _qualified(tokens: Tokens, evident: bool) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which tokens may be UTF-8, and which a double-byte encoding, in each single-byte reading: (readings, tokens)."""
    places = (tokens.at >= 0x80).nonzero()[0]
    codes = _codes()[:, tokens.at[places]]
    adjacent = (places[1:] - places[:-1] == 1).nonzero()[0]
    lead, trail = codes[:, adjacent], codes[:, adjacent + 1]
    first = np.searchsorted(places, tokens.starts)
    pair_first = np.searchsorted(adjacent, first)
    utf_8 = _any_by_token((lead >= 0xC2) & (lead < 0xF5) & (trail >= 0x80) & (trail < 0xC0), pair_first)
    if not evident:
        return utf_8, _any_by_token(codes >= 0x80, first)
    double = _any_by_token((lead >= 0x80) & (trail >= 0x80), pair_first)
    # or a sign before a Latin letter: “³q” is Big5 read as Latin-1
    glued = tables().klass[tokens.at[places]] > 0
    glued &= (tokens.at[places + 1] >= 0x40) & (tokens.at[places + 1] < 0x7F)
    if glued.any():
        double |= _any_by_token((codes >= 0x80) & glued, first)
    return utf_8, double


def _any_by_token(found: NDArray[np.bool_], first: NDArray[np.intp]) -> NDArray[np.bool_]:
    """For each row whether a token has any; `first` may be the end where a token has no place of its own."""
    total = np.zeros((found.shape[0], found.shape[1] + 1), dtype=np.intp)
    np.cumsum(found, axis=1, out=total[:, 1:])
    bounds = total[:, np.concatenate((first, [found.shape[1]]))]
    any_found: NDArray[np.bool_] = bounds[:, 1:] > bounds[:, :-1]
    return any_found


def _from_single(tokens: Tokens, read: str, chosen: NDArray[np.intp]) -> _Bytes:
    places = tokens.picked(chosen)
    codes = encoding_table(read)[tokens.at[places]]
    lost = codes < 0
    codes[lost] = PASS
    return _Bytes(chosen, codes.astype(np.uint8).tobytes(), tokens.points[places[lost]])


def _from_multibyte(tokens: Tokens, read: str) -> _Bytes | None:
    table = _encodable(read)
    high = table[tokens.at] & (tokens.at >= 0x80)
    chosen = (np.add.reduceat(high, tokens.starts, dtype=np.intp)).nonzero()[0]
    if not len(chosen):
        return None
    places = tokens.picked(chosen)
    points = tokens.points[places]
    lost = ~table[tokens.at[places]]
    held = np.where(lost, np.uint32(PASS), points)
    return _Bytes(chosen, text_of(held).encode(read), points[lost])


def _checked(tokens: Tokens, found: Sequence[tuple[int, _Bytes, str]]) -> Readings | None:
    """What is plausible and not the token itself."""
    points = points_of("".join(text for _, _, text in found)).copy()
    points[points == PASS] = np.concatenate([source.passed for _, source, _ in found])
    ends = (points == LINE_FEED).nonzero()[0]
    starts = np.concatenate(([0], ends[:-1] + 1))
    sizes = ends + 1 - starts
    counts = [len(source.tokens) for _, source, _ in found]
    channel = np.repeat([number for number, _, _ in found], counts)
    token = np.concatenate([source.tokens for _, source, _ in found])
    encoding = np.repeat(_row_of_channel()[channel], sizes)
    odd = np.add.reduceat(_unexpected()[encoding, np.minimum(points, 0xFFFF)], starts, dtype=np.intp)
    fit = (odd <= MOST_UNEXPECTED * sizes) & ~_accented(points, starts)
    same_length = sizes == tokens.ends[token] + 1 - tokens.starts[token]
    for i in (fit & same_length).nonzero()[0].tolist():
        first = tokens.starts[token[i]]
        fit[i] = (tokens.points[first : first + sizes[i]] != points[starts[i] : starts[i] + sizes[i]]).any()
    if not fit.any():
        return None
    kept = sizes[fit]
    return Readings(channel[fit], token[fit], points[np.repeat(fit, sizes)], np.cumsum(kept) - kept)


def _accented(points: Points, starts: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Texts with one ideograph, behind a small Latin letter: “caf茅” is an accent that came another way."""
    wide = tables().script[np.minimum(points, 0xFFFF)] == CJK
    behind = np.zeros(len(points), dtype=bool)
    behind[1:] = wide[1:] & (points[:-1] >= 0x61) & (points[:-1] <= 0x7A)
    one = np.add.reduceat(wide, starts, dtype=np.intp) == 1
    accented: NDArray[np.bool_] = one & np.logical_or.reduceat(behind, starts)
    return accented


@cache
def _codes() -> NDArray[np.int16]:
    """Byte of each code point of the BMP in each single-byte reading: (readings, 65536)."""
    return np.stack([encoding_table(read) for read in single_byte_readings()])


@cache
def _row_of_channel() -> NDArray[np.intp]:
    """Row in `_unexpected` of what each accident was written in."""
    names = sorted(MULTIBYTE)
    return np.array([names.index(c.written) if c.written in MULTIBYTE else 0 for c in channels()], dtype=np.intp)


@cache
def _unexpected() -> NDArray[np.bool_]:
    return np.stack([unexpected(encoding) for encoding in sorted(MULTIBYTE)])


@cache
def _encodable(encoding: str) -> NDArray[np.bool_]:
    """Which code points of the BMP a multibyte encoding has bytes for."""
    leads, trails = np.meshgrid(np.arange(0x81, 0xFF), np.arange(0x40, 0xFF), indexing="ij")
    pairs = np.stack([leads.ravel(), trails.ravel(), np.full(leads.size, 0x20)], axis=1)
    every = pairs.astype(np.uint8).tobytes() + bytes(range(0xA1, 0xE0))
    found = np.unique(points_of(every.decode(encoding, "ignore")))
    found = found[(found > 0x7F) & (found <= 0xFFFF)]
    lines = np.stack([found, np.full(len(found), 0x0A)], axis=1).astype("<u4").tobytes().decode("utf-32-le")
    # a line is empty where its character has no bytes; all in one call, which takes a hundredth of one call each
    goes_back = [bool(line) for line in lines.encode(encoding, "ignore").split(b"\n")[:-1]]
    out = np.zeros(0x10000, dtype=bool)
    out[found[goes_back]] = True
    out[:0x80] = True
    out[PASS] = False
    return out
