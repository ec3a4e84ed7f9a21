"""Quotation marks: which of them open, which close, and which are lost, paragraph by paragraph.

Marks are judged by their surroundings as well as by their shape, because releases carry wrong-way marks
(“Good.“), straight ones and lost ones. Nothing is paired over a paragraph: one lost mark must not turn
the rest of the release inside out. Offsets are code points of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.structure import Span

OPENING = "“„‟«「〝"
CLOSING = "”»」〞"
STRAIGHT = '"'
DOUBLE = OPENING + CLOSING + STRAIGHT
SINGLE_OPENING = "‘‚‹'`"
SINGLE_CLOSING = "’›'"
_DOUBLE = re.compile(f"[{DOUBLE}]")
_SINGLE = re.compile(f"[{SINGLE_OPENING}]")
_ANY_SINGLE = re.compile(f"[{SINGLE_OPENING}{SINGLE_CLOSING}]")
_MOST_ENDS = 50  # marks that are looked at for the one that closes a run
_BEFORE_OPENING = "([{<—–-/:;,>*_|="
_AFTER_CLOSING = ".,;:!?)]}—–-/*_|…&"
MOST_PARAGRAPHS = 6  # a quote that runs on without reopening marks is given up after so many


class QuotedSpan(NamedTuple):
    """Words between two marks: `start` and `end` leave the marks out, `outer_start` and `outer_end` have them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    opened: bool = True
    closed: bool = True
    single: bool = False
    continues: bool = False  # goes on in the next paragraph
    continued: bool = False  # began in the paragraph before

    def text(self, text: str) -> str:
        """The words."""
        return text[self.start : self.end]


def quoted_spans(text: str, paragraphs: Sequence[Span]) -> list[QuotedSpan]:
    """All outermost quoted spans in order; those without a letter or digit do not count."""
    found: list[list[QuotedSpan]] = [_paragraph_spans(text, p, i) for i, p in enumerate(paragraphs)]
    _open_single_paragraphs(text, paragraphs, found)
    _join_paragraphs(text, paragraphs, found)
    _join_sentences(text, found)
    return [r for runs in found for r in runs if _is_text(text, r)]


def _is_text(text: str, r: QuotedSpan) -> bool:
    """Whether a quoted span has a letter or digit and is no attribute of markup (alt="Map")."""
    attribute = r.opened and text[r.outer_start - 1 : r.outer_start] == "=" and text[r.outer_start] in DOUBLE
    return not attribute and any(c.isalnum() for c in r.text(text))


def can_open(text: str, i: int) -> bool:
    """Whether the mark at `i` has the surroundings of an opening mark."""
    after = text[i + 1 : i + 2]
    before = text[i - 1 : i] if i else ""
    if not after or after.isspace() or after in ".,;:!?)]}":
        return after == "." and text[i + 2 : i + 3] == "."  # “...and so on”
    return not before or before.isspace() or before in _BEFORE_OPENING or before in DOUBLE + SINGLE_OPENING


def can_close(text: str, i: int) -> bool:
    """Whether the mark at `i` has the surroundings of a closing mark."""
    before = text[i - 1 : i] if i else ""
    after = text[i + 1 : i + 2]
    if not before or before.isspace():
        return False
    return not after or after.isspace() or after in _AFTER_CLOSING or after in DOUBLE + SINGLE_CLOSING


def _role(text: str, i: int, is_open: bool) -> str:
    """What the double mark at `i` does: open, close, or none (an inch sign)."""
    opens, closes = can_open(text, i), can_close(text, i)
    fits = "open" if opens else "close"
    if text[i] == STRAIGHT:
        if text[i - 1 : i].isdigit() and not is_open:
            return "none"  # a 12" pipe
        return fits if opens != closes else "close" if is_open else "open"
    shape = "open" if text[i] in OPENING else "close"
    # a wrong-way mark is believed by its surroundings only where the state agrees
    return fits if opens != closes and (fits == "close") == is_open else shape


