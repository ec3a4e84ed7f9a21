"""What the word lists tell the entity network of a word."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.extraction.lexicon import FEATURES, LISTS, PARTS, lexicon_bits, unpacked


def features(word: str) -> set[str]:
    row = unpacked(np.array([lexicon_bits(word)], "uint64"))[0]
    return {name for name, value in zip(FEATURES, row, strict=True) if value}


@pytest.mark.parametrize(
    ("word", "there", "absent", "why"),
    [
        ("Aibek", {"given"}, {"town"}, "a given name"),
        ("LÓPEZ", {"family"}, set(), "whatever its case and accents"),
        ("Bamako", {"town"}, {"country"}, "a town"),
        ("Nouakchott", {"town"}, {"family"}, "a town"),
        ("Uzbekistan", {"country"}, {"town"}, "a country"),
        ("Uzbek", {"country"}, set(), "and its people"),
        ("Leone", {"part of country"}, {"country"}, "a part of “Sierra Leone” is not a country"),
        ("Ministry", {"head"}, {"family"}, "the head noun of a body"),
        ("Ltd.", {"legal form"}, set(), "full stops do not matter"),
        ("Dr", {"honorific"}, {"office"}, "stands before a name"),
        ("Senator", {"office"}, set(), "an honorific that is an office"),
        ("UNHCR", {"body"}, set(), "an acronym of a known body"),
        ("in", set(), set(LISTS), "codes of countries and states are no names of theirs"),
        ("however", set(), set(FEATURES), "most words are in no list"),
    ],
)
def test_features(word: str, there: set[str], absent: set[str], why: str) -> None:
    found = features(word)
    assert there <= found, why
    assert not absent & found, why


def test_every_list_is_used_and_fits_its_column() -> None:
    assert len(FEATURES) == len(LISTS) + len(PARTS) <= 64
    assert all(any(True for _ in words()) for words in LISTS.values())
