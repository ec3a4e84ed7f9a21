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
from pipeline.repair.tokens import LINE_FEED, Places, Readings, Tokens, runs


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
    wide = int(tokens.here.max()) >= 0x2E80
    if not any(readable.values()) and not wide:
        return None
    found: list[tuple[int, _Bytes, str]] = []
    made: dict[tuple[str, bool], _Bytes | None] = {}
    sides = _sides()
    for number in numbers:
        written, read, bit = sides[number]
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
    lead, trail, high = (roles[tokens.here] for roles in _roles())
    utf_8 = np.zeros_like(lead)
    np.bitwise_and(lead[:-1], trail[1:], out=utf_8[:-1])  # what is behind one beyond ASCII is behind it here as well
    if evident:
        # two in a row, or a sign before a Latin letter: “³q” is Big5 read as Latin-1
        behind = tokens.here[1:]
        glued = (behind >= 0x40) & (behind < 0x7F) & (tables().klass[tokens.here[:-1]] > 0)
        high[:-1] &= np.where(glued, high[:-1], high[1:])
        high[-1:] = 0
    return np.bitwise_or.reduceat(utf_8, tokens.first), np.bitwise_or.reduceat(high, tokens.first)


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
    sizes = np.concatenate((ends[:1] + 1, ends[1:] - ends[:-1]))
    starts = ends + 1 - sizes
    channel = np.array([number for number, _, _ in found]).repeat([len(source.tokens) for _, source, _ in found])
    token = np.concatenate([source.tokens for _, source, _ in found])
    at = np.minimum(points, 0xFFFF).astype(np.intp)
    row = (_row_of_channel()[channel] << 16).repeat(sizes)
    odd = np.add.reduceat(_unexpected()[row | at], starts, dtype=np.intp)
    fit = odd <= MOST_UNEXPECTED * sizes
    fit &= ~_accented(at, starts)
    fit &= ~_unchanged(tokens, token, points, starts, sizes)
    return Readings(channel, token, points, starts, sizes).where(fit) if np.count_nonzero(fit) else None


def _unchanged(tokens: Tokens, token: Places, points: Points, starts: Places, sizes: Places) -> NDArray[np.bool_]:
    """Readings that are the token itself."""
    out: NDArray[np.bool_] = sizes == tokens.sizes[token]
    same = out.nonzero()[0]
    if len(same):
        here, first = runs(starts[same], sizes[same])
        differs = points[here] != tokens.points[tokens.picked(token[same])]
        out[same] = ~np.logical_or.reduceat(differs, first)
    return out


def _accented(at: NDArray[np.intp], starts: Places) -> NDArray[np.bool_]:
    """Texts with one ideograph, behind a small Latin letter: “caf茅” is an accent that came another way."""
    wide = tables().script[at] == CJK
    behind = wide[1:] & (at[:-1] >= 0x61) & (at[:-1] <= 0x7A)
    if not np.count_nonzero(behind):
        return np.zeros(len(starts), dtype=bool)
    one = np.add.reduceat(wide, starts, dtype=np.intp) == 1
    accented: NDArray[np.bool_] = one & np.logical_or.reduceat(np.concatenate(([False], behind)), starts)
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
    """What is unlikely in each multibyte encoding, the code points of one behind those of the other."""
    return np.concatenate([unexpected(encoding) for encoding in sorted(MULTIBYTE)])


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
