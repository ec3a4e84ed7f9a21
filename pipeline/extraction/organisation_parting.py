"""Which spans are two bodies: “UNOCT/UNCCT”, “Bank of Zed and Acme Corp.”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extraction.bodies import bodies, goes_on
from pipeline.extraction.entity_network import TAGS
from pipeline.extraction.gazetteer import Match
from pipeline.extraction.organisation_words import (
    ACRONYM,
    head_of,
    heads,
    is_concept,
    is_generic,
    name_key,
    without_legal_form,
)
from pipeline.extraction.tokens import Tokens

_AND = re.compile(r"\s+(?:and|AND|&)\s+(?:the\s+|THE\s+)?")
_TWICE = re.compile(r"(\S.{3,}?)\s*(?:The\s+)?(\1)", re.DOTALL)
_AGAIN = re.compile(r"(\w[\w&.-]+)\s+(?=\1\s)")
_OWNS = re.compile(r"(?<!University)(?:\w['’]s|s['’])\s+(?=[A-Z])")
_POSSESSIVE = re.compile(r"['’]s\b")
_ONE_WORD = re.compile(r"[A-Za-z]{1,7}")  # longer ones may be two glued together: “NorvaneNorvane is”
_ENDS = [TAGS.index(f"{place}-ORG") for place in "LU"]
_BEGINS = [TAGS.index(f"{place}-ORG") for place in "BU"]
APART = 0.2
"""Mean probability of an end and a beginning on both sides of “and” that parts two bodies."""


def parted(tokens: Tokens, listed: Sequence[Match], start: int, end: int) -> Iterator[tuple[int, int]]:
    """“UNOCT/UNCCT” and “Bank of Zed and Acme Corp.” are two."""
    inner = tokens.text[start:end]
    if _ONE_WORD.fullmatch(inner):
        yield start, end
        return
    if "/" in inner:
        sides = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^/]+", inner)]
        if all(ACRONYM.fullmatch(tokens.text[a:b].split()[0]) if tokens.text[a:b].split() else False for a, b in sides):
            yield from sides
            return
    again = inner.find(inner[:4], 4) > 0  # most names need no search for what is there twice
    if again and (m := _TWICE.fullmatch(inner)):  # "About Zed Corp" glued to "Zed Corp is"
        yield start, start + m.end(1)
        yield start + m.start(2), end
        return
    if tokens.text.endswith("About ", 0, start) and (m := _AGAIN.match(inner)):  # a heading glued to its paragraph
        yield start, start + m.end(1)
        yield from parted(tokens, listed, start + m.end(), end)
        return
    m = _OWNS.search(inner) if "’" in inner or "'" in inner else None
    if m and _is_whole(inner[: m.start() + 1]) and _is_whole(inner[m.end() :]):
        yield start, start + m.start() + 1
        yield from parted(tokens, listed, start + m.end(), end)
        return
    field = not _POSSESSIVE.match(tokens.text, end)  # “Department of Ice and [Lund]’s Hospitals”
    for m in _AND.finditer(inner) if "and" in inner or "&" in inner or "AND" in inner else ():
        left, right = inner[: m.start()], inner[m.end() :]
        generic = m.group().lower().endswith(" the ") and is_generic(left) and is_generic(right)
        whole = _is_whole(left) and _is_whole(right)
        if (
            generic
            or whole
            or _is_listed(left, listed, start + m.end(), end)
            or is_second(left, right)
            or (
                not (field and is_rest_of_field(left, right))
                and _read_apart(tokens, start + m.start(), start + m.end())
            )
        ) and not any(m.start <= start and end <= m.end for m in listed):
            yield start, start + m.start()
            yield from parted(tokens, listed, start + m.end(), end)
            return
    yield start, end


def _is_listed(left: str, listed: Sequence[Match], start: int, end: int) -> bool:
    """Whether behind the “and” a listed body begins, by more than one word, or stands alone."""
    behind = next((m for m in listed if m.start == start), None)
    return behind is not None and len(left.split()) > 1 and (behind.end >= end or " " in behind.name)


def is_second(left: str, right: str) -> bool:
    """“Royal College of Canals and [Velora College]”, “Centre for Ice Research and [ZED Centre]”.

    Each side has a head noun of its own, the first with a complement that ends before “and”.
    """
    before, after = left.split(), right.split()
    if len(after) < 2 or len(before) < 3 or not any(head_of(w) for w in before[:-1]):
        return False
    own = [w for w in after if head_of(w.strip(",."))]
    college = any(heads()[head][1] == "university" for w in own if (head := head_of(w)))  # “Velora College Lindmoor”
    return (
        bool(own)
        and any(w in ("of", "for") for w in before)
        and (head_of(after[-1]) is not None or after[0].endswith(("’s", "'s")) or college)
    )


_OF_FIELDS = re.compile(
    r"\b(?:Ministry|Department|Directorate|Division|Faculty|School|Secretariat|Section|(?:Sub)?[Cc]ommittee|Commission|"
    r"Council|Office|Panel) (?:of|for|on)\b"
)


def is_rest_of_field(left: str, right: str) -> bool:
    """Whether the field of a body goes on behind “and”: “Ministry of Ice [and Canals]”, not “[and Canal Hospitals]”."""
    words = right.split()
    body = any(head_of(w.strip(",.")) for w in words) or without_legal_form(right) != right
    return not body and _OF_FIELDS.search(left) is not None and not (len(words) == 1 and ACRONYM.fullmatch(right))


def _read_apart(tokens: Tokens, end: int, start: int) -> bool:
    """Whether the second reading sees a body end before the “and” at `end`, and one begin at `start`, behind it."""
    if tokens.readings is None:
        return False
    last, first = tokens.touching(end - 1, end), tokens.touching(start, start + 1)
    ends, begins = tokens.readings[last[-1], _ENDS].sum(), tokens.readings[first[0], _BEGINS].sum()
    return float(ends * begins) > APART**2


def _is_whole(side: str) -> bool:
    """A name that could stand alone: listed, an acronym, with a legal form, or ended or begun by a head noun."""
    side = side.strip()
    words = side.split()
    if not words:
        return False
    if (name_key(side) in bodies().by_key and not goes_on(side)) or (
        len(words) == 1 and ACRONYM.fullmatch(side) and not is_concept(side)
    ):
        return True
    if without_legal_form(side) != side:
        return True
    if len(words) < 2:
        return False
    return head_of(words[-1]) is not None or (head_of(words[0]) is not None and words[1] == "of")
