"""Where names that are known stand again: looked up by their first words, not by one long pattern for each text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extraction.gazetteer import Words, fold

_FIRST = re.compile(r"[^\W_]+")
_APART_BEFORE = re.compile(r"(?<![\w\-‐‑&’'])")
_APART_AFTER = re.compile(r"(?![\w‐‑]|-\w|['’][^\Ws])")


def places_of(text: str, words: Words, forms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The spans of `forms` in a text, from left to right without overlap; at one place the earlier form goes first.

    Between the words of a form any white space may stand; it is no part of a longer word or compound.
    """
    starts: list[tuple[int, int]] = []
    places = words.places()
    spelled = [form.split() for form in forms]
    for rank, parts in enumerate(spelled):
        first = _FIRST.search(parts[0]) if parts else None
        if first is not None and (numbers := places.get(fold(first[0]))):
            found = [i for i in numbers if words.texts[i] == first[0]]
            starts += [(words.starts[i] - first.start(), rank) for i in found]
    reached = 0
    for start, rank in sorted(starts):
        if start < reached or not _APART_BEFORE.match(text, start):
            continue
        end = _end(text, start, spelled[rank])
        if end is not None and _APART_AFTER.match(text, end):
            yield start, end
            reached = end


def _end(text: str, at: int, parts: Sequence[str]) -> int | None:
    """Where the words that begin at `at` end; None where others stand there."""
    for n, part in enumerate(parts):
        if n:
            before = at
            while text[at : at + 1].isspace():
                at += 1
            if at == before:
                return None
        if not text.startswith(part, at):
            return None
        at += len(part)
    return at
