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
    readable = {True: int(np.bitwise_or.reduce(utf_8)), False: int(np.bitwise_or.reduce(double))}
    wide = bool((tokens.at >= 0x2E80).any())
    if not any(readable.values()) and not wide:
        return None
    found: list[tuple[int, _Bytes, str]] = []
    made: dict[tuple[str, bool], _Bytes | None] = {}
    for number in numbers:
        written, read, bit = _sides()[number]
        key = read, written == "utf-8"
        if not (readable[key[1]] & bit if bit else wide):
            continue
        if key not in made:
            if bit:
                made[key] = _from_single(tokens, read, ((utf_8 if key[1] else double) & bit).nonzero()[0])
            else:
                made[key] = _from_multibyte(tokens, read)
        source = made[key]
        if source is not None:
            text = source.data.decode(written, "surrogateescape")
            if text.count("\n") == len(source.tokens) and text.count(chr(PASS)) == len(source.passed):
                found.append((number, source, text))
    return _checked(tokens, found) if found else None


def _qualified(tokens: Tokens, evident: bool) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """In which single-byte readings each token may be UTF-8, and in which a double-byte encoding: bits of `_sides`."""
    places = (tokens.at >= 0x80).nonzero()[0]
    first = np.searchsorted(places, tokens.starts)
    here = tokens.at[places]
    lead, trail, high = _roles()[:, here]
    adjacent = places[1:] - places[:-1] == 1
    utf_8, double = np.zeros_like(lead), np.zeros_like(lead)
    np.bitwise_and(lead[:-1], trail[1:], out=utf_8[:-1], where=adjacent)
    if not evident:
        return np.bitwise_or.reduceat(utf_8, first), np.bitwise_or.reduceat(high, first)
    np.bitwise_and(high[:-1], high[1:], out=double[:-1], where=adjacent)
    # or a sign before a Latin letter: “³q” is Big5 read as Latin-1
    behind = tokens.at[places + 1]
    glued = (behind >= 0x40) & (behind < 0x7F) & (tables().klass[here] > 0)
    double |= np.where(glued, high, 0)
    return np.bitwise_or.reduceat(utf_8, first), np.bitwise_or.reduceat(double, first)


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
    fit &= ~_unchanged(tokens, token, points, starts, sizes)
    if not fit.any():
        return None
    kept = sizes[fit]
    return Readings(channel[fit], token[fit], points[np.repeat(fit, sizes)], np.cumsum(kept) - kept)


def _unchanged(
    tokens: Tokens, token: NDArray[np.intp], points: Points, starts: NDArray[np.intp], sizes: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Readings that are the token itself."""
    out: NDArray[np.bool_] = sizes == tokens.ends[token] + 1 - tokens.starts[token]
    same = out.nonzero()[0]
    if len(same):
        size = sizes[same]
        first = np.cumsum(size) - size
        along = np.arange(size.sum()) - np.repeat(first, size)
        differs = tokens.points[np.repeat(tokens.starts[token[same]], size) + along]
        differs = differs != points[np.repeat(starts[same], size) + along]
        out[same] = ~np.logical_or.reduceat(differs, first)
    return out


def _accented(points: Points, starts: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Texts with one ideograph, behind a small Latin letter: “caf茅” is an accent that came another way."""
    wide = tables().script[np.minimum(points, 0xFFFF)] == CJK
    behind = np.zeros(len(points), dtype=bool)
    behind[1:] = wide[1:] & (points[:-1] >= 0x61) & (points[:-1] <= 0x7A)
    one = np.add.reduceat(wide, starts, dtype=np.intp) == 1
    accented: NDArray[np.bool_] = one & np.logical_or.reduceat(behind, starts)
    return accented


@cache
def _sides() -> tuple[tuple[str, str, int], ...]:
    """For each accident what it was written in and read as, and the bit of the reading, 0 if that is multibyte."""
    bits = {read: 1 << i for i, read in enumerate(single_byte_readings())}
    return tuple((c.written, c.read, bits.get(c.read, 0)) for c in channels())


@cache
def _roles() -> NDArray[np.uint32]:
    """What the byte of each code point of the BMP may be, in bits of readings: UTF-8's first, further, any high."""
    out = np.zeros((3, 0x10000), dtype=np.uint32)
    for i, read in enumerate(single_byte_readings()):
        codes = encoding_table(read)
        here = (codes >= 0x80).nonzero()[0]
        byte = codes[here]
        roles = np.stack(((byte >= 0xC2) & (byte < 0xF5), byte < 0xC0, byte >= 0x80))
        out[:, here] |= roles.astype(np.uint32) << i
    return out


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
    found = points_of(every.decode(encoding, "ignore"))
    out = np.zeros(0x10000, dtype=bool)
    out[found[found <= 0xFFFF]] = True
    out[:0x80] = True
    out[PASS] = False
    return out
