"""Reported speech: what someone is said to say, want or think, without marks or with marks around a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import LEMMA, POS  # type: ignore[import-not-found]
from spacy.strings import StringStore
from spacy.tokens import Token

from pipeline.data import word_list
from pipeline.extraction.quotes.cues import FAIR, STRONG, strength, strength_of, subject_of
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.speakers import Speaker, animacy, from_head

_FIRST_PERSON = frozenset(("i", "we", "you"))
_WILLING = frozenset(("promise", "pledge", "vow", "threat", "plea"))
_TAKEN = frozenset(("dobj", "xcomp", "ccomp", "prep"))  # as they vowed to stay: a time, no attribution
_BARE = frozenset(("according", "said", "says"))  # known by form
_BRIEF = frozenset(("object", "wish", "noun"))  # wants to stay
_MOST_LEMMAS = 1 << 14  # remembered: most words are no cue whatever they are
_EDGES = frozenset((",", ";", ":", ".", "—", "–", "-", "?", "!"))


@cache
def _verbs(name: str) -> frozenset[str]:
    return frozenset(word_list(f"quotes/reported_{name}.txt"))


@cache
def _nouns() -> frozenset[str]:
    return frozenset(word_list("quotes/reporting_nouns.txt"))


class Reported(NamedTuple):
    """A reported clause: code points `start` to `end`, its cue and speaker."""

    start: int
    end: int
    cue: tuple[int, int]
    speaker: Speaker
    how: str  # said, clause, fronted, aside, wish, according, object, noun


def reported(frame: Frame) -> Iterator[Reported]:
    """The reported clauses of a document, in the order of their cues."""
    for i in _cues(frame):
        if not frame.outside(i):
            continue
        token = frame.tokens[i]
        if token.lower_ == "according" and token.i + 1 < len(frame.tokens):
            found = _according(frame, token)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in _nouns():
            found = _of_noun(frame, token)
        elif strength(token) or token.lemma_.lower() in _verbs("wishes"):
            found = _of_verb(frame, token)
        else:
            continue
        if found is not None:
            yield found


def _cues(frame: Frame) -> list[int]:
    """The tokens that may report something, by part of speech and lemma."""
    array: NDArray[np.uint64] = frame.doc.to_array([POS, LEMMA]).reshape(-1, 2)  # type: ignore[assignment]
    parts, lemmas = array.T.tolist()
    strings = frame.doc.vocab.strings
    listed = compress(range(len(lemmas)), map(_listed(strings).__getitem__, lemmas))
    found = {i for i in listed if _may_report(strings[parts[i]], strings[lemmas[i]].lower())}
    return sorted(found.union(frame.plain.places(_BARE.__contains__)))


class _Listed(dict[int, bool]):
    """Whether any rule may read a lemma as a cue, by spaCy's number: to look up its string takes longer."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, number: int) -> bool:
        if len(self) > _MOST_LEMMAS:
            self.clear()
        lemma = self._strings[number].lower()
        self[number] = found = lemma in _verbs("wishes") or lemma in _nouns() or strength_of("VERB", lemma) > 0
        return found


_listed = lru_cache(maxsize=4)(_Listed)  # for each model in memory


def _may_report(pos: str, lemma: str) -> bool:
    """Whether a lemma of this part of speech may report."""
    return lemma in _verbs("wishes") or (pos == "NOUN" and lemma in _nouns()) or strength_of(pos, lemma) > 0


