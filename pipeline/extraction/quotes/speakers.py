"""Who says a quoted span: from the reader's links to an entity, and on to the words at the cue that stand for it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from pipeline.data import word_table
from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import Links, Name
from pipeline.extraction.quotes.cues import ADVERBS, BETWEEN, Cue, MaskedText, Phrase, cue_with_subject, subject_of
from pipeline.extraction.roles.holders import COORDINATES
from pipeline.extraction.roles.wording import wording_of
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.records import Resolution, SpeakerType, grouped
from pipeline.structure import Span

_HE_OR_SHE = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
PRONOUNS = frozenset(("he", "she", "they", "i", "we", "it"))
_DETERMINED = re.compile(r"(?i)(?:the|an?|one|another|some|many|several|his|her|their|its|\w+[’']s)\s")
_UNNAMED = re.compile(r"(?i)(?:an?|one|another|some|many|several)(?:\s(?!the\b|later\b)[\w'’-]+)*")
_COMPLEMENT = re.compile(r"\s(?:of|for|from|to|in|at|on|with|by)\s")
_COORDINATION = re.compile(r",|\sand\s(?!the\s)")
_UNRANKED = r"(?:.*\s(?<!deputy\s)(?<!vice\s)(?<!assistant\s)(?<!associate\s)(?<!prime\s)(?<!under\s)(?<!press\s))?"
_REACH = 160  # characters between a name and its cue
_OTHER = r"(?:the|an?|another|one|his|her|its|their|who(?:se)?)\b"  # “Asked about Ada Lund, [an] officer said”
_GAP = re.compile(
    rf"\s*(?:\([^()]*\)|,[^.;:!?“”]{{1,160}},|(?P<comma>,)|(?P<open>,\s(?!{_OTHER})[^,.;:!?“”]{{1,110}}))?{ADVERBS}\s+"
)
_APPOSED = re.compile(r",\s(?:[A-Z][\w.]*\s){0,2}$")  # the regional manager, Dr. [Ada Lund], said
_ENDS_IN_PREPOSITION = re.compile(r"\b(?:of|for|to|from|with|by|at|in|on|that|than)\s+(?:the\s+)?$")
_DASH = re.compile(r"(?:[.?!…]\W{0,3}|.\W{0,3}\n\s*)[-–—]{1,2}[ *_]*(?:[A-Z][a-z.]+\s){0,2}")  # “Won[.” – ]Ada Lund
_SIGNED = re.compile(r"[*_]*\.?(?:\s*[,(|\n]|\s*\Z| [-–—])")  # after the name of who signs
SHARE = 0.1  # least probability of a second speaker of a joint statement
_JOINED = re.compile(r"\s*(?:(?:[A-Z][\w.’'-]*+|of|the|for|and|&|,|\([^()]*\))\s*){1,15}")  # A[, Minister of X, and ]B
_TYPES: dict[str, SpeakerType] = dict(word_table("quotes/speaker_types.tsv"))  # type: ignore[arg-type]
NOBODY: tuple[None, SpeakerType, None, None, None, Resolution] = (None, "unknown", None, None, None, "none")
"""The values in the row of a quote without a speaker."""


def is_speaker_phrase(words: str) -> bool:
    """Whether a phrase clearly stands for a speaker: “she”, “the ministry”, “one source”."""
    return words.lower() in PRONOUNS or (_DETERMINED.match(words) is not None and type_of(words) != "unknown")


def type_of(words: str) -> SpeakerType:
    """The type of speaker of a phrase without a name: “the report” is a document, “the ministry” an organisation."""
    head = _COMPLEMENT.split(words.lower())[0].split()
    forms = (form for word in reversed(head) for form in (word, word.removesuffix("s"), word.removesuffix("es")))
    return next((_TYPES[form] for form in forms if form in _TYPES), "unknown")


class Speaker(NamedTuple):
    """The words that stand for a speaker, and the entity that they resolve to."""

    entity_id: str | None
    kind: SpeakerType
    text: str
    start: int
    end: int
    resolution: Resolution


class PossibleSpeakers:
    """The names in a text that can be speakers, by the entity that they name; names are given by their numbers."""

    def __init__(self, analysis: Analysis, text: MaskedText) -> None:
        self.text = text
        self.reading = analysis.reading
        self.names = self.reading.names
        self.keys: dict[int, str] = {}  # number of a name -> its entity, else its words
        self._mention_of = analysis.mention_of
        for i, name in enumerate(self.names):
            if name.label in ("PERSON", "ORG", "COUNTRY"):
                row = self._mention_of.get(i)
                self.keys[i] = (row and row.entity_id) or text.original[name.start : name.end]
        self._places: dict[str | None, list[int]] = grouped((key, i) for i, key in self.keys.items())
        self._in_order = sorted(self.keys, key=self._start)
        current = [r for r in analysis.roles if r.status in ("current", "acting")]
        self._held = [(_COMPLEMENT.split(p)[0], r) for r in current for p in _COORDINATION.split(r.role.lower())]

    def _start(self, number: int) -> int:
        return self.names[number].start

    def probabilities(self, links: Links) -> dict[str, float]:
        """The probability of each entity that may speak."""
        return links.by_entity(self.keys.get)

    def names_of(self, key: str | None, span: Span) -> list[int]:
        """The names of an entity within a span, outside quotation marks."""
        masked, original = self.text.masked, self.text.original
        places = ((i, self._start(i)) for i in self._places.get(key, ()))
        return [i for i, at in places if span.start <= at < span.end and masked[at] == original[at]]

    def likeliest(self, key: str, links: Links) -> int:
        """The name of an entity to which the link of a quotation is most probable."""
        linked = dict(links.names)
        return max(self._places[key], key=lambda i: linked.get(i, 0.0))

    def between(self, start: int, end: int) -> list[int]:
        """The names between `start` and `end` that can be speakers, in text order."""
        first, last = (bisect_left(self._in_order, at, key=self._start) for at in (start, end))
        return [i for i in self._in_order[first:last] if self.names[i].end <= end]

    def person_between(self, start: int, end: int) -> int | None:
        """The first name of a person between `start` and `end`."""
        return next((i for i in self.between(start, end) if self.names[i].label == "PERSON"), None)

    def in_a_row(self, speaker: Speaker, sentence: Span) -> set[str]:
        """The people in a row of three or more with a speaker: “said [Ann Reyes], [Bo Berg] and [Omar Diallo]”."""
        people = [i for i in self.between(sentence.start, sentence.end) if self.names[i].label == "PERSON"]
        gaps = ((self.names[a].end, self._start(b)) for a, b in pairwise(people))
        rows = accumulate((not COORDINATES.fullmatch(self.text.masked, *gap) for gap in gaps), initial=0)
        by_row = grouped(zip(rows, people, strict=False)).values()
        return {self.keys[i] for row in by_row if len(row) > 2 and speaker.start in map(self._start, row) for i in row}

    def signer(self, quoted: QuotedSpan) -> int | None:
        """The person who signs a quote: “We won.” – [Ada Lund], Clerk of Zed."""
        number = self.person_between(quoted.outer_end, quoted.outer_end + _REACH)
        if number is None or not _DASH.fullmatch(self.text.masked, quoted.end - 1, self._start(number)):
            return None
        return number if _SIGNED.match(self.text.masked, self.names[number].end) else None

    def speaker_of_name(self, number: int) -> Speaker:
        """The speaker for a name in the text."""
        name, row = self.names[number], self._mention_of.get(number)
        is_surname = row and row.how == "short" and name.label == "PERSON"
        resolution: Resolution = "none" if not row or not row.entity_id else "surname" if is_surname else "name"
        return self._speaker(Span(name.start, name.end), number, resolution)

    def holder(self, words: str) -> str | None:
        """The one person whose current role a phrase means, or None: “the Minister” is Ada Lund, Minister of Mines."""
        job_title = words.lower().removeprefix("the ")
        fits = re.compile(_UNRANKED + re.escape(_COMPLEMENT.split(job_title)[0]))
        said = wording_of(job_title)
        held = {r.person_id for head, r in self._held if fits.fullmatch(head) and said <= wording_of(r.role)}
        return held.pop() if len(held) == 1 else None

    def unless_unnamed(self, words: str, key: str | None) -> str | None:
        """The holder of a title, else `key`; None for an unnamed person: “a spokesman”, unless it is a company's."""
        if not _UNNAMED.fullmatch(_COMPLEMENT.split(words)[0]):
            return self.holder(words) or key
        is_person = any(self.names[i].label == "PERSON" for i in self._places.get(key, ()))
        return None if is_person else key

    def speaker_of_words(self, span: Span, key: str | None = None) -> Speaker:
        """The speaker that a pronoun or phrase stands for; never an entity that is first named in a later sentence."""
        words = self.text.original[span.start : span.end]
        beside = span.end + 3 * words[:1].isupper()  # no sentence end: “said Lt.Col[. ]Ada Lund”
        end = max(beside, self.text.sentences[self.text.number(span.start)].end)
        named = (i for i in self._places.get(key, ()) if i in self._mention_of and self._start(i) < end)
        number = next(named, None)
        head = _COMPLEMENT.split(words)[0].split()[-1]  # “President” in “the President of the Students’ Union”
        is_organisation = type_of(head) == "organisation" and type_of(words.split()[-1]) != "person"  # “the court”
        if number is not None and not (self.names[number].label == "PERSON" and is_organisation):
            return self._speaker(span, number, "pronoun")  # “the Minister” has this value too
        return Speaker(None, type_of(words), words, span.start, span.end, "none")

    def subject_before(self, cue: Cue, zone: Span) -> int | None:
        """The name right before a cue, or before an aside: “[Ann Reyes], Minister for Trade, said”."""
        nearest_first = reversed(self.between(max(zone.start, cue.start - _REACH), cue.start))
        leading = (i for i in nearest_first if self._leads_to(self.names[i], cue, zone.start))
        return next((i for i in leading if not _is_part(self.text.masked, zone.start, self._start(i))), None)

    def _leads_to(self, name: Name, cue: Cue, least: int) -> bool:
        """Whether only an aside, a job title (“Ada Lund[, Clerk of Zed] said”) or adverbs part a name from a cue."""
        gap = _GAP.fullmatch(self.text.masked, name.end, cue.start)
        if gap is None or gap.lastgroup is None or name.label != "PERSON":
            return gap is not None and gap.lastgroup is None
        if gap["comma"]:
            return _APPOSED.search(self.text.masked, least, name.start) is not None
        return any(name.end <= t.start and t.end <= cue.start for t in self.reading.job_titles)

    def subject_after(self, cue: Cue, zone: Span) -> int | None:
        """The name after a cue that begins an attribution, a person's first: “said the head of Vale, [Ann Reyes]”."""
        masked, names = self.text.masked, self.between(cue.end, min(zone.end, cue.end + _REACH))
        people_first = sorted(names, key=lambda i: self.names[i].label != "PERSON")
        return next((i for i in people_first if not _is_part(masked, cue.end, self._start(i))), None)

    def _speaker(self, span: Span, number: int, resolution: Resolution) -> Speaker:
        row = self._mention_of.get(number)
        kind: SpeakerType = "person" if self.names[number].label == "PERSON" else "organisation"
        words = self.text.original[span.start : span.end]
        return Speaker(row.entity_id if row else None, kind, words, span.start, span.end, resolution)


