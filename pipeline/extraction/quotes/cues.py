"""Reporting verbs and phrases, and who their subject is."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from spacy.symbols import AUX, VERB  # type: ignore[import-not-found]
from spacy.tokens import Token

from pipeline.data import word_list, word_table

STRENGTHS = {"strong": 3, "fair": 2, "weak": 1}
STRONG, FAIR = STRENGTHS["strong"], STRENGTHS["fair"]
_VERBAL = frozenset((VERB, AUX))
_SUBJECTS = ("nsubj", "nsubjpass")
_PASSIVE_SAYING = frozenset(("quote",))
_THINGS = frozenset(("it", "that", "this", "there"))
_SHARING = frozenset(("conj", "xcomp", "advcl", "pcomp"))  # clauses that have the subject of the verb above them


@cache
def _verbs() -> dict[str, int]:
    return {lemma: STRENGTHS[strength] for lemma, strength in word_table("quotes/reporting_verbs.tsv")}


@cache
def saying_nouns() -> frozenset[str]:
    """Nouns that introduce speech: statement, remark, …."""
    return frozenset(word_list("quotes/saying_nouns.txt"))


LEMMA_LISTS = (
    "reported_wishes",
    "reported_objects",
    "reporting_nouns",
    "saying_nouns",
    "title_nouns",
    "document_nouns",
    "body_nouns",
    "person_words",
    "deputies",
)
"""Lists of `data/quotes` that the rules look lemmas up in, beside the reporting verbs."""
_LEMMAS_OF_RULES = frozenset(("ask", "wonder", "promise", "pledge", "vow", "threat", "plea", *_PASSIVE_SAYING))


def asked_lemmas() -> frozenset[str]:
    """All lemmas that the rules of quotes ask for, in lower case; every other word may be without one."""
    listed = (word_list(f"quotes/{name}.txt") for name in LEMMA_LISTS)
    return _LEMMAS_OF_RULES.union(_verbs(), *listed)


def strength(token: Token) -> int:
    """How sure a sign of speech the verb is: 3 (say) to 1 (see), 0 where it is no reporting verb."""
    if token.pos not in _VERBAL:
        # taggers read “says” after a mark as a noun now and then
        return 3 if token.lower_ in ("said", "says") else 0
    return _verbs().get(token.lemma_.lower(), 0)


def strength_of(pos: str, lemma: str) -> int:
    """The same of a verb by its lemma in lower case; 0 for other parts of speech."""
    return _verbs().get(lemma, 0) if pos in ("VERB", "AUX") else 0


def _above(verb: Token) -> Token | None:
    """The verb that shares its subject with `verb`: past “by” in “he hinted at it by mentioning the wall”."""
    return _verb_above(verb) if verb.dep_ == "pcomp" else verb.head


def _verb_above(verb: Token) -> Token | None:
    token = verb.head
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return token if token.pos_ in ("VERB", "AUX") else None


def read_as_noun(token: Token) -> bool:
    """Whether a word that the tagger takes for a noun is the third person of a verb: “Jan Berg states, “…””."""
    return token.pos_ in ("NOUN", "PROPN") and token.text[-1:] == "s" and _verbs().get(token.lower_[:-1], 0) >= FAIR


def subject_of(verb: Token, allowed: Callable[[Token], bool]) -> Token | None:
    """The head of the subject (or agent) of a verb, shared subjects resolved; a relative pronoun stays itself.

    `allowed` tells which tokens may be a subject (those outside of marks).
    """
    seen: set[int] = set()
    token = verb
    while token.i not in seen:
        seen.add(token.i)
        for child in token.children:
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by" and token.tag_ == "VBN"):
                agent = next((c for c in child.children if c.dep_ == "pobj"), None)
                if agent is not None and allowed(agent):
                    return agent
        subject = next((c for c in token.children if c.dep_ in _SUBJECTS and allowed(c)), None)
        if subject is not None and (token.i == verb.i or subject.lower_ not in _THINGS):
            if subject.dep_ == "nsubjpass" and token.lemma_ not in _PASSIVE_SAYING:
                return None  # the paper is called “…”, Mr. Berg was asked about “…”
            return subject
        above = _above(token) if token.dep_ in _SHARING else None
        if above is not None and allowed(above):
            token = above
        elif (
            token.dep_ == "acl"
            and token.tag_ == "VBG"
            and token.head.pos_ in ("NOUN", "PROPN", "PRON")
            and allowed(token.head)
        ):
            above = _verb_above(token) if token.i and token.doc[token.left_edge.i - 1].text == "," else None
            if above is None or not allowed(above):
                return token.head
            token = above  # Ann Reyes met the rival of Omar Diallo, saying: she says it
        else:
            return None
    return None
