"""Reported speech: what someone is said to say, want or think, without marks or with marks around a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from pipeline.data import word_list
from pipeline.extract.quotes.cues import FAIR, STRONG, strength, subject_of
from pipeline.extract.quotes.frame import Frame
from pipeline.extract.quotes.speakers import Speaker, animacy, from_head

_FIRST_PERSON = frozenset(("i", "we", "you"))
_EDGES = frozenset((",", ";", ":", ".", "—", "–", "-", "?", "!"))


@cache
def _verbs(name: str) -> frozenset[str]:
    return frozenset(word_list(f"quotes/reported_{name}.txt"))


@dataclass(frozen=True, slots=True)
class Reported:
    """A reported clause: code points `start` to `end`, its cue and speaker."""

    start: int
    end: int
    cue: tuple[int, int]
    speaker: Speaker
    how: str  # said, clause, fronted, wish, according, object


def reported(frame: Frame) -> Iterator[Reported]:
    """The reported clauses of a document, in the order of their cues."""
    for token in frame.tokens:
        if not frame.outside(token.i):
            continue
        if token.lower_ == "according" and token.i + 1 < len(frame.tokens):
            found = _according(frame, token)
        elif strength(token) or token.lemma_.lower() in _verbs("wishes"):
            found = _of_verb(frame, token)
        else:
            continue
        if found is not None:
            yield found


def _of_verb(frame: Frame, verb: Token) -> Reported | None:
    lemma = verb.lemma_.lower()
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None) if strength(verb) >= FAIR else None
    how, first, last = "clause", 0, 0
    if clause is not None and clause.i > verb.i:
        how = "said" if strength(verb) == STRONG else "clause"
        first, last = clause.left_edge.i, clause.right_edge.i + 1
        first = max(first, verb.i + 1)
    elif clause is not None:
        how, first, last = "fronted", clause.left_edge.i, clause.right_edge.i + 1
        last = min(last, _left(verb))
    elif (
        lemma in _verbs("wishes")
        and (wish := next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i), None)) is not None
    ):
        how, first, last = "wish", wish.left_edge.i, wish.right_edge.i + 1
    elif lemma in _verbs("objects"):
        rights = [c for c in verb.rights if c.dep_ in ("dobj", "prep", "oprd", "dative")]
        if not rights:
            return None
        how, first, last = "object", rights[0].left_edge.i, max(c.right_edge.i for c in rights) + 1
    else:
        return None
    head = subject_of(verb, lambda t: frame.outside(t.i) and not first <= t.i < last)
    if head is None or head.lower_ in _FIRST_PERSON:
        return None
    speaker = from_head(frame, head, verb)
    if speaker is None or animacy(speaker) < 0:
        return None
    return _trimmed(frame, first, last, verb, verb, speaker, how)


def _left(verb: Token) -> int:
    """First token of the attribution “, he said”: the subject, auxiliaries and adverbs of the verb."""
    parts = [c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass", "aux", "neg", "advmod")]
    return min([verb.i, *(c.left_edge.i for c in parts)])


def _according(frame: Frame, token: Token) -> Reported | None:
    to = frame.tokens[token.i + 1]
    head = next((c for c in to.children if c.dep_ == "pobj" and frame.outside(c.i)), None)
    if to.lower_ != "to" or head is None:
        return None
    above = token
    while above.dep_ != "ROOT" and above.dep_ not in ("ccomp", "relcl", "conj", "advcl"):
        above = above.head
    left, right = token.left_edge.i, token.right_edge.i + 1
    first, last = above.left_edge.i, above.right_edge.i + 1
    if left - first >= last - right:
        last = left
    else:
        first = right
    speaker = from_head(frame, head)
    return _trimmed(frame, first, last, token, to, speaker, "according") if speaker else None


def _trimmed(
    frame: Frame, first: int, last: int, begin: Token, end: Token, speaker: Speaker, how: str
) -> Reported | None:
    tokens = frame.tokens
    while first < last and (tokens[first].is_space or tokens[first].text in _EDGES):
        first += 1
    while last > first and (tokens[last - 1].is_space or tokens[last - 1].text in _EDGES):
        last -= 1
    if last - first < 2:
        return None
    cue = (begin.idx, end.idx + len(end))
    return Reported(tokens[first].idx, tokens[last - 1].idx + len(tokens[last - 1]), cue, speaker, how)
