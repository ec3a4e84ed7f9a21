"""The first page: all releases, with search and filters over data that the page brings along.

A page that is opened from a folder may load scripts and nothing else, so the index of words is scripts: one for all
words that begin with the same two letters, loaded when such a word is looked for. Each holds, for a word, the releases
and the places of the word in them, as the distance from the place before; with the places, phrases are found. That is
about 3.4 kB a release of 450 words (17 MB for 5,000, the largest script .7 MB). Beyond `MOST` releases the site
searches headlines and names, and the store the texts (Datasette).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.records import Document
from pipeline.report.html import fill, one_line, page
from pipeline.report.names import KEYS, Names, file_name, headline
from pipeline.tables.store import Store

DATA = "index-data.js"
MOST = 5000
FOLDER = "search"
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"[a-z0-9]{1,2}")
_IN_ORDER = """
SELECT document_id, {column} FROM document_{table}
ORDER BY first_start, as_people_count(document_id), document_id, {column}
"""
# aliases, acronyms and, of countries, the code and the words they are named by: “UK”
_OTHER_NAMES = """
SELECT entity_id, alias FROM aliases
UNION SELECT organisation_id, acronym FROM organisations WHERE acronym IS NOT NULL
UNION SELECT entity_id, text FROM mentions JOIN countries ON country = entity_id
UNION SELECT country, country FROM mentions JOIN countries ON country = entity_id
"""


def index_page(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """The page, its data and its index of words as scripts: pages in a folder may load nothing else."""
    documents = store.select(Document)
    whole = len(documents) <= MOST
    data = _data(store, names, documents) | {"texts": whole}
    yield DATA, f"window.COMMUNIQUE = {_script(data)};\n"
    if whole:
        yield from search_index(store.text(d.document_id) for d in documents)
    counts = [f"{len(documents):,} releases", *(f"{len(data[t]):,} {t}" for t in KEYS)]
    main = fill(
        "index.html",
        counts=", ".join(counts) + ".",
        searched="texts, headlines, names (a phrase in “quotes”)" if whole else "headlines and names",
        kinds=sorted({kind for d in data["documents"] for kind in d[5]}),
    )
    yield "index.html", page("Press releases", main, root="", scripts=[DATA, "index.js"], kind="index")


def _data(store: Store, names: Names, documents: list[Document]) -> dict[str, Any]:
    """Everything the list needs, entities by number.

    documents: [id, page, headline, published, words, kinds of findings, repairs, people, organisations, countries];
    people, organisations, countries: [name, page, other names, one a line].
    """
    others: dict[str, set[str]] = defaultdict(set)
    for key, name in store.query(_OTHER_NAMES):
        others[key].add(one_line(name))
    tables: dict[str, list[list[str]]] = {}
    of_document: dict[str, dict[str, list[int]]] = {}
    for table, column in KEYS.items():
        numbers: dict[str, int] = {}
        found: dict[str, list[int]] = defaultdict(list)
        for document_id, key in store.query(_IN_ORDER.format(column=column, table=table)):
            found[document_id].append(numbers.setdefault(key, len(numbers)))
        tables[table] = [[names.name(k), file_name(k), "\n".join(sorted(others[k]))] for k in numbers]
        of_document[table] = found
    kinds: dict[str, list[str]] = defaultdict(list)
    for document_id, kind in store.query("SELECT DISTINCT document_id, kind FROM findings ORDER BY kind"):
        kinds[document_id].append(kind)
    listed = [
        [
            d.document_id, file_name(d.document_id), headline(d), d.published or "", d.words,
            kinds[d.document_id], d.repairs, *(of_document[t].get(d.document_id, []) for t in KEYS),
        ]
        for d in documents
    ]  # fmt: skip
    return {"documents": listed, **tables}


def _script(data: Any) -> str:
    """JSON that may stand in a script: no `</script>`, no line ends that JavaScript does not take."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


# --- words of the texts ---


def folded(text: str) -> str:
    """Text in small letters without accents, as the page's own `fold`."""
    parts = unicodedata.normalize("NFKD", text)
    return re.sub("[\u0300-\u036f]", "", parts).lower()


def shard_of(word: str) -> str:
    """The script that holds a word."""
    found = _PLAIN.match(word)
    return found[0] if found and found[0] == word[:2] else "other"


def search_index(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Path and content of each script; releases are numbered as they come."""
    shards: dict[str, dict[str, list[list[int]]]] = defaultdict(dict)
    for number, text in enumerate(texts):
        at: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(_WORD.findall(folded(text))):
            at[word].append(place)
        for word, places in at.items():
            steps = [b - a for a, b in zip([0, *places], places, strict=False)]
            shards[shard_of(word)].setdefault(word, []).append([number, *steps])
    for name, words in sorted(shards.items()):
        data = json.dumps(words, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
        yield f"{FOLDER}/{name}.js", f"COMMUNIQUE_WORDS({json.dumps(name)},{data});\n"
