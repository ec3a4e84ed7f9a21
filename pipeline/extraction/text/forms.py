"""Forms of words for comparison."""

import re
import unicodedata
from functools import lru_cache

_STARTS = "The|This|That|At"
GLUED = rf"(?<=[a-z]{{2}})(?:{_STARTS}|January|February|March|April|June|July|August|(?:Sept|Nov|Dec)ember|October)\b"
"""What a lost line break glues to the end of a name: “Ilse BrandtApril”; no “May”, who is a person as well."""


@lru_cache(maxsize=16384)
def folded(word: str) -> str:
    """A word without accents, full stops and case, with straight apostrophes: `folded("José’s")` is "jose's"."""
    flat = word
    if not word.isascii():
        flat = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return flat.replace("’", "'").replace("‘", "'").replace(".", "").casefold()


def one_letter_apart(a: str, b: str) -> bool:
    """Whether a slip parts two words: a letter put in, left out or exchanged, or two swapped; a digit is no slip."""
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    x, y = a[at:], b[at:]
    swapped = y[1:2] + y[:1] + y[2:]
    is_slip = x[1:] in (y, y[1:]) or x in (y[1:], swapped)
    return is_slip and (x[:1] + y[:1]).isalpha()


UNREAD = re.compile(r"\s+(?:extraordinary\s+(?:and|&)\s+plenipotentiary|pro\s+tem(?:pore)?)\b", re.IGNORECASE)
"""Words of a job title that the reader would take for a state's or a person's name, so that it does not see them:
“Ambassador[ Extraordinary and Plenipotentiary] of Ghana”, “Mayor[ Pro Tem] Ada Lund”."""
