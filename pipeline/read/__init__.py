"""Stage 1: reads files into source documents, within limits; what cannot be read goes to quarantine."""

from pipeline.read.blob import SUFFIXES, UNREADABLE, ReadError, SourceDocument
from pipeline.read.fields import NO_METADATA, Metadata
from pipeline.read.files import STDIN, SourceFile, byte_limit, discover, read_bytes, standard_input
from pipeline.read.sidecars import is_sidecar, read_sidecars

__all__ = [
    "NO_METADATA", "STDIN", "SUFFIXES", "UNREADABLE", "Metadata", "ReadError", "SourceDocument", "SourceFile",
    "byte_limit", "discover", "is_sidecar", "read_bytes", "read_sidecars", "standard_input",
]  # fmt: skip
