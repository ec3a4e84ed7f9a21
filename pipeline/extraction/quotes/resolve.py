"""Whom a pronoun or an office stands for."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.data import word_list
from pipeline.extraction.quotes.cues import STRONG, strength
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.names import Name
from pipeline.extraction.quotes.speakers import Gender, Speaker, gender_of

_GENDERS: dict[str, Gender] = {"he": "m", "his": "m", "she": "f", "her": "f"}
REACH = 1500  # characters that a pronoun looks back


def resolve(frame: Frame, speaker: Speaker, last: Speaker | None) -> Speaker:
    """Find who a pronoun is: the last speaker or the nearest person before it of no other gender."""
    if speaker.name:
        return speaker
    if not speaker.pronoun:
        office = _office(frame, speaker)
        return speaker._replace(name=office, resolution="pronoun") if office else speaker
    gender = _GENDERS.get(speaker.text.casefold())
    if gender is None:
        return speaker
    genders = {n.entity_id: g for n in frame.names.names if n.kind == "person" and (g := gender_of(frame, n))}
    people = frame.names.between(max(0, speaker.start - REACH), speaker.start, "person")
    outside = [n for n in people if frame.outside(frame.token_at(n.start))]
    best = max(_scored(frame, outside or people, speaker, last, gender, genders), default=None, key=lambda s: s[0])
    if best is None or best[0] < 0:
        return speaker
    return speaker._replace(name=best[1], resolution="pronoun")


def _office(frame: Frame, speaker: Speaker) -> Name | None:
    """The only person before who bears the office, or the nearest body whose name has the word: the Governor said."""
    words = speaker.text.casefold().split()
    if len(words) < 2 or words[0] != "the" or len(words) > 4:
        return None
    head = words[-1].strip(".,")
    before = frame.names.between(0, speaker.start)
    holders = {n.entity_id: n for n in before if n.entity_id and head in frame.names.offices.get(n.entity_id, ())}
    if len(holders) == 1:
        return next(iter(holders.values()))
    if holders or head not in word_list("quotes/body_nouns.txt"):
        return None
    bodies = [n for n in before if n.kind == "organisation" and head in n.full.casefold().split()]
    return bodies[-1] if bodies else None


def _scored(
    frame: Frame, people: Iterable[Name], speaker: Speaker, last: Speaker | None, gender: Gender,
    genders: dict[str | None, Gender],
) -> Iterable[tuple[float, Name]]:  # fmt: skip
    for name in people:
        known = genders.get(name.entity_id)
        if known is not None and known != gender:
            continue
        score = 2.0 if known == gender else 0.0
        score -= (speaker.start - name.start) / 400
        token = frame.doc[frame.token_at(name.end - 1)]
        if token.dep_ in ("nsubj", "nsubjpass") or (token.head.dep_ == "nsubj" and token.dep_ == "appos"):
            score += 1
        if token.dep_ == "poss":
            score -= 0.5
        if last and last.name and last.name.entity_id == name.entity_id:
            score += 0.5
        if strength(token.head) == STRONG or strength(token.head.head) == STRONG:
            score += 0.5  # who speaks is spoken of next
        yield score + REACH / 400, name
