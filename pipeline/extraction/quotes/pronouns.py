"""Whom “he” or “she” stands for in reported speech."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from pipeline.data import word_list
from pipeline.extraction.quotes.speakers import PossibleSpeakers, Speaker
from pipeline.structure import Span

Gender = Literal["f", "m"]
_PRONOUNS: dict[str, Gender] = {"he": "m", "she": "f"}
REACH = 1500  # characters that a pronoun looks back
FIRST = 300  # characters by which who is named first in a sentence counts as nearer to the pronoun


@cache
def _gender_words() -> dict[str, Gender]:
    words: dict[str, Gender] = {}
    for gender, files in (("f", ("female", "female_names")), ("m", ("male", "male_names"))):
        for name in files:
            words |= dict.fromkeys(word_list(f"quotes/{name}.txt"), "f" if gender == "f" else "m")
    return words


def _gender(possible: PossibleSpeakers, number: int) -> Gender | None:
    """Whether a title before a name, or the given name, says that a person is a woman or a man."""
    name, text, words = possible.names[number], possible.frame.text, _gender_words()
    before = text[max(0, name.start - 40) : name.start].replace(".", " ").split()
    for word in reversed(before[-2:]):
        if gender := words.get(word.casefold().strip("“\"'‘(")):
            return gender
    given = text[name.start : name.end].split()
    return words.get(given[0].casefold().rstrip(".")) if len(given) > 1 else None


def resolved(possible: PossibleSpeakers, pronoun: Span) -> Speaker:
    """The speaker of a pronoun: the nearest person before it who can be meant, the first of a sentence sooner."""
    gender = _PRONOUNS.get(possible.frame.text[pronoun.start : pronoun.end].lower())
    people = [i for i in possible.between(0, pronoun.start) if possible.names[i].label == "PERSON"]
    genders = _genders(possible, people)
    near = [i for i in people if pronoun.start - possible.names[i].start < REACH]
    fitting = [i for i in near if gender and genders.get(possible.keys[i], gender) == gender]
    best = max(fitting, key=lambda i: _score(possible, i, pronoun), default=None)
    return possible.speaker_of_words(pronoun, possible.keys[best] if best is not None else None)


def _genders(possible: PossibleSpeakers, people: Iterable[int]) -> dict[str, Gender]:
    """What the first telling place says of each person."""
    genders: dict[str, Gender] = {}
    for i in people:
        if found := _gender(possible, i):
            genders.setdefault(possible.keys[i], found)
    return genders


def _score(possible: PossibleSpeakers, number: int, pronoun: Span) -> float:
    start = possible.names[number].start
    sentence = possible.frame.sentences[possible.frame.number(start)]
    first = possible.person_between(sentence.start, start) is None  # Senator Ann Reyes met Grace Cole. She said that …
    return FIRST * first - (pronoun.start - start)
