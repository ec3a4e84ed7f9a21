"""The people component: `communique_people` writes Person, Mention and Alias records of a document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.analysis import Analysis, analysis_of
from pipeline.extraction.component import RuleComponent
from pipeline.extraction.country_mentions import stands_in_address
from pipeline.extraction.people_again import places_of
from pipeline.extraction.people_candidates import Candidate, Taken, without_overlaps
from pipeline.extraction.people_find import before_given, candidates
from pipeline.extraction.people_honorifics import Gender, gender_of_honorific
from pipeline.extraction.people_likely import likely
from pipeline.extraction.people_merge import Named, Someone, announces, merge, named
from pipeline.extraction.people_names import (
    given_names,
    is_generational,
    is_initial,
    plain,
    split_name,
    words,
)
from pipeline.extraction.people_shape import is_name, soft_breaks
from pipeline.extraction.tokens import Tokens
from pipeline.records import Alias, Mention, Person, person_key, row_id

__all__ = ["PeopleComponent", "gender_of", "mentions_of", "person_at"]


def person_at(analysis: Analysis, start: int, end: int) -> Mention | None:
    """The mention of a person that shares a character with `start` … `end`; the longest of several."""
    touching = [m for m in analysis.mentions if m.label == "PERSON" and m.start < end and start < m.end]
    return max(touching, key=lambda m: m.end - m.start, default=None)


def mentions_of(analysis: Analysis, person_id: str) -> list[Mention]:
    """The mentions of one person, in order."""
    return sorted((m for m in analysis.mentions if m.entity_id == person_id), key=lambda m: m.start)


def gender_of(mention: Mention) -> Gender | None:
    """What the honorific of a person's mention tells of gender: "f" for "Ms.", None for "Dr.\""""
    return gender_of_honorific(mention.honorific)


@Language.factory("communique_people", default_config={"consistency": True})
def make_people(nlp: Language, name: str, consistency: bool) -> PeopleComponent:
    """Factory of the component; `consistency`: look for every known name everywhere in the document."""
    return PeopleComponent(consistency=consistency)


class PeopleComponent(RuleComponent):
    """Finds the people of a document; see `people_find` and `people_merge`."""

    def __init__(self, *, consistency: bool = True) -> None:
        self.consistency = consistency

    def __call__(self, doc: Doc) -> Doc:
        """Append the people of `doc` to its analysis."""
        analysis = analysis_of(doc)
        tokens = analysis.tokens(doc)
        soft = soft_breaks(analysis.release)
        taken = Taken(_taken(tokens, analysis))
        found = candidates(tokens, analysis, taken, soft)
        if self.consistency and _take_back(tokens, analysis, found):
            taken = Taken(_taken(tokens, analysis))
        people = merge(tokens.text, named(tokens.text, found, soft))
        if self.consistency:
            wider = without_overlaps([*found, *_everywhere(tokens, analysis, taken, found, people, soft)])
            if wider != found:  # in one text of twenty-five
                people = merge(tokens.text, named(tokens.text, wider, soft))
        write(analysis, likely(tokens.text, people))
        return doc


def _take_back(tokens: Tokens, analysis: Analysis, found: list[Candidate]) -> bool:
    """Take names back that were read as bodies: “…,” Holm-Dahl said, after “Eva Holm-Dahl”; “Eva and Jan bring …”.

    Surnames only where a title or a reporting verb says of one of them that it is a person, or the recogniser does.
    """
    text = analysis.release.text
    names = [" ".join(text[c.start : c.end].split()) for c in found]
    families = {split_name(n)[1] for n in names}
    givens = {parts[0] for parts in map(words, names) if len(parts) > 1 and plain(parts[0]) in given_names()}
    givens -= families
    known = families | givens
    bodies = [m for m in analysis.mentions if m.label == "ORGANISATION" and m.text in known]
    wrong = {m.entity_id for m in bodies if m.text in givens or announces(text, m.start, m.end)}
    wrong |= {m.entity_id for m in bodies if tokens.votes(m.text, "PERSON") and tokens.votes(m.text, "ORG") < 3}
    if not wrong:
        return False
    named = {m.entity_id for m in analysis.mentions if m.entity_id in wrong and m.text not in known}
    wrong -= named  # a body that bears the name in a longer form too (“Holm Industries”) stays
    analysis.mentions[:] = [m for m in analysis.mentions if m.entity_id not in wrong]
    analysis.organisations[:] = [
        replace(o, part_of=None) if o.part_of in wrong else o
        for o in analysis.organisations
        if o.organisation_id not in wrong
    ]
    analysis.aliases[:] = [a for a in analysis.aliases if a.entity_id not in wrong]
    return bool(wrong)


