"""Damage that is no wrong decoding: HTML entities left in plain text, control characters."""

from __future__ import annotations

import html
import re

from pipeline.repair.edits import Edit

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]+")
ESCAPED = frozenset("&<>\"'")
"""What escaping turns into references, which are repaired wherever they stand; others where a text has several."""

LEAST_REFERENCES = 4
TAG = re.compile(r"<[a-zA-Z/!][^<>\n]*>")
ABOUT_MARKUP = re.compile(r"\b(?:X?HTML5?|XML|SGML|(?:character|entity) references?|markup language)\b")
QUOTES = frozenset("`'\"‘’“”«»")


def residue_edits(text: str) -> list[Edit]:
    """Edits for both, sorted.

    In text with tags or about markup the references are the author's, and so is one in quotation marks: “&amp;”.
    """
    edits = []
    data = text.encode("utf-8", "surrogatepass")
    if len(data.translate(None, CONTROLS)) < len(data):  # seen sooner in bytes
        edits = [Edit(start=m.start(), end=m.end(), after="", kind="control") for m in CONTROL.finditer(text)]
    if "&" not in text:
        return edits
    references, certain = _references(text)
    for match in references:
        after = html.unescape(match[0])
        if certain or after in ESCAPED or match[0] == "&nbsp;":
            edits.append(Edit(start=match.start(), end=match.end(), after=after, kind="html_entity"))
    return sorted(edits, key=lambda edit: edit.start)


def undecided_references(text: str) -> list[tuple[int, int, str]]:
    """Character references that a repaired text still holds, with what they may stand for."""
    references, _ = _references(text) if "&" in text else ([], False)
    return [(m.start(), m.end(), html.unescape(m[0])) for m in references]


def _references(text: str) -> tuple[list[re.Match[str]], bool]:
    if TAG.search(text) or ABOUT_MARKUP.search(text):
        return [], False
    found = []
    for match in ENTITY.finditer(text):
        after = html.unescape(match[0])
        mentioned = {text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]} <= QUOTES
        if after != match[0] and not CONTROL.search(after) and "\ufffd" not in after and not mentioned:
            found.append(match)
    return found, len(found) >= LEAST_REFERENCES
