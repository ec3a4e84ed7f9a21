"""What the line labeller sees of a line: its words, its shape, where it stands, and the same of its neighbours.

A feature is a short string (`first=contact`, `has=email`) with a learnt weight for each label; those of the line before
begin with `<`, those of the line after with `>`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from pipeline.data import word_list
from pipeline.structure.cues import cue
from pipeline.structure.datelines import dateline_at
from pipeline.structure.head_dates import date_at, first_date
from pipeline.structure.lines import Paragraph

# bounded, and tried where a run begins: a long line of letters, digits or hyphens takes time in its length only
EMAIL = re.compile(r"[\w.+-]@[\w-]{1,80}\.\w{2,}")
PHONE = re.compile(r"(?<![\w./-])(?:\+\d[\d\s().-]{6,24}\d|\(?\d[\d\s()./-]{0,24}\d{3}\)?[\s./-]?\d{3,4})\b")
URL = re.compile(r"https?://|www\.|[\w-]\.(?:com|org|net|gov|edu|int|io|co|info|eu)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]")
_SPEECH = re.compile(r"[,.!?][”\"]|\b(?:said|says|added|stated|explained|noted)\b")
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: (?:[a-z]{2,3} )?[^\W\d_a-z][\w.'’-]*){1,4}(?:, .{2,40})?")
_TIME = re.compile(r"\b\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\b|hrs|GMT|[CE]E?S?T\b)?", re.IGNORECASE)
_REFERENCE = re.compile(r"(?=\S*\d)[A-Z\d]+(?:[-/][A-Z\d]+){1,5}\b")
_SENTENCES = re.compile(r"[.!?][”\"’)]?\s+(?=[A-Z“\"])")
_NUMBER = re.compile(r"\d")
_BULLET = re.compile(r"\s*(?:[-•·*▪●◦–—‣]\s|\(?\d{1,3}[.)]\s)")
_MARKS = re.compile(r"\s*(#{1,6}(?=\s)|\*{1,3}|<\w+|!\[|\[|[-–—_=]{3,}|>)")
# “Example Mills (NYSE: EXM), a maker of paper, is …”
_DESCRIPTION = re.compile(
    r"(?!While|This|These|That|It|In|As|At|On|We|He|She|They|For|To)"
    r"(?:(?:The )?(?:[A-Z0-9][\w.&’'*+-]*,?\s(?:(?:of|and|for|the|&|in)\s)?){1,8}(?:\([^)]{1,60}\)\s)?"
    r"(?:[^.,]{3,60},\s)?(?:(?:is|are|was)\s(?:an?|the|one|dedicated|committed|devoted|home|based|headquartered|founded|established)"
    r"|helps?|offers?|provides?|serves?|operates?|makes?|builds?|creates?|develops?|delivers?|speciali[sz]es|represents"
    r"|works|supports?|brings|manages|combines)\b|(?:Founded|Established|Headquartered) (?:in|by)\b|Based in\b)"
)
_ABOUT = re.compile(
    r"\W{0,3}(?:About|ABOUT)[\s:]+(?:the |The )?[“\"‘#@]?[A-Z\d]|\W{0,3}(?:About|ABOUT)(?: us| Us| US)?[:\s]*$"
)
_END = re.compile(r"\W*(?:ends?|30|#)\W*", re.IGNORECASE)
_LINK_LAST = re.compile(
    r"(?:https?://|www\.)\S+$|\b[\w-]+\.(?:com|org|net|gov|edu|int|io|co|info|eu|[a-z]{2})/?\W*$", re.IGNORECASE
)
_CAPITALISED = re.compile(r"[A-Z][\w'’&-]{2,}")
_OPENS = frozenset(f"is={k}" for k in ("about", "boilerplate", "contact", "notes", "footer", "end", "valediction"))
_PROSE = 200  # code points of a line that is text
_SHORTEST, _LINK = 20, 80  # the same of an end mark, and of an address at the end of a line
_SHORT = 120  # code points of a line that may be nothing but a date, a name, a reference
_CUES = ("header", "boilerplate", "contact", "notes", "valediction", "footer", "embargo", "publication")
_TERM = re.compile(
    rf"\b(?:{'|'.join(re.escape(t) for t in word_list('structure/description_terms.txt'))})\b", re.IGNORECASE
)
_NEWS = re.compile(
    r"\b(?:yesterday|today|tomorrow|announced|according to|this (?:week|month|year)|will)\b", re.IGNORECASE
)
_JOBS = frozenset(word_list("structure/job_words.txt"))
_HAS = (
    (EMAIL, "has=email"), (PHONE, "has=phone"), (URL, "has=url"), (_SPEECH, "has=speech"), (_TIME, "has=time"),
    (_NEWS, "has=news"), (_SENTENCES, "has=sentences"), (_NUMBER, "has=number"),
)  # fmt: skip
_BEGINS = ((_BULLET, "has=bullet"), (_ABOUT, "is=about"))
_MOST_WORDS = 12  # of a line's first words are features; of a short line these are all
_LENGTHS = (0, 3, 12, 25, 45, 70, 100, 140, 200, 300, 500)
_PLACES = (0, 1, 2, 3, 4, 6, 9, 14)


def features(text: str, plain: str, pieces: Sequence[Paragraph]) -> list[list[str]]:
    """The features of each of the `pieces` of a text."""
    own = [list(_own(text, plain, piece)) for piece in pieces]
    brief = [[f for f in found if f[0] not in "wW"] for found in own]
    kinds = [[f for f in found if f[:3] in ("is=", "has")] for found in own]
    around = (("<", brief, -1), (">", brief, 1), ("<<", kinds, -2), (">>", kinds, 2))
    rows = zip(own, _places(pieces, len(text)), _above(pieces, own), _likeness(pieces), strict=True)
    return [
        [*chain(*row), *chain(*(_near(mark, known, n + off) for mark, known, off in around))]
        for n, row in enumerate(rows)
    ]


def _near(mark: str, rows: Sequence[Sequence[str]], n: int) -> list[str]:
    """The features of a neighbour."""
    return [mark + f for f in rows[n]] if 0 <= n < len(rows) else [mark + "edge"]


def _places(pieces: Sequence[Paragraph], length: int) -> Iterator[list[str]]:
    """Where each line stands: from both ends, and from the first and the last prose."""
    prose = [n for n, p in enumerate(pieces) if len(p.plain) > _PROSE] or [len(pieces)]
    for n, piece in enumerate(pieces):
        yield [
            f"place={_bucket(n, _PLACES)}",
            f"to end={_bucket(len(pieces) - n - 1, _PLACES)}",
            f"part={piece.start * 8 // max(length, 1)}",
            f"to prose={_bucket(prose[0] - n, _PLACES)}",
            f"from prose={_bucket(n - prose[-1], _PLACES)}",
        ]


def _above(pieces: Sequence[Paragraph], own: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """What opened last above each line, and how many lines above; whether a dateline and an end mark were seen."""
    last, at, seen = "none", 0, set[str]()
    for n, (piece, found) in enumerate(zip(pieces, own, strict=True)):
        same = {m for m in (n - 1, n + 1) if 0 <= m < len(pieces) and pieces[m].number == piece.number}
        yield [
            f"under={last}", f"under={last}:{_bucket(n - at, _PLACES)}",
            f"dateline seen={'is=dateline' in seen}", f"ended={'is=end' in seen}",
            *("same paragraph" if m < n else "goes on" for m in same),
        ]  # fmt: skip
        seen.update(found)
        if opens := _OPENS.intersection(found):
            last, at = min(opens), n


def _likeness(pieces: Sequence[Paragraph]) -> Iterator[list[str]]:
    """Lines that stand twice (a menu, a headline on its page), and the words that a line has of the headline."""
    title = next((p.plain for p in pieces if len(p.plain) > 20), "")
    known = set(_CAPITALISED.findall(title))
    times = Counter(p.plain.casefold() for p in pieces)
    for piece in pieces:
        names = _CAPITALISED.findall(piece.plain[:60])
        yield [
            f"of title={_bucket(len(known.intersection(names)), (0, 1, 2))}",
            f"begins as title={piece.plain.startswith(tuple(known.intersection(names[:1])))}",
            f"repeated={times[piece.plain.casefold()] > 1}",
            # “The post … appeared first on …”
            f"repeats title={title[:60] in piece.plain and title not in ('', piece.plain)}",
        ]


def _own(text: str, plain: str, piece: Paragraph) -> Iterator[str]:
    """What a line shows by itself."""
    words = piece.plain
    yield from _wording(words)
    yield from _look(text, piece)
    yield from (name for pattern, name in _BEGINS if pattern.match(words))
    yield from (name for pattern, name in _HAS if pattern.search(words))
    yield from _kinds(plain, piece)


def _look(text: str, piece: Paragraph) -> Iterator[str]:
    """Length, case, marks and ends of a line."""
    words = piece.plain
    mark = _MARKS.match(text, piece.start, piece.end)
    yield f"length={_bucket(len(words), _LENGTHS)}"
    yield f"ends={words[-1] if words and not words[-1].isalnum() else '-'}"
    yield f"shape={_shape(words[:200])}"
    yield f"mark={mark[1][:3] if mark else ''}"
    if piece.blank_before:
        yield "blank"
    if piece.end - piece.start < _SHORTEST and _END.fullmatch(text, piece.start, piece.end):
        yield "is=end"
    if _LINK_LAST.search(words[-_LINK:]):
        yield "ends=link"


def _wording(words: str) -> Iterator[str]:
    """The first words; of a short line they are all."""
    tokens = [_token(t) for t in _WORD.findall(words[:160])][: _MOST_WORDS + 1]
    whole = len(tokens) <= _MOST_WORDS
    yield from (f"{'w' if whole else 'W'}={t}" for t in set(tokens))
    yield from (f"{name}={' '.join(tokens[:n])}" for n, name in enumerate(("first", "w2", "w3"), 1))
    if whole:
        yield f"last={tokens[-1] if tokens else ''}"
    if len(tokens) <= 4:
        yield f"line={' '.join(tokens)}"


def _token(word: str) -> str:
    return "0" * min(len(word), 5) if word.isdigit() else word.casefold()


def _kinds(plain: str, piece: Paragraph) -> Iterator[str]:
    words = piece.plain
    yield from (f"is={name}" for name in _CUES if cue(name).match(words))
    if not _JOBS.isdisjoint(w.strip(".,:;") for w in words[:120].casefold().split()):
        yield "has=job"
    if len(words) < _SHORT:
        yield from _short_kinds(words)
    elif date_at(words, 0, len(words)):
        yield "has=date"
    if _DESCRIPTION.match(words):
        yield "has=description"
        yield f"terms={min(len({t.casefold() for t in _TERM.findall(words)}), 3)}"
    if dateline_at(plain, piece.start, piece.end):
        yield "is=dateline"


def _short_kinds(words: str) -> Iterator[str]:
    day = first_date(words, 0, len(words))
    if day is not None:
        yield "has=date"
        if len(words) - (day.end - day.start) < 8:
            yield "is=date"
    if _NAME.fullmatch(words):
        yield "is=name"
    if _REFERENCE.search(words):
        yield "has=reference"


def _bucket(value: float, bounds: Sequence[float]) -> int:
    return sum(value > b for b in bounds)


def _shape(words: str) -> str:
    """Case of a line: all capitals, title case, a sentence, a small letter first, digits, no words."""
    if not any(c.isalpha() for c in words):
        return "digits" if _NUMBER.search(words) else "none"
    if words.isupper():
        return "capitals"
    if words[0].islower():
        return "small"
    capitals = [w[0].isupper() for w in words.split() if w[0].isalpha()]
    share = sum(capitals) / max(len(capitals), 1)
    return ("prose", "mixed", "titled")[_bucket(share, (0.35, 0.65))]
