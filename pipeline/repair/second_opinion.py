"""What ftfy makes of a line that looks bad to it: its rules know UTF-8 in shapes that no word list knows.

Emoji, surrogates in UTF-8, stray marks between letters, two readings mixed in one word. It is asked about lines with
something strange in them only, and its answer is taken where the n-grams leave the line as it was, or find it likelier.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from itertools import accumulate

from pipeline.repair.channels import decoding_table, points_of, single_byte_readings
from pipeline.repair.edits import Edit, apply, ends_alike
from pipeline.repair.score import cost_of

LONGEST_LINE = 2_000  # characters
CONFIDENCE = 0.9
LEADS, TRAILS = range(0xC2, 0xF5), range(0x80, 0xC0)


def look_bad(words: Iterable[str]) -> bool:
    """Whether ftfy would look into any of some strange words; a small letter is taken to stand before each."""
    from ftfy.badness import is_bad  # some 30 ms, only where something is strange

    return is_bad("".join(f"a {word} " for word in words))


def with_second_opinion(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits of a text, those of some lines replaced by ftfy's."""
    out: list[Edit] = []
    start = at = 0
    for line in text.split("\n"):
        end = start + len(line)
        mine: list[Edit] = []
        while at < len(edits) and edits[at].end <= end:
            mine.append(edits[at])
            at += 1
        out += mine if line.isascii() or len(line) > LONGEST_LINE else _better(line, start, mine)
        start = end + 1
    return out


def _better(line: str, start: int, mine: list[Edit]) -> list[Edit]:
    from ftfy import fix_encoding_and_explain
    from ftfy.badness import is_bad

    if not is_bad(line):
        return mine
    ours = apply(line, [_moved(edit, -start) for edit in mine])
    if mine and "\ufffd" not in line and not _may_be_utf_8(line, mine) and not is_bad(ours):
        return mine  # ftfy knows no other encoding than UTF-8
    theirs, explanation = fix_encoding_and_explain(line)
    if theirs == line or (ours != line and not _likelier(theirs, ours)):
        return mine
    steps = explanation or []
    read = tuple(step.parameter for step in steps if step.action == "encode")
    written = tuple(step.parameter for step in steps if step.action == "decode") or ("utf-8",)
    return [_moved(edit, start) for edit in _differences(line, theirs, written, read)]


def _may_be_utf_8(line: str, edits: Sequence[Edit]) -> bool:
    """Whether an edit takes a line for UTF-8, or it holds what might be UTF-8 in one of the readings of the edits."""
    reads = {edit.read_as[-1] for edit in edits if edit.read_as}
    if any("utf-8" in edit.written_as for edit in edits) or not reads <= set(single_byte_readings()):
        return True
    return any(_pairs_of_utf_8(read).search(line) for read in reads)


@cache
def _pairs_of_utf_8(read: str) -> re.Pattern[str]:
    """Two bytes that begin a character in UTF-8, in a reading of single bytes."""
    points = decoding_table(read).tolist()
    lead, trail = ("".join(re.escape(chr(points[byte])) for byte in some) for some in (LEADS, TRAILS))
    return re.compile(f"[{lead}][{trail}]")


def _likelier(one: str, other: str) -> bool:
    """Whether the words that only one of two lines has are likelier than those that only the other has."""
    mine, theirs = Counter(one.split()), Counter(other.split())
    left, right = "\n".join((mine - theirs).elements()), "\n".join((theirs - mine).elements())
    costs = [float(cost_of(points_of(words + "\n")).best().sum()) if words else 0.0 for words in (left, right)]
    return costs[0] < costs[1]


def _differences(before: str, after: str, written: tuple[str, ...], read: tuple[str, ...]) -> Iterator[Edit]:
    """Edits word by word: letter by letter, a long line of like words would take a second."""
    old, new = re.split("( )", before), re.split("( )", after)
    places = [0, *accumulate(map(len, old))]
    for tag, start, end, low, high in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            old_text, text = "".join(old[start:end]), "".join(new[low:high])
            left, right = ends_alike(old_text, text)
            yield Edit(
                start=places[start] + left,
                end=places[end] - right,
                after=text[left : len(text) - right],
                kind="lossy" if "\ufffd" in text else "mojibake",
                written_as=written,
                read_as=read,
                confidence=CONFIDENCE,
            )


def _moved(edit: Edit, by: int) -> Edit:
    return replace(edit, start=edit.start + by, end=edit.end + by)
