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
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from pipeline.corrections.decisions import Decision
from pipeline.corrections.rows import Row
from pipeline.errors import NoInputError
from pipeline.records import Document, Mention, MentionLabel, Quote
from pipeline.review.decide import about_row, about_words, row_key, scored_rows, signed
from pipeline.tables.files import replacing, write_whole
from pipeline.tables.store import Store
from pipeline.version import __version__

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_NAMES: tuple[str, ...] = get_args(MentionLabel)
_TABLES = {"DATE": "dates", "ROLE": "roles", "QUOTE": "quotes"}
"""Labels of spans that are rows of other tables than `mentions`."""
_LABELS = {table: label for label, table in _TABLES.items()}

Place = tuple[int, int, str]
"""Start, end and label of a span."""


class Annotated(NamedTuple):
    """A release as it comes back: what is marked in its text, by whom, and keys of the rows that were not shown."""

    document_id: str
    text: str
    marked: Iterable[Place]
    reviewer: str
    left_out: frozenset[str] = frozenset()


def rows_by_span(store: Store, document_id: str) -> dict[Place, Row]:
    """The rows of a release by labelled span, in order; the first of a job title that serves two countries."""
    found: dict[Place, Row] = {}
    for row in scored_rows(store, document_id):
        found.setdefault(_labelled(row), row)
    return dict(sorted(found.items()))


def _labelled(row: Row) -> Place:
    return row.start, row.end, row.label if isinstance(row, Mention) else _LABELS[type(row).TABLE.name]


def _imported(store: Store, annotated: Iterable[Annotated]) -> tuple[list[Decision], list[str]]:
    """Decisions from what a team marked, and what could not be taken, for a person."""
    made: list[Decision] = []
    told: list[str] = []
    for document_id, text, marked, reviewer, left_out in annotated:
        if not store.get(Document, document_id) or store.text(document_id) != text:
            name = document_id or "a doc without document_id"
            told.append(f"{name}: its text is not that of the tables any more; export it again")
            continue
        new, not_taken = _decisions(store, document_id, set(marked), left_out)
        made += signed(new, reviewer)
        if not_taken:
            rest = f"{not_taken} new job titles or dates need a person or a value"
            told.append(f"{document_id}: {rest}; add them by hand")
    return made, told


def _decisions(
    store: Store, document_id: str, theirs: set[Place], left_out: frozenset[str]
) -> tuple[list[Decision], int]:
    """Decisions that lead from the rows of a release to what was marked, and how many spans could not be taken.

    A span that is there is accepted, one that was moved is edited, one that is gone is rejected, a new one is added;
    a job title needs a person and a date a value, which a span does not give, so new ones of these are left. The
    release counts as read to its end.
    """
    ours = {place: row for place, row in rows_by_span(store, document_id).items() if row_key(row) not in left_out}
    gone = {place: row for place, row in ours.items() if place not in theirs}
    unseen = scored_rows(store, document_id, review="unreviewed")
    made = [about_row(store, row, "accept") for row in unseen if _labelled(row) in theirs]
    not_taken = 0
    for start, end, label in sorted(theirs.difference(ours)):
        words = store.text(document_id)[start:end]
        moved = [place for place in gone if place[2] == label and place[0] < end and start < place[1]]
        if len(moved) == 1:
            made.append(about_row(store, gone.pop(moved[0]), "edit", "text", words))
        elif label in ("ROLE", "DATE"):
            not_taken += 1
        else:
            table = _TABLES.get(label, "mentions")
            made.append(about_words(store, document_id, table, words, "" if table == "quotes" else label, start=start))
    rejected = [about_row(store, row, "reject") for row in gone.values()]  # before others are added at the words
    return [*rejected, *made, Decision(document_id=document_id, table="documents", decision="accept")], not_taken


CONFIG = (
    '<View><Relations><Relation value="speaker"/></Relations>\n<Labels name="label" toName="text">\n'
    + "".join(f'  <Label value="{label}"/>\n' for label in (*_NAMES, "ROLE", "QUOTE"))
    + '</Labels>\n<Text name="text" value="$text"/></View>\n'
)


def export_tasks(store: Store) -> Iterator[dict[str, Any]]:
    """One task a release."""
    for document in store.select(Document):
        text, rows = store.text(document.document_id), rows_by_span(store, document.document_id)
        mentions = {row.start: row_key(row) for row in rows.values() if isinstance(row, Mention)}
        result: list[dict[str, Any]] = []
        about = {"from_name": "label", "to_name": "text", "type": "labels"}
        for (start, end, label), row in rows.items():
            value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
            result.append({"id": row_key(row), **about, "value": value})
            if isinstance(row, Quote) and row.speaker_start in mentions:
                tie = {"type": "relation", "direction": "right", "labels": ["speaker"]}
                result.append({**tie, "from_id": row_key(row), "to_id": mentions[row.speaker_start]})
        yield {
            "data": {"document_id": document.document_id, "text": text},
            "predictions": [{"model_version": f"communique {__version__}", "result": result}],
        }


