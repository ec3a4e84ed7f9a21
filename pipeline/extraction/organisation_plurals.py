"""Bodies named together: “the Ministries of Water and Fisheries”, “the Mining and Forest Ministries”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.data import word_table
from pipeline.extraction.organisation_spans import Candidate

_SINGULAR: dict[str, str] = {row[0]: row[1] for row in word_table("organisations/plurals.tsv")}
_NAME = r"[A-Z][\w’'-]*(?:\s+(?!of\b)[A-Z][\w’'-]*)*"
_AFTER = re.compile(rf"\b({'|'.join(_SINGULAR)})\s+of\s+(?:the\s+)?({_NAME})((?:,\s+{_NAME})*),?\s+and\s+({_NAME})")
_BEFORE = re.compile(rf"\b({_NAME})((?:,\s+{_NAME})*),?\s+and\s+({_NAME}?)\s+({'|'.join(_SINGULAR)})\b")


def named_together(text: str) -> Iterator[Candidate]:
    """A candidate for each body, with its name in the singular; the first or last one's span holds the noun."""
    if not any(plural in text for plural in _SINGULAR):
        return  # most texts: the patterns below read every capitalised word
    for m in _AFTER.finditer(text):
        singular = _SINGULAR[m[1]]
        yield Candidate(m.start(), m.end(2), "plural", f"{singular} of {_plain(m[2])}")
        for part in re.finditer(_NAME, m[3]):
            yield Candidate(m.start(3) + part.start(), m.start(3) + part.end(), "plural", f"{singular} of {part[0]}")
        yield Candidate(m.start(4), m.end(4), "plural", f"{singular} of {_plain(m[4])}")
    for m in _BEFORE.finditer(text):
        singular = _SINGULAR[m[4]]
        start = m.start(1) + (len(m[1]) - len(re.sub(r"^(?:The|Both)\s+", "", m[1])))
        yield Candidate(start, m.end(1), "plural", f"{_plain(text[start : m.end(1)])} {singular}")
        for part in re.finditer(_NAME, m[2]):
            yield Candidate(m.start(2) + part.start(), m.start(2) + part.end(), "plural", f"{part[0]} {singular}")
        yield Candidate(m.start(3), m.end(4), "plural", f"{_plain(m[3])} {singular}")


def _plain(name: str) -> str:
    return " ".join(name.split())
