"""Reported speech without quotation marks: “Ann Reyes said that …”, “…, she added.”, “According to the ministry, …”.

Only clear cases are kept: the speaker stands right beside a finite reporting verb, or after “according to”.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.data import word_list
from pipeline.extraction.quotes.cues import Cue, cues_between, phrase_after, subject_of
from pipeline.extraction.quotes.speakers import PRONOUNS, PossibleSpeakers, Speaker, is_speaker_phrase
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.extraction.text.sentences import sentences
from pipeline.records import QuoteKind
from pipeline.structure.lines import Span, stripped

CONFIDENCE = 0.85
_MOST_QUOTED = 0.85  # share of a clause in quotation marks above which it is not reported speech
_CONTRACTED = r"[’'](?:s|re|ve|ll|d|m)\b"
_AUXILIARY = rf"(?:(?:{'|'.join(word_list('quotes/auxiliaries.txt'))})\b|\w+n[’']t\b)"
_FINITE = re.compile(rf"(?i)\b(?:{_AUXILIARY}|\w+{_CONTRACTED})")
_WITHOUT_SUBJECT = re.compile(_AUXILIARY)
_CONTRACTED_CLAUSE = re.compile(rf"(?i)(?:i|you|s?he|it|we|they|that|there|here|this|what|who|let){_CONTRACTED}")
_MANY_WORDS = 8  # beside a cue, so many words that begin with a capital are a sentence
_WHEN = r"(?:in|on|at|during|before|after|today|yesterday|last|this|earlier|again|also|further|out|\w+ly|\w+day)"
_THAT = re.compile(rf"(?:\s+{_WHEN}\b(?:\s+(?!that\b)[^\s,;:.“”]+){{0,8}}?)?(?:,[^,;:.“”]{{1,80}},)?\s+(?=that\s)")
_TOLD = re.compile(r"(?:\s+(?!that\b)[^\s,;:.“”]+){1,8}?\s+(?=that\s)")
_TELLING = frozenset(("told", "tells", "reminded", "reminds", "warned", "warns", "cautioned"))
_OPENS, _MAY_OPEN = ("|".join(word_list(f"quotes/{name}.txt")) for name in ("clause_openings", "may_open_clause"))
_NO_THAT = re.compile(rf"\s+(?=(?:{_OPENS})\b|(?!\w+day\b)(?:{_MAY_OPEN})\b[^.;:“”]*?\b{_AUXILIARY})")
"""From a verb to the clause that it reports: “said[ on Friday] that …”, “told[ reporters] that …”, “said[ ]he won”."""
_TAIL = re.compile(rf"(?:\s*\([^()]*\))?(?:\s+{_WHEN}\b[^.;:“”]{{0,80}})?[.\s]*$")
_WITH_JOB_TITLE = re.compile(r"[^;:“”]*$")
_CLAUSE_COMMA = re.compile(r",\s(?!(?:which|who|whose|Ph\.?D|M\.?D|[JS]r|Inc|LLC|Ltd)\b)")
_PREPOSITION = re.compile(r"\b(?:at|in|on|of|by|to|for|with|from|during|before|after|since|about)\s+$")
_LEAST_WORDS = 3  # of a clause; not “she said [that it]”
_GOES_ON = re.compile(r",\s+[a-z]")
_MARKS_LOST = re.compile(r"\w[^\S\n]{3,}\w")  # a scraper removed marks and full stops: the end of a clause is unknown
_EDGE_SIGNS = " \t\n\r,;:.—–-?!*_"
_NEAR = 8  # code points from a name to its job title: “According to Ann Reyes[, the ]director of Vale, rents rose”
FIRST_NAMED_BONUS = 300  # characters by which the first person named in a sentence counts as nearer to a pronoun


class Attribution(NamedTuple):
    """Words that are said, quoted or reported, from `start` to `end`, with cue, speakers and how they were found."""

    start: int
    end: int
    cue: Cue | None
    speakers: Sequence[Speaker]
    how: str  # reader; of a reported clause: said, fronted, aside, according
    confidence: float = CONFIDENCE
    closed: bool = True


def reported(possible: PossibleSpeakers, speech: Sequence[QuotedSpan]) -> Iterator[Attribution]:
    """The reported clauses in order, at most one per sentence; `speech` are the quoted spans that are speech."""
    text = possible.text
    for sentence in text.sentences:
        if _MARKS_LOST.search(text.masked, sentence.start, sentence.end):
            continue
        for cue in cues_between(text.masked, sentence.start, sentence.end):
            if cue.use in ("clause", "source") and cue.finite and (found := _clause(possible, cue, sentence, speech)):
                yield found
                break


def _clause(possible: PossibleSpeakers, cue: Cue, sentence: Span, speech: Sequence[QuotedSpan]) -> Attribution | None:
    """The clause that a cue reports; None without a clear speaker, or if the clause has hardly any words of its own."""
    speaker = _source(possible, cue, sentence) if cue.use == "source" else _subject(possible, cue, sentence)
    if speaker and (place := _place(possible, cue, sentence, speaker)):
        how, span = place
        words = Span(*stripped(possible.masked, span.start, span.end, _EDGE_SIGNS))
        span = _without_quotes(possible.original, words, speech)
        is_clause = len(possible.masked[span.start : span.end].split()) >= _LEAST_WORDS
        return Attribution(span.start, span.end, cue, (speaker,), how) if is_clause else None
    return None


def _place(possible: PossibleSpeakers, cue: Cue, sentence: Span, speaker: Speaker) -> tuple[str, Span] | None:
    """How the clause that a cue and its speaker report was found, and its span; None where they report none."""
    masked = possible.masked
    begin, end = _begin(masked, cue, sentence, speaker), max(speaker.end, cue.end)
    before = masked[sentence.start : begin].rstrip()
    in_front = Span(sentence.start, begin)
    clause_in_front = before.endswith(",") and _ends(possible, cue, end, sentence.end)
    if cue.use == "source":
        if clause_in_front:
            return "according", in_front
        ends = _ends_of_job_title(possible, end)
        comma = None if before else _CLAUSE_COMMA.search(masked, max([end, *ends]), sentence.end)
        return ("according", Span(comma.end(), sentence.end)) if comma else None
    if start := _clause_after(masked, masked[cue.start : cue.end], end, sentence.end):
        return "said", Span(start, sentence.end)
    if clause_in_front:
        return "fronted", in_front
    return ("aside", sentence) if before.endswith(",") and _GOES_ON.match(masked, end) else None


def _begin(masked: str, cue: Cue, sentence: Span, speaker: Speaker) -> int:
    """Where an attribution begins, with what stands before the speaker's name: “…, [its spokesman ]Bo Lund said”."""
    begin = min(speaker.start, cue.start)
    phrase = subject_of(masked, cue, sentence) if begin < cue.start else None
    if phrase is None or masked.startswith("and ", phrase.start):
        return begin
    return min(begin, phrase.start)


