"""OpenDocument texts (.odt): paragraphs, headings, lists and tables."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pipeline.read.document import ReadError, SourceDocument
from pipeline.read.packed import refuse_bombs
from pipeline.read.part import Part
from pipeline.settings import Limits

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_UNREAD = frozenset((f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}table-of-content"))
_PARAGRAPHS = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


def read_odt(part: Part) -> Iterator[SourceDocument]:
    """The document's text, paragraphs parted by blank lines; tracked deletions, notes and comments left out."""
    yield part.document(_MEDIA_TYPE, odt_text(part.data, part.limits), encoding="utf-8")


def odt_text(data: bytes, limits: Limits) -> str:
    """The text of a document. Raises `ReadError` where there is none."""
    from lxml import etree

    refuse_bombs(data, limits, "OpenDocument text")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            content = archive.read("content.xml")
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except Exception as error:  # zipfile and lxml raise half a dozen kinds for damaged files
        why = f"no OpenDocument text that can be read ({type(error).__name__}: {error})"
        raise ReadError("bad_document", f"{why[:500]}; save it anew, or as text") from error
    text = "\n\n".join(block for block in _blocks(root.find(f".//{_OFFICE}text")) if block.strip())
    if not text:
        raise ReadError("no_text", "the document holds no text (a picture of it?); save its text")
    return text


def _blocks(body: Any) -> Iterator[str]:
    """Paragraphs and rows of tables in order. A stack, for documents may be nested deeper than calls."""
    stack = [] if body is None else [body]
    while stack:
        at = stack.pop()
        if at.tag in _PARAGRAPHS:
            inner: list[Any] = []
            yield _text(at, inner)
            stack.extend(reversed(inner))
        elif at.tag == f"{_TABLE}table-row" and (line := _one_line(at)) is not None:
            yield line
        elif at.tag not in _UNREAD:
            stack.extend(reversed(at))


def _one_line(row: Any) -> str | None:
    """A row of a table whose cells hold a paragraph each, with tabs."""
    cells = [list(cell.iter(*_PARAGRAPHS)) for cell in row.iter(f"{_TABLE}table-cell")]
    if len(cells) < 2 or any(len(paragraphs) > 1 for paragraphs in cells):
        return None
    return "\t".join(_text(paragraphs[0], []).strip() if paragraphs else "" for paragraphs in cells).strip()


def _text(paragraph: Any, inner: list[Any]) -> str:
    """A paragraph's text; the paragraphs of text boxes in it are put into `inner`. White space as the format says."""
    pieces: list[str] = []
    stack: list[Any] = [paragraph]
    while stack:
        at = stack.pop()
        if isinstance(at, str):
            pieces.append(" ".join(f"|{at}|".split())[1:-1])
        elif at is not paragraph and at.tag in _PARAGRAPHS:
            inner.append(at)
        elif at.tag in _SIGNS:
            pieces.append(_SIGNS[str(at.tag)] * min(int(at.get(f"{_TEXT}c") or 1), 100))
        elif at.tag not in _UNREAD:
            own: list[Any] = [at.text or ""]
            for child in at:
                own += [child, child.tail or ""]
            stack.extend(reversed(own))
    return "".join(pieces)


_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " "}
