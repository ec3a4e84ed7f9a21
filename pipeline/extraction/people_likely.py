"""Of which names more than the recogniser's word says that they are people."""

from __future__ import annotations

import re

from pipeline.extraction.people_merge import Named, Someone
from pipeline.extraction.people_names import speaks_for_person
from pipeline.extraction.roles_nouns import head_noun_of


def likely(text: str, people: list[Someone]) -> list[Someone]:
    """The people of whom more than the recogniser's word says that they are: a known given name or initial in the name,
    a title, speech or office beside it, a short form of it elsewhere, or a likely person named before or after it in
    one list. “Gastronomic Listings” has none of them."""
    people = [p for p in people if not (len(p.namings) == 1 and _is_firm(text, p.namings[0]))]
    kept: list[Someone] = []
    doubtful: list[Someone] = []
    for p in people:
        (kept if _is_likely(p) else doubtful).append(p)
    while doubtful:
        ends = {n.end for p in kept for n in p.namings}
        starts = {n.start for p in kept for n in p.namings}
        joined = [p for p in doubtful if any(_joined(text, n, ends, starts) for n in p.namings)]
        if not joined:
            break
        kept += joined
        doubtful = [p for p in doubtful if p not in joined]
    return sorted(kept, key=lambda p: p.namings[0].start)


_CLOSES_LINE = re.compile(r"[,;]?[ \u00a0*_]*(?:\n|$)")
_COMPOUND = re.compile(r"[\w-]+")
_SALUTATION = re.compile(
    r"[\W_]*(?:Mr|Ms|Mrs|Mdm|Dr|Professor|Prof|Justice|Judge)\b[^,\n]*,(?P<office>[^,\n]*), (?:the )?", re.IGNORECASE
)


def _is_firm(text: str, n: Named) -> bool:
    """Whether a name is the body that closes a line: “Mr Jan Roe, Managing Partner, [Quill Sund],”."""
    if n.honorific or not _CLOSES_LINE.match(text, n.end):
        return False
    line = _SALUTATION.fullmatch(text, text.rfind("\n", 0, n.start) + 1, n.start)
    return line is not None and any(head_noun_of(w) for w in _COMPOUND.findall(line["office"]))


_BEFORE_NEXT = re.compile(r"(?:,? and|,|,? with|;) (?:[A-Z][a-z]{0,3}\. )?$")
_AFTER_LAST = re.compile(r"(?:,? and|,|,? with|;) (?:[A-Z][a-z]{0,3}\. )?")


def _joined(text: str, n: Named, ends: set[int], starts: set[int]) -> bool:
    before, after = _BEFORE_NEXT.search(text, max(0, n.start - 12), n.start), _AFTER_LAST.match(text, n.end)
    return (before is not None and before.start() in ends) or (after is not None and after.end() in starts)


def _is_likely(p: Someone) -> bool:
    full = max((n.key for n in p.namings), key=len)
    surname = any(n.rule == "model" and len(n.key) < len(full) and n.key[-1] == full[-1] for n in p.namings)
    if surname or len(full) == 1 or any(n.announced or n.supported for n in p.namings):
        return True
    return any(speaks_for_person(n.text) for n in p.namings)
