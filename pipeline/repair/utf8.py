"""UTF-8 misread in shapes that no word list knows: bytes that were lost on the way put back, and ftfy's opinion.

Windows' code page leaves five bytes undefined, and programs drop them or write U+FFFD; others turn the no-break space
A0 into a space. What is put back is the misread character, so that the error can be undone like any other. Emoji,
surrogates in UTF-8, stray marks between letters and two readings mixed in one word are left to ftfy's rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate

from pipeline.records import RepairKind
from pipeline.repair.repaired import Edit, ends_alike

TRAIL = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
SIGN_OF_UTF_8 = re.compile(f"[ÃÂ]{TRAIL}")
CENTRAL_EUROPEAN = re.compile(f"[a-z][ÄÅ]{TRAIL}(?=[a-z])")
LOSSES = (
    # E2 80 9D read as cp1252: 9D is undefined, and of the five undefined bytes no other makes a character of use here
    (re.compile("â€(?:\ufffd|(?![^\\x00-\\x7f]))"), "â€\u009d", None),
    # C3 A0 with its A0 turned into a space; not the end of a Portuguese word in capitals (“AMANHÃ ”)
    (re.compile("(?<![A-ZÀ-Ý])Ã (?= |[a-z])|(?<=[a-z])Ã (?=[ A-Z])"), "Ã\u00a0", SIGN_OF_UTF_8),
    # C5 A0 (Š at the start of a word) with its A0 turned into a space, where others of its kind stand inside words
    (re.compile("(?<![^\\s\"'(\\[])Å (?=[^\\W\\d_]| )"), "Å\u00a0", CENTRAL_EUROPEAN),
)
"""What is left of a character, what it was misread as before, and what must be in the text for it to be certain."""

WORD_A = re.compile("(?<![^ '’])Ã (?=(?!s\\b|quel)[a-z])")
"""The word “à” whose A0 and the space behind it became one space."""

CHINESE_QUOTE = re.compile("鈥\ufffd")
"""E2 80 9D read as GBK before an ASCII sign that cannot follow 9D."""

LONGEST_LINE = 2_000  # characters: ftfy takes long for longer ones
CONFIDENCE = 0.9  # of what ftfy repaired on the development set


def restored(text: str) -> list[Edit]:
    """Edits that put lost bytes back, as the characters they would have been read as."""
    edits: dict[int, Edit] = {}
    for pattern, after, sure in LOSSES:
        if after[0] in text and (sure is None or sure.search(text) or text.count("Ã  ") > 1):
            if sure is SIGN_OF_UTF_8:
                starts = (m.start() for m in WORD_A.finditer(text))
                edits |= {start: Edit(start=start, end=start + 1, after=after, kind="lossy") for start in starts}
            for m in pattern.finditer(text):
                edits.setdefault(m.start(), Edit(start=m.start(), end=m.end(), after=after, kind="lossy"))
    if "鈥\ufffd" in text and re.search("鈥[^\ufffd]", text):
        for m in CHINESE_QUOTE.finditer(text):
            edits[m.start()] = _edit(m.start(), m.end(), "”", "utf-8", "gbk", lossy=True)
    return [edits[start] for start in sorted(edits)]


def resolved(edits: list[Edit]) -> list[Edit]:
    """Without what was put back and then explained by no encoding error."""
    return [edit for edit in edits if edit.kind != "lossy" or edit.written_as]


def _edit(start: int, end: int, after: str, written: str, read: str, *, lossy: bool) -> Edit:
    kind: RepairKind = "lossy" if lossy else "mojibake"
    return Edit(
        start=start, end=end, after=after, kind=kind, written_as=(written,), read_as=(read,), confidence=CONFIDENCE
    )


@lru_cache(maxsize=100_000)
def _is_bad(word: str) -> bool:
    from ftfy.badness import is_bad  # some 30 ms, only where something is strange

    return is_bad(f"a {word}")


def second_opinion(text: str, strange: Iterable[str]) -> list[Edit]:
    """What ftfy makes of the lines that look bad to it, if any of the strange words does."""
    if "Ã\u00a0" not in text and not any(_is_bad(word) for word in strange):  # A0 looks like the end of a word
        return []
    from ftfy import fix_encoding_and_explain
    from ftfy.badness import is_bad

    edits: list[Edit] = []
    start = 0
    for line in text.split("\n"):
        if not line.isascii() and len(line) <= LONGEST_LINE and is_bad(line):
            theirs, steps = fix_encoding_and_explain(line)
            if theirs != line and ("\ufffd" in line or "\ufffd" not in theirs):
                read = next((step.parameter for step in steps or () if step.action == "encode"), "cp1252")
                edits += _differences(line, theirs, start, read)
        start += len(line) + 1
    return edits


def _differences(before: str, after: str, shift: int, read: str) -> Iterator[Edit]:
    """Edits word by word: letter by letter, a long line of like words would take a second."""
    old, new = re.split("( )", before), re.split("( )", after)
    places = [shift, *(shift + size for size in accumulate(map(len, old)))]
    for tag, start, end, low, high in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            old_text, text = "".join(old[start:end]), "".join(new[low:high])
            left, right = ends_alike(old_text, text)
            lost = "\ufffd" in text
            yield _edit(
                places[start] + left, places[end] - right, text[left : len(text) - right], "utf-8", read, lossy=lost
            )
