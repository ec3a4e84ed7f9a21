"""Pieces of HTML, as feeds and records hold them, as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_MARKUP = re.compile(r"<[A-Za-z/!]|&#?\w{2,31};")
_BLOCK_TAGS = (
    "address article aside blockquote dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main"
    " nav ol p pre section table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_UNREAD = frozenset(("script", "style", "template", "noscript", "head", "title", "svg"))
_DEEPEST = 255
_BREAK, _LINE = "\0", "\1"  # no HTML holds them


def fragment_text(html: str) -> str:
    """The text of a piece of HTML: blocks parted by blank lines, a line end at each `<br>`; plain text as it is."""
    if not _MARKUP.search(html):
        return html
    from lxml import etree
    from lxml.html import fragment_fromstring

    try:
        root = fragment_fromstring(html.replace("\0", "").replace("\1", ""), create_parent="div")
    except (etree.LxmlError, ValueError):  # characters that no XML holds
        return re.sub(r"<[^>]*>", " ", html)
    blocks = "".join(_pieces(root)).split(_BREAK)
    lines = ((" ".join(line.split()) for line in block.split(_LINE)) for block in blocks)
    text = "\n\n".join(text for block in lines if (text := "\n".join(block).strip()))
    if not text and html.count("<") > _DEEPEST:  # the parser gives up
        return re.sub(r"<[^>]*>", " ", html).strip()
    return text


def _pieces(root: Any) -> Iterator[str]:
    """Texts and breaks in order. A stack, for pages may be nested deeper than calls."""
    stack: list[Any] = [root]
    while stack:
        at = stack.pop()
        if isinstance(at, str):
            yield at
            continue
        block = _BREAK if at.tag in _BLOCKS else ""
        inner: list[Any] = [block, _LINE if at.tag == "br" else ""]
        if isinstance(at.tag, str) and at.tag not in _UNREAD:  # the tag of a comment is a function
            inner.append(at.text or "")
            for child in at:
                inner += [child, child.tail or ""]
        stack.extend(reversed([*inner, block]))
