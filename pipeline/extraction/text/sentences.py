"""Sentences of a release, told by full stops, abbreviations and paragraphs; and the spaCy component that marks them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.attrs import IDX, IS_SPACE, LENGTH, SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.data import word_list
from pipeline.extraction.analysis import analysis_of
from pipeline.structure import Span

_START, _NO_START = 1, 2**64 - 1  # as `Token.is_sent_start` sets them: 1 and -1, without a sign in an array
_STOP = re.compile(r"(?P<stop>[.!?…]+)(?P<closing>[\"”’'»)\]]*)\s+(?P<opening>[\"“‘'«(\[]*)(?P<next>\w)")
_INITIAL = re.compile(r"(?:^|[\s(“\"])(?:[A-Z]\.)*[A-Z]\.$")  # J. Smith, U.S. Army


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word_list("text/abbreviations.txt"))


def sentences(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """The sentences of `text` in order; no sentence crosses a paragraph."""
    found = []
    for paragraph in paragraphs:
        start = paragraph.start
        for end, following in _breaks(text, paragraph):
            found.append(Span(start, end))
            start = following
        found.append(Span(start, paragraph.end))
    return found


def _breaks(text: str, paragraph: Span) -> Iterator[tuple[int, int]]:
    """Where a sentence of the paragraph ends and the next one starts."""
    at = paragraph.start
    while m := _STOP.search(text, at, paragraph.end):
        at = m.end("closing")
        if _ends(text, paragraph.start, m):
            yield m.end("closing"), m.start("opening")


def _ends(text: str, start: int, m: re.Match[str]) -> bool:
    """Whether the full stop ends a sentence: not that of “Dr. Ann Reyes”, “the U.S. Army”, “e.g. rice”, “No. 5”."""
    if m["next"].islower():
        return False
    if m["stop"] != "." or m["closing"]:
        return True
    before = text[max(start, m.start() - 12) : m.end("stop")]
    word = before.split()[-1].lstrip("(“\"'‘")
    if _INITIAL.search(before) or not _abbreviations().isdisjoint((word, word.split(".")[-2] + ".")):  # Lt.Col.
        return False
    if m["opening"].startswith("(") and word[:1].isupper():
        return False  # Vale Corp. (NYSE: VAL)
    return not m["next"].isdigit() or len(word) > 4  # Art. 5, vol. 12


@Language.component("communique_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Set `token.is_sent_start` of every token, so that `doc.sents` are the sentences of the release."""
    release = analysis_of(doc).release
    starts = [s.start for s in sentences(release.text, release.paragraphs)]
    rows: list[tuple[int, int, int]] = doc.to_array([IDX, LENGTH, IS_SPACE]).reshape(-1, 3).tolist()  # type: ignore[assignment]
    begun = 0  # sentences that began before the token
    marks = doc.to_array([SENT_START])
    for i, (at, length, is_space) in enumerate(rows):
        now = bisect_right(starts, at + length - 1)  # a token that a start cuts begins the sentence
        marks[i] = _START if now > begun and not is_space else _NO_START
        begun = begun if is_space else now
    if len(rows):
        doc.from_array([SENT_START], marks.reshape(-1, 1))  # type: ignore[arg-type]
    return doc
