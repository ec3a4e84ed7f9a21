"""Who may have said a run of marks, and on what evidence: one candidate a place where the text can say so.

Scores are sums of small pieces of evidence, set by hand on press releases and news; 3 is weak, 6 good, 9 certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.extract.quotes.cues import STRONG, strength, subject_of
from pipeline.extract.quotes.frame import Frame
from pipeline.extract.quotes.layout import Label, labels
from pipeline.extract.quotes.marks import Run
from pipeline.extract.quotes.speakers import Speaker, animacy, from_head, named

_INVITING = (",", "?", "!", "—", "-", "–", "…")
_NOUNS = ("NOUN", "PROPN")
_FINITE = ("VBD", "VBZ", "VBP")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A speaker of a run: the place the evidence stands in, the cue words, and how good it is."""

    place: str
    speaker: Speaker
    cue: tuple[int, int] | None
    score: float
    verb: int = 0  # strength of the cue


def candidates(frame: Frame, run: Run) -> Iterator[Candidate]:
    """Candidates from the sentence around the run and from the layout; carried speakers are the caller's."""
    above = governing(frame, run)
    yield from _after(frame, run, above)
    yield from _before(frame, run, above)
    for label in labels(frame, run):
        yield _from_label(frame, label)


def governing(frame: Frame, run: Run) -> set[int]:
    """Tokens outside the run that its words hang on."""
    first, last = frame.range_of(run.start, run.end)
    above: set[int] = set()
    for token in frame.tokens[first:last]:
        while not first <= token.head.i < last and token.head.i != token.i and token.head.i not in above:
            token = token.head
            above.add(token.i)
    return above


def _cue(*tokens: Token) -> tuple[int, int]:
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def _speaker(frame: Frame, verb: Token, zone: range, above: set[int], inverted: bool = False) -> Speaker | None:
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
    return from_head(frame, head) if head is not None else None


def _after(frame: Frame, run: Run, above: set[int]) -> Iterator[Candidate]:
    """“…,” said Jan Berg; “…,” the Minister told reporters; “…,” according to Jan Berg."""
    first, last = frame.after(run)
    zone = range(first, last)
    tokens = [t for i in zone if frame.outside(i) and not (t := frame.tokens[i]).is_space]
    while tokens and tokens[0].is_punct:
        tokens.pop(0)
    if not tokens:
        return
    inner = run.text(frame.text).rstrip()
    invites = inner.endswith(_INVITING) or frame.text[run.outer_end : run.outer_end + 1] == ","
    opening = frame.before(run)
    embedded = not inner[:1].isupper() and opening[0] < opening[1]
    finished = inner.endswith(".") and run.closed
    if finished and opening[0] < opening[1]:
        return
    base = 5.5 if invites else 2.5 if finished else 3.0
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
        if finished and any(c.dep_ in ("ccomp", "dobj", "xcomp") and c.i > token.i for c in token.children):
            continue  # “….” He cited the report.
        speaker = _speaker(frame, token, zone, above, near == 0) or (
            _nearest(frame, token, zone) if near <= 8 else None
        )
        if speaker is None:
            continue
        score = base + (power or 0.5) + animacy(speaker) - 0.1 * min(near, 20)
        score += 1.5 if beside else 0.0
        score += 1.5 if token.i in above else 0.0
        if not beside and token.i not in above:
            score -= 2.0 + (2.0 if embedded else 0.0)  # a “strong” offer, leaving those who said so
        if token.tag_ in ("VBG", "VB") and not beside:
            score -= 3.0  # “…,” refusing to say more
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


def _nearest(frame: Frame, verb: Token, zone: range) -> Speaker | None:
    """The name after an inverted verb, else the one before it, where the parse gives no subject."""
    end = frame.tokens[zone[-1]].idx + len(frame.tokens[zone[-1]])
    after = frame.names.between(verb.idx, end)
    if after and frame.token_at(after[0].start) - verb.i <= 12:
        return named(next((n for n in after if n.kind == "person"), after[0]))
    before = frame.names.between(frame.tokens[zone[0]].idx, verb.idx)
    if before:
        return named(before[-1])
    if verb.i == zone[0] or frame.tokens[verb.i - 1].is_punct:
        head = next((t for t in frame.tokens[verb.i + 1 : min(verb.i + 8, zone[-1] + 1)] if t.pos_ in _NOUNS), None)
        while head is not None and head.head.pos_ in _NOUNS and head.i < head.head.i <= zone[-1]:
            head = head.head  # said Air Force Lt. Jan Berg
        if head is not None and frame.outside(head.i):
            return from_head(frame, head)
    for i in (*range(verb.i - 1, zone[0] - 1, -1), *range(verb.i + 1, min(verb.i + 3, zone[-1] + 1))):
        if frame.tokens[i].pos_ == "PRON" and frame.tokens[i].lower_ in ("he", "she", "they"):
            return from_head(frame, frame.tokens[i])
    return None


def _before(frame: Frame, run: Run, above: set[int]) -> Iterator[Candidate]:
    """Jan Berg said: “…”; She stressed that “…”; he called it “…”."""
    first, last = frame.before(run)
    zone = range(first, last)
    tokens = [t for i in zone if frame.outside(i) and not (t := frame.tokens[i]).is_space]
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
        if not power and token.pos_ == "VERB" and (governs or (colon and token.tag_ in _FINITE)):
            power = 1
        if not power or token.dep_ in ("amod", "compound"):
            continue
        near = token.i == tokens[0].i
        speaker = _speaker(frame, token, zone, above, near) or (_nearest if near else _named_before)(frame, token, zone)
        if speaker is None:
            continue
        gap = sum(1 for t in tokens if t.i > token.i)
        score = 1.0 + power + animacy(speaker) - 0.1 * min(gap, 25)
        score += (3.0 if colon else 2.0 if gap <= 1 else 1.0) if joint else 0.0
        score += 1.0 if gap <= 1 + joint else 0.0
        score += 1.5 if governs else 0.0
        if governs and power < STRONG and sayers:
            score -= 2.0  # he said that he wants a platform that calls for “…”
        if not governs and gap > 1 + joint and not colon:
            score -= 2.0
        yield Candidate("before", speaker, _cue(token), score, power)


def _named_before(frame: Frame, verb: Token, zone: range) -> Speaker | None:
    before = frame.names.between(frame.tokens[zone[0]].idx, verb.idx, "person")
    outside = [n for n in before if frame.outside(frame.token_at(n.start))]
    return named(outside[-1]) if outside else None


def _from_label(frame: Frame, label: Label) -> Candidate:
    return Candidate(label.place, label.speaker, label.cue, label.score, STRONG)
