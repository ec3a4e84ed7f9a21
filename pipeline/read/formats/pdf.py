"""PDF files that hold text, read with pypdf (in the extra `office`)."""

import itertools
import logging
import re
from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from statistics import mode, quantiles
from typing import Any

from pipeline.read.blob import Blob, Found, ReadError, damage_told, needing

_MOST_PAGES = 300
MOST_STEPS = 120_000  # drawing operations, about five seconds on a slow core; a page of prose has 200 to 3,000
_PARAGRAPH = 1.3  # times the usual line distance; a wider gap separates paragraphs
_UP, _FAR = -0.5, 20  # letter sizes from a line down to the next: a column begins, or a line was drawn out of order
_LARGE = 1.1  # times the letter size of most words; the lines of a heading are larger
_GOES_ON = re.compile(r"[^\W\d_](?!https?:|www\.)[a-z]")  # across a line end: the sentence continues
_LEVEL = 0.05  # letter sizes by which the heights of words of one line may differ
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_GLYPHS = str.maketrans(_LIGATURES | {"\xad": "-", "\u200b": ""})  # a soft hyphen that is drawn is a hyphen
_ENDS = (".", "!", "?", ":", "”", '"', "’", ")", "#")
_COLUMNS = re.compile(r"(?<=\S{4})(?<!:) {5,}(?=[^\s:])")  # between columns; not after a label, “2.” or before “: ”
_EDGE = 3  # lines at the head and at the foot of a page among which furniture is looked for
_PAGE_NUMBER = re.compile(r"(?i)\W*(?:page\W*)?(\d{1,3})(?:\W*(?:of|/)\W*\d{1,3})?\W*")  # “Page 2 of 3”, “- 2 -”

Place = tuple[float, float, float]
"""Height above the foot of the page, letter size and distance from the left edge, in points."""
Line = tuple[str, Place]


def read_pdf(blob: Blob) -> Found:
    """The text of the pages, with a blank line where the gap between two lines is wider than usual. Page numbers, and
    running heads and feet on all pages but the first, are left out. `ReadError` if there is no text (scanned pages) or
    no pypdf, or if the file has a password, is too large or broken."""
    with needing("pypdf", ".pdf"):
        import pypdf
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs every fault; quarantine says enough
    with damage_told("not a readable PDF", "save it again, or as text"):
        reader = pypdf.PdfReader(BytesIO(blob.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("encrypted", "a password is needed; save it without one")
        if len(reader.pages) > _MOST_PAGES:
            raise ReadError("too_large", f"{len(reader.pages):,} pages, over the limit of {_MOST_PAGES}; split it")
        pages = list(_without_furniture(_pages(reader, blob.settings.limits.page_bytes)))
    usual_size = mode(itertools.chain((size for words, (_, size, _) in itertools.chain(*pages) for _ in words), [0.0]))
    text = ""
    for page in filter(None, pages):  # no paragraph break in a sentence that continues on the next page
        text += ("" if not text else "\n\n" if text.endswith(_ENDS) else "\n") + _paragraphs(page, usual_size)
    if not text:
        raise ReadError("no_text", "the pages hold no text (scanned?); run text recognition over it first")
    yield blob.document("application/pdf", text, encoding="utf-8")


def _pages(reader: Any, most: int) -> list[list[Line]]:
    """The lines of each page. Raises `ReadError` for too many drawing operations or too much text."""
    steps = itertools.count(1)

    def count(*_: Any) -> None:
        if next(steps) > MOST_STEPS:
            raise ReadError("too_large", f"over {MOST_STEPS:,} drawing operations, unlike text; save its text")

    pages: list[list[Line]] = []
    for page in reader.pages:
        chunks: list[Line] = []
        page.extract_text(visitor_operand_before=count, visitor_text=partial(_keep, chunks))
        pages.append(_in_reading_order(_lines(chunks)))
        if sum(len(words) for words, _ in itertools.chain(*pages)) > most:
            raise ReadError("too_large", f"more text than the limit of {most:,}; split it")
    return pages


def _keep(chunks: list[Line], text: str, cm: list[float], tm: list[float], _: Any, size: float) -> None:
    """Keep a piece of text with its place: the text matrix `tm` transformed by the page's matrix `cm`."""
    height, left = tm[4] * cm[1] + tm[5] * cm[3] + cm[5], tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    chunks.append((text, (height, round(abs(size * tm[3] * cm[3]), 1) or 1.0, left)))


def _lines(chunks: list[Line]) -> list[Line]:
    """The lines that hold words, each with the place of its first word."""
    lines: list[list[Line]] = [[]]
    for chunk, place in chunks:
        first, *more = chunk.split("\n")
        lines[-1].append((first, place))
        lines.extend([(piece, place)] for piece in more)
    found: list[Line] = [("", (-1.0, 0.0, 0.0))]
    for line in lines:
        columns = _COLUMNS.split("".join(piece for piece, _ in line).translate(_GLYPHS).strip())
        if text := (" " * 8).join(" ".join(column.split()) for column in columns):
            place = next(place for piece, place in line if piece.strip())
            before = found[-1][1]
            is_level = abs(before[0] - place[0]) < _LEVEL * place[1] and before[2] <= place[2]
            left = found.pop()[0] + " " if is_level else ""  # each word may be drawn as a text of its own
            found.append((left + text, place))
    return found[1:]


def _in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines, with those at the foot of the page last: word processors draw them before the text."""
    blocks: list[list[Line]] = []
    for line in lines:
        if not blocks or not _UP <= (blocks[-1][-1][1][0] - line[1][0]) / line[1][1] <= _FAR:
            blocks.append([])
        blocks[-1].append(line)
    ordered: list[list[Line]] = []
    for block in blocks:
        lowest, at = min(place[0] for _, place in block), len(ordered)
        while at and max(place[0] for _, place in ordered[at - 1]) < lowest:
            at -= 1
        ordered.insert(at, block)
    return list(itertools.chain(*ordered))


def _without_furniture(pages: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """The pages without their numbers and without heads and feet that stood in the same place on a page before."""
    seen: set[tuple[str, int]] = set()
    for number, page in enumerate(pages, 1):
        edges = {(words, round(place[0])) for words, place in page[:_EDGE] + page[-_EDGE:]}
        numbers = {edge for edge in edges if (m := _PAGE_NUMBER.fullmatch(edge[0])) and number - int(m[1]) in (0, 1)}
        yield [line for line in page if (line[0], round(line[1][0])) not in seen | numbers]
        seen |= edges


def _usual_gap(gaps: Sequence[float]) -> float:
    """The gap between two lines of a paragraph, from all gaps of a page; a column begins with one below 0."""
    down = [gap for gap in gaps if gap > 0.5]
    return quantiles(down, n=4)[0] if len(down) > 1 else sum(down)


def _paragraphs(lines: list[Line], usual_size: float) -> str:
    """The lines, with blank ones at wide gaps (in letter sizes); those of a heading, larger than most, are joined."""
    gaps = [(above[0] - below[0]) / below[1] for (_, above), (_, below) in itertools.pairwise(lines)]
    usual = _usual_gap(gaps)
    text = lines[0][0]
    for gap, ((_, above), (line, below)) in zip(gaps, itertools.pairwise(lines), strict=True):
        is_heading = max(above[1], below[1]) > usual_size * _LARGE
        is_wide = gap > usual * _PARAGRAPH or gap < _UP or (is_heading and above[1] != below[1])
        breaks = "\n\n" if is_wide and not _GOES_ON.match(text[-1:] + line) else " " if is_heading else "\n"
        text += breaks + line
    return text
