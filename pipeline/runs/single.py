"""Sends one file through the stages without a store, for the commands `repair`, `extract` and `explain`."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import NoInputError
from pipeline.extraction.countries.codes import country_of_site
from pipeline.read.blob import Blob, ReadError
from pipeline.read.fields import Metadata
from pipeline.read.files import STDIN, SourceFile, byte_limit, read_bytes, standard_input
from pipeline.read.formats import read_documents
from pipeline.records import Quarantined
from pipeline.runs.process import Prepared, prepare
from pipeline.runs.versions import model_version
from pipeline.settings import Limits
from pipeline.structure import section_rows

if TYPE_CHECKING:
    from pipeline.extraction.extraction import Extraction


def prepared_documents(
    file: str, *, published: str | None = None, suffix: str = "txt", normalise: bool = False
) -> Iterator[Prepared]:
    """The documents in one file, repaired and cut into parts; `-` is standard input, whose format is `suffix`. Raises
    `NoInputError` for what cannot be read, after yielding the readable records of a file with many."""
    path = Path(file)
    limits = Limits()
    if path.is_dir():
        raise NoInputError(f"{file}: is a folder; give one of its files, or process all: communique run {file}")
    name = os.fsencode(path.name).decode("utf-8", "backslashreplace")
    source = standard_input(suffix, limits) if file == STDIN else SourceFile(name, path, 0)
    try:
        data = read_bytes(source, byte_limit(source.source, limits))
    except ReadError as error:
        raise NoInputError(f"{file}: {error.detail}") from error
    refused = []
    for found in read_documents(Blob(source.source, source.name, data, known=Metadata(published=published))):
        item = found if isinstance(found, Quarantined) else prepare(found, limits, normalise=normalise)
        if isinstance(item, Prepared):
            yield item
        else:
            refused.append(f"{file}{'' if item.record == '0' else ', record ' + item.record}: {item.detail}")
    if refused:
        raise NoInputError("\n".join(refused))


def extracted_documents(
    file: str, *, published: str | None, model: str, suffix: str = "txt"
) -> "Iterator[tuple[Prepared, Extraction]]":
    """The documents in one file, each with its extraction; as in a run, some have their repair and parts only."""
    from pipeline.extraction.extraction import Extraction, analyse, assemble

    model_version(model)  # raises `NoModelError` if there is none
    for item in prepared_documents(file, published=published, suffix=suffix):
        document_id, release, repaired = item.source.document_id, item.release, item.repaired
        if item.left_out:
            parts, found = tuple(section_rows(document_id, release)), (*repaired.findings, item.left_out)
            made = Extraction(repaired.text, release.headline_text, sections=parts, findings=found)
            yield item, replace(made, repairs=repaired.repairs)
            continue
        told = {document_id: (item.source.publisher, country_of_site(item.source.url))}
        (analysis,) = analyse([(document_id, release)], model=model, publishers=told)
        yield item, assemble(repaired, release, analysis)


def to_json(item: Prepared, extraction: "Extraction") -> str:
    """One line of JSON: `document_id`, the repaired `text`, what its head says, and a list of rows for each table."""
    head = {"document_id": item.source.document_id, "text": extraction.text, "headline": extraction.headline}
    of_release = ("published", "published_from", "reference", "embargoed_until")
    said = {name: getattr(item.release, name) for name in of_release}
    said |= {"url": item.source.url, "publisher": item.source.publisher}
    head |= {name: value for name, value in said.items() if value}
    return json.dumps(head | asdict(extraction), ensure_ascii=False)
