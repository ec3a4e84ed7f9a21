"""Bytes that were lost when a text was read wrongly, put back where only one can have stood there.

Windows' code page leaves five bytes undefined, and programs drop them or write U+FFFD; others turn the no-break space
A0 into a space. What is put back is the misread character, so that the accident can be undone like any other.
"""

from __future__ import annotations

import re

from pipeline.repair.edits import Edit

CLOSING_QUOTE = re.compile("â€(\ufffd|(?![^\\x00-\\x7f]))")
"""E2 80 9D read as cp1252: 9D is undefined, and of the five undefined bytes no other makes a character of use here."""

GRAVE_A = re.compile("(?<![A-ZÀ-Ý])Ã (?= |[a-z])|(?<=[a-z])Ã (?=[ A-Z])")
"""C3 A0 with its A0 turned into a space; not the end of a Portuguese word in capitals (“AMANHÃ ”)."""

WORD_A = re.compile("(?<![^ '’])Ã (?=(?!s\\b|quel)[a-z])")
"""The word “à” whose A0 and the space behind it became one space."""

CARON_S = re.compile("(?<![^\\s\"'(\\[])Å (?=[^\\W\\d_]| )")
"""C5 A0 (Š at the start of a word) with its A0 turned into a space, where others of its kind stand inside words."""

CENTRAL_EUROPEAN = re.compile("[a-z][ÄÅ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ](?=[a-z])")
SIGN_OF_UTF_8 = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
MIDDLE_LOST = re.compile("â(?=[¢¦](?:\\s|$|[A-Za-z]))")
"""E2 80 A2 (bullet) and E2 80 A6 (ellipsis) whose 80 was taken out as a control character."""

CHINESE_QUOTE = re.compile("鈥\ufffd")
"""E2 80 9D read as GBK before an ASCII sign that cannot follow 9D."""


def restored(text: str) -> list[Edit]:
    """Edits that put lost bytes back, as the characters they would have been read as."""
    edits = []
    if "â" in text:
        edits += [_edit(m.start(), m.end(), "â€\u009d") for m in CLOSING_QUOTE.finditer(text)]
        edits += [_edit(m.start(), m.end(), "â\u0080") for m in MIDDLE_LOST.finditer(text)]
    if "Ã " in text and (SIGN_OF_UTF_8.search(text) or text.count("Ã  ") > 1):
        words = {m.start() for m in WORD_A.finditer(text)}
        edits += [_edit(start, start + 1, "Ã\u00a0") for start in words]
        edits += [_edit(m.start(), m.end(), "Ã\u00a0") for m in GRAVE_A.finditer(text) if m.start() not in words]
    if "Å " in text and CENTRAL_EUROPEAN.search(text):
        edits += [_edit(m.start(), m.end(), "Å\u00a0") for m in CARON_S.finditer(text)]
    if "鈥\ufffd" in text and len(re.findall("鈥[^\ufffd]", text)):
        edits += [
            Edit(
                start=m.start(),
                end=m.end(),
                after="”",
                kind="lossy",
                written_as=("utf-8",),
                read_as=("gbk",),
                confidence=0.9,
            )
            for m in CHINESE_QUOTE.finditer(text)
        ]
    return sorted(edits, key=lambda edit: edit.start)


def _edit(start: int, end: int, after: str) -> Edit:
    return Edit(start=start, end=end, after=after, kind="lossy")


def resolved(edits: list[Edit]) -> list[Edit]:
    """Without what was put back and then explained by no accident."""
    return [edit for edit in edits if edit.kind != "lossy" or edit.written_as]
