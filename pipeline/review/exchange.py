"""Releases with their rows for other tools, and annotations from there as decisions.

Label Studio: tasks in its basic JSON format (https://labelstud.io/guide/task_format), one a release, its rows as
predictions with `labels` regions, a quote's speaker as a relation. Offsets are code points, as Label Studio has kept
them since 2021; older exports count UTF-16 units, which is noticed and set right.

spaCy's DocBin: `doc.ents` holds names, places and dates, `doc.spans["communique"]` all rows with a span (job titles and
quotes too, which can overlap), `doc.user_data` the document's id and the rows that no token boundaries fit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.corrections.decisions import Decision
from pipeline.errors import NoInputError
from pipeline.records import Document, Mention, Quote
from pipeline.review.decide import about_row, about_words, find_row, row_key, scored_rows, signed
from pipeline.tables.store import Store
from pipeline.version import __version__

_TABLES = {"DATE": "dates", "ROLE": "roles", "QUOTE": "quotes"}
_LABELS = {table: label for label, table in _TABLES.items()}
LABELS = ("PERSON", "ORGANISATION", "COUNTRY", "DEMONYM", "PLACE", *_TABLES)
"""Labels of spans; those of `_TABLES` are rows of other tables than `mentions`."""


Place = tuple[int, int, str]
"""Start, end and label of a span."""
Annotated = tuple[str, str, Iterable[Place], str, frozenset[str]]
"""A document's id, its text, what was marked in it and by whom, and rows that were not shown to them."""


def regions(store: Store, document_id: str) -> dict[Place, tuple[str, str | None]]:
    """The rows of a release as labelled spans, in order; one span for a job title in two countries.

    Each has the key of its row, and of the mention of the speaker of a quote.
    """
    found: dict[Place, tuple[str, str | None]] = {}
    at = {m.start: row_key(m) for m in store.select(Mention, document_id=document_id)}
    for row in scored_rows(store, document_id):
        speaker = at.get(row.speaker_start) if isinstance(row, Quote) and row.speaker_start is not None else None
        label = row.label if isinstance(row, Mention) else _LABELS[type(row).TABLE.name]
        found.setdefault((row.start, row.end, label), (row_key(row), speaker))
    return dict(sorted(found.items()))


def _imported(store: Store, annotated: Iterable[Annotated]) -> tuple[list[Decision], list[str]]:
    """Decisions from what a team marked, and what could not be taken, for a person."""
    made: list[Decision] = []
    told: list[str] = []
    for document_id, text, marked, reviewer, left_out in annotated:
        if not store.select(Document, document_id=document_id) or store.text(document_id) != text:
            name = document_id or "a doc without document_id"
            told.append(f"{name}: its text is not that of the tables any more; export it again")
            continue
        new, left = _decisions(store, document_id, set(marked), left_out)
        made += signed(new, reviewer)
        if left:
            told.append(f"{document_id}: {left} new job titles or dates need a person or a value; add them by hand")
    return made, told


def _decisions(
    store: Store, document_id: str, theirs: set[Place], left_out: frozenset[str]
) -> tuple[list[Decision], int]:
    """Decisions that lead from the rows of a release to what was marked, and how many spans could not be taken.

    A span that is there is accepted, one that was moved is edited, one that is gone is rejected, a new one is added;
    a job title needs a person and a date a value, which a span does not give, so new ones of these are left. The
    release counts as read to its end.
    """
    ours = {p: find_row(store, key) for p, (key, _) in regions(store, document_id).items() if key not in left_out}
    gone = {place: row for place, row in ours.items() if place not in theirs}
    made: list[Decision] = []
    left = 0
    for start, end, label in sorted(theirs):
        words, row = store.text(document_id)[start:end], ours.get((start, end, label))
        moved = [place for place in gone if place[2] == label and place[0] < end and start < place[1]]
        if row:
            made += [about_row(store, row, "accept")] if row.review == "unreviewed" else []
        elif len(moved) == 1:
            made.append(about_row(store, gone.pop(moved[0]), "edit", "text", words))
        elif label in ("ROLE", "DATE"):
            left += 1
        else:
            table = _TABLES.get(label, "mentions")
            made.append(about_words(store, document_id, table, words, "" if table == "quotes" else label, start=start))
    made += [about_row(store, row, "reject") for row in gone.values()]
    return [*made, Decision(document_id=document_id, table="documents", decision="accept")], left


# --- Label Studio ---

CONFIG = (
    '<View><Relations><Relation value="speaker"/></Relations>\n<Labels name="label" toName="text">\n'
    + "".join(f'  <Label value="{label}"/>\n' for label in LABELS)
    + '</Labels>\n<Text name="text" value="$text"/></View>\n'
)


def export_tasks(store: Store) -> Iterator[dict[str, Any]]:
    """One task a release."""
    for document in store.select(Document):
        text = store.text(document.document_id)
        result: list[dict[str, Any]] = []
        about = {"from_name": "label", "to_name": "text", "type": "labels"}
        for (start, end, label), (key, speaker) in regions(store, document.document_id).items():
            value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
            result.append({"id": key, **about, "value": value})
            if speaker:
                tie = {"type": "relation", "direction": "right", "labels": ["speaker"]}
                result.append({**tie, "from_id": key, "to_id": speaker})
        yield {
            "data": {"document_id": document.document_id, "text": text},
            "predictions": [{"model_version": f"communique {__version__}", "result": result}],
        }


