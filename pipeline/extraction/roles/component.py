"""The spaCy component `communique_roles`: who holds which job title, in which organisation, for which country.

The reader finds the job titles and links each to a person, an organisation and a country; here the links become rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.document.analysis import Analysis, analysis_of
from pipeline.extraction.document.reading import JobTitle, Links
from pipeline.extraction.roles.held import chances_of, countries_of, organisation_of_title, status_of
from pipeline.extraction.roles.publisher import Publisher, publisher_of
from pipeline.extraction.roles.wording import (
    Wording,
    has_head,
    is_address,
    is_plural,
    printed,
    trimmed,
    whole,
    wording_of,
)
from pipeline.records import Mention, Role, row_id

INTRODUCED = 0.9
"""Chance that the name that a job title introduces is its holder's: “Director – Ada Lund”."""
SHARED = 0.25
"""Chance from which a person holds a job title together with the likeliest one: “co-founders A and B”."""
BESIDE = 0.02
"""Chance from which the person named right behind a job title goes before a likelier one elsewhere."""
_IN_COUNTRY = re.compile(r"\s(?:in|to)\s(?:the\s)?")
"""“Coordinator[ in ]Chad”."""
_INTRODUCES = re.compile(r"\s*[–—:-]\s*")
"""“Director[ – ]Ada Lund”."""
_HOLDER_BEFORE = re.compile(r"[^\S\n]*[,(–—:-]\s*")
"""“Jan Roe[, ]Director”."""
_NEAR = 20  # code points, in which a comma and an honorific find place


@Language.component("communique_roles")
def add_roles(doc: Doc) -> Doc:
    """Add the roles of a document, and the countries that they serve."""
    analysis = analysis_of(doc)
    titles = analysis.reading.job_titles if analysis.reading is not None else ()
    publisher = publisher_of(analysis)
    places = [m for m in analysis.mentions if m.label in ("COUNTRY", "DEMONYM") and m.entity_id]
    analysis.roles.extend(distinct(row for title in titles for row in _rows(analysis, title, places, publisher)))
    served = {row.country for row in analysis.roles if row.country}
    analysis.countries.extend(sorted(served - set(analysis.countries)))
    return doc


def _rows(analysis: Analysis, title: JobTitle, places: Sequence[Mention], publisher: Publisher) -> Iterator[Role]:
    """The roles that one job title gives: a row for each holder, and for each country that it serves."""
    for line in analysis.release.in_paragraphs(title.start, title.end):  # each line of a letterhead is a title
        start, end = _edges(analysis, *line)
        if has_head(analysis.release.text[start:end]) and not analysis.release.is_residue(start, end):
            yield from _roles_of(analysis, replace(title, start=start, end=end), places, publisher)


def _edges(analysis: Analysis, start: int, end: int) -> tuple[int, int]:
    """Where the words of a job title begin and end that the reader found at `start` … `end`."""
    text = analysis.release.text
    first, hyphened = whole(text, start, end)
    first, last = trimmed(text, first, _without_honorific(analysis, first, hyphened))
    return first, _with_country(analysis, first, _with_whole_name(analysis, first, last))


def _roles_of(analysis: Analysis, title: JobTitle, places: Sequence[Mention], publisher: Publisher) -> Iterator[Role]:
    """The roles of one job title."""
    text, start, end = analysis.release.text, title.start, title.end
    beside = _beside(analysis, start, end)
    if beside.person and not beside.introduced and is_address(text[start:end]):
        return
    organisation, certain = organisation_of_title(analysis, title, start, end)
    for holder, chance in _holders(analysis, title.person, beside, is_plural(text[start:end])):
        at = _nearest(analysis, holder, start)
        countries: list[str | None] = [*countries_of(analysis, title, organisation, places)]
        served = None if countries or organisation else publisher.country_of(text, start, end)
        ours = None if organisation else publisher.organisation_of(text, start)
        for country in countries or [served]:
            yield Role(
                role_id=row_id(analysis.document_id, "role", start, end, holder, country),
                document_id=analysis.document_id,
                person_id=holder,
                role=printed(text[start:end]),
                organisation_id=organisation or ours,
                country=country,
                start=start,
                end=end,
                status=status_of(text, start, end, at),
                confidence=round(title.probability * chance * certain, 3),
                section=analysis.section(start),
                rule=publisher.rule if ours or served else "roles.reader",
            )


def _with_whole_name(analysis: Analysis, start: int, end: int) -> int:
    """The end of a job title that cuts the name of an organisation, with all of it: “Head of the Bank [of Ghana]”.

    Or that ends between two: “Director of ZRC[/ZCA]”.
    """
    text, slashed = analysis.release.text, end + 1
    names = (m for m in analysis.mentions if m.label == "ORGANISATION" and start < m.start <= slashed <= m.end)
    return max((m.end for m in names if m.start < end or text[end] == "/"), default=end)


