"""Quotation marks: which of them open, which close, and which are lost, paragraph by paragraph.

Marks are judged by their surroundings as well as by their shape, because releases carry wrong-way marks
(“Good.“), straight ones and lost ones. Within a paragraph only are marks paired: one lost mark must not turn
the rest of the release inside out. Offsets are code points of the text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extraction.text.sentences import sentences
from pipeline.structure import Span

OPENING = "“„‟«「〝"
CLOSING = "”»」〞"
_DOUBLE = re.compile(f'[{OPENING}{CLOSING}"]')
_NO_ARROW = re.compile(rf"(?!(?<=\s)»(?!\S)){_DOUBLE.pattern}")  # where no « stands: not that of “Read more »”
SINGLE_OPENING = "‘‚‹'`"
SINGLE_CLOSING = "’›'"
_MOST_ENDS = 50  # marks that are looked at for the one that closes a span
_OPENS = re.compile(r"(?s)(?<![^\W_]).(?![\s.,;:!?)\]}]|[—–-]+[^\W\d_a-z]|(?:said|says)\b|\Z)|(?<=:\s)\"")
"""A mark with the surroundings of an opening one: no letter or digit before it, words after it, or “said: " We”; not
before “said Ada Lund”, “—Ada Lund”."""
_OPENS_SINGLE = re.compile(rf"(?<![^\W_])[{SINGLE_OPENING}](?!\d0s\b)(?=[^\W_])")  # not “the ‘90s”
_CLOSES_SINGLE = re.compile(rf"(?<=\S)[{SINGLE_CLOSING}](?![^\W_])")
_NESTED = re.compile(r"\(\)\)")  # anywhere: a quote in the quote, then the end of that
_NESTED_IN_MARKS = re.compile(rf"{_NESTED.pattern}|(?:\(\))+\)$")  # several, in a paragraph in marks
_NESTED_UNCLOSED = re.compile(rf"{_NESTED.pattern}|(?:\(\))+\)?$")  # and not closed, as the next reopens
"""Marks from an opening one within a quote on, as brackets, by which it is nested."""
MOST_PARAGRAPHS = 6  # a quote that runs on without reopening marks is given up after so many
_ATTRIBUTION = re.compile(
    r"[\s,]*(?:(?:[A-Z][\w.’'-]*\s){1,4})?(?:said|says|added|adds|noted|continued|explained|concluded)\b"
)


class QuotedSpan(NamedTuple):
    """Words between two marks: `start` and `end` leave the marks out, `outer_start` and `outer_end` have them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int = 0
    opened: bool = True
    closed: bool = True
    continues: bool = False  # goes on in the next paragraph
    continued: bool = False  # began in the paragraph before

    def text(self, text: str) -> str:
        """The words."""
        return text[self.start : self.end]


def quoted_spans(text: str, paragraphs: Sequence[Span]) -> list[QuotedSpan]:
    """All outermost quoted spans in order; those without a letter or digit do not count."""
    reopened = [text.startswith(tuple(OPENING), p.start) for p in paragraphs[1:]]
    double = _DOUBLE if "«" in text else _NO_ARROW
    found = [_paragraph_spans(text, double, *place) for place in zip(paragraphs, [*reopened, False], strict=False)]
    _open_single_paragraphs(text, paragraphs, found)
    _join_paragraphs(text, paragraphs, found)
    _join_sentences(text, found)
    spans = (q._replace(paragraph=n) for n, quoted in enumerate(found) for q in quoted)
    return [q for q in spans if any(map(str.isalnum, q.text(text)))]


def _opens(text: str, i: int, is_open: bool) -> bool:
    """Whether the double mark at `i` opens a span and does not close one; `is_open` where a span is open before it.

    Surroundings decide unless they contradict what is open; then the shape does, and a straight mark, which has none,
    closes.
    """
    opens = _OPENS.match(text, i) is not None
    return opens if opens != is_open else text[i] in OPENING


def _paragraph_spans(text: str, double: re.Pattern[str], p: Span, reopened: bool) -> list[QuotedSpan]:
    """The quoted spans of a paragraph; one that was never opened begins with the paragraph, or after the last span."""
    marks = [m.start() for m in double.finditer(text, p.start, p.end)]
    found: list[QuotedSpan] = []
    opening: int | None = None
    depth = 0
    for n, i in enumerate(marks):
        if _opens(text, i, opening is not None):
            whole = opening == p.start and text[i - 2] not in ".!?"  # before a sentence a closing mark is lost
            following = marks[n : n + (3 + _MOST_ENDS if whole else 3)]
            shape = _NESTED if not whole else _NESTED_UNCLOSED if reopened else _NESTED_IN_MARKS
            if opening is not None and _nested(text, following, shape):
                depth += 1
                continue
            if opening is not None:
                found.append(_quoted(text, opening, i, closed=False))
            opening, depth = i, 0
        elif depth:
            depth -= 1
        else:
            start = _after_attribution(text, found[-1].outer_end, i) if found else p.start
            unopened = QuotedSpan(start, i, start, i + 1, opened=False)
            found.append(unopened if opening is None else _quoted(text, opening, i))
            opening = None
    if opening is not None:
        found.append(_quoted(text, opening, p.end, closed=False))
    return sorted([*found, *_single_spans(text, p, found)], key=lambda q: q.start)


