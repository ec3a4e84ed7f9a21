"""Which quoted spans are speech, who says them, and which belong to one utterance."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.extraction.document.reading import Links
from pipeline.extraction.quotes.cues import Cue, cue_of, cue_with_subject, subject_of
from pipeline.extraction.quotes.reported import kind_of, resolved
from pipeline.extraction.quotes.speakers import PossibleSpeakers, Speaker, joint, speaker_beside
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.structure import Span

SPEECH = 0.4  # least probability of speech of a quoted span; .5 scores worse on held-back releases, .3 on new ones
FRAGMENT = 0.9  # the same for a fragment (“fair price”) without a cue: below it, only a third are speech
MAX_CONFIDENCE = 0.985  # share of right speakers, on publishers held out, where the weights say certain
CUE_WEIGHT = 5.0  # weight of the name at the cue: “said [Ann Reyes]”; 20 scores worse, 1 scores worse on newswire
CONTINUED_WEIGHT = 1000.0  # of the last speaker, if the quote goes on after a paragraph or, without a cue, within one
_MOST_PARAGRAPHS = 2  # most paragraphs from one part of an utterance to the next
_INTRODUCES_NEXT = re.compile(r"(?:[^\w\n]*+\n)++(?:[^\n.!?]{1,120}\n)?[>\s]*+([^\n]{3,250}):[\s>]*")
"""Between a quote and the next: “We won.” ⏎ [Ada Lund said]: “We dig.” A subheading may stand in between."""


class QuotedSpeech(NamedTuple):
    """A quoted span that is speech, with its cue, its speakers and its place among the parts of an utterance."""

    quoted: QuotedSpan
    key: str | None  # of the likeliest entity; the `speakers` may be words that name nobody
    speakers: Sequence[Speaker]
    cue: Cue | None
    group: int  # number of the first quoted span of the utterance
    confidence: float

    def carried_to(self, quoted: QuotedSpan, confidence: float) -> "QuotedSpeech":
        """The next part of this utterance, a quoted span beside which no words name the speaker."""
        speakers = [s._replace(resolution="carried") if s.entity_id else s for s in self.speakers]
        return self._replace(quoted=quoted, speakers=speakers, confidence=confidence)


_BEFORE_FIRST = QuotedSpeech(QuotedSpan(0, 0, 0, 0, paragraph=-1), None, (), None, -1, 0.0)


def quoted_speech(possible: PossibleSpeakers) -> dict[int, QuotedSpeech]:
    """The quoted spans of a text that are speech, by their numbers."""
    read = {quotation.start: quotation for quotation in possible.reading.quotations}
    found: dict[int, QuotedSpeech] = {}
    last = _BEFORE_FIRST
    for n, quoted in enumerate(possible.text.quoted_spans):
        quotation = read.get(quoted.outer_start)
        if quotation is not None and quotation.speech >= SPEECH:
            speech = _attributed(possible, n, quotation.speaker, last)
            if speech.cue or quotation.speech >= FRAGMENT or kind_of(quoted.text(possible.original)) == "direct":
                found[n] = last = speech
    return found


def _attributed(possible: PossibleSpeakers, n: int, links: Links, last: QuotedSpeech) -> QuotedSpeech:
    """The quoted span with number `n` with its cue and speakers; `last` is the quoted speech before it."""
    quoted = possible.text.quoted_spans[n]
    signer = possible.signer(quoted)
    goes_on = quoted.continued and last.quoted.continues  # else a title that was left open
    if signer is None:
        cue = cue_of(possible.text, quoted)
        links = links if cue else _without_next(possible, n, links)
        key, confidence = _weighed(possible, quoted, cue, links, last, goes_on)
    else:
        cue, key, confidence = None, possible.keys[signer], MAX_CONFIDENCE
    found = speaker_beside(possible, quoted, cue, key)
    is_near = quoted.paragraph - last.quoted.paragraph <= _MOST_PARAGRAPHS
    if last.speakers and is_near and key == last.key and found is None:
        return last.carried_to(quoted, confidence)
    # part of the last quote's utterance if it continues that quote over paragraphs or shares its cue
    group = last.group if goes_on or (cue is not None and cue == last.cue) else n
    return QuotedSpeech(quoted, key, _speakers(possible, quoted, key, found, links), cue, group, confidence)


def _speakers(
    possible: PossibleSpeakers, quoted: QuotedSpan, key: str | None, found: Speaker | None, links: Links
) -> list[Speaker]:
    """The speakers: the words beside a quote, even if they name nobody (“a spokesman”), else the likeliest name."""
    if key is None or (found and found.entity_id is None):
        return [found] if found else []
    first = found or possible.speaker_of_name(possible.likeliest(key, links))
    return joint(possible, first, links, possible.text.sentence(quoted))


def _without_next(possible: PossibleSpeakers, n: int, links: Links) -> Links:
    """The links without those to names in a line between a quoted span and the next that introduces the next."""
    here, after = (possible.text.quoted_spans[i] for i in (n, min(n + 1, len(possible.text.quoted_spans) - 1)))
    m = _INTRODUCES_NEXT.fullmatch(possible.text.masked, here.outer_end, after.outer_start)
    of_next = possible.between(*m.span(1)) if m else ()
    return replace(links, names=tuple(link for link in links.names if link[0] not in of_next))


def _weighed(
    possible: PossibleSpeakers, quoted: QuotedSpan, cue: Cue | None, links: Links, last: QuotedSpeech, goes_on: bool
) -> tuple[str | None, float]:
    """The key of the entity that speaks, None for a speaker without a name, and the confidence. The name at the cue has
    more weight: among many names the reader is less sure, but “said Ann Reyes” leaves no doubt."""
    weights: dict[str | None, float] = {None: links.no_link}
    weights.update(possible.probabilities(links))
    if goes_on or (cue is None and quoted.paragraph == last.quoted.paragraph):
        weights[last.key] = CONTINUED_WEIGHT * weights.get(last.key, 0.0)
    elif cue is not None and (subject := _key_at_cue(possible, quoted, cue)):
        weights[subject] = weights.get(subject, 0.0) * CUE_WEIGHT
    key = min(weights, key=lambda key: (-weights[key], key or ""))
    return key, min(weights[key] / sum(weights.values()), MAX_CONFIDENCE)


def _key_at_cue(possible: PossibleSpeakers, quoted: QuotedSpan, cue: Cue) -> str | None:
    """The entity at the cue: named before, after (in an attribution) or first before “…, adding that”; or by “he”."""
    masked, sentence = possible.masked, possible.text.sentence(quoted)
    subject_cue = cue_with_subject(masked, cue, sentence)
    if cue.start >= quoted.outer_end:
        number = possible.subject_before(cue, Span(quoted.outer_end, sentence.end))
        number = possible.subject_after(cue, sentence) if number is None else number
    elif subject_cue:
        number = possible.subject_before(subject_cue, sentence)
    else:
        number = possible.person_between(sentence.start, cue.start)
    phrase = subject_of(masked, subject_cue, sentence) if subject_cue and number is None else None
    if phrase and phrase.words.lower() in ("he", "she"):
        return resolved(possible, phrase).entity_id
    return None if number is None else possible.keys[number]