def _taken(tokens: Tokens, analysis: Analysis) -> Iterable[tuple[int, int]]:
    """Spans of bodies, countries and places: "Maja Sund" in "Maja Sund Institute" is nobody."""
    bodies = [(m.start, m.end) for m in analysis.mentions if m.label in ("ORGANISATION", "COUNTRY")]
    if bodies:
        return bodies
    persons = {(e.start, e.end) for e in tokens.ents if e.label == "PERSON"}
    return [
        (e.start, e.end) for e in tokens.ents if e.label in ("ORG", "GPE", "FAC") and (e.start, e.end) not in persons
    ]


def _everywhere(
    tokens: Tokens,
    analysis: Analysis,
    taken: Taken,
    found: list[Candidate],
    people: list[Someone],
    soft: Container[int],
) -> list[Candidate]:
    """Every place where a name that is known from one place stands again, in full, in short and in capitals."""
    forms = _forms(tokens, people)
    if not forms:
        return []
    text = tokens.text
    wanted = sorted(forms, key=lambda f: (-len(f), f))
    known = {plain(f): rule for f, rule in reversed(forms.items())}
    read = {(c.start, c.end) for c in found if c.rule == "model"}  # such a candidate wins over one that is known
    more = []
    for start, end in places_of(text, analysis.words(), [*wanted, *(f.upper() for f in wanted)]):
        surface = text[start:end].split()
        single = len(surface) == 1
        if not single and (start, end) in read:
            continue
        if (
            taken.touching(start, end)
            or analysis.release.is_residue(start, end)
            or not is_name(text, start, end, known=True)
            or stands_in_address(text, start, end)
        ):
            continue
        if single and _is_part(tokens, start, end):
            continue
        rule = known.get(plain(" ".join(surface)), "known name")
        if single:  # “Ida May Fuller” after “Mrs. Fuller”
            start, end = before_given(tokens, start, end, soft)
        more.append(Candidate(start, end, rule))
    return more


def _forms(tokens: Tokens, people: list[Someone]) -> dict[str, str]:
    """What people may be called elsewhere: their names as they stand, their surnames and given names; with the rule."""
    forms: dict[str, str] = {}
    for someone in people:
        full = {n.text: n for n in someone.namings if len(n.key) > 1}.values()
        for n in full:
            tail = words(n.text)[-2:]
            if len(n.key) > 2 and not is_initial(tail[0]) and not is_generational(tail[1]):
                forms.setdefault(" ".join(tail), "family name")  # two surnames: “Eva Ruiz Soto” – “Ruiz Soto”
        for n in someone.namings:
            forms.setdefault(n.text, "known name")
        for n in full:
            family = split_name(n.text)[1]
            if family and len(family) > 2:
                forms.setdefault(family, "family name")
            first = words(n.text)[0]
            if tokens.votes(first, "ORG") + tokens.votes(first, "PERSON") and plain(first) in given_names():
                forms.setdefault(first, "given name")  # “Eva and Jan bring …”, whatever the recogniser made of them
    return forms


_NEXT_WORD = re.compile(r"[ \u00a0]([^\W\d_]\w*)")


def _is_part(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a lone name is a part of another, or no name by its tag."""
    i = bisect_left(tokens.starts, start)
    begins = i < len(tokens) and tokens.starts[i] == start
    if begins and tokens.tags[i] not in ("NNP", "NNPS"):
        return True
    return _beside_a_name(tokens.text, start, end)


def _beside_a_name(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word touches the span, so that a family name is part of another name: "Lund Motors"."""
    after = _NEXT_WORD.match(text, end)
    return bool(after and after.group(1)[0].isupper() and not after.group(1).isupper() and len(after.group(1)) > 2)


def write(analysis: Analysis, people: list[Someone]) -> None:
    """Append the records of people to an analysis; people with one key are one."""
    seen: dict[str, set[str]] = {}
    for someone in people:
        name = someone.name
        person_id = person_key(name)
        if person_id not in seen:
            given, family = split_name(name)
            analysis.people.append(Person(person_id=person_id, name=name, given_names=given, family_name=family))
        aliases = seen.setdefault(person_id, {name})
        length = max(len(n.key) for n in someone.namings)
        for n in someone.namings:
            short = (len(n.key) == 1 and length > 1) or (len(n.key) < length and not _shares_ends(n, name))
            if n.text not in aliases:
                aliases.add(n.text)
                analysis.aliases.append(Alias(entity_id=person_id, alias=n.text, kind="short" if short else "variant"))
            analysis.mentions.append(_mention(analysis, n, person_id, short))


def _shares_ends(n: Named, name: str) -> bool:
    parts = [plain(w) for w in words(name)]
    return n.key[0] == parts[0]


def _mention(analysis: Analysis, n: Named, person_id: str, short: bool) -> Mention:
    return Mention(
        mention_id=row_id(analysis.document_id, "person", n.start, n.end),
        document_id=analysis.document_id,
        start=n.start,
        end=n.end,
        text=analysis.release.text[n.start : n.end],
        label="PERSON",
        entity_id=person_id,
        how="short" if short else "name",
        honorific=n.honorific,
        section=analysis.section(n.start),
        rule=n.rule,
    )