def _paragraph_spans(text: str, p: Span, number: int) -> list[QuotedSpan]:
    """The quoted spans of one paragraph; one that was not opened began with it, or behind the last."""
    marks = [m.start() for m in _DOUBLE.finditer(text, p.start, p.end)]
    found: list[QuotedSpan] = []
    opening: int | None = None
    depth = 0
    for n, i in enumerate(marks):
        role = _role(text, i, opening is not None)
        if role == "open":
            if opening is not None and _nested(text, marks[n : n + 3]):
                depth += 1
                continue
            if opening is not None:
                found.append(_quoted(text, opening, i, number, closed=False))
            opening, depth = i, 0
        elif role == "close" and depth:
            depth -= 1
        elif role == "close":
            start = found[-1].outer_end if found else p.start
            unopened = QuotedSpan(start, i, start, i + 1, number, opened=False)
            found.append(unopened if opening is None else _quoted(text, opening, i, number))
            opening = None
    if opening is not None:
        found.append(_quoted(text, opening, p.end, number, closed=False))
    return sorted([*found, *_single_spans(text, p, number, found)], key=lambda q: q.start)


def _quoted(text: str, opening: int, end: int, paragraph: int, closed: bool = True) -> QuotedSpan:
    start, inner = _stripped(text, opening + 1, end)
    return QuotedSpan(start, inner, opening, end + 1 if closed else inner, paragraph, closed=closed)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the white space at its ends."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def _nested(text: str, marks: Sequence[int]) -> bool:
    """Whether the opening mark `marks[0]`, met inside a quote, has a closing mark of its own before the outer one."""
    roles = [_role(text, i, True) for i in marks[1:3]]
    return roles == ["close", "close"] and text[marks[0]] != STRAIGHT


def _single_spans(text: str, p: Span, number: int, doubles: Sequence[QuotedSpan]) -> Iterator[QuotedSpan]:
    """Quoted spans in single marks outside the double ones; an apostrophe closes nothing."""
    past = p.start
    starts = [r.outer_start for r in doubles]
    ends = _single_ends(text, p)
    for mark in _SINGLE.finditer(text, p.start, p.end):
        i = mark.start()
        later = bisect_right(starts, i)
        if (later and i < doubles[later - 1].outer_end) or i < past or not _opens_single(text, i):
            continue
        first = bisect_right(ends, i)
        limit = starts[later] if later < len(starts) else p.end
        end = _single_end(text, (n for n in ends[first : first + _MOST_ENDS] if n < limit))
        if end is not None:
            yield _quoted(text, i, end, number)._replace(single=True)
            past = end + 1


def _begins_single(text: str, i: int) -> bool:
    return text[i] in SINGLE_OPENING and _opens_single(text, i)


def _opens_single(text: str, i: int) -> bool:
    after = text[i + 1 : i + 2]
    if text[i] in "'`" and after.isdigit():
        return False  # the '90s
    return can_open(text, i) and (after.isalnum() or after in "[.…")


def _single_ends(text: str, p: Span) -> list[int]:
    """Single marks that may close a span, and those that surely open another; found once, for many marks may open."""
    found = (m.start() for m in _ANY_SINGLE.finditer(text, p.start, p.end))
    return [i for i in found if (can_close if text[i] in SINGLE_CLOSING else can_open)(text, i)]


def _single_end(text: str, ends: Iterable[int]) -> int | None:
    """Where a single mark is closed: by the first that is surely no plural possessive, else by the first."""
    possible = None
    for i in ends:
        if text[i] not in SINGLE_CLOSING:
            break
        if text[i - 1] != "s":
            return i
        if possible is None:  # “the workers’ rights” may be a plural possessive
            if not text[i + 1 : i + 3].strip()[:1].islower():
                return i
            possible = i
    return possible


