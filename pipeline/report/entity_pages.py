"""The pages of people and organisations: who they are, what they hold and said, and where they are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import quote

from pipeline.records import Alias, Candidate, Mention, Organisation, Person, Quote, QuoteSpeaker, Role
from pipeline.report.html import block, esc, one_line, page, table
from pipeline.report.names import Names, link, release_path
from pipeline.report.words import word_id
from pipeline.tables.store import Store

ROOT = "../"
_MOST = 200  # rows of one kind on a page; the index finds the rest


def person_pages(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """Path and content of the page of each person."""
    for person in store.select(Person):
        key = person.person_id
        path = names.path(key)
        assert path is not None
        roles = store.select(Role, person_id=key)
        facts = {"Given names": person.given_names, "Family name": person.family_name}
        offices = table(
            ["Office", "Organisation", "Country", "Status", "Release"],
            (
                [
                    esc(one_line(r.role)),
                    _entity(names, r.organisation_id),
                    esc(names.name(r.country)),
                    r.status,
                    _release(names, r.document_id, r.start),
                ]
                for r in islice(roles, _MOST)
            ),
            "Offices, as the releases word them",
        )
        yield path, _page(store, names, "person", key, person.name, facts, offices)


def organisation_pages(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """Path and content of the page of each organisation."""
    for body in store.select(Organisation):
        key = body.organisation_id
        path = names.path(key)
        assert path is not None
        facts = {
            "Acronym": body.acronym,
            "Kind": body.kind,
            "Country": names.name(body.country) or None,
            "Part of": names.name(body.part_of) or None,
        }
        roles = store.select(Role, organisation_id=key)
        offices = table(
            ["Person", "Office", "Status", "Release"],
            (
                [
                    _entity(names, r.person_id),
                    esc(one_line(r.role)),
                    r.status,
                    _release(names, r.document_id, r.start),
                ]
                for r in islice(roles, _MOST)
            ),
            "People who hold an office here",
        )
        yield path, _page(store, names, "organisation", key, body.name, facts, offices)


def _page(
    store: Store, names: Names, kind: str, key: str, name: str, facts: dict[str, str | None], offices: str
) -> str:
    aliases = sorted({a.alias for a in store.select(Alias, entity_id=key)} - {name})
    known = {**facts, "Also written": "; ".join(one_line(a) for a in aliases)}
    listed = "".join(f"<div><dt>{k}</dt><dd>{esc(v)}</dd></div>" for k, v in known.items() if v)
    mentions = store.select(Mention, entity_id=key)
    main = f"""<header class="head">
<p class="crumbs"><a href="{ROOT}index.html">All releases</a> ›
<a href="{ROOT}index.html#{kind}={quote(name, safe="")}">releases that name {esc(name)}</a></p>
<h1><span class="key {kind}">{esc(name)}</span></h1>
<dl class="facts"><div><dt>Key</dt><dd><code>{esc(key)}</code></dd></div>{listed}</dl>
</header>
<div class="entity">
{offices}{_quotes(store, names, key)}{_alike(store, names, key)}{_releases(names, mentions)}
</div>"""
    return page(name, main, root=ROOT, kind="entity")


def _alike(store: Store, names: Names, key: str) -> str:
    pairs = [(c.entity_b, c) for c in store.select(Candidate, entity_a=key)]
    pairs += [(c.entity_a, c) for c in store.select(Candidate, entity_b=key)]
    rows = (f'<li>{_entity(names, other)} <span class="for">{esc(c.why)}</span></li>' for other, c in pairs)
    note = "Not merged by the machine; <code>communique review --merge</code> or <code>--apart</code> decides."
    return block("h-alike", "May be the same as", rows, note=note)


def _quotes(store: Store, names: Names, key: str) -> str:
    said = {s.quote_id for s in store.select(QuoteSpeaker, entity_id=key)}
    quotes = {q.quote_id: q for q in store.select(Quote, speaker_id=key)}
    for quote_id in sorted(said - quotes.keys())[:_MOST]:
        quotes.update({q.quote_id: q for q in store.select(Quote, quote_id=quote_id)})
    rows = (
        f"<li><q>{esc(one_line(q.text, 300))}</q> "
        f'<span class="at">{_release(names, q.document_id, q.start, "q")}</span></li>'
        for q in islice(sorted(quotes.values(), key=lambda q: (q.document_id, q.start)), _MOST)
    )
    return block("h-quotes", f"Said {_counted(len(quotes))}", rows, tag="ol")


def _releases(names: Names, mentions: Sequence[Mention]) -> str:
    counts = Counter(m.document_id for m in mentions)
    first: dict[str, int] = {}
    for m in mentions:
        first[m.document_id] = min(m.start, first.get(m.document_id, m.start))
    rows = (
        f"<li>{_release(names, i, first[i])} <small>{_counted(counts[i])}</small></li>" for i in list(counts)[:_MOST]
    )
    more = f"The first {_MOST} of {len(counts):,}." if len(counts) > _MOST else ""
    return block("h-releases", f"Named in {len(counts):,} release{'s' * (len(counts) != 1)}", rows, note=more)


def _counted(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"


def _release(names: Names, document_id: str, start: int, kind: str = "w") -> str:
    name = one_line(names.headlines.get(document_id, document_id), 90)
    return f'<a href="{ROOT}{link(release_path(document_id))}#{word_id(start, kind)}">{esc(name)}</a>'


def _entity(names: Names, entity_id: str | None) -> str:
    path = names.path(entity_id)
    name = esc(names.name(entity_id))
    return f'<a href="{ROOT}{link(path)}">{name}</a>' if path else name
