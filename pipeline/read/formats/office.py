"""Word processor documents: Word (.docx), OpenDocument (.odt) and Rich Text (.rtf), with a check for zip bombs."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from lxml import etree

from pipeline.data import word_table
from pipeline.read.blob import MEDIA_TYPES, Blob, Found, ReadError, SourceDocument, damage_told, most_unpacked, needing

_REMEDY = "save it again, or as text"
_LONG = 200  # code points; a longer paragraph is prose
_NAMESPACES = {row[0]: row[1] for row in word_table("read/namespaces.tsv")}
_TEXT = f"{{{_NAMESPACES['text']}}}"
_XML = {".docx": ("Word file", "word/document.xml", "w:body"), ".odt": ("ODT file", "content.xml", "office:text")}
"""Name of the format, the member of the archive that holds the text, and the element around the text."""


def refuse_bombs(blob: Blob, what: str) -> None:
    """Raise `ReadError` if the sizes that a zipped document declares are too large; no more than those is unpacked."""
    with damage_told(f"not a readable {what}", "save it again"), zipfile.ZipFile(BytesIO(blob.data)) as archive:
        members = archive.infolist()
    for member in members:
        bomb = member.file_size > most_unpacked(member.compress_size)
        if bomb or (member.filename.endswith(".xml") and member.file_size > blob.settings.limits.page_bytes):
            raise ReadError("too_large", f"{member.filename} unpacks to {member.file_size:,} bytes; save it as text")
    most = blob.settings.limits.collection_bytes
    if sum(member.file_size for member in members) > most:
        raise ReadError("too_large", f"unpacks to more than the limit of {most:,} bytes; save it as text")


def read_xml_document(blob: Blob) -> Found:
    """The text of a Word or OpenDocument file in reading order, including tables, text boxes and content controls, but
    without tracked deletions, headers, footers, notes, comments and tables of contents; `ReadError` if it has none."""
    what, member, tag = _XML[blob.suffix]
    refuse_bombs(blob, what)
    with damage_told(f"not a readable {what}", _REMEDY), zipfile.ZipFile(BytesIO(blob.data)) as archive:
        # Word may add a number to the name: word/document2.xml
        name = next((name for name in archive.namelist() if re.sub(r"\d", "", name) == member), member)
        data = archive.read(name)
        for _, usual, *strict in word_table("read/namespaces.tsv"):
            data = data.replace(strict[0].encode(), usual.encode()) if strict else data
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        body = root.find(f".//{tag}", _NAMESPACES)
        yield _document(blob, () if body is None else _blocks(body))


def read_rtf(blob: Blob) -> Found:
    """The text of a Rich Text file; needs striprtf."""
    with needing("striprtf", ".rtf"):
        from striprtf.striprtf import rtf_to_text
    if not blob.data.lstrip().startswith(b"{\\rtf"):
        raise ReadError("bad_document", f"not Rich Text, which begins with {{\\rtf; {_REMEDY}")
    most = blob.settings.limits.page_bytes
    if len(blob.data) > most and b"\\pict" not in blob.data:
        detail = f"{len(blob.data):,} bytes, over the limit of {most:,} for a document; save its text"
        raise ReadError("too_large", detail)
    # pictures are long runs of hexadecimal digits, on which striprtf would spend most of its time
    without_pictures = re.sub(rb"[0-9a-fA-F\r\n]{1000,}", b"", blob.data).decode("cp1252", "replace")
    to_text: Any = rtf_to_text  # the library is untyped
    with damage_told("not readable Rich Text", _REMEDY):
        text: str = to_text(without_pictures, errors="replace")
    yield _document(blob, map(str.strip, text.splitlines()))


def _document(blob: Blob, blocks: Iterable[str]) -> SourceDocument:
    """The document made of these paragraphs, with blank lines between them; if an empty one follows all long ones, with
    these only, so that the lines of an address stay together."""
    lines = [block if block.strip() else "" for block in blocks]
    followed = [not after for line, after in pairwise(lines) if len(line) >= _LONG]
    if len(followed) < 2 or not all(followed):
        lines = [f"{line}\n" for line in lines if line]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    if not text:
        raise ReadError("no_text", "the document holds no text (only a picture of it?); save its text")
    return blob.document(MEDIA_TYPES[blob.suffix], text, encoding="utf-8")


def _tags(names: str) -> frozenset[str]:
    """Elements as lxml names them, by their usual names: `text:p` is `{urn:oasis:names:tc:opendocument:…}p`."""
    parted = (name.split(":") for name in names.split())
    return frozenset(f"{{{_NAMESPACES[prefix]}}}{name}" for prefix, name in parted)


_TAGS = {use: _tags(names) for use, names in word_table("read/xml_elements.tsv")}
_PARAGRAPHS, _BOXES, _ROWS, _CELLS = (_TAGS[use] for use in ("paragraph", "box", "row", "cell"))
_WORDS, _UNREAD = _TAGS["words"], _TAGS["unread"]
_SIGN_OF = {"tab": "\t", "line end": "\n", "hyphen": "-", "space": " "}
_SIGNS = {tag: sign for use, sign in _SIGN_OF.items() for tag in _TAGS[use]}


def _blocks(body: Any) -> Iterator[str]:
    """Paragraphs and table rows in order; the text boxes of a paragraph follow it."""
    walk = etree.iterwalk(body, events=("start",))
    for _, at in walk:
        if at.tag in _PARAGRAPHS:
            boxes: list[Any] = []
            yield _text(at, boxes)
            for box in boxes:
                yield from _blocks(box)
        elif at.tag in _ROWS and (line := _short_line(at)) is not None:
            yield line
        elif at.tag not in _UNREAD:
            continue
        walk.skip_subtree()


def _short_line(row: Any) -> str | None:
    """A table row as one line with tabs between cells; None if it has one cell, or a cell holds lines or a table."""
    cells = [list(cell.iter(*_PARAGRAPHS)) for cell in row.iter(*_CELLS)]
    holds_table = next(row.iterdescendants(*_ROWS), None) is not None
    if len(cells) < 2 or holds_table or any(len(paragraphs) > 1 for paragraphs in cells):
        return None
    texts = [_text(paragraphs[0], []).strip() if paragraphs else "" for paragraphs in cells]
    return "\t".join(texts) if not any("\n" in text for text in texts) else None


def _text(paragraph: Any, boxes: list[Any]) -> str:
    """A paragraph's text; the text boxes in it are appended to `boxes`."""
    pieces: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start", "end", "comment", "pi"))
    for event, at in walk:
        if event != "start":
            pieces.append(_words(at.getparent(), at.tail) if at is not paragraph else "")
            continue
        if at.tag in _BOXES and at is not paragraph:
            boxes.append(at)
        elif at.tag in _SIGNS:
            pieces.append(_SIGNS[at.tag] * min(int(at.get(f"{_TEXT}c") or 1), 100))
        elif at.tag not in _UNREAD:
            pieces.append(_words(at, at.text))
            continue
        walk.skip_subtree()
    return "".join(pieces)


def _words(within: Any, text: str | None) -> str:
    """A text if its element `within` holds words, else empty: in Word only `t` does (of texts and of formulas), in
    OpenDocument every element of the text namespace, where white space is collapsed."""
    if not text or within.tag in _WORDS:
        return text or ""
    return re.sub(r"\s+", " ", text) if str(within.tag).startswith(_TEXT) else ""