def _ends(possible: PossibleSpeakers, cue: Cue, start: int, end: int) -> bool:
    """Whether an attribution ends its sentence: “… said in May.”, “… said Ann Reyes, director of Vale.”"""
    has_job_title = bool(possible.masked[cue.end : start].strip() and _ends_of_job_title(possible, start))
    return (_WITH_JOB_TITLE if has_job_title else _TAIL).match(possible.masked, start, end) is not None


def _ends_of_job_title(possible: PossibleSpeakers, end: int) -> list[int]:
    """The ends of the job titles that begin right after `end`, the end of a name."""
    return [t.end for t in possible.reading.job_titles if t.start - end in range(_NEAR)]


def _clause_after(masked: str, verb: str, start: int, end: int) -> int | None:
    """Where the clause after a verb begins: “said [the bridge is open]”, “told reporters [that it is]”."""
    bare = _NO_THAT.match(masked, start, end) if verb in ("said", "says") else None
    m = bare or (_TOLD if verb in _TELLING else _THAT).match(masked, start, end)
    return m.end() if m and (bare or not _PREPOSITION.search(masked, start, m.end())) else None


def _source(possible: PossibleSpeakers, cue: Cue, sentence: Span) -> Speaker | None:
    """The speaker named after “according to”, or after a verb that follows the clause: “…, said Ann Reyes.”"""
    phrase = phrase_after(possible.masked, cue, sentence)
    if phrase is None:
        return None
    clause_in_front = possible.masked[sentence.start : cue.start].rstrip().endswith(",")
    is_clause = phrase.words.startswith(("that ", "and ")) or _FINITE.search(phrase.words.partition(" who ")[0])
    if cue.use != "source" and (is_clause or not clause_in_front):
        return None  # “…, argued that he won”
    if phrase.words in ("him", "her"):
        return resolved(possible, phrase)
    number = possible.subject_after(cue, sentence if clause_in_front else phrase)
    return _typed(possible, phrase) if number is None else possible.speaker_of_name(number)