def write_tasks(store: Store, path: Path) -> int:
    """Write all releases as tasks; how many."""
    tasks = list(export_tasks(store))
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return len(tasks)


def read_annotations(store: Store, path: Path, reviewer: str = "") -> tuple[list[Decision], list[str]]:
    """Decisions from an export (JSON) of annotated tasks, and what could not be taken, for a person.

    Of several annotations of a task the last one that was not cancelled counts; it says who made it. Raises
    `NoInputError` where the file is no such export.
    """
    try:
        tasks = json.loads(path.read_text("utf-8"))
        found = [(t["data"]["document_id"], t["data"]["text"], _last(t)) for t in tasks]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoInputError(f"{path}: is no JSON export of Label Studio with our tasks ({error!r})") from error
    done = [(i, text, last) for i, text, last in found if last is not None]
    return _imported(
        store, ((i, text, _places(last, text), _reviewer(last) or reviewer, frozenset()) for i, text, last in done)
    )


def _last(task: dict[str, Any]) -> dict[str, Any] | None:
    done = [a for a in task.get("annotations", []) if not a.get("was_cancelled")]
    return done[-1] if done else None


def _places(annotation: dict[str, Any], text: str) -> Iterator[Place]:
    """The words that labels mark; exports that count UTF-16 units are set right here."""
    for result in annotation.get("result", []):
        if result.get("type") == "labels":
            value = result["value"]
            start, end = int(value["start"]), int(value["end"])
            if text[start:end] != value.get("text", text[start:end]):
                units = text.encode("utf-16-le")
                start, end = (len(units[: 2 * i].decode("utf-16-le", "ignore")) for i in (start, end))
            yield start, end, value["labels"][0]


def _reviewer(annotation: dict[str, Any]) -> str:
    who = annotation.get("completed_by", "")
    return str(who.get("email", who.get("id", "")) if isinstance(who, dict) else who)


# --- spaCy ---

SPANS = "communique"
_ID, _UNALIGNED = "document_id", "unaligned"


def write_docs(store: Store, path: Path) -> tuple[int, int]:
    """Write all releases to a DocBin; how many, and rows that fit no tokens."""
    import spacy
    from spacy.tokens import DocBin
    from spacy.util import filter_spans

    nlp = spacy.blank("en")
    docs = DocBin(store_user_data=True)
    lost = 0
    for document in store.select(Document):
        doc = nlp.make_doc(store.text(document.document_id))
        found = {key: doc.char_span(*place) for place, (key, _) in regions(store, document.document_id).items()}
        spans = [span for span in found.values() if span is not None]
        unaligned = [identity for identity, span in found.items() if span is None]
        doc.spans[SPANS] = spans
        doc.ents = filter_spans([s for s in spans if s.label_ not in ("ROLE", "QUOTE")])
        doc.user_data |= {_ID: document.document_id, _UNALIGNED: unaligned}
        docs.add(doc)
        lost += len(unaligned)
    docs.to_disk(path)
    return len(docs), lost


def read_docs(store: Store, path: Path, reviewer: str = "") -> tuple[list[Decision], list[str]]:
    """Decisions from annotated docs: from the spans of our group where it is there, else from the entities.

    Raises `NoInputError` where the file is no DocBin of ours.
    """
    import spacy
    from spacy.tokens import DocBin

    try:
        docs = list(DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("en").vocab))
    except Exception as error:  # msgpack, zlib and spaCy each raise their own
        raise NoInputError(f"{path}: is no DocBin ({type(error).__name__}: {error})") from error
    annotated: list[Annotated] = []
    for doc in docs:
        marked = [(s.start_char, s.end_char, s.label_) for s in doc.spans.get(SPANS, doc.ents)]
        left_out = frozenset(doc.user_data.get(_UNALIGNED, ()))
        annotated.append((str(doc.user_data.get(_ID, "")), doc.text, marked, reviewer, left_out))
    return _imported(store, annotated)


_NAMES = frozenset(("PERSON", "ORGANISATION", "COUNTRY", "PLACE", "DEMONYM", "DATE"))


def conll_lines(store: Store) -> Iterator[str]:
    """CoNLL as of 2003: a token a line with the label (IOB2) of the name that it is part of; sentences parted by lines.

    Token, two columns that nothing fills, label. A release begins with `-DOCSTART-`.
    """
    import spacy
    from spacy.util import filter_spans

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    for d in store.select(Document):
        doc = nlp(store.text(d.document_id))
        spans = (doc.char_span(*place) for place in regions(store, d.document_id) if place[2] in _NAMES)
        doc.ents = filter_spans([span for span in spans if span is not None])
        yield "-DOCSTART- -X- O O\n\n"
        for sentence in doc.sents:
            words = [t for t in sentence if not t.is_space]
            rows = (f"{t.text} -X- _ {f'{t.ent_iob_}-{t.ent_type_}' if t.ent_type_ else 'O'}\n" for t in words)
            if words:
                yield "".join(rows) + "\n"
