"""Accidents: a text written in one encoding and read as another; the code pages as tables of code points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.data import word_table

Points = NDArray[np.uint32]

PASS = 0x0B
"""Stands for a character that passes through while the bytes around it are decoded; never a trail byte."""

MULTIBYTE = frozenset(["utf-8", "gb18030", "gbk", "big5", "big5hkscs", "cp932", "euc_jp", "cp949"])
FIRST_UNDECODED, LAST_UNDECODED = 0xDC80, 0xDCFF


@dataclass(frozen=True, slots=True)
class Channel:
    """One accident; `prior` is how unlikely it is, in nats."""

    written: str
    read: str
    prior: float


@cache
def channels() -> tuple[Channel, ...]:
    """All accidents looked for, those of one reading together, those into single bytes first."""
    found = [
        Channel(written, read, float(prior))
        for written, reads, prior in word_table("repair/channels.txt")
        for read in reads.split()
    ]
    return tuple(sorted(found, key=lambda c: (c.written in MULTIBYTE, c.read)))


@cache
def channel_numbers() -> dict[Channel, int]:
    """Place of each accident in `channels()`."""
    return {channel: i for i, channel in enumerate(channels())}


@cache
def single_byte_readings() -> tuple[str, ...]:
    """The single-byte encodings that text is mistaken for."""
    return tuple(dict.fromkeys(c.read for c in channels() if c.read not in MULTIBYTE))


@cache
def decoding_table(encoding: str) -> NDArray[np.uint32]:
    """Code point of each byte of a single-byte encoding; undefined bytes are the control characters of Latin-1."""
    table = np.arange(256, dtype=np.uint32)
    for byte in range(0x80, 0x100):
        try:
            table[byte] = ord(bytes([byte]).decode(encoding))
        except UnicodeDecodeError:
            continue
    return table


def decode_single(data: bytes, encoding: str) -> str:
    """Text of bytes in a single-byte encoding; nothing is undecodable."""
    return text_of(decoding_table(encoding)[np.frombuffer(data, dtype=np.uint8)])


@cache
def encoding_table(encoding: str) -> NDArray[np.int16]:
    """Byte of each code point of the BMP, -1 where there is none; Windows pages also take C1 controls."""
    table = np.full(0x10000, -1, dtype=np.int16)
    if encoding != "mac-roman":
        table[0x80:0xA0] = np.arange(0x80, 0xA0)
    decoded = decoding_table(encoding)
    table[decoded] = np.arange(256)
    table[PASS] = -1
    return table


def points_of(text: str) -> Points:
    """Code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def text_of(points: Points) -> str:
    """Text of code points."""
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def undecoded(points: Points) -> NDArray[np.bool_]:
    """Which code points stand for bytes that could not be decoded."""
    found: NDArray[np.bool_] = (points >= FIRST_UNDECODED) & (points <= LAST_UNDECODED)
    return found


def put_back(lost: Points, read: str) -> Points:
    """Undecoded bytes as the characters they were read as; as they are where those are of several bytes."""
    return lost if read in MULTIBYTE else decoding_table(read)[lost - FIRST_UNDECODED + 0x80]
