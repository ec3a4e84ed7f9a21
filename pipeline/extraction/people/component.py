"""The component `communique_people`: makes Person, Mention and Alias rows of the reader's names of people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.document.analysis import Analysis, analysis_of
from pipeline.extraction.document.reading import Name
from pipeline.extraction.people.coreference import Cluster, NamedAt, clusters
from pipeline.extraction.people.honorifics import honorific_before
from pipeline.extraction.people.names import split_name
from pipeline.extraction.people.rementions import with_rementions
from pipeline.extraction.people.trim import in_address, trim
from pipeline.records import Alias, Person, person_key

_LONE = 0.9
"""Probability from which a single word is a person without an honorific or a full name elsewhere; chosen on folds
0, 3 and 5 held out: .85 gives .2 of a point less people, .95 .1 more but lets go of one lone name in ten."""
_POST_NOMINALS = re.compile(r"(?:,\s?[A-Z][A-Za-z.]{1,5})*,\s?[A-Z]{3,5}")
"""Letters behind a name, which the reader may take for another: “Ada Lund, MD, [FAHA]”."""
_NICKNAME_OPENS = re.compile(r"\s[(“\"]{1,2}")
_NICKNAME_CLOSES = re.compile(r"[)”\"]{1,2}\s")


@Language.factory("communique_people")
def make_people(nlp: Language, name: str) -> PeopleComponent:
    """Factory of the component."""
    return PeopleComponent()


class PeopleComponent:
    """Trims the reader's names of people, finds them again where it missed them, joins those of one person."""

    def __call__(self, doc: Doc) -> Doc:
        """Append the people of `doc` to its analysis, and set the names of people in its reading right."""
        analysis = analysis_of(doc)
        if analysis.reading is not None:
            text = analysis.release.text
            names = with_rementions(text, [_trimmed(text, name) for name in analysis.reading.names])
            analysis.reading = replace(analysis.reading, names=names)
            write(
                analysis, [p for p in clusters(with_nicknames(text, with_honorifics(analysis, names))) if _is_likely(p)]
            )
        return doc


def _trimmed(text: str, name: Name) -> Name:
    if name.label != "PERSON":
        return name
    start, end = trim(text, name.start, name.end)
    return replace(name, start=start, end=end)


def with_honorifics(analysis: Analysis, names: Sequence[Name]) -> list[NamedAt]:
    """The names of people with their honorifics, in order; none in residue, an address or another language."""
    text = analysis.release.text
    found: list[NamedAt] = []
    for number, name in sorted(enumerate(names), key=lambda n: n[1].start):
        start, end = name.start, name.end
        if name.label != "PERSON" or start >= end or in_address(text, end) or analysis.release.is_residue(start, end):
            continue
        at = honorific_before(text, start)
        if found and found[-1].start >= at:
            found.pop()  # the reader took the honorific for a name: “⟦H.E.⟧ ⟦Ilse Brandt⟧”
        at = max(at, found[-1].end) if found else at
        honorific = " ".join(text[at:start].strip(" \u00a0*_").split()) or None
        if found and _POST_NOMINALS.fullmatch(text, found[-1].end, end):
            found[-1] = replace(found[-1], numbers=(*found[-1].numbers, number))
            continue
        mention = NamedAt((number,), start, end, " ".join(text[start:end].split()), honorific, name.probability)
        if mention.key:
            found.append(mention)
    return found


def with_nicknames(text: str, mentions: Sequence[NamedAt]) -> list[NamedAt]:
    """The mentions with a name around a nickname as one: “William (Bill) Roe”, “William “Bill” Roe”."""
    found: list[NamedAt] = []
    for m in mentions:
        if (
            len(found) > 1
            and _NICKNAME_OPENS.fullmatch(text, found[-2].end, found[-1].start)
            and _NICKNAME_CLOSES.fullmatch(text, found[-1].end, m.start)
        ):
            nickname, first = found.pop(), found.pop()
            numbers = (*first.numbers, *nickname.numbers, *m.numbers)
            m = replace(first, numbers=numbers, end=m.end, text=" ".join(text[first.start : m.end].split()))
        found.append(m)
    return found


def _is_likely(person: Cluster) -> bool:
    """Whether one of the mentions has several words, an honorific or a high probability: not “FAHA”, “Rottweiler”."""
    return any(len(m.key) > 1 or m.honorific or m.probability >= _LONE for m in person.mentions)


def write(analysis: Analysis, people: Sequence[Cluster]) -> None:
    """Append the rows of people to an analysis; people with one key are one."""
    aliases: dict[str, set[str]] = {}
    for person in people:
        name = person.name
        person_id = person_key(name)
        if person_id not in aliases:
            given, family = split_name(name)
            analysis.people.append(Person(person_id=person_id, name=name, given_names=given, family_name=family))
        known = aliases.setdefault(person_id, {name})
        longest = max(person.mentions, key=lambda m: len(m.key)).key
        for m in person.mentions:
            # “Jan Roe” is a variant of “Jan M. Roe”, “Roe” and “Jan” are short forms
            short = len(m.key) < len(longest) and (len(m.key) == 1 or m.key[0] != longest[0])
            if m.text not in known:
                known.add(m.text)
                analysis.aliases.append(Alias(entity_id=person_id, alias=m.text, kind="short" if short else "variant"))
            analysis.add_mention(
                m.start,
                m.end,
                "PERSON",
                entity_id=person_id,
                how="short" if short else "name",
                honorific=m.honorific,
                confidence=m.probability,
                rule="people.reader",
                claims=m.numbers,
            )
