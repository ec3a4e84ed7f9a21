"""Who may have said a run of marks, and on what evidence: one candidate a place where the text can say so.

Scores are sums of small pieces of evidence, set by hand on press releases and news; 3 is weak, 6 good, 9 certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Token

from pipeline.extraction.quotes.cues import FAIR, STRONG, read_as_noun, strength, subject_of
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.indirect import Reported
from pipeline.extraction.quotes.layout import Label, labels
from pipeline.extraction.quotes.marks import Run
from pipeline.extraction.quotes.names import Name
from pipeline.extraction.quotes.speakers import Speaker, adjacent, animacy, from_head, named

_INVITING = (",", "?", "!", "—", "-", "–", "…")
_NOUNS = ("NOUN", "PROPN")
_FINITE = ("VBD", "VBZ", "VBP")
_WITHIN = {
    "said": 6.4,
    "clause": 5.6,
    "fronted": 6.0,
    "aside": 6.0,
    "noun": 5.6,
    "wish": 4.8,
    "object": 5.2,
    "according": 6.0,
}


_ASIDE = frozenset(
    ("prep", "advcl", "nsubj", "nsubjpass", "npadvmod", "advmod", "relcl", "acl", "appos", "conj", "pcomp")
)
Above = dict[int, str]


class Candidate(NamedTuple):
    """A speaker of a run: the place the evidence stands in, the cue words, and how good it is."""

    place: str
    speaker: Speaker
    cue: tuple[int, int] | None
    score: float
    verb: int = 0  # strength of the cue


def candidates(frame: Frame, run: Run, clause: bool, within: Reported | None = None) -> Iterator[Candidate]:
    """Candidates from the sentence around the run and from the layout; carried speakers are the caller's.

    `clause` tells whether the run is a clause, `within` is the reported clause that holds it.
    """
    above = governing(frame, run)
    if within is not None:
        yield Candidate("within", within.speaker, within.cue, _WITHIN[within.how], FAIR)
    yield from _after(frame, run, above, clause)
    yield from _before(frame, run, above)
    for label in labels(frame, run):
        yield _from_label(frame, label)


def governing(frame: Frame, run: Run) -> Above:
    """Tokens outside the run that its words hang on, and by what relation."""
    first, last = frame.range_of(run.start, run.end)
    above: Above = {}
    for i, head in enumerate(frame.parse.heads[first:last].tolist(), first):
        if first <= head < last:
            continue
        token = frame.tokens[i]
        while not first <= token.head.i < last and token.head.i != token.i and token.head.i not in above:
            above[token.head.i] = token.dep_
            token = token.head
    return above


def _cue(*tokens: Token) -> tuple[int, int]:
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def _speaker(frame: Frame, verb: Token, zone: range, above: Above, inverted: bool = False) -> Speaker | None:
    head = subject_of(verb, lambda t: frame.outside(t.i) and t.i in zone)
    if head is None or head.tag_ == "EX":
        return None
    if head.i in above and not inverted:
        return None  # some in the “stay or go” crowd say: the marks stand in the subject
    return from_head(frame, head, verb)


def _object(frame: Frame, according: Token) -> Speaker | None:
    """Who “according to” names."""
    if according.i + 1 >= len(frame.tokens) or frame.tokens[according.i + 1].lower_ != "to":
        return None
    to = frame.tokens[according.i + 1]
    head = next((c for c in to.children if c.dep_ == "pobj" and frame.outside(c.i)), None)
    speaker = from_head(frame, head) if head is not None else None
    if speaker is None or speaker.name:
        return speaker
    rest = frame.text[speaker.end :]
    at = speaker.end + len(rest) - len(rest.lstrip(", "))
    name = frame.names.at(at) if rest[:1] == "," else None
    beside = name is not None and name.kind == "person" and frame.text[name.end : name.end + 1] in (",", ":")
    return named(name, "apposition") if name and beside else speaker  # according to the chair, Ann Reyes, …


def _after(frame: Frame, run: Run, above: Above, clause: bool) -> Iterator[Candidate]:
    """“…,” said Jan Berg; “…,” the Minister told reporters; “…,” according to Jan Berg."""
    first, last = frame.after(run)
    zone = range(first, last)
    tokens = frame.words(zone)
    while tokens and tokens[0].is_punct:
        tokens.pop(0)
    if not tokens:
        return
    inner = run.text(frame.text).rstrip()
    invites = inner.endswith(_INVITING) or frame.text[run.outer_end : run.outer_end + 1] == ","
    opening = frame.before(run)
    inside = opening[0] < opening[1]
    embedded = not inner[:1].isupper() and inside
    loose = inside and not clause
    finished = inner.endswith(".") and run.closed
    if finished and inside:
        return
    base = 5.5 if invites else 2.5 if finished else 3.0
    if loose:
        base = 3.0  # speaking on the “Morning Hour,” Berg said: the comma is the sentence's
    lead = tokens[0]
    for token in tokens:
        near = token.i - lead.i
        if token.lower_ == "according" and (speaker := _object(frame, token)):
            yield Candidate("according", speaker, _cue(token, frame.tokens[token.i + 1]), base + 3, STRONG)
            return
        power = strength(token)
        beside = near == 0 or (token.tag_ in _FINITE and _leads_to(tokens, token))
        if not power and not (beside and invites and token.pos_ == "VERB" and token.tag_ != "VBN"):
            continue
        if token.tag_ in ("VBG", "VB") and all(c.dep_ != "nsubj" or c.i > token.i for c in token.children):
            continue  # he called it “a shame,” adding that Berg had left: the subject stands before the marks
        if token.tag_ == "VBN" and power < STRONG and token.dep_ in ("acl", "advcl"):
            continue  # “Water and Peace,” published by Cole Press
        if finished and any(c.dep_ in ("ccomp", "dobj", "xcomp") and c.i > token.i for c in token.children):
            continue  # “….” He cited the report.
        speaker = _speaker(frame, token, zone, above, near == 0) or (
            _nearest(frame, token, zone, power) if near <= 8 else None
        )
        if speaker is None:
            continue
        score = base + (power or 0.5) + animacy(speaker) - 0.1 * min(near, 20)
        governs = token.i in above and not (loose and above[token.i] in _ASIDE)
        score += 1.5 if beside and not loose else 0.0
        score += 1.5 if governs else 0.0
        if loose and not governs:
            score -= 3.0
        if not beside and token.i not in above:
            score -= 2.0 + (2.0 if embedded else 0.0)  # a “strong” offer, leaving those who said so
        if token.dep_ in ("relcl", "advcl", "acl", "pcomp") and not beside:
            score -= 2.0
        yield Candidate("after", speaker, _cue(token), score, power or 1)
        if power == STRONG:
            return


def _leads_to(tokens: Sequence[Token], verb: Token) -> bool:
    """Whether only the subject of `verb` and adverbs stand before it."""
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.i > verb.i:
        return False
    span = range(subject.left_edge.i, subject.right_edge.i + 1)
    return all(t.i in span or t.pos_ in ("ADV", "AUX", "PUNCT") for t in tokens if t.i < verb.i)


def _nearest(frame: Frame, verb: Token, zone: range, power: int) -> Speaker | None:
    """The name after an inverted verb, else the one before it, where the parse gives no subject."""
    if power < STRONG and verb.i == zone[0]:
        return None  # the “Island Nights” closed the festival
    end = frame.tokens[zone[-1]].idx + len(frame.tokens[zone[-1]])
    before = frame.names.between(frame.tokens[zone[0]].idx, verb.idx)
    after = frame.names.between(verb.idx, end) if not before else []
    if after and frame.token_at(after[0].start) - verb.i <= 12:
        return named(next((n for n in after if n.kind == "person"), after[0]))
    if before:
        return named(next((n for n in reversed(before) if n.kind == "person"), before[-1]))
    if verb.i == zone[0] or frame.tokens[verb.i - 1].is_punct:
        head = next((t for t in frame.tokens[verb.i + 1 : min(verb.i + 8, zone[-1] + 1)] if t.pos_ in _NOUNS), None)
        while head is not None and head.head.pos_ in _NOUNS and head.i < head.head.i <= zone[-1]:
            head = head.head  # said Air Force Lt. Jan Berg
        if head is not None and frame.outside(head.i):
            return from_head(frame, head)
    if 0 < verb.i - zone[0] < 4 and all(frame.tokens[i].text[:1].isupper() for i in range(zone[0], verb.i)):
        return _unread(frame, zone[0], verb.i)
    for i in (*range(verb.i - 1, zone[0] - 1, -1), *range(verb.i + 1, min(verb.i + 3, zone[-1] + 1))):
        if frame.tokens[i].pos_ == "PRON" and frame.tokens[i].lower_ in ("he", "she", "they"):
            return from_head(frame, frame.tokens[i])
    return None


def _unread(frame: Frame, first: int, last: int) -> Speaker:
    """Capitalised words before a verb that no one took for a name: “…,” Aftergood said."""
    start, end = frame.tokens[first].idx, frame.tokens[last - 1].idx + len(frame.tokens[last - 1])
    words = frame.text[start:end]
    name = frame.names.called(words)
    return Speaker(start, end, words, name, "surname" if name else "none")


def _before(frame: Frame, run: Run, above: Above) -> Iterator[Candidate]:
    """Jan Berg said: “…”; She stressed that “…”; he called it “…”."""
    first, last = frame.before(run)
    zone = range(first, last)
    tokens = frame.words(zone)
    if not tokens:
        return
    lead = tokens[-1]
    colon = lead.text == ":"
    joint = colon or lead.text == "," or lead.lower_ == "that"
    sayers = {t.i for t in tokens if t.i in above and strength(t) == STRONG}
    for token in reversed(tokens):
        if token.lower_ == "according" and (speaker := _object(frame, token)):
            yield Candidate("according", speaker, _cue(token, frame.tokens[token.i + 1]), 7.0, STRONG)
            continue
        governs = token.i in above
        power = strength(token)
        if not power and joint and gap_to(tokens, token) == 1 and read_as_noun(token):
            power = STRONG
        if not power and token.pos_ == "VERB" and (governs or (colon and token.tag_ in _FINITE)):
            power = 1
        if not power or token.dep_ in ("amod", "compound"):
            continue
        near = token.i == tokens[0].i
        speaker = _speaker(frame, token, zone, above, near) or (
            _nearest(frame, token, zone, power) if near else _named_before(frame, token, zone)
        )
        if speaker is None:
            continue
        gap = gap_to(tokens, token)
        score = 1.0 + power + animacy(speaker) - 0.1 * min(gap, 25)
        score += (3.0 if colon else 2.0 if gap <= 1 else 1.0) if joint else 0.0
        score += 1.0 if gap <= 1 + joint else 0.0
        score += 1.5 if governs else 0.0
        if token.tag_ == "VB" and power < STRONG and any(c.lower_ == "to" for c in token.lefts):
            score -= 1.0  # a gesture meant to show “…”
        if governs and power < STRONG and sayers:
            score -= 2.0  # he said that he wants a platform that calls for “…”
        if not governs and gap > 1 + joint and not colon:
            score -= 2.0
        yield Candidate("before", speaker, _cue(token), score, power)


def gap_to(tokens: Sequence[Token], token: Token) -> int:
    """How many of the tokens stand after one."""
    return sum(1 for t in tokens if t.i > token.i)


def _named_before(frame: Frame, verb: Token, zone: range) -> Speaker | None:
    """The subject nearest before a verb that the parse gives none, else the person named last."""
    if any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return None  # Ann Reyes was asked, “…”
    if beside := adjacent(frame, verb):
        return named(beside)
    for i in range(verb.i - 1, zone[0] - 1, -1):
        token = frame.tokens[i]
        if token.dep_ == "nsubj" and frame.outside(i) and token.head.tag_ not in ("VB", "VBG"):
            return from_head(frame, token, verb)
    before = frame.names.between(frame.tokens[zone[0]].idx, verb.idx, "person")
    outside = [n for n in before if frame.outside(frame.token_at(n.start)) and not _possessive(frame, n)]
    return named(outside[-1]) if outside else None


def _possessive(frame: Frame, name: Name) -> bool:
    return frame.text[name.end : name.end + 2] in ("’s", "'s", "’ ", "' ")


def _from_label(frame: Frame, label: Label) -> Candidate:
    return Candidate(label.place, label.speaker, label.cue, label.score, STRONG)
