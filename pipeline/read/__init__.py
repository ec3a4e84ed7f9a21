"""Stage 1: reads files into source documents, within limits; what cannot be read goes to quarantine."""

from collections.abc import Iterator

from pipeline.read.blob import SUFFIXES, UNREADABLE, Blob, ReadError, SourceDocument
from pipeline.read.fields import NO_METADATA, Metadata
from pipeline.read.files import STDIN, SourceFile, byte_limit, discover, read_bytes, standard_input
from pipeline.read.formats import read_blob
from pipeline.read.sidecars import is_sidecar, read_sidecars
from pipeline.records import Quarantined
from pipeline.settings import NO_PUBLISHER, FieldNames, Limits, Publisher

__all__ = [
    "NO_METADATA", "STDIN", "SUFFIXES", "UNREADABLE", "Metadata", "ReadError", "SourceDocument", "SourceFile",
    "byte_limit", "discover", "is_sidecar", "read_bytes", "read_documents", "read_sidecars", "standard_input",
]  # fmt: skip


def read_documents(
    file: SourceFile,
    data: bytes,
    limits: Limits,
    *,
    known: Metadata = NO_METADATA,
    fields: FieldNames = (),
    publisher: Publisher = NO_PUBLISHER,
) -> Iterator[SourceDocument | Quarantined]:
    """The documents in a file's bytes; a document that cannot be read is replaced by its row for the quarantine table.

    `known` is the metadata of a sidecar, which takes precedence over the file's own; `publisher` fills what both leave
    open. `fields` gives the field names of records, as `told` in `record_fields`.
    """
    return read_blob(Blob(file.source, file.name, data, limits, known, fields, publisher=publisher))
