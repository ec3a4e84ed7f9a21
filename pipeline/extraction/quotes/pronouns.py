"""Whom “he” or “she” stands for in reported speech."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from pipeline.data import word_list
from pipeline.extraction.quotes.speakers import Speaker, Voices
from pipeline.structure import Span

Gender = Literal["f", "m"]
_PRONOUNS: dict[str, Gender] = {"he": "m", "she": "f"}
REACH = 1500  # characters that a pronoun looks back
FIRST = 300  # characters that the first name of a sentence counts as nearer


@cache
def _gender_words() -> dict[str, Gender]:
    words: dict[str, Gender] = {}
    for gender, files in (("f", ("female", "female_names")), ("m", ("male", "male_names"))):
        for name in files:
            words |= dict.fromkeys(word_list(f"quotes/{name}.txt"), "f" if gender == "f" else "m")
    return words


def _gender(voices: Voices, number: int) -> Gender | None:
    """Whether a title before a name, or the given name, says that a person is a woman or a man."""
    name, text, words = voices.names[number], voices.frame.text, _gender_words()
    before = text[max(0, name.start - 40) : name.start].replace(".", " ").split()
    for word in reversed(before[-2:]):
        if gender := words.get(word.casefold().strip("“\"'‘(")):
            return gender
    given = text[name.start : name.end].split()
    return words.get(given[0].casefold().rstrip(".")) if len(given) > 1 else None


def resolved(voices: Voices, pronoun: Span) -> Speaker:
    """The speaker of a pronoun: the nearest person before it who can be meant, the first of a sentence sooner."""
    gender = _PRONOUNS.get(voices.frame.text[pronoun.start : pronoun.end].lower())
    people = [i for i in voices.between(0, pronoun.start) if voices.names[i].label == "PERSON"]
    genders = _genders(voices, people)
    near = [i for i in people if pronoun.start - voices.names[i].start < REACH]
    fitting = [i for i in near if gender and genders.get(voices.keys[i], gender) == gender]
    best = max(fitting, key=lambda i: _score(voices, i, pronoun), default=None)
    return voices.worded(pronoun, voices.keys[best] if best is not None else None)


def _genders(voices: Voices, people: Iterable[int]) -> dict[str, Gender]:
    """What the first telling place says of each person."""
    genders: dict[str, Gender] = {}
    for i in people:
        if found := _gender(voices, i):
            genders.setdefault(voices.keys[i], found)
    return genders


def _score(voices: Voices, number: int, pronoun: Span) -> float:
    start = voices.names[number].start
    sentence = voices.frame.sentences[voices.frame.number(start)]
    first = voices.person_between(sentence.start, start) is None  # Senator Ann Reyes met Grace Cole. She said that …
    return FIRST * first - (pronoun.start - start)
