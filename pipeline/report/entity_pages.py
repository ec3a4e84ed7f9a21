"""The pages of people, organisations and countries, with job titles, quotes and releases; and the lists of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.records import Alias, Country, Organisation, Person, Quote, Role
from pipeline.report.html import fill, one_line, page
from pipeline.report.names import KEYS, Names
from pipeline.tables.store import Store

ROOT = "../"
_MOST = 200  # rows of one kind on a page; the first page finds the rest
Facts = list[tuple[str, str | None]]
_NAMED_IN = """
SELECT document_id, min(start), count(*) FROM mentions WHERE entity_id = :key
GROUP BY document_id ORDER BY as_people_count(document_id), document_id
"""
# what the entity said, and what was said for it by the people who hold a job title there in the same release
_SAID = """
SELECT quote_id, document_id, start FROM quotes WHERE speaker_id = :key
UNION SELECT quote_id, document_id, q.start FROM quotes q JOIN quote_speakers USING (quote_id) WHERE entity_id = :key
UNION SELECT quote_id, document_id, q.start FROM quotes q JOIN roles USING (document_id)
WHERE speaker_id = person_id AND organisation_id = :key AND status IN ('current', 'acting')
ORDER BY document_id, start, quote_id
"""
_ALIKE = """
SELECT iif(entity_a = :key, entity_b, entity_a), why FROM candidates
WHERE entity_a = :key OR entity_b = :key ORDER BY entity_a <> :key, 1
"""


def entity_pages(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """Path and content of the page of each person, organisation and country."""
    for p in store.select(Person):
        facts: Facts = [("Given names", p.given_names), ("Family name", p.family_name)]
        yield _entity(store, names, p.person_id, facts, "person_id", "Job titles, as the releases word them")
    for o in store.select(Organisation):
        facts = [
            ("Acronym", o.acronym), ("Kind", (o.kind or "").replace("_", " ")), ("Country", names.name(o.country)),
            ("Part of", names.name(o.part_of)),
        ]  # fmt: skip
        yield _entity(store, names, o.organisation_id, facts, "organisation_id", "People with a job title here")
    for c in store.select(Country):
        yield _entity(
            store, names, c.country, [("Two letters", c.alpha2)], "country", "Job titles that serve this country"
        )


def _entity(store: Store, names: Names, key: str, facts: Facts, column: str, roles_are: str) -> tuple[str, str]:
    """The page of an entity, which roles name in a column."""
    kind, name, path = names.kind(key), names.name(key), names.path(key)
    assert path is not None
    aliases = sorted({one_line(a.alias) for a in store.select(Alias, entity_id=key)} - {name})
    roles = store.select(Role, **{column: key})
    said = store.query(_SAID, key=key)
    quotes = [q for quote_id, *_ in said[:_MOST] for q in store.select(Quote, quote_id=quote_id)]
    releases = store.query(_NAMED_IN, key=key)
    main = fill(
        "entity.html",
        key=key, kind=kind, name=name, lists=path.split("/")[0], facts=[*facts, ("Also written", "; ".join(aliases))],
        names=names, roles=roles[:_MOST], roles_are=roles_are, quotes=quotes, said=counted(len(said)),
        alike=store.query(_ALIKE, key=key), releases=[(i, first, counted(n)) for i, first, n in releases[:_MOST]],
        named=f"{len(releases):,} release{'s' * (len(releases) != 1)}",
        more=f"The first {_MOST} of {len(releases):,}." if len(releases) > _MOST else "",
    )  # fmt: skip
    return path, page(name, main, root=ROOT, kind="entity")


def counted(number: int) -> str:
    """How often, in words."""
    return "once" if number == 1 else f"{number:,} times"


# --- lists ----------------------------------------------------------------------------------------------------------

_A_PAGE = 500


def list_pages(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """Path and content of the lists of people, organisations, countries and quotes, in pages."""
    often = dict(store.query("SELECT entity_id, count(*) FROM mentions GROUP BY entity_id"))
    for kind, column in KEYS.items():
        keys = [key for (key,) in store.query(f"SELECT {column} FROM {kind} ORDER BY 1")]
        keys.sort(key=lambda k: names.name(k).casefold())
        rows = [names.link(k) | {"more": f"{often.get(k, 0):,}"} for k in keys]
        lead = f"{len(rows):,} {kind}; the number says how often each is named."
        yield from _paged(names, kind, lead, rows, [])
    roles = {
        (r.document_id, r.person_id): one_line(r.role) for r in store.select(Role) if r.status in ("current", "acting")
    }
    said = sorted(store.select(Quote), key=lambda q: (q.document_id, q.start))
    lead = f"{len(said):,} quotes, with the job title that the release gives the speaker."
    yield from _paged(names, "quotes", lead, [], said, roles)


def _paged(
    names: Names, stem: str, lead: str, entities: Sequence[dict[str, Any]], quotes: Sequence[Quote],
    roles: Mapping[tuple[str, str], str] | None = None,
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """A list in pages: `people.html`, `people-2.html`."""
    last = max((len(entities or quotes) - 1) // _A_PAGE, 0)
    paths = [f"{stem}.html", *(f"{stem}-{number + 1}.html" for number in range(1, last + 1))]
    for number, path in enumerate(paths):
        some = slice(number * _A_PAGE, (number + 1) * _A_PAGE)
        main = fill(
            "list.html", title=stem.capitalize(), lead=lead, first=number * _A_PAGE + 1, names=names,
            before=paths[number - 1] if number else "", after=paths[number + 1] if number < last else "",
            where=f"page {number + 1} of {last + 1}", entities=entities[some], quotes=quotes[some], roles=roles or {},
        )  # fmt: skip
        yield path, page(stem.capitalize(), main, root="", kind="list")
