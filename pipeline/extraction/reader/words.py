"""The words of a text as the reader sees them: offsets, form and features from word lists.

A word is a run of letters, a run of digits or a single other sign, so that names begin and end at word boundaries even
in damaged text (“$61.3M”, “Ltd.The”); in contact parts, glued words are split too (“DetailsAda Lund”). Offsets are
code points of the text, ends exclusive.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np

from pipeline.data import word_list, word_table
from pipeline.extraction.reader.tags import Floats, Ints
from pipeline.extraction.text.forms import NOT_READ
from pipeline.extraction.text.lexicon import FEATURES, lexicon_bits
from pipeline.structure import Span
from pipeline.structure.release import span_at

_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+|\d+|[^\w\s]|_")
_SEAM = re.compile("|".join(word_list("text/seams.txt")))
"""Where words are glued together in a contact part: before a name or title, after a legal form, before an address."""
SHAPES = tuple(name for name, *_ in word_table("text/shapes.tsv"))  # of a word: its case, or which kind of sign it is
_SIGNS = {sign: name for name, *signs in word_table("text/shapes.tsv") for sign in "".join(signs)}
GAPS = ("start", "glued", "space", "spaces", "line", "paragraph")
"""What is before a word: the start of the text, no space, one space, several, a line end, an empty line."""
LINES = ("running text", "title case", "capitals")  # form of the line that a word stands in
LONGEST, NEAR, KEPT = 400, 32, 64
"""Of a stretch of more than `LONGEST` words without a new one (in 483 releases at most 295), only `KEPT` words at each
end are read. A new word has two letters, is not in residue and not among the `NEAR` words before it."""
_TITLE_WORDS, _TITLE_SHARE = 4, 0.7  # title case: at least so many words of four letters or more, so many capitalised


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, one row per word."""

    starts: Ints
    ends: Ints
    forms: list[str]  # as printed
    shapes: Ints  # index into SHAPES
    gaps: Ints  # index into GAPS
    lines: Ints  # index into LINES
    line_numbers: Ints  # 0 is the first line of the text
    lexicon: Floats  # one column per feature of `pipeline.extraction.text.lexicon.FEATURES`, 0 or 1

    def __len__(self) -> int:
        return len(self.forms)

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the words that overlap `start` … `end`: the first, and the one after the last."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        return first, max(first, int(np.searchsorted(self.starts, end, side="left")))


def words_of(text: str, residue: Sequence[Span] = (), contacts: Sequence[Span] = ()) -> Words:
    """The words of a text, without the middles of long stretches of signs, numbers, residue and repeated words.

    The spans are sorted. In `contacts`, words glued together are split, and begin a line unless after a label
    (“Contact[]Ada Lund”). “Pro Tem” and the like (`NOT_READ`) are left out.

    >>> words_of("Ltd.The $3M").forms
    ['Ltd', '.', 'The', '$', '3', 'M']
    """
    text = NOT_READ.sub(lambda m: " " * len(m[0]), text)
    glued = sorted({m.end() for span in contacts for m in _SEAM.finditer(text, span.start, span.end)})
    words = list(_unglued(text, [m.span() for m in _WORD.finditer(text)], glued))
    new_lines = {at for at in glued if " " in text[text.rfind("\n", 0, at) + 1 : at]}
    spans = _informative(text, words, residue)
    starts, ends = np.array(spans, dtype="int64").reshape(-1, 2).T
    forms = [text[start:end] for start, end in spans]
    edges = zip([0, *ends.tolist()], starts.tolist(), strict=False)
    between = ["\n" if start in new_lines else text[end:start] for end, start in edges]
    gaps = np.fromiter(map(_gap, between), "int64")
    gaps[:1] = GAPS.index("start")
    line_numbers = np.cumsum([blanks.count("\n") for blanks in between], dtype="int64")
    bits = np.fromiter(map(lexicon_bits, forms), "uint64")
    lexicon = ((bits[:, None] >> np.arange(len(FEATURES), dtype="uint64")) & np.uint64(1)).astype("float32")
    shapes = np.fromiter(map(shape, forms), "int64")
    lines = np.fromiter(_line_forms(forms, line_numbers.tolist()), "int64")
    return Words(starts, ends, forms, shapes, gaps, lines, line_numbers, lexicon)


def _unglued(text: str, spans: list[tuple[int, int]], seams: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The spans of words, cut at the seams inside words that occur only once."""
    times = Counter(text[s:e] for s, e in spans)
    for start, end in spans:
        is_name = times[text[start:end]] > 1  # a spelling, “PayPal”
        inside = [] if is_name else seams[bisect_right(seams, start) : bisect_left(seams, end)]
        yield from pairwise([start, *inside, end])


def _informative(text: str, spans: list[tuple[int, int]], residue: Sequence[Span]) -> list[tuple[int, int]]:
    """The spans of the words that are read (`LONGEST`)."""
    new: list[int] = []
    stood: dict[str, int] = {}
    for i, (start, end) in enumerate(spans):
        word = text[start:end]
        if len(word) > 1 and word[:2].isalpha() and not span_at(residue, start):
            if i - stood.get(word, -LONGEST) > NEAR:
                new.append(i)
            stood[word] = i
    kept: list[tuple[int, int]] = []
    done = 0
    for last, following in pairwise([-1, *new, len(spans)]):
        if following - last - 1 > LONGEST:
            kept += spans[done : last + 1 + KEPT]
            done = following - KEPT
    return kept + spans[done:]


@lru_cache(maxsize=1 << 15)
def shape(form: str) -> int:
    """The shape of a word, as an index into `SHAPES`."""
    first = form[0]
    if first.isdigit():
        name = "digits"
    elif not first.isalpha():
        name = _SIGNS.get(first, "sign")
    elif form.islower():
        name = "lower"
    elif form.isupper():
        name = "capitals" if len(form) > 1 else "one capital"
    elif first.isupper() and form[1:].islower():
        name = "capitalised"
    else:
        name = "mixed" if form.lower() != form.upper() else "no case"
    return SHAPES.index(name)


def _gap(blanks: str) -> int:
    """What stands before a word, as an index into `GAPS`."""
    if not blanks:
        name = "glued"
    elif not blanks.isspace() or blanks.count("\n") > 1:  # words that are not read, or an empty line
        name = "paragraph"
    elif "\n" in blanks:
        name = "line"
    else:
        name = "space" if len(blanks) == 1 else "spaces"
    return GAPS.index(name)


def _line_forms(forms: Sequence[str], numbers: Sequence[int]) -> Iterator[int]:
    """The form of the line of each word, as an index into `LINES`."""
    for _, pairs in groupby(zip(numbers, forms, strict=True), key=itemgetter(0)):
        line = [form for _, form in pairs]
        long = [form for form in line if len(form) > 3 and form.isalpha()]
        capitalised = sum(form[0].isupper() for form in long)
        is_title = len(long) >= _TITLE_WORDS and capitalised >= _TITLE_SHARE * len(long)
        in_capitals = bool(long) and all(form.isupper() for form in long)
        name = "capitals" if in_capitals else "title case" if is_title else "running text"
        yield from [LINES.index(name)] * len(line)
