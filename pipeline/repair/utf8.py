"""Wrongly read UTF-8 that scoring words does not find: puts lost bytes back, and asks ftfy.

cp1252 leaves five bytes undefined, and programs drop them or write U+FFFD; others turn the no-break space A0 into a
space. The wrongly read character is put back in full, so that the error can be undone like any other. Emoji,
surrogates in UTF-8, stray marks between letters and two errors mixed in one word are left to ftfy's rules.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator

from pipeline.data import data_file
from pipeline.records import RepairKind
from pipeline.repair.findings import FOREIGN_RUN, LATIN_LETTER
from pipeline.repair.repaired import Edit, ends_alike

LOSSES = [
    (re.compile(row["left"]), row["was"], re.compile(row.get("sign", "")))
    for row in tomllib.loads(data_file("repair/losses.toml").read_text("utf-8"))["losses"]
]
"""What is left of a misread character, the whole misread character, and a sign that the text must contain as proof."""

ALPHABET = 3  # most distance between first halves of one alphabet: C3 to C5 for Latin, D8 to DB for Arabic letters
_LEAD, _REST = "[\u00c2-\u00df]", "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
WORD = re.compile(rf"(?<![^\t-\r ])[^\t-\r \xc2-\xdf]*+{_LEAD}[^\t-\r ]*")
LEAD, PAIR, HALF = re.compile(_LEAD), re.compile(_LEAD + _REST), re.compile(rf"{_LEAD}(?!{_REST})\??")
LONGEST_LINE = 2_000  # characters; ftfy is slow on longer lines
_LATIN, _OTHER = LATIN_LETTER.pattern, rf"(?![\u0370-\u03ff]){FOREIGN_RUN.pattern}"  # Greek is usual: “TNFα”
MIXED = re.compile(f"{_LATIN}{_OTHER}|{_OTHER}{_LATIN}")
CONFIDENCE = 0.9  # the share of ftfy's repairs that were right on the development set


def restored(text: str) -> list[Edit]:
    """Edits that put lost bytes back, as the characters that they would have been read as."""
    edits: dict[int, Edit] = {}
    for pattern, after, sign in LOSSES:
        if (after[0] in text or "Â" in text) and sign.search(text):  # “Â” is “â” in capitals
            for m in pattern.finditer(text):
                edits.setdefault(m.start(), Edit(*m.span(), after, "lossy"))
    if re.search("鈥[^\ufffd]", text):  # “鈥\ufffd” is E2 80 9D read as GBK, before an ASCII sign that cannot follow 9D
        edits |= {m.start(): _edit(m.start(), m.end(), "”", "gbk", "lossy") for m in re.finditer("鈥\ufffd", text)}
    for m in WORD.finditer(text) if PAIR.search(text) else ():
        edits = _halves(m[0], m.start()) | edits
    return [edits[start] for start in sorted(edits)]


def _halves(word: str, start: int) -> dict[int, Edit]:
    """Edits that put U+FFFD for lost halves of letters, if all else in a word are whole ones: “ÅÃ³dÅº”, “Ñ?Ñ‚Ð¾Ð¸Ñ‚”.
    The first halves must be of one alphabet; those of misread Thai (“ÊÒÂ·Ò§”) are not."""
    leads, pairs = LEAD.findall(word), len(PAIR.findall(word))
    is_whole = len(word) - len(word.encode("ascii", "ignore")) == len(leads) + pairs
    if pairs < max(len(leads) / 2, 2) or not is_whole or ord(max(leads)) - ord(min(leads)) > ALPHABET:
        return {}
    places = [(start + m.start(), start + m.end(), f"{m[0][0]}\ufffd") for m in HALF.finditer(word)]
    return {at: Edit(at, end, after, "lossy") for at, end, after in places}


def _edit(start: int, end: int, after: str, read: str, kind: RepairKind) -> Edit:
    return Edit(start, end, after, kind, written_as=("utf-8",), read_as=(read,), confidence=CONFIDENCE)


def second_opinion(text: str, suspicious: Iterable[str]) -> list[Edit]:
    """Edits for what ftfy changes in the lines that look bad to it, if any of the suspicious words looks bad to it."""
    from ftfy.badness import is_bad  # takes about 30 ms, so only if something is suspicious

    if "Ã\u00a0" not in text and not any(is_bad(f"a {word}") for word in suspicious):  # A0 seems to end the word
        return []
    edits: list[Edit] = []
    start = 0
    for line in text.split("\n"):
        if not line.isascii() and len(line) <= LONGEST_LINE and is_bad(line):
            edits += _edits_of_line(line, start)
        start += len(line) + 1
    return edits


def _edits_of_line(line: str, start: int) -> Iterator[Edit]:
    """An edit for each word of a line that ftfy changes; none if it would lose a character or mix scripts in a word."""
    from ftfy import fix_encoding_and_explain

    theirs, steps = fix_encoding_and_explain(line)
    # a character is lost, or a word mixes scripts, as it did not before
    if ("\ufffd" in theirs and "\ufffd" not in line) or (MIXED.search(theirs) and not MIXED.search(line)):
        return
    read = next((step.parameter for step in steps or () if step.action == "encode"), "cp1252")
    between = " " if line.count(" ") == theirs.count(" ") else "\n"
    for old, new in zip(line.split(between), theirs.split(between), strict=True):
        if old != new:
            left, right = ends_alike(old, new)
            text = new[left : len(new) - right]
            kind: RepairKind = "lossy" if "\ufffd" in text else "mojibake"
            yield _edit(start + left, start + len(old) - right, text, read, kind)
        start += len(old) + 1
