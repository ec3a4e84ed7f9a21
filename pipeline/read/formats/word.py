"""Word documents (.docx), with python-docx from the extra `office`."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.read.document import ReadError
from pipeline.read.packed import refuse_bombs
from pipeline.settings import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

EXTRA = "pip install 'communique[office]'"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(data: bytes, limits: Limits) -> str:
    """The text of a document: paragraphs parted by blank lines, in reading order, with those of tables, text boxes and
    content controls; tracked deletions, headers, footers and notes left out.

    A row of a table whose cells hold one paragraph each is one line with tabs; others give their paragraphs.
    Raises `ReadError` where there is no text, or python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise ReadError("needs_extra", f"reading .docx needs python-docx: {EXTRA}") from error
    refuse_bombs(data, limits, "Word document")
    try:
        body = docx.Document(BytesIO(data)).element.body
    except Exception as error:  # python-docx, zipfile and lxml raise a dozen kinds for damaged files
        why = f"no Word document that can be read ({type(error).__name__}: {error})"
        raise ReadError("bad_document", f"{why[:500]}; save it anew, or as text") from error
    text = "\n\n".join(block for block in _blocks(body) if block.strip())
    if not text:
        raise ReadError("no_text", "the document holds no text (a picture of it?); save its text")
    return text


def _blocks(element: _Element) -> Iterator[str]:
    """Paragraphs and table rows below an element, in order. A stack, for documents may be nested deeper than calls."""
    stack = [element]
    while stack:
        at = stack.pop()
        if at.tag == f"{_W}p":
            inner: list[_Element] = []
            yield _text(at, inner)
            stack.extend(reversed(inner))
        elif at.tag == f"{_W}tr" and (line := _one_line(at)) is not None:
            yield line
        elif at.tag != _FALLBACK:
            stack.extend(reversed(at))


def _one_line(row: _Element) -> str | None:
    cells = [list(cell.iter(f"{_W}p")) for cell in row.iter(f"{_W}tc")]
    if len(cells) < 2 or any(len(paragraphs) != 1 for paragraphs in cells):
        return None
    texts = [_text(paragraphs[0], []).strip() for paragraphs in cells]
    return "\t".join(texts) if not any("\n" in text for text in texts) else None


def _text(paragraph: _Element, inner: list[_Element]) -> str:
    """A paragraph's text; what it holds in text boxes is put into `inner`."""
    pieces: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        at = stack.pop()
        if at.tag == f"{_W}txbxContent":
            inner.append(at)
        elif at.tag == f"{_W}t":
            pieces.append(at.text or "")
        elif at.tag in _SIGNS:
            pieces.append(_SIGNS[str(at.tag)])
        elif at.tag not in (_FALLBACK, f"{_W}pPr", f"{_W}rPr", f"{_W}del"):
            stack.extend(reversed(at))
    return "".join(pieces)


_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
