"""The words beside a cue that say who speaks: “She”, “the Minister”, “an adviser to Ann Reyes”."""

from __future__ import annotations

import re
from functools import cache

from pipeline.data import word_table
from pipeline.extraction.quotes.cues import Cue
from pipeline.records import SpeakerType
from pipeline.structure import Span

PRONOUNS = frozenset(("he", "she", "they", "i", "we", "it", "who"))
_LONGEST = 120  # characters of a noun phrase
_BETWEEN = r"(?:\s+(?:also|then|has|have|had|further|later|again|will|would|once|today|yesterday|just|\w+ly))*\s*$"
_BEFORE = re.compile(r"\b(\w+)" + _BETWEEN)
_ADVERBS = re.compile(_BETWEEN)
_AFTER = re.compile(r"\s*(\w+)\b")
_DETERMINED = re.compile(r"(?i)(?:the|an?|one|another|his|her|their|its|\w+[’']s)\s")
_EDGES = re.compile(r"[;:—–()“”\"„«»\n]| - ")
_CLAUSE = re.compile(r"\b(?:that|when|while|because|where|if|but|which|as|what|how|why)\s")
_PHRASE_END = re.compile(
    r"[,;:.!?—–(“”\"„«»\n]|\s(?:who|that|which|in|on|at|during|after|before|when|while|as|about|by|to\s+reporters)\s"
)


def pronoun_beside(plain: str, cue: Cue, zone: Span) -> Span | None:
    """The pronoun that is the subject of a cue: “she also said”, “said he”."""
    before = _BEFORE.search(plain, max(zone.start, cue.start - 40), cue.start)
    if before is None and cue.finite:
        before = _AFTER.match(plain, cue.end, zone.end)
    return Span(*before.span(1)) if before and before[1].lower() in PRONOUNS else None


def phrase_beside(plain: str, cue: Cue, zone: Span) -> Span | None:
    """The noun phrase that is the subject of a cue, after it where only marks or the sentence stand before it."""
    if "ccording" in plain[cue.start : cue.end]:
        return _after(plain, cue, zone)
    return _before(plain, cue, zone) or _after(plain, cue, zone)


def _before(plain: str, cue: Cue, zone: Span) -> Span | None:
    start = max(zone.start, cue.start - _LONGEST)
    for m in _EDGES.finditer(plain, start, cue.start):
        start = m.end()
    end = start + len(_ADVERBS.sub("", plain[start : cue.start]))
    pieces = [(p.start() + start, p.end() + start) for p in re.finditer(r"[^,]+", plain[start:end])]
    if not pieces:
        return None
    if plain[start:end].rstrip().endswith(",") and len(pieces) > 1:
        pieces = pieces[:-1]  # the spokesman, who gave no name, said
    first, last = pieces[-1]
    for m in _CLAUSE.finditer(plain, first, last):
        first = m.end()
    return _trimmed(plain, first, last)


def _after(plain: str, cue: Cue, zone: Span) -> Span | None:
    limit = min(zone.end, cue.end + _LONGEST)
    end = _PHRASE_END.search(plain, cue.end + 1, limit)
    return _trimmed(plain, cue.end, end.start() if end else limit)


def _trimmed(plain: str, start: int, end: int) -> Span | None:
    while start < end and not plain[start].isalnum():
        start += 1
    while end > start and not plain[end - 1].isalnum():
        end -= 1
    return Span(start, end) if start < end else None


def speaks(plain: str, phrase: Span) -> bool:
    """Whether a phrase surely names who speaks: “the ministry”, “one source”."""
    return _DETERMINED.match(plain, phrase.start) is not None and type_of(plain[phrase.start : phrase.end]) != "unknown"


@cache
def _types() -> dict[str, SpeakerType]:
    return dict(word_table("quotes/speaker_types.tsv"))  # type: ignore[arg-type]


def type_of(words: str) -> SpeakerType:
    """What speaks where nobody is named: “the report” is a document, “the ministry” an organisation."""
    head = re.split(r"\s(?:of|for|from|with|by|to|at|in|on)\s", words.lower())[0].split()
    for word in reversed(head):
        for form in (word, word.removesuffix("s"), word.removesuffix("es")):
            if form in _types():
                return _types()[form]
    return "unknown"
