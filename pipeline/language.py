"""Detects whether a text or paragraph is English or another language: just enough to leave other languages alone."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.data import word_table

_SAMPLE = 20_000  # characters
_FEWEST = 25  # words; letters, in a text that is mostly in another script than Latin
_SHARE = 0.10  # of all words: 25 to 50 % of running text are function words, of a list of names next to none
_FEWEST_IN_PARAGRAPH = 6
_SHARE_IN_PARAGRAPH = 0.25
_FEWEST_LETTERS = 12  # of another script, for a paragraph to count as written in it
_BY_SCRIPT = {row[0]: row[1] for row in word_table("language/scripts.tsv")}
_WORD = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_FUNCTION_WORDS = {code: frozenset(words.split()) for code, words in word_table("language/function_words.tsv")}
_FOREIGN_WORDS = {code: words - _FUNCTION_WORDS["en"] for code, words in _FUNCTION_WORDS.items() if code != "en"}
"""Without those that are English words too (“on”, “as”, “die”)."""


class Language(NamedTuple):
    """`code` is ISO 639-1, or None if undecided; `foreign` is true only if the text is certainly not English."""

    code: str | None
    foreign: bool


def language_of(text: str) -> Language:
    """The language of a text. A text that is short, mixed or a mere list of names is undecided, not foreign."""
    words = _WORD.findall(text[:_SAMPLE].casefold())
    letters = "".join(words)
    if len(letters) >= _FEWEST and (len(letters) - len(_NOT_LATIN.findall(letters))) * 3 < len(letters):
        return Language(_of_script(letters), True)
    found = {code: sum(w in known for w in words) for code, known in _FUNCTION_WORDS.items()}
    best = max(found, key=lambda code: found[code])
    if len(words) < _FEWEST or found[best] < len(words) * _SHARE:
        return Language(None, False)
    return Language(best, best != "en" and found["en"] < found[best] / 2)


def foreign_paragraph(text: str) -> str | None:
    """The language (ISO 639-1) of a paragraph that is surely not English, else None; “und” if only the script is known.
    It is the language with the most function words in the paragraph, which must hold no function word of English alone.
    Lists of names hold “de la” and “von der” too, but only running text has other lower-case words beside them."""
    words = _WORD.findall(text)
    letters = "".join(words)
    other = len(_NOT_LATIN.findall(letters))
    if other >= _FEWEST_LETTERS and (len(letters) - other) * 4 <= len(letters):
        return _of_script(letters) or "und"
    code = _language_of_words([w.casefold() for w in words]) if len(words) >= _FEWEST_IN_PARAGRAPH else None
    return code if code is None or text.isupper() or _is_running_text(words, code) else None


def _is_running_text(words: Sequence[str], code: str) -> bool:
    """Whether many of the words other than function words are in lower case, unlike those of a list of names."""
    content = [w for w in words if len(w) > 3 and w.casefold() not in _FUNCTION_WORDS[code]]
    small = sum(w.islower() for w in content)
    return small >= 2 and small * 3 >= len(content)


def _language_of_words(words: Sequence[str]) -> str | None:
    best, known = max(_FOREIGN_WORDS.items(), key=lambda language: sum(w in language[1] for w in words))
    found = [w for w in words if w in known]
    if len(set(found)) < 3 or len(found) < len(words) * _SHARE_IN_PARAGRAPH:
        return None
    return None if (_FUNCTION_WORDS["en"] - _FUNCTION_WORDS[best]).intersection(words) else best


def _of_script(letters: str) -> str | None:
    """The language that the script of the letters implies; scripts are known by the first words of Unicode names."""
    scripts = Counter(unicodedata.name(c, "?").split()[0] for c in letters)
    return next((code for script, code in _BY_SCRIPT.items() if scripts[script] * 20 > len(letters)), None)
