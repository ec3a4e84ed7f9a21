"""Who says a quoted span: from the reader's links to entities, and to the words at the cue that name them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from pipeline.data import word_table
from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import Links, Name
from pipeline.extraction.quotes.cues import Cue, Frame, with_subject
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.records import Mention, Resolution, SpeakerType
from pipeline.structure import Span

PRONOUNS = frozenset(("he", "she", "they", "i", "we", "it", "who"))
_LONGEST = 120  # characters of a noun phrase
_BETWEEN = r"(?:\s+(?:also|then|has|have|had|further|later|again|will|would|once|today|yesterday|just|\w+ly))*\s*$"
_BEFORE = re.compile(r"\b(\w+)" + _BETWEEN)
_ADVERBS = re.compile(_BETWEEN)
_AFTER = re.compile(r"\s*(\w+)\b(?=\s*(?:[^\w\s]|$))")
_DETERMINED = re.compile(r"(?i)(?:the|an?|one|another|his|her|their|its|\w+[’']s)\s")
_EDGES = re.compile(r"[;:—–()“”\"„«»\n]| - ")
_CLAUSE = re.compile(r"\b(?:that|when|while|because|where|if|but|which|as|what|how|why)\s")
_PHRASE_END = re.compile(
    r"[,;:.!?—–(“”\"„«»\n]|\s(?:who|that|which|in|on|at|during|after|before|when|while|as|about|by|to\s+reporters)\s"
)
_REACH = 160  # characters between a name and its cue
_GAP = re.compile(
    r"\s*(?:\([^()]*\)|,[^.;:!?“”]{1,160},)?(?:\s+(?:also|then|has|have|had|further|later|again|today|yesterday|\w+ly))*\s+"
)
_ATTRIBUTED = re.compile(r"[^;:!?“”\"()]{1,80}")
_PART = re.compile(r"\b(?:of|for|to|from|with|by|at|in|on|that|than)\s+(?:the\s+)?$")
SHARE = 0.1  # of the chances: a second speaker of a joint statement has as much
_JOINED = re.compile(r"\s*(?:(?:[A-Z][\w.’'-]*|of|the|for|and|&|,|\([^()]*\))\s*){1,15}")  # A, Minister of X, and B


def pronoun_beside(plain: str, cue: Cue, zone: Span) -> Span | None:
    """The pronoun that is the subject of a cue: “she also said”, “said he”."""
    before = _BEFORE.search(plain, max(zone.start, cue.start - 40), cue.start)
    if before:
        return Span(*before.span(1)) if before[1].lower() in PRONOUNS else None
    after = _AFTER.match(plain, cue.end, zone.end)
    return Span(*after.span(1)) if after and after[1].lower() in PRONOUNS - {"it"} else None  # “called it “a step””


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


def _is_subject(plain: str, phrase: Span, cue: Cue) -> bool:
    """Whether a phrase stands right before its verb: “[the winner] said of Ann Reyes”, who is not the winner."""
    determined = _DETERMINED.match(plain, phrase.start) is not None
    return determined and cue.finite and _ADVERBS.fullmatch(plain, phrase.end, cue.start) is not None


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


class Speaker(NamedTuple):
    """Words that name a speaker, and whom they lead to."""

    start: int
    end: int
    text: str
    entity_id: str | None
    kind: SpeakerType
    resolution: Resolution


@dataclass
class PossibleSpeakers:
    """The names that can speak in a text, by the entity they name."""

    analysis: Analysis
    frame: Frame
    keys: dict[int, str] = field(default_factory=dict)  # number of a name -> its entity, else its words
    _places: dict[str, list[int]] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [name.start for name in self.names]
        for i, name in enumerate(self.names):
            if name.label in ("PERSON", "ORG", "COUNTRY"):
                row = self.analysis.mention_of.get(i)
                words = self.analysis.release.text[name.start : name.end]
                self.keys[i] = (row and row.entity_id) or words
                self._places.setdefault(self.keys[i], []).append(i)

    @property
    def names(self) -> Sequence[Name]:
        """The names that the reader found."""
        return self.analysis.reading.names if self.analysis.reading else ()

    def chances(self, links: Links) -> dict[str, float]:
        """The entities that may speak, each with the sum of the chances of its names."""
        sums: dict[str, float] = {}
        for number, chance in zip(links.names, links.chances, strict=True):
            if number in self.keys:
                sums[self.keys[number]] = sums.get(self.keys[number], 0.0) + chance
        return sums

    def names_of(self, key: str, span: Span) -> list[int]:
        """The names of an entity within a span, outside marks."""
        plain, text = self.frame.plain, self.frame.text
        places = (i for i in self._places.get(key, ()) if span.start <= self.names[i].start < span.end)
        return [i for i in places if plain[self.names[i].start] == text[self.names[i].start]]

    def likeliest(self, key: str, links: Links) -> int:
        """The name of an entity that a quotation is linked to most."""
        linked = dict(zip(links.names, links.chances, strict=True))
        return max(self._places[key], key=lambda i: (linked.get(i, 0.0), -i))

    def between(self, start: int, end: int) -> list[int]:
        """The names within `start` and `end` that can speak."""
        first, last = (bisect_left(self._starts, at) for at in (start, end))
        return [i for i in range(first, last) if i in self.keys and self.names[i].end <= end]

    def person_between(self, start: int, end: int) -> int | None:
        """The first name of a person within `start` and `end`."""
        return next((i for i in self.between(start, end) if self.names[i].label == "PERSON"), None)

    def speaker_of_name(self, number: int) -> Speaker:
        """The speaker whom a name names."""
        name, row = self.names[number], self.analysis.mention_of.get(number)
        kind: SpeakerType = "person" if name.label == "PERSON" else "organisation"
        known = row is not None and row.entity_id is not None
        resolution: Resolution = "name" if known else "none"
        if row is not None and known and kind == "person" and row.how == "short":
            resolution = "surname"
        return self._speaker(Span(name.start, name.end), row, kind, resolution)

    def speaker_of_words(self, span: Span, key: str | None = None) -> Speaker:
        """The speaker whom a pronoun or a phrase stands for."""
        places = self._places.get(key, []) if key else []
        row = next((self.analysis.mention_of[i] for i in places if i in self.analysis.mention_of), None)
        words = self.frame.text[span.start : span.end]
        if row is None:
            return self._speaker(span, None, type_of(words), "none")
        kind: SpeakerType = "person" if self.names[places[0]].label == "PERSON" else "organisation"
        return self._speaker(span, row, kind, "pronoun")

    def _speaker(self, span: Span, row: Mention | None, kind: SpeakerType, resolution: Resolution) -> Speaker:
        words = self.frame.text[span.start : span.end]
        return Speaker(span.start, span.end, words, row.entity_id if row else None, kind, resolution)


def speaker_beside(possible: PossibleSpeakers, quoted: QuotedSpan, cue: Cue | None, key: str | None) -> Speaker | None:
    """The words in the sentence of a quoted span that name its speaker, whose entity is `key`, if there are any.

    A pronoun or “the Minister” at the cue goes before a name farther off, a name at the cue before both.
    """
    plain, sentence = possible.frame.plain, possible.frame.sentence(quoted)
    names = possible.names_of(key, sentence) if key else []
    subject_cue = with_subject(plain, cue, sentence) if cue else None
    pronoun = pronoun_beside(plain, subject_cue, sentence) if subject_cue else None
    if pronoun and plain[pronoun.start : pronoun.end].lower() != "who":
        return possible.speaker_of_words(pronoun, key)
    phrase = phrase_beside(plain, subject_cue, sentence) if subject_cue else None
    if subject_cue and phrase and not _holds_name(possible, phrase, names):
        if speaks(plain, phrase):
            return possible.speaker_of_words(phrase, key)
        if _is_subject(plain, phrase, subject_cue):
            behind = any(possible.names[i].start > subject_cue.start for i in names)
            return possible.speaker_of_words(phrase, None if behind else key)
    if names:
        at = cue.start if cue else quoted.outer_start
        return possible.speaker_of_name(min(names, key=lambda i: abs(possible.names[i].start - at)))
    words = pronoun or (phrase if phrase and _is_noun_phrase(plain, phrase) else None)
    return possible.speaker_of_words(words, key) if words else None


def _is_noun_phrase(plain: str, phrase: Span) -> bool:
    """Whether words may name somebody: “Somebody”, “a source”, “officials”; not “[empty] promises”."""
    is_named = plain[phrase.start].isupper() or _DETERMINED.match(plain, phrase.start) is not None
    return is_named or type_of(plain[phrase.start : phrase.end]) != "unknown"


def _holds_name(possible: PossibleSpeakers, phrase: Span, names: Iterable[int]) -> bool:
    return any(phrase.start <= possible.names[i].start < phrase.end + 3 for i in names)


def joint(
    possible: PossibleSpeakers, first: Speaker, likely: Iterable[tuple[str, float]], sentence: Span
) -> list[Speaker]:
    """The first speaker and those named with him: “Ann Reyes and Omar Diallo said”."""
    speakers = [first]
    for key, chance in likely:
        names = possible.names_of(key, sentence) if chance >= SHARE and first.resolution != "pronoun" else []
        if names and key != first.entity_id and _beside(possible.frame, speakers, possible.names[names[0]]):
            speakers.append(possible.speaker_of_name(names[0]))
    return sorted(speakers, key=lambda s: s.start) if len(speakers) > 1 else speakers


def _beside(frame: Frame, speakers: Iterable[Speaker], name: Name) -> bool:
    gaps = ((s.end, name.start) if s.end <= name.start else (name.end, s.start) for s in speakers)
    return any(_JOINED.fullmatch(frame.plain, a, b) is not None for a, b in gaps)


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
        if _ATTRIBUTED.fullmatch(plain, cue.end, possible.names[i].start)
        and not _is_part(plain, cue.end, possible.names[i].start)
    ]
    return min(names, key=lambda i: (possible.names[i].label != "PERSON", i), default=None)


def _is_part(plain: str, least: int, start: int) -> bool:
    """Whether a name is a part of a longer phrase: a spokesman for Vale Corp. said."""
    return _PART.search(plain[max(least, start - 14) : start]) is not None
