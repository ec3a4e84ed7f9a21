"""Accidents: a text written in one encoding and read as another, undone on whole arrays of code points.

The tokens of a text go through as one array. What a reading cannot have produced (“ in a text read as Latin-1) passes
through, so that `“Ãå±±”` is repaired between its right quotation marks.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.data import word_table
from pipeline.repair.score import Points

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
    """All accidents looked for, those of one reading together."""
    found = [
        Channel(written, read, float(prior))
        for written, reads, prior in word_table("repair/channels.txt")
        for read in reads.split()
    ]
    return tuple(sorted(found, key=lambda c: c.read))


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


def _pass_through(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return chr(PASS) * (error.end - error.start), error.end


codecs.register_error("communique_pass", _pass_through)


@dataclass(frozen=True, slots=True)
class Encoded:
    """The bytes that a reading mistook for the text; `passed` are the code points at its `PASS` bytes."""

    read: str
    data: bytes
    passed: Points


def encode(points: Points, read: str) -> Encoded:
    """Back to the bytes before they were read as `read`."""
    if read in MULTIBYTE:
        text = points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass").replace(chr(PASS), "\ufffe")
        data = text.encode(read, "communique_pass")
        unencodable = np.array([c for c in set(text) if c > "\x7f" and not _encodable(c, read)], dtype="U1")
        lost = np.isin(points, unencodable.view(np.uint32)) | (points == PASS)
        return Encoded(read, data, points[lost])
    codes = encoding_table(read)[np.minimum(points, 0xFFFF)]
    codes[points > 0xFFFF] = -1
    lost = codes < 0
    return Encoded(read, np.where(lost, PASS, codes).astype(np.uint8).tobytes(), points[lost])


def _encodable(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def decode(encoded: Encoded, written: str) -> Points:
    """As it was written; a byte that makes no sense there is a surrogate (`FIRST_UNDECODED` + byte - 0x80)."""
    if written in MULTIBYTE:
        text = encoded.data.decode(written, "surrogateescape")
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    else:
        points = decoding_table(written)[np.frombuffer(encoded.data, dtype=np.uint8)]
    if len(encoded.passed):
        points = points.copy()
        points[points == PASS] = encoded.passed
    return points


def undecoded(points: Points) -> NDArray[np.bool_]:
    """Where bytes made no sense."""
    return (points >= FIRST_UNDECODED) & (points <= LAST_UNDECODED)


def put_back(points: Points, read: str) -> Points:
    """Undecoded bytes as the characters they were read as."""
    lost = undecoded(points)
    if lost.any() and read not in MULTIBYTE:
        points = points.copy()
        points[lost] = decoding_table(read)[points[lost] - FIRST_UNDECODED + 0x80]
    return points


def candidates(points: Points) -> Iterator[tuple[Channel, Points]]:
    """Every accident that may have happened to the text, with what was written."""
    last: Encoded | None = None
    seen: set[tuple[bytes, bytes]] = set()
    fresh = False
    for channel in channels():
        if last is None or last.read != channel.read:
            last = encode(points, channel.read)
            key = (last.data, last.passed.tobytes())
            fresh = not last.data.isascii() and (key not in seen)
            seen.add(key)
        if fresh and (channel.written != "utf-8" or _some_utf8(last.data)):
            yield channel, decode(last, channel.written)


def _some_utf8(data: bytes) -> bool:
    codes = np.frombuffer(data, dtype=np.uint8)
    return bool(((codes[:-1] >= 0xC2) & (codes[:-1] < 0xF5) & (codes[1:] >= 0x80) & (codes[1:] < 0xC0)).any())