def _after_attribution(text: str, start: int, end: int) -> int:
    """Where a quote that is not opened begins: “We won,” said Ada Lund. [It was close.”]"""
    rest = sentences(text, [Span(start, end)])[1:] or [Span(end, end)]
    return rest[0].start if _ATTRIBUTION.match(text, start, end) else start


def _quoted(text: str, opening: int, end: int, closed: bool = True) -> QuotedSpan:
    """The words from the mark `opening` to `end`, without the white space at their ends."""
    words = text[opening + 1 : end].rstrip()
    inner = opening + 1 + len(words)
    start = inner - len(words.lstrip())
    return QuotedSpan(start, inner, opening, end + 1 if closed else inner, closed=closed)


def _nested(text: str, marks: Sequence[int], shape: re.Pattern[str]) -> bool:
    """Whether the opening mark `marks[0]`, met inside a quote, has a closing mark of its own before the outer one."""
    return shape.match("".join("(" if _opens(text, i, True) else ")" for i in marks)) is not None


def _single_spans(text: str, p: Span, doubles: Sequence[QuotedSpan]) -> Iterator[QuotedSpan]:
    """Quoted spans in single marks outside the double ones; an apostrophe closes nothing."""
    edges = [p.start, *(edge for q in doubles for edge in (q.outer_start, q.outer_end)), p.end]
    for at, stop in zip(edges[::2], edges[1::2], strict=True):
        ends = [m.start() for m in _CLOSES_SINGLE.finditer(text, at, stop)]
        while mark := _OPENS_SINGLE.search(text, at, stop):
            at = mark.end()
            first = bisect_left(ends, at)
            following = ends[first : first + _MOST_ENDS]
            # one after an “s” may be a plural possessive: “the workers’ rights”
            end = next((i for i in following if text[i - 1] != "s"), following[0] if following else None)
            if end is not None:
                yield _quoted(text, mark.start(), end)
                at = end + 1


def _open_single_paragraphs(text: str, paragraphs: Sequence[Span], found: list[list[QuotedSpan]]) -> None:
    """Make quotes of paragraphs that a single mark opens and none closes, beside another such; other spans in them go.

    One mark alone may be an apostrophe (“'Tis the season”); two paragraphs in a row that begin with one are speech.
    """
    opened = [_OPENS_SINGLE.match(text, p.start) is not None for p in paragraphs]
    for n, p in enumerate(paragraphs):
        beside = any(opened[n + 1 : n + 2]) or (n and found[n - 1] and not found[n - 1][-1].closed and opened[n - 1])
        if opened[n] and beside and all(q.outer_start != p.start for q in found[n]):
            found[n] = [_quoted(text, p.start, p.end, closed=False)]


def _join_paragraphs(text: str, paragraphs: Sequence[Span], found: list[list[QuotedSpan]]) -> None:
    """Mark quotes that run over paragraphs, with reopening marks or without any in between."""
    for n, (here, after) in enumerate(pairwise(found), 1):
        if not here or here[-1].closed:
            continue
        reopened = after and not text[paragraphs[n].start : after[0].outer_start].strip()
        last = n if reopened else _closed_later(found, n)
        if last is None:
            continue
        for between, p in zip(found[n:last], paragraphs[n:last], strict=True):
            whole = QuotedSpan(p.start, p.end, p.start, p.end, opened=False, closed=False)
            between.append(whole._replace(continues=True, continued=True))
        here[-1] = here[-1]._replace(continues=True)
        found[last][0] = found[last][0]._replace(continued=True)


def _join_sentences(text: str, found: list[list[QuotedSpan]]) -> None:
    """Make one span of a quote that a paragraph break cuts within a sentence: “it will help the ⏎⏎ next generation”."""
    for before, after in reversed([*pairwise(found)]):
        if after and after[0].continued and not after[0].opened:
            head, tail = before[-1], after[0]
            cut = text[tail.start].islower() and text[head.end - 1] not in ".!?"
            if cut or "\n" not in text[head.end : tail.start]:
                del after[0]
                before[-1] = head._replace(
                    end=tail.end, outer_end=tail.outer_end, closed=tail.closed, continues=tail.continues
                )


def _closed_later(found: Sequence[list[QuotedSpan]], start: int) -> int | None:
    """The next paragraph with a quoted span, where that span closes the quote left open before `start`."""
    later = next((m for m in range(start, min(start + MOST_PARAGRAPHS, len(found))) if found[m]), None)
    return None if later is None or found[later][0].opened else later
