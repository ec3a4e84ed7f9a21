"""Documents of word processors: Word (.docx), OpenDocument (.odt), Rich Text (.rtf), and bombs among their like."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pipeline.read.formats.part import Found, Part, ReadError, damage_told, needing

_RATIO = 100  # as for other archives; a picture hardly packs, text five to ten times, styles up to thirty
_ALWAYS = 1_000_000  # bytes that are taken whatever their ratio
_REMEDY = "save it anew, or as text"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
}


def refuse_bombs(part: Part, what: str) -> None:
    """Raise `ReadError` by the sizes that the archive in a document declares: more than these are never unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(part.data)) as archive:
            members = archive.infolist()
    except Exception as error:  # zipfile raises half a dozen kinds for damaged heads
        raise ReadError("bad_document", f"no {what}, or a broken one ({error}); save it anew") from error
    for member in members:
        bomb = member.file_size > max(_ALWAYS, _RATIO * member.compress_size)
        if bomb or (member.filename.endswith(".xml") and member.file_size > part.limits.page_bytes):
            raise ReadError("too_large", f"{member.filename} unpacks to {member.file_size:,} bytes; save it as text")
    most = part.limits.collection_bytes
    if sum(member.file_size for member in members) > most:
        raise ReadError("too_large", f"unpacks to over the limit of {most:,} bytes; save it as text")


def read_docx(part: Part) -> Found:
    """The document's text in reading order, with that of tables, text boxes and content controls; tracked deletions,
    headers, footers and notes left out. Raises `ReadError` where there is none, or python-docx is not installed.
    """
    with needing("python-docx", ".docx"):
        import docx
    refuse_bombs(part, "Word document")
    with damage_told("no Word document that can be read", _REMEDY):
        body = docx.Document(BytesIO(part.data)).element.body
    yield _document(part, _blocks(body, _WORD))


def read_odt(part: Part) -> Found:
    """The same of an OpenDocument text; comments and tables of contents left out too."""
    from lxml import etree

    refuse_bombs(part, "OpenDocument text")
    with damage_told("no OpenDocument text that can be read", _REMEDY):
        with zipfile.ZipFile(BytesIO(part.data)) as archive:
            content = archive.read("content.xml")
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    yield _document(part, _blocks(root.find(f".//{_OFFICE}text"), _OPEN))


def read_rtf(part: Part) -> Found:
    """The same of Rich Text, with striprtf."""
    with needing("striprtf", ".rtf"):
        from striprtf.striprtf import rtf_to_text
    if not part.data.lstrip().startswith(b"{\\rtf"):
        raise ReadError("bad_document", f"no Rich Text, which begins with {{\\rtf; {_REMEDY}")
    most = part.limits.page_bytes
    if len(part.data) > most and b"\\pict" not in part.data:
        detail = f"{len(part.data):,} bytes, over the limit of {most:,} for a document; save its text"
        raise ReadError("too_large", detail)
    # pictures are long runs of hexadecimal digits, which take striprtf most of its time
    without_pictures = re.sub(rb"[0-9a-fA-F\r\n]{1000,}", b"", part.data).decode("cp1252", "replace")
    to_text: Any = rtf_to_text
    text = str(to_text(without_pictures, errors="replace"))
    yield _document(part, (" ".join(line.split(" ")).strip() for line in text.splitlines()))


def _document(part: Part, blocks: Iterator[str]) -> Any:
    """The document of these paragraphs, parted by blank lines."""
    text = "\n\n".join(block for block in blocks if block.strip())
    if not text:
        raise ReadError("no_text", "the document holds no text (a picture of it?); save its text")
    return part.document(MEDIA_TYPES[part.suffix], text, encoding="utf-8")


# --- the text in XML ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Markup:
    """The elements of a kind of document: `boxes` stand within paragraphs and hold others, `texts` hold the letters
    where not every element does."""

    paragraphs: frozenset[str]
    boxes: frozenset[str]
    row: str
    cell: str
    unread: frozenset[str]
    signs: dict[str, str]
    texts: frozenset[str] | None = None


_WORD = _Markup(
    paragraphs=frozenset((f"{_W}p",)), boxes=frozenset((f"{_W}txbxContent",)), row=f"{_W}tr", cell=f"{_W}tc",
    unread=frozenset((_FALLBACK, f"{_W}pPr", f"{_W}rPr", f"{_W}del")),
    signs={f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"},
    texts=frozenset((f"{_W}t",)),
)  # fmt: skip
_OPEN = _Markup(
    paragraphs=frozenset((f"{_TEXT}p", f"{_TEXT}h")), boxes=frozenset((f"{_TEXT}p", f"{_TEXT}h")),
    row=f"{_TABLE}table-row", cell=f"{_TABLE}table-cell",
    unread=frozenset((f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}table-of-content")),
    signs={f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " "},
)  # fmt: skip


def _blocks(body: Any, markup: _Markup) -> Iterator[str]:
    """Paragraphs and rows of tables in order. A stack, for documents may be nested deeper than calls."""
    stack = [] if body is None else [body]
    while stack:
        at = stack.pop()
        if at.tag in markup.paragraphs:
            inner: list[Any] = []
            yield _text(at, markup, inner)
            stack.extend(reversed(inner))
        elif at.tag == markup.row and (line := _one_line(at, markup)) is not None:
            yield line
        elif at.tag not in markup.unread:
            stack.extend(reversed(at))


def _one_line(row: Any, markup: _Markup) -> str | None:
    """A row of a table whose cells hold a line each, with tabs."""
    cells = [list(cell.iter(*markup.paragraphs)) for cell in row.iter(markup.cell)]
    if len(cells) < 2 or any(len(paragraphs) > 1 for paragraphs in cells):
        return None
    texts = [_text(paragraphs[0], markup, []).strip() if paragraphs else "" for paragraphs in cells]
    return "\t".join(texts) if not any("\n" in text for text in texts) else None


def _text(paragraph: Any, markup: _Markup, inner: list[Any]) -> str:
    """A paragraph's text; what it holds in text boxes is put into `inner`."""
    pieces: list[str] = []
    stack: list[Any] = [paragraph]
    while stack:
        at = stack.pop()
        if isinstance(at, str):
            pieces.append(at)
        elif at is not paragraph and at.tag in markup.boxes:
            inner.append(at)
        elif at.tag in markup.signs:
            pieces.append(markup.signs[at.tag] * min(int(at.get(f"{_TEXT}c") or 1), 100))
        elif at.tag not in markup.unread:
            stack.extend(reversed(_content(at, markup)))
    return "".join(pieces)


def _content(at: Any, markup: _Markup) -> list[Any]:
    """The texts and elements in an element. Where all texts count, white space is one blank."""
    if markup.texts is not None:
        return [at.text or "", *at] if at.tag in markup.texts else list(at)
    own = [at.text or ""]
    for child in at:
        own += [child, child.tail or ""]
    return [" ".join(f"|{o}|".split())[1:-1] if isinstance(o, str) else o for o in own]