def write_tasks(store: Store, path: Path) -> int:
    """Write all releases as tasks; how many."""
    tasks = list(export_tasks(store))
    write_whole(path, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")
    return len(tasks)


def read_annotations(store: Store, path: Path, reviewer: str = "") -> tuple[list[Decision], list[str]]:
    """Decisions from an export (JSON) of annotated tasks, and what could not be taken, for a person.

    Raises `NoInputError` where the file is no such export.
    """
    try:
        annotated = [a for task in json.loads(path.read_text("utf-8")) for a in _annotated(task, reviewer)]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise NoInputError(f"{path}: is no JSON export of Label Studio with our tasks ({error!r})") from error
    return _imported(store, annotated)


def _annotated(task: dict[str, Any], reviewer: str) -> Iterator[Annotated]:
    """Of several annotations of a task the last one that was not cancelled, which says who made it."""
    document_id, text = task["data"]["document_id"], task["data"]["text"]
    done = [a for a in task.get("annotations", []) if not a.get("was_cancelled")]
    for annotation in done[-1:]:
        who = annotation.get("completed_by", "")
        name = who.get("email", who.get("id", "")) if isinstance(who, dict) else who
        marked = [_place(r["value"], text) for r in annotation.get("result", []) if r.get("type") == "labels"]
        yield Annotated(document_id, text, marked, str(name or reviewer))


def _place(value: dict[str, Any], text: str) -> Place:
    """The words that a label marks; exports that count UTF-16 units are set right here."""
    start, end = int(value["start"]), int(value["end"])
    if text[start:end] != value.get("text", text[start:end]):
        units = text.encode("utf-16-le")
        start, end = (len(units[: 2 * i].decode("utf-16-le", "ignore")) for i in (start, end))
    return start, end, value["labels"][0]


SPANS = "communique"
_ID, _UNALIGNED = "document_id", "unaligned"


def _docs(store: Store, nlp: Language) -> Iterator[Doc]:
    """The releases as docs with their rows."""
    from spacy.util import filter_spans

    for document in store.select(Document):
        doc = nlp(store.text(document.document_id))
        found = {
            row_key(row): doc.char_span(*place) for place, row in rows_by_span(store, document.document_id).items()
        }
        spans = [span for span in found.values() if span is not None]
        doc.spans[SPANS] = spans
        doc.ents = filter_spans([span for span in spans if span.label_ in _NAMES])
        unaligned = [row for row, span in found.items() if span is None]
        doc.user_data |= {_ID: document.document_id, _UNALIGNED: unaligned}
        yield doc


def write_docs(store: Store, path: Path) -> tuple[int, int]:
    """Write all releases to a DocBin; how many, and rows that fit no tokens."""
    import spacy
    from spacy.tokens import DocBin

    docs, lost = DocBin(store_user_data=True), 0
    for doc in _docs(store, spacy.blank("en")):
        docs.add(doc)
        lost += len(doc.user_data[_UNALIGNED])
    with replacing(path) as part:
        docs.to_disk(part)
    return len(docs), lost


def read_docs(store: Store, path: Path, reviewer: str = "") -> tuple[list[Decision], list[str]]:
    """Decisions from annotated docs: from the spans of our group where it is there, else from the entities.

    Raises `NoInputError` where the file is no DocBin of ours.
    """
    import spacy
    from spacy.tokens import DocBin

    data = path.read_bytes()
    try:
        docs = list(DocBin(store_user_data=True).from_bytes(data).get_docs(spacy.blank("en").vocab))
    except Exception as error:  # msgpack, zlib and spaCy each raise their own
        raise NoInputError(f"{path}: is no DocBin ({type(error).__name__}: {error})") from error
    annotated: list[Annotated] = []
    for doc in docs:
        marked = [(s.start_char, s.end_char, s.label_) for s in doc.spans.get(SPANS, doc.ents)]
        left_out = frozenset(doc.user_data.get(_UNALIGNED, ()))
        annotated.append(Annotated(str(doc.user_data.get(_ID, "")), doc.text, marked, reviewer, left_out))
    return _imported(store, annotated)


def conll_lines(store: Store) -> Iterator[str]:
    """CoNLL as of 2003: a token a line with the label (IOB2) of the name that it is part of; sentences parted by lines.

    Token, two columns that nothing fills, label. A release begins with `-DOCSTART-`.
    """
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    for doc in _docs(store, nlp):
        yield "-DOCSTART- -X- O O\n\n"
        for token in doc:  # “St. Mary's” is one name in one sentence
            token.is_sent_start = token.is_sent_start and token.ent_iob_ != "I"
        for sentence in doc.sents:
            words = [t for t in sentence if not t.is_space]
            rows = (f"{t.text} -X- _ {f'{t.ent_iob_}-{t.ent_type_}' if t.ent_type_ else 'O'}\n" for t in words)
            if words:
                yield "".join(rows) + "\n"
