"""Forms of words and names: how they are compared, and patterns of what is glued to them or stands between them."""

import re

from pipeline.records import without_accents

_STARTS = "The|This|That|At"
GLUED = rf"(?<=[a-z]{{2}})(?:{_STARTS}|January|February|March|April|June|July|August|(?:Sept|Nov|Dec)ember|October)\b"
"""Words that a lost line break glues to the end of a name: “Ilse Brandt[April]”; not “May”, also a given name."""
KNOWN_AS = re.compile(
    r"(?:,\s+|\s*\(|\s+(?=also|formerly|known))(?:(?i:aka|a\.k\.a\.)[\s),]+|(?=.*(?:known|called|formerly|previously))"
    r"(?:(?:better|also|now|formerly|previously|professionally|known|called|as|by|its|their|the|old|new|former|name)\s+)+)"
    r"[“\"‘']?"
)
"""Between a name and another one: “Zed Bank[, formerly ]Ada Bank”, “Ana Ruiz[ (also known as “]Bel Soto”)”."""
NOT_READ = re.compile(r"(?<!\s)\s+(?:extraordinary\s+(?:and|&)\s+plenipotentiary|pro\s+tem(?:pore)?)\b", re.IGNORECASE)
"""Words of a job title that are blanked for the reader, which would take them for the name of a state or a person:
“Ambassador[ Extraordinary and Plenipotentiary] of Ghana”, “Mayor[ Pro Tem] Ada Lund”."""


def folded(word: str) -> str:
    """A word without accents, full stops and case, with straight apostrophes: `folded("José’s")` is "jose's"."""
    return without_accents(word).replace("’", "'").replace("‘", "'").replace(".", "").casefold()


def one_letter_apart(a: str, b: str) -> bool:
    """Whether two words differ by one typo: a letter (no digit) added, left out or replaced, or two letters swapped."""
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    x, y = a[at:], b[at:]
    swapped = y[1:2] + y[:1] + y[2:]
    is_slip = x[1:] in (y, y[1:]) or x in (y[1:], swapped)
    return is_slip and (x[:1] + y[:1]).isalpha()


def closes_bracket(text: str, start: int, end: int) -> bool:
    """Whether a bracket that is open in a span closes right after it: “Director (Digital Technology[)], Zed Bank”."""
    return text.count("(", start, end) > text.count(")", start, end) and text.startswith(")", end)


def without_lone_marks(name: str) -> str:
    """A name without the brackets and quotation marks that it only opens or only closes: “Ilse] Brandt”."""
    for pair in ("()", "[]", "“”"):
        if name.count(pair[0]) != name.count(pair[1]):
            name = re.sub(f"[{re.escape(pair)}]", "", name)
    return name
