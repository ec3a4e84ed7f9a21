"""Phrases that open or are a part of a release, read from the data files `structure/*.txt`.

A phrase file holds one phrase a line: `…` stands for any words, a phrase that ends in `$` has to be the
whole paragraph (but for punctuation around it). Case does not count, but a small letter may not follow:
“ContactAnn Example” opens with *contact*, “Contacting them” does not.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

from pipeline.data import word_list

_TRIM = r"[\s\W_]*"


@cache
def opening_phrase(name: str) -> re.Pattern[str]:
    """The phrases of `structure/<name>.txt`: `match` finds one at a paragraph's start, punctuation left aside."""
    phrases = sorted(word_list(f"structure/{name}.txt"), key=lambda p: (p[0], -len(p)))
    # phrases by their first letter, so that of a hundred only those that may fit are tried; the longest first
    groups = [
        re.escape(first) + f"(?:{'|'.join(_phrase(p).removeprefix(re.escape(first)) for p in group)})"
        for first, group in groupby(phrases, key=lambda p: p[0])
    ]
    return re.compile(rf"{_TRIM}(?:{'|'.join(groups)})", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    whole = phrase.endswith("$")
    parts = [r"\s+".join(re.escape(w) for w in part.split()) for part in phrase.removesuffix("$").split("…")]
    pattern = r"\b.{1,120}?".join(parts)
    return rf"{pattern}{_TRIM}$" if whole else re.sub(r"(\w)$", r"\1(?-i:(?![a-z\\d]))", pattern)
