"""The spaCy component `communique_roles`: who holds which job title, in which organisation, for which country."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.extraction.document.analysis import Analysis, component
from pipeline.extraction.document.reading import JobTitle
from pipeline.extraction.roles.held import countries_of, ministry_of, organisation_of_title
from pipeline.extraction.roles.holders import holders_of, succession_to
from pipeline.extraction.roles.publisher import country_served, serves_a_state
from pipeline.extraction.roles.status import first_of_row, status_of
from pipeline.extraction.roles.wording import has_head_noun, shown, trimmed, whole_end, wording_of
from pipeline.extraction.text.forms import closes_bracket
from pipeline.records import Role, RoleStatus, row_id

_BEFORE_LAST = re.compile(r",\s(?:[Tt]he\s)?$")  # the organisation in what was read as a title: “Dean[, the ]Zed Bank”
_OF_ORGANISATION = re.compile(r"\s(?:of|at|for|in|with)\s(?:the\s)?|/")
"""Between a job title and an organisation that is part of its words: “Head[ of the ]Zed Bank[/]Ada Bank”."""
_BEFORE_NAME = {"ORGANISATION": _OF_ORGANISATION, "COUNTRY": re.compile(r"\sof\s(?:the\s)?")}


@component("communique_roles")
def add_roles(analysis: Analysis) -> None:
    """Add the roles of a document, and the countries that they serve."""
    country = country_served(analysis)
    found = (row for title in _job_titles(analysis) for row in _rows(analysis, title, country))
    for r in distinct(found):
        ministry = None if r.organisation_id else ministry_of(analysis, r.role, r.country)
        analysis.roles.append(replace(r, organisation_id=ministry, rule="roles.ministry") if ministry else r)
    analysis.countries += [row.country for row in analysis.roles if row.country]


def _job_titles(analysis: Analysis) -> Iterator[JobTitle]:
    """The job titles that the reader found, completed and trimmed, in text order."""
    text, organisations = analysis.release.text, analysis.labelled("ORGANISATION")
    for title in analysis.reading.job_titles:
        for line in analysis.release.in_paragraphs(title.start, title.end):  # in a letterhead each line is a title
            start, end = trimmed(text, line[0], whole_end(text, *line))
            end = _end_without_organisation(analysis, start, _with_whole_name(analysis, start, end))
            words = text[start:end]
            # not “Chief Clerk” of “Chief Clerk's Office”
            is_name = " " in words and any(m.start <= start and end <= m.end for m in organisations)
            if has_head_noun(words) and not is_name and not analysis.release.is_ignored(start, end):
                yield replace(title, start=start, end=end)


def _rows(analysis: Analysis, title: JobTitle, default: str | None) -> Iterator[Role]:
    """The roles of a job title: a row for each holder and each country that the title serves."""
    text, start, end = analysis.release.text, title.start, title.end
    organisation, of_organisation = organisation_of_title(analysis, title)
    serves = countries_of(analysis, title, organisation)
    row = analysis.organisation(organisation)
    served = default if not serves and serves_a_state(text[start:end], row) else None
    status = status_of(text, start, end, analysis.release.published, first_of_row(analysis, title))
    _, before = succession_to(analysis, start) or ("", "")
    of_before: RoleStatus = "current" if status == "incoming" else "former"  # “will succeed Ada Lund as Chair”
    for holder, of_holder in holders_of(analysis, title).items():
        for country in serves or [served]:
            yield Role(
                role_id=row_id(analysis.document_id, "role", start, end, holder, country),
                document_id=analysis.document_id,
                person_id=holder,
                role=shown(text[start:end]),
                organisation_id=organisation,
                country=country,
                start=start,
                end=end,
                status=of_before if holder == before else status,
                confidence=round(title.probability * of_holder * of_organisation, 3),
                section=analysis.release.section_at(start),
                rule="roles.publisher" if served else "roles.reader",
            )


def _with_whole_name(analysis: Analysis, start: int, end: int) -> int:
    """The end of a job title, extended by a name that it cuts or that follows and is no person's: “Bank[ of Ghana]”."""
    text = analysis.release.text
    for m in (m for m in analysis.labelled("ORGANISATION", "COUNTRY", "PERSON", "PLACE") if start < m.start):
        if m.start < end or (m.label in _BEFORE_NAME and _BEFORE_NAME[m.label].fullmatch(text, end, m.start)):
            end = max(end, m.end)
    return end + closes_bracket(text, start, end)


def _end_without_organisation(analysis: Analysis, start: int, end: int) -> int:
    """The end of a job title without the organisation after its last comma: “Director[, Zed Bank]”."""
    last = next((m for m in analysis.labelled("ORGANISATION") if start < m.start and m.end == end), None)
    comma = _BEFORE_LAST.search(analysis.release.text, start, last.start) if last else None
    return comma.start() if comma else end


def distinct(rows: Iterable[Role]) -> list[Role]:
    """One row per role of a person: of two that agree the one with more words (“Director of Mines”), whatever their
    status; of the same words, the one with an organisation."""
    kept: list[Role] = []
    for row in rows:
        same = next((i for i, old in enumerate(kept) if _agree(old, row)), None)
        if same is None:
            kept.append(row)
        else:
            kept[same] = max(kept[same], row, key=lambda r: (len(wording_of(r.role)), r.organisation_id is not None))
    return sorted(kept, key=lambda r: (r.start, r.end, r.role_id))


def _agree(old: Role, new: Role) -> bool:
    """Whether two rows agree in person, organisation (if any), country (of one span) and words (one may have more)."""
    if old.person_id != new.person_id or (old.start == new.start and old.country != new.country):
        return False
    if old.organisation_id and new.organisation_id and old.organisation_id != new.organisation_id:
        return False
    known, words = wording_of(old.role), wording_of(new.role)
    return known <= words or words <= known
