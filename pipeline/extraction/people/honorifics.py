"""Honorifics: the list of them, and which stand before a name or at its head."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.data import word_list, word_table
from pipeline.extraction.text.forms import folded


class Honorific(NamedTuple):
    """The kind of an honorific, and whether it needs a full name."""

    kind: str  # courtesy academic rank clergy noble style office
    full: bool = False  # at the head of what was read as a name: only if two words or more follow


def _key(printed: Sequence[str]) -> tuple[str, ...]:
    return tuple(folded(" ".join(word.rstrip("*") for word in printed)).replace("-", " ").split())


HONORIFICS = {
    _key(form.split()): Honorific(kind, bool(full))
    for form, kind, *full in reversed(word_table("people/honorifics.tsv"))  # so that the first of equals counts
}
"""All honorifics by their folded words; “Vice-Admiral” has two."""
_GENERALS = frozenset(word_list("people/generals.txt"))
_WORD = re.compile(r"[^\s(“\"'‘*_\[]\S*")  # a word, without an opening bracket or mark before it
_LONGEST = 3  # words of an honorific
_REACH = 80  # characters before a name in which its honorifics stand
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")


def honorific_before(text: str, start: int) -> int:
    """Where the honorifics that end at `start` begin (“by [H.E. Ms. ]Jane Roe”); `start` itself if there are none."""
    before = list(_WORD.finditer(text, max(text.rfind("\n", 0, start) + 1, start - _REACH), start))
    first = start
    while size := _size_at_end([m[0] for m in before]):
        first = before[-size].start()
        del before[-size:]
    return first


def _size_at_end(printed: Sequence[str]) -> int:
    """How many of the last words form one honorific; the “General” of “Attorney General Roe” is none."""
    before = folded(printed[-2].split("-")[-1]) if len(printed) > 1 else ""
    fitting = [n for n in range(_LONGEST, 0, -1) if len(printed) >= n and _honorific(printed[-n:])]
    is_title = fitting == [1] and before in _GENERALS and folded(printed[-1]) == "general"
    return fitting[0] if fitting and not is_title else 0


def _honorific(printed: Sequence[str]) -> Honorific | None:
    """The honorific that the words form, or None; lower-case words are titles, “He” a pronoun, “Senator.” an end,
    and a dash before it is none: “- Dr. Ilse Brandt”."""
    is_end = re.search(r"[a-z]{6}\.$", printed[-1])
    is_written_so = all(w[0].isalnum() and (not w[0].islower() or w == "the") for w in printed)
    if is_written_so and "He" not in printed and not is_end:
        found = HONORIFICS.get(_key(printed))
        # “H.E. Ilse Brandt”; in “M.S. Brandt” and “D.R. Brandt” they are initials
        return found if found and (found.kind == "style" or not _INITIALS.fullmatch(printed[0])) else None
    return None


def honorific_inside(name: str) -> int:
    """Length of the honorifics at the head of a name, with the space after: 4 for "Mr. Roe"."""
    found = list(re.finditer(r"\S+", name))
    printed = [m[0] for m in found]
    first = 0
    while size := _size_at_head(printed[first:]):
        first += size
    return found[first].start() if first else 0


def _size_at_head(printed: Sequence[str]) -> int:
    """How many of the first words form one honorific with a name after it."""
    known = ((size, _honorific(printed[:size])) for size in range(min(_LONGEST, len(printed) - 1), 0, -1))
    return next((size for size, found in known if found and len(printed) - size > found.full), 0)
