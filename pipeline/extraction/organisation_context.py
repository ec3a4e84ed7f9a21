"""Bodies that only what a text is about tells: “the Commission” where it is about the European Union, “MinWater”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.data import word_table
from pipeline.extraction.organisation_spans import Candidate

_MINISTERS = re.compile(r"\bMinist(?:er|ers|ry|ries)\b")
_MINISTRY = re.compile(r"(?<![\w@./-])Min[A-Z][a-z]{2,}(?![\w@./])")


def in_context(text: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Common nouns of listed contexts, and the syllables of ministries in a text about ministers.

    `found`: the names of bodies so far; a noun that ends one of them names that one.
    """
    if "Minist" in text and _MINISTERS.search(text):
        for m in _MINISTRY.finditer(text):
            yield Candidate(m.start(), m.end(), "context")
    for noun, body, cell in word_table("organisations/in_context.tsv"):
        if f"he {noun}" not in text:
            continue
        cues = "|".join(re.escape(c) for c in cell.split("|"))
        ends = {text[c.start : c.end] for c in found if text[c.start : c.end].endswith(" " + noun)}
        if ends - {body} or not re.search(rf"(?<!\w)(?:{cues})(?!\w)", text):
            continue
        for m in re.finditer(rf"\b[Tt]he ({noun})\b(?! (?:on|for|of|[A-Z]))", text):
            yield Candidate(m.start(1), m.end(1), "context", body)
