"""Finds remains of HTML, Markdown and front matter in plain text, and blanks them out (the unmarked text).

In the unmarked text each character of markup is replaced by a space, so that it is as long as the text and its
offsets are valid in the text.
"""

import re
from collections.abc import Iterable

from pipeline.data import word_table
from pipeline.structure.lines import Span

_RESIDUE = re.compile("|".join(row[0] for row in word_table("structure/residue.tsv")), re.DOTALL | re.IGNORECASE)
_MARKS = re.compile("|".join(row[0] for row in word_table("structure/marks.tsv")), re.MULTILINE)
_NO_LINE_END = re.compile(r"[^\n]")


def residue_spans(text: str, ignore: Iterable[tuple[int, int]] = ()) -> tuple[Span, ...]:
    """The spans of markup and the `ignore` spans, sorted; spans that touch are merged."""
    merged: list[Span] = []
    for start, end in sorted([*ignore, *(m.span() for m in _RESIDUE.finditer(text))]):
        if merged and start <= merged[-1].end:
            start, end = merged[-1].start, max(end, merged.pop().end)
        merged.append(Span(start, end))
    return tuple(merged)


def without_markup(text: str, residue: Iterable[Span]) -> str:
    """`text` with spaces for residue and Markdown marks, with the same length and line ends."""
    pieces, at = [], 0
    for span in residue:
        pieces += [text[at : span.start], _NO_LINE_END.sub(" ", text[span.start : span.end])]
        at = span.end
    return _MARKS.sub(lambda m: " " * len(m[0]), "".join((*pieces, text[at:])))


def with_brackets(text: str, unmarked: str, span: Span) -> tuple[Span, str]:
    """A span of the unmarked text and its words, with brackets that are not a link's: “Exports rise [April 2023]”."""
    start = span.start - 1 if text.endswith("[", 0, span.start) else span.start
    end = span.end + 1 if text.startswith("]", span.end) else span.end
    if "](" in text[start : end + 1]:
        return span, unmarked[span.start : span.end]
    words = (c if c in "[]" else s for c, s in zip(text[start:end], unmarked[start:end], strict=True))
    return Span(start, end), "".join(words)
