"""Bodies that only their neighbours vouch for: in “Norvane, [Quiet Pear], Velora and Zed” all are of one kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipeline.extraction.organisation_spans import Candidate
from pipeline.extraction.roles_nouns import head_noun_of

_ITEM = r"[A-Z0-9][\w.&'’+/-]*(?:[ \n](?:&|of|[A-Z0-9][\w.&'’+/-]*))*"
_COMMA = r"[®™]?(?:,[ \n](?:and[ \n])?|[ \n]and[ \n])(?:the[ \n])?"
_BETWEEN = re.compile(rf"{_COMMA}({_ITEM}(?:{_COMMA}{_ITEM})*)(?:{_COMMA}|[®™]?[ \n]&[ \n])")
_LONGEST = 160  # characters between two bodies
_ITEMS = re.compile(_ITEM)


def enumerated(text: str, bodies: Sequence[Candidate], is_taken: Callable[[int, int], bool]) -> Iterator[Candidate]:
    """What stands between two bodies of an enumeration, where nothing in it is known to be something else.

    `bodies` are in order and apart; `is_taken` says whether a span holds a person, a country or a place.
    """
    for before, after in pairwise(bodies):
        if not 4 < after.start - before.end < _LONGEST or before.rule == "plural":
            continue
        between = _BETWEEN.fullmatch(text, before.end, after.start)
        if between is None or is_taken(before.end, after.start):
            continue
        items = list(_ITEMS.finditer(text, *between.span(1)))
        if any(head_noun_of(word) for m in items for word in m[0].split()) or any(m[0].isdigit() for m in items):
            continue  # “Zed Bank, Managing Director, Velora”
        for m in items:
            article = len("The ") if m[0].startswith("The ") else 0
            yield Candidate(m.start() + article, m.end(), "enumeration")
