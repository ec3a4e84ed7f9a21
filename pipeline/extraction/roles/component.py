"""The spaCy component `communique_roles`: who holds which job title, in which organisation, for which country.

The reader finds the job titles and links each to a person, an organisation and a country; here the links become rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.document.analysis import Analysis, analysis_of
from pipeline.extraction.document.reading import JobTitle
from pipeline.extraction.roles.held import chances_of, countries_of, organisation_of_title, status_of
from pipeline.extraction.roles.publisher import Publisher, publisher_of
from pipeline.extraction.roles.wording import (
    has_head,
    is_office,
    is_plural,
    printed,
    trimmed,
    whole_end,
    wording_of,
)
from pipeline.records import Mention, Role, row_id

BESIDE = 0.02
"""Chance from which the person named right behind a job title goes before a likelier one elsewhere."""
_STANDS_BEFORE = re.compile(r"[ ,\u00a0]*\n?[ ,\u00a0]*")
"""Between a job title and its holder: “Director[, ]Ada Lund”."""
_BEFORE_LAST = re.compile(r",\s(?:[Tt]he\s)?$")
"""“Director[, the ]Zed Bank”, where the reader took the organisation for words of the job title."""
_OF = re.compile(r"\s(?:of|at|for|in|with)\s(?:the\s)?|/")
"""Between a job title and an organisation that is part of its words: “Head[ of the ]Zed Bank[/]Ada Bank”."""
_COORDINATES = re.compile(r"(?:\s\([^()\n]{1,40}\))?(?:[,;]|,?\s(?:and|&))\s+(?:and\s+)?")
"""Between two holders of a job title: “Senators A[ (D-IN), ]B[ and ]C”."""
_DASH = re.compile(r"(?:\s[–—-]|:)\s")
"""“Ada Lund[ – ]President”, “Ada Lund[: ]President”."""
_NEAR = 50  # code points, in which a comma, an honorific and words in brackets find place


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
    first, last = trimmed(text, start, whole_end(text, start, end))
    return first, _before_last_organisation(analysis, first, _with_whole_name(analysis, first, last))


def _roles_of(analysis: Analysis, title: JobTitle, places: Sequence[Mention], publisher: Publisher) -> Iterator[Role]:
    """The roles of one job title."""
    text, start, end = analysis.release.text, title.start, title.end
    organisation, certain = organisation_of_title(analysis, title)
    countries: list[str | None] = [*countries_of(analysis, title, organisation, places)]
    ours = None if organisation else publisher.organisation_of(text, start)
    served = None if organisation or countries else publisher.country_of(text, start, end)
    for holder, chance in _holders(analysis, title):
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
                status=status_of(text, start, end, analysis.release.published),
                confidence=round(title.probability * chance * certain, 3),
                section=analysis.section(start),
                rule="roles.publisher" if ours or served else "roles.reader",
            )


def _with_whole_name(analysis: Analysis, start: int, end: int) -> int:
    """The end of a job title with all of the names that it cuts or goes on with: “Head of the Bank [of Ghana]”."""
    text = analysis.release.text
    for m in (m for m in analysis.mentions if m.label in ("ORGANISATION", "COUNTRY") and start < m.start):
        if m.start < end or (m.label == "ORGANISATION" and _OF.fullmatch(text, end, m.start)):
            end = max(end, m.end)
    return end


def _before_last_organisation(analysis: Analysis, start: int, end: int) -> int:
    """The end of a job title without the organisation behind its last comma: “Director[, Zed Bank]”."""
    last = next((m for m in analysis.mentions if m.label == "ORGANISATION" and start < m.start and m.end == end), None)
    comma = _BEFORE_LAST.search(analysis.release.text, start, last.start) if last else None
    return comma.start() if comma else end


def _beside(analysis: Analysis, end: int) -> list[str]:
    """The people named right behind a job title: “the Director, Ms. [Ada Lund]”, “Senators [A] (D-IN), [B] and [C]”."""
    found: list[str] = []
    people = (m for m in analysis.mentions if m.label == "PERSON" and m.entity_id)
    for m in sorted(people, key=lambda m: m.start):
        if end <= m.start <= end + _NEAR:
            if not _stands_behind(analysis.release.text[end : m.start], m, first=not found):
                break
            found.append(str(m.entity_id))
            end = m.end
    return found


def _listed(analysis: Analysis, start: int, end: int) -> str | None:
    """The person who stands before a title in a list: “⏎[Ada Lund], Director⏎”, “[Ada Lund] – Director, Bo …”."""
    text = analysis.release.text
    line = text.rfind("\n", 0, start) + 1
    people = (m for m in analysis.mentions if m.label == "PERSON" and line <= m.start and m.end <= start)
    person = max(people, key=lambda m: m.end, default=None)
    if person is None:
        return None
    if _DASH.fullmatch(text, person.end, start):
        return person.entity_id
    before = text[line : person.start].replace(person.honorific or " ", "", 1)
    is_line = not any(map(str.isalnum, before)) and "\n" in text[end : end + 2]
    return person.entity_id if is_line and text[person.end : start].strip() == "," else None


def _stands_behind(between: str, person: Mention, *, first: bool) -> bool:
    """Whether a person stands right behind a job title, or behind another of its holders; not “A and [Governor] B”."""
    between = between.replace(person.honorific or " ", " ", 1)
    if first:
        return _STANDS_BEFORE.fullmatch(between) is not None
    return _COORDINATES.fullmatch(between) is not None and not is_office(person.honorific or "")


def _holders(analysis: Analysis, title: JobTitle) -> list[tuple[str, float]]:
    """The people who hold a job title, the likeliest first, each with the chance that it is right to name them.

    In a list it is who stands before the title, which the reader links to the next line's as often. Elsewhere who is
    named right behind the title comes first from the chance `BESIDE`; only a plural has several holders.
    """
    words, none = analysis.release.text[title.start : title.end], title.person.none
    beside = _beside(analysis, title.end)
    if (listed := _listed(analysis, title.start, title.end)) is not None:
        return [(listed, 1 - none)]
    chances = sorted(chances_of(analysis, title.person, "PERSON").items(), key=lambda item: (-item[1], item[0]))
    if not chances or chances[0][1] <= none:
        return []
    chances.sort(key=lambda item: item[0] not in beside[:1] or item[1] < BESIDE)
    likeliest = chances[0]
    if is_plural(words) and likeliest[0] in beside:
        return [(person, 1 - none) for person in dict.fromkeys(beside)]
    return [likeliest]


def distinct(rows: Iterable[Role]) -> list[Role]:
    """One row for each role of a person: of two whose words are part of each other's the longer one.

    “Director” behind “Director of Mines” adds nothing; “Director” in another organisation is another role.
    """
    kept: list[Role] = []
    for row in rows:
        same = next((i for i, old in enumerate(kept) if _is_one(old, row)), None)
        if same is None:
            kept.append(row)
        elif _says_more(row, kept[same]):
            kept[same] = row
    return sorted(kept, key=lambda r: (r.start, r.end, r.role_id))


def _says_more(new: Role, old: Role) -> bool:
    known, words = wording_of(old.role), wording_of(new.role)
    return known < words or (known == words and old.organisation_id is None and new.organisation_id is not None)


def _is_one(old: Role, new: Role) -> bool:
    if old.person_id != new.person_id or (old.start == new.start and old.country != new.country):
        return False
    if old.organisation_id and new.organisation_id and old.organisation_id != new.organisation_id:
        return False
    known, words = wording_of(old.role), wording_of(new.role)
    return known <= words or words <= known
