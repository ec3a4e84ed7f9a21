"""Which features of a word the reader gets from the word lists."""

from __future__ import annotations

import pytest

from pipeline.extraction.reader.words import words_of
from pipeline.extraction.text.lexicon import FEATURES, LISTS, SEVERAL_WORDS, entries


def features(word: str) -> set[str]:
    row = words_of(word).lexicon[0]
    return {name for name, value in zip(FEATURES, row, strict=True) if value}


@pytest.mark.parametrize(
    ("word", "there", "absent", "why"),
    [
        ("Aibek", {"given"}, {"town"}, "a given name"),
        ("LÓPEZ", {"family"}, set(), "a given name in another case and with accents"),
        ("Bamako", {"town"}, {"country"}, "a town"),
        ("Nouakchott", {"town"}, {"family"}, "a town"),
        ("Uzbekistan", {"country"}, {"town"}, "a country"),
        ("Uzbek", {"country"}, set(), "a demonym"),
        ("Leone", {"part of country"}, {"country"}, "a part of “Sierra Leone” is not a country"),
        ("Ministry", {"head"}, {"family"}, "the head noun of an organisation"),
        ("Ltd.", {"legal form"}, set(), "full stops do not matter"),
        ("Dr", {"honorific"}, {"title honorific"}, "stands before a name"),
        ("Senator", {"title honorific"}, set(), "an honorific that is a job title"),
        ("UNHCR", {"known organisation"}, set(), "an acronym of a known organisation"),
        ("in", set(), set(LISTS), "codes of countries and states are not their names"),
        ("however", set(), set(FEATURES), "most words are in no list"),
    ],
)
def test_features(word: str, there: set[str], absent: set[str], why: str) -> None:
    found = features(word)
    assert there <= found, why
    assert not absent & found, why


def test_every_list_is_used_and_fits_its_column() -> None:
    assert len(FEATURES) == len(LISTS) + len(SEVERAL_WORDS) <= 64
    assert all(any(True for _ in entries(source)) for sources in LISTS.values() for source in sources)
