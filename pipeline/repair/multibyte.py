"""Accidents with encodings of several bytes a character: the bytes of tokens that may be in one are decoded."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
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
from pipeline.repair.tables import tables

LINE_FEED = 0x0A
Found = tuple[int, NDArray[np.intp], Points, NDArray[np.intp]]


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
        feeds = np.flatnonzero(points == LINE_FEED)
        return cls(points, np.minimum(points, 0xFFFF).astype(np.intp), feeds[:-1] + 1, feeds[1:])


def multibyte_readings(tokens: Tokens, numbers: Sequence[int], *, evident: bool) -> Iterator[Found]:
    """Accident, tokens, their texts and where each begins, for each accident whose one side has several bytes."""
    places = np.flatnonzero(tokens.at >= 0x80)
    codes = _codes()[:, tokens.at[places]]
    adjacent = np.flatnonzero(np.diff(places) == 1)
    lead, trail = codes[:, adjacent], codes[:, adjacent + 1]
    first = np.searchsorted(places, tokens.starts)
    pair_first = np.searchsorted(adjacent, first)
    # a token qualifies where a lead byte of UTF-8 comes before one that may follow it; where two high bytes meet
    utf_8 = _any_by_token((lead >= 0xC2) & (lead < 0xF5) & (trail >= 0x80) & (trail < 0xC0), pair_first)
    if evident:
        # a sign before a Latin letter: “³q” is Big5 read as Latin-1
        glued = tables().klass[tokens.at[places]] > 0
        glued &= (tokens.at[places + 1] >= 0x40) & (tokens.at[places + 1] < 0x7F)
        double = _any_by_token((lead >= 0x80) & (trail >= 0x80), pair_first)
        double |= _any_by_token((codes >= 0x80) & glued, first)
    else:
        double = _any_by_token(codes >= 0x80, first)
    rows = {read: row for row, read in enumerate(single_byte_readings())}
    wide = bool((tokens.at >= 0x2E80).any())
    for number in numbers:
        channel = channels()[number]
        if channel.read in rows:
            chosen = np.flatnonzero((utf_8 if channel.written == "utf-8" else double)[rows[channel.read]])
            if len(chosen):
                yield from _decoded(number, tokens, chosen, _single_bytes(channel.read))
        elif wide:
            table = _encodable(channel.read)
            chosen = np.flatnonzero(
                np.add.reduceat(table[tokens.at] & (tokens.at >= 0x80), tokens.starts, dtype=np.intp)
            )
            if len(chosen):
                yield from _decoded(number, tokens, chosen, table)


def _any_by_token(found: NDArray[np.bool_], first: NDArray[np.intp]) -> NDArray[np.bool_]:
    """For each row whether a token has any; `first` may be the end where a token has no place of its own."""
    total = np.zeros((found.shape[0], found.shape[1] + 1), dtype=np.intp)
    np.cumsum(found, axis=1, out=total[:, 1:])
    bounds = np.append(first, found.shape[1])
    any_found: NDArray[np.bool_] = np.diff(total[:, bounds], axis=1) > 0
    return any_found


def _decoded(number: int, tokens: Tokens, chosen: NDArray[np.intp], table: NDArray[np.bool_]) -> Iterator[Found]:
    channel = channels()[number]
    sizes = tokens.ends[chosen] + 1 - tokens.starts[chosen]
    starts = np.cumsum(sizes) - sizes
    source = np.arange(sizes.sum()) - np.repeat(starts - tokens.starts[chosen], sizes)
    points = tokens.points[source]
    lost = ~table[tokens.at[source]]
    if channel.read in MULTIBYTE:
        held = points.copy()
        held[lost] = PASS
        data = text_of(held).encode(channel.read)
    else:
        codes = encoding_table(channel.read)[tokens.at[source]]
        data = np.where(lost, PASS, codes).astype(np.uint8).tobytes()
    written = points_of(data.decode(channel.written, "surrogateescape"))
    if lost.any():
        passed = points[lost]
        written = written.copy()
        stand_ins = np.flatnonzero(written == PASS)
        if len(stand_ins) != len(passed):
            return
        written[stand_ins] = passed
    ends = np.flatnonzero(written == LINE_FEED)
    if len(ends) != len(chosen):
        return
    new_starts = np.concatenate(([0], ends[:-1] + 1))
    new_sizes = ends + 1 - new_starts
    odd = np.add.reduceat(unexpected(channel.written)[np.minimum(written, 0xFFFF)], new_starts, dtype=np.intp)
    fit = odd <= MOST_UNEXPECTED * new_sizes
    for i in np.flatnonzero(fit & (new_sizes == sizes)).tolist():
        fit[i] = (points[starts[i] : starts[i] + sizes[i]] != written[new_starts[i] : ends[i] + 1]).any()
    if fit.any():
        kept = new_sizes[fit]
        yield number, chosen[fit], written[np.repeat(fit, new_sizes)], np.cumsum(kept) - kept


@cache
def _codes() -> NDArray[np.int16]:
    """Byte of each code point of the BMP in each single-byte reading: (readings, 65536)."""
    return np.stack([encoding_table(read) for read in single_byte_readings()])


@cache
def _single_bytes(encoding: str) -> NDArray[np.bool_]:
    return encoding_table(encoding) >= 0


@cache
def _encodable(encoding: str) -> NDArray[np.bool_]:
    """Which code points of the BMP a multibyte encoding has bytes for."""
    leads, trails = range(0x81, 0xFF), range(0x40, 0xFF)
    every = b"".join(bytes([lead, trail]) + b" " for lead in leads for trail in trails) + bytes(range(0xA1, 0xE0))
    found = points_of(every.decode(encoding, "ignore"))
    out = np.zeros(0x10000, dtype=bool)
    out[[p for p in set(found[found <= 0xFFFF].tolist()) if _goes_back(chr(p), encoding)]] = True
    out[:0x80] = True
    out[PASS] = False
    return out


def _goes_back(char: str, encoding: str) -> bool:
    try:
        codecs.encode(char, encoding)
    except UnicodeEncodeError:
        return False
    return True
