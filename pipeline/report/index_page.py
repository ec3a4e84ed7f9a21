"""The first page: all releases, with search and filters over data that the page brings along."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from pipeline.records import Document, Finding, Record
from pipeline.report.html import esc, page
from pipeline.report.names import Names, file_name, headline
from pipeline.tables.store import Store
from pipeline.tables.views import DocumentCountry, DocumentOrganisation, DocumentPerson

DATA = "index-data.js"


def index_page(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """The page, and its data as a script: pages opened from a folder may not fetch anything else."""
    data = _data(store, names)
    yield DATA, f"window.COMMUNIQUE = {_script(data)};\n"
    kinds = sorted(Counter(kind for d in data["documents"] for kind in d[5]))
    options = "".join(f'<option value="{esc(k)}">{esc(k.replace("_", " "))}</option>' for k in kinds)
    count = len(data["documents"])
    main = f"""<header class="head"><h1>Press releases</h1>
<p class="lead">{count:,} releases, {len(data["people"]):,} people, {len(data["organisations"]):,} organisations,
{len(data["countries"]):,} countries.</p></header>
<form class="filters" role="search" aria-label="Releases" autocomplete="off">
<label class="grow">Search headlines and names<input type="search" name="text"></label>
<label>Person<input name="person" list="people"><datalist id="people"></datalist></label>
<label>Organisation<input name="organisation" list="organisations"><datalist id="organisations"></datalist></label>
<label>Country<input name="country" list="countries"><datalist id="countries"></datalist></label>
<label>From<input type="date" name="from"></label>
<label>To<input type="date" name="to"></label>
<label>Findings<select name="findings"><option value="">with or without</option>
<option value="any">any finding</option>{options}</select></label>
<label>Order<select name="order"><option value="newest">newest first</option>
<option value="oldest">oldest first</option>
<option value="headline">headline</option><option value="repairs">most repairs</option></select></label>
<button type="reset">Clear</button>
</form>
<p class="count" role="status" aria-live="polite"></p>
<noscript><p class="note">Search needs JavaScript. The pages of all releases are in the folder releases.</p></noscript>
<ol class="releases"></ol>
<nav class="pages" aria-label="Pages of the list"><button type="button" data-step="-1">Previous</button>
<span class="page"></span><button type="button" data-step="1">Next</button></nav>"""
    yield "index.html", page("Press releases", main, root="", scripts=[DATA, "index.js"], kind="index")


def _data(store: Store, names: Names) -> dict[str, Any]:
    """Everything the list needs, entities by number.

    documents: [id, page, headline, published, words, kinds of findings, repairs, people, organisations, countries];
    people, organisations: [name, page]; countries: [name, code].
    """
    named: dict[str, tuple[type[Record], str]] = {
        "people": (DocumentPerson, "person_id"),
        "organisations": (DocumentOrganisation, "organisation_id"),
        "countries": (DocumentCountry, "country"),
    }
    tables: dict[str, list[list[str]]] = {}
    of_document: dict[str, dict[str, list[int]]] = {}
    for table, (record, column) in named.items():
        numbers: dict[str, int] = {}
        found: dict[str, list[int]] = defaultdict(list)
        rows: list[Record] = sorted(store.select(record), key=attrgetter("first_start"))
        for row in rows:
            key: str = getattr(row, column)
            document_id: str = getattr(row, "document_id")  # noqa: B009 (views share the column, not a class)
            found[document_id].append(numbers.setdefault(key, len(numbers)))
        tables[table] = [[names.name(k), k if table == "countries" else file_name(k)] for k in numbers]
        of_document[table] = found
    kinds: dict[str, set[str]] = defaultdict(set)
    for finding in store.select(Finding):
        kinds[finding.document_id].add(finding.kind)
    documents = [
        [
            d.document_id, file_name(d.document_id), headline(d), d.published or "", d.words,
            sorted(kinds[d.document_id]), d.repairs, *(of_document[t].get(d.document_id, []) for t in named),
        ]
        for d in store.select(Document)
    ]  # fmt: skip
    return {"documents": documents, **tables}


def _script(data: Any) -> str:
    """JSON that may stand in a script: no `</script>`, no line ends that JavaScript does not take."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
