"""The name that is the subject of a cue: “Ann Reyes (D-Ohio) also said”, “said harbour chief Ann Reyes”."""

from __future__ import annotations

import re

from pipeline.extraction.quotes.cues import Cue
from pipeline.extraction.quotes.speakers import PossibleSpeakers
from pipeline.structure import Span

_REACH = 160  # characters between a name and its cue
_GAP = re.compile(
    r"\s*(?:\([^()]*\)|,[^.;:!?“”]{1,160},)?(?:\s+(?:also|then|has|have|had|further|later|again|today|yesterday|\w+ly))*\s+"
)
_AFTER = re.compile(r"[^;:!?“”\"()]{1,80}")
_PART = re.compile(r"\b(?:of|for|to|from|with|by|at|in|on|that|than)\s+(?:the\s+)?$")


def subject_before(possible: PossibleSpeakers, cue: Cue, zone: Span) -> int | None:
    """The name right before a cue, or before an aside: “Ann Reyes, Minister for Trade, said”."""
    plain = possible.frame.plain
    for i in reversed(possible.between(max(zone.start, cue.start - _REACH), cue.start)):
        name = possible.names[i]
        if _GAP.fullmatch(plain, name.end, cue.start) and not _is_part(plain, zone.start, name.start):
            return i
    return None


def subject_after(possible: PossibleSpeakers, cue: Cue, zone: Span) -> int | None:
    """The name after a cue that begins an attribution: “said the president of Vale Corp., Ann Reyes”."""
    plain = possible.frame.plain
    names = [
        i
        for i in possible.between(cue.end, min(zone.end, cue.end + _REACH))
        if _AFTER.fullmatch(plain, cue.end, possible.names[i].start)
        and not _is_part(plain, cue.end, possible.names[i].start)
    ]
    return min(names, key=lambda i: (possible.names[i].label != "PERSON", i), default=None)


def _is_part(plain: str, least: int, start: int) -> bool:
    """Whether a name is a part of a longer phrase: a spokesman for Vale Corp. said."""
    return _PART.search(plain[max(least, start - 14) : start]) is not None
