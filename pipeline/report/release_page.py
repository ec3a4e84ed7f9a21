"""The page of a release: its repaired text, marked up, beside the rows that were made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeVar

from markupsafe import Markup

from pipeline.records import Contact, DateRow, Document, Finding, Mention, Quote, Repair, Role, Section
from pipeline.report.highlight import marked
from pipeline.report.html import fill, page
from pipeline.report.names import Names, headline, link, release_path, word_id
from pipeline.report.words import KIND, ROLE_ID, Release, marks_of, points_of
from pipeline.tables.store import Store

_MOST_PLACES = 12  # places of one name that are listed; the text shows the rest
_SWITCHES = {
    "person": "people", "organisation": "organisations", "country": "countries", "place": "places", "date": "dates",
    "role": "job titles", "quote": "quotes", "repair": "repairs", "finding": "findings",
}  # fmt: skip
_WORDS = {
    "how": {
        "name": "", "none": "", "apposition": ", named beside it", "surname": ", by surname",
        "pronoun": ", by pronoun", "carried": ", who was speaking before",
    },
    "said": {"direct": "quoted", "partial": "quoted in part", "indirect": "reported"},
    "value_from": {"text": "as written", "inference": "inferred", "metadata": "from the publication date"},
    "repair": KIND,
}  # fmt: skip


AnyRow = TypeVar("AnyRow", Section, Mention, Role, DateRow, Quote, Repair, Finding, Contact)


def release_pages(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """Path and content of the page of each release."""
    for document in store.select(Document):
        yield release_path(document.document_id), release_page(store, names, document)


def release_page(store: Store, names: Names, document: Document) -> str:
    """The page of one release."""

    def rows(record: type[AnyRow]) -> list[AnyRow]:
        found = store.select(record, document_id=document.document_id)
        return sorted(found, key=lambda row: (row.start, -row.end))

    r = Release(
        document, store.text(document.document_id), rows(Section), rows(Mention), rows(Role), rows(DateRow),
        rows(Quote), rows(Repair), rows(Finding), rows(Contact),
    )  # fmt: skip
    title = headline(document)
    main = fill(
        "release.html",
        r=r, names=names, title=title, words=_WORDS, word_id=word_id, role_id=ROLE_ID.format, most=_MOST_PLACES,
        text=Markup(marked(r.text, marks_of(r, names), points_of(r, names))), switches=_SWITCHES,
        neighbours=_neighbours(r, names), facts=_facts(document), people=_people(r),
        organisations=_by_entity(r, "ORGANISATION"), countries=_by_entity(r, "COUNTRY", "DEMONYM"),
    )  # fmt: skip
    return page(title, main, root="../", scripts=["release.js"], kind="release")


def _neighbours(r: Release, names: Names) -> Iterator[tuple[str, str, str]]:
    """The releases before and after, by day: what each is to this one, its page, its headline."""
    at = names.order.index(r.document.document_id)
    for word, number in (("Previous", at - 1), ("Next", at + 1)):
        if 0 <= number < len(names.order):
            other = names.order[number]
            yield word, link(release_path(other)), names.headlines[other]


def _facts(d: Document) -> dict[str, str]:
    """What is told of a release at the head of its page."""
    return {
        "Published": f"{d.published} (from the {d.published_from})" if d.published else "not known",
        "Source": d.source + (f", record {d.record}" if d.record else ""),
        "Encoding": d.encoding,
        "Language": d.language or "not decided",
        "Length": f"{d.words:,} words",
        "Repairs": f"{d.repairs:,}",
        "Findings": f"{d.findings:,}",
        "Reference": d.reference or "",
        "Embargoed until": d.embargoed_until or "",
    }


def _by_entity(r: Release, *labels: str) -> dict[str, list[Mention]]:
    """entity_id -> where it is named."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for m in r.mentions:
        if m.label in labels and m.entity_id:
            found[m.entity_id].append(m)
    return found


def _people(r: Release) -> list[dict[str, Any]]:
    """Everyone who is named or holds a job title, with both."""
    mentions, roles = _by_entity(r, "PERSON"), defaultdict(list)
    for role in r.roles:
        roles[role.person_id].append(role)
    return [
        {
            "key": key, "mentions": mentions[key], "roles": roles[key],
            "honorific": next((m.honorific for m in mentions[key] if m.honorific), ""),
            "review": next((m.review for m in mentions[key] if m.review != "unreviewed"), "unreviewed"),
        }
        for key in dict.fromkeys([*mentions, *roles])
    ]  # fmt: skip