def _open_single_paragraphs(text: str, paragraphs: Sequence[Span], found: list[list[QuotedSpan]]) -> None:
    """Add the paragraphs of a quote in single marks that are opened and not closed, as the next one is opened again.

    One mark alone may be an apostrophe (“'Tis the season”); two paragraphs in a row that begin with one are speech.
    """
    with_words = [n for n, p in enumerate(paragraphs) if _words(text, p)]
    begins = {n for n in with_words if _begins_single(text, paragraphs[n].start)}
    for n, after in pairwise(with_words):
        start, end = paragraphs[n].start, paragraphs[n].end
        if n in begins and after in begins and not _begins_at(found[n], start):
            quoted = _quoted(text, start, end, n, closed=False)._replace(single=True, continues=True)
            found[n] = [quoted, *(q for q in found[n] if q.outer_start > quoted.end)]
            if _begins_at(found[after][:1], paragraphs[after].start):
                found[after][0] = found[after][0]._replace(continued=True)


def _begins_at(quoted_spans: Sequence[QuotedSpan], start: int) -> bool:
    return any(q.outer_start == start for q in quoted_spans)


def _join_paragraphs(text: str, paragraphs: Sequence[Span], found: list[list[QuotedSpan]]) -> None:
    """Mark quotes that run over paragraphs, with reopening marks or without any in between."""
    worded = [m for m in range(len(found)) if _words(text, paragraphs[m])]
    for n, here in enumerate(found[:-1]):
        if not here or here[-1].closed or here[-1].single:
            continue
        at = bisect_right(worded, n)
        if at == len(worded):
            continue
        after = worded[at]
        first = found[after][0] if found[after] else None
        if first and first.opened and not text[paragraphs[after].start : first.outer_start].strip():
            here[-1] = here[-1]._replace(continues=True)
            found[after][0] = first._replace(continued=True)
        elif last := _closed_later(text, paragraphs, found, after):
            here[-1] = here[-1]._replace(continues=True)
            _quote_whole(text, paragraphs, found, range(after, last))
            found[last][0] = _trimmed(text, found[last][0])._replace(continued=True)


def _quote_whole(text: str, paragraphs: Sequence[Span], found: list[list[QuotedSpan]], numbers: Iterable[int]) -> None:
    """Take paragraphs without a mark, between one that opens a quote and one that closes it, for its middle."""
    for n in numbers:
        p = paragraphs[n]
        if _words(text, p):
            found[n].append(_trimmed(text, QuotedSpan(p.start, p.end, p.start, p.end, n, False, False)))
            found[n][0] = found[n][0]._replace(continues=True, continued=True)


def _join_sentences(text: str, found: list[list[QuotedSpan]]) -> None:
    """Make one span of a quote that a paragraph break cuts within a sentence: “it will help the ⏎⏎ next generation”."""
    for n in range(len(found) - 1, 0, -1):
        if not found[n] or not found[n][0].continued or found[n][0].opened:
            continue
        m = next((k for k in range(n - 1, -1, -1) if found[k]), None)
        if m is None:
            continue
        head, tail = found[m][-1], found[n][0]
        cut = text[tail.start].islower() and text[head.end - 1] not in ".!?"
        if cut or "\n" not in text[head.end : tail.start]:
            del found[n][0]
            found[m][-1] = head._replace(
                end=tail.end, outer_end=tail.outer_end, closed=tail.closed, continues=tail.continues
            )


def _closed_later(text: str, paragraphs: Sequence[Span], found: list[list[QuotedSpan]], start: int) -> int | None:
    """The paragraph whose first mark closes the quote left open before `start`."""
    for m in range(start, min(start + MOST_PARAGRAPHS, len(found))):
        if found[m]:
            return m if not found[m][0].opened else None
    return None


def _trimmed(text: str, r: QuotedSpan) -> QuotedSpan:
    start, end = _stripped(text, r.start, r.end)
    return r._replace(start=start, end=end)


def _words(text: str, p: Span) -> bool:
    return any(c.isalnum() for c in text[p.start : p.end])
