"""Is a text English, and what else is it? Enough to leave other languages alone, no more."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from pipeline.data import word_table

_SAMPLE = 20_000  # characters
_FEWEST_WORDS = 25
_SHARE = 0.10  # of all words: running text has 25 to 50 % function words, a list of names next to none
_BY_SCRIPT = {"HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "GREEK": "el", "HEBREW": "he",
              "THAI": "th", "ARMENIAN": "hy", "GEORGIAN": "ka"}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is ISO 639-1 or None where undecided; `foreign` is true only where the text is surely not English."""

    code: str | None
    foreign: bool


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in word_table("language/function_words.tsv")}


def language_of(text: str) -> Language:
    """The language of a text. What is short, mixed or mere names counts as undecided and not as foreign."""
    words = _WORD.findall(text[:_SAMPLE].casefold())
    letters = Counter(unicodedata.name(c, "?").split()[0] for word in words for c in word)
    total = sum(letters.values())
    latin = letters["LATIN"]
    if total >= _FEWEST_WORDS and latin * 3 < total:
        return Language(next((code for script, code in _BY_SCRIPT.items() if letters[script] * 20 > total), None), True)
    if len(words) < _FEWEST_WORDS:
        return Language(None, False)
    shares = {code: sum(w in known for w in words) / len(words) for code, known in _function_words().items()}
    best = max(shares, key=lambda code: shares[code])
    if shares[best] < _SHARE:
        return Language(None, False)
    return Language(best, best != "en" and shares["en"] < shares[best] / 2)
