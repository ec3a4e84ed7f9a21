"""Damage that is no wrong decoding: HTML entities left in plain text, control characters."""

from __future__ import annotations

import html
import re

from pipeline.repair.edits import Edit

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]+")
ESCAPES = frozenset(
    [
        "&amp;",
        "&lt;",
        "&gt;",
        "&quot;",
        "&apos;",
        "&#39;",
        "&#039;",
        "&#x27;",
        "&nbsp;",
        "&AMP;",
        "&LT;",
        "&GT;",
        "&QUOT;",
    ]
)
"""What escaping leaves: repaired wherever it stands. Other references are repaired where a text has several."""

LEAST_REFERENCES = 4


def residue_edits(text: str) -> list[Edit]:
    """Edits for both, sorted. In text with tags entities are the author's: `&lt;b&gt;` in a page about HTML."""
    edits = [Edit(start=m.start(), end=m.end(), after="", kind="control") for m in CONTROL.finditer(text)]
    if "&" not in text:
        return edits
    references, certain = _references(text)
    for match in references:
        if certain or match[0] in ESCAPES:
            after = html.unescape(match[0])
            edits.append(Edit(start=match.start(), end=match.end(), after=after, kind="html_entity"))
    return sorted(edits, key=lambda edit: edit.start)


def undecided_references(text: str) -> list[tuple[int, int, str]]:
    """Character references that a repaired text still holds, with what they may stand for."""
    references, _ = _references(text) if "&" in text else ([], False)
    return [(m.start(), m.end(), html.unescape(m[0])) for m in references]


def _references(text: str) -> tuple[list[re.Match[str]], bool]:
    if re.search(r"<[a-zA-Z/!][^<>\n]*>", text):
        return [], False
    found = []
    for match in ENTITY.finditer(text):
        after = html.unescape(match[0])
        if after != match[0] and not CONTROL.search(after) and "\ufffd" not in after:
            found.append(match)
    return found, len(found) >= LEAST_REFERENCES
