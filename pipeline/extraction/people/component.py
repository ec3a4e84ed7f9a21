"""The spaCy component `communique_people`: Person, Mention and Alias rows from the reader's names of people."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.data import word_list
from pipeline.extraction.document.analysis import Analysis, MentionSpan, component
from pipeline.extraction.document.reading import Name
from pipeline.extraction.people.coreference import Cluster, NamedAt, clusters, fullest, with_other_names
from pipeline.extraction.people.honorifics import honorific_before
from pipeline.extraction.people.names import key_of, split_name
from pipeline.extraction.people.trim import trim
from pipeline.extraction.text.forms import folded, without_lone_marks
from pipeline.records import Alias, Person, one_line, slug
from pipeline.structure import Release

_LETTERS = re.compile(r"[^\W\d_]{2}")  # every name has them, the head of a calendar does not: “M T W T F S S”
_ADDRESS = re.compile(r"(?![a-z])[\w.-]*(?:@|_\w)")  # “ilse.brandt[@velora].example”; not “Ada Lund[alund@velora]”
_AND = re.compile(r"\s(?:and|&)\s")
_GIVEN_NAMES = frozenset(word_list("people/given_names.txt") + word_list("people/given_names_more.txt"))
_LONE = 0.95  # least probability of a person named by one word alone; people score .1 to .5 points better than with .9


@component("communique_people")
def add_people(analysis: Analysis) -> None:
    """Add the people of a document: the reader's names, trimmed and joined."""
    text = analysis.release.text
    names = [*analysis.reading.names]
    for number, name in enumerate(names):
        if name.label == "PERSON" and not name.of_user:
            start, end = trim(text, name.start, name.end)
            names[number] = replace(name, start=start, end=end)
    analysis.reading = replace(analysis.reading, names=tuple(names))
    people = with_other_names(text, clusters(with_honorifics(analysis, names)))
    # one lone word is to be likely: not “Rottweiler”
    _write(analysis, (p for p in people if any(len(m.key) > 1 or m.honorific or m.probability >= _LONE for m in p)))


def with_honorifics(analysis: Analysis, names: Sequence[Name]) -> list[NamedAt]:
    """The names of people with their honorifics, in text order."""
    text = analysis.release.text
    found: list[NamedAt] = []
    for number, name in sorted(enumerate(names), key=lambda n: n[1].start):
        if not _is_person(analysis.release, name):
            continue
        numbers: tuple[int, ...] = (number,)
        at = honorific_before(text, name.start)
        titles = (t.end for t in analysis.reading.job_titles if t.start < at < t.end <= name.start)
        at = next(titles, at)  # not the “Attorney” of “District Attorney Ilse Brandt”
        if found and found[-1].start >= at:
            numbers += found.pop().numbers  # the reader took the honorific for a name: “⟦H.E.⟧ ⟦Ilse Brandt⟧”
        honorific = one_line(text[at : name.start].lstrip(" *_.,").rstrip(" *_")) or None
        words = without_lone_marks(one_line(text[name.start : name.end]))
        found.append(NamedAt(numbers, name.start, name.end, words, honorific, name.probability))
    return [m for m in _with_whole_couples(text, found) if m.key]


def _is_person(release: Release, name: Name) -> bool:
    """Whether a name is a person's, with letters, and not in residue, an address or another language."""
    is_name = name.label == "PERSON" and _LETTERS.search(release.text, name.start, name.end) is not None
    return is_name and not (_ADDRESS.match(release.text, name.end) or release.is_ignored(name.start, name.end))


def _with_whole_couples(text: str, found: list[NamedAt]) -> list[NamedAt]:
    """The names, a given name before “and” with the family name of the full name after it: “Jan[ Roe] and Ada Roe”."""
    families = {key_of(m.text)[-1:] for m in found if " " in m.text}  # not “Lund and Ada Roe” beside Eva Lund
    for number, (one, other) in enumerate(pairwise(found)):
        is_given = folded(one.text) in _GIVEN_NAMES and not one.honorific and key_of(one.text) not in families
        if is_given and " " in other.text and _AND.fullmatch(text, one.end, other.start):
            found[number] = replace(one, text=" ".join(filter(None, (one.text, split_name(other.text)[1]))))
    return found


def _write(analysis: Analysis, people: Iterable[Cluster]) -> None:
    """Add the rows of people to an analysis; people with the same key are merged."""
    aliases: dict[str, set[str]] = {}
    for person in people:
        full = fullest(person)
        name = full.text
        person_id = slug(name)
        if person_id not in aliases:
            given, family = split_name(name)
            analysis.people.append(Person(person_id=person_id, name=name, given_names=given, family_name=family))
        known = aliases.setdefault(person_id, {name})
        for m in person:
            # “Jan Roe” is a variant of “Jan M. Roe”, “Roe” and “Jan” are short forms
            printed = without_lone_marks(one_line(analysis.release.text[m.start : m.end]))
            key = key_of(printed)
            short = len(key) < len(full.key) and (len(key) == 1 or key[0] in full.key[1:])
            if printed not in known:
                known.add(printed)
                analysis.aliases.append(Alias(entity_id=person_id, alias=printed, kind="short" if short else "variant"))
            mention = MentionSpan(m.start, m.end, "people.reader", m.probability, m.numbers)
            analysis.add_mention(mention, "PERSON", person_id, "short" if short else "name", m.honorific)
