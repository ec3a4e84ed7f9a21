"""Quotation marks: which of them open, which close, and which are lost, paragraph by paragraph.

Marks are judged by their surroundings as well as by their shape, because releases carry wrong-way marks
(“Good.“), straight ones and lost ones. Within a paragraph only are marks paired: one lost mark must not turn
the rest of the release inside out. Offsets are code points of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from pipeline.structure import Span

OPENING = "“„‟«「〝"
CLOSING = "”»」〞"
STRAIGHT = '"'
DOUBLE = OPENING + CLOSING + STRAIGHT
SINGLE_OPENING = "‘‚‹'`"
SINGLE_CLOSING = "’›'"
_DOUBLE = re.compile(f"[{DOUBLE}]")
_ANY_SINGLE = re.compile(f"[{SINGLE_OPENING}{SINGLE_CLOSING}]")
_TOLD = re.compile(rf"[^\W_]|{_DOUBLE.pattern}")  # of a paragraph that counts: a word, or a mark alone on a line
_MOST_ENDS = 50  # marks that are looked at for the one that closes a run
_BEFORE_OPENING = re.escape("([{<—–-/:;,>*_|=" + DOUBLE + SINGLE_OPENING)
_AFTER_CLOSING = re.escape(".,;:!?)]}—–-/*_|…&" + DOUBLE + SINGLE_CLOSING)
_OPENS = re.compile(rf"(?s)(?<![^\s{_BEFORE_OPENING}]).(?![\s.,;:!?)\]}}]|\Z)")
_CLOSES = re.compile(rf"(?s)(?<=\S).(?![^\s{_AFTER_CLOSING}])")
"""A mark with the surroundings of an opening mark, of a closing one."""
_OPENS_SINGLE = re.compile(rf"(?<![^\s{_BEFORE_OPENING}])[{SINGLE_OPENING}](?=[^\W_])")
MOST_PARAGRAPHS = 6  # a quote that runs on without reopening marks is given up after so many


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
    told = {n: p for n, p in enumerate(paragraphs) if _TOLD.search(text, p.start, p.end)}
    places = list(told.values())
    found = [_paragraph_spans(text, p) for p in places]
    _open_single_paragraphs(text, places, found)
    _join_paragraphs(text, places, found)
    _join_sentences(text, found)
    by_paragraph = zip(told, found, strict=True)
    return [q._replace(paragraph=n) for n, quoted in by_paragraph for q in quoted if _is_text(text, q)]


def _is_text(text: str, r: QuotedSpan) -> bool:
    """Whether a quoted span has a letter or digit and is no attribute of markup (alt="Map")."""
    attribute = r.opened and text[r.outer_start - 1 : r.outer_start] == "=" and text[r.outer_start] in DOUBLE
    return not attribute and any(c.isalnum() for c in r.text(text))


def _role(text: str, i: int, is_open: bool) -> str:
    """What the double mark at `i` does: open, close, or none (an inch sign)."""
    opens, closes = bool(_OPENS.match(text, i)), bool(_CLOSES.match(text, i))
    fits = "open" if opens else "close"
    if text[i] == STRAIGHT:
        if text[i - 1 : i].isdigit() and not is_open:
            return "none"  # a 12" pipe
        return fits if opens != closes else "close" if is_open else "open"
    shape = "open" if text[i] in OPENING else "close"
    # a wrong-way mark is believed by its surroundings only where the state agrees
    return fits if opens != closes and (fits == "close") == is_open else shape


def _paragraph_spans(text: str, p: Span) -> list[QuotedSpan]:
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
                found.append(_quoted(text, opening, i, closed=False))
            opening, depth = i, 0
        elif role == "close" and depth:
            depth -= 1
        elif role == "close":
            start = found[-1].outer_end if found else p.start
            unopened = QuotedSpan(start, i, start, i + 1, opened=False)
            found.append(unopened if opening is None else _quoted(text, opening, i))
            opening = None
    if opening is not None:
        found.append(_quoted(text, opening, p.end, closed=False))
    return sorted([*found, *_single_spans(text, p, found)], key=lambda q: q.start)


def _quoted(text: str, opening: int, end: int, closed: bool = True) -> QuotedSpan:
    """The words from the mark `opening` to `end`, without the white space at their ends."""
    words = text[opening + 1 : end].rstrip()
    inner = opening + 1 + len(words)
    start = inner - len(words.lstrip())
    return QuotedSpan(start, inner, opening, end + 1 if closed else inner, closed=closed)


def _nested(text: str, marks: Sequence[int]) -> bool:
    """Whether the opening mark `marks[0]`, met inside a quote, has a closing mark of its own before the outer one."""
    roles = [_role(text, i, True) for i in marks[1:3]]
    return roles == ["close", "close"] and text[marks[0]] != STRAIGHT


def _single_spans(text: str, p: Span, doubles: Sequence[QuotedSpan]) -> Iterator[QuotedSpan]:
    """Quoted spans in single marks outside the double ones; an apostrophe closes nothing."""
    edges = [p.start, *(edge for q in doubles for edge in (q.outer_start, q.outer_end)), p.end]
    for at, stop in zip(edges[::2], edges[1::2], strict=True):
        ends = [m.start() for m in _ANY_SINGLE.finditer(text, at, stop) if _is_end(text, m.start())]
        while mark := _OPENS_SINGLE.search(text, at, stop):
            at = mark.end()
            first = bisect_left(ends, at)
            end = _single_end(text, ends[first : first + _MOST_ENDS])
            if end is not None:
                yield _quoted(text, mark.start(), end)
                at = end + 1


def _is_end(text: str, i: int) -> bool:
    """Whether a single mark may close a span, or surely opens another."""
    return bool((_CLOSES if text[i] in SINGLE_CLOSING else _OPENS).match(text, i))


def _single_end(text: str, ends: Sequence[int]) -> int | None:
    """Where a single mark is closed: by the first that is surely no plural possessive, else by the first."""
    closing = list(takewhile(lambda i: text[i] in SINGLE_CLOSING, ends))
    for n, i in enumerate(closing):
        # “the workers’ rights” may be a plural possessive
        if text[i - 1] != "s" or (n == 0 and not text[i + 1 : i + 3].strip()[:1].islower()):
            return i
    return closing[0] if closing else None


def _open_single_paragraphs(text: str, paragraphs: Sequence[Span], found: list[list[QuotedSpan]]) -> None:
    """Add the paragraphs of a quote in single marks that are opened and not closed, as the next one is opened again.

    One mark alone may be an apostrophe (“'Tis the season”); two paragraphs in a row that begin with one are speech.
    """
    for n, (here, after) in enumerate(pairwise(paragraphs)):
        both = _OPENS_SINGLE.match(text, here.start) and _OPENS_SINGLE.match(text, after.start)
        if both and all(q.outer_start != here.start for q in found[n]):
            found[n] = [_quoted(text, here.start, here.end, closed=False)._replace(continues=True)]
            if found[n + 1] and found[n + 1][0].outer_start == after.start:
                found[n + 1][0] = found[n + 1][0]._replace(continued=True)


def _join_paragraphs(text: str, paragraphs: Sequence[Span], found: list[list[QuotedSpan]]) -> None:
    """Mark quotes that run over paragraphs, with reopening marks or without any in between."""
    for n, (here, after) in enumerate(pairwise(found), 1):
        if not here or here[-1].closed:
            continue
        if after and after[0].opened and not text[paragraphs[n].start : after[0].outer_start].strip():
            last = n
        elif closed := _closed_later(found, n):
            last = closed
            for between, p in zip(found[n:last], paragraphs[n:last], strict=True):
                whole = QuotedSpan(p.start, p.end, p.start, p.end, opened=False, closed=False)
                between.append(whole._replace(continues=True, continued=True))
        else:
            continue
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
