"""The spaCy component `communique_countries`: mentions of countries, demonyms and places.

Countries and places are found by the reader; demonyms, which it does not look for, come from a list. What the reader
marks as a person, or as more than a country's name, is no country (“Chad Ellis”, “Bank of Ghana”).
"""

from collections.abc import Iterator, Sequence

from pipeline.extraction.countries import country_code, country_table
from pipeline.extraction.countries.codes import DEMONYM, NEVER, listed_countries, main_country
from pipeline.extraction.document.analysis import Analysis, MentionSpan, component
from pipeline.extraction.document.reading import Name
from pipeline.extraction.text.gazetteer import ListedName
from pipeline.records import MentionLabel

_LISTED_CONFIDENCE = 0.9  # of a demonym; not measured, because demonyms are not annotated
LEAST_PLACE = 0.6  # least probability of a place; places on worldwide newswire score .850, with .7 .845, without .847
Meaning = tuple[MentionLabel, str | None]  # the label of a name, and the country (alpha-3) that it names


@component("communique_countries")
def add_countries(analysis: Analysis) -> None:
    """Add COUNTRY, DEMONYM and PLACE mentions, the codes of the countries named, and the main country."""
    text = analysis.release.text
    names = analysis.reading.names
    matches = listed_countries(analysis.words)
    for found, (label, code) in (*_read(text, names, matches), *_listed(names, matches)):
        span = (found.start, found.end)
        spans = analysis.release.in_paragraphs(*span) if label == "PLACE" else [span]
        for start, end in (s for s in spans if not analysis.release.is_ignored(*s)):
            analysis.add_mention(found._replace(start=start, end=end), label, code)
            if label == "COUNTRY" and code:  # not that of a demonym
                analysis.countries.append(code)
    analysis.main_country = main_country(text, analysis.mentions)


def _read(text: str, names: Sequence[Name], matches: Sequence[ListedName]) -> Iterator[tuple[MentionSpan, Meaning]]:
    """The reader's countries and places, and its organisations that are only a country's name (“the U.S. said”)."""
    starting = {m.start: m for m in matches}
    reached = 0
    for number, name in sorted(enumerate(names), key=lambda n: n[1].start):  # later lines of a list stand at the end
        if name.start < reached or name.label not in ("COUNTRY", "PLACE", "ORG"):
            continue  # “Bosnia and [Herzegovina]”: part of the listed name before
        found = starting.get(name.start)
        if found is None or found.end < name.end:  # else with the full stop of “U.S.”
            found = ListedName(name.start, name.end, "")
        if meant := _meaning(text, name, found):
            reached = found.end
            claims = (number,) if meant[0] == "COUNTRY" else ()
            yield MentionSpan(name.start, reached, "countries.reader", name.probability, claims), meant


def _meaning(text: str, name: Name, found: ListedName) -> Meaning | None:
    """The label and code of a name, by its value in the list (or “”); None for “Bank of Chad”, an organisation."""
    if name.of_user:
        return None
    if found.value in country_table():
        return "COUNTRY", found.value
    if name.label == "COUNTRY":
        if found.value.startswith(DEMONYM):
            return "DEMONYM", found.value.removeprefix(DEMONYM)
        code = country_code(text[found.start : found.end])  # it may be in another language
        if code and found.value != NEVER:
            return "COUNTRY", code
    return ("PLACE", None) if (name.label != "ORG" and name.probability >= LEAST_PLACE) else None


def _listed(names: Sequence[Name], matches: Sequence[ListedName]) -> Iterator[tuple[MentionSpan, Meaning]]:
    """The listed demonyms outside the names that the reader marked."""
    marked = {offset for n in names if n.label != "DATE" for offset in range(n.start, n.end)}
    for start, end, value in matches:
        if value.startswith(DEMONYM) and marked.isdisjoint(range(start, end)):
            demonym = MentionSpan(start, end, "countries.listed", _LISTED_CONFIDENCE)
            yield demonym, ("DEMONYM", value.removeprefix(DEMONYM))