def _typed(possible: PossibleSpeakers, phrase: Span) -> Speaker | None:
    """The speaker that a phrase for a person or organisation names: “the ministry”, “a spokesman for Vale Corp.”."""
    speaker = possible.speaker_of_words(phrase, possible.holder(possible.original[phrase.start : phrase.end]))
    return speaker if speaker.kind in ("person", "organisation") else None


def _subject(possible: PossibleSpeakers, cue: Cue, sentence: Span) -> Speaker | None:
    """The speaker of a verb: “he” or “she”, a name before it (or before an aside) or after it, or “the ministry”."""
    phrase = subject_of(possible.masked, cue, sentence)
    if phrase and phrase.words.lower() in PRONOUNS:
        return resolved(possible, phrase) if phrase.words.lower() in ("he", "she") else None
    if (number := possible.subject_before(cue, sentence)) is not None:
        return possible.speaker_of_name(number)
    if (source := _source(possible, cue, sentence)) and _ends(possible, cue, source.end, sentence.end):
        return source
    return _typed(possible, phrase) if phrase and is_speaker_phrase(phrase.words) else None


def _without_quotes(text: str, span: Span, speech: Sequence[QuotedSpan]) -> Span:
    """The clause up to the first direct quote in it, which has its own row; an empty span where nothing is left."""
    start, end, marked = span.start, span.end, 0
    for quoted in speech:
        if quoted.outer_end <= start or quoted.outer_start >= end:
            continue
        if kind_of(quoted.text(text)) == "direct":
            end = max(text.rfind(",", start, max(start, quoted.outer_start - 2)), start)  # the comma before: said: “…”
            break
        end = max(end, quoted.outer_end)  # a fragment: the bridge was “a gift to the town.”
        marked += sum(map(str.isalnum, quoted.text(text)))
    return Span(start, end if marked <= _MOST_QUOTED * sum(map(str.isalnum, text[start:end])) else start)


def resolved(possible: PossibleSpeakers, pronoun: Span) -> Speaker:
    """The speaker that a pronoun refers to: the nearest person before it, with a preference for a sentence's first."""
    people = (i for i in possible.between(0, pronoun.start) if possible.names[i].label == "PERSON")
    best = max(people, key=lambda i: _score(possible, i, pronoun), default=None)
    return possible.speaker_of_words(pronoun, possible.keys[best] if best is not None else None)


def _score(possible: PossibleSpeakers, number: int, pronoun: Span) -> float:
    name, text = possible.names[number], possible.text
    owns = text.masked.startswith(("’s", "'s"), name.end)  # “In fact, [Cole]’s plan was bold.”
    sentence = text.sentences[text.number(name.start)]
    first = not owns and possible.person_between(sentence.start, name.start) is None  # [Ann Reyes] met Cole. She said …
    is_quoted = text.masked[name.start] != text.original[name.start]  # “It was [Cole],” said Ann Reyes. She said that …
    return FIRST_NAMED_BONUS * (first - 2 * is_quoted) - (pronoun.start - name.start)


def kind_of(words: str, has_cue: bool = False, is_led_into: bool = False) -> QuoteKind:
    """`direct` for a sentence or a clause, `partial` for a fragment: “a step in the right direction”."""
    words = words.strip()
    ends = words.endswith((".", "?", "!", ",")) or (has_cue and len(words.split()) >= _MANY_WORDS)
    clause = _CONTRACTED_CLAUSE.match(words) or (_FINITE.search(words, 1) and not _WITHOUT_SUBJECT.match(words))
    several = len(sentences(words, [Span(0, len(words))])) > 1
    return "direct" if (clause and not is_led_into) or several or (words[:1].isupper() and ends) else "partial"
