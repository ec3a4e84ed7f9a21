"""The pages about the whole corpus: the first page with its search, the pages of entities, and the lists.

A page that is opened from a folder may load scripts but no other data, so the search index is a set of scripts, one for
all words that begin with the same two letters; it is loaded when such a word is searched. For each word it holds the
releases and the positions of the word in them (each as the distance from the one before), which also serve to find
phrases. This takes about 3.4 kB per release of 450 words (17 MB for 5,000; the largest script has 0.7 MB). Beyond
`SEARCHED` releases the site searches only headlines and names; full text can be searched in the store (Datasette).
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from pipeline.records import Alias, Country, Document, Organisation, Person, Quote, Role, grouped, one_line
from pipeline.report.html import asset, fill, page
from pipeline.report.names import FOLDERS, KEYS, Names, file_name, headline
from pipeline.tables.store import Store

DATA = "index-data.js"
SEARCHED = 5000
FOLDER = "search"
ROWS = 200  # most rows of one kind on a page; the search on the first page finds the rest
_A_PAGE = 500
_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_IN_ORDER, _OTHER_NAMES, _SAID, _ALIKE, _NAMED_IN = (
    asset(f"{name}.sql") for name in ("in_order", "other_names", "said", "alike", "named_in")
)


def index_page(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """Path and content of the first page, and of the scripts that hold its data and its search index."""
    documents = store.select(Document)
    whole = len(documents) <= SEARCHED
    data = _data(store, names, documents) | {"texts": whole}
    yield DATA, f"window.COMMUNIQUE = {_script(data)};\n"
    if whole:
        yield from search_index(store.text(d.document_id) for d in documents)
    named = {kind: f"{len(data[table]):,} {table}" for kind, table in FOLDERS.items()}
    kinds = sorted({kind for d in data["documents"] for kind in d[5]})
    main = fill("index.html", releases=f"{len(documents):,}", named=named, whole=whole, kinds=kinds)
    yield "index.html", page("Press releases", main, root="", scripts=[DATA, "index.js"], kind="index")


def _data(store: Store, names: Names, documents: list[Document]) -> dict[str, Any]:
    """The data of the first page; documents refer to entities by number.

    documents: [id, page, headline, published, words, kinds of findings, repairs, people, organisations, countries];
    people, organisations, countries: [name, page, other names, one per line].
    """
    others = grouped(store.query(_OTHER_NAMES))
    kinds = grouped(store.query("SELECT DISTINCT document_id, kind FROM findings ORDER BY kind"))
    tables: dict[str, list[list[str]]] = {}
    named: list[dict[str, list[int]]] = []
    for table, column in KEYS.items():
        pairs = store.query(_IN_ORDER.format(column=column, table=table))
        numbers = {k: n for n, k in enumerate(dict.fromkeys(k for _, k in pairs))}
        aliases = {k: sorted(set(map(one_line, others[k]))) for k in numbers}
        tables[table] = [[names.name(k), file_name(k), "\n".join(aliases[k])] for k in numbers]
        named.append(grouped((document_id, numbers[k]) for document_id, k in pairs))
    listed = []
    for d in documents:
        about = [d.document_id, file_name(d.document_id), headline(d), d.published or "", d.words]
        listed.append([*about, kinds[d.document_id], d.repairs, *(keys[d.document_id] for keys in named)])
    return {"documents": listed, **tables}


def _script(data: Any) -> str:
    """JSON that is safe in a script: in ASCII, and without `</script>`."""
    return json.dumps(data, separators=(",", ":"), sort_keys=True).replace("<", "\\u003c")


def search_index(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Path and content of each script of the search index; releases are numbered in the order given."""
    shards: dict[str, dict[str, list[list[int]]]] = defaultdict(dict)
    for number, text in enumerate(texts):
        folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower()  # the same as `fold` in index.js
        for word, places in grouped((word, place) for place, word in enumerate(_WORD.findall(folded))).items():
            steps = [b - a for a, b in pairwise([0, *places])]
            shard = word[:2] if word[:2].isascii() else "other"  # the same as `shardOf` in index.js
            shards[shard].setdefault(word, []).append([number, *steps])
    for name, words in sorted(shards.items()):
        yield f"{FOLDER}/{name}.js", f"COMMUNIQUE_WORDS({json.dumps(name)},{_script(words)});\n"


def entity_pages(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """Path and content of the page of each person, organisation and country."""
    for record in (Person, Organisation, Country):
        folder, (column,) = record.TABLE  # roles refer to them in a column with the name of their key
        for row in store.select(record):
            key: str = getattr(row, column)
            name, said = names.name(key), store.query(_SAID, key=key)
            aliases = sorted({one_line(a.alias) for a in store.select(Alias, entity_id=key)} - {name})
            quotes = [store.get(Quote, quote_id) for quote_id, *_ in said[:ROWS]]
            roles, alike = store.select(Role, **{column: key}), store.query(_ALIKE, key=key)
            releases = store.query(_NAMED_IN, key=key)
            about = {"row": row, "key": key, "folder": folder, "names": names, "aliases": aliases, "most": ROWS}
            main = fill("entity.html", **about, roles=roles, quotes=quotes, said=said, alike=alike, releases=releases)
            yield f"{folder}/{file_name(key)}", page(name, main, root="../", kind="entity")


def list_pages(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """Path and content of the pages that list people, organisations, countries and quotes."""
    often = dict(store.query("SELECT entity_id, count(*) FROM mentions GROUP BY entity_id"))
    for kind, column in KEYS.items():
        keys = [key for (key,) in store.query(f"SELECT {column} FROM {kind} ORDER BY 1")]
        keys.sort(key=lambda k: names.name(k).casefold())
        rows = [names.link(k) | {"more": f"{often.get(k, 0):,}"} for k in keys]
        lead = f"{len(rows):,} {kind}; the number says how often each is named."
        yield from _paged(kind, lead, "entities", rows)
    roles = dict(store.query("SELECT quote_id, role FROM statements WHERE position = 1"))
    said = store.select(Quote)
    lead = f"{len(said):,} quotes, with the job title that the release gives the speaker."
    yield from _paged("quotes", lead, "quotes", said, names=names, roles=roles)


def _paged(stem: str, lead: str, what: str, rows: Sequence[Any], **values: Any) -> Iterator[tuple[str, str]]:
    """Path and content of the pages of a list: `people.html`, `people-2.html`."""
    title, starts = stem.capitalize(), range(0, len(rows) or 1, _A_PAGE)
    paths = [f"{stem}.html", *(f"{stem}-{number}.html" for number in range(2, len(starts) + 1))]
    for number, (path, start) in enumerate(zip(paths, starts, strict=True)):
        values |= {"entities": [], "quotes": [], what: rows[start : start + _A_PAGE]}
        main = fill("list.html", title=title, lead=lead, first=start + 1, paths=paths, number=number, **values)
        yield path, page(title, main, root="", kind="list")
