"""The page of a release: its repaired text, marked up, beside the rows that were made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.records import (
    Contact,
    DateRow,
    Document,
    Finding,
    Mention,
    Quote,
    Repair,
    Role,
    Section,
)
from pipeline.report.highlight import marked
from pipeline.report.html import block, esc, one_line, page, visible
from pipeline.report.names import Names, headline, link, release_path, word_id
from pipeline.report.release import Release
from pipeline.report.words import KIND, ROLE_ID, marks_of, points_of
from pipeline.tables.store import Store

ROOT = "../"
_MOST_PLACES = 12  # places of one name that are listed; the text shows the rest
_SWITCHES = (
    ("person", "people"),
    ("organisation", "organisations"),
    ("country", "countries"),
    ("place", "places"),
    ("date", "dates"),
    ("role", "job titles"),
    ("quote", "quotes"),
    ("repair", "repairs"),
    ("finding", "findings"),
)


_HOW = {
    "name": "", "none": "", "apposition": ", named beside it", "surname": ", by surname", "pronoun": ", by pronoun",
    "carried": ", who was speaking before",
}  # fmt: skip
_SAID = {"direct": "quoted", "partial": "quoted in part", "indirect": "reported"}


def release_pages(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """Path and content of the page of each release."""
    for document in store.select(Document):
        yield release_path(document.document_id), release_page(store, names, document)


def release_page(store: Store, names: Names, document: Document) -> str:
    """The page of one release."""
    of = {"document_id": document.document_id}
    release = Release(
        document=document,
        text=store.text(document.document_id),
        sections=sorted(store.select(Section, **of), key=lambda s: s.start),
        mentions=sorted(store.select(Mention, **of), key=lambda m: (m.start, -m.end)),
        roles=sorted(store.select(Role, **of), key=lambda r: r.start),
        dates=sorted(store.select(DateRow, **of), key=lambda d: d.start),
        quotes=sorted(store.select(Quote, **of), key=lambda q: q.start),
        repairs=sorted(store.select(Repair, **of), key=lambda r: r.start),
        findings=sorted(store.select(Finding, **of), key=lambda f: f.start),
        contacts=sorted(store.select(Contact, **of), key=lambda c: c.start),
    )
    return _page(release, names)


def _page(r: Release, names: Names) -> str:
    title = headline(r.document)
    text = marked(r.text, marks_of(r, names), points_of(r, names))
    switches = "".join(
        f'<label><input type="checkbox" checked data-shows="{kind}"> <span class="key {kind}">{name}</span></label>'
        for kind, name in _SWITCHES
    )
    panel = "".join((_people(r, names), _quotes(r, names), _dates(r), _organisations(r, names), _countries(r, names),
                     _places(r), _findings(r), _repairs(r), _contacts(r, names)))  # fmt: skip
    main = f"""<header class="head">
