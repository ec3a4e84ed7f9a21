"""Split a release into sentences, by paragraphs and full stops that end no abbreviation."""

import re
from collections.abc import Sequence

from pipeline.data import word_list
from pipeline.structure import Span

_STOP = re.compile(  # also without a space, where a scraper joined paragraphs: “We won.”“We lost,” She left.The rest
    r"(?<![.!?…])(?P<stop>[.!?…]+)(?P<closing>[\"”’'»)\]]*?)"
    r"(?:\s+|(?<=[\"”»])(?=[\"“]?[^\W\d_a-z])|(?<=[a-z]{2}[.!?])(?=[A-Z][a-z]+[ ,]|“[^\W\d_a-z]))"
    r"(?P<opening>[\"“‘'«(\[]*)(?P<next>\w)"
)
_INITIAL = re.compile(r"(?:^|[\s(“\"])(?:[A-Z]\.)*[A-Z]\.$")  # J. Smith, U.S. Army
_ABBREVIATIONS = frozenset(word_list("text/abbreviations.txt"))


def sentences(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """The sentences of `text` in order; no sentence crosses a paragraph."""
    found = []
    for paragraph in paragraphs:
        start = at = paragraph.start
        while m := _STOP.search(text, at, paragraph.end):
            at = m.end("closing")
            if _ends(text, paragraph.start, m):
                found.append(Span(start, at))
                start = m.start("opening")
        found.append(Span(start, paragraph.end))
    return found


def _ends(text: str, start: int, m: re.Match[str]) -> bool:
    """Whether the full stop ends a sentence: not that of “Dr. Ann Reyes”, “the U.S. Army”, “e.g. rice”, “No. 5”."""
    if m["next"].islower():
        return False
    if m["stop"] != ".":
        return True
    before = text[max(start, m.start() - 12) : m.end("stop")]
    word = before.split()[-1].lstrip("(“\"'‘")
    return not (_INITIAL.search(before) or word in _ABBREVIATIONS or m["next"].isdigit())
