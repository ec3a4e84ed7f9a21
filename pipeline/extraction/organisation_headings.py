"""Bodies that a release describes below its text: “About Norvane”, a heading of its own or glued to its paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extraction.organisation_spans import Candidate

_ARTICLE = r"(?:the |The )?"
_LINE = re.compile(
    rf"^[#* \t>_]{{0,8}}(?:About|ABOUT)[: ]+{_ARTICLE}([A-Za-z0-9][^\n.:|!?]{{1,60}}?)"
    r"(?:[*_:®™]|[ \t]\([^()\n]{0,80}\)){0,4}[ \t]*$",
    re.MULTILINE,
)
_GLUED = re.compile(
    rf"\bAbout {_ARTICLE}([A-Z0-9][\w.&'’+*-]{{0,40}}?(?: [A-Za-z0-9&][\w.&'’+*-]{{0,40}}?){{0,5}})"
    rf"[ \u00a0]*{_ARTICLE}(\1)(?![\w-])"
)
_FEWEST = 3


def described(text: str) -> Iterator[Candidate]:
    """The names in headings “About …” that the text holds elsewhere too, with a capital in them."""
    if "About" not in text and "ABOUT" not in text:
        return
    for m in _LINE.finditer(text):
        if any(c.isupper() for c in m[1]) and len(m[1]) >= _FEWEST and text.count(m[1]) > 1:
            yield Candidate(m.start(1), m.end(1), "described")
    for m in _GLUED.finditer(text):
        if any(c.isupper() for c in m[1]) and len(m[1]) >= _FEWEST:
            yield Candidate(m.start(1), m.end(1), "described")
            yield Candidate(m.start(2), m.end(2), "described")
