"""Cues: a text with masked quoted spans, its reporting verbs, which belongs to a span, and the phrases beside it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from pipeline.data import word_list, word_table
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.extraction.text.sentences import sentences
from pipeline.structure import Span

_SMALL, _LARGE = "ｘ", "Ｘ"  # masks for a span that begins in lower or upper case: letters that occur in no rule
_ATTRIBUTION = 60  # characters up to the verb of an attribution
_NAME = re.compile(r"(?:[Tt]he\s+)?(?!(?:She|He|They|It|We|I)\s)(?:[A-Z][\w.’'-]*\s+){1,4}(?:(?:also|then|\w+ly)\s+)?")
_COMMA = re.compile(r"[,:]\s*$")  # Ada Lund wrote back[, ]“Why?” Jan Roe said
_INTRODUCED = re.compile(r":[\s>*_]*")  # “Ada Lund said:⏎⏎> *“We won.”*” in Markdown
Use = Literal["clause", "quote", "rarely", "source"]
"""What a cue introduces: quotes and reported clauses; quotes alone; these, but rarely; its source (“according to”)."""
_WORD = re.compile(r"(?<![\w’'-])(?:[Aa]ccording to|(?<![\w,] )(?:Says|Said|Adds|Added)|[a-z]+)(?![\w’'-])")
_SHARED = re.compile(r"\b(?:and|but|then|or)\s$")
_SUBJECT = re.compile(r",\s(?:he|she|[A-Z]\w+(?:\s[A-Z]\w+){0,3})\s[a-z]")
RARELY_FARTHER = 60  # characters added to the distance of a verb that rarely reports
_REACH = 1000  # characters searched on either side of a quoted span; a “sentence” of thousands is a list or a table

_NOUN_BEFORE = re.compile(rf"(?:\b(?:{'|'.join(word_list('quotes/before_nouns.txt'))})|[’']s?)\s$")
_PLURAL_BEFORE = re.compile(r"\b(?:they|we|I|who|will|would|[a-z]+s)\s(?:also\s)?$")  # they say, officials say
_INVERTED = re.compile(r"[\s,]*[a-z]+(?<!ing)")  # “…,” write the researchers
_BE_BEFORE = re.compile(  # it is called; towns of 27 EU [states]
    r"\b(?:am|is|are|was|were|be|been|being|as|so-)\s(?:\w+ly\s)?$|\b[a-z]+\s\d+\s(?:[A-Z]+\s)?$"
)
ADVERBS = r"(?:\s+(?:also|then|has|have|had|further|later|again|will|would|once|today|yesterday|just|\w+ly))*"
BETWEEN = re.compile(ADVERBS + r"\s*$")
_LONGEST_PHRASE = 120  # characters of a noun phrase
_LAST_PIECE = re.compile(r"([^,]+)(?:,[^,]*,)?,?$")  # the spokesman, who gave no name, said
_EDGES = re.compile(rf"[;:—–()“”\"„«»\n{_SMALL}{_LARGE}]| - ")
_CLAUSE = re.compile(
    r"\b(?:(?i:that|when|while|because|where|if|but|which|as|what|how|why)\s|(?=(?:I|(?i:he|she|they|we|it|who))$))"
)
_PHRASE_END = re.compile(rf"[,;:!?—–(“”\"„«»\n]|\.(?!\s*\w)|\s(?:{'|'.join(word_list('quotes/phrase_ends.txt'))})\s")
_NO_SUBJECT = re.compile(
    r"(?is)(?:as|after|before|by|for|in|that|there|with)\b|(?:her|him|me|them|us)\sto\b|.*\sand$"
    r"|\w+ing\s(?:an?|as|for|his|her|how|in|its|on|our|that|the|their|these|this|those|to|with)\b"
)
"""“[As usual] …”, “asked [her to leave]”, “[confirming his earlier] claims”; not “[leading scientists] said”."""
_CORE = re.compile(r"(?s)[^\W_](?:.*[^\W_])?")  # from the first letter or digit to the last


class MaskedText:
    """A text, a copy with its quoted spans masked, and the sentences of the copy: “Why?” she asked is one sentence."""

    def __init__(self, text: str, quoted_spans: Sequence[QuotedSpan], paragraphs: Sequence[Span]) -> None:
        self.original, self.quoted_spans = text, quoted_spans
        masked = list(text)
        for quoted in quoted_spans:  # masked up to its last letter or digit; a full stop after that is kept
            end = quoted.end
            while end > quoted.start and not text[end - 1].isalnum():
                end -= 1
            letter = _SMALL if text[quoted.start : quoted.start + 1].islower() else _LARGE
            masked[quoted.start : end] = letter * (end - quoted.start)
        self.masked = "".join(masked)  # as long as `original`: offsets are the same in both
        self.sentences = sentences(self.masked, paragraphs)

    def number(self, offset: int) -> int:
        """The number of the sentence that contains `offset`, or else of the last one before it."""
        return max(bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1, 0)

    def sentence(self, quoted: QuotedSpan) -> Span:
        """The sentence around a quoted span, with “Mayor Karim said:” on the line before, or the line after “…,”."""
        first, last = self.number(quoted.start), self.number(quoted.outer_end - 1)
        if first and _INTRODUCED.fullmatch(self.masked, self.sentences[first - 1].end - 1, quoted.outer_start):
            first -= 1
        if not self.masked[quoted.outer_end : self.sentences[last].end].strip() and self._goes_on(quoted, last + 1):
            last += 1
        return Span(self.sentences[first].start, self.sentences[last].end)

    def _goes_on(self, quoted: QuotedSpan, number: int) -> bool:
        """Whether the sentence after a quote says who speaks: “We won,” [Ada Lund said.] “Why?” [Ada Lund asked.]"""
        is_introduced = _COMMA.search(self.masked, max(quoted.outer_start - 3, 0), quoted.outer_start) is not None
        if is_introduced or number == len(self.sentences):
            return False
        words, after = quoted.text(self.original), self.sentences[number]
        if not words.endswith(("?", "!", ".")) or "\n" in self.masked[quoted.outer_end : after.start]:
            return words.endswith(",")
        cues = cues_between(self.masked, after.start, min(after.start + _ATTRIBUTION, after.end))
        named = (c for c in cues if c.finite and _NAME.fullmatch(self.masked, after.start, c.start))
        return any(c.end + 1 == after.end or not words.endswith(".") for c in named)  # “We won.” [Ada Lund said.]


class Cue(NamedTuple):
    """A reporting verb or “according to” in the text."""

    start: int
    end: int
    use: Use
    finite: bool  # said, says; not “saying”, “to say”


@cache
def _forms() -> dict[str, tuple[Use, bool]]:
    """Form of a cue -> its use (`Use`), and whether it is finite."""
    forms: dict[str, tuple[Use, bool]] = {"according to": ("source", True)}
    for base, use, third, past, participle in word_table("quotes/reporting_verbs.tsv"):
        reports: Use = use  # type: ignore[assignment]
        forms |= dict.fromkeys((base, *participle.split()), (reports, False))
        forms |= dict.fromkeys((third, *past.split()), (reports, True))
    return forms


def cues_between(masked: str, start: int, end: int) -> Iterator[Cue]:
    """The cues between `start` and `end`, without nouns (“his remarks”) and passives (“is called”)."""
    for m in _WORD.finditer(masked, start, end):
        at, verb = m.start(), m.group()
        if verb.lower() not in _forms():
            continue
        use, finite = _forms()[verb.lower()]
        before = masked[max(start, at - 14) : at]
        finite = finite or (not verb.endswith("ing") and _PLURAL_BEFORE.search(before) is not None)
        if not _NOUN_BEFORE.search(before) and not (finite and _BE_BEFORE.search(before)):
            yield Cue(at, at + len(verb), use, finite)


def cue_of(text: MaskedText, quoted: QuotedSpan) -> Cue | None:
    """The cue of a quoted span: the nearest in its sentence; verbs that rarely report (“called”) count as farther."""
    sentence = text.sentence(quoted)
    before = cues_between(text.masked, max(sentence.start, quoted.outer_start - _REACH), quoted.outer_start)
    found = cues_between(text.masked, quoted.outer_end, min(sentence.end, quoted.outer_end + _REACH))
    after = [c for c in found if c.finite or _INVERTED.fullmatch(text.masked, quoted.outer_end, c.end)]
    after = [c for c in after if not text.masked.endswith("who ", 0, c.start)] or after

    def distance(cue: Cue) -> int:
        return max(quoted.outer_start - cue.end, cue.start - quoted.outer_end) + RARELY_FARTHER * (cue.use == "rarely")

    return min([*before, *(c._replace(finite=True) for c in after)], key=distance, default=None)


def cue_with_subject(masked: str, cue: Cue, zone: Span) -> Cue | None:
    """The cue that has this cue's subject: itself if finite and not after “and”, else the finite one before it; None if
    another subject stands between: “As critics laughed, Ada Lund sat down and [joked] …”."""
    if cue.finite and not _SHARED.search(masked, max(zone.start, cue.start - 8), cue.start):
        return cue
    before = next((c for c in reversed([*cues_between(masked, zone.start, cue.start)]) if c.finite), None)
    return None if before and _SUBJECT.search(masked, before.end, cue.start) else before


@dataclass(frozen=True, slots=True)
class Phrase(Span):
    """A pronoun or noun phrase; quoted spans in its `words` are masked."""

    words: str


def subject_of(masked: str, cue: Cue, zone: Span) -> Phrase | None:
    """The pronoun or noun phrase that is the subject of a cue: “[she] also said”, else that after it: “said [he]”."""
    return (None if cue.use == "source" else _before(masked, cue, zone)) or phrase_after(masked, cue, zone)


def phrase_after(masked: str, cue: Cue, zone: Span) -> Phrase | None:
    """The pronoun or noun phrase after a cue: “according to [the ministry]”; not “called [it] “a step””."""
    limit = min(zone.end, cue.end + _LONGEST_PHRASE)
    end = _PHRASE_END.search(masked, cue.end + 1, limit)
    start = cue.end + len(" by") if masked.startswith(" by ", cue.end) else cue.end  # “explained by [the clerk]”
    phrase = _core(masked, start, end.start() if end else limit)
    return phrase if phrase and phrase.words != "it" else None


def _before(masked: str, cue: Cue, zone: Span) -> Phrase | None:
    """The noun phrase right before a cue, back to a comma, bracket, mark or conjunction: “when [the mayor] said”."""
    start = max(zone.start, cue.start - _LONGEST_PHRASE)
    for m in _EDGES.finditer(masked, start, cue.start):
        start = m.end()
    piece = _LAST_PIECE.search(BETWEEN.sub("", masked[start : cue.start]))
    if piece is None:
        return None
    first, last = start + piece.start(1), start + piece.end(1)
    for m in _CLAUSE.finditer(masked, first, last):
        first = m.end()
    return _core(masked, first, last)


def _core(masked: str, start: int, end: int) -> Phrase | None:
    m = _CORE.search(masked, start, end)
    return Phrase(*m.span(), m[0]) if m and not _NO_SUBJECT.match(m[0]) else None
