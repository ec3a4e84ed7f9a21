"""The person a passage is about, before or after: who speaks where a quote stands alone and nobody is said to speak."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Token

from pipeline.extraction.quotes.candidates import Candidate
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.marks import Run
from pipeline.extraction.quotes.speakers import Speaker, from_head

REACH = 3  # paragraphs looked back


def topic(frame: Frame, run: Run) -> Candidate | None:
    """The person who is the subject of the sentence before a quote that begins its sentence."""
    first, last = frame.before(run)
    if any(frame.outside(i) and not frame.plain.texts[i].isspace() for i in range(first, last)):
        return None
    paragraph = run.paragraph
    aside = None
    subjects, nearest = frame.subjects(), frame.token_from(frame.paragraphs[max(0, paragraph - REACH)].start)
    for i in reversed(subjects[bisect_left(subjects, nearest) : bisect_left(subjects, first)]):
        token = frame.tokens[i]
        if frame.outside(i) and (speaker := _person(frame, i)):
            same = token.idx >= frame.paragraphs[paragraph].start
            found = Candidate("topic", speaker, None, 3.3 if same else 3.1, 1)
            if token.head.dep_ in ("ROOT", "conj"):
                return found
            aside = aside or found
    return aside


def following(frame: Frame, run: Run) -> Candidate | None:
    """The person who is the subject of the sentence after a quote that is a sentence and begins its paragraph.

    “The valley needs water.” That was how Minister Tomas Vrba opened the talks.
    """
    p = frame.paragraphs[run.paragraph]
    if frame.text[p.start : run.outer_start].strip() or not run.text(frame.text).rstrip().endswith((".", "!", "?")):
        return None
    first, last = frame.range_of(run.outer_end, p.end)
    for token in frame.tokens[first:last]:
        if not frame.outside(token.i):
            return None
        if token.dep_ in ("nsubj", "nsubjpass") and (speaker := _person(frame, token.i)) and speaker.name:
            return Candidate("next", speaker, None, 3.0, 1)
        if frame.ends_sentence(token.i):
            return None
    return None


def _person(frame: Frame, i: int) -> Speaker | None:
    head = frame.tokens[i]
    if not (head.pos_ == "PRON" or head.tag_ in ("WP", "WDT") or _names_person(frame, head)):
        return None
    speaker = from_head(frame, head)
    if speaker is None or not (speaker.pronoun or (speaker.name and speaker.name.kind == "person")):
        return None
    return None if speaker.text.casefold() in ("it", "they", "i", "we", "who") else speaker


def _names_person(frame: Frame, head: Token) -> bool:
    """Whether a person is named in all that hangs on a word: else it is not read who speaks."""
    last = head.right_edge
    return frame.names.has_person(head.left_edge.idx, last.idx + len(last))
