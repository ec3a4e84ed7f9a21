"""PDF files that hold text, read with pypdf (in the extra `office`)."""

import itertools
import logging
import re
from functools import partial
from io import BytesIO
from statistics import quantiles
from typing import Any

from pipeline.read.blob import Blob, Found, ReadError, damage_told, needing

_MOST_PAGES = 300
MOST_STEPS = 120_000  # drawing operations, about five seconds on a slow core; a page of prose has 200 to 3,000
_PARAGRAPH = 1.3  # times the usual line distance; a wider gap separates paragraphs
_GOES_ON = re.compile(r"[^\W\d_](?!https?:|www\.)[a-z]")  # across a line end: the sentence continues
_LEVEL = 0.05  # letter sizes by which the heights of words of one line may differ
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_ENDS = (".", "!", "?", ":", "”", '"', "’", ")", "#")

Place = tuple[float, float, float]
"""Height above the foot of the page, letter size and distance from the left edge, in points."""


def read_pdf(blob: Blob) -> Found:
    """The text of the pages, with a blank line where the gap between two lines is wider than usual.

    `ReadError` if there is no text (scanned pages) or no pypdf, or if the file has a password, is too large or broken.
    """
    with needing("pypdf", ".pdf"):
        import pypdf
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs every fault; quarantine says enough
    with damage_told("not a readable PDF", "save it again, or as text"):
        reader = pypdf.PdfReader(BytesIO(blob.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("encrypted", "a password is needed; save it without one")
        if len(reader.pages) > _MOST_PAGES:
            raise ReadError("too_large", f"{len(reader.pages):,} pages, over the limit of {_MOST_PAGES}; split it")
        pages = _pages(reader, blob.settings.limits.page_bytes)
    text = ""
    for page in filter(None, pages):  # no paragraph break in a sentence that continues on the next page
        text += ("" if not text else "\n\n" if text.endswith(_ENDS) else "\n") + page
    if not text:
        raise ReadError("no_text", "the pages hold no text (scanned?); run text recognition over it first")
    yield blob.document("application/pdf", text, encoding="utf-8")


def _pages(reader: Any, most: int) -> list[str]:
    """The text of each page. Raises `ReadError` for too many drawing operations or too much text."""
    steps = itertools.count(1)

    def count(*_: Any) -> None:
        if next(steps) > MOST_STEPS:
            raise ReadError("too_large", f"over {MOST_STEPS:,} drawing operations, unlike text; save its text")

    pages: list[str] = []
    for page in reader.pages:
        chunks: list[tuple[str, Place]] = []
        page.extract_text(visitor_operand_before=count, visitor_text=partial(_keep, chunks))
        pages.append(_paragraphs(_lines(chunks)))
        if sum(map(len, pages)) > most:
            raise ReadError("too_large", f"more text than the limit of {most:,}; split it")
    return pages


def _keep(chunks: list[tuple[str, Place]], text: str, cm: list[float], tm: list[float], _: Any, size: float) -> None:
    """Keep a piece of text with its place: the text matrix `tm` transformed by the page's matrix `cm`."""
    height, left = tm[4] * cm[1] + tm[5] * cm[3] + cm[5], tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    chunks.append((text, (height, abs(size * tm[3] * cm[3]) or 1.0, left)))


def _lines(chunks: list[tuple[str, Place]]) -> list[tuple[str, Place]]:
    """The lines that hold words, each with the place of its first word."""
    lines: list[list[tuple[str, Place]]] = [[]]
    for chunk, place in chunks:
        first, *more = chunk.split("\n")
        lines[-1].append((first, place))
        lines.extend([(piece, place)] for piece in more)
    found: list[tuple[str, Place]] = [("", (-1.0, 0.0, 0.0))]
    for line in lines:
        if text := " ".join("".join(piece for piece, _ in line).translate(_LIGATURES).split()):
            place = next(place for piece, place in line if piece.strip())
            before = found[-1][1]
            is_level = abs(before[0] - place[0]) < _LEVEL * place[1] and before[2] < place[2]
            left = found.pop()[0] + " " if is_level else ""  # each word may be drawn as a text of its own
            found.append((left + text, place))
    return found[1:]


def _paragraphs(lines: list[tuple[str, Place]]) -> str:
    """The lines, with blank ones at wide gaps. Gaps count in letter sizes: a two-line headline is one paragraph."""
    gaps = [(above[0] - below[0]) / below[1] for (_, above), (_, below) in itertools.pairwise(lines)]
    down = [gap for gap in gaps if gap > 0.5]
    usual = quantiles(down, n=4)[0] if len(down) > 1 else sum(down)
    text = lines[0][0] if lines else ""
    for gap, (line, _) in zip(gaps, lines[1:], strict=True):
        is_wide = gap > usual * _PARAGRAPH or gap < -0.5
        text += ("\n\n" if is_wide and not _GOES_ON.match(text[-1:] + line) else "\n") + line
    return text