def speaker_beside(possible: PossibleSpeakers, quoted: QuotedSpan, cue: Cue | None, key: str | None) -> Speaker | None:
    """The words in a quoted span's sentence that stand for its speaker, the entity `key`, if any; in this order: a name
    at the cue, “she” or “the Minister” there, a name farther away, “she” before the quote, “Somebody”."""
    masked, sentence = possible.text.masked, possible.text.sentence(quoted)
    names = possible.names_of(key, sentence)
    subject_cue = cue_with_subject(masked, cue, sentence) if cue else None
    phrase = subject_of(masked, subject_cue, sentence) if subject_cue else None
    if subject_cue and phrase and (found := _at_cue(possible, subject_cue, phrase, names, key)):
        return found
    if names:
        at = cue.start if cue else quoted.outer_start
        return possible.speaker_of_name(min(names, key=lambda i: abs(possible.names[i].start - at)))
    if m := _HE_OR_SHE.search(masked, sentence.start, quoted.outer_start):  # “[She] released a statement: “…””
        pronoun = possible.speaker_of_words(Span(*m.span()), key)
        if pronoun.entity_id and pronoun.kind == "person":  # who was named before
            return pronoun
    return _not_linked(possible, phrase, key) if phrase else None


def _not_linked(possible: PossibleSpeakers, phrase: Phrase, key: str | None) -> Speaker | None:
    """The speaker for the phrase at a cue if no name of the entity `key` is in the sentence."""
    other = possible.person_between(phrase.start, phrase.end)
    if other is not None:
        return possible.speaker_of_name(other)  # “The envoy, Bo Berg said”, where the reader links Ada Lund
    words = phrase.words
    if words[:1].isupper() or _DETERMINED.match(words) or type_of(words) != "unknown":
        return possible.speaker_of_words(phrase, possible.unless_unnamed(words, key))  # “Somebody”, “a source”
    return None  # “empty”


