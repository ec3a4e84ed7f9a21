"""Which encoding errors explain a token, compared with the rules for each character and each error."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.repair.candidates import Tokens, fitting_errors
from pipeline.repair.encodings import MULTIBYTE, decoding_table, encodable, encoding_errors, encoding_table
from pipeline.repair.tables import LATIN, tables, unexpected

GROUP = [c for c in encoding_errors() if c.written not in MULTIBYTE]
LETTERS = "aZ1.-é¿Ä“”–ƒÐ°ÑæÇÕ±\u00a0\u0081\x01жЖя╨░£½ελΣאשبไक中ｱտ☂😀\ufffd"


def candidate(token: str, number: int) -> list[int]:
    codes, decoded = encoding_table(GROUP[number].read), decoding_table(GROUP[number].written)
    points = [min(ord(c), 0xFFFF) for c in token]
    return [p if p < 0x80 or codes[p] < 0 else int(decoded[codes[p]]) for p in points]


def fits(token: str, number: int) -> bool:
    source = [min(ord(c), 0xFFFF) for c in token]
    points = candidate(token, number)
    if any(unexpected(GROUP[number].written)[q] for p, q in zip(source, points, strict=True) if p >= 0x80):
        return False
    letter = [False, *(tables().klass[p] == 0 for p in source), False]
    ascii_letter = [False, *(tables().klass[p] == 0 and p < 0x80 for p in source), False]
    for i, (p, q) in enumerate(zip(source, points, strict=True)):
        if p != q and all(letter[i : i + 3]):
            other = tables().script[q] > LATIN and ascii_letter[i] and ascii_letter[i + 2]
            if other:
                return False
    return points != source


TOKEN = st.text(alphabet=LETTERS, min_size=1, max_size=16).filter(lambda token: not token.isascii())


@settings(max_examples=60)
@given(st.lists(TOKEN, min_size=1, max_size=4))
def test_as_the_rules_say(tokens: list[str]) -> None:
    every = np.arange(len(GROUP))
    expected = [[fits(token, number) for token in tokens] for number in every]
    assert fitting_errors(Tokens.of(tokens), every).tolist() == expected


@pytest.mark.parametrize("read", ["gbk", "big5", "cp932", "cp949"])
def test_what_counts_as_encodable_has_bytes(read: str) -> None:
    points = np.flatnonzero(encodable(read)).tolist()
    assert len(points) > 5_000
    assert all(chr(point).encode(read) for point in points)
