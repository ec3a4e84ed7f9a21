"""Which encoding errors make sense of a token, against the rules one character and one error at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.repair.encodings import MULTIBYTE, decoding_table, encoding_table, misreadings
from pipeline.repair.readings import LEAST_LETTERS, MOST_CHANGES, MOST_UNEXPECTED, Tokens, _encodable, _fitting
from pipeline.repair.tables import SIGN_SCRIPT, scripts, signs, tables, unexpected

GROUP = [c for c in misreadings() if c.written not in MULTIBYTE]
LETTERS = "aZ1.-é¿Ä“”–ƒÐ°ÑæÇÕ±\u00a0\u0081\x01жЖя╨░£½ελΣאשبไक中ｱտ☂😀\ufffd"


def reading(token: str, number: int) -> list[int]:
    codes, decoded = encoding_table(GROUP[number].read), decoding_table(GROUP[number].written)
    points = [min(ord(c), 0xFFFF) for c in token]
    return [p if p < 0x80 or codes[p] < 0 else int(decoded[codes[p]]) for p in points]


def turns(script: int, before: int) -> bool:
    """Whether the script changes; vowel and tone signs go on with what they follow, but for Latin letters."""
    if not script or not before or script == before:
        return False
    return SIGN_SCRIPT not in (script, before) or 1 in (script, before)


def fits(token: str, number: int, evident: bool) -> bool:
    source = [min(ord(c), 0xFFFF) for c in token]
    points = reading(token, number)
    odd = sum(bool(unexpected(GROUP[number].written)[q]) for p, q in zip(source, points, strict=True) if p >= 0x80)
    odd += sum(p < 0x20 for p in source)
    script = [int(scripts()[p]) for p in points]
    letter = [False, *(tables().klass[p] == 0 for p in source), False]
    barred = signs("dash") if evident else signs()
    into_signs = any(
        p != q and barred[q] and all(letter[i : i + 3]) for i, (p, q) in enumerate(zip(source, points, strict=True))
    )
    changes = sum(turns(script[i], script[i - 1]) for i in range(1, len(points)) if max(source[i - 1 : i + 1]) >= 0x80)
    other = sum(p >= 0x80 and 1 < s != SIGN_SCRIPT for p, s in zip(source, script, strict=True))
    return (
        points != source
        and odd <= MOST_UNEXPECTED * (len(points) + 1)
        and not into_signs
        and changes <= MOST_CHANGES
        and (not evident or other == 0 or other >= LEAST_LETTERS)
    )


def check(tokens: list[str], evident: bool) -> None:
    every = np.arange(len(GROUP))
    found = _fitting(Tokens.of(tokens), every, evident)
    expected = [[fits(token, number, evident) for token in tokens] for number in every]
    assert found.tolist() == expected


TOKEN = st.text(alphabet=LETTERS, min_size=1, max_size=16).filter(lambda token: not token.isascii())


@settings(max_examples=60, deadline=None)
@given(st.lists(TOKEN, min_size=1, max_size=4), st.booleans())
def test_as_the_rules_say(tokens: list[str], evident: bool) -> None:
    check(tokens, evident)


@pytest.mark.parametrize(
    ("token", "why"),
    [
        ("Ìèíèñòåðñòâî" * 30, "more characters than eight bits count"),
        ("Ã" * 255, "as many as eight bits count"),
        ("Ìèíèñòåðñòâî" * 30 + "\x01" * 40, "more control characters than may be odd"),
        ("é", "one character"),
    ],
)
def test_long_and_short(token: str, why: str) -> None:
    check([token, "à"], evident=True)
    check(["caf\u00e9", token], evident=False)


@pytest.mark.parametrize("read", ["gbk", "big5", "cp932", "cp949"])
def test_what_counts_as_encodable_has_bytes(read: str) -> None:
    points = np.flatnonzero(_encodable(read)).tolist()
    assert len(points) > 5_000
    assert all(chr(point).encode(read) for point in points)
