"""Quoted spans: which quotation marks open, which close and which are missing, paragraph by paragraph.

Marks are judged by context as well as by shape, because releases have wrong-way marks (“Good.“), straight marks and
missing ones. Marks are paired only within a paragraph, so that one missing mark does not invert the rest of the
release. Offsets are code points of the text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.data import word_table
from pipeline.extraction.text.sentences import sentences
from pipeline.structure.lines import Span, stripped

OPENING = "“„‟«「〝"
_DOUBLE = re.compile(f'[{OPENING}”»」〞"]')
_NO_ARROW = re.compile(rf"(?!(?<=\s)»(?!\S)){_DOUBLE.pattern}")  # if no « in the text: “Read more »”
_MOST_ENDS = 50  # how many marks are examined to find the one that closes a span
_OPENS = re.compile(r"(?s)(?<![^\W_]).(?![\s,;:!?)\]}]|\.(?!\.\.)|[—–-]+[^\W\d_a-z]|(?:said|says)\b|\Z)|(?<=:\s)\"")
"""A mark in the context of an opening one: no letter or digit before it and a word after it, or a straight mark after a
colon and a space (“said: " We”). Not before “said Ada Lund” or “—Ada Lund”, which follow a quote."""
_OPENS_SINGLE = re.compile(r"(?<![^\W_])[‘‚‹›'`](?!\d0s\b)(?=[^\W_])")  # not “the ‘90s”
_CLOSES_SINGLE = re.compile(r"(?<=\S)[’‘›‹'](?![^\W_])")
_NESTED = re.compile(r"\(\)\)")  # anywhere: the inner quote closes, then the outer one
_NESTED_IN_MARKS = re.compile(rf"{_NESTED.pattern}|(?:\(\))+\)$")  # several inner ones, then the end of the outer one
_NESTED_UNCLOSED = re.compile(rf"{_NESTED.pattern}|(?:\(\))+\)?$")  # it may not close, as the next one reopens
"""When a mark inside a quote opens a nested one: patterns over the marks from it on, `(` for opening, `)` closing."""
_STRAIGHT_INSIDE = re.compile(r'“[^“”"]*((?:(?<=\s)"(?=\w)[^“”"]{1,60}(?<=\w)"(?!\w)[^“”"]*)+)”')  # “an "ice" age”
MOST_PARAGRAPHS = 6  # how many paragraphs a quote may run on without reopening marks
_VERBS = (row for row in word_table("quotes/reporting_verbs.tsv") if row[1] != "rarely")
_SAID = "|".join(form for _, _, third, past, _ in _VERBS for form in (third, *past.split()))
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Uu]s|[Mm]y|[Mm]e)\b")
_ATTRIBUTION = re.compile(rf"[\s,]*(?:(?:[A-Z][\w.’'-]*\s){{1,4}})?(?:{_SAID})\b")


class QuotedSpan(NamedTuple):
    """The words between two marks; `start` and `end` exclude the marks, `outer_start` and `outer_end` include them."""

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
        """The words between the marks; `text` is the whole text."""
        return text[self.start : self.end]


def quoted_spans(text: str, paragraphs: Sequence[Span]) -> list[QuotedSpan]:
    """All outermost quoted spans in order, except those without a letter or digit."""
    reopened = [text.startswith(tuple(OPENING), p.start) for p in paragraphs[1:]]
    double = _DOUBLE if "«" in text else _NO_ARROW
    found = [_paragraph_spans(text, double, *place) for place in zip(paragraphs, [*reopened, False], strict=False)]
    _open_single_paragraphs(text, paragraphs, found)
    _join_paragraphs(text, paragraphs, found)
    _join_sentences(text, found)
    spans = (q._replace(paragraph=n) for n, quoted in enumerate(found) for q in quoted)
    spans = (q for q in spans if _may_be_quoted(text, q, paragraphs[q.paragraph]))
    return [q for q in spans if any(map(str.isalnum, q.text(text)))]


def _may_be_quoted(text: str, q: QuotedSpan, p: Span) -> bool:
    """Not the words from the beginning of a paragraph to a lone closing mark, unless they are in the first person or
    stand before an attribution or a dash: “It rains,” said Ada Lund."""
    if q.outer_start > p.start or q.opened or q.continued or _FIRST_PERSON.search(text, q.start, q.end):
        return True
    after = text[q.outer_end : q.outer_end + 3].strip()
    return after.startswith(("-", "–", "—")) or _ATTRIBUTION.match(text, q.outer_end) is not None


def _opens(text: str, i: int, is_open: bool) -> bool:
    """Whether the double mark at `i` opens a span rather than closing one; `is_open` says whether a span is open there.
    Context decides unless it contradicts `is_open`; then the shape of the mark does, and a straight mark closes."""
    opens = _OPENS.match(text, i) is not None
    return opens if opens != is_open else text[i] in OPENING


