"""The features that the line labeller sees of a line: its words, shape and place, and some of those of its neighbours.

A feature is a short string (`first=contact`, `has=email`) with a learnt weight for each label. The names are:

- `w`, `W`: a word of a short line, a word at the start of a long one; `first`, `w2`, `w3`: the first one, two or three
  words; `last`: the last word of a short line; `line`: all words of a line of four at most
- `is`: the line opens with a phrase of a phrase file (`is=contact`), a dateline or a description, or is a date;
  `has`: it holds such a thing
- `length`, `ends`, `shape`, `mark`, `blank`: length, last character, case, markup before it, an empty line above
- `place`, `to end`, `part`: number of the line from the start, from the end, eighth of the text it is in
- `dateline seen`, `same paragraph`: whether a dateline is above, whether the line above is of the same paragraph

Features of the line before begin with `<`, of the line after with `>`, of the lines beyond with `<<` and `>>`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from pipeline.data import word_list
from pipeline.structure.datelines import dateline_at
from pipeline.structure.head_dates import date_at, first_date, is_date
from pipeline.structure.lines import BULLET, Paragraph

# bounded and anchored, so that a long line of letters, digits or hyphens takes only linear time
EMAIL = re.compile(r"[\w.+-]@[\w-]{1,80}\.\w{2,}")
PHONE = re.compile(r"(?<![\w./-])(?:\+\d[\d\s().-]{6,24}\d|\(?\d[\d\s()./-]{0,24}\d{3}\)?[\s./-]?\d{3,4})\b")
URL = re.compile(r"https?://|www\.|[\w-]\.(?:com|org|net|gov|edu|int|io|co|info|eu)\b", re.IGNORECASE)
TRIM = r"[\s\W_]*"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]")
_CODE = re.compile(r"(?=\S*\d)[A-Z\d]+(?:[-/][A-Z\d]+){1,5}\b")
_NUMBER = re.compile(r"\d")
PATH = re.compile(r"home\s*[>»›]", re.IGNORECASE)  # breadcrumbs of a page: “Home > News > Exports rise”
LIST_ITEM = re.compile(rf"\s*(?:{BULLET.pattern}|\(?\d{{1,3}}[.)]\s)")
_MARKS = re.compile(r"\s*([#=]{1,6}(?=\s)|\*{1,3}|<\w+|!\[|\[|[-–—_=]{3,}|>)")
ABOUT = re.compile(
    r"\W{0,3}(?:About|ABOUT)[\s:]+(?:the |The )?[“\"‘#@]?[A-Z\d]|\W{0,3}(?:About|ABOUT)(?: us| Us| US)?[:\s]*$"
)
_DESCRIPTION = re.compile(
    r"(?:Founded in \d{4}, )?(?:The )?[A-Z][^.:;!?()]{1,60}?(?:,? (?:Inc|Ltd|Corp|Co|LLC)\b\.?,?)?(?: \([^()]{1,40}\))?"
    r",?\s(?:is|are)\s(?:a|an|the|one of|\w+ed to|[A-Z]\w+['’]s)\b"
)
"""How boilerplate often begins without “About”: “Zed Mines, Inc. (NYSE: ZED) is a …”."""
_OF_COMPANY = re.compile(rf"(?i)\b(?:{'|'.join(word_list('structure/of_company.txt'))})")
_SHORT = 120  # code points; only a shorter line may be nothing but a date, or hold a reference number
_PHRASE_FILES = ("header", "boilerplate", "contact", "notes", "valediction", "footer", "embargo", "publication")
_HAS = ((EMAIL, "email"), (PHONE, "phone"), (URL, "url"), (_NUMBER, "number"), (_OF_COMPANY, "company"))
_BEGINS = ((LIST_ITEM, "has=bullet"), (ABOUT, "is=about"), (_DESCRIPTION, "is=description"))
# neighbours: prefix, which of its features are used (by their first letters: “is=contact”), offset in lines
_AROUND = (("<", "befhilms", -1), (">", "befhilms", 1), ("<<", "fhi", -2), (">>", "hi", 2))
_MOST_WORDS = 12  # a line with more is long, and only its first words are features
_LENGTHS = (0, 3, 12, 25, 45, 70, 100, 140, 200, 300, 500)
_PLACES = (1, 2, 3, 4, 6, 9, 14)


def features_of(text: str, unmarked: str, pieces: Sequence[Paragraph]) -> list[list[str]]:
    """The features of each piece of a text, with those of its neighbours."""
    own = [list(_own(text, unmarked, piece)) for piece in pieces]
    return [[*own[n], *place, *_of_neighbours(own, n)] for n, place in enumerate(_of_places(pieces, own, len(text)))]


def _of_places(pieces: Sequence[Paragraph], own: Sequence[Sequence[str]], length: int) -> Iterator[list[str]]:
    """The features of each line that depend on its place and on the lines above it."""
    number, dateline = -1, False
    for n, piece in enumerate(pieces):
        place, to_end = bisect_left(_PLACES, n), bisect_left(_PLACES, len(pieces) - n - 1)
        row = [f"place={place}", f"to end={to_end}", f"part={piece.start * 8 // length}", f"dateline seen={dateline}"]
        yield [*row, "same paragraph"] if piece.number == number else row
        number, dateline = piece.number, dateline or "is=dateline" in own[n]


def _of_neighbours(own: Sequence[Sequence[str]], n: int) -> Iterator[str]:
    """The features of the lines around a line, with the mark of each."""
    for mark, letters, offset in _AROUND:
        there = 0 <= n + offset < len(own)
        yield from (mark + f for f in own[n + offset] if f[0] in letters) if there else (f"{mark}edge",)


def _own(text: str, unmarked: str, piece: Paragraph) -> Iterator[str]:
    """The features of a line on its own."""
    yield from _of_words(piece.text)
    if text.endswith("===", piece.start, piece.end):
        yield "mark=#"  # a heading by its underline
    elif m := _MARKS.match(text, piece.start, piece.end):
        yield f"mark={m[1][:3].replace('=', '#')}"
    if piece.blank_before:
        yield "blank"
    if dateline_at(unmarked, piece.start, piece.end):
        yield "is=dateline"


@lru_cache(maxsize=1 << 10)  # a degenerate text may repeat a line 50,000 times
def _of_words(words: str) -> tuple[str, ...]:
    """The features that depend only on the words of a line."""
    end = words[-1] if words and not words[-1].isalnum() else "-"
    form = (f"length={bisect_left(_LENGTHS, len(words))}", f"ends={end}", f"shape={shape(words[:200])}")
    begins = (name for pattern, name in _BEGINS if pattern.match(words))
    has = (f"has={name}" for pattern, name in _HAS if pattern.search(words))
    return (*_wording(words), *form, *begins, *has, *_content(words))


def _wording(words: str) -> Iterator[str]:
    """The features of single words: all words of a short line, the first ones of a long line."""
    tokens = [_token(t) for t in _WORD.findall(words[:160])][: _MOST_WORDS + 1]
    whole = len(tokens) <= _MOST_WORDS
    yield from (f"{'w' if whole else 'W'}={t}" for t in dict.fromkeys(tokens))
    yield from (f"{name}={' '.join(tokens[:n])}" for n, name in enumerate(("first", "w2", "w3"), 1))
    if whole:
        yield f"last={tokens[-1] if tokens else ''}"
    if len(tokens) <= 4:
        yield f"line={' '.join(tokens)}"


def _token(word: str) -> str:
    return "0" * min(len(word), 5) if word.isdigit() else word.casefold() if word.isalpha() else word


def _content(words: str) -> Iterator[str]:
    """What a line opens with or holds: a phrase of a file, a date, a reference number."""
    yield from (f"is={name}" for name in _PHRASE_FILES if opening_phrase(name).match(words))
    is_short = len(words) < _SHORT
    day = first_date(words, 0, len(words)) if is_short else date_at(words, 0, len(words))
    is_day = is_short and (is_date(words) or (day is not None and len(words) - (day.end - day.start) < 8))
    if day or is_day:
        yield "has=date"
    if is_day:
        yield "is=date"
    if is_short and _CODE.search(words):
        yield "has=reference"


def shape(words: str) -> str:
    """The case of a line: all capitals, title case, a sentence, a lower-case first letter, digits, no words."""
    letters = [c for c in words if c.isalpha()]
    if not letters:
        return "digits" if _NUMBER.search(words) else "none"
    if all(c.isupper() for c in letters):
        return "capitals"
    if words[0].islower():
        return "small"
    capitals = [w[0].isupper() for w in words.split() if w[0].isalpha()]
    share = sum(capitals) / max(len(capitals), 1)
    return ("prose", "mixed", "titled")[bisect_left((0.35, 0.65), share)]


@cache
def opening_phrase(name: str) -> re.Pattern[str]:
    """A pattern of the phrases in `structure/<name>.txt`; it matches at a paragraph's start, after any punctuation.

    A phrase file holds one phrase per line: `…` stands for any words, and a phrase that ends in `$` must be the whole
    paragraph (except for punctuation). Case is ignored, but no lower-case letter may follow a phrase: “ContactAnn
    Example” opens with *contact*, “Contacting them” does not.
    """
    longest_first = sorted(word_list(f"structure/{name}.txt"), key=len, reverse=True)
    return re.compile(rf"{TRIM}(?:{'|'.join(map(phrase_pattern, longest_first))})", re.IGNORECASE)


def phrase_pattern(phrase: str) -> str:
    """The regular expression for a phrase in the notation of phrase files."""
    whole = phrase.endswith("$")
    parts = [r"\s+".join(map(re.escape, part.split())) for part in phrase.removesuffix("$").split("…")]
    pattern = r"\b.{1,120}?".join(parts)
    return rf"{pattern}{TRIM}$" if whole else re.sub(r"(\w)$", r"\1(?-i:(?![a-zß-ÿ\\d]))", pattern)
