"""Forms of words for comparison."""

import re
import unicodedata
from functools import lru_cache

GLUED = r"(?<=[a-z]{2})(?:The|This|That|January|February|March|April|June|July|August|(?:Sept|Nov|Dec)ember|October)\b"
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
    a, b = sorted((a, b), key=len)
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if a == b or not (b[at] + a[at : at + 1]).isalpha():
        return False
    behind = a[at:], b[at:]
    if len(a) < len(b):
        return behind[0] == behind[1][1:]
    return behind[0][1:] == behind[1][1:] or behind[0] == behind[1][1::-1] + behind[1][2:]


UNREAD = re.compile(r"\s+(?:extraordinary\s+(?:and|&)\s+plenipotentiary|pro\s+tem(?:pore)?)\b", re.IGNORECASE)
"""Words of a job title that the reader would take for a state's or a person's name, so that it does not see them:
“Ambassador[ Extraordinary and Plenipotentiary] of Ghana”, “Mayor[ Pro Tem] Ada Lund”."""
