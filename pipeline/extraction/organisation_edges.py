"""Where the name of a body ends though the recogniser reads on, and goes on though it stops."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.extraction.organisation_words import head_of, is_generic, listed
from pipeline.extraction.roles_nouns import head_noun_of

_OPENING = "|".join(sorted(listed("sentence_starters") | {"He", "She", "It", "We"}))
_GLUED = re.compile(rf"(?<=[a-z])\.(?=(?:{_OPENING})\b)")
_OWNED = re.compile(r"['’]s\s+")
_CHAMBER = re.compile(r"(?:IRS|Internal Revenue Service)\s+Criminal\b|(?:U\.?S\.? )?(?:Senate|House)\b")
_MORE = re.compile(r"[ \n]+[A-Z]")
_NEXT = re.compile(r"\s([A-Z][\w-]+)")
_JUSTICE = re.compile(r"(?<=Court)\s+Justices?$")
_SHORT_INSIDE = re.compile(
    r"\s\(([A-Z][A-Z&-]{1,9})\)\s(?:[A-Z][\w-]+\s){0,2}(?:Sub)?(?:[Cc]ommittee|Commission|Council|Board|Panel)\b"
)
_SMALL_HEAD = re.compile(r"\s(?:sub)?committee\b")
_GOES_ON = re.compile(r"(?:[ \u00a0]| ?\n *)([A-Z][\w-]+)")
_ITS_BOARD = re.compile(
    r"(?:Boards? of (?:Governors|Regents|Directors|Trustees)|Boards|"
    r"(?:Executive|Advisory|Steering|Supervisory) (?:Committee|Board))\s+"
    r"(?:of|for)\s+(?:the\s+)?(?=[A-Z])"
)
_BOARD_OF = re.compile(r"(?:Board|Council)\s+of\s+the\s+(?=[A-Z])")
_OWN_START = re.compile(r"\s+(?:of|for|on)\s")


def words_with_head(name: str) -> bool:
    """Whether one of the words of a name is a head noun."""
    return any(head_of(word.strip(",.")) for word in name.split())


def start_of_name(text: str, start: int, end: int, listed: Mapping[int, int]) -> int:
    """Behind the board of a body: “[Board of Regents of the] University of Zed”; a listed board is a body."""
    m = _ITS_BOARD.match(text, start, end)
    if m is None and (m := _BOARD_OF.match(text, start, end)) and not words_with_head(text[m.end() : end]):
        m = None
    return m.end() if m and listed.get(start, 0) < m.end() else start


def end_of_name(text: str, start: int, end: int, listed: Mapping[int, int], places: Mapping[int, int]) -> int:
    """Where a name ends that the recogniser saw from `start` to `end`; `start` where none is left.

    `listed` and `places`: starts and ends of listed bodies and of countries and places.

    - “Zed National Army [Commandos]”: more than a listed body, and no other one;
    - “Civil Division[.The] payment”: a sentence glued on;
    - “Zed Supreme Court [Justice] Roe”, “White House [Homeland Security] Advisor”: a post and its field;
    - “Judiciary Committee['s Immigration] agenda”, “Zed Platform['s Steering Committee]”: what a body owns and is none;
    - “African Union [to Zed]”: where its ambassador serves.
    """
    inner = text[start:end]
    if "." in inner and (m := _GLUED.search(text, start + 1, end)):
        end = m.start()
    if "Justice" in inner and (m := _JUSTICE.search(text[start:end])):
        end = start + m.start()
    m = _OWNED.search(text, start + 1, end) if "’" in inner or "'" in inner else None
    if m:
        owned = text[m.end() : end]
        unit = " " in owned and is_generic(owned)
        if unit or (head_of(text[start : m.start()].split()[-1]) and not words_with_head(owned)):
            end = m.start()
    known = listed.get(start, start)
    if start < known < end and text.startswith(" to ", known):
        end = known
    if start < known < end and _MORE.match(text, known) and not _CHAMBER.match(text, start):
        rest_is_name = words_with_head(text[known:end]) or any(known < place < end for place in places)
        end = end if rest_is_name else known
    post = _NEXT.match(text, end)
    if post and head_noun_of(post[1]) and start in places and not words_with_head(text[places[start] : end]):
        return start if places[start] < end else end
    return end


def end_with_rest(text: str, start: int, end: int, taken: Mapping[int, int]) -> int:
    """Where a name ends that the recogniser saw half: “New Grace Methodist” + “Church”, “Airland” + “subcommittee”.

    `taken`: starts and ends of countries, places, listed bodies.
    """
    if not text[end : end + 1].isspace():
        return end
    if (m := _SHORT_INSIDE.match(text, end)) and not head_of(text[start:end].split()[-1]):
        return m.end()
    if m := _SMALL_HEAD.match(text, end):
        return m.end()
    m = _GOES_ON.match(text, end)
    if m and head_of(m[1]) and m.start(1) not in taken and not _OWN_START.match(text, m.end()):
        return m.end()
    return end
