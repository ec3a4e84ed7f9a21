"""The pages of people, organisations and countries, with job titles, quotes and releases; and the lists of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from pipeline.records import (
    Alias,
    Candidate,
    Country,
    Mention,
    Organisation,
    Person,
    Quote,
    QuoteSpeaker,
    Record,
    Role,
)
from pipeline.report.html import fill, one_line, page
from pipeline.report.names import Names
from pipeline.tables.store import Store

ROOT = "../"
_MOST = 200  # rows of one kind on a page; the first page finds the rest
Facts = list[tuple[str, str | None]]


def entity_pages(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """Path and content of the page of each person, organisation and country."""
    for person in store.select(Person):
        facts: Facts = [("Given names", person.given_names), ("Family name", person.family_name)]
        yield _entity(
            store,
            names,
            person.person_id,
            facts,
            store.select(Role, person_id=person.person_id),
            "Job titles, as the releases word them",
        )
    for organisation in store.select(Organisation):
        key = organisation.organisation_id
        facts = [
            ("Acronym", organisation.acronym), ("Kind", (organisation.kind or "").replace("_", " ")),
            ("Country", names.name(organisation.country)), ("Part of", names.name(organisation.part_of)),
        ]  # fmt: skip
        yield _entity(store, names, key, facts, store.select(Role, organisation_id=key), "People with a job title here")
    for country in store.select(Country):
        facts = [("Two letters", country.alpha2)]
        roles = store.select(Role, country=country.country)
        yield _entity(store, names, country.country, facts, roles, "Job titles that serve this country")


def _entity(
    store: Store, names: Names, key: str, facts: Facts, roles: Sequence[Role], roles_are: str
) -> tuple[str, str]:
    kind, name, path = names.kind(key), names.name(key), names.path(key)
    assert path is not None
    aliases = sorted({one_line(a.alias) for a in store.select(Alias, entity_id=key)} - {name})
    quotes = _quotes(store, key, {r.person_id for r in roles} if kind == "organisation" else set())
    mentions = store.select(Mention, entity_id=key)
    counts = Counter(m.document_id for m in mentions)
    first: dict[str, int] = {}
    for m in mentions:
        first[m.document_id] = min(m.start, first.get(m.document_id, m.start))
    main = fill(
        "entity.html",
        key=key, kind=kind, name=name, lists=path.split("/")[0], facts=[*facts, ("Also written", "; ".join(aliases))],
        roles=[role_row(names, r) for r in islice(roles, _MOST)], roles_are=roles_are,
        quotes=[quote_row(names, q) for q in islice(quotes, _MOST)], quotes_counted=counted(len(quotes)),
        alike=[(names.link(other), why) for other, why in _alike(store, key)],
        releases=[(names.place(i, first[i]), counted(n)) for i, n in list(counts.items())[:_MOST]],
        releases_counted=f"{len(counts):,} release{'s' * (len(counts) != 1)}",
        more=f"The first {_MOST} of {len(counts):,}." if len(counts) > _MOST else "",
    )  # fmt: skip
    return path, page(name, main, root=ROOT, kind="entity")


def _alike(store: Store, key: str) -> list[tuple[str, str]]:
    pairs = [(c.entity_b, c.why) for c in store.select(Candidate, entity_a=key)]
    return pairs + [(c.entity_a, c.why) for c in store.select(Candidate, entity_b=key)]


def _quotes(store: Store, key: str, people: set[str]) -> list[Quote]:
    """What the entity said, and what was said for it by the people who hold a job title there in the same release."""
    said = {q.quote_id: q for q in store.select(Quote, speaker_id=key)}
    for speaker in store.select(QuoteSpeaker, entity_id=key):
        said.update({q.quote_id: q for q in store.select(Quote, quote_id=speaker.quote_id)})
    for person in people:
        held = {r.document_id for r in store.select(Role, person_id=person, organisation_id=key) if r.status in _HELD}
        said.update({q.quote_id: q for q in store.select(Quote, speaker_id=person) if q.document_id in held})
    return sorted(said.values(), key=lambda q: (q.document_id, q.start))


_HELD = ("current", "acting")


def role_row(names: Names, role: Role) -> dict[str, Any]:
    """A job title as a row of a table."""
    return {
        "person": names.link(role.person_id), "title": one_line(role.role), "status": role.status,
        "organisation": names.link(role.organisation_id), "country": names.link(role.country),
        "place": names.place(role.document_id, role.start),
    }  # fmt: skip


def quote_row(names: Names, quote: Quote) -> dict[str, Any]:
    """A quote as an item of a list; reported speech has no quotation marks."""
    speaker = (
        names.link(quote.speaker_id)
        if quote.speaker_id
        else {"name": quote.speaker_text or "speaker not known", "path": None}
    )
    return {
        "text": one_line(quote.text, 300), "reported": quote.kind == "indirect", "speaker": speaker,
        "place": names.place(quote.document_id, quote.start, "q"),
    }  # fmt: skip


def counted(number: int) -> str:
    """How often, in words."""
    return "once" if number == 1 else f"{number:,} times"


# --- lists ----------------------------------------------------------------------------------------------------------

_A_PAGE = 500
_LISTS: tuple[tuple[str, type[Record], str], ...] = (
    ("people", Person, "person_id"),
    ("organisations", Organisation, "organisation_id"),
    ("countries", Country, "country"),
)  # fmt: skip


def list_pages(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """Path and content of the lists of people, organisations, countries and quotes, in pages."""
    often = Counter(m.entity_id for m in store.select(Mention) if m.entity_id)
    for kind, record, column in _LISTS:
        keys = sorted((getattr(row, column) for row in store.select(record)), key=lambda k: names.name(k).casefold())
        rows = [names.link(k) | {"more": f"{often[k]:,}"} for k in keys]
        lead = f"{len(rows):,} {kind}; the number says how often each is named."
        yield from _paged(kind, kind.capitalize(), lead, rows, lambda some: {"entities": some, "quotes": []})
    roles = {(r.document_id, r.person_id): one_line(r.role) for r in store.select(Role) if r.status in _HELD}
    said = [
        quote_row(names, q)
        | {"role": roles.get((q.document_id, q.speaker_id or "")), "day": names.days.get(q.document_id)}
        for q in sorted(store.select(Quote), key=lambda q: (q.document_id, q.start))
    ]  # fmt: skip
    lead = f"{len(said):,} quotes, with the job title that the release gives the speaker."
    yield from _paged("quotes", "Quotes", lead, said, lambda some: {"entities": [], "quotes": some})


def _paged(
    stem: str, title: str, lead: str, rows: list[dict[str, Any]], shown: Callable[[Iterable[Any]], dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    last = max((len(rows) - 1) // _A_PAGE, 0)

    def name(number: int) -> str:
        return f"{stem}.html" if number == 0 else f"{stem}-{number + 1}.html"

    for number in range(last + 1):
        main = fill(
            "list.html", title=title, lead=lead, first=number * _A_PAGE + 1,
            before=name(number - 1) if number else "", after=name(number + 1) if number < last else "",
            where=f"page {number + 1} of {last + 1}", **shown(rows[number * _A_PAGE : (number + 1) * _A_PAGE]),
        )  # fmt: skip
        yield name(number), page(title, main, root="", kind="list")
