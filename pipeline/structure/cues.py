"""Phrases that open or are a part of a release, read from the data files `structure/*.txt`.

A phrase file holds one phrase a line: `…` stands for any words, a phrase that ends in `$` has to be the
whole paragraph (but for punctuation around it). Case does not count, but a small letter may not follow:
“ContactAnn Example” opens with *contact*, “Contacting them” does not.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.data import word_list

_TRIM = r"[\s\W_]*"


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of the phrases of `structure/<name>.txt`, to be matched at the start of a paragraph's plain text."""
    return re.compile(rf"{_TRIM}(?:{'|'.join(_phrase(p) for p in word_list(f'structure/{name}.txt'))})", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    whole = phrase.endswith("$")
    words = phrase.removesuffix("$").split("…")
    body = r".{1,120}?".join(r"\s+".join(re.escape(w) for w in part.split()) for part in words)
    body = re.sub(r"(\w)$", r"\1(?-i:(?![a-z\\d]))", body) if not whole else body
    spaced = re.sub(r"(?<=\w)\.\{1,120\}\?", r"\\b.{1,120}?", body)
    return rf"{spaced}{_TRIM}$" if whole else spaced
