"""From the subject of a reporting verb to the words that name the speaker."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from spacy.tokens import Token

from pipeline.data import word_list
from pipeline.extraction.quotes.cues import saying_nouns
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.names import Name
from pipeline.records import Resolution, SpeakerType

PRONOUNS = frozenset(("he", "she", "they", "i", "we", "it"))
MENTION_CUTS = frozenset(("relcl", "acl", "advcl", "punct", "cc"))
_KINDS: tuple[tuple[SpeakerType, str], ...] = (
    ("document", "document_nouns"),
    ("organisation", "body_nouns"),
    ("person", "person_words"),
)
_THINGS = frozenset(("it", "what", "that", "this", "which", "there", "these", "those"))
Gender = Literal["f", "m"]


class Speaker(NamedTuple):
    """Words that name a speaker and, where it is known, the name they lead to."""

    start: int
    end: int
    text: str
    name: Name | None = None
    resolution: Resolution = "none"
    pronoun: bool = False
    others: tuple[Speaker, ...] = ()  # the other speakers of a joint statement
    kind: SpeakerType = "unknown"  # of a speaker without a name

    def carried(self) -> Speaker:
        """The same speaker where the words stand with an earlier quote."""
        return self._replace(resolution="carried") if self.name else self


def named(name: Name, resolution: Resolution = "name") -> Speaker:
    """A speaker who is named."""
    if resolution == "name" and name.kind == "person" and name.text != name.full and len(name.text.split()) == 1:
        resolution = "surname"
    return Speaker(name.start, name.end, name.text, name, resolution)


def from_head(frame: Frame, head: Token, verb: Token | None = None) -> Speaker | None:
    """The speaker whom the noun phrase around `head` names."""
    if head.lower_ in PRONOUNS and head.pos_ == "PRON":
        return Speaker(head.idx, head.idx + len(head), head.text, pronoun=True, kind=kind_of(head))
    if head.tag_ in ("WP", "WDT"):
        return _relative(frame, head)
    first, last = phrase(frame, head)
    tokens = frame.tokens
    start, end = tokens[first].idx, tokens[last - 1].idx + len(tokens[last - 1])
    people = frame.names.between(start, end, "person")
    direct = frame.names.at(head.idx)
    if verb is not None and (direct is None or (direct.kind != "person" and len(direct.text.split()) == 1)):
        known = frame.names.called(head.text) if last - first == 1 else None
        if known is not None:  # said Cole, who is a person even where a Cole Inc. is named
            return Speaker(start, end, frame.text[start:end], known, "surname")
    joint = _joint(frame, head)
    if len(joint) > 1:
        return joint[0]._replace(others=tuple(joint[1:]))
    if direct and direct.kind == "person":
        return named(direct)
    best = _best(frame, people, head)
    if best is None and verb is not None:
        best = adjacent(frame, verb)
    if best is not None:
        return named(best, "apposition")
    if direct:
        return named(direct)
    return Speaker(start, end, frame.text[start:end], kind=kind_of(head))


def kind_of(head: Token) -> SpeakerType:
    """What a speaker is whom nobody names: “the report said”, “the ministry said”, “a spokesman said”."""
    kinds = _kinds()
    found = [kinds[form] for form in (head.lemma_.lower(), head.lower_) if form in kinds]
    return min(found)[1] if found else "unknown"


@cache
def _kinds() -> dict[str, tuple[int, SpeakerType]]:
    """Word -> its kind, with the rank of that."""
    return {
        word: (rank, kind)
        for rank, (kind, name) in reversed([*enumerate(_KINDS)])
        for word in word_list(f"quotes/{name}.txt")
    }


def _relative(frame: Frame, pronoun: Token) -> Speaker | None:
    """The antecedent of “Dr. Bao Tran, who said”: the words are “who” where the name is known."""
    clause = next((t for t in (pronoun, *pronoun.ancestors) if t.dep_ == "relcl"), None)
    if clause is None or not frame.outside(clause.head.i):
        return None
    speaker = from_head(frame, clause.head)
    if speaker is None or speaker.name is None:
        return speaker
    return Speaker(pronoun.idx, pronoun.idx + len(pronoun), pronoun.text, speaker.name, "pronoun")


def _best(frame: Frame, people: list[Name], head: Token) -> Name | None:
    """The person of a phrase: one in apposition or compounded with the head, else the last of it.

    A person in a phrase of his own does not speak: “an adviser to President Ray said”; but “the Chief of Detectives
    Ann Cole said” is one whose parse goes astray.
    """
    for name in people:
        root = frame.doc[frame.token_at(name.end - 1)]
        steps = [root]
        while steps[-1].i != head.i and steps[-1].head.i != steps[-1].i:
            steps.append(steps[-1].head)
        if all(t.dep_ in ("appos", "compound", "nmod", "flat", "conj", "npadvmod", "poss") for t in steps[:-1]) and all(
            t.dep_ != "poss" for t in steps[:-1]
        ):
            return name
    if not people or head.lemma_.lower() in word_list("quotes/deputies.txt"):
        return None
    last = people[-1]
    at = frame.token_at(last.start if last.lead is None else last.lead)
    before = frame.tokens[at - 1] if at else None
    if before is not None and before.lower_ in ("by", "from") and head.lemma_.lower() in saying_nouns():
        return last  # a statement by Ann Reyes says
    return None if before is not None and before.pos_ in ("ADP", "DET", "PRON") else last


def adjacent(frame: Frame, verb: Token) -> Name | None:
    """The person whose name ends right before the verb: “Head of the Section in the Office, Mr. Jan Berg stressed”."""
    i = verb.i
    while i > 0 and frame.outside(i - 1):
        token = frame.tokens[i - 1]
        if token.text == ")":  # Sen. Ann Reyes (D-Ohio) said
            i = next((j for j in range(i - 2, max(i - 12, -1), -1) if frame.tokens[j].text == "("), -1)
            if i < 0:
                return None
        elif token.pos_ in ("ADV", "AUX") or token.text == "," or _aside(frame, i - 1):
            i -= 1
        else:
            break
    if i == 0 or not frame.outside(i - 1):
        return None
    before = frame.tokens[i - 1]
    name = frame.names.at(before.idx)
    return name if name and name.kind == "person" else None


def _aside(frame: Frame, i: int) -> bool:
    """Whether the token is an age or letters after a name: Ann Reyes, 44, said; Mr. Ed Cole, SC said."""
    token = frame.tokens[i]
    letters = token.text.isupper() and len(token) < 6 and token.text.isalpha()
    return (token.like_num or letters) and i > 0 and frame.tokens[i - 1].text == "," and frame.outside(i - 1)


def _joint(frame: Frame, head: Token) -> list[Speaker]:
    """The speakers of “Senators Ray and Cole”; one, or none, where it is no joint subject."""
    heads = [head, *(t for t in head.conjuncts if t.i > head.i and frame.outside(t.i))]
    if len(heads) == 1:
        return []
    speakers: list[Speaker] = []
    for token in heads:
        name = frame.names.at(token.idx)
        if name is None:
            tail = [t for t in token.subtree if t.dep_ in ("appos", "compound") and frame.outside(t.i)]
            name = next((n for t in tail if (n := frame.names.at(t.idx)) and n.kind == "person"), None)
        if name and all(name.start != s.start for s in speakers):
            speakers.append(named(name))
    return speakers


def phrase(frame: Frame, head: Token) -> tuple[int, int]:
    """Tokens of the noun phrase of `head`, outside marks, without clauses that hang on it."""
    first, last = head.left_edge.i, head.i + 1
    while first < head.i and (not frame.outside(first) or frame.tokens[first].is_punct):
        first += 1
    for child in head.rights:
        if child.dep_ in ("relcl", "acl", "advcl") or not frame.outside(child.i):
            break
        if child.dep_ in MENTION_CUTS:
            continue
        last = max(last, min(child.right_edge.i + 1, _limit(frame, child)))
    return first, max(last, head.i + 1)


def _limit(frame: Frame, token: Token) -> int:
    i = token.i
    while i < token.right_edge.i + 1 and frame.outside(i) and frame.tokens[i].tag_ not in ("WP", "WDT"):
        i += 1
    return i  # an adviser to Jan Berg | who has left the Cole camp


@cache
def _gender_words() -> dict[str, Gender]:
    words: dict[str, Gender] = {}
    for gender, files in (("f", ("female", "female_names")), ("m", ("male", "male_names"))):
        for name in files:
            words |= dict.fromkeys(word_list(f"quotes/{name}.txt"), "f" if gender == "f" else "m")
    return words


def gender_of(frame: Frame, name: Name) -> Gender | None:
    """Whether honorific, title or given name say that a person is a woman or a man; None where they do not."""
    words = _gender_words()
    if name.honorific and (g := words.get(name.honorific.rstrip(".").casefold())):
        return g
    before = frame.text[max(0, name.start - 40) : name.start].replace(".", " ").split()
    for word in reversed(before[-2:]):
        if g := words.get(word.casefold().strip("“\"'‘(")):
            return g
    given = name.full.split()
    return words.get(given[0].casefold()) if len(given) > 1 else None


def animacy(speaker: Speaker) -> float:
    """How likely the words are to name someone who speaks: 1.5 for people and pronouns, below 0 for things."""
    word = speaker.text.casefold()
    if speaker.name:
        return 1.5 if speaker.name.kind == "person" else 1.0
    if word in ("he", "she", "they", "i", "we", "who"):
        return 1.5
    return -1.0 if word in _THINGS else 0.0
