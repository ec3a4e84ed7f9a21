"""Encoding errors, a text written in one encoding and read as another, and code pages as tables of code points."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.data import word_table

Points = NDArray[np.uint32]

PASS = 0x0B  # stands for a character that passes through while the bytes around it are decoded; never a trail byte

IDEOGRAPHS = 0x2E80  # and what stands beside them: from here on

MULTIBYTE = frozenset(["utf-8", "gb18030", "gbk", "big5", "big5hkscs", "cp932", "euc_jp", "cp949", "johab"])


@dataclass(frozen=True, slots=True)
class EncodingPair:
    """An encoding error: text written as `written`, read as `read`; `prior` is how unlikely that is, in nats."""

    written: str
    read: str
    prior: float


@cache
def encoding_errors() -> tuple[EncodingPair, ...]:
    """All encoding errors looked for, those from single bytes first, those of one `read` together."""
    found = [
        EncodingPair(written, read, float(prior))
        for written, reads, prior in word_table("repair/encoding_errors.txt")
        for read in reads.split()
    ]
    return tuple(sorted(found, key=lambda error: (error.written in MULTIBYTE, error.read)))


@cache
def decoding_table(encoding: str) -> Points:
    """Code point of each byte of a single-byte encoding; undefined bytes are the control characters of Latin-1."""
    decoded = (bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in range(256))
    return np.array([ord(char[0]) for char in decoded], dtype=np.uint32)


def decode_single(data: bytes, encoding: str) -> str:
    """Text of bytes in a single-byte encoding; nothing is undecodable."""
    return text_of(decoding_table(encoding)[np.frombuffer(data, dtype=np.uint8)])


@cache
def encoding_table(encoding: str) -> NDArray[np.int16]:
    """Byte of each code point of the BMP, -1 where there is none; Windows pages also take C1 controls."""
    table = np.full(0x10000, -1, dtype=np.int16)
    if encoding != "mac-roman":
        table[0x80:0xA0] = np.arange(0x80, 0xA0)
    table[decoding_table(encoding)] = np.arange(256)
    table[PASS] = -1
    return table


def points_of(text: str) -> Points:
    """Code points of a text."""
    return np.array([text]).view(np.uint32)[: len(text)]  # numpy holds strings so


STYLED = 0x1D400  # the first of the Mathematical Alphanumeric Symbols (Unicode), 1,024 code points
PICTOGRAPHS = 0x1F000, 0x1FC00  # the blocks of emoji and other pictures


def on_the_bmp(points: Points) -> NDArray[np.intp]:
    """Code points of the BMP by which all are judged: “𝐍𝐞𝐰𝐬” as the letters that it stands for, emoji as a star.

    Rare ideographs are told apart no further: U+FFFF, which is unassigned.
    """
    at = points.astype(np.intp)
    if not np.count_nonzero(at > 0xFFFF):
        return at
    styled = ((at >= STYLED) & (at < STYLED + len(_unstyled()))).nonzero()[0]
    at[styled] = _unstyled()[at[styled] - STYLED]
    at[(at >= PICTOGRAPHS[0]) & (at < PICTOGRAPHS[1])] = ord("★")
    return np.minimum(at, 0xFFFF)


@cache
def _unstyled() -> NDArray[np.intp]:
    return np.array([ord(unicodedata.normalize("NFKC", chr(c))) for c in range(STYLED, STYLED + 0x400)], dtype=np.intp)


def text_of(points: Points) -> str:
    """Text of code points."""
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


@cache
def is_single(encoding: str) -> bool:
    """Whether each byte is a character."""
    return encoding not in MULTIBYTE and len(bytes(range(256)).decode(encoding, "replace")) == 256


@cache
def bits() -> dict[str, int]:
    """A bit for each encoding that text is mistaken for, so that an array can hold sets of them."""
    return {read: 1 << i for i, read in enumerate(dict.fromkeys(error.read for error in encoding_errors()))}


@cache
def byte_roles() -> NDArray[np.uint32]:
    """What the bytes of each code point of the BMP may be, in `bits`: UTF-8's first, further, any beyond ASCII."""
    out = np.zeros((3, 0x10000), dtype=np.uint32)
    for read, bit in bits().items():
        if read in MULTIBYTE:
            roles = np.stack([encodable(read)] * 3)
            roles[:, :IDEOGRAPHS] = False
            roles[1] = True
        else:
            byte = encoding_table(read)
            roles = np.stack(((byte >= 0xC2) & (byte < 0xF5), (byte >= 0x80) & (byte < 0xC0), byte >= 0x80))
        out |= roles.astype(np.uint32) * np.uint32(bit)
    return out


@cache
def encodable(encoding: str) -> NDArray[np.bool_]:
    """Which code points of the BMP a multibyte encoding has bytes for."""
    every = text_of(np.arange(0x10000, dtype=np.uint32))
    out = np.zeros(0x10000, dtype=bool)
    out[points_of(every.encode(encoding, "ignore").decode(encoding))] = True
    out[PASS] = False
    return out