def _paragraph_spans(text: str, double: re.Pattern[str], p: Span, reopened: bool) -> list[QuotedSpan]:
    """The quoted spans of a paragraph; one without an opening mark begins with the paragraph or after the last span."""
    found: list[QuotedSpan] = []
    opening: int | None = None
    depth, marks = 0, _marks(text, double, p)
    for n, i in enumerate(marks):
        is_opening = _opens(text, i, opening is not None)
        if opening is None and is_opening:
            opening = i
        elif opening is None:
            start = _start_of_unopened(text, p, found, i)
            found.append(QuotedSpan(*stripped(text, start, i), start, i + 1, opened=False))
        elif is_opening and _is_nested(text, p, opening, marks[n : n + 3 + _MOST_ENDS], reopened):
            depth += 1
        elif is_opening:
            found.append(_quoted(text, opening, i, closed=False))
            opening, depth = i, 0
        elif depth:
            depth -= 1
        else:
            found.append(_quoted(text, opening, i))
            opening = None
    if opening is not None:
        found.append(_quoted(text, opening, p.end, closed=False))
    return sorted([*found, *_single_spans(text, p, found)], key=lambda q: q.start)


def _marks(text: str, double: re.Pattern[str], p: Span) -> list[int]:
    """Where a paragraph has double marks, without straight ones inside curly ones."""
    inside = {i for m in _STRAIGHT_INSIDE.finditer(text, p.start, p.end) for i in range(*m.span(1))}
    return [m.start() for m in double.finditer(text, p.start, p.end) if m.start() not in inside]


def _start_of_unopened(text: str, p: Span, found: Sequence[QuotedSpan], end: int) -> int:
    """Where a quote without an opening mark begins, after an attribution: “We won,” said Ada Lund. [It was close.”]"""
    start = found[-1].outer_end if found else p.start
    if not found or not _ATTRIBUTION.match(text, start, end):
        return start
    _, *rest = sentences(text, [Span(start, end)])
    return rest[0].start if rest else end


def _quoted(text: str, opening: int, end: int, closed: bool = True) -> QuotedSpan:
    """The quoted span from the mark at `opening` to `end`, without white space at the edges of its words."""
    start, inner = stripped(text, opening + 1, end)
    return QuotedSpan(start, inner, opening, end + 1 if closed else inner, closed=closed)


def _is_nested(text: str, p: Span, opening: int, marks: Sequence[int], reopened: bool) -> bool:
    """Whether the mark at `marks[0]`, inside a quote, opens a nested one: the marks, as brackets, match a pattern."""
    brackets = "".join("(" if _opens(text, i, True) else ")" for i in marks)
    if opening != p.start or text[marks[0] - 2] in ".!?":  # after “. ” stands a new quote, not a nested one
        return _NESTED.match(brackets) is not None
    return (_NESTED_UNCLOSED if reopened else _NESTED_IN_MARKS).match(brackets) is not None


def _single_spans(text: str, p: Span, doubles: Sequence[QuotedSpan]) -> Iterator[QuotedSpan]:
    """The quoted spans in single marks outside the double ones; an apostrophe inside a word closes none."""
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
    """Make one quote of each paragraph that begins with an unclosed single mark, beside another such paragraph. Its
    other spans are dropped. One such paragraph alone may begin with an apostrophe (“'Tis the season”)."""
    opened = [_OPENS_SINGLE.match(text, p.start) is not None for p in paragraphs]
    goes_on = False  # whether the paragraph before is such a quote, or ends in one
    for p, quoted, opens, next_opens in zip(paragraphs, found, opened, [*opened[1:], False], strict=False):
        if opens and (goes_on or next_opens) and all(q.outer_start != p.start for q in quoted):
            quoted[:] = [_quoted(text, p.start, p.end, closed=False)]
        goes_on = opens and bool(quoted) and not quoted[-1].closed


def _join_paragraphs(text: str, paragraphs: Sequence[Span], found: list[list[QuotedSpan]]) -> None:
    """Mark quotes that run over several paragraphs, whether or not each paragraph reopens the quote."""
    for n, (here, after) in enumerate(pairwise(found), 1):
        if not here or here[-1].closed:
            continue
        reopened = after and not text[paragraphs[n].start : after[0].outer_start].strip("> ")  # in Markdown
        last = n if reopened else _closed_later(found, n)
        if last is None:
            continue
        for between, p in zip(found[n:last], paragraphs[n:last], strict=True):
            whole = QuotedSpan(p.start, p.end, p.start, p.end, opened=False, closed=False)
            between.append(whole._replace(continues=True, continued=True))
        here[-1] = here[-1]._replace(continues=True)
        found[last][0] = found[last][0]._replace(continued=True)


def _join_sentences(text: str, found: list[list[QuotedSpan]]) -> None:
    """Join a quote that a paragraph break cuts in mid-sentence into one span: “it will help the ⏎⏎ next generation”."""
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
    """The next paragraph with a quoted span, if that span closes the quote left open before `start`; else None."""
    later = next((m for m in range(start, min(start + MOST_PARAGRAPHS, len(found))) if found[m]), None)
    return None if later is None or found[later][0].opened else later