def _at_cue(
    possible: PossibleSpeakers, cue: Cue, phrase: Phrase, names: Sequence[int], key: str | None
) -> Speaker | None:
    """The speaker for the phrase at a cue, if it contains none of the speaker's `names` and is clearly the subject."""
    starts = [possible.names[i].start for i in names]
    if any(phrase.start <= start < phrase.end + 3 for start in starts):
        return None
    if not is_speaker_phrase(phrase.words):
        is_right_before = BETWEEN.fullmatch(possible.text.masked, phrase.end, cue.start)
        if not (is_right_before and _DETERMINED.match(phrase.words)):
            return None
        if any(start > cue.start for start in starts):
            return possible.speaker_of_words(phrase)  # “[The winner] said of Ann Reyes”
    return possible.speaker_of_words(phrase, key if names else possible.unless_unnamed(phrase.words, key))


def joint(possible: PossibleSpeakers, first: Speaker, links: Links, sentence: Span) -> list[Speaker]:
    """The first speaker and those named beside it, in text order: “Ann Reyes and Omar Diallo said”; all of a row."""
    if first.resolution == "pronoun":
        return [first]
    speakers, row = [first], possible.in_a_row(first, sentence)
    for key in (k for k, probability in possible.probabilities(links).items() if probability >= SHARE or k in row):
        names = possible.names_of(key, sentence) if key != first.entity_id else []
        if names and _beside(possible.text, speakers, possible.names[names[0]]):
            speakers.append(possible.speaker_of_name(names[0]))
    return sorted(speakers, key=lambda s: s.start)


def _beside(text: MaskedText, speakers: Iterable[Speaker], name: Name) -> bool:
    return any(_JOINED.fullmatch(text.masked, min(s.end, name.end), max(s.start, name.start)) for s in speakers)


def _is_part(masked: str, least: int, start: int) -> bool:
    """Whether a name is part of a longer phrase: “a spokesman for [Vale Corp.] said”."""
    return _ENDS_IN_PREPOSITION.search(masked[max(least, start - 14) : start]) is not None
