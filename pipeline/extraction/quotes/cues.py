"""Reporting verbs: where they stand, and which of them introduces a quoted span."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from pipeline.data import word_table
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.structure import Span

Use = Literal["clause", "said", "marks"]
_SHARED = re.compile(r"\b(?:and|but|then|or)\s$")
FAR = 60  # characters that a cue on the unlikely side, or a verb that rarely reports, counts as farther off
_LONGEST = 25  # characters of a form, and more
_REACH = 1000  # characters before a run; a “sentence” of thousands is a list or a table

_NOUN_BEFORE = re.compile(
    r"(?:\b(?:an?|the|his|her|their|its|our|my|your|this|these|no|any|some|of|in|with|for|on|from|official|annual|new)"
    r"|[’']s?)\s$"
)
_PLURAL_BEFORE = re.compile(r"\b(?:they|we|I|who|will|would|[a-z]+s)\s(?:also\s)?$")  # they say, officials say
_BE_BEFORE = re.compile(r"\b(?:am|is|are|was|were|be|been|being|as|so-)\s(?:\w+ly\s)?$")


class Cue(NamedTuple):
    """A reporting verb, or “according to”, at its place."""

    start: int
    end: int
    use: Use
    finite: bool  # said, says; not “saying”, “to say”


@cache
def _forms() -> dict[str, tuple[Use, bool]]:
    """Form -> what it reports, and whether it is finite."""
    forms: dict[str, tuple[Use, bool]] = {"according to": ("clause", True)}
    for base, use, third, past, participle in word_table("quotes/reporting_verbs.tsv"):
        reports: Use = use  # type: ignore[assignment]
        forms |= dict.fromkeys((base, *participle.split()), (reports, False))
        forms |= dict.fromkeys((third, *past.split()), (reports, True))
    return forms


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_forms(), key=len, reverse=True)
    return re.compile(rf"(?<![\w’'-])(?:[Aa]ccording to|{'|'.join(longest_first)})(?![\w’'-])")


def cues_between(plain: str, start: int, end: int) -> list[Cue]:
    """The reporting verbs within `start` and `end`: no nouns (“his remarks”), no passives (“is called”)."""
    found = []
    for at, verb in _verbs(plain, start, end):
        use, finite = _forms()[verb.lower()]
        before = plain[max(start, at - 14) : at]
        finite = finite or (not verb.endswith("ing") and _PLURAL_BEFORE.search(before) is not None)
        if not _NOUN_BEFORE.search(before) and not (finite and _BE_BEFORE.search(before)):
            found.append(Cue(at, at + len(verb), use, finite))
    return found


def _verbs(plain: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Forms of the list and where they begin; looked for once a text, but at the end, where a word may be cut."""
    last = max(start, end - _LONGEST)
    known = _all_verbs(plain)
    for at, verb in known[bisect_left(known, (start, "")) : bisect_left(known, (last, ""))]:
        if at + len(verb) <= end:
            yield at, verb
    yield from ((m.start(), m.group()) for m in _pattern().finditer(plain, last, end))


@lru_cache(maxsize=2)
def _all_verbs(plain: str) -> list[tuple[int, str]]:
    return [(m.start(), m.group()) for m in _pattern().finditer(plain)]


def cue_of(frame: Frame, quoted: QuotedSpan) -> Cue | None:
    """The cue of a quoted span: the nearest in its sentence, on the side that the punctuation tells."""
    sentence = frame.sentence(quoted)
    later = bisect_left(frame.quoted_spans, quoted.outer_end, key=lambda r: r.outer_start)
    end = min([r.outer_start for r in frame.quoted_spans[later : later + 1]] + [sentence.end])
    begin = max(sentence.start, quoted.outer_start - _REACH)
    invites = (
        quoted.text(frame.text).endswith((",", "?", "!")) or frame.plain[quoted.outer_end : quoted.outer_end + 1] == ","
    )
    ranked = [
        (
            quoted.outer_start
            - c.end
            + FAR * (c.use == "marks")
            + FAR * (invites and not _introduces(frame, c, quoted)),
            c,
        )
        for c in cues_between(frame.plain, begin, quoted.outer_start)
    ]
    ranked += [
        (c.start - quoted.outer_end + FAR * (c.use == "marks") + FAR * (not invites), c)
        for c in cues_between(frame.plain, quoted.outer_end, end)
        if c.finite
    ]
    return min(ranked, default=(0, None))[1]


def _introduces(frame: Frame, cue: Cue, quoted: QuotedSpan) -> bool:
    """Whether a cue stands right before a quoted span: She added, “…”; he said: “…”; they believe that “…”."""
    return len(frame.plain[cue.end : quoted.outer_start].strip(" \t\n,:").split(maxsplit=1)) < 2


def with_subject(plain: str, cue: Cue, zone: Span) -> Cue | None:
    """The cue that has the subject of a cue without one: “She said so, adding: “…””; None where no other has it."""
    if cue.finite and not _SHARED.search(plain, max(zone.start, cue.start - 8), cue.start):
        return cue
    return next((c for c in reversed(cues_between(plain, zone.start, cue.start)) if c.finite), None)
