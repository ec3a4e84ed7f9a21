"""The name that is the subject of a cue: “Ann Reyes (D-Ohio) also said”, “said harbour chief Ann Reyes”."""

from __future__ import annotations

import re

from pipeline.extraction.quotes.cues import Cue
from pipeline.extraction.quotes.speakers import Voices
from pipeline.structure import Span

_REACH = 160  # characters between a name and its cue
_GAP = re.compile(
    r"\s*(?:\([^()]*\)|,[^.;:!?“”]{1,160},)?(?:\s+(?:also|then|has|have|had|further|later|again|today|yesterday|\w+ly))*\s+"
)
_AFTER = re.compile(r"[^;:!?“”\"()]{1,80}")
_PART = re.compile(r"\b(?:of|for|to|from|with|by|at|in|on|that|than)\s+(?:the\s+)?$")


def subject_before(voices: Voices, cue: Cue, zone: Span) -> int | None:
    """The name right before a cue, or before an aside: “Ann Reyes, Minister for Trade, said”."""
    plain = voices.frame.plain
    for i in reversed(voices.between(max(zone.start, cue.start - _REACH), cue.start)):
        name = voices.names[i]
        if _GAP.fullmatch(plain, name.end, cue.start) and not _is_part(plain, zone.start, name.start):
            return i
    return None


def subject_after(voices: Voices, cue: Cue, zone: Span) -> int | None:
    """The name after a cue that begins an attribution: “said the president of Vale Corp., Ann Reyes”."""
    plain = voices.frame.plain
    names = [
        i
        for i in voices.between(cue.end, min(zone.end, cue.end + _REACH))
        if _AFTER.fullmatch(plain, cue.end, voices.names[i].start)
        and not _is_part(plain, cue.end, voices.names[i].start)
    ]
    return min(names, key=lambda i: (voices.names[i].label != "PERSON", i), default=None)


def _is_part(plain: str, least: int, start: int) -> bool:
    """Whether a name is a part of a longer phrase: a spokesman for Vale Corp. said."""
    return _PART.search(plain[max(least, start - 14) : start]) is not None
