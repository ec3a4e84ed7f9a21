"""Who says a quoted span: from the reader's links to entities, and to the words that name them here."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import Links, Name
from pipeline.extraction.quotes.cues import Cue, with_subject
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.phrases import (
    phrase_beside,
    pronoun_beside,
    speaks,
    type_of,
)
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.records import Mention, Resolution, SpeakerType
from pipeline.structure import Span

SHARE = 0.1  # of the chances: a second speaker of a joint statement has as much
_JOINED = re.compile(r"\s*(?:(?:[A-Z][\w.’'-]*|of|the|for|and|&|,|\([^()]*\))\s*){1,15}")  # A, Minister of X, and B


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
    subject_cue = with_subject(plain, cue, sentence) if cue else None
    pronoun = pronoun_beside(plain, subject_cue, sentence) if subject_cue else None
    if pronoun and plain[pronoun.start : pronoun.end].lower() != "who":
        return possible.speaker_of_words(pronoun, key)
    names = possible.names_of(key, sentence) if key else []
    phrase = phrase_beside(plain, subject_cue, sentence) if subject_cue else None
    if phrase and speaks(plain, phrase) and not _holds_name(possible, phrase, names):
        return possible.speaker_of_words(phrase, key)
    if names:
        at = cue.start if cue else quoted.outer_start
        return possible.speaker_of_name(min(names, key=lambda i: abs(possible.names[i].start - at)))
    words = pronoun or phrase
    return possible.speaker_of_words(words, key) if words else None


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