<p class="crumbs"><a href="{ROOT}index.html">All releases</a>{_neighbours(r, names)}</p>
<h1>{esc(title)}</h1>
<dl class="facts">{_facts(r.document)}</dl>
</header>
<div class="sheet">
<nav class="map" aria-label="Parts of the release"><h2>Parts</h2><ol>
{_map(r)}
</ol></nav>
<article aria-label="Text of the release">
<fieldset class="switches"><legend>Show in the text</legend>{switches}</fieldset>
<div class="text" lang="{esc(r.document.language or "en")}">{text}</div>
</article>
<aside class="panel" aria-label="What was found">
{panel}
</aside>
</div>"""
    return page(title, main, root=ROOT, scripts=["release.js"], kind="release")


def _neighbours(r: Release, names: Names) -> str:
    """The releases before and after, by day."""
    at = names.order.index(r.document.document_id)
    told = []
    for word, number in (("Previous", at - 1), ("Next", at + 1)):
        if 0 <= number < len(names.order):
            other = names.order[number]
            path, name = link(release_path(other)), esc(names.headlines[other])
            told.append(f' · <a href="{ROOT}{path}" title="{name}">{word}</a>')
    return "".join(told)


def _facts(d: Document) -> str:
    published = f"{d.published} (from the {d.published_from})" if d.published else "not known"
    facts = {
        "Published": published,
        "Source": d.source + (f", record {d.record}" if d.record else ""),
        "Encoding": d.encoding,
        "Language": d.language or "not decided",
        "Length": f"{d.words:,} words",
        "Repairs": f"{d.repairs:,}",
        "Findings": f"{d.findings:,}",
    }
    facts |= {k: v for k, v in (("Reference", d.reference), ("Embargoed until", d.embargoed_until)) if v}
    told = "".join(f"<div><dt>{k}</dt><dd>{esc(v)}</dd></div>" for k, v in facts.items())
    if d.url and d.url.startswith(("https://", "http://")):
        told += (
            f'<div><dt>Address</dt><dd><a rel="noreferrer" href="{esc(d.url)}">{esc(one_line(d.url, 0))}</a></dd></div>'
        )
    return told


def _map(r: Release) -> str:
    whole = max(len(r.text), 1)
    return "\n".join(
        f'<li class="part {s.kind}"><a href="#s-{s.start}"><b>{s.kind.replace("_", " ")}</b> '
        f"<small>{esc(one_line(r.text[s.start : s.end], 40))}</small></a>"
        f'<svg class="share" width="{max(round(100 * (s.end - s.start) / whole), 2)}%" aria-hidden="true"></svg></li>'
        for s in r.sections
    )


def _to_words(r: Release, start: int, name: str = "") -> str:
    line = r.line(start)
    label = f"line {line}" + (f", {name}" if name else "")
    return f'<a class="words" href="#{word_id(start)}" aria-label="to the words, {esc(label)}">line {line}</a>'


def _places_of(r: Release, mentions: list[Mention]) -> str:
    shown = " · ".join(_to_words(r, m.start, m.text) for m in mentions[:_MOST_PLACES])
    return shown + (f" · and {len(mentions) - _MOST_PLACES} more" if len(mentions) > _MOST_PLACES else "")


def _review(review: str) -> str:
    return "" if review == "unreviewed" else f' <span class="badge {review}">✓ {review}</span>'


def _entity(names: Names, entity_id: str | None) -> str:
    path = names.path(entity_id)
    name = esc(names.name(entity_id))
    return f'<a href="{ROOT}{link(path)}">{name}</a>' if path else name


def _by_entity(r: Release, *labels: str) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = defaultdict(list)
    for m in r.mentions:
        if m.label in labels and m.entity_id:
            found[m.entity_id].append(m)
    return found


def _people(r: Release, names: Names) -> str:
    roles: dict[str, list[Role]] = defaultdict(list)
    for role in r.roles:
        roles[role.person_id].append(role)
    mentions = _by_entity(r, "PERSON")
    people = list(dict.fromkeys([*mentions, *roles]))

    def row(key: str) -> str:
        honorific = next((f"{m.honorific} " for m in mentions[key] if m.honorific), "")
        titles = "".join(
            f'<li id="{ROLE_ID.format(esc(role.role_id))}"><span class="key role">{esc(one_line(role.role))}</span>'
            f"{_served(role, names)} {_to_words(r, role.start, role.role)}{_review(role.review)}</li>"
            for role in roles[key]
        )
        titles = f"<ul>{titles}</ul>" if titles else ""
        reviewed = _review(next((m.review for m in mentions[key] if m.review != "unreviewed"), "unreviewed"))
        return (
            f'<li id="e-{esc(key)}"><b>{esc(honorific)}{_entity(names, key)}</b>{reviewed}{titles}'
            f'<p class="at">{_places_of(r, mentions[key])}</p></li>'
        )

    return block("h-people", "People and job titles", map(row, people))


def _served(role: Role, names: Names) -> str:
    links = [_entity(names, key) for key in (role.organisation_id, role.country) if key]
    status = "" if role.status == "current" else role.status
    told = " · ".join(filter(None, [*links, status]))
    return f' <span class="for">→ {told}</span>' if told else ""


def _quotes(r: Release, names: Names) -> str:
    def row(q: Quote) -> str:
        speaker = _entity(names, q.speaker_id) if q.speaker_id else esc(q.speaker_text or "speaker not known")
        words = ""
        if q.speaker_start is not None:
            words = (
                f' <a class="words" href="#{word_id(q.speaker_start)}">“{esc(one_line(q.speaker_text or "", 40))}”</a>'
            )
        how = _HOW[q.resolution]
        text = esc(one_line(q.text, 160))
        said = f'<span class="reported">{text}</span>' if q.kind == "indirect" else f"<q>{text}</q>"
        sure = f"{round(100 * q.confidence)} %"
        open_end = "" if q.closed else " · mark never closed"
        return (
            f'<li id="q-{q.start}"><a class="said-words" href="#{word_id(q.start, "q")}">'
            f"{said}</a>"
            f'<p class="by">— {speaker}{words}{how}{_review(q.review)}</p>'
            f'<p class="at">{_SAID[q.kind]}{open_end} · <meter min="0" max="1" low="0.6" high="0.85" optimum="1" '
            f'value="{q.confidence:.2f}" aria-label="confidence in the speaker">{sure}</meter> {sure}</p></li>'
        )

    return block("h-quotes", "Who said what", map(row, r.quotes), tag="ol")


def _dates(r: Release) -> str:
    def row(d: DateRow) -> str:
        days = ""
        if d.earliest and d.earliest != d.latest:
            days = f" <small>({d.earliest} to {d.latest})</small>"
        value = f"<time>{esc(d.value)}</time>{days}" if d.value else "not decided"
        source = {"text": "as written", "inference": "inferred", "metadata": "from the publication date"}
        why = source.get(d.value_from or "", "")
        return (
            f'<li id="d-{d.start}"><span class="key date">{esc(one_line(d.text))}</span> → {value} '
            f'<span class="for">{why}</span> {_to_words(r, d.start, d.text)}{_review(d.review)}</li>'
        )

    return block("h-dates", "Dates", map(row, r.dates))


def _organisations(r: Release, names: Names) -> str:
    rows = (
        f'<li id="e-{esc(key)}">{_entity(names, key)} <p class="at">{_places_of(r, found)}</p></li>'
        for key, found in _by_entity(r, "ORGANISATION").items()
    )
    return block("h-organisations", "Organisations", rows)


def _countries(r: Release, names: Names) -> str:
    rows = (
        f'<li id="e-{esc(key)}">{_entity(names, key)} <code>{esc(key)}</code> '
        f'<p class="at">{_places_of(r, found)}</p></li>'
        for key, found in _by_entity(r, "COUNTRY", "DEMONYM").items()
    )
    return block("h-countries", "Countries", rows)


def _places(r: Release) -> str:
    rows = (
        f'<li id="p-{m.start}"><span class="key place">{esc(one_line(m.text))}</span> '
        f"{_to_words(r, m.start, m.text)}</li>"
        for m in r.mentions
        if m.label == "PLACE"
    )
    return block("h-places", "Places", rows)


def _findings(r: Release) -> str:
    rows = (
        f'<li id="f-{f.start}-{f.kind}"><b>{f.kind.replace("_", " ")}</b>: {esc(visible(one_line(f.detail)))} '
        f"{_to_words(r, f.start, f.kind)}</li>"
        for f in r.findings
    )
    return block("h-findings", "Findings", rows, note="Noticed, and left in the text as it is.")


def _repairs(r: Release) -> str:
    rows = (
        f'<li id="x-{x.start}-{x.source_start}"><del>{esc(visible(x.before))}</del> → '
        f'<ins>{esc(visible(x.after)) or "<em>nothing</em>"}</ins> <span class="for">{KIND[x.kind]}'
        f"{_codes(x)}, {round(100 * x.confidence)} %</span> {_to_words(r, x.start, x.after)}</li>"
        for x in r.repairs
    )
    return block("h-repairs", "Repairs", rows, note="Each can be undone: the table holds the bytes of the file.")


def _codes(x: Repair) -> str:
    return f", {esc(x.written_as)} read as {esc(x.read_as)}" if x.written_as else ""


def _contacts(r: Release, names: Names) -> str:
    def row(c: Contact) -> str:
        who = _entity(names, c.person_id) if c.person_id else esc(c.name or "")
        fields = (who, *(esc(cell or "") for cell in (c.role, c.phone, c.email)))
        return f"<li>{' · '.join(filter(None, fields))}</li>"

    return block("h-contacts", "Contacts", map(row, r.contacts))
