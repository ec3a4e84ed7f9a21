"""Exports releases with their rows to annotation tools, and reads annotations back as decisions.

Label Studio: tasks in its basic JSON format (https://labelstud.io/guide/task_format), one per release, with rows as
predictions (`labels` regions) and a quote's speaker as a relation. Offsets count code points, as in Label Studio since
2021; older exports count UTF-16 units, which is detected and converted.

spaCy's DocBin: `doc.ents` holds names, places and dates, `doc.spans["communique"]` all rows with a span (also job
titles and quotes, which may overlap), `doc.user_data` the document's id and the keys of rows that fit no tokens.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from pipeline.corrections.decisions import ROW_TABLES, Decision
from pipeline.corrections.rows import KINDS, Row, overlap
from pipeline.errors import NoInputError
from pipeline.extraction.countries import country_code
from pipeline.records import Document, Mention, MentionLabel, Quote, grouped
from pipeline.report.html import asset
from pipeline.review.decide import about_row, about_words, row_key, scored_rows, signed
from pipeline.structure.lines import stripped
from pipeline.tables.files import replacing, write_whole
from pipeline.tables.store import Store
from pipeline.version import __version__

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

_NAMES: tuple[str, ...] = get_args(MentionLabel)
_LABELS = {"dates": "DATE", "roles": "ROLE", "quotes": "QUOTE"}
"""Table -> label of the spans of its rows, for tables other than `mentions`."""

Place = tuple[int, int, str]  # start, end and label of a span
CONFIG = asset("labelling.xml", "pipeline.review")  # the labelling interface of Label Studio
SPANS = "communique"
_ID, _UNALIGNED, _ENTS = "document_id", "unaligned", "exported_ents"


class Annotated(NamedTuple):
    """An annotated release: the spans marked in its text, the annotator, keys of rows that were not shown, the speakers
    of quotes, as pairs of spans, and whether someone declared it finished."""

    document_id: str
    text: str
    marked: Iterable[Place]
    reviewer: str
    left_out: frozenset[str] = frozenset()
    speakers: Mapping[Place, Place] = {}
    finished: bool = True


def rows_by_span(store: Store, document_id: str) -> dict[Place, list[Row]]:
    """The rows of a release by labelled span, in order; there are several at a job title for two countries."""
    return dict(sorted(grouped((_labelled(row), row) for row in scored_rows(store, document_id)).items()))


def _labelled(row: Row) -> Place:
    return row.start, row.end, row.label if isinstance(row, Mention) else _LABELS[type(row).TABLE.name]


def _imported(store: Store, annotated: Iterable[Annotated]) -> tuple[list[Decision], list[str]]:
    """Decisions from annotated releases, and messages about what could not be imported."""
    made: list[Decision] = []
    told: list[str] = []
    untouched = 0
    for release in annotated:
        document_id = release.document_id
        if not store.get(Document, document_id) or store.text(document_id) != release.text:
            name = document_id or "a doc without document_id"
            told.append(f"{name}: its text differs from that of the tables now; export it again")
            continue
        new, not_taken = _decisions(store, release)
        if release.finished or not_taken or any(d.decision != "accept" for d in new):
            made += signed(new, release.reviewer)
        else:
            untouched += 1
        if not_taken:
            told.append(f"{document_id}: {not_taken} new spans need a person, value or known country: add them by hand")
    if untouched:
        told.append(f"{untouched} docs are unchanged and decide nothing; `--done DOCUMENT` accepts the rows of one")
    return made, told


def _decisions(store: Store, release: Annotated) -> tuple[list[Decision], int]:
    """Decisions that turn the rows of a release into the annotated spans, and the number of spans not imported.

    A row whose span is still marked is accepted, a moved one edited, a missing one rejected, and a new one added. New
    job titles and dates are left out, since a span gives no person and no value, and so are unknown countries. The
    release counts as read to its end, or only those of its tables whose rows were all shown.
    """
    document_id, theirs = release.document_id, set(release.marked)
    rows = rows_by_span(store, document_id)
    ours = {place: found for place, found in rows.items() if row_key(found[0]) not in release.left_out}
    unread = {type(rows[place][0]).TABLE.name for place in rows.keys() - ours.keys()}
    gone = {place: found for place, found in ours.items() if place not in theirs}
    said = _speakers(release, rows)
    made = list(_still_marked(store, release.document_id, theirs, said))
    edited, not_taken = _moved_or_added(store, release, theirs.difference(ours), gone, said)
    # before rows are added at the same words
    rejected = [about_row(store, row, "reject") for found in gone.values() for row in found]
    ends = [t for t in ROW_TABLES if t not in unread] if unread else [""]
    read = Decision(document_id=document_id, table="documents", decision="accept")
    return [*rejected, *made, *edited, *(replace(read, field=table) for table in ends)], not_taken


def _speakers(release: Annotated, rows: Mapping[Place, list[Row]]) -> dict[Place, str]:
    """Span of a quote -> the key of the entity that the annotator made its speaker, or its words if no row is there."""
    said: dict[Place, str] = {}
    for quote, (start, end, label) in release.speakers.items():
        if quote[2] == "QUOTE" and label in ("PERSON", "ORGANISATION"):
            known = (row.entity_id for row in rows.get((start, end, label), ()) if isinstance(row, Mention))
            said[quote] = next(filter(None, known), release.text[start:end])
    return said


def _still_marked(
    store: Store, document_id: str, marked: Collection[Place], said: Mapping[Place, str]
) -> Iterator[Decision]:
    """Decisions that accept the rows whose spans are marked, or give a quote the speaker `said` of it."""
    for row in (row for row in scored_rows(store, document_id) if _labelled(row) in marked):
        speaker = said.get(_labelled(row), "")
        if speaker and isinstance(row, Quote) and speaker != row.speaker_id:
            yield about_row(store, row, "edit", "speaker_id", speaker)
        elif row.review == "unreviewed":
            yield about_row(store, row, "accept")


def _moved_or_added(
    store: Store, release: Annotated, marked: Iterable[Place], gone: dict[Place, list[Row]], said: Mapping[Place, str]
) -> tuple[list[Decision], int]:
    """Decisions on spans where no row is, and the number of those not imported; a moved row is taken out of `gone`."""
    made: list[Decision] = []
    not_taken = 0
    for start, end, label in sorted(marked):
        words = release.text[start:end]
        moved = [place for place in gone if place[2] == label and overlap(place[:2], (start, end))]
        if len(moved) == 1:
            made += [about_row(store, row, "edit", "text", words) for row in gone.pop(moved[0])]
        elif label in ("ROLE", "DATE") or (KINDS.get(label) == "country" and not country_code(words)):
            not_taken += 1
        else:
            table, field = {"QUOTE": ("quotes", "")}.get(label, ("mentions", label))
            value = said.get((start, end, label), "")
            made.append(about_words(store, release.document_id, table, words, field, value, start))
    return made, not_taken


def write_tasks(store: Store, path: Path) -> int:
    """Write a Label Studio task for each release; returns their number."""
    tasks: list[dict[str, Any]] = []
    for document in store.select(Document):
        text, rows = store.text(document.document_id), rows_by_span(store, document.document_id)
        named: dict[tuple[int | None, str | None], str]  # place and entity -> key of a mention
        named = {(row.start, row.entity_id): row_key(row) for row, *_ in rows.values() if isinstance(row, Mention)}
        result: list[dict[str, Any]] = []
        about = {"from_name": "label", "to_name": "text", "type": "labels"}
        for (start, end, label), (row, *_) in rows.items():
            value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
            result.append({"id": row_key(row), **about, "value": value})
            if isinstance(row, Quote) and (row.speaker_start, row.speaker_id) in named:
                tie = {"type": "relation", "direction": "right", "labels": ["speaker"]}
                result.append({**tie, "from_id": row_key(row), "to_id": named[row.speaker_start, row.speaker_id]})
        predictions = [{"model_version": f"communique {__version__}", "result": result}]
        tasks.append({"data": {"document_id": document.document_id, "text": text}, "predictions": predictions})
    write_whole(path, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")
    return len(tasks)


def read_annotations(store: Store, path: Path, reviewer: str = "") -> tuple[list[Decision], list[str]]:
    """Decisions from a JSON export of annotated tasks, and messages on what was not imported. Raises `NoInputError`."""
    try:
        annotated = [a for task in json.loads(path.read_text("utf-8")) for a in _annotated(task, reviewer)]
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise NoInputError(f"{path}: is not a JSON export of our tasks by Label Studio ({error!r})") from error
    return _imported(store, annotated)


def _annotated(task: dict[str, Any], reviewer: str) -> Iterator[Annotated]:
    """The last annotation of a task that was not cancelled, if there is one; it names its annotator."""
    document_id, text = task["data"]["document_id"], task["data"]["text"]
    for annotation in [a for a in task.get("annotations", []) if not a.get("was_cancelled")][-1:]:
        who = annotation.get("completed_by", "")
        name = who.get("email", who.get("id", "")) if isinstance(who, dict) else who
        result = annotation.get("result", [])
        places = [(r.get("id"), _place(r["value"], text)) for r in result if r.get("type") == "labels"]
        marked = {place for _, place in places}
        "".join((document_id, str(name), *(label for *_, label in marked))).encode()  # raises unless all are texts
        yield Annotated(document_id, text, marked, str(name or reviewer), speakers=_tied(result, dict(places)))


def _tied(result: Iterable[dict[str, Any]], places: Mapping[Any, Place]) -> dict[Place, Place]:
    """The pairs of spans that the relations of an annotation tie together; `places` are those of its labels, by id."""
    ties = ((r.get("from_id"), r.get("to_id")) for r in result if r.get("type") == "relation")
    return {places[one]: places[other] for one, other in ties if one in places and other in places}


def _place(value: dict[str, Any], text: str) -> Place:
    """The span and label of an annotation, without white space around it; offsets in UTF-16 units are converted."""
    start, end = int(value["start"]), int(value["end"])
    if text[start:end] != value.get("text", text[start:end]):
        units = text.encode("utf-16-le")
        start, end = (len(units[: 2 * i].decode("utf-16-le", "ignore")) for i in (start, end))
    return *stripped(text, start, end), value["labels"][0]


def _docs(store: Store, nlp: "Language") -> "Iterator[Doc]":
    """The releases as spaCy docs with their rows."""
    from spacy.util import filter_spans

    for document in store.select(Document):
        doc, rows = nlp(store.text(document.document_id)), rows_by_span(store, document.document_id)
        found = {row_key(row): doc.char_span(*place) for place, (row, *_) in rows.items()}
        spans = [span for span in found.values() if span is not None]
        doc.spans[SPANS] = spans
        doc.ents = filter_spans([span for span in spans if span.label_ in _NAMES])
        unaligned = [row for row, span in found.items() if span is None]
        doc.user_data |= {_ID: document.document_id, _UNALIGNED: unaligned, _ENTS: [*_places(doc.ents)]}
        yield doc


def _places(spans: "Iterable[Span]") -> Iterator[Place]:
    return ((span.start_char, span.end_char, span.label_) for span in spans)


def write_docs(store: Store, path: Path) -> tuple[int, int]:
    """Write all releases to a DocBin; returns their number and that of the rows that fit no tokens."""
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
    """The same from a DocBin: from the span group `communique` of a doc, if there is one, with what was changed in its
    entities since the export; else from its entities."""
    import spacy
    from spacy.tokens import DocBin

    data = path.read_bytes()
    try:
        docs = list(DocBin(store_user_data=True).from_bytes(data).get_docs(spacy.blank("en").vocab))
    except Exception as error:  # msgpack, zlib and spaCy each raise their own exceptions
        raise NoInputError(f"{path}: is not a DocBin ({type(error).__name__}: {error})") from error
    annotated: list[Annotated] = []
    for doc in docs:
        ents = {*_places(doc.ents)}
        before = {*map(tuple, doc.user_data.get(_ENTS, ents))}
        marked = {*_places(doc.spans.get(SPANS, doc.ents))} - (before - ents) | (ents - before)
        document_id, left_out = str(doc.user_data.get(_ID, "")), frozenset(doc.user_data.get(_UNALIGNED, ()))
        annotated.append(Annotated(document_id, doc.text, marked, reviewer, left_out, finished=False))
    return _imported(store, annotated)


def conll_lines(store: Store) -> Iterator[str]:
    """CoNLL 2003: a line per token, with two unused columns and its IOB2 label, and an empty line after a sentence."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    for doc in _docs(store, nlp):
        yield "-DOCSTART- -X- O O\n\n"
        for token in doc:  # no sentence begins within a name: “St. Mary's”
            token.is_sent_start = token.is_sent_start and token.ent_iob_ != "I"
        for sentence in doc.sents:
            words = [t for t in sentence if not t.is_space]
            rows = (f"{t.text} -X- _ {f'{t.ent_iob_}-{t.ent_type_}' if t.ent_type_ else 'O'}\n" for t in words)
            if words:
                yield "".join(rows) + "\n"