def _with_country(analysis: Analysis, start: int, end: int) -> int:
    """The end of a job title with the country in which it is held right behind it: “Coordinator [in Chad]”."""
    text = analysis.release.text
    behind = (m for m in analysis.mentions if m.label == "COUNTRY" and end < m.start <= end + _NEAR)
    return next((m.end for m in behind if _IN_COUNTRY.fullmatch(text, end, m.start)), end)


def _without_honorific(analysis: Analysis, start: int, end: int) -> int:
    """The end of a job title less the honorific of the name behind it: “Ambassador to Veloria, [H.E.] Ada Lund”."""
    text = analysis.release.text
    for m in analysis.mentions:
        if m.label == "PERSON" and m.honorific and end <= m.start <= end + _NEAR:
            at = text.rfind(m.honorific, start, end)
            if text[start : max(at, start)].rstrip().endswith(","):
                return at
    return end


class Beside(NamedTuple):
    """The person named right behind a job title; `introduced` where the title says who they are."""

    person: str | None = None
    introduced: bool = False


def _beside(analysis: Analysis, start: int, end: int) -> Beside:
    """The person named right behind a job title.

    “the Director, Ms. [Ada Lund]”, “Director – [Ada Lund]”; in the latter the title is whose it introduces, unless
    another name stands before it: “Jan Roe, Director – [Ada Lund], Treasurer”.
    """
    text = analysis.release.text
    for m in analysis.mentions:
        if m.label == "PERSON" and end <= m.start <= end + _NEAR:
            between = text[end : m.start].replace(m.honorific or " ", " ", 1)
            if not between.strip(" ,\n\u00a0") and "\n\n" not in between:
                return Beside(m.entity_id)
            if _INTRODUCES.fullmatch(between) and not any(
                p.label == "PERSON" and p.end < start and _HOLDER_BEFORE.fullmatch(text, p.end, start)
                for p in analysis.mentions
            ):
                return Beside(m.entity_id, introduced=True)
    return Beside()


def _holders(analysis: Analysis, links: Links, beside: Beside, plural: bool) -> list[tuple[str, float]]:
    """The people who hold a job title, the likeliest first, each with the chance that it is right to name them.

    Who is named right behind the title comes first from the chance `BESIDE`, or is introduced by it; only a plural has
    several holders.
    """
    chances = sorted(chances_of(analysis, links, "PERSON").items(), key=lambda item: (-item[1], item[0]))
    if not chances or chances[0][1] <= links.none:
        return []
    needed = 0.0 if beside.introduced else BESIDE
    chances.sort(key=lambda item: item[0] != beside.person or item[1] < needed)
    first, *others = chances
    together = [item for item in others if item[1] >= SHARED] if plural else []
    introduced = first[0] == beside.person and beside.introduced
    share = 1 - links.none if together else max(first[1], INTRODUCED * introduced)
    return [(key, share) for key, _ in (first, *together)]


def _nearest(analysis: Analysis, person: str, start: int) -> Mention | None:
    """The place of a person that stands nearest to a job title."""
    mine = (m for m in analysis.mentions if m.entity_id == person)
    return min(mine, key=lambda m: (min(abs(m.end - start), abs(m.start - start)), m.start), default=None)


def distinct(rows: Iterable[Role]) -> list[Role]:
    """One row for each role of a person: of two whose words are part of each other's the longer one.

    “Director” behind “Director of Mines” adds nothing; “Director” in another organisation is another role.
    """
    kept: list[tuple[Role, Wording]] = []
    for row in rows:
        words = wording_of(row.role)
        same = next((i for i, (old, known) in enumerate(kept) if _is_one(old, known, row, words)), None)
        if same is None:
            kept.append((row, words))
        elif kept[same][1] < words or (kept[same][1] == words and _adds_organisation(kept[same][0], row)):
            kept[same] = (row, words)
    return sorted((row for row, _ in kept), key=lambda r: (r.start, r.end, r.role_id))


def _adds_organisation(old: Role, new: Role) -> bool:
    return old.organisation_id is None and new.organisation_id is not None


def _is_one(old: Role, known: Wording, new: Role, words: Wording) -> bool:
    if old.person_id != new.person_id or (old.start == new.start and old.country != new.country):
        return False
    if old.organisation_id and new.organisation_id and old.organisation_id != new.organisation_id and known != words:
        return False
    return known <= words or words <= known
