"""Whether words between marks are a quote of their own or a fragment in the writer's sentence."""

from __future__ import annotations

import re

from pipeline.records import QuoteKind

_SHORTEST = 4  # words of a clause without a full stop
_FINITE = re.compile(
    r"(?i)\b(?:(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|might|do|does|did|cannot)\b"
    r"|\w+[’'](?:s|re|ve|ll|d|m)\b|\w+n[’']t\b)"
)
_SUBJECT = re.compile(r"(?i)\b(?:i|we|you|he|she|it|they|this|that|these|those|there|what|who)\b")


def kind_of(words: str) -> QuoteKind:
    """`direct` for a sentence or a clause, `partial` for a fragment: “a step in the right direction”."""
    words = words.strip()
    if words[:1].isupper() and words.endswith((".", "?", "!", ",")):
        return "direct"
    finite = _FINITE.search(words)
    clause = finite is not None and (finite.start() > 0 or words[:1].isupper()) and _has_subject(words, finite)
    return "direct" if clause and len(words.split()) >= _SHORTEST else "partial"


def _has_subject(words: str, finite: re.Match[str]) -> bool:
    """Whether a subject can stand before the verb: no fragment “is a step” or “to do what is right”."""
    before = words[: finite.start()].split()
    noun = bool(before) and before[0].lower() not in ("to", "that", "who", "which")
    return noun or _SUBJECT.match(words) is not None