def _of_verb(frame: Frame, verb: Token) -> Reported | None:
    lemma, power = verb.lemma_.lower(), strength(verb)
    clause = _content(verb) if power >= FAIR else None
    how, first, last = "clause", 0, 0
    if clause is not None and clause.i > verb.i:
        how = "said" if power == STRONG else "clause"
        first, last = clause.left_edge.i, clause.right_edge.i + 1
        first = max(first, verb.i + 1)
    elif clause is not None:
        how, first, last = "fronted", clause.left_edge.i, clause.right_edge.i + 1
        last = min(last, _left(verb))
        if frame.tokens[last].text in (":", ";") or frame.tokens[last - 1].text in (":", ";"):
            return None  # the virus is here; the ministry says it is not
    elif power == STRONG and (around := _aside(verb)):
        how, (first, last) = "aside", around
    elif (
        lemma in _verbs("wishes")
        and (wish := next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i), None)) is not None
    ):
        how, first, last = "wish", wish.left_edge.i, wish.right_edge.i + 1
    elif lemma in _verbs("objects"):
        rights = [c for c in verb.rights if c.dep_ in ("dobj", "prep", "oprd", "dative", "xcomp")]
        if not rights:
            return None
        how, first, last = "object", rights[0].left_edge.i, max(c.right_edge.i for c in rights) + 1
    else:
        return None
    own = verb.subtree if how == "aside" else ()
    part = set(range(first, last)) - {t.i for t in own}
    head = subject_of(verb, lambda t: frame.outside(t.i) and t.i not in part)
    if head is None or head.lower_ in _FIRST_PERSON:
        return None
    speaker = from_head(frame, head, verb)
    if speaker is None or animacy(speaker) < 0:
        return None
    return _trimmed(frame, first, last, verb, verb, speaker, how)


def _content(verb: Token) -> Token | None:
    """The clause that the verb reports: its “that” clause, the “if” clause of a question."""
    for child in verb.children:
        if child.dep_ == "ccomp":
            return child
        if child.dep_ == "advcl" and child.i > verb.i and verb.lemma_ in ("ask", "wonder"):
            mark = next((c for c in child.children if c.dep_ == "mark"), None)
            if mark is not None and mark.lower_ in ("if", "whether"):
                return child
    return None


def _aside(verb: Token) -> tuple[int, int] | None:
    """Tokens of the sentence around “, she said,” or after “as she said,”."""
    head = verb.head
    if head.pos_ not in ("VERB", "AUX") or head.i == verb.i:
        return None
    first, last = head.left_edge.i, head.right_edge.i + 1
    start, end = verb.left_edge.i, verb.right_edge.i + 1
    if verb.dep_ == "parataxis":
        return (first, start) if end >= last - 1 else (first, last)
    as_said = any(c.lower_ == "as" and c.i < verb.i and verb.doc[c.i - 1].lower_ != "even" for c in verb.children)
    if verb.dep_ == "advcl" and as_said and all(c.dep_ not in _TAKEN for c in verb.rights):
        return (first, start) if start - first > last - end else (end, last)
    return None


def _of_noun(frame: Frame, noun: Token) -> Reported | None:
    """Her claim that the bridge is safe; the minister’s promise to rebuild it."""
    clause = next((c for c in noun.children if c.dep_ in ("acl", "ccomp") and c.i > noun.i), None)
    owner = next((c for c in noun.children if c.dep_ == "poss" and frame.outside(c.i)), None)
    if clause is None or owner is None or owner.lower_ in ("my", "our", "your"):
        return None
    opener = frame.tokens[clause.left_edge.i]
    if opener.lower_ != "that" and not (opener.lower_ == "to" and noun.lemma_ in _WILLING):
        return None
    if owner.pos_ == "PRON":
        speaker = Speaker(owner.idx, owner.idx + len(owner), owner.text, pronoun=True)
    else:
        found = from_head(frame, owner)
        if found is None:
            return None
        speaker = found
    return _trimmed(frame, clause.left_edge.i, clause.right_edge.i + 1, noun, noun, speaker, "noun")


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
    if last - first < (2 if how in _BRIEF else 3):  # some denied, “Confusion reigned as”: a parse gone astray
        return None
    cue = (begin.idx, end.idx + len(end))
    return Reported(tokens[first].idx, tokens[last - 1].idx + len(tokens[last - 1]), cue, speaker, how)
